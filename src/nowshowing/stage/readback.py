"""Reads a number back from its outlines, without knowing what it should say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    for first in inked.like(curves):
        if _matches(curves, first, None):
            text = _read(curves, inked, float(curves[0, 0, 1]) - first.start)
            if text is not None:
                return text
    return UNREADABLE if len(curves) else ""


@dataclass(frozen=True)
class _Inked:
    """A glyph to compare with: its points from the first one on, and that one's height."""

    character: str
    points: NDArray[np.float64]
    start: float


class _Face:
    """The glyphs that leave outlines, those with most curves first, and where the first curve of each ends."""

    def __init__(self, inked: Iterable[_Inked]) -> None:
        self.inked = sorted(inked, key=lambda glyph: -len(glyph.points))
        self.ends = np.array([glyph.points[0, 3] for glyph in self.inked]).reshape(-1, 2)

    def like(self, curves: NDArray[np.float64]) -> Iterator[_Inked]:
        """Yield the glyphs that begin as these curves do."""
        if len(curves):
            off = np.abs(self.ends - (curves[0, 3] - curves[0, 0])).max(axis=1)
            yield from (self.inked[k] for k in np.flatnonzero(off <= CLOSE))


_KNOWN: dict[int, tuple[Mapping[str, Glyph], _Face]] = {}


def _inked(glyphs: Mapping[str, Glyph]) -> _Face:
    """Return the glyphs that leave outlines."""
    if id(glyphs) not in _KNOWN:
        found = []
        for character, glyph in glyphs.items():
            if len(glyph.points):
                start = glyph.points[0, 0]
                found.append(_Inked(character, glyph.points - start, float(start[1])))
        _KNOWN[id(glyphs)] = glyphs, _Face(found)
    return _KNOWN[id(glyphs)][1]


def _read(curves: NDArray[np.float64], inked: _Face, baseline: float) -> str | None:
    text = ""
    while len(curves):
        found = next((glyph for glyph in inked.like(curves) if _matches(curves, glyph, baseline)), None)
        if found is None:
            return None
        text += found.character
        curves = curves[len(found.points) :]
    return text


def _matches(curves: NDArray[np.float64], glyph: _Inked, baseline: float | None) -> bool:
    count = len(glyph.points)
    if len(curves) < count:
        return False
    if baseline is not None and abs(float(curves[0, 0, 1]) - glyph.start - baseline) > CLOSE:
        return False
    return bool(np.abs(curves[:count] - curves[0, 0] - glyph.points).max() <= CLOSE)
