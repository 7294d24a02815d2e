"""How wide texts are when set, for saying that a title is too long before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from nowshowing.typeset.outlines import set_many
from nowshowing.typeset.requests import Weight, Words


def width(text: str, weight: Weight = "regular", size: float = 1.0) -> float:
    """Width of ``text`` (words with ``$…$`` formulas) on one line, in the unit of ``size``. Raises TypesetError."""
    return widths([text], weight, size)[0]


def widths(texts: Sequence[str], weight: Weight = "regular", size: float = 1.0) -> list[float]:
    """Widths of many texts, set in one document."""
    return [outline.width * size for outline in set_many([Words(text, weight) for text in texts])]
