"""What can be set, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nowshowing.typeset.fonts import Face

Weight = Literal["regular", "semibold"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Words:
    """Plain words with ``$…$`` formulas among them; ``width`` in em wraps lines."""

    source: str
    weight: Weight = "regular"
    width: float | None = None
    align: Align = "left"


@dataclass(frozen=True)
class Formula:
    """A LaTeX formula, without its ``$``."""

    source: str
    display: bool = True


@dataclass(frozen=True)
class Character:
    """One character alone, in a face, with tabular figures and without kerning."""

    source: str
    face: Face


@dataclass(frozen=True)
class Listing:
    """Lines of code, highlighted by role: keyword, string, number, comment; "" for the rest."""

    source: str
    language: str


@dataclass(frozen=True)
class Table:
    """Rows of cells (words with ``$…$``), one alignment a column, gaps between columns and lines in em."""

    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    column_gap: float = 1.0
    row_gap: float = 0.35

    @property
    def source(self) -> str:
        """The cells as text, a line for a row."""
        return "\n".join("\t".join(row) for row in self.rows)


Request = Words | Formula | Character | Listing | Table
