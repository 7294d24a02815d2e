"""A formula as a tree that can be said aloud or written in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind = Literal["letter", "number", "sign", "binary", "relation", "comma", "function", "large", "words", "space"]


@dataclass(frozen=True)
class Atom:
    """One symbol or name: as written in a caption and as said."""

    kind: Kind
    text: str
    said: str


@dataclass(frozen=True)
class Row:
    """Things side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Scripts:
    """A base with what stands above and below it; ``below`` and ``above`` are None where there is nothing."""

    base: Node
    below: Row | None
    above: Row | None
    primes: int


@dataclass(frozen=True)
class Fraction:
    """A fraction, or a binomial coefficient."""

    above: Row
    below: Row
    binomial: bool = False


@dataclass(frozen=True)
class Root:
    """A square root, or the root that ``index`` names."""

    body: Row
    index: Row | None


@dataclass(frozen=True)
class Fence:
    """Something in brackets; either bracket may be empty."""

    left: str
    body: Row
    right: str


@dataclass(frozen=True)
class Accent:
    """A body with a mark over it."""

    body: Row
    mark: str
    said: str


@dataclass(frozen=True)
class Grid:
    """A matrix, or the cases of a definition (``left`` is then ``{`` and ``right`` empty)."""

    rows: tuple[tuple[Row, ...], ...]
    left: str
    right: str


Node: TypeAlias = Atom | Row | Scripts | Fraction | Root | Fence | Accent | Grid
