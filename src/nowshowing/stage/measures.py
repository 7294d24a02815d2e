"""Measures what is drawn, from points alone: how far off it is from where it belongs, in units of the frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
NEAR = 0.02
"""How far to both sides a graph is followed for the point nearest to one that was drawn, in units of the frame."""
SAMPLES = NEAR * np.concatenate([-np.geomspace(1, 1e-10, 48), [0.0], np.geomspace(1e-10, 1, 48)])
"""Where it is looked at: the closer to the point, the more closely, since a graph may be as steep as a pole."""
DENSE = np.linspace(-NEAR, NEAR, 4001)
"""Where it is looked at once more, since it may swing to and fro faster than can be seen."""
HALVINGS = 40
"""How closely the end of a graph is found."""
UNSURE = 2e-3
"""What seems farther off than this is looked at once more, in units of the frame."""
DISC = 16
"""Points of a disc."""


def centre_of(mobject: VMobject) -> Array:
    """Return the middle of an object's points (2,)."""
    points: Array = mobject.points[:, :2]
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def centres_of_discs(mobject: VMobject) -> Array:
    """Return the middles (n, 2) of the discs that a path is made of."""
    discs = mobject.points[:, :2].reshape(-1, DISC, 2)
    return np.asarray((discs.min(axis=1) + discs.max(axis=1)) / 2)


def apart(first: ArrayLike, second: ArrayLike) -> float:
    """Return the largest distance between points (…, 2) and their partners; 0 where there are none."""
    away = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    return float(np.hypot(away[..., 0], away[..., 1]).max(initial=0.0))


def off_line(mobject: VMobject, point: Array) -> float:
    """Return how far a point (2,) lies from the straight line that a path runs along."""
    start, end = mobject.points[0, :2], mobject.points[-1, :2]
    along, away = end - start, point - start
    length = float(np.hypot(*along))
    return abs(float(along[0] * away[1] - along[1] * away[0])) / length if length else float("inf")


def off_path(mobject: VMobject, points: Array) -> float:
    """Return how far the farthest of some points (n, 2) lies from a path that is made of straight pieces."""
    if not len(points) or not len(mobject.points):
        return 0.0
    start, end = mobject.points[0::4, :2], mobject.points[3::4, :2]
    along, away = end - start, points[:, None] - start
    share = np.clip((away * along).sum(axis=-1) / np.maximum((along * along).sum(axis=-1), 1e-300), 0, 1)
    rest = away - share[..., None] * along
    return float(np.hypot(rest[..., 0], rest[..., 1]).min(axis=1).max())


def off_straight(mobject: VMobject, point: Array, direction: Array) -> float:
    """Return how far the ends of a path lie from the line through a point (2,) in a direction (2,)."""
    if not len(mobject.points):
        return 0.0
    away = mobject.points[[0, -1], :2] - point
    across = np.array([-direction[1], direction[0]]) / np.hypot(*direction)
    return float(np.abs(away @ across).max())


def off_graph(drawn: Array, graph: Callable[[Array], Array], magnification: float = 1.0) -> float:
    """Return how far drawn cubics (4n, 2) stray from a graph: their ends and, since they are straight, their middles.

    ``graph`` returns ordinates for abscissae, both in the frame. With a ``magnification`` the drawing was enlarged by
    it, and so is what comes out.
    """
    if not len(drawn):
        return 0.0
    points = np.concatenate([drawn[0::4], drawn[3::4], (drawn[0::4] + drawn[3::4]) / 2])
    off = np.abs(points[:, 1] - graph(points[:, 0])) * magnification
    far = ~(off <= 1e-3)
    if far.any():
        off[far] = _distances(points[far], graph, magnification, SAMPLES)
    off[np.isnan(off)] = np.inf
    sure = off <= UNSURE
    worst = float(off[sure].max(initial=0.0))
    for k in np.argsort(-off)[: int((~sure).sum())]:
        # A closer look only brings a point nearer: from the farthest on, few are needed where the drawing is wrong.
        if off[k] <= worst:
            break
        samples = _up_to_its_end(graph, float(points[k, 0]), magnification)
        worst = max(worst, min(float(off[k]), float(_distances(points[k : k + 1], graph, magnification, samples)[0])))
    return worst


def _up_to_its_end(graph: Callable[[Array], Array], x: float, magnification: float) -> Array:
    """Return places around an abscissa, dense, and ever more so towards where the graph ends, as steeply as it may."""

    def is_there(away: Array) -> NDArray[np.bool_]:
        return np.asarray(np.isfinite(graph(x + away / magnification)), dtype=np.bool_)

    there = is_there(DENSE)
    found = [DENSE]
    for k in np.flatnonzero(there[1:] != there[:-1]):
        inside, outside = DENSE[[k, k + 1] if there[k] else [k + 1, k]]
        start = inside
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if is_there(np.array([middle]))[0] else (inside, middle)
        found.append(inside + (start - inside) * np.geomspace(1e-9, 1, 90))
    return np.unique(np.concatenate(found))


def _distances(points: Array, graph: Callable[[Array], Array], magnification: float, samples: Array) -> Array:
    """Return the distances of points (n, 2) from the polyline through the graph's points around them."""
    x = points[:, :1] + samples / magnification
    near = np.stack([x, graph(x.ravel()).reshape(x.shape)], axis=-1)
    a, b = near[:, :-1], near[:, 1:]
    along, away = b - a, points[:, None] - a
    share = np.clip((along * away).sum(axis=-1) / np.maximum((along * along).sum(axis=-1), 1e-300), 0, 1)
    rest = away - share[..., None] * along
    distances = np.hypot(rest[..., 0], rest[..., 1])
    return np.asarray(np.where(np.isfinite(distances), distances, np.inf).min(axis=1) * magnification)
