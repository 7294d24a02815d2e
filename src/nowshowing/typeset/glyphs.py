"""Single glyphs for live numbers, which are put side by side without setting them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np

from nowshowing.typeset.outline import Points
from nowshowing.typeset.outlines import set_many
from nowshowing.typeset.requests import Character

CHARACTERS = "0123456789−+-.,:;≈=<>×·()/% e∞→…°±′"
"""What a live number may hold; figures are tabular."""

NumberFace = Literal["sans", "sans-semibold", "math"]


@dataclass(frozen=True, eq=False)
class Glyph:
    """One character's outline as in ``Part`` (in em, left end of the baseline at 0), and where the next one starts."""

    points: Points
    contours: tuple[int, ...]
    advance: float


@cache
def digits(face: NumberFace) -> Mapping[str, Glyph]:
    """The glyphs of ``CHARACTERS`` in ``face``."""
    outlines = set_many([Character(c, face) for c in CHARACTERS])
    glyphs = {}
    for c, outline in zip(CHARACTERS, outlines, strict=True):
        part = outline.parts[0] if outline.parts else None
        points = part.points if part else np.zeros((0, 4, 2))
        glyphs[c] = Glyph(points, part.contours if part else (), outline.width)
    return MappingProxyType(glyphs)
