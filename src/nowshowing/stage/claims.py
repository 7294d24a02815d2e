"""Claims: statements that what is drawn equals what is true.

A figure states its own in a method ``claims``; ``stating`` adds some to an object that is no figure. A scene adds more
with ``self.claim``. They hold on every frame on which their object is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from manim import Mobject

from nowshowing.stage.values import Remembered

Stating = TypeVar("Stating", bound=Mobject)
NINE_DIGITS = 1e6
"""An error of the tenth digit would displace nothing by as much as half a pixel, one of the ninth would."""
LEAST_SIZE = 1e-12
"""Values smaller than this count as 0."""


@dataclass(frozen=True)
class Claim:
    """That a number measured from an object's points equals one computed by ``maths``.

    ``scale``, more than 0, is how many units of the frame an error of 1 would displace something. ``still``: measured
    from the object's own points and from values, so that it is measured anew only when one of these has changed.
    """

    name: str
    of: Mobject
    drawn: Callable[[], float]
    true: Callable[[], float]
    scale: Callable[[], float] | float = 1.0
    still: bool = False

    def __post_init__(self) -> None:
        if not callable(self.scale) and not self.scale > 0:
            raise ValueError(f'the claim "{self.name}" would always hold: its scale is {self.scale:g}')
        if not isinstance(self.true, Remembered):
            object.__setattr__(self, "true", Remembered(self.true))
        if self.still:
            object.__setattr__(self, "drawn", Remembered(self.drawn))

    def measure_anew(self) -> None:
        """Forget what was measured: the object has other points."""
        if isinstance(self.drawn, Remembered):
            self.drawn.forget()

    def error(self) -> float:
        """Return how far off the drawing is at present, in units of the frame."""
        scale = self.scale() if callable(self.scale) else self.scale
        return abs(self.drawn() - self.true()) * abs(scale)


def in_place(name: str, of: Mobject, off: Callable[[], float], *, still: bool = False) -> Claim:
    """Return the claim that an object is where it belongs; ``off`` measures how far it is from there."""
    return Claim(name, of, off, lambda: 0.0, still=still)


def reads(name: str, of: Mobject, shown: Callable[[], float], true: Callable[[], float]) -> Claim:
    """Return the claim that a number on screen stands for a value of ``maths``, to nine digits.

    ``shown`` is the value that the number is set from: that its digits are this value's is checked of every text.
    """
    known = Remembered(true)
    return Claim(name, of, shown, known, lambda: NINE_DIGITS / max(abs(known()), LEAST_SIZE), still=True)


def stating(mobject: Stating, *claims: Claim) -> Stating:
    """Let an object state claims."""
    vars(mobject)["claims"] = lambda: iter(claims)
    return mobject


def claims_of(mobject: Mobject) -> Iterator[Claim]:
    """Yield what an object states of itself; its parts state their own."""
    states: Callable[[], Iterable[Claim]] | None = getattr(mobject, "claims", None)
    if callable(states):
        yield from states()
