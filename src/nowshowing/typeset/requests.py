"""What can be set, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


Request = Words | Formula
