"""The numbers of a descent as they are written: in digits that agree with each other, on screen and in the script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from nowshowing.maths.descent import Step, losses, weights
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS, format_number, shows, trimmed

LEAST, MOST, FINEST = 2, 6, 8
LONGEST = 30
"""How many characters the numbers of an update have together at most, so that it can be read in one line."""


def decimals_of(value: float) -> int:
    """Return the decimals with which a number shows two significant digits: 2 to 6, one from 1e3 on, then none."""
    size = abs(value)
    if size >= 1e3:
        return 1 if size < 1e4 else 0
    return LEAST if size < 10.0**-MOST else min(max(1 - math.floor(math.log10(size)), LEAST), MOST)


def as_written(value: float) -> str:
    """Return a number by itself: in full if two or three decimals do, else with two significant digits or more."""
    if 10.0**-FINEST <= abs(value) < 10.0**-MOST:
        return format_number(value, 1 - math.floor(math.log10(abs(value))))
    return format_number(value, 3 if shows(value, 3) and not shows(value, 2) else decimals_of(value))


@dataclass(frozen=True)
class WrittenStep:
    """One update, w − η · slope = end, as texts; ``exact`` where it holds digit for digit."""

    w: str
    step_size: str
    slope: str
    step: str
    end: str
    exact: bool

    def __len__(self) -> int:
        """Return how many characters its numbers have."""
        return sum(map(len, (self.w, self.step_size, self.slope, self.end)))


def written_step(step: Step, step_size: float) -> WrittenStep:
    """Return the update in digits in which it can be checked.

    In full where two or three decimals do. Else with the fewest decimals that tell w from its next value, and with
    which who computes with the digits shown gets the digits shown, if there are such that fit in a line.
    """
    for decimals in (LEAST, 3):
        if all(shows(value, decimals) for value in (step.w, step.slope, step.end)):
            fewer = min(decimals, decimals_of(step.slope))
            tried = _written(step, step_size, decimals, fewer if shows(step.slope, fewer) else decimals)
            if tried.exact:
                return tried
    least_w = max(decimals_of(step.step) - 1, LEAST)
    ways = sorted(product(range(least_w, MOST + 1), range(decimals_of(step.slope), MOST + 1)), key=sum)
    for of_w, of_slope in ways:
        tried = _written(step, step_size, of_w, of_slope)
        if len(tried) <= LONGEST and (tried.w != tried.end or abs(step.step) < 10.0**-MOST) and agrees(tried):
            return tried
    return _written(step, step_size, *ways[0])


def _written(step: Step, step_size: float, of_w: int, of_slope: int) -> WrittenStep:
    w, end = (format_number(value, of_w if abs(value) < 1e5 else 0) for value in (step.w, step.end))
    slope, eta = format_number(step.slope, of_slope), trimmed(step_size)
    in_full = shows(step.w, of_w) and shows(step.slope, of_slope) and shows(step.end, of_w)
    exact = in_full and _result(w, eta, slope) == _decimal(end)
    return WrittenStep(w, eta, slope, as_written(step.step), end, exact)


def _result(w: str, step_size: str, slope: str) -> Decimal:
    return _decimal(w) - _decimal(step_size) * _decimal(slope)


def agrees(written: WrittenStep) -> bool:
    """Tell whether w − η · slope, computed with the digits shown, rounds to the digits shown."""
    got = _result(written.w, written.step_size, written.slope)
    unit = Decimal(1).scaleb(_decimal(written.end).as_tuple().exponent)  # type: ignore[arg-type]
    return abs(got - _decimal(written.end)) <= unit / 2


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-"))


def together(values: Sequence[float]) -> tuple[str, ...]:
    """Return numbers that are compared, all with the same decimals: two or as many as tell neighbours apart.

    No more than make five digits of the largest, so that some may look the same.
    """
    finite = sorted(value for value in values if math.isfinite(value))
    largest = max(map(abs, finite), default=0.0)
    if largest < 10.0**-FINEST:
        return tuple(format_number(value, LEAST) for value in values)
    power = math.floor(math.log10(largest))
    most = max(4 - power, LEAST if power < 5 else 0) if power >= -MOST else 1 - power
    gaps = [high - low for low, high in pairwise(finite) if high - low > 1e-9 * largest]
    decimals = max([decimals_of(largest), *(math.ceil(-math.log10(gap)) for gap in gaps)])
    return tuple(format_number(value, min(decimals, most)) for value in values)


def last_weight(path: Sequence[Step], shown: int) -> str:
    """Return where a run ends, after as many steps as are shown."""
    return as_written(weights(path)[shown])


def of_run(loss: Expression, path: Sequence[Step], shown: int, step_size: float) -> dict[str, str]:
    """Return the numbers of a run's first step, and of its end, as far as it is shown."""
    first, heights = path[0], losses(loss, path)[: shown + 1]
    of_losses = together(heights)
    predicted, drop = together([first.predicted_drop, heights[0] - heights[1]])
    return {
        "slope": as_written(first.slope),
        "step": as_written(first.step),
        "weight": written_step(first, step_size).end,
        "predicted": predicted,
        "drop": drop,
        "new_loss": of_losses[1],
        "last_weight": last_weight(path, shown),
        "last_loss": of_losses[-1],
    }
