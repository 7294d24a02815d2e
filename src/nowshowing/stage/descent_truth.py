"""What a descent is by its rule alone, for what is drawn of it to be compared with."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.calculus import NotDifferentiable, slope_at, value_at
from nowshowing.maths.descent import FARTHEST, Step, contraction
from nowshowing.maths.descent_verdict import verdict
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window

Array = NDArray[np.float64]


class TrueDescent:
    """Steps of w → w − η·L′(w), worked out one by one; a scene makes it from its params, past all figures.

    ``weights`` and ``losses`` are those before the first step and after each; each step has one of ``slopes``, a move
    −η·L′(w) among ``moves``, and what the tangent has the loss fall by among ``predictions``. It ends early where there
    is no loss or no slope.
    """

    def __init__(self, loss: Expression, start: float, step_size: float, steps: int) -> None:
        self.loss, self.step_size = loss, step_size
        self.weights, self.losses = [float(start)], [value_at(loss, start)]
        self.slopes: list[float] = []
        self.moves: list[float] = []
        while len(self.moves) < steps and abs(self.weights[-1]) <= FARTHEST and math.isfinite(self.losses[-1]):
            try:
                slope = slope_at(loss, self.weights[-1])
            except NotDifferentiable:
                break
            if not math.isfinite(slope):
                break
            self.slopes.append(slope)
            self.moves.append(-step_size * slope)
            self.weights.append(self.weights[-1] + self.moves[-1])
            self.losses.append(value_at(loss, self.weights[-1]))
        self.predictions = [step_size * slope * slope for slope in self.slopes]

    def place(self, k: int) -> tuple[float, float]:
        """Return where the descent is after ``k`` steps, in the plane."""
        return self.weights[k], self.losses[k]

    def foretold(self, k: int) -> tuple[float, float]:
        """Return where the tangent has step ``k`` end."""
        return self.weights[k + 1], self.losses[k] - self.predictions[k]

    def drop(self, k: int) -> float:
        """Return by how much the loss falls in step ``k``."""
        return self.losses[k] - self.losses[k + 1]

    def shown_steps(self, view: Window) -> int:
        """Return how many steps are shown in a view: those up to the first that leaves it."""
        return next((k for k in range(1, len(self.weights)) if not view.contains(*self.place(k))), len(self.moves))

    def verdict(self) -> str:
        """Return in a word how it goes."""
        ahead = zip(self.weights, self.losses, self.slopes, self.moves, strict=False)
        return verdict(self.loss, [Step(*step) for step in ahead])

    def factor(self) -> float:
        """Return |1 − η·L″| at the start."""
        return contraction(self.loss, self.weights[0], self.step_size)
