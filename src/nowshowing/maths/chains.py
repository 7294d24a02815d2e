"""Two functions in a row: a nudge carried through both, its factors, and how three number lines show it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from mpmath import mp

from nowshowing.maths.calculus import DIGITS, breaks, composition, domain, factor_slopes, value_at
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS, trimmed
from nowshowing.maths.precise import exact, precise
from nowshowing.maths.roots import zeros
from nowshowing.maths.tree import Difference, Negative, Sum, Variable, replaced
from nowshowing.maths.windows import MOST_TURNS, SAMPLES

Pair = tuple[float, float]
MOST_STRETCH = 24.0
"""How many times longer than the nudge an image may be drawn; beyond that one unit cannot show both."""
LEAST_SEEN = 0.25
"""The least length in the frame at which a nudge is seen for what it is."""
COLLAPSED = 0.05
MAGNIFIED = 0.75
"""Share of the width that a nudge and its images fill at last."""
RIM = 0.04
"""Share of a line's width that stays free at its ends."""
REACH = 2.5
BESIDE = 1e-6
MOST_SPREAD = 8.0
"""How many times higher than its tangent a curve may get before the view draws nearer."""
MOST_GROWTH, RARE = 1e6, 0.05
"""How many times larger than at the place itself values may get, but for a share of them, as beside a pole."""


@dataclass(frozen=True)
class Nudge:
    """Where a nudge of x goes: (start, end) on the lines of x, u = g(x) and y = f(u), and how far apart these are."""

    x: Pair
    u: Pair
    y: Pair
    dx: float
    du: float
    dy: float
    inner: float
    """du/dx"""
    outer: float
    """dy/du; the slope of f at u where u stays put."""
    direct: float
    """dy/dx, measured past u."""

    @property
    def lines(self) -> tuple[Pair, Pair, Pair]:
        """The three intervals, as they follow each other."""
        return self.x, self.u, self.y

    @property
    def lengths(self) -> tuple[float, float, float]:
        """The three lengths, with their signs."""
        return self.dx, self.du, self.dy

    @property
    def forgotten(self) -> float:
        """The length that the nudge would get if the inner factor were forgotten."""
        return self.outer * self.dx

    @property
    def spread(self) -> float:
        """How far the image and that length lie apart in all, from the point on."""
        return max(0.0, self.dy, self.forgotten) - min(0.0, self.dy, self.forgotten)


@lru_cache(maxsize=4096)
def nudged(f: Expression, g: Expression, at: float, nudge: float) -> Nudge:
    """Carry [at, at + nudge] through g, then f; each number is correctly rounded however small the nudge is."""
    with mp.workdps(DIGITS):
        x = exact(at), exact(at) + exact(nudge)
        u = tuple(precise(g.tree, {g.variable: end}) for end in x)
        y = tuple(precise(f.tree, {f.variable: end}) for end in u)
        dx, du, dy = x[1] - x[0], u[1] - u[0], y[1] - y[0]
        outer = float(dy / du) if du else factor_slopes(f, g, at)[0]
        px, pu, py = ((float(a), float(b)) for a, b in (x, u, y))
        return Nudge(px, pu, py, float(dx), float(du), float(dy), float(du / dx), outer, float(dy / dx))


def zeros_between(f: Expression, lo: float, hi: float) -> tuple[float, ...]:
    """Return where f is 0 in [lo, hi], ascending; empty where f is 0 throughout."""
    if f.variable not in f.source:
        return ()
    return tuple(float(place) + 0.0 for place in zeros(f.tree, lo, hi))


def natural_span(f: Expression, g: Expression, at: float) -> Pair:
    """Return a stretch of x around a place on which f∘g shows its shape, is unbroken and does not wiggle too often."""
    whole = composition(f, g)
    reach = REACH * max(1.0, abs(at) / 2)
    while _turns(whole, at - reach, at + reach) > MOST_TURNS and reach > 1e-3:
        reach /= 1.25
    for function in (g, whole):
        while outgrows(function, at, at - reach, at + reach) and reach > 1e-3:
            reach /= 1.25
    outer, inner = factor_slopes(f, g, at)
    for _ in range(8 if outer * inner else 0):
        if _spread(whole, at - reach, at + reach) > MOST_SPREAD * abs(outer * inner) * reach:
            reach /= 1.25
    lo, hi = at - reach, at + reach
    for start, stop in domain(whole, lo, hi):
        if start <= at <= stop:
            lo, hi = start, stop
    slack = BESIDE * (hi - lo)  # the end of a domain may be a pole
    for one in (*breaks(whole, lo - slack, hi + slack), *breaks(g, lo - slack, hi + slack)):
        if one.kind in ("pole", "jump"):
            # At the break itself rounding would decide on which side of it the value is.
            beside = one.at + (at - one.at) * BESIDE
            lo, hi = (max(lo, beside), hi) if one.at < at else (lo, min(hi, beside))
    return lo, hi


def outgrows(f: Expression, at: float, lo: float, hi: float) -> bool:
    """Tell whether the values between lo and hi, but for a few, are a million times larger than the one at a place."""
    return not _spread(f, lo, hi, RARE) <= MOST_GROWTH * max(1.0, abs(value_at(f, at)))


def in_u(f: Expression) -> Expression:
    """Return an outer function written in u, whatever its author called its variable."""
    return Expression.derived(replaced(f.tree, f.variable, Variable("u")), ("u",))


