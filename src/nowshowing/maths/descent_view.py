"""What part of the plane a descent is shown in, and how many of its steps that part holds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nowshowing.maths.descent import Step, descent_path, floor_below, losses, parted, weights
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window, swing_width, window

HIGHEST_FIRST, HIGHEST_COMPARED, HIGHEST = 9.0, 6.0, 3.0
"""How many times as high above the floor as the start a step may end and still be shown.

The first step, the first step where step sizes are compared, and any later one."""

FARTHEST_DOWN = 1.5
"""Where there is no floor: how many times as far as all steps of the first one's length the last one may end."""

MOST_SWINGS = 3
"""How many times as far as the width of about three swings of the curve a step may lead and still be shown."""

ABOVE = 0.3
"""How far the view reaches above the highest place that is shown, as a share of the height below."""

LEAST_SHARE = 0.2
"""How much of the height that shows the curve's shape is kept at least."""

FLAT = 0.5
"""A start lies on a plateau where its tangent crosses a wide view within this share of its height."""


def descent_window(loss: Expression, paths: Sequence[Sequence[Step]], first: float = HIGHEST_FIRST) -> Window:
    """Choose a view that holds the starts of some paths, the floor below the first, and what comes of the steps.

    Steps that end far above the start are left outside; ``first`` is how far the first one may go. A plateau is seen
    as one: however short the steps are, the view is wide enough to show what it lies in.
    """
    start = paths[0][0]
    floor = floor_below(loss, start.w)
    points = [start.w, *(path[0].w for path in paths[1:])]
    if floor is not None:
        points += [floor, *_mirrored(loss, start, floor)]
    for path in paths:
        points += _near(loss, path, floor, first)
    view = window(loss, points)
    plateau = _plateau(loss, start, points, view) if floor is None else None
    if plateau is not None:
        return plateau
    held = [height for height in (loss(w) for w in points) if math.isfinite(height)]
    lowest, highest = min(held), max(held)
    top = highest + ABOVE * (highest - lowest) if highest > lowest else view.y_hi
    return Window(view.x_lo, view.x_hi, view.y_lo, min(view.y_hi, max(top, view.y_lo + LEAST_SHARE * view.height)))


def shown_steps(loss: Expression, path: Sequence[Step], view: Window) -> int:
    """Return how many steps of a path are shown in a view: all, or those up to the first that leaves it."""
    places = list(zip(weights(path), losses(loss, path), strict=True))
    return next((k for k, place in enumerate(places) if k and not view.contains(*place)), len(path))


def shown_descents(
    loss: Expression, starts: Sequence[float], step_size: float, steps: int
) -> tuple[tuple[Sequence[Step], int], ...]:
    """Return the paths from some starts, each with how many of its steps a view of all of them shows."""
    paths = [descent_path(loss, start, step_size, steps) for start in starts]
    view = descent_window(loss, paths)
    return tuple((path, shown_steps(loss, path, view)) for path in paths)


def _plateau(loss: Expression, start: Step, points: Sequence[float], view: Window) -> Window | None:
    """Return a view as wide as the curve's own features if it is wider than one, and the start lies on a plateau."""
    swing = swing_width(loss, start.w)
    width = 2 * max(*map(abs, points), 1.0) if swing is None else swing
    if width <= view.width:
        return None
    lo = (min(points) + max(points) - width) / 2
    ends = [w for w in (lo + 0.1 * width, lo + 0.9 * width) if math.isfinite(loss(w))]
    wide = window(loss, [*points, *ends], x_range=(lo, lo + width))
    return wide if abs(start.slope) * wide.width <= FLAT * wide.height else None


def _mirrored(loss: Expression, start: Step, floor: float) -> list[float]:
    """Return a place on the far side of the floor, so that it is seen to be one."""
    beyond = floor + 0.4 * (floor - start.w)
    return [beyond] if loss(beyond) <= start.loss else []


def _near(loss: Expression, path: Sequence[Step], floor: float | None, highest_first: float) -> list[float]:
    first = path[0]
    if floor is None:
        deepest, span = abs(first.predicted_drop) * len(path), abs(first.step) * len(path)
        return _while_near(loss, path, first.loss - deepest, span, FARTHEST_DOWN, FARTHEST_DOWN)
    bottom = min(first.loss, loss(floor))
    span = max(abs(first.w - floor), abs(first.step))
    return _while_near(loss, path, bottom, 2 * span, highest_first, HIGHEST)


def _while_near(
    loss: Expression, path: Sequence[Step], bottom: float, span: float, highest_first: float, highest: float
) -> list[float]:
    """Return the weights of a path up to the first that is far from the start, across or up and down.

    Far is also what lies beyond a pole, or beyond so many swings of the curve that they could not be told apart.
    """
    first = path[0]
    room = max(first.loss - bottom, 1e-12)
    swing = swing_width(loss, first.w)
    widest = math.inf if swing is None else MOST_SWINGS * swing
    kept: list[float] = []
    for k, (w, height) in enumerate(zip(weights(path), losses(loss, path), strict=True)):
        most = highest_first if k == 1 else highest
        if not math.isfinite(height) or abs(height - bottom) > most * room:
            break
        if abs(w - first.w) > min(most * span, widest) or parted(loss, first.w, w):
            break
        kept.append(w)
    return kept
