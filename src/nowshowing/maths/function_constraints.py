"""Constraints on functions at places, over gaps and over intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nowshowing.maths import calculus
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.constraint import Constraint, Params, all_finite, if_given, numbers_in
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import trimmed
from nowshowing.maths.secant_quantities import gap_turns


@dataclass(frozen=True)
class InDomain(Constraint):
    """The function has a value at the number, or at each of the list."""

    about = "mathematics"

    function: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return which number lies outside."""
        f = params[self.function]
        for x in filter(math.isfinite, numbers_in(params[name])):
            if not math.isfinite(calculus.value_at(f, x)):
                return (
                    f'{f.source} has no value at {f.variable} = {trimmed(x)}; move "{name}" or choose another function'
                )
        return None


@dataclass(frozen=True)
class DifferentiableAt(Constraint):
    """The function has a slope at the number, or at each of the list.

    ``unless``: param → values with which one-sided slopes are enough, as ``{"side": ["both"]}``.
    """

    about = "mathematics"

    function: str
    unless: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where there is no slope, and why."""
        if any(params.get(key) in values for key, values in self.unless.items()):
            return OneSidedSlopes(self.function).problem(params, name)
        f = params[self.function]
        for x in filter(math.isfinite, numbers_in(params[name])):
            try:
                calculus.slope_at(f, x)
            except NotDifferentiable as error:
                place = f"no derivative at {f.variable} = {trimmed(x)}"
                return f'{place}, where {error.reason}; move "{name}" or choose another function'
        return None

    def __hash__(self) -> int:
        return hash((self.function, *self.unless))


@dataclass(frozen=True)
class OneSidedSlopes(Constraint):
    """The function has a finite slope on either side of the number, if not the same one."""

    about = "mathematics"

    function: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where a side has no slope."""
        f = params[self.function]
        for x in filter(math.isfinite, numbers_in(params[name])):
            slopes = calculus.one_sided_slopes(f, x)
            for side, slope in zip(("left", "right"), slopes, strict=True):
                if not math.isfinite(slope):
                    place = f"no slope from the {side} at {f.variable} = {trimmed(x)}"
                    return f'{place} on {f.source}; move "{name}" or choose another function'
        return None


@dataclass(frozen=True)
class NoPoleBetween(Constraint):
    """Each number is a gap from ``at`` that the function crosses without a break, to a place where it has a value.

    ``side`` names the param that says on which sides the gaps are taken, if there is one.
    """

    about = "mathematics"

    function: str
    at: str
    side: str | None = None

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap that fails, and what lies in it."""
        f, at = params[self.function], params[self.at]
        given = [gap for gap in numbers_in(params[name]) if math.isfinite(gap) and gap != 0]
        turns = gap_turns(given, params.get(self.side, "right") if self.side else "right")
        gaps = [gap for turn in turns for gap in turn]
        starts = numbers_in(at)
        if not gaps or not all_finite(starts):
            return None
        for start in starts:
            for gap in gaps:
                lo, hi = sorted((start, start + gap))
                found = what_breaks(f, lo, hi)
                if found:
                    across = f"the gap {trimmed(gap)} from {f.variable} = {trimmed(start)}"
                    return f'{across} {found}; change "{name}" or move "{self.at}"'
        return None


def what_breaks(f: Expression, lo: float, hi: float) -> str | None:
    """Return the first place between two at which a function breaks off, in words; None where it does not."""
    words = {"pole": "a pole", "jump": "a jump", "hole": "a hole"}
    for one in calculus.breaks(f, lo, hi):
        if one.kind in words:
            return f"meets {words[one.kind]} of {f.source} at {f.variable} = {trimmed(one.at)}"
    stretches = calculus.domain(f, lo, hi)
    if len(stretches) == 1 and stretches[0] == (lo, hi):
        return None
    ends = [end for stretch in stretches for end in stretch if lo < end < hi]
    where = f", which ends at {f.variable} = {trimmed(ends[0])}" if ends else ""
    return f"leaves the domain of {f.source}{where}"


@dataclass(frozen=True)
class DifferentiableOver(Constraint):
    """The function has a slope everywhere between the least and the greatest number."""

    about = "mathematics"

    function: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the first place without a slope."""
        f, values = params[self.function], numbers_in(params[name])
        if len(values) < 2 or not all_finite(values) or min(values) == max(values):
            return None
        lo, hi = min(values), max(values)
        found = calculus.breaks(f, lo, hi)
        if found:
            what = {"corner": "a corner", "vertical": "a vertical tangent", "edge": "the end of its domain"}
            kind = what.get(found[0].kind, f"a {found[0].kind}")
            place = f"{f.variable} = {trimmed(found[0].at)}"
            return f'{f.source} has {kind} at {place}; change "{name}" or choose another function'
        broken = what_breaks(f, lo, hi)
        return f'"{name}" {broken}; change "{name}"' if broken else None


