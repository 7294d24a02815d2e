"""Values of an expression to as many digits as asked for; the reference that the fast evaluator is measured by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from mpmath import mp

from nowshowing.maths.tree import (
    Call,
    Constant,
    Difference,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    rational,
)

SPARE_DIGITS = 12
LARGEST_EXPONENT = 10**7
LARGEST_ANGLE_DIGITS = 3000

Real = Any
"""An ``mpf``; mpmath carries no types."""


def exact(value: float | Fraction) -> Real:
    """Return the number that the author wrote: the shortest decimal that stands for the float."""
    if isinstance(value, Fraction):
        return mp.mpf(value.numerator) / value.denominator
    return mp.mpf(repr(float(value)))


def precise(node: Node, at: Mapping[str, Real]) -> Real:
    """Return the value at mpmath's working precision; nan where it is not real and at poles.

    A sum that cancels down to the rounding of its terms is 0. What is too large to be counted is ±inf.
    """
    match node:
        case Number(value):
            return exact(value)
        case Constant(name):
            return +mp.pi if name == "pi" else +mp.e
        case Variable(name):
            return at[name]
        case Negative(operand):
            return -precise(operand, at)
        case Sum(left, right):
            return _sum(precise(left, at), precise(right, at))
        case Difference(left, right):
            return _sum(precise(left, at), -precise(right, at))
        case Product(left, right):
            return precise(left, at) * precise(right, at)
        case Quotient(left, right):
            return _quotient(precise(left, at), precise(right, at))
        case Power(left, right):
            return _power(precise(left, at), right, at)
        case Call(function, argument):
            value = precise(argument, at)
            return FUNCTION_VALUES[function](value) if mp.isfinite(value) else _at_infinity(function, value)


def _sum(left: Real, right: Real) -> Real:
    total = left + right
    if total and mp.isfinite(total) and abs(total) < max(abs(left), abs(right)) * mp.mpf(10) ** (SPARE_DIGITS - mp.dps):
        return mp.mpf(0)
    return total


def _quotient(above: Real, below: Real) -> Real:
    return above / below if below != 0 else mp.nan


def _power(base: Real, exponent: Node, at: Mapping[str, Real]) -> Real:
    ratio = rational(exponent)
    if mp.isnan(base):
        return base
    if ratio is None:
        return _general_power(base, precise(exponent, at))
    if ratio.denominator == 1 and mp.isfinite(base):
        return base**ratio.numerator if base or ratio >= 0 else mp.nan
    if base == 0:
        return mp.mpf(0) if ratio > 0 else mp.nan
    if base < 0 and ratio.denominator % 2 == 0:
        return mp.nan
    size = abs(base) ** exact(ratio)
    return -size if base < 0 and ratio.numerator % 2 else size


def _general_power(base: Real, exponent: Real) -> Real:
    if base < 0 or not (mp.isfinite(base) and mp.isfinite(exponent)):
        return _exp(exponent) if base == mp.e else mp.nan
    if base == 0:
        return mp.mpf(exponent == 0) if exponent >= 0 else mp.nan
    return _exp(exponent * mp.ln(base))


def _exp(value: Real) -> Real:
    if mp.isnan(value):
        return value
    if value > LARGEST_EXPONENT:
        return mp.inf
    return mp.exp(value) if value > -LARGEST_EXPONENT else mp.mpf(0)


def _turning(function: Callable[[Real], Real]) -> Callable[[Real], Real]:
    """Wrap sin or cos: 0 where only rounding keeps it from 0, nan where the angle is beyond all digits."""

    def value(angle: Real) -> Real:
        if angle and mp.mag(angle) > LARGEST_ANGLE_DIGITS:
            return mp.nan
        result = function(angle)
        if abs(angle) > 0.5 and abs(result) < abs(angle) * mp.mpf(10) ** (SPARE_DIGITS - mp.dps):
            return mp.mpf(0)
        return result

    return value


def _inside(function: Callable[[Real], Real]) -> Callable[[Real], Real]:
    return lambda value: function(value) if abs(value) <= 1 else mp.nan


def _logarithm(base: int) -> Callable[[Real], Real]:
    def value(of: Real) -> Real:
        if of <= 0:
            return mp.nan
        return mp.ln(of) / mp.ln(base) if base else mp.ln(of)

    return value


def _sigmoid(value: Real) -> Real:
    return 1 / (1 + _exp(-value)) if value > -LARGEST_EXPONENT else mp.mpf(0)


SIN, COS = _turning(mp.sin), _turning(mp.cos)
FUNCTION_VALUES: Mapping[str, Callable[[Real], Real]] = {
    **{"sin": SIN, "cos": COS, "arcsin": _inside(mp.asin), "arccos": _inside(mp.acos), "arctan": mp.atan},
    **{"exp": _exp, "ln": _logarithm(0), "log10": _logarithm(10), "log2": _logarithm(2), "sigmoid": _sigmoid},
    **{"abs": abs, "sign": mp.sign, "tanh": lambda x: 1 - 2 / (1 + _exp(2 * x)) if abs(x) > 1 else mp.tanh(x)},
    "tan": lambda x: _quotient(SIN(x), COS(x)),
    "cot": lambda x: _quotient(COS(x), SIN(x)),
    "sec": lambda x: _quotient(mp.mpf(1), COS(x)),
    "csc": lambda x: _quotient(mp.mpf(1), SIN(x)),
    "sinh": lambda x: (_exp(x) - _exp(-x)) / 2 if abs(x) > 1 else mp.sinh(x),
    "cosh": lambda x: (_exp(x) + _exp(-x)) / 2,
    "sqrt": lambda x: mp.sqrt(x) if x >= 0 else mp.nan,
    "cbrt": lambda x: mp.cbrt(x) if x >= 0 else -mp.cbrt(-x),
}


def _at_infinity(function: str, value: Real) -> Real:
    """Return what a function tends to, so that an overflow on the way does not spoil a finite value."""
    if mp.isnan(value):
        return value
    up = value > 0
    ends = {
        **{"exp": (0, mp.inf), "arctan": (-mp.pi / 2, mp.pi / 2), "tanh": (-1, 1), "sigmoid": (0, 1)},
        **{"abs": (mp.inf, mp.inf), "sign": (-1, 1), "cbrt": (-mp.inf, mp.inf), "sinh": (-mp.inf, mp.inf)},
        **{"cosh": (mp.inf, mp.inf), "ln": (mp.nan, mp.inf), "log10": (mp.nan, mp.inf), "log2": (mp.nan, mp.inf)},
        "sqrt": (mp.nan, mp.inf),
    }
    return mp.mpf(ends[function][up]) if function in ends else mp.nan
