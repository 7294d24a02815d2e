"""Slopes, limits and breaks of an author's function: what the pictures must agree with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from mpmath import mp

from nowshowing.maths import answers, differentiation, symbolic
from nowshowing.maths.expression import Expression
from nowshowing.maths.limits import one_sided_limit, one_sided_slope
from nowshowing.maths.numbers import trimmed
from nowshowing.maths.precise import Real, exact, precise
from nowshowing.maths.roots import Place, ascending, critical_arguments, critical_places, given, zeros
from nowshowing.maths.tree import ZERO, Node, replaced

DIGITS = 60
COMPARED_DIGITS = 200
SAME = 1e-9
"""By how much values that are the same may differ, in parts of them."""
ROUNDING = 4e-16
"""How much of a number the rounding of a float may be."""
Kind = Literal["pole", "jump", "hole", "edge", "corner", "vertical"]
Side = Literal["left", "right", "both"]


class NotDifferentiable(ValueError):
    """There is no derivative; ``reason`` says why in words that fit after "where": ``|x| has a corner there …``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, order=True)
class Break:
    """A place where a function breaks off, or bends without a slope.

    ``pole``: the values grow without bound on a side. ``jump``: the sides differ, or the values of a side do not
    settle. ``hole``: the sides agree, the function has no or another value. ``edge``: the domain ends. ``corner``,
    ``vertical``: it is continuous, but has two slopes or a vertical one.
    """

    at: float
    kind: Kind


def derivative(f: Expression) -> Expression:
    """Return the derivative as SymPy simplifies and orders it; as the rules give it, where that takes too long."""
    return Expression.derived(symbolic.derivative(f), f.variables, f.together)


def second_derivative(f: Expression) -> Expression:
    """Return the derivative of the derivative."""
    return derivative(derivative(f))


def composition(f: Expression, g: Expression) -> Expression:
    """Return f∘g, in the variable of g."""
    return Expression.derived(replaced(f.tree, f.variable, g.tree), g.variables)


@lru_cache(4096)
def factor_slopes(f: Expression, g: Expression, x: float) -> tuple[float, float]:
    """Return the factors of the chain rule, f′(g(x)) and g′(x). Raises NotDifferentiable."""
    with mp.workdps(DIGITS):
        inside = _value(g.tree, g.variable, x)
        smooth = all(precise(part, {f.variable: inside}) != 0 for part in _critical_arguments(f))
        outer = precise(_slope_tree(f), {f.variable: inside}) if smooth else mp.nan
    return float(outer) if mp.isfinite(outer) else slope_at(f, float(inside)), slope_at(g, x)


def value_at(f: Expression, x: float) -> float:
    """Return f(x), correctly rounded; nan outside the domain and at a pole."""
    return float(_value(f.tree, f.variable, x))


