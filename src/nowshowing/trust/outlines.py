"""Outlines of drawn shapes, in units of the frame: straight pieces, and what lies near or inside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Shape

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""left, bottom, right, top"""


class Boxed(Protocol):
    """What has a box."""

    @property
    def box(self) -> Box:
        """The box around it."""


SPACING = 0.03
"""The most that points along an outline are apart."""
_CUTS = 6
_T = np.linspace(0, 1, _CUTS + 1)
_BERNSTEIN = np.stack([(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T**2 * (1 - _T), _T**3], axis=-1)


_SEGMENTS: WeakKeyDictionary[Shape, Array] = WeakKeyDictionary()


def segments_of(*shapes: Shape) -> Array:
    """Return the outlines of shapes as straight pieces (n, 2, 2), kept for as long as a shape is."""
    found = []
    for shape in shapes:
        if (segments := _SEGMENTS.get(shape)) is None:
            segments = _SEGMENTS[shape] = flattened(shape.points)
        found.append(segments)
    return found[0] if len(found) == 1 else np.concatenate(found)


def half_width(shape: Shape) -> float:
    """Return half the width of a shape's line, in units; 0 where it has none."""
    return shape.width / 200 if shape.line_opacity > 0 else 0.0


def flattened(points: Array) -> Array:
    """Return cubics (4n, 2) as straight pieces (m, 2, 2); those that are straight stay whole."""
    curves = points[: len(points) // 4 * 4].reshape(-1, 4, 2)
    chord = curves[:, 3] - curves[:, 0]
    thirds = curves[:, 1:3] - (curves[:, :1] + chord[:, None] * np.array([[1 / 3], [2 / 3]]))
    straight = np.abs(thirds).max(axis=(1, 2)) < 1e-4
    bent = curves[~straight]
    cut = np.einsum("tk,nkd->ntd", _BERNSTEIN, bent)
    pieces = np.stack([cut[:, :-1], cut[:, 1:]], axis=2).reshape(-1, 2, 2)
    return np.concatenate([curves[straight][:, [0, 3]], pieces])


def along(segments: Array) -> Array:
    """Return points (n, 2) on straight pieces, their ends included, ``SPACING`` apart at most."""
    lengths = np.hypot(*(segments[:, 1] - segments[:, 0]).T)
    counts = np.maximum(1, np.ceil(lengths / SPACING)).astype(int)
    which = np.repeat(np.arange(len(segments)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(which)) - first) / counts[which]
    start, stop = segments[which, 0], segments[which, 1]
    return np.concatenate([start + (stop - start) * share[:, None], segments[:, 1]])


def entering(segments: Array, box: Box, margin: float) -> Array:
    """Return the pieces that come into a box made wider on all sides by ``margin``."""
    left, bottom, right, top = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    (ax, ay), (bx, by) = segments[:, 0].T, segments[:, 1].T
    near: Array = segments[
        (np.minimum(ax, bx) <= right)
        & (np.maximum(ax, bx) >= left)
        & (np.minimum(ay, by) <= top)
        & (np.maximum(ay, by) >= bottom)
    ]
    if not len(near):
        return near
    # Slabs: the part of a piece, from 0 to 1, that lies between the box's edges in both directions.
    start, step = near[:, 0], near[:, 1] - near[:, 0]
    step = np.where(np.abs(step) < 1e-12, 1e-12, step)
    one, other = ((left, bottom) - start) / step, ((right, top) - start) / step
    enters = np.minimum(one, other).max(axis=1)
    leaves = np.maximum(one, other).min(axis=1)
    kept: Array = near[(enters <= leaves) & (leaves >= 0) & (enters <= 1)]
    return kept


def distance_to_segments(points: Array, segments: Array) -> float:
    """Return the least distance of points (n, 2) from straight pieces (m, 2, 2); infinite where there are none."""
    return float(distances(points, segments).min(initial=np.inf))


def distances(points: Array, segments: Array) -> Array:
    """Return the distance of each point (n, 2) from the nearest of straight pieces (m, 2, 2); infinite without any."""
    if not len(points) or not len(segments):
        return np.full(len(points), np.inf)
    start, step = segments[:, 0], segments[:, 1] - segments[:, 0]
    squared = np.maximum((step**2).sum(axis=1), 1e-18)
    found = []
    for part in np.array_split(points, max(1, len(points) * len(segments) // 200_000 + 1)):
        away = part[:, None] - start
        share = np.clip((away * step).sum(axis=2) / squared, 0, 1)
        gaps = away - share[..., None] * step
        found.append((gaps**2).sum(axis=2).min(axis=1))
    nearest: Array = np.sqrt(np.concatenate(found))
    return nearest


def is_inside(points: Array, segments: Array) -> NDArray[np.bool_]:
    """Tell which points (n, 2) lie inside closed outlines, by the winding rule."""
    x, y = points[:, :1], points[:, 1:]
    (ax, ay), (bx, by) = segments[:, 0].T, segments[:, 1].T
    side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
    up = (ay <= y) & (by > y) & (side > 0)
    down = (ay > y) & (by <= y) & (side < 0)
    inside: NDArray[np.bool_] = (up.sum(axis=1) - down.sum(axis=1)) != 0
    return inside


def touch(a: Box, b: Box) -> bool:
    """Tell whether two boxes have a point in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def gap_between(a: Box, b: Box) -> float:
    """Return the distance of two boxes, 0 where they overlap."""
    dx = max(a[0] - b[2], b[0] - a[2], 0.0)
    dy = max(a[1] - b[3], b[1] - a[3], 0.0)
    return float(np.hypot(dx, dy))


def boxes_of(things: Sequence[Boxed]) -> Array:
    """Return the boxes of things (n, 4)."""
    return np.fromiter(chain.from_iterable(thing.box for thing in things), np.float64).reshape(-1, 4)


def apart(boxes: Array, others: Array) -> Array:
    """Return the gaps (n, m) of boxes to others, the wider of across and up; below 0 where they overlap."""
    left, bottom, right, top = boxes.T[..., None]
    other_left, other_bottom, other_right, other_top = others.T
    across = np.maximum(left - other_right, other_left - right)
    up = np.maximum(bottom - other_top, other_bottom - top)
    gaps: Array = np.maximum(across, up)
    return gaps


def are_in_another_order(first: Sequence[Shape], second: Sequence[Shape]) -> bool:
    """Tell whether what is in both lies over each other in another way."""
    one, other = set(first), set(second)
    return [shape for shape in first if shape in other] != [shape for shape in second if shape in one]
