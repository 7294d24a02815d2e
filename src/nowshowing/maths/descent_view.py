"""What part of the plane a descent is shown in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nowshowing.maths.descent import Step, floor_below, losses, weights
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window, window

HIGHEST_FIRST, HIGHEST = 9.0, 3.0
"""How many times as high above the floor as the start the first step and later ones may end and still be shown."""

ABOVE = 0.3
"""How far the view reaches above the highest place that is shown, as a share of the height below."""

LEAST_SHARE = 0.2
"""How much of the height that shows the curve's shape is kept at least."""


def descent_window(loss: Expression, paths: Sequence[Sequence[Step]], first: float = HIGHEST_FIRST) -> Window:
    """Choose a view that holds the starts of some paths, the floor below the first, and what comes of the steps.

    Steps that end far above the start are left outside; ``first`` is how far the first one may go.
    """
    start = paths[0][0]
    floor = floor_below(loss, start.w)
    points = [start.w, *(path[0].w for path in paths[1:])]
    if floor is not None:
        points += [floor, *_mirrored(loss, start, floor)]
    for path in paths:
        points += _near(loss, path, floor, first)
    view = window(loss, points)
    held = [height for height in (loss(w) for w in points) if math.isfinite(height)]
    lowest, highest = min(held), max(held)
    top = highest + ABOVE * (highest - lowest) if highest > lowest else view.y_hi
    return Window(view.x_lo, view.x_hi, view.y_lo, min(view.y_hi, max(top, view.y_lo + LEAST_SHARE * view.height)))


def _mirrored(loss: Expression, start: Step, floor: float) -> list[float]:
    """Return a place on the far side of the floor, so that it is seen to be one."""
    beyond = floor + 0.4 * (floor - start.w)
    return [beyond] if loss(beyond) <= start.loss else []


def _near(loss: Expression, path: Sequence[Step], floor: float | None, highest_first: float) -> list[float]:
    first = path[0]
    bottom = min(first.loss, loss(floor)) if floor is not None else first.loss - abs(first.predicted_drop)
    room = max(first.loss - bottom, 1e-12)
    span = max(abs(first.w - floor) if floor is not None else 0.0, abs(first.step))
    kept: list[float] = []
    for k, (w, height) in enumerate(zip(weights(path), losses(loss, path), strict=True)):
        most = highest_first if k == 1 else HIGHEST
        if not math.isfinite(height) or abs(height - bottom) > most * room or abs(w - first.w) > 2 * most * span:
            break
        kept.append(w)
    return kept
