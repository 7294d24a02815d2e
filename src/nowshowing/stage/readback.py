"""Reads texts back from their outlines: a number's digits, and whether a text looks as it was set."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nowshowing.typeset.glyphs import Glyph
from nowshowing.typeset.outline import Outline

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
CLOSE = 1e-4
"""How far a point may lie from the glyph's, in em."""
ALIKE = 1e-3
"""How far a point of a whole text may lie from where it was set, in em."""


def read_glyphs(points: NDArray[np.float64], glyphs: Mapping[str, Glyph], em: float, likely: str = "") -> str:
    """Return the characters that outlines (4n, 3) show, wherever their baseline is; spaces leave no outlines.

    ``\\ufffd`` where they are not glyphs of this size in a row. What they ``likely`` show is looked for first.
    """
    curves = points[:, :2].reshape(-1, 4, 2) / em
    inked = _inked(glyphs)
    expected = "".join(character for character in likely if len(glyphs[character].points))
    if expected and inked.shows(curves, expected):
        return expected
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
        # Those that are tried before a glyph and might be found at the start of the same curves.
        self.rivals = {
            glyph.character: [other for other in self.inked[:k] if _begins_like(glyph, other)]
            for k, glyph in enumerate(self.inked)
        }
        self.known = {glyph.character: glyph for glyph in self.inked}

    def like(self, curves: NDArray[np.float64]) -> Iterator[_Inked]:
        """Yield the glyphs that begin as these curves do."""
        if len(curves):
            off = np.abs(self.ends - (curves[0, 3] - curves[0, 0])).max(axis=1)
            yield from (self.inked[k] for k in np.flatnonzero(off <= CLOSE))

    def shows(self, curves: NDArray[np.float64], text: str) -> bool:
        """Tell whether curves are the glyphs of a text on one baseline, and would be read as no others."""
        found = [self.known[character] for character in text]
        counts = [len(glyph.points) for glyph in found]
        if sum(counts) != len(curves):
            return False
        firsts = np.cumsum([0, *counts[:-1]])
        starts = curves[firsts, 0]
        off = curves - np.repeat(starts, counts, axis=0)[:, None] - np.concatenate([glyph.points for glyph in found])
        baselines = starts[:, 1] - [glyph.start for glyph in found]
        if not (np.abs(off).max() <= CLOSE and np.abs(baselines - baselines[0]).max() <= CLOSE):
            return False
        return not any(
            _matches(curves[first:], rival, float(baselines[0]) if first else None)
            for first, glyph in zip(firsts, found, strict=True)
            for rival in self.rivals[glyph.character]
        )


def _begins_like(glyph: _Inked, other: _Inked) -> bool:
    """Tell whether both might be found at the start of the same curves."""
    return bool(np.abs(other.points[: len(glyph.points)] - glyph.points).max() <= 3 * CLOSE)


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


@dataclass(frozen=True)
class _Set:
    """The points of an outline as complex numbers about their middle; ``spread``: their squared distances from it."""

    counts: tuple[int, ...]
    points: NDArray[np.complex128]
    spread: float


_SET: WeakKeyDictionary[Outline, _Set] = WeakKeyDictionary()


def how_drawn(outline: Outline, parts: Sequence[NDArray[np.float64]]) -> tuple[float, str]:
    """Return the em, in units, in which parts (4n, 2) show an outline, and how they differ from it.

    They show it where one scale and one shift take all of its points to theirs: then the difference is "". The em is 0
    where they are not its points in any size.
    """
    was = _set(outline)
    if tuple(map(len, parts)) != was.counts:
        return 0.0, "not all of it" if _are_some(parts, was) else "other signs"
    found = np.concatenate(parts).view(np.complex128)[:, 0] if was.counts else np.zeros(0, complex)
    if not was.spread:
        return 0.0, ""
    found = found - found.mean()
    for points, mirrored in ((was.points, False), (was.points.conj(), True)):
        factor = complex(np.vdot(points, found)) / was.spread
        em = abs(factor)
        if em and np.abs(found - factor * points).max() <= ALIKE * em:
            turn = math.degrees(math.atan2(factor.imag, factor.real))
            if mirrored:
                return em, "its mirror image"
            return em, f"it, turned by {turn:.3g} degrees" if abs(factor.imag) > ALIKE * em else ""
    return 0.0, "other signs"


def _set(outline: Outline) -> _Set:
    if outline not in _SET:
        inked = [part.points.reshape(-1, 2) for part in outline.parts if len(part.points)]
        points = (
            np.concatenate([points[:, 0] + 1j * points[:, 1] for points in inked]) if inked else np.zeros(0, complex)
        )
        points = points - points.mean() if len(points) else points
        _SET[outline] = _Set(tuple(map(len, inked)), points, float((np.abs(points) ** 2).sum()))
    return _SET[outline]


def _are_some(parts: Sequence[NDArray[np.float64]], was: _Set) -> bool:
    """Tell whether there are as many points in each part as in some of an outline's, in their order."""
    counts = iter(was.counts)
    return len(parts) < len(was.counts) and all(len(part) in counts for part in parts)
