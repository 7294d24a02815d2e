"""Reads a number back from its outlines, without knowing what it should say."""

from __future__ import annotations

from collections.abc import Mapping

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
    inked = sorted(
        ((c, glyph.points) for c, glyph in glyphs.items() if len(glyph.points)), key=lambda pair: -len(pair[1])
    )
    for _, first in inked:
        if _matches(curves, first, None):
            text = _read(curves, inked, float(curves[0, 0, 1] - first[0, 0, 1]))
            if text is not None:
                return text
    return UNREADABLE if len(curves) else ""


def _read(curves: NDArray[np.float64], inked: list[tuple[str, NDArray[np.float64]]], baseline: float) -> str | None:
    text = ""
    while len(curves):
        found = next(((c, glyph) for c, glyph in inked if _matches(curves, glyph, baseline)), None)
        if found is None:
            return None
        text += found[0]
        curves = curves[len(found[1]) :]
    return text


def _matches(curves: NDArray[np.float64], glyph: NDArray[np.float64], baseline: float | None) -> bool:
    if len(curves) < len(glyph):
        return False
    start = curves[0, 0]
    if baseline is not None and abs(start[1] - glyph[0, 0, 1] - baseline) > CLOSE:
        return False
    away = (curves[1, 3] if len(curves) > 1 else curves[0, 3]) - start
    own = (glyph[1, 3] if len(glyph) > 1 else glyph[0, 3]) - glyph[0, 0]
    if len(glyph) > 1 and abs(away[0] - own[0]) + abs(away[1] - own[1]) > CLOSE:
        return False
    return bool(np.abs(curves[: len(glyph)] - start - (glyph - glyph[0, 0])).max() <= CLOSE)
