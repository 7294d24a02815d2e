"""Numbers known within bounds, and trees of expressions worked out with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from nowshowing.maths import tree
from nowshowing.maths.evaluation import FUNCTION_VALUES

_MIDWAYS = 9
"""Where a function is looked at within bounds."""


@dataclass(frozen=True)
class Rough:
    """A number that was rounded, and what it may have been; ``middle`` is as it is written."""

    low: Fraction
    middle: Fraction
    high: Fraction

    def __add__(self, other: Rough) -> Rough:
        return Rough(self.low + other.low, self.middle + other.middle, self.high + other.high)

    def __neg__(self) -> Rough:
        return Rough(-self.high, -self.middle, -self.low)

    def __mul__(self, other: Rough) -> Rough:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Rough(min(ends), self.middle * other.middle, max(ends))

    def inverse(self) -> Rough:
        """Return 1 over it. Raises ZeroDivisionError where it may be 0."""
        if self.low <= 0 <= self.high:
            raise ZeroDivisionError("it may be 0")
        return Rough(1 / self.high, 1 / self.middle, 1 / self.low)

    def meets(self, other: Rough) -> bool:
        """Tell whether the two may be the same number."""
        return self.low <= other.high and other.low <= self.high

    @property
    def is_whole(self) -> bool:
        """Tell whether it is written as a whole number."""
        return self.middle.denominator == 1


def about(value: Fraction | float, half: Fraction | float = 0) -> Rough:
    """Return a number as it is written, give or take ``half``."""
    middle, half = Fraction(value), Fraction(half)
    return Rough(middle - half, middle, middle + half)


def worked_out(node: tree.Node, numbers: Sequence[Rough], at: Rough | None = None) -> Rough:
    """Return what a tree makes whose literal k + 1 stands for number k, and whose variable for ``at``.

    Raises ValueError, OverflowError or ZeroDivisionError where it makes no number.
    """
    match node:
        case tree.Number(value):
            return numbers[int(value) - 1]
        case tree.Constant(name):
            return about(tree.CONSTANTS[name])
        case tree.Variable() if at is not None:
            return at
        case tree.Negative(operand):
            return -worked_out(operand, numbers, at)
        case tree.Sum(left, right):
            return worked_out(left, numbers, at) + worked_out(right, numbers, at)
        case tree.Difference(left, right):
            return worked_out(left, numbers, at) + -worked_out(right, numbers, at)
        case tree.Product(left, right):
            return worked_out(left, numbers, at) * worked_out(right, numbers, at)
        case tree.Quotient(left, right):
            return worked_out(left, numbers, at) * worked_out(right, numbers, at).inverse()
        case tree.Power(left, right):
            return _through(_power, worked_out(left, numbers, at), worked_out(right, numbers, at))
        case tree.Call(function, argument):
            call = FUNCTION_VALUES[function]
            return _through(lambda x: Fraction(float(call(float(x)))), worked_out(argument, numbers, at))
    raise ValueError("a name is no number")


def _through(function: Callable[..., Fraction], *given: Rough) -> Rough:
    made = [function(*at) for at in product(*map(_within, given))]
    return Rough(min(made), function(*(one.middle for one in given)), max(made))


def _within(rough: Rough) -> list[Fraction]:
    if rough.low == rough.high:
        return [rough.low]
    return [rough.low + (rough.high - rough.low) * Fraction(k, _MIDWAYS - 1) for k in range(_MIDWAYS)]


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 1 and abs(exponent) <= 64:
        return base ** int(exponent)
    return Fraction(math.pow(float(base), float(exponent)))
