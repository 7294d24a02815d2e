"""Points of simple paths, as Manim keeps them: four control points a cubic, shape (4n, 3), in units of the frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
EMPTY: Points = np.zeros((0, 3))

# Cubic approximation of a quarter circle, error 2.7e-4 of the radius.
_KAPPA = 0.5522847498307936
_ARCS = np.array(
    [
        [[1, 0], [1, _KAPPA], [_KAPPA, 1], [0, 1]],
        [[0, 1], [-_KAPPA, 1], [-1, _KAPPA], [-1, 0]],
        [[-1, 0], [-1, -_KAPPA], [-_KAPPA, -1], [0, -1]],
        [[0, -1], [_KAPPA, -1], [1, -_KAPPA], [1, 0]],
    ]
)


def lift(flat: ArrayLike) -> Points:
    """Return points (…, 2) of the plane as an array (n, 3) with z = 0."""
    xy = np.asarray(flat, dtype=np.float64).reshape(-1, 2)
    points = np.zeros((len(xy), 3))
    points[:, :2] = xy
    return points


def polyline(corners: ArrayLike) -> Points:
    """Return the path through corners (n, 2), straight between them; empty for fewer than two."""
    xy = np.asarray(corners, dtype=np.float64).reshape(-1, 2)
    if len(xy) < 2:
        return EMPTY
    return _straight(xy[:-1], xy[1:])


def _straight(a: NDArray[np.float64], b: NDArray[np.float64]) -> Points:
    """Return the straight cubics from points (n, 2) to others, shape (4n, 3)."""
    points = np.zeros((len(a), 4, 3))
    third = (b - a) / 3
    points[:, 0, :2], points[:, 1, :2], points[:, 2, :2], points[:, 3, :2] = a, a + third, b - third, b
    return points.reshape(-1, 3)


def polylines(pieces: Sequence[NDArray[np.float64]]) -> Points:
    """Return several open paths as one."""
    if not len(pieces):
        return EMPTY
    return _straight(np.concatenate([piece[:-1] for piece in pieces]), np.concatenate([piece[1:] for piece in pieces]))


def uprights(x: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Return upright lines at these abscissae, as pieces (n, 2, 2)."""
    lines = np.empty((len(x), 2, 2))
    lines[:, :, 0], lines[:, 0, 1], lines[:, 1, 1] = x[:, None], low, high
    return lines


def disc(centre: ArrayLike, radius: float) -> Points:
    """Return a circle."""
    return lift(_ARCS * radius + np.asarray(centre, dtype=np.float64)[:2])


def ring(centre: ArrayLike, radius: float) -> Points:
    """Return a disc with a hole, of half its radius: its inner circle runs the other way."""
    return np.concatenate([disc(centre, radius), disc(centre, radius / 2)[::-1]])


def diamond(centre: ArrayLike, half: float) -> Points:
    """Return a square on its corner, which reaches so far to each side."""
    corners = [(half, 0), (0, half), (-half, 0), (0, -half), (half, 0)]
    return polyline(np.array(corners) + np.asarray(centre, dtype=np.float64)[:2])


def rectangle(left: float, bottom: float, right: float, top: float, radius: float = 0.0) -> Points:
    """Return a rectangle, its corners rounded to a radius."""
    if radius <= 0:
        return polyline([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])
    centres = np.array(
        [(right - radius, top - radius), (left + radius, top - radius), (left + radius, bottom + radius),
         (right - radius, bottom + radius)]
    )  # fmt: skip
    arcs = _ARCS * radius + centres[:, None, :]
    pieces = []
    for i, arc in enumerate(arcs):
        a, b = arc[-1], arcs[(i + 1) % 4][0]
        pieces += [arc, np.array([a, a + (b - a) / 3, a + 2 * (b - a) / 3, b])]
    return lift(np.array(pieces))


def along(corners: NDArray[np.float64], lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points of a polyline (n, 2) at these distances from its start."""
    steps = np.hypot(*np.diff(corners, axis=0).T)
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    return np.column_stack([np.interp(lengths, travelled, corners[:, i]) for i in (0, 1)])


def dashes(corners: ArrayLike, on: float, off: float) -> Points:
    """Return a straight line's dashes: a whole number of them, both ends drawn, lengths near ``on`` and ``off``."""
    xy = np.asarray(corners, dtype=np.float64).reshape(-1, 2)
    length = float(np.hypot(*(xy[-1] - xy[0]))) if len(xy) > 1 else 0.0
    if length < on:
        return polyline(xy)
    count = max(1, round((length - on) / (on + off)))
    period = (length - on) / count
    starts = np.arange(count + 1)[:, None] * period
    direction = (xy[-1] - xy[0]) / length
    return _straight(xy[0] + starts * direction, xy[0] + (starts + on) * direction)


def clip_polyline(xy: NDArray[np.float64], box: tuple[float, float, float, float]) -> list[NDArray[np.float64]]:
    """Return the pieces of a polyline (n, 2) inside a box (left, bottom, right, top); nan breaks the line."""
    low, high = np.array(box[:2]), np.array(box[2:])
    if len(xy) > 1 and bool(((xy >= low) & (xy <= high)).all()):
        return [xy.copy()]
    # Liang and Barsky, 1984: the part of a segment inside the box is t0 ≤ t ≤ t1.
    a, d = xy[:-1], np.diff(xy, axis=0)
    level = d == 0
    with np.errstate(all="ignore"):
        enters, leaves = np.where(d > 0, (low - a) / d, (high - a) / d), np.where(d > 0, (high - a) / d, (low - a) / d)
        t0 = np.where(level, 0.0, enters).max(axis=1, initial=0.0)
        t1 = np.where(level, 1.0, leaves).min(axis=1, initial=1.0)
        ends = a + t1[:, None] * d
    beside = (level & ((a < low) | (a > high))).any(axis=1)
    kept = np.flatnonzero(np.isfinite(d).all(axis=1) & ~beside & (t0 <= t1))
    goes_on = (np.diff(kept) == 1) & (t1[kept[:-1]] == 1) & (t0[kept[1:]] == 0)
    # Far outside, the sums above are not exact; what they give lies in the box all the same.
    return [
        np.clip(np.vstack([a[run[0]] + t0[run[0]] * d[run[0]], ends[run]]), low, high)
        for run in np.split(kept, np.flatnonzero(~goes_on) + 1)
        if len(run)
    ]
