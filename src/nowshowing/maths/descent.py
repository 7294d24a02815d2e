"""Gradient descent on a loss of one variable, step by step."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nowshowing.maths import calculus
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.expression import Expression

FARTHEST = 1e9


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


def contraction(loss: Expression, at: float, step_size: float) -> float:
    """Return |1 − η·L″(w)|: by what factor the distance to a minimum at w changes in a step close to it."""
    return abs(1 - step_size * calculus.value_at(calculus.second_derivative(loss), at))