def have_same_value(f: Expression, g: Expression, x: float) -> bool:
    """Tell whether f(x) and g(x) agree but for rounding, however much cancels; both may have none."""
    with mp.workdps(COMPARED_DIGITS):
        ours, theirs = (precise(function.tree, {function.variable: exact(x)}) for function in (f, g))
        if not (mp.isfinite(ours) and mp.isfinite(theirs)):
            return bool(ours == theirs or (mp.isnan(ours) and mp.isnan(theirs)))
        return bool(mp.almosteq(ours, theirs, rel_eps=SAME, abs_eps=mp.mpf(10) ** (-COMPARED_DIGITS // 2)))


def secant_slope(f: Expression, x: float, h: float) -> float:
    """Return [f(x + h) − f(x)]/h, correctly rounded however small h is."""
    with mp.workdps(DIGITS):
        if h == 0:
            return math.nan
        start = exact(x)
        end = start + exact(h)
        return float((precise(f.tree, {f.variable: end}) - precise(f.tree, {f.variable: start})) / (end - start))


def slope_at(f: Expression, x: float) -> float:
    """Return f′(x), correct to double precision. Raises NotDifferentiable."""
    if not math.isfinite(x):
        raise NotDifferentiable(f"{f.source} is not defined")
    found = _slopes(f, float(x))
    if isinstance(found, str):
        raise NotDifferentiable(found)
    left, right = found
    if math.isinf(left) and left == right:
        raise NotDifferentiable(f"{f.source} has a vertical tangent")
    if math.isinf(left) and math.isinf(right):
        raise NotDifferentiable(f"{f.source} has a cusp")
    if left != right:
        raise NotDifferentiable(f"{f.source} has a corner, with slopes {trimmed(left, 4)} and {trimmed(right, 4)}")
    return left


def tangent_line(f: Expression, x: float) -> tuple[float, float]:
    """Return slope and intercept of the tangent. Raises NotDifferentiable."""
    slope = slope_at(f, x)
    with mp.workdps(DIGITS):
        intercept = float(_value(f.tree, f.variable, x) - mp.mpf(slope) * exact(x))
    # The slope is a float: what its rounding leaves of an intercept of 0 is none.
    return slope, intercept if abs(intercept) > ROUNDING * abs(slope * x) else 0.0


def limit_at(f: Expression, x: float, side: Side = "both") -> float | None:
    """Return the limit of f at x from a side or from both; ±inf is possible, None where there is none."""
    left, right = _limits(f, float(x))
    if side != "both":
        return left if side == "left" else right
    return left if left is not None and left == right else None


def one_sided_slopes(f: Expression, x: float) -> tuple[float, float]:
    """Return the slopes on the left and on the right; ±inf at a vertical tangent, nan where there is none."""
    place = given(x)
    if _is_smooth(f, x):
        slope = float(_slope(f, x))
        return slope, slope
    with mp.workdps(DIGITS):
        height = _value(f.tree, f.variable, x)
        sides = [one_sided_slope(f.tree, f.variable, place, side, height) for side in (-1, 1)]
        if not mp.isfinite(height):
            return math.nan, math.nan
        agreeing = [_joins(f, place, side, height) for side in (-1, 1)]
    left, right = (_rounded(slope) if joins else math.nan for slope, joins in zip(sides, agreeing, strict=True))
    return (left, left) if _same(left, right) else (left, right)


def breaks(f: Expression, lo: float, hi: float) -> tuple[Break, ...]:
    """Return where f breaks off, jumps or has no slope in [lo, hi], ascending."""
    found = answers.recalled("breaks", f, (lo, hi), lambda: [[b.at, b.kind] for b in _find_breaks(f, lo, hi)])
    return tuple(Break(at, kind) for at, kind in found)


def domain(f: Expression, lo: float, hi: float) -> tuple[tuple[float, float], ...]:
    """Return the stretches inside [lo, hi] on which f is real, parted at holes, poles and gaps."""
    found = answers.recalled("domain", f, (lo, hi), lambda: [list(pair) for pair in _find_domain(f, lo, hi)])
    return tuple((start, end) for start, end in found)


def critical_points(f: Expression, lo: float, hi: float) -> tuple[float, ...]:
    """Return where f in [lo, hi] has slope 0, or a value but no slope, ascending."""
    return tuple(answers.recalled("critical points", f, (lo, hi), lambda: _find_critical_points(f, lo, hi)))


def _value(tree: Node, variable: str, x: float) -> Real:
    with mp.workdps(DIGITS):
        return precise(tree, {variable: exact(x)})


@lru_cache(maxsize=1024)
def _slope_tree(f: Expression) -> Node:
    return differentiation.differentiate(f.tree, f.variable)


def _slope(f: Expression, x: float) -> Real:
    return _value(_slope_tree(f), f.variable, x)


@lru_cache(maxsize=1024)
def _critical_arguments(f: Expression) -> tuple[Node, ...]:
    return tuple(critical_arguments(f.tree))


def _is_smooth(f: Expression, x: float) -> bool:
    """Tell whether the rules of differentiation hold at x: no denominator, root, … has its argument at 0 there."""
    values = [_value(argument, f.variable, x) for argument in _critical_arguments(f)]
    apart = all(mp.isfinite(value) and value != 0 for value in values)
    return apart and all(mp.isfinite(_value(part, f.variable, x)) for part in (f.tree, _slope_tree(f)))


def _limits(f: Expression, x: float) -> tuple[float | None, float | None]:
    if _is_smooth(f, x):
        return (value := float(_value(f.tree, f.variable, x))), value
    found = answers.recalled("limits", f, (x,), lambda: [_number_or_none(_side(f, given(x), side)) for side in (-1, 1)])
    left, right = (None if text is None else float(text) for text in found)
    return left, right


def _number_or_none(value: Real | None) -> str | None:
    return None if value is None or mp.isnan(value) else repr(_rounded(value))


def _rounded(value: Real) -> float:
    return float(value) + 0.0


def _same(left: float, right: float) -> bool:
    return left == right or (math.isfinite(left - right) and abs(left - right) <= 1e-13 * max(abs(left), abs(right)))


def _side(f: Expression, place: Place, side: int) -> Real | None:
    return one_sided_limit(f.tree, f.variable, place, side)


def _joins(f: Expression, place: Place, side: int, height: Real) -> bool:
    """Tell whether the curve comes up to its value on one side."""
    limit = _side(f, place, side)
    return limit is not None and bool(mp.isfinite(limit)) and _same(float(limit), float(height))


def _slopes(f: Expression, x: float) -> tuple[float, float] | str:
    """Return the one-sided slopes, or why there is no question of slopes."""
    if _is_smooth(f, x):
        slope = float(_slope(f, x))
        return slope, slope
    found = answers.recalled("slopes", f, (x,), lambda: _find_slopes(f, x))
    return found if isinstance(found, str) else (float(found[0]), float(found[1]))


def _find_slopes(f: Expression, x: float) -> list[str] | str:
    kind = _kind(f, given(x))
    value = _value(f.tree, f.variable, x)
    if kind == "pole":
        return f"{f.source} has a pole"
    if not mp.isfinite(value):
        return f"{f.source} has a hole" if kind == "hole" else f"{f.source} is not defined"
    if kind in ("jump", "hole"):
        return f"{f.source} has a jump" if kind == "jump" else f"{f.source} has a single point off its curve"
    if kind == "edge":
        return f"the domain of {f.source} ends"
    left, right = one_sided_slopes(f, x)
    if math.isnan(left) or math.isnan(right):
        return f"the chords of {f.source} do not settle"
    return [repr(left), repr(right)]


def _kind(f: Expression, place: Place) -> Kind | None:
    """Return what kind of break f has at a place; None where it has none, or is not real around it."""
    left, right = _side(f, place, -1), _side(f, place, 1)
    with mp.workdps(DIGITS):
        height = precise(f.tree, {f.variable: place.at()})
    if any(limit is not None and mp.isinf(limit) for limit in (left, right)):
        return "pole"
    outside = [limit is not None and bool(mp.isnan(limit)) for limit in (left, right)]
    if any(outside):
        return "edge" if not all(outside) or mp.isfinite(height) else None
    if left is None or right is None or not _same(float(left), float(right)):
        return "jump"
    if not mp.isfinite(height) or not _same(float(left), float(height)):
        return "hole"
    slopes = [_rounded(one_sided_slope(f.tree, f.variable, place, side, height)) for side in (-1, 1)]
    if any(map(math.isinf, slopes)):
        return "vertical"
    if any(map(math.isnan, slopes)):
        return "corner"
    return None if abs(slopes[0] - slopes[1]) <= 1e-12 * (abs(slopes[0]) + abs(slopes[1])) else "corner"


def _find_breaks(f: Expression, lo: float, hi: float) -> list[Break]:
    kinds = ((float(place), _kind(f, place)) for place in critical_places(f.tree, lo, hi))
    return [Break(at, kind) for at, kind in kinds if kind is not None]


def _find_domain(f: Expression, lo: float, hi: float) -> list[tuple[float, float]]:
    places = [place for place in critical_places(f.tree, lo, hi) if lo < float(place) < hi]
    ends = [lo, *map(float, places), hi]
    stretches: list[tuple[float, float]] = []
    for place, (start, end) in zip([None, *places], pairwise(ends), strict=True):
        inside = start + (end - start) * 0.4871
        if not mp.isfinite(_value(f.tree, f.variable, inside)):
            continue
        if place is not None and stretches and stretches[-1][1] == start and _has_value(f, place):
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _has_value(f: Expression, place: Place) -> bool:
    with mp.workdps(DIGITS):
        return bool(mp.isfinite(precise(f.tree, {f.variable: place.at()})))


def _find_critical_points(f: Expression, lo: float, hi: float) -> list[float]:
    slope = _slope_tree(f)
    level = zeros(slope, lo, hi) if slope != ZERO else []
    places = [place for place in level if _is_level(f, place)]
    bends = [place for place in critical_places(f.tree, lo, hi) if _kind(f, place) in ("corner", "vertical")]
    return [float(place) for place in ascending([*places, *bends], lo, hi)]


def _is_level(f: Expression, place: Place) -> bool:
    with mp.workdps(DIGITS):
        at = {f.variable: place.at()}
        value, slope = precise(f.tree, at), precise(_slope_tree(f), at)
        return bool(mp.isfinite(value)) and bool(abs(slope) < mp.mpf("1e-40"))