def linear_maps(inner: float, outer: float) -> tuple[Expression, Expression]:
    """Return u ↦ outer · u and x ↦ inner · x, the outer one first."""
    return Expression(f"{trimmed(outer)}*u".replace(MINUS, "-"), ("u",)), Expression(
        f"{trimmed(inner)}*x".replace(MINUS, "-")
    )


def as_factor(f: Expression, first: bool) -> str:
    """Return an expression in LaTeX, in brackets where it is to be multiplied, as the first factor or a later one."""
    held = isinstance(f.tree, Sum | Difference) or (isinstance(f.tree, Negative) and not first)
    return rf"\left( {f.latex} \right)" if held else f.latex


@dataclass(frozen=True)
class Beside:
    """A text beside a value: how much room it needs there, in units of the frame."""

    value: float
    room: float


@dataclass(frozen=True)
class View:
    """How a number line is shown: which value lies at its left end, and the length of its unit in the frame.

    ``power``: this line's unit is 10^power times that of the first line.
    """

    left: float
    unit: float
    power: int = 0

    def at(self, value: float) -> float:
        """Return how far from the left end a value lies, in units of the frame."""
        return (value - self.left) * self.unit


def views(
    nudge: Nudge, width: float, left: Sequence[Beside] = (), right: Sequence[Beside] = ()
) -> tuple[View, View, View]:
    """Choose how three lines of a width show a nudge, so that its images can be compared.

    One unit and a common zero where that lets the nudge be seen; else one unit, each line around its own interval;
    where an image is too many times longer than the nudge for that, its line's unit is a power of ten smaller.
    ``left`` and ``right`` are the texts that need room on either side of a value.
    """
    common = _common_view(nudge, width, left, right)
    if common is not None and _shows(nudge, common.unit):
        return common, common, common
    before, after = (max((text.room for text in texts), default=0.0) for texts in (left, right))
    room = width - before - after
    ghost = nudge.y[0] + nudge.forgotten
    shown = nudge.x, nudge.u, (min(*nudge.y, ghost), max(*nudge.y, ghost))
    lengths = [abs(nudge.dx), abs(nudge.du), nudge.spread]
    powers = _powers(lengths)
    longest = max(length * 10.0**power for length, power in zip(lengths, powers, strict=True))
    unit = min(0.7 * room / longest, 0.35 * room / abs(nudge.dx))
    centre = before + room / 2
    return tuple(  # type: ignore[return-value]
        _around(pair, unit * 10.0**power, power, centre) for pair, power in zip(shown, powers, strict=True)
    )


def _common_view(nudge: Nudge, width: float, left: Sequence[Beside], right: Sequence[Beside]) -> View | None:
    """Return the view with the longest unit in which the zero, all intervals and their texts have room."""
    ends = [0.0, *(end for pair in nudge.lines for end in pair), nudge.y[0] + nudge.forgotten]
    lefts, rights = ([*texts, *(Beside(end, RIM * width) for end in ends)] for texts in (left, right))
    rooms = [(b.value - a.value, width - a.room - b.room) for a in lefts for b in rights]
    if min(room for _, room in rooms) <= 0:
        return None
    unit = min(room / apart for apart, room in rooms if apart > 0)
    most = min(text.value - text.room / unit for text in lefts)
    least = max(text.value + (text.room - width) / unit for text in rights)
    return View((least + most) / 2, unit)


def _shows(nudge: Nudge, unit: float) -> bool:
    """Tell whether a nudge and its images are long enough to be seen, except for one that collapses."""
    seen = abs(nudge.dx) * unit >= LEAST_SEEN
    return seen and all(abs(length) * unit >= 0.08 or _is_collapse(length, nudge.dx) for length in nudge.lengths)


def magnified(lengths: Sequence[float], powers: Sequence[int], width: float) -> tuple[float, float]:
    """Return the unit of the first line at which some images fill most of a width, and where they start.

    The start is a distance from the left end; it is the same on all lines, so that lengths can be compared.
    """
    drawn = [length * 10.0**power for length, power in zip(lengths, powers, strict=True)]
    low, high = min(0.0, *drawn), max(0.0, *drawn)
    unit = MAGNIFIED * width / (high - low)
    return unit, width / 2 - (low + high) / 2 * unit


def _is_collapse(length: float, dx: float) -> bool:
    return abs(length) <= COLLAPSED * abs(dx)


def _powers(lengths: Sequence[float]) -> tuple[int, ...]:
    """Return by which power of ten each line is drawn smaller; what is small beside the nudge stays small."""
    stretches = [abs(length / lengths[0]) for length in lengths]
    return tuple(-math.ceil(math.log10(s / MOST_STRETCH)) if s > MOST_STRETCH else 0 for s in stretches)


def _around(pair: Pair, unit: float, power: int, centre: float) -> View:
    return View((pair[0] + pair[1]) / 2 - centre / unit, unit, power)


def _spread(f: Expression, lo: float, hi: float, rare: float = 0.0) -> float:
    """Return how far the values between two places lie apart, but for the ``rare`` share at either end."""
    values = f(np.linspace(lo, hi, SAMPLES))
    finite = values[np.isfinite(values)]
    return float(np.ptp(np.quantile(finite, (rare, 1 - rare)))) if finite.size else 0.0


def _turns(f: Expression, lo: float, hi: float) -> int:
    """Return how often a curve turns round between two places."""
    values = f(np.linspace(lo, hi, SAMPLES))
    moves = np.sign(np.diff(values[np.isfinite(values)]))
    return int(np.count_nonzero(np.diff(moves[moves != 0])))
