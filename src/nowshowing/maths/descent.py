"""Gradient descent on a loss of one variable, step by step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nowshowing.maths import calculus
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.expression import Expression
from nowshowing.maths.tree import names

FARTHEST = 1e9
FAR = 100.0


@dataclass(frozen=True)
class Step:
    """One step: where it starts, the loss and the slope there, and how far it goes."""

    w: float
    loss: float
    slope: float
    step: float
    """−η·L′(w)."""

    @property
    def end(self) -> float:
        """Where the step leads."""
        return self.w + self.step

    @property
    def predicted_drop(self) -> float:
        """How much the loss would fall along the tangent: η·L′(w)²."""
        return -self.slope * self.step


def descent_path(loss: Expression, start: float, step_size: float, steps: int) -> tuple[Step, ...]:
    """Return at most that many steps of w → w − η·L′(w).

    The path ends early, after a whole step, where the loss has no value or no slope, or w is beyond ±1e9.
    """
    path: list[Step] = []
    w = float(start)
    while len(path) < steps and abs(w) <= FARTHEST:
        height = calculus.value_at(loss, w)
        try:
            slope = calculus.slope_at(loss, w)
        except NotDifferentiable:
            break
        if not (math.isfinite(height) and math.isfinite(slope)):
            break
        path.append(Step(w, height, slope, -step_size * slope))
        w = path[-1].end
    return tuple(path)


def losses(loss: Expression, path: Sequence[Step]) -> tuple[float, ...]:
    """Return the loss at the start of the path and after each step; inf where it is beyond all numbers."""
    return *(step.loss for step in path), calculus.value_at(loss, path[-1].end)


def weights(path: Sequence[Step]) -> tuple[float, ...]:
    """Return w at the start of the path and after each step."""
    return *(step.w for step in path), path[-1].end


def contraction(loss: Expression, at: float, step_size: float) -> float:
    """Return |1 − η·L″(w)|: by what factor the distance to a minimum at w changes in a step close to it."""
    return abs(1 - step_size * calculus.value_at(calculus.second_derivative(loss), at))


def curvature(loss: Expression) -> float | None:
    """Return L″ of a quadratic loss; None where it is not the same everywhere, or there is a kink."""
    second = calculus.second_derivative(loss)
    found = None if names(second.tree) else calculus.value_at(second, 0.0)
    if not found or not math.isfinite(found):
        return None
    bends = (loss(w + FAR) - 2 * loss(w) + loss(w - FAR) for w in (-FAR, 0.0, FAR))
    return found if all(math.isclose(bend, found * FAR**2, rel_tol=1e-6) for bend in bends) else None


def floor_below(loss: Expression, start: float) -> float | None:
    """Return the bottom of the basin in which a start lies: the nearest level place downhill; None if there is none.

    A place beyond a pole or a gap is in no basin of the start.
    """
    try:
        slope = calculus.slope_at(loss, start)
    except NotDifferentiable:
        return None
    reach = 4 * max(abs(start), 1.0)
    lo, hi = (start - reach, start) if slope > 0 else (start, start + reach)
    level = [w for w in calculus.critical_points(loss, lo, hi) if w != start]
    if not slope or not level:
        return None
    nearest = level[-1] if slope > 0 else level[0]
    return None if parted(loss, start, nearest) else nearest


def parted(loss: Expression, a: float, b: float) -> bool:
    """Tell whether there is a pole, a jump or a gap between two places."""
    return any(found.kind not in ("corner", "vertical") for found in calculus.breaks(loss, min(a, b), max(a, b)))
