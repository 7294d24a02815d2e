"""What a param must satisfy, as data: constraints that ``check`` applies by name, without importing a scene.

Each has ``name``, ``args`` and ``problem(params, name)``, the message after ``key: ``, or None where all is well. Where
a param that it needs is itself wrong, and so missing from ``params``, there is nothing to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import wraps
from itertools import pairwise
from typing import Any

from nowshowing.maths import calculus
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import decimals_for, tell_apart, trimmed

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Constraint:
    """One named condition on a param."""

    @property
    def name(self) -> str:
        """The name it goes by in the index of scenes."""
        return type(self).__name__

    @property
    def args(self) -> dict[str, Any]:
        """Its arguments, as plain data."""
        return asdict(self)

    def problem(self, params: Params, name: str) -> str | None:
        """Return what is wrong with the param of that name."""
        raise NotImplementedError


def _numbers(value: Any) -> list[float]:
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [float(item) for item in values if isinstance(item, int | float) and not isinstance(item, bool)]


def _if_given(check: Callable[..., str | None]) -> Callable[..., str | None]:
    """Skip a constraint when a param that it needs is missing or not of its type."""

    @wraps(check)
    def checked(self: Any, params: Params, name: str) -> str | None:
        needed = [name, *(value for key, value in self.args.items() if key in ("function", "at"))]
        if any(params.get(key) is None for key in needed):
            return None
        if "function" in self.args and not isinstance(params[self.function], Expression):
            return None
        return check(self, params, name)

    return checked


def _finite(values: Sequence[float]) -> bool:
    return all(map(math.isfinite, values))


@dataclass(frozen=True)
class InDomain(Constraint):
    """The function has a value at the number, or at each of the list."""

    function: str

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return which number lies outside."""
        f = params[self.function]
        for x in filter(math.isfinite, _numbers(params[name])):
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

    function: str
    unless: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where there is no slope, and why."""
        if any(params.get(key) in values for key, values in self.unless.items()):
            return OneSidedSlopes(self.function).problem(params, name)
        f = params[self.function]
        for x in filter(math.isfinite, _numbers(params[name])):
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

    function: str

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where a side has no slope."""
        f = params[self.function]
        for x in filter(math.isfinite, _numbers(params[name])):
            slopes = calculus.one_sided_slopes(f, x)
            for side, slope in zip(("left", "right"), slopes, strict=True):
                if not math.isfinite(slope):
                    place = f"no slope from the {side} at {f.variable} = {trimmed(x)}"
                    return f'{place} on {f.source}; move "{name}" or choose another function'
        return None


@dataclass(frozen=True)
class NoPoleBetween(Constraint):
    """Each number is a gap from ``at`` that the function crosses without a break, to a place where it has a value."""

    function: str
    at: str

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap that fails, and what lies in it."""
        f, at = params[self.function], params[self.at]
        gaps = [gap for gap in _numbers(params[name]) if math.isfinite(gap) and gap != 0]
        starts = _numbers(at)
        if not gaps or not _finite(starts):
            return None
        for start in starts:
            for gap in gaps:
                lo, hi = sorted((start, start + gap))
                found = _what_breaks(f, lo, hi)
                if found:
                    across = f"the gap {trimmed(gap)} from {f.variable} = {trimmed(start)}"
                    return f'{across} {found}; change "{name}" or move "{self.at}"'
        return None


def _what_breaks(f: Expression, lo: float, hi: float) -> str | None:
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

    function: str

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the first place without a slope."""
        f, values = params[self.function], _numbers(params[name])
        if len(values) < 2 or not _finite(values) or min(values) == max(values):
            return None
        lo, hi = min(values), max(values)
        found = calculus.breaks(f, lo, hi)
        if found:
            what = {"corner": "a corner", "vertical": "a vertical tangent", "edge": "the end of its domain"}
            kind = what.get(found[0].kind, f"a {found[0].kind}")
            place = f"{f.variable} = {trimmed(found[0].at)}"
            return f'{f.source} has {kind} at {place}; change "{name}" or choose another function'
        broken = _what_breaks(f, lo, hi)
        return f'"{name}" {broken}; change "{name}"' if broken else None


@dataclass(frozen=True)
class Finite(Constraint):
    """Each number is finite."""

    def problem(self, params: Params, name: str) -> str | None:
        """Return the number that is not."""
        found = next((x for x in _numbers(params.get(name)) if not math.isfinite(x)), None)
        return None if found is None else f"found {found}; give a finite number"


@dataclass(frozen=True)
class NonZero(Constraint):
    """No number is 0."""

    def problem(self, params: Params, name: str) -> str | None:
        """Return that there is a 0."""
        return "0 is not allowed; give a number above or below 0" if 0 in _numbers(params.get(name)) else None


@dataclass(frozen=True)
class Distinct(Constraint):
    """No item occurs twice."""

    def problem(self, params: Params, name: str) -> str | None:
        """Return the item that does."""
        items = params.get(name)
        if not isinstance(items, Sequence) or isinstance(items, str):
            return None
        seen: list[Any] = []
        for item in items:
            if item in seen:
                shown = trimmed(item) if isinstance(item, int | float) else f'"{item}"'
                return f"{shown} occurs twice; remove one"
            seen.append(item)
        return None


@dataclass(frozen=True)
class Increasing(Constraint):
    """Each number is greater than the one before."""

    def problem(self, params: Params, name: str) -> str | None:
        """Return the pair that is out of order."""
        values = _numbers(params.get(name))
        for before, after in pairwise(values):
            if not before < after:
                return f"{trimmed(after)} follows {trimmed(before)}; give the numbers in rising order"
        return None


@dataclass(frozen=True)
class Shrinking(Constraint):
    """Each number is nearer to 0 than the one before."""

    def problem(self, params: Params, name: str) -> str | None:
        """Return the pair that is out of order."""
        values = _numbers(params.get(name))
        for before, after in pairwise(values):
            if not abs(after) < abs(before):
                return f"{trimmed(after)} follows {trimmed(before)}; each must be nearer to 0 than the one before"
        return None


@dataclass(frozen=True)
class TellApart(Constraint):
    """The numbers still differ when shown with at most ``most`` decimals."""

    most: int = 4

    def problem(self, params: Params, name: str) -> str | None:
        """Return that some look the same."""
        values = [x for x in _numbers(params.get(name)) if math.isfinite(x)]
        decimals = min(decimals_for(values, self.most), self.most) if values else 0
        if tell_apart(values, decimals):
            return None
        return f"the numbers cannot be told apart with {self.most} decimals; choose them further apart"


CONSTRAINTS: Mapping[str, type[Constraint]] = {
    kind.__name__: kind
    for kind in (
        *(InDomain, DifferentiableAt, OneSidedSlopes, NoPoleBetween, DifferentiableOver),
        *(Finite, NonZero, Distinct, Increasing, Shrinking, TellApart),
    )
}


def from_rule(name: str, args: Mapping[str, Any]) -> Constraint:
    """Return the constraint of a name and its arguments, as the index of scenes keeps them."""
    return CONSTRAINTS[name](**args)
