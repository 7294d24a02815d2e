"""Constraints on a descent: where it goes, and what of it can be shown together."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nowshowing.maths import calculus, descent
from nowshowing.maths.constraint import Constraint, Params, if_given, numbers_in
from nowshowing.maths.descent_view import MOST_SWINGS
from nowshowing.maths.function_constraints import no_slope
from nowshowing.maths.numbers import trimmed
from nowshowing.maths.windows import swing_width


@dataclass(frozen=True)
class DescentStays(Constraint):
    """Descent from ``at`` with each step size meets a value and a slope at each step, or flies away for good.

    ``first``: with the first step size only.
    """

    about = "mathematics"

    function: str
    at: str
    steps: str = "steps"
    first: bool = False

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the step that leads nowhere, and why."""
        f, start, steps = params[self.function], params[self.at], params.get(self.steps)
        sizes = [size for size in numbers_in(params[name]) if math.isfinite(size)]
        if not isinstance(steps, int) or not isinstance(start, int | float):
            return None
        for size in sizes[: 1 if self.first else None]:
            path = descent.descent_path(f, start, size, steps)
            if path and (abs(path[-1].end) > descent.FARTHEST or math.isinf(calculus.value_at(f, path[-1].end))):
                continue
            why = no_slope(f, path[-1].end if path else float(start))
            if why is not None:
                way = (
                    f"with step size {trimmed(size)}, step {len(path)} leads to {f.variable} = {trimmed(path[-1].end)}"
                    if path
                    else f"the start {trimmed(start)} will not do"
                )
                return f'{way}, where {why}; choose a smaller step size or another "{self.at}"'
        return None


@dataclass(frozen=True)
class SeenTogether(Constraint):
    """The curve does not turn so often between the number and ``at`` that its turns could not be told apart."""

    function: str
    at: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return that the two are too far from each other."""
        f, here, there = params[self.function], float(params[self.at]), float(params[name])
        swings = [swing for swing in (swing_width(f, here), swing_width(f, there)) if swing is not None]
        if not swings or abs(here - there) <= MOST_SWINGS * min(swings):
            return None
        v = f.variable
        between = f"between {v} = {trimmed(min(here, there))} and {v} = {trimmed(max(here, there))}"
        return f'{between} {f.source} turns too often to be shown; move "{name}" closer to "{self.at}"'
