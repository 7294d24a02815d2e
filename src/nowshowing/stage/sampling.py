"""Samples a graph as finely as its picture needs: more points where it bends, none where it cannot be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
FIRST = 600
"""Points that a graph is looked at first, in all its pieces together."""
CLOSE = 0.001
"""How far a graph may stray from the straight line between two points, in units of the frame."""
ROUNDS = 12
MOST = 6000
STEEP = 100.0
"""From how many times as high as wide on a step of a curve is almost upright."""
BEYOND = 1.0
"""How far outside the box points are kept, in units: enough for lines to lead out of it."""


def sampled(graph: Callable[[Array], Array], ends: Sequence[float], box: Box) -> list[Array]:
    """Return points (n, 2) of a graph between each end and the next, ascending, neither of them included.

    ``graph`` returns the frame points of parameters (n,); ``box`` is what will be seen of them: left, bottom, right,
    top.
    """
    pieces = []
    for a, b in pairwise(ends):
        if b > a:
            inset = (b - a) * 1e-9
            share = (b - a) / (ends[-1] - ends[0])
            first = np.linspace(a + inset, b - inset, max(12, int(FIRST * share)))
            pieces.append(refined(graph, first, box))
    return pieces


def refined(graph: Callable[[Array], Array], t: Array, box: Box) -> Array:
    """Return points (n, 2) of a graph for parameters (m,), ascending, and for more between them where it bends."""
    xy = _within_reach(graph(t), box)
    for _ in range(ROUNDS):
        wanted = _bent(xy) & _seen(xy, box)
        if not wanted.any() or len(t) > MOST:
            break
        middles = (t[:-1][wanted] + t[1:][wanted]) / 2
        places = np.flatnonzero(wanted) + 1
        t, xy = np.insert(t, places, middles), np.insert(xy, places, _within_reach(graph(middles), box), axis=0)
    return xy


def _bent(xy: Array) -> NDArray[np.bool_]:
    """Tell of each step between points (n, 2) whether the graph turns at either end of it by more than can be left."""
    a, b, c = xy[:-2], xy[1:-1], xy[2:]
    along, away = c - a, b - a
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    off = np.abs(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) / length > CLOSE
    missing = _missing(xy)
    bent: NDArray[np.bool_] = missing[:-1] ^ missing[1:]
    bent[:-1] |= off
    bent[1:] |= off
    return bent


def _missing(xy: Array) -> NDArray[np.bool_]:
    return np.asarray(np.isnan(xy).any(axis=1), dtype=np.bool_)


def _seen(xy: Array, box: Box) -> NDArray[np.bool_]:
    """Tell of each step whether some of it may lie in the box."""
    low, high = np.minimum(xy[:-1], xy[1:]), np.maximum(xy[:-1], xy[1:])
    near = np.asarray(((low <= np.array(box[2:])) & (high >= np.array(box[:2]))).all(axis=1), dtype=np.bool_)
    missing = _missing(xy)
    return near | missing[:-1] | missing[1:]


def _within_reach(xy: Array, box: Box) -> Array:
    """Return frame points (n, 2) none of which is far from a box.

    A point at 1e300 would leave nothing of the digits of its neighbour when the line to it is cut off at the box.
    """
    reached: Array = np.clip(xy, np.array(box[:2]) - BEYOND, np.array(box[2:]) + BEYOND)
    return reached


def thin(xy: Array, angle: float = 0.003) -> Array:
    """Drop points of a polyline (n, 2) so that what is left out turns by less than an angle in all, in radians.

    Where it is almost upright all points stay: between two of them the height is a poor guide to where it is.
    """
    d = np.diff(xy, axis=0)
    heading = np.unwrap(np.nan_to_num(np.arctan2(d[:, 1], d[:, 0])))
    step = np.floor(heading / angle)
    finite = np.asarray(np.isfinite(xy).all(axis=1))
    steep = np.abs(d[:, 0]) * STEEP < np.abs(d[:, 1])
    keep = np.ones(len(xy), dtype=bool)
    keep[1:-1] = (step[1:] != step[:-1]) | steep[1:] | steep[:-1] | ~(finite[:-2] & finite[1:-1] & finite[2:])
    return xy[keep]
