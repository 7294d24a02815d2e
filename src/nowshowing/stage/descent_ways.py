"""Measures ways through points, as far as they are walked: how far off they are drawn, in units of the frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nowshowing.stage.measures import apart
from nowshowing.stage.paths import clip_polyline, polylines

Array = NDArray[np.float64]


def off_walk(drawn: Array, true: Array, reached: float, box: tuple[float, float, float, float]) -> float:
    """Return how far a drawn path (4n, 3) is off the way through points (m, 2) as far as ``reached``, in a box.

    Measured both ways: what is drawn lies on the way, and all of the way is drawn.
    """
    way = polylines(clip_polyline(walked(true, reached), box))
    if not len(drawn) or not len(way):
        return float(np.ptp([*drawn, *way], axis=0).max()) if len(drawn) or len(way) else 0.0
    return max(_off_pieces(drawn, way), _off_pieces(way, drawn))


def walked(points: Array, reached: float) -> Array:
    """Return the corners (n, 2) of a way through points as far as ``reached``, in steps, 0 being the first point."""
    last = len(points) - 1
    if reached < 0:
        return points[:0]
    stops = np.unique([*range(min(int(reached), last) + 1), min(reached, last)])
    return np.column_stack([np.interp(stops, np.arange(last + 1), points[:, i]) for i in (0, 1)])


def off_stops(drawn: Array, true: Sequence[Array], box: tuple[float, float, float, float]) -> float:
    """Return how far drawn discs' middles (n, 2) are off those of some points that lie in a box, in their order."""
    left, low, right, high = box
    inside = [p for p in true if left <= p[0] <= right and low <= p[1] <= high]
    if len(drawn) != len(inside):
        return np.inf
    return apart(drawn, np.reshape(inside, (-1, 2)))


def _off_pieces(path: Array, other: Array) -> float:
    """Return how far the corners of a path (4n, 3) lie from another path of straight pieces."""
    corners = np.concatenate([path[0::4, :2], path[3::4, :2]])
    start, end = other[0::4, :2], other[3::4, :2]
    along, away = end - start, corners[:, None] - start
    share = np.clip((away * along).sum(axis=-1) / np.maximum((along * along).sum(axis=-1), 1e-300), 0, 1)
    rest = away - share[..., None] * along
    return float(np.hypot(rest[..., 0], rest[..., 1]).min(axis=1).max())
