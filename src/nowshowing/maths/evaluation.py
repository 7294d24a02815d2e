"""Values of an expression in double precision, for one place or for many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.tree import (
    CONSTANTS,
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

Values = NDArray[np.float64] | np.float64


def _sigmoid(x: Values) -> Values:
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small / (1 + small), 1 / (1 + small))


def over(above: Values | float, below: Values) -> Values:
    """Return a quotient; nan where it divides by 0, so that no later step takes a pole for a value."""
    return np.where(below == 0, np.nan, above / below)


def _logarithm(log: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda x: log(np.where(x == 0, np.nan, x))


FUNCTION_VALUES: Mapping[str, Callable[[Any], Any]] = {
    **{"sin": np.sin, "cos": np.cos, "tan": np.tan, "arcsin": np.arcsin, "arccos": np.arccos, "arctan": np.arctan},
    **{"sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "exp": np.exp},
    **{name: _logarithm(log) for name, log in (("ln", np.log), ("log10", np.log10), ("log2", np.log2))},
    **{"sqrt": np.sqrt, "cbrt": np.cbrt, "abs": np.abs, "sign": np.sign, "sigmoid": _sigmoid},
    **{"cot": lambda x: over(np.cos(x), np.sin(x)), "csc": lambda x: over(1.0, np.sin(x))},
    "sec": lambda x: over(1.0, np.cos(x)),
}


def evaluate(node: Node, at: Mapping[str, Values]) -> Values:
    """Return the value of a tree; nan where it is not real and at poles, ±inf where it is too large for a float.

    Call it within ``np.errstate(all="ignore")``.
    """
    match node:
        case Number(value):
            return np.float64(float(value))
        case Constant(name):
            return np.float64(CONSTANTS[name])
        case Variable(name):
            return at[name]
        case Negative(operand):
            return -evaluate(operand, at)
        case Sum(left, right):
            return evaluate(left, at) + evaluate(right, at)
        case Difference(left, right):
            return evaluate(left, at) - evaluate(right, at)
        case Product(left, right):
            return evaluate(left, at) * evaluate(right, at)
        case Quotient(left, right):
            return over(evaluate(left, at), evaluate(right, at))
        case Power(Constant("e"), right):
            return np.exp(evaluate(right, at))
        case Power(left, right):
            return _power(evaluate(left, at), right, at)
        case Call(function, argument):
            return FUNCTION_VALUES[function](evaluate(argument, at))  # type: ignore[no-any-return]


def _power(base: Values, exponent: Node, at: Mapping[str, Values]) -> Values:
    """Return base^exponent, real for odd roots of negative numbers; 0^0 is 1."""
    ratio = rational(exponent)
    if ratio is None:
        to = evaluate(exponent, at)
        raised = np.where((base == 0) & (to < 0), np.nan, np.power(base, to))
        return np.where(base < 0, np.nan, raised)
    if ratio < 0:
        base = np.where(base == 0, np.nan, base)
    if ratio.denominator % 2 == 0 or ratio.denominator == 1:
        return np.power(base, float(ratio))
    if ratio.denominator == 3:
        return np.power(np.cbrt(base), float(ratio.numerator))
    size = np.power(np.abs(base), float(ratio))
    return np.copysign(size, base) if ratio.numerator % 2 else size
