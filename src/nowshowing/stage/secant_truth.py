"""What ``maths`` says of the chords of a curve and of its tangent: all that is drawn of them is held to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.calculus import one_sided_slopes, secant_slope, value_at
from nowshowing.maths.expression import Expression

Array = NDArray[np.float64]
KEPT = 8
"""How many gaps are remembered: on a frame many claims ask about the same one."""


class SecantTruth:
    """The chords of a function from a point, and its tangent there, as the params of a scene have them.

    ``turns`` are the gaps of each side, in the order shown. ``slope`` gives the slope of the chord at a gap. Nothing
    that is drawn may be drawn from here.
    """

    def __init__(self, function: Expression, at: float, turns: Sequence[Sequence[float]]) -> None:
        self.function, self.at, self.turns = function, at, turns
        self.first = at, value_at(function, at)
        self.slope: Callable[[float], float] = lru_cache(KEPT)(partial(secant_slope, function, at))
        self.value: Callable[[float], float] = lru_cache(KEPT)(partial(value_at, function))

    @cached_property
    def limits(self) -> tuple[float, float]:
        """The slopes on the left and on the right of the point."""
        return one_sided_slopes(self.function, self.at)

    def second(self, gap: float) -> tuple[float, float]:
        """Return the other point of the chord."""
        return self.at + gap, self.value(self.at + gap)

    def both(self, gap: float) -> Array:
        """Return both points of the chord (2, 2)."""
        return np.array([self.first, self.second(gap)])

    def step(self, gap: float) -> Array:
        """Return how far the other point lies from the first (2,), in all digits however close it is."""
        return np.array([gap, gap * self.slope(gap)])

    def corners(self, gap: float, slope: float) -> Array:
        """Return the start, the corner and the end (3, 2) of legs that go as far as a gap, and rise with a slope."""
        x, y = self.first
        return np.array([(x, y), (x + gap, y), (x + gap, y + slope * gap)])

    @property
    def intercept(self) -> tuple[float, float]:
        """Where the tangent meets x = 0, and the size of the numbers of which that is the difference."""
        height, rise = self.first[1], self.limits[1] * self.at
        return height - rise, max(abs(height), abs(rise))
