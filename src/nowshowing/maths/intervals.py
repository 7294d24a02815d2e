"""Interval arithmetic over trees, many boxes at once: what a tree's values over a box can be at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.evaluation import FUNCTION_VALUES
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

Floats = NDArray[np.float64]
RISING = ("exp", "ln", "log10", "log2", "sqrt", "cbrt", "arcsin", "arctan", "sinh", "tanh", "sign", "sigmoid")
LARGEST_ANGLE = 1e12


@dataclass(frozen=True)
class Boxes:
    """Bounds per box; ``void`` where there is no real value at all."""

    low: Floats
    high: Floats
    void: NDArray[np.bool_]

    @classmethod
    def of(cls, low: Floats, high: Floats, void: NDArray[np.bool_] | None = None) -> Boxes:
        """Widen bounds by their rounding; unbounded where they are not known."""
        low, high = (np.asarray(bound, dtype=np.float64) for bound in (low, high))
        unknown = np.isnan(low) | np.isnan(high)
        low = np.where(unknown, -np.inf, low - 4e-16 * np.abs(low) - 1e-300)
        high = np.where(unknown, np.inf, high + 4e-16 * np.abs(high) + 1e-300)
        return cls(low, high, np.zeros(low.shape, bool) if void is None else void)

    def holds(self, value: float) -> NDArray[np.bool_]:
        """Tell for which boxes the value is possible."""
        return (self.low <= value) & (value <= self.high) & ~self.void


def bounds(node: Node, x: Boxes) -> Boxes:
    """Return bounds for the values of a tree of one variable. Call it within ``np.errstate(all="ignore")``."""
    match node:
        case Number(value):
            return _constant(float(value), x)
        case Constant(name):
            return _constant(CONSTANTS[name], x)
        case Variable():
            return x
        case Negative(operand):
            inner = bounds(operand, x)
            return Boxes(-inner.high, -inner.low, inner.void)
        case Sum(left, right):
            first, second = bounds(left, x), bounds(right, x)
            return Boxes.of(first.low + second.low, first.high + second.high, first.void | second.void)
        case Difference(left, right):
            first, second = bounds(left, x), bounds(right, x)
            return Boxes.of(first.low - second.high, first.high - second.low, first.void | second.void)
        case Product(left, right):
            return _product(bounds(left, x), bounds(right, x))
        case Quotient(left, right):
            return _product(bounds(left, x), _inverse(bounds(right, x)))
        case Power(Constant("e"), right):
            return _function("exp", bounds(right, x))
        case Power(left, right):
            return _power(left, right, x)
        case Call(function, argument):
            return _function(function, bounds(argument, x))


def _constant(value: float, like: Boxes) -> Boxes:
    values = np.full(like.low.shape, value)
    return Boxes.of(values, values)


def _product(first: Boxes, second: Boxes) -> Boxes:
    pairs = [a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    corners = np.nan_to_num(np.array(pairs), nan=0.0, posinf=np.inf, neginf=-np.inf)
    return Boxes.of(corners.min(axis=0), corners.max(axis=0), first.void | second.void)


def _inverse(boxes: Boxes) -> Boxes:
    one_sign = (boxes.low > 0) | (boxes.high < 0)
    low = np.where(one_sign, 1 / boxes.high, np.where(boxes.low == 0, 1 / boxes.high, -np.inf))
    high = np.where(one_sign, 1 / boxes.low, np.inf)
    return Boxes.of(low, high, boxes.void)


def _power(base: Node, exponent: Node, x: Boxes) -> Boxes:
    ratio = rational(exponent)
    inner = bounds(base, x)
    if ratio is None:
        logarithm = _function("ln", inner)
        raised = _function("exp", _product(bounds(exponent, x), logarithm))
        return Boxes(raised.low, raised.high, raised.void & (inner.high < 0))
    if ratio < 0:
        return _inverse(_power(base, Number(-ratio), x))
    if ratio.denominator % 2 == 0:
        root = _function("sqrt", inner)
        return Boxes.of(root.low ** float(2 * ratio), root.high ** float(2 * ratio), root.void)
    if ratio.numerator % 2:
        low, high = (np.copysign(np.abs(end) ** float(ratio), end) for end in (inner.low, inner.high))
        return Boxes.of(low, high, inner.void)
    size = _function("abs", inner)
    return Boxes.of(np.maximum(size.low, 0) ** float(ratio), size.high ** float(ratio), inner.void)


def _function(name: str, x: Boxes) -> Boxes:
    if name in RISING:
        return _rising(name, x)
    match name:
        case "abs":
            low = np.where((x.low <= 0) & (x.high >= 0), 0, np.minimum(np.abs(x.low), np.abs(x.high)))
            return Boxes(low, np.maximum(np.abs(x.low), np.abs(x.high)), x.void)
        case "cosh":
            size = _function("abs", x)
            return Boxes.of(np.cosh(size.low), np.cosh(size.high), x.void)
        case "arccos":
            turned = _rising("arcsin", x)
            return Boxes.of(np.pi / 2 - turned.high, np.pi / 2 - turned.low, turned.void)
        case "sin":
            return _turning(Boxes.of(x.low - np.pi / 2, x.high - np.pi / 2, x.void))
        case "cos":
            return _turning(x)
        case "sec":
            return _inverse(_function("cos", x))
        case "csc":
            return _inverse(_function("sin", x))
        case "cot":
            return _function("tan", Boxes.of(np.pi / 2 - x.high, np.pi / 2 - x.low, x.void))
        case _:
            return _tangent(x)


def _rising(name: str, x: Boxes) -> Boxes:
    least = {"ln": 0.0, "log10": 0.0, "log2": 0.0, "sqrt": 0.0, "arcsin": -1.0}.get(name, -np.inf)
    most = 1.0 if name == "arcsin" else np.inf
    void = x.void | (x.high < least) | (x.low > most)
    value = FUNCTION_VALUES[name]
    low, high = (np.clip(end, least, most) for end in (x.low, x.high))
    bottom = np.where(low == 0, -np.inf, value(low)) if name in ("ln", "log10", "log2") else value(low)
    return Boxes.of(np.where(void, 0, bottom), np.where(void, 0, value(high)), void)


def _turning(x: Boxes) -> Boxes:
    """Return the bounds of the cosine."""
    wide = (x.high - x.low >= 2 * np.pi) | (np.maximum(np.abs(x.low), np.abs(x.high)) > LARGEST_ANGLE)
    ends = np.cos(x.low), np.cos(x.high)
    has_top = np.floor(x.high / (2 * np.pi) + 1e-12) >= np.ceil(x.low / (2 * np.pi) - 1e-12)
    shifted = (x.low - np.pi) / (2 * np.pi), (x.high - np.pi) / (2 * np.pi)
    has_bottom = np.floor(shifted[1] + 1e-12) >= np.ceil(shifted[0] - 1e-12)
    room = 1e-15 + 2e-16 * np.maximum(np.abs(x.low), np.abs(x.high))
    low = np.where(wide | has_bottom, -1, np.minimum(*ends) - room)
    high = np.where(wide | has_top, 1, np.maximum(*ends) + room)
    return Boxes.of(low, high, x.void)


def _tangent(x: Boxes) -> Boxes:
    first, last = (x.low / np.pi + 0.5 - 1e-12, x.high / np.pi + 0.5 + 1e-12)
    safe = (np.floor(first) == np.floor(last)) & (np.maximum(np.abs(x.low), np.abs(x.high)) < LARGEST_ANGLE)
    room = 1e-15 * (1 + np.maximum(np.abs(x.low), np.abs(x.high)))
    low, high = np.tan(x.low), np.tan(x.high)
    low = np.where(safe, low - room * (1 + low**2), -np.inf)
    high = np.where(safe, high + room * (1 + high**2), np.inf)
    return Boxes.of(low, high, x.void)
