"""How far a nudge has to shrink until the factors of its images read as the slopes."""

from __future__ import annotations

from nowshowing.maths.calculus import NotDifferentiable, factor_slopes
from nowshowing.maths.chains import nudged
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import affordable, in_digits

FIRST, LAST = 3, 12
"""By how many powers of ten a nudge shrinks at least, and at most."""
FINEST = 1e-11
"""The least nudge, as a share of the place, that a float beside it still tells."""
TIE = 0.01
"""How close to a slope, in units of the last digit, a factor is good enough even if it is rounded to another digit."""


def settled(f: Expression, g: Expression, at: float, nudge: float, decimals: int) -> float:
    """Return the share of a nudge at which du/dx and dy/du, with some decimals, read as g′ and f′; a power of ten."""
    try:
        outer, inner = factor_slopes(f, g, at)
    except NotDifferentiable:
        return 10.0**-FIRST
    for power in range(FIRST, LAST):
        if abs(nudge) * 10.0 ** -(power + 1) < FINEST * max(1.0, abs(at)):
            return 10.0**-power
        now = nudged(f, g, at, nudge * 10.0**-power)
        if _reads_as(now.inner, inner, decimals) and _reads_as(now.outer, outer, decimals):
            return 10.0**-power
    return 10.0**-LAST


def _reads_as(factor: float, slope: float, decimals: int) -> bool:
    alike = in_digits(factor, decimals) == in_digits(slope, decimals)
    return alike or abs(factor - slope) <= TIE * 10.0 ** -affordable(slope, decimals)
