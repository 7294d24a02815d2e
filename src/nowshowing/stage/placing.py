"""Where things were drawn, read off their points, and how far that is from where they belong, many at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from manim import Mobject, VMobject
from numpy.typing import ArrayLike, NDArray

from nowshowing.stage.claims import Claim
from nowshowing.stage.number import Number
from nowshowing.stage.values import Remembered

Array = NDArray[np.float64]
DISC = 16
"""Points of a disc."""
LAST_DIGIT = 0.1
"""An error of a 27th of the last digit shown counts as half a pixel."""


def centres_of(discs: Sequence[Mobject]) -> Array:
    """Return the middles (n, 2) of discs; nan for one that is not drawn."""
    found = np.full((len(discs), 2), np.nan)
    points = [(k, cast(VMobject, one).points) for k, one in enumerate(discs)]
    drawn = [(k, some) for k, some in points if len(some) == DISC]
    if drawn:
        stacked = np.stack([some for _, some in drawn])[:, :, :2]
        found[[k for k, _ in drawn]] = (stacked.min(axis=1) + stacked.max(axis=1)) / 2
    return found


def ends_of(paths: Sequence[Mobject]) -> Array:
    """Return the first and the last point (n, 2, 2) of paths; nan for one that is not drawn."""
    found = np.full((len(paths), 2, 2), np.nan)
    for k, path in enumerate(paths):
        points = cast(VMobject, path).points
        if len(points):
            found[k, 0], found[k, 1] = points[0, :2], points[-1, :2]
    return found


def displaced(drawn: Array, belongs: Array, must: ArrayLike = True) -> float:
    """Return how far the farthest of some points (n, …, 2) is from where it belongs.

    What is not drawn (nan) is where it belongs unless it ``must`` (n,) be there: then nobody can tell, and it is nan.
    """
    if drawn.shape != belongs.shape:
        return np.nan
    away = drawn - belongs
    off = np.hypot(away[..., 0], away[..., 1])
    if not math.isnan(farthest := float(off.max(initial=0.0))):
        return farthest
    absent = np.isnan(drawn).any(axis=tuple(range(1, drawn.ndim)))
    if bool((absent & np.asarray(must)).any()):
        return np.nan
    return float(off[~absent].max(initial=0.0))


def off_segments(points: Array, starts: Array, ends: Array) -> Array:
    """Return how far points (n, 2) lie from the nearest of straight pieces, (m, 2) each; inf if there is none."""
    if not len(starts):
        return np.full(len(points), np.inf)
    return np.asarray(off_own_segments(points[:, None], starts, ends).min(axis=1))


def off_own_segments(points: Array, starts: Array, ends: Array) -> Array:
    """Return how far points (…, 2) lie each from a straight piece of its own; inf where that is nowhere."""
    # One abscissa and one ordinate at a time: sums over pairs take many times as long.
    (along, up), (x, y) = np.moveaxis(ends - starts, -1, 0), np.moveaxis(points - starts, -1, 0)
    share = np.clip((x * along + y * up) / np.maximum(along * along + up * up, 1e-300), 0, 1)
    distances = np.hypot(x - share * along, y - share * up)
    return np.asarray(np.where(np.isnan(distances), np.inf, distances))


def stands_for(
    name: str, of: Mobject, shown: Callable[[], float], true: Callable[[], float], last: Callable[[float], float]
) -> Claim:
    """Return the claim that a number on screen stands for a value, as far as its digits tell.

    ``last`` returns what 1 in the last digit of a value is worth.
    """
    known = Remembered(true)
    return Claim(name, of, shown, known, lambda: LAST_DIGIT / last(known()), still=True)


def says_so(name: str, of: Mobject, holds: Callable[[], bool]) -> Claim:
    """Return the claim that what a text says in words or symbols holds."""
    return Claim(name, of, lambda: float(holds()), lambda: 1.0, still=True)


def shown_by(number: Number) -> float:
    """Return the value that a live number shows at present."""
    return float(number.read())
