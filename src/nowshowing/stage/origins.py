"""Where the digits of a text come from; what nothing vouches for is found by the certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nowshowing.maths.expression import Expression

Kind = Literal["scene", "author", "readout", "tick", "result", "unread"]


@dataclass(frozen=True)
class Reads:
    """A part of a formula, as it stands there, and the function that a reader would take it for.

    ``rounded``: as far as the digits go that are written, for its numbers were computed.
    """

    latex: str
    truth: Expression
    rounded: bool = False


@dataclass(frozen=True)
class Origin:
    """Who vouches for the digits in a text.

    ``scene``: nobody, so there must be none. ``author``: the author's own words, not checked. ``readout``: the value
    that it reads. ``tick``: ``values`` has its number, ``off`` measures how far in the frame it stands from where that
    number belongs. ``result``: ``values`` (params, results of ``maths``), one for each number written, in this order,
    and ``readings`` of the parts that were set from expressions; ``constants`` are in the formula whatever the params.
    ``unread``: it is a text that nobody can read back, such as Manim's own.
    """

    kind: Kind = "scene"
    values: tuple[float, ...] = ()
    readings: tuple[Reads, ...] = ()
    constants: tuple[str, ...] = ()
    off: Callable[[], float] | None = None


SCENE = Origin()
AUTHOR = Origin("author")
READOUT = Origin("readout")
UNREAD = Origin("unread")
