"""Points of simple paths, as Manim keeps them: four control points a cubic, shape (4n, 3), in units of the frame."""

from __future__ import annotations

from itertools import pairwise

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
    return np.column_stack([xy, np.zeros(len(xy))])


def polyline(corners: ArrayLike) -> Points:
    """Return the path through corners (n, 2), straight between them; empty for fewer than two."""
    xy = np.asarray(corners, dtype=np.float64).reshape(-1, 2)
    if len(xy) < 2:
        return EMPTY
    a, b = xy[:-1], xy[1:]
    return lift(np.stack([a, a + (b - a) / 3, a + 2 * (b - a) / 3, b], axis=1))


def polylines(pieces: list[NDArray[np.float64]]) -> Points:
    """Return several open paths as one."""
    parts = [polyline(piece) for piece in pieces]
    return np.vstack(parts) if parts else EMPTY


def disc(centre: ArrayLike, radius: float) -> Points:
    """Return a circle."""
    return lift(_ARCS * radius + np.asarray(centre, dtype=np.float64)[:2])


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
    starts = np.arange(count + 1) * period
    return polylines([along(xy, np.array([start, start + on])) for start in starts])


def clip_polyline(xy: NDArray[np.float64], box: tuple[float, float, float, float]) -> list[NDArray[np.float64]]:
    """Return the pieces of a polyline (n, 2) inside a box (left, bottom, right, top); nan breaks the line."""
    left, bottom, right, top = box
    pieces: list[NDArray[np.float64]] = []
    current: list[NDArray[np.float64]] = []

    def close() -> None:
        if len(current) > 1:
            pieces.append(np.array(current))
        current.clear()

    for a, b in pairwise(xy):
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            close()
            continue
        # Liang and Barsky, 1984: the part of the segment inside the box is t0 ≤ t ≤ t1.
        d = b - a
        t0, t1 = 0.0, 1.0
        for p, q in ((-d[0], a[0] - left), (d[0], right - a[0]), (-d[1], a[1] - bottom), (d[1], top - a[1])):
            if p == 0:
                if q < 0:
                    t0, t1 = 1.0, 0.0
            elif p < 0:
                t0 = max(t0, q / p)
            else:
                t1 = min(t1, q / p)
        if t0 > t1:
            close()
            continue
        if not current or t0 > 0:
            close()
            current.append(a + t0 * d)
        current.append(a + t1 * d)
        if t1 < 1:
            close()
    close()
    return pieces
