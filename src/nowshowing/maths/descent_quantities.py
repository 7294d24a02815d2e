"""What descents publish: the numbers of their steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from nowshowing.maths import descent, descent_digits, descent_view
from nowshowing.maths.quantity import Params, Quantity

OF_STEPS = {"slopes": "slope", "moves": "step", "predictions": "predicted_drop"}


@dataclass(frozen=True)
class OfDescent(Quantity):
    """Something of a gradient descent: of the first step size, and of a second start if there is one."""

    function: str
    at: str
    second: str
    step_sizes: str
    steps: str
    part: str


@dataclass(frozen=True)
class DescentNumber(OfDescent):
    """A number of a gradient descent, as it is written on screen.

    ``part``: of the first step ``slope``, ``step``, ``weight`` and ``new_loss`` (after it), ``predicted`` and ``drop``;
    of what is shown of the run ``last_weight`` and ``last_loss``, and of a run from ``second`` ``second_weight``.
    """

    def value(self, params: Params) -> str:
        """Return its digits; nothing where there is no such run."""
        loss, size = params[self.function], params[self.step_sizes][0]
        starts = [start for start in (params[self.at], params.get(self.second)) if start is not None]
        runs = descent_view.shown_descents(loss, starts, size, params[self.steps])
        if self.part == "second_weight":
            return descent_digits.last_weight(*runs[1]) if len(runs) > 1 else ""
        return descent_digits.of_run(loss, *runs[0], size)[self.part]


@dataclass(frozen=True)
class DescentNumbers(OfDescent):
    """The numbers of all steps of a gradient descent that are shown one by one.

    ``part``: ``weights`` and ``losses`` at the start and after each step; of each step the ``slopes``, the ``moves``
    −η·L′, the ``drops`` of the loss and the ``predictions`` of these; ``second_weights``, ``second_losses`` and so on
    are those from ``second``. ``factors``: of each step size the factor |1 − η·L″| where L″ is the same everywhere.
    """

    def value(self, params: Params) -> tuple[float, ...]:
        """Return the numbers; none where there is no such run, or no such factor."""
        loss, sizes = params[self.function], params[self.step_sizes]
        if self.part == "factors":
            bend = descent.curvature(loss)
            return () if bend is None else tuple(abs(1 - size * bend) for size in sizes)
        starts = [start for start in (params[self.at], params.get(self.second)) if start is not None]
        runs = descent_view.shown_descents(loss, starts, sizes[0], params[self.steps])
        which, part = self.part.startswith("second_"), self.part.removeprefix("second_")
        if which >= len(runs):
            return ()
        path, shown = runs[which]
        found = {"weights": descent.weights(path), "losses": descent.losses(loss, path)}
        if part in found:
            return found[part][: shown + 1]
        if part == "drops":
            return tuple(a - b for a, b in pairwise(found["losses"][: shown + 1]))
        return tuple(getattr(step, OF_STEPS[part]) for step in path[:shown])
