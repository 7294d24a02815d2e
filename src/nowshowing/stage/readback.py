"""Reads a number back from its outlines, without knowing what it should say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nowshowing.typeset.glyphs import Glyph

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
CLOSE = 1e-4
"""How far a point may lie from the glyph's, in em."""


def read_glyphs(points: NDArray[np.float64], glyphs: Mapping[str, Glyph], em: float) -> str:
    """Return the characters that outlines (4n, 3) show, wherever their baseline is; spaces leave no outlines.

    ``\\ufffd`` where they are not glyphs of this size in a row.
    """
    curves = points[:, :2].reshape(-1, 4, 2) / em
    inked = _inked(glyphs)
    for first in inked:
        if _matches(curves, first, None):
            text = _read(curves, inked, float(curves[0, 0, 1]) - first.start)
            if text is not None:
                return text
    return UNREADABLE if len(curves) else ""


@dataclass(frozen=True)
class _Inked:
    """A glyph to compare with: its points from the first one on, that one's height, and the first curve's end."""

    character: str
    points: NDArray[np.float64]
    start: float
    across: float
    up: float


_KNOWN: dict[int, tuple[Mapping[str, Glyph], list[_Inked]]] = {}


def _inked(glyphs: Mapping[str, Glyph]) -> list[_Inked]:
    """Return the glyphs that leave outlines, those with most curves first."""
    if id(glyphs) not in _KNOWN:
        found = []
        for character, glyph in glyphs.items():
            if len(glyph.points):
                start, away = glyph.points[0, 0], glyph.points - glyph.points[0, 0]
                across, up = away[min(1, len(away) - 1), 3]
                found.append(_Inked(character, away, float(start[1]), float(across), float(up)))
        _KNOWN[id(glyphs)] = glyphs, sorted(found, key=lambda glyph: -len(glyph.points))
    return _KNOWN[id(glyphs)][1]


def _read(curves: NDArray[np.float64], inked: list[_Inked], baseline: float) -> str | None:
    text = ""
    while len(curves):
        found = next((glyph for glyph in inked if _matches(curves, glyph, baseline)), None)
        if found is None:
            return None
        text += found.character
        curves = curves[len(found.points) :]
    return text


def _matches(curves: NDArray[np.float64], glyph: _Inked, baseline: float | None) -> bool:
    count = len(glyph.points)
    if len(curves) < count:
        return False
    x, y = curves[0, 0].tolist()
    if baseline is not None and abs(y - glyph.start - baseline) > CLOSE:
        return False
    end = curves[min(1, count - 1), 3].tolist()
    if abs(end[0] - x - glyph.across) + abs(end[1] - y - glyph.up) > CLOSE:
        return False
    return bool(np.abs(curves[:count] - curves[0, 0] - glyph.points).max() <= CLOSE)
