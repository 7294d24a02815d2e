"""Where there is room: distances between boxes and lines, and the choice of a free place. Units of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
CLEAR = 0.1
"""The least distance between a text and what it does not belong to."""


def densify(pieces: Iterable[Array], step: float = 0.04) -> Array:
    """Return points (n, 2) along polylines, at most ``step`` apart."""
    points: list[Array] = []
    for piece in pieces:
        lengths = np.hypot(*np.diff(piece, axis=0).T)
        for a, b, length in zip(piece[:-1], piece[1:], lengths, strict=True):
            count = max(1, int(np.ceil(length / step)))
            points.append(a + (b - a) * (np.arange(count) / count)[:, None])
        points.append(piece[-1:])
    return np.concatenate(points) if points else np.zeros((0, 2))


def filling(box: Box, step: float = 0.1) -> Array:
    """Return points (n, 2) that fill a box, its corners among them, at most ``step`` apart."""
    left, bottom, right, top = box
    across = np.linspace(left, right, 2 + int((right - left) / step))
    up = np.linspace(bottom, top, 2 + int((top - bottom) / step))
    return np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)


def distance(box: Box, points: Array) -> float:
    """Return how far a box is from the nearest of some points; negative inside the box."""
    if not len(points):
        return np.inf
    left, bottom, right, top = box
    dx = np.maximum(left - points[:, 0], points[:, 0] - right)
    dy = np.maximum(bottom - points[:, 1], points[:, 1] - top)
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
    return float(np.min(np.where((dx <= 0) & (dy <= 0), np.maximum(dx, dy), outside)))


def box_distance(a: Box, b: Box) -> float:
    """Return the distance between two boxes; negative where they overlap."""
    dx = max(a[0] - b[2], b[0] - a[2])
    dy = max(a[1] - b[3], b[1] - a[3])
    if dx <= 0 and dy <= 0:
        return max(dx, dy)
    return float(np.hypot(max(dx, 0), max(dy, 0)))


def inside(inner: Box, outer: Box) -> float:
    """Return how far a box stays inside another on its tightest side; negative where it sticks out."""
    return min(inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])


def ease(distance: float, full: float = CLEAR, none: float = 0.0) -> float:
    """Return 0 at distance ``none`` or less, 1 at ``full`` or more, smooth between."""
    t = min(1.0, max(0.0, (distance - none) / (full - none)))
    return t * t * (3 - 2 * t)


def best(rooms: Sequence[float], enough: float = 2 * CLEAR) -> int:
    """Return which place to take: the first with enough room, else the one with most."""
    for i, room in enumerate(rooms):
        if room >= enough:
            return i
    return int(np.argmax(rooms))
