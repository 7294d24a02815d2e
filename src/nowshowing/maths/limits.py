"""One-sided limits and slopes, from values ever closer to a place at ever more digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mpmath import mp

from nowshowing.maths.differentiation import differentiate
from nowshowing.maths.precise import Real, precise
from nowshowing.maths.roots import DIGITS, Place
from nowshowing.maths.tree import Node

DISTANCES = (3, 6, 12, 24, 48)
"""How near the place is approached: 10^−k."""
FARTHER = (96, 192, 384)
"""The same, where the place is known exactly and the values have not settled."""
SPREAD = ("1", "2.7182", "7.3891")
"""Each distance is tried at these multiples, which tells what settles from what swings."""
DIGITS_PER_STEP = 6
SETTLED = "1e-20"


@dataclass(frozen=True)
class Approach:
    """The values near a place on one side: at each distance the least and the greatest, and one of them."""

    least: Real
    greatest: Real
    value: Real

    @property
    def spread(self) -> Real:
        """How far the values at this distance lie apart."""
        return self.greatest - self.least


def one_sided_limit(node: Node, variable: str, place: Place, side: int) -> Real | None:
    """Return the limit at a place from the left (side −1) or the right (+1).

    It may be ±inf; nan where the tree is not real on that side; None where the values do not settle.
    """
    return _limit(lambda at: precise(node, {variable: at}), place, side)


def one_sided_slope(node: Node, variable: str, place: Place, side: int, height: Real | None) -> Real:
    """Return the slope on one side; ±inf at a vertical tangent, nan where there is none.

    ``height`` is what the curve comes from: its value at the place, or its limit there.
    """
    if height is None or not mp.isfinite(height):
        return mp.nan
    slope = one_sided_limit(differentiate(node, variable), variable, place, side)
    if slope is not None and not mp.isnan(slope):
        return slope

    def chord(at: Real) -> Real:
        return (precise(node, {variable: at}) - height) / (at - place.at())

    found = _limit(chord, place, side)
    return mp.nan if found is None else found


def _limit(value_at: Callable[[Real], Real], place: Place, side: int) -> Real | None:
    steps: list[Approach] = []
    for distance in DISTANCES if place.ratio is None else DISTANCES + FARTHER:
        digits = DIGITS_PER_STEP * min(distance, 48) + 60 + max(3 * (distance - 48), 0)
        with mp.workdps(min(digits, DIGITS) if place.ratio is None else digits):
            offsets = [mp.mpf(factor) * mp.mpf(10) ** -distance * side for factor in SPREAD]
            values = [value_at(place.at() + offset) for offset in offsets]
            if any(map(mp.isnan, values)):
                if distance == DISTANCES[-1]:
                    return mp.nan if all(map(mp.isnan, values)) else None
                continue
            steps.append(Approach(min(values), max(values), values[0]))
            if distance >= DISTANCES[-1] and len(steps) >= 3:
                found = _settled(steps[-3:])
                if found is not None:
                    return found
    return _slowly_settled(steps[-3:]) if len(steps) >= 3 else None


def _settled(steps: list[Approach]) -> Real | None:
    before, last = steps[-2], steps[-1]
    if mp.isinf(last.least) or mp.isinf(last.greatest):
        return last.least if last.least == last.greatest else None
    smallest, largest = min(abs(last.least), abs(last.greatest)), max(abs(before.least), abs(before.greatest))
    same_sign = last.least * last.greatest > 0
    if same_sign and smallest > mp.mpf("1e6") and smallest > 1000 * largest:
        return mp.inf * mp.sign(last.value)
    if last.spread == 0 and before.value == last.value:
        return last.value
    if (
        largest < mp.mpf("1e-6") * max(abs(step.value) for step in steps)
        and max(abs(last.least), abs(last.greatest)) < mp.mpf("1e-6") * largest
    ):
        return mp.mpf(0)
    change = max(last.spread, abs(last.value - before.value))
    if change > mp.mpf(SETTLED) * abs(last.value) or change > before.spread + abs(before.value - steps[-3].value):
        return mp.mpf(0) if 0 < max(abs(last.least), abs(last.greatest)) < mp.mpf("1e-9") * smallest_of(steps) else None
    return last.value


def smallest_of(steps: list[Approach]) -> Real:
    """Return how small the values were before the last step."""
    return max(abs(steps[-2].least), abs(steps[-2].greatest))


def _slowly_settled(steps: list[Approach]) -> Real | None:
    """Judge values that change by a fixed share as the distance's exponent doubles, as logarithms do."""
    first, before, last = steps
    earlier, change = before.value - first.value, last.value - before.value
    if last.spread > mp.mpf("0.2") * abs(change) or not earlier:
        return None
    ratio = change / earlier
    if ratio > mp.mpf("0.95"):
        return mp.inf * mp.sign(change)
    if 0 < ratio < mp.mpf("0.75"):
        limit = last.value + change * ratio / (1 - ratio)
        return mp.mpf(0) if abs(limit) < mp.mpf("0.02") * abs(last.value) else limit
    return None
