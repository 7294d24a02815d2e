"""All zeros of a tree between two places: boxes are ruled out by interval arithmetic, what is left is refined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from mpmath import mp
from numpy.typing import NDArray

from nowshowing.maths.differentiation import differentiate
from nowshowing.maths.intervals import Boxes, Floats, bounds
from nowshowing.maths.precise import Real, exact, precise
from nowshowing.maths.tree import (
    ONE,
    ZERO,
    Call,
    Difference,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    names,
    rational,
    walk,
)

DIGITS = 360
FIRST_BOXES = 64
MOST_BOXES = 3000
MOST_HALVINGS = 44
HIGHEST_ORDER = 4
MOST_SINGLE = 150
MOST_UNCLEAR = 20
MOST_NODES = 400
UNCLEAR = 1e-6
"""What cannot be told apart in double precision near a multiple zero, as a share of the range."""


@dataclass(frozen=True)
class Place:
    """A place on the x-axis to ``DIGITS`` digits; ``ratio`` where it is a rational number, and so exact."""

    value: Real
    ratio: Fraction | None = None

    def at(self) -> Real:
        """Return the place at mpmath's working precision."""
        return exact(self.ratio) if self.ratio is not None else self.value

    def __float__(self) -> float:
        return float(self.ratio) if self.ratio is not None else float(self.value)


def given(x: float) -> Place:
    """Return a place that an author wrote."""
    return Place(None, Fraction(repr(float(x))))


def zeros(node: Node, lo: float, hi: float) -> list[Place]:
    """Return the zeros in [lo, hi], ascending; of a stretch of zeros its ends, where they lie inside.

    Where there are more than can be told apart (cos(1/x) near 0), only some of them.
    """
    if not lo < hi:
        return []
    found: list[Place] = []
    for factor in factors(node):
        found.extend(_zeros_of_factor(factor, lo, hi))
    return ascending(found, lo, hi)


def ascending(found: Iterable[Place], lo: float, hi: float) -> list[Place]:
    """Return the places that lie in [lo, hi] in their order, each once."""
    low, high = given(lo), given(hi)
    kept: list[Place] = []
    with mp.workdps(DIGITS):
        for place in sorted(found, key=float):
            inside = low.at() <= place.at() <= high.at()
            if inside and not (kept and abs(kept[-1].at() - place.at()) <= mp.mpf("1e-13") * (hi - lo)):
                kept.append(place)
    return kept


def factors(node: Node) -> list[Node]:
    """Return simpler trees, at least one of which is zero wherever the tree is."""
    if not names(node):
        return []
    match node:
        case Negative(operand):
            return factors(operand)
        case Product(left, right):
            return factors(left) + factors(right)
        case Quotient(left, _) | Power(left, _):
            return factors(left)
        case Call("abs" | "sqrt" | "cbrt" | "sign" | "arctan" | "sinh" | "tanh" | "arcsin", argument):
            return factors(argument)
        case Call("exp" | "sigmoid" | "cosh" | "sec" | "csc"):
            return []
        case Call("ln" | "log10" | "log2", argument):
            return [Difference(argument, ONE)]
        case Call("tan", argument):
            return [Call("sin", argument)]
        case Call("cot", argument):
            return [Call("cos", argument)]
        case _:
            return [node]


def critical_arguments(node: Node) -> list[Node]:
    """Return trees, one of which is zero wherever the given one may break off, jump or have a corner."""
    found: list[Node] = []
    for part in walk(node):
        match part:
            case Quotient(_, right):
                found.append(right)
            case Power(left, right) if not names(left):
                base = rational(left)
                if base is not None and base <= 0:
                    found.append(right)
            case Power(left, right):
                ratio = rational(right)
                if ratio is None or ratio < 0 or ratio.denominator != 1:
                    found.append(left)
            case Call("tan" | "sec", argument):
                found.append(Call("cos", argument))
            case Call("cot" | "csc", argument):
                found.append(Call("sin", argument))
            case Call("ln" | "log10" | "log2" | "sqrt" | "cbrt" | "abs" | "sign", argument):
                found.append(argument)
            case Call("arcsin" | "arccos", argument):
                found.extend((Difference(argument, ONE), Sum(argument, ONE)))
    return [tree for tree in dict.fromkeys(found) if names(tree)]


def critical_places(node: Node, lo: float, hi: float) -> list[Place]:
    """Return the places in [lo, hi] outside of which the tree is smooth, ascending."""
    parts = dict.fromkeys(factor for tree in critical_arguments(node) for factor in factors(tree))
    found: list[Place] = []
    for part in parts:
        found.extend(_zeros_of_factor(part, lo, hi))
    return ascending(found, lo, hi)


