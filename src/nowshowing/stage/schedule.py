"""When a label is shown: decided once for the whole way that a value will go, so that at rest it is there or it is not.

A value's way is a list of samples. At the places where it rests a label is wholly present or wholly gone; in between
it fades along with the value. So what is shown follows from the value alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nowshowing.stage.motion import geometrically
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
BETWEEN = 6
"""The fewest samples between two places of rest."""
A_FOLD = 5
"""Samples for each time that a value grows e-fold."""
WITHIN = 3
"""How many places are looked at between two samples, lest a line sweeps over something between them."""
HALVINGS = 5
"""How closely the place is found from which on something does not fit."""


def way(stops: Sequence[float]) -> list[float]:
    """Return samples of the way from stop to stop; where the sign changes the value does not travel."""
    samples = [stops[0]]
    for a, b in pairwise(stops):
        if a * b > 0:
            count = max(BETWEEN, int(A_FOLD * abs(np.log(b / a))))
            samples += [geometrically(a, b, k / (count + 1)) for k in range(1, count + 1)]
        samples.append(b)
    return samples


def _with_edges(
    values: Sequence[float], shown: Sequence[float], fits_at: Callable[[float], bool], fails: float | None
) -> tuple[Array, Array]:
    """Return logarithms of values, ascending, and how present something is there: wholly gone before it does not fit.

    ``values`` descend. Between one that fits and one that does not, the last that fits is looked for; ``fails`` is the
    first that is known not to fit, if that is known.
    """
    knots = dict(zip(values, shown, strict=True))
    for (a, here), (b, there) in pairwise(zip(values, shown, strict=True)):
        if here != there:
            inside, outside = (a, fails or b) if here else (b, a)
            for _ in range(HALVINGS):
                middle = float(np.sqrt(inside * outside))
                inside, outside = (middle, outside) if fits_at(middle) else (inside, middle)
            knots.setdefault(inside if inside not in knots else outside, 0.0)
    sizes = sorted(knots)
    return np.log(np.array(sizes)), np.array([knots[size] for size in sizes])


def _first_that_fails(values: Sequence[float], fits_at: Callable[[float], bool]) -> tuple[int, float | None]:
    """Return how many descending values fit, and all between them too, and the first that does not."""
    for k, value in enumerate(values):
        before = values[k - 1] if k else value
        steps = [geometrically(before, value, step / (WITHIN + 1)) for step in range(1, WITHIN + 1)] if k else []
        for one in (*steps, value):
            if not fits_at(one):
                return k, one
    return len(values), None


class Schedule:
    """How present something is, 0 to 1, as a function of a tracker's value.

    ``fits`` tells, for the tracker's present value, whether there is room. Once there is none as the value closes in
    on 0, it stays away, unless ``returns``.
    """

    def __init__(
        self, tracker: Tracker, samples: Sequence[float], fits: Callable[[], bool], *, returns: bool = False
    ) -> None:
        self.tracker = tracker
        self._tables: dict[bool, tuple[Array, Array]] = {}
        now = tracker.get_value()
        for positive in (True, False):
            values = sorted({abs(v) for v in samples if (v > 0) == positive}, reverse=True)

            def fits_at(value: float, sign: int = 1 if positive else -1) -> bool:
                tracker.set_value(sign * value)
                return fits()

            fails = None
            if returns:
                shown = [float(fits_at(value)) for value in values]
            else:
                count, fails = _first_that_fails(values, fits_at)
                shown = [1.0] * count + [0.0] * (len(values) - count)
            self._tables[positive] = _with_edges(values, shown, fits_at, fails)
        tracker.set_value(now)

    def __call__(self) -> float:
        value = float(self.tracker.get_value())
        sizes, shown = self._tables[value > 0]
        return float(np.interp(np.log(abs(value)), sizes, shown)) if len(sizes) else 0.0