def no_slope(f: Expression, at: float) -> str | None:
    """Return why a function has no slope at a place, in words; None where it has one."""
    if not math.isfinite(calculus.value_at(f, at)):
        return f"{f.source} has no value"
    try:
        calculus.slope_at(f, at)
    except NotDifferentiable as error:
        return error.reason
    return None


@dataclass(frozen=True)
class Moderate(Constraint):
    """Value and slope of the function at the number are no larger than ``most``, so that they can be read."""

    function: str
    most: float = 1e6

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return which of the two is too large."""
        f = params[self.function]
        for x in filter(math.isfinite, numbers_in(params[name])):
            value = calculus.value_at(f, x)
            left, right = calculus.one_sided_slopes(f, x)
            for what, size in (("value", value), ("slope", left), ("slope", right)):
                if abs(size) > self.most:
                    place = f"the {what} of {f.source} at {f.variable} = {trimmed(x)}"
                    return f'{place} is beyond {self.most:,.0f}; move "{name}" or scale the function'
        return None


@dataclass(frozen=True)
class StretchedAtMost(Constraint):
    """At each number, an interval as wide as each of ``widths`` is stretched no more than ``most`` times."""

    function: str
    widths: str
    most: float = 2_000_000.0

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where it is stretched too much to be shown to scale."""
        f = params[self.function]
        for x in filter(math.isfinite, numbers_in(params[name])):
            slopes = calculus.one_sided_slopes(f, x)
            widths = [width for width in numbers_in(params.get(self.widths)) if width > 0]
            for factor in (*slopes, *(calculus.secant_slope(f, x, width) for width in widths)):
                if abs(factor) > self.most:
                    place = f"{f.source} stretches an interval at {f.variable} = {trimmed(x)} {abs(factor):,.0f} times"
                    return f'{place}, {self.most:,.0f} can be shown to scale; move "{name}" or scale the function'
        return None


@dataclass(frozen=True)
class ModerateChords(Constraint):
    """Slopes of the chords across the gaps from ``at`` are no larger than ``most``, so that they fit.

    Values, which stand at the axis as powers of ten, are no larger than ``most_value``.
    """

    function: str
    at: str
    side: str | None = None
    most: float = 1e6
    most_value: float = 1e9

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap whose chord has numbers that are too large."""
        f, at = params[self.function], params[self.at]
        turns = gap_turns(params[name], params.get(self.side, "right") if self.side else "right")
        for gap in (gap for turn in turns for gap in turn if gap and math.isfinite(gap)):
            numbers = {
                "value": (float(f(at + gap)), self.most_value),
                "slope": (calculus.secant_slope(f, at, gap), self.most),
            }
            for what, (number, most) in numbers.items():
                if abs(number) > most:
                    place = f"the {what} of {f.source} across the gap {trimmed(gap)} from {f.variable} = {trimmed(at)}"
                    return f'{place} is beyond {most:,.0f}; change "{name}", or scale the function'
        return None