def _zeros_of_factor(node: Node, lo: float, hi: float) -> list[Place]:
    variable = names(node)[0]
    margin = 1e-9 * (hi - lo)
    with np.errstate(all="ignore"):
        single, unclear = _groups(node, differentiate(node, variable), lo - margin, hi + margin)
    found: list[Place] = []
    with mp.workdps(DIGITS):
        widest = sorted(single, key=lambda ends: ends[0] - ends[1])[:MOST_SINGLE]
        orders = [(ends, HIGHEST_ORDER) for ends in widest] + [(ends, 1) for ends in unclear[:MOST_UNCLEAR]]
        for (low, high), order in orders:
            place = _zero_within(node, variable, mp.mpf(low), mp.mpf(high), order)
            if place is not None:
                found.append(_recognised(place))
        if unclear:
            bends = critical_places(node, lo - margin, hi + margin)
            found.extend(bend for bend in bends if _value(node, variable, bend.at()) == 0)
    return found


def _groups(
    node: Node, slope: Node, lo: float, hi: float
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return intervals that hold at most one zero, where the sign changes; and those about which that is not known."""
    edges = np.linspace(lo, hi, FIRST_BOXES + 1)
    low, high = edges[:-1], edges[1:]
    jumps = [part.argument for part in walk(node) if isinstance(part, Call) and part.function == "sign"]
    single: list[tuple[float, float]] = []
    narrow = 1e-13 * max(abs(lo), abs(hi)) + 1e-12 * (hi - lo)
    for _ in range(MOST_HALVINGS):
        if not low.size or low.size > MOST_BOXES or high[0] - low[0] < narrow:
            break
        keep, monotone = _judged(node, slope, jumps, low, high)
        done = keep & monotone
        single.extend(zip(low[done].tolist(), high[done].tolist(), strict=True))
        low, high = low[keep & ~monotone], high[keep & ~monotone]
        middle = low + (high - low) * 0.4871
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
    return single, _merged(low, high, UNCLEAR * (hi - lo))


def _judged(
    node: Node, slope: Node, jumps: Sequence[Node], low: Floats, high: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which boxes may hold a zero, and in which of these the tree only rises or only falls."""
    x = Boxes(low, high, np.zeros(low.shape, bool))
    keep = bounds(node, x).holds(0.0)
    rise = bounds(slope, x)
    centre = (low + high) / 2
    middle = bounds(node, Boxes(centre, centre, x.void))
    reach = np.maximum(np.abs(rise.low), np.abs(rise.high)) * (high - low) / 2 * (1 + 1e-12)
    smooth = np.isfinite(reach) & ~rise.void & ~middle.void
    for jump in jumps:
        smooth &= ~bounds(jump, x).holds(0.0)
    keep &= ~smooth | ((middle.low - reach <= 0) & (middle.high + reach >= 0))
    monotone = smooth & ((rise.low > 0) | (rise.high < 0))
    first, last = (bounds(node, Boxes(end, end, x.void)) for end in (low, high))
    same_sign = ((first.low > 0) & (last.low > 0)) | ((first.high < 0) & (last.high < 0))
    return keep & ~(monotone & same_sign), monotone


def _merged(starts: Floats, ends: Floats, apart: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True)):
        if merged and start <= merged[-1][1] + apart:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _value(node: Node, variable: str, at: Real) -> Real:
    return precise(node, {variable: at})


def _zero_within(node: Node, variable: str, low: Real, high: Real, order: int) -> Real | None:
    """Return a zero by its change of sign, or, where the sign stays, as a zero of the derivative too."""
    with mp.workdps(40):
        first, last = _value(node, variable, low), _value(node, variable, high)
    for end, value in ((low, first), (high, last)):
        if value == 0:
            return end
    if first * last < 0:
        return _crossing(node, variable, low, high, first)
    slope = differentiate(node, variable)
    if order == HIGHEST_ORDER or slope == ZERO or sum(1 for _ in walk(slope)) > MOST_NODES:
        return None
    room = (high - low) / 2
    turn = _zero_within(slope, variable, low - room, high + room, order + 1)
    if turn is None or not abs(_value(node, variable, turn)) < mp.mpf(10) ** (-DIGITS // 3):
        return None
    return turn


def _crossing(node: Node, variable: str, low: Real, high: Real, first: Real) -> Real:
    with mp.workdps(40):
        for _ in range(60):
            middle = (low + high) / 2
            value = _value(node, variable, middle)
            if value == 0:
                low = high = middle
                break
            low, high, first = (middle, high, value) if value * first > 0 else (low, middle, first)
    place = (low + high) / 2
    slope = differentiate(node, variable)
    for digits in (40, 80, 160, DIGITS + 20, DIGITS + 20):
        with mp.workdps(digits + 20):
            value, rise = _value(node, variable, place), _value(slope, variable, place)
            if value == 0 or not rise or not mp.isfinite(value / rise) or abs(value / rise) > mp.mpf("1e-8"):
                continue
            place = place - value / rise
    return place


def _recognised(place: Real) -> Place:
    """Return a place, as a rational number if it is a simple one up to all the digits or all a float has."""
    ratio = Fraction(float(place)).limit_denominator(10**6)
    return Place(+place, ratio if abs(exact(ratio) - place) <= mp.mpf("1e-30") * (1 + abs(place)) else None)
