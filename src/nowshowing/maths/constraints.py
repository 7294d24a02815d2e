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
from typing import Any, ClassVar, Literal

from nowshowing.maths import calculus, descent
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.chains import nudged
from nowshowing.maths.descent_view import MOST_SWINGS
from nowshowing.maths.expression import Expression
from nowshowing.maths.latex_width import latex_width
from nowshowing.maths.numbers import decimals_for, tell_apart, trimmed
from nowshowing.maths.quantities import gap_turns
from nowshowing.maths.windows import swing_width

Params = Mapping[str, Any]
SMALLEST_GAP = 1e-6
"""The least distance of two points that are shown apart, where their numbers are about 1."""
LARGEST_IN_CHAIN = 1e12
LEAST_NUDGE = 1e-5


@dataclass(frozen=True)
class Constraint:
    """One named condition on a param.

    ``about`` says whether it asks for what the mathematics needs, or for what can be laid out and told apart.
    """

    about: ClassVar[Literal["mathematics", "picture"]] = "picture"

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

    about = "mathematics"

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

    about = "mathematics"

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

    about = "mathematics"

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
    """Each number is a gap from ``at`` that the function crosses without a break, to a place where it has a value.

    ``side`` names the param that says on which sides the gaps are taken, if there is one.
    """

    about = "mathematics"

    function: str
    at: str
    side: str | None = None

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap that fails, and what lies in it."""
        f, at = params[self.function], params[self.at]
        given = [gap for gap in _numbers(params[name]) if math.isfinite(gap) and gap != 0]
        turns = gap_turns(given, params.get(self.side, "right") if self.side else "right")
        gaps = [gap for turn in turns for gap in turn]
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

    about = "mathematics"

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
class DescentStays(Constraint):
    """Descent from ``at`` with each step size meets a value and a slope at each step, or flies away for good.

    ``first``: with the first step size only.
    """

    about = "mathematics"

    function: str
    at: str
    steps: str = "steps"
    first: bool = False

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the step that leads nowhere, and why."""
        f, start, steps = params[self.function], params[self.at], params.get(self.steps)
        sizes = [size for size in _numbers(params[name]) if math.isfinite(size)]
        if not isinstance(steps, int) or not isinstance(start, int | float):
            return None
        for size in sizes[: 1 if self.first else None]:
            path = descent.descent_path(f, start, size, steps)
            if path and (abs(path[-1].end) > descent.FARTHEST or math.isinf(calculus.value_at(f, path[-1].end))):
                continue
            why = _no_slope(f, path[-1].end if path else float(start))
            if why is not None:
                way = (
                    f"with step size {trimmed(size)}, step {len(path)} leads to {f.variable} = {trimmed(path[-1].end)}"
                    if path
                    else f"the start {trimmed(start)} will not do"
                )
                return f'{way}, where {why}; choose a smaller step size or another "{self.at}"'
        return None


@dataclass(frozen=True)
class SeenTogether(Constraint):
    """The curve does not turn so often between the number and ``at`` that its turns could not be told apart."""

    function: str
    at: str

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return that the two are too far from each other."""
        f, here, there = params[self.function], float(params[self.at]), float(params[name])
        swings = [swing for swing in (swing_width(f, here), swing_width(f, there)) if swing is not None]
        if not swings or abs(here - there) <= MOST_SWINGS * min(swings):
            return None
        v = f.variable
        between = f"between {v} = {trimmed(min(here, there))} and {v} = {trimmed(max(here, there))}"
        return f'{between} {f.source} turns too often to be shown; move "{name}" closer to "{self.at}"'


def _no_slope(f: Expression, at: float) -> str | None:
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

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return which of the two is too large."""
        f = params[self.function]
        for x in filter(math.isfinite, _numbers(params[name])):
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
    most: float = 100_000.0

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where it is stretched too much to be shown to scale."""
        f = params[self.function]
        for x in filter(math.isfinite, _numbers(params[name])):
            slopes = calculus.one_sided_slopes(f, x)
            widths = [width for width in _numbers(params.get(self.widths)) if width > 0]
            for factor in (*slopes, *(calculus.secant_slope(f, x, width) for width in widths)):
                if abs(factor) > self.most:
                    place = f"{f.source} stretches an interval at {f.variable} = {trimmed(x)} {abs(factor):,.0f} times"
                    return f'{place}, {self.most:,.0f} can be shown to scale; move "{name}" or scale the function'
        return None


@dataclass(frozen=True)
class Finite(Constraint):
    """Each number is finite."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return the number that is not."""
        found = next((x for x in _numbers(params.get(name)) if not math.isfinite(x)), None)
        return None if found is None else f"found {found}; give a finite number"


@dataclass(frozen=True)
class NonZero(Constraint):
    """No number is 0."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return that there is a 0."""
        return "0 is not allowed; give a number above or below 0" if 0 in _numbers(params.get(name)) else None


@dataclass(frozen=True)
class Distinct(Constraint):
    """No item occurs twice."""

    about = "mathematics"

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

    about = "mathematics"

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

    about = "mathematics"

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


@dataclass(frozen=True)
class ChainDifferentiableAt(Constraint):
    """The inner function has a slope at the number, and the outer one at the inner one's value there."""

    about = "mathematics"

    outer: str
    inner: str

    def problem(self, params: Params, name: str) -> str | None:
        """Return which of the two has none, and why."""
        f, g, x = params.get(self.outer), params.get(self.inner), params.get(name)
        if not (isinstance(f, Expression) and isinstance(g, Expression)) or not _finite(_numbers(x)):
            return None
        wrong = InDomain(self.inner).problem(params, name) or DifferentiableAt(self.inner).problem(params, name)
        if wrong:
            return wrong
        u = calculus.value_at(g, params[name])
        if not math.isfinite(calculus.value_at(f, u)):
            return f'{f.source} has no value at {f.variable} = {trimmed(u)}; move "{name}" or choose another function'
        try:
            calculus.factor_slopes(f, g, params[name])
        except NotDifferentiable as error:
            place = f"no derivative at {f.variable} = {trimmed(u)}"
            return f'{place}, where {error.reason}; move "{name}" or choose another function'
        return None


@dataclass(frozen=True)
class ModerateChain(Constraint):
    """The numbers of the chain at the number, its values and factors, are small enough to be shown."""

    outer: str
    inner: str

    def problem(self, params: Params, name: str) -> str | None:
        """Return the largest of them, where it is too large."""
        f, g, x = params.get(self.outer), params.get(self.inner), params.get(name)
        if not (isinstance(f, Expression) and isinstance(g, Expression)) or not _finite(_numbers(x)):
            return None
        u = calculus.value_at(g, params[name])
        try:
            factors = calculus.factor_slopes(f, g, params[name])
        except NotDifferentiable:
            return None
        largest = max(map(abs, (*factors, factors[0] * factors[1], u, calculus.value_at(f, u))))
        if largest > LARGEST_IN_CHAIN:
            return (
                f'a number of the chain is {largest:.2g} here, too large to show; move "{name}" towards smaller values'
            )
        return None


@dataclass(frozen=True)
class CarriedThrough(Constraint):
    """The number is a nudge of ``at`` that both functions carry along without a break."""

    about = "mathematics"

    outer: str
    inner: str
    at: str

    def problem(self, params: Params, name: str) -> str | None:
        """Return where the nudge meets a break."""
        f, g = params.get(self.outer), params.get(self.inner)
        if not (isinstance(f, Expression) and isinstance(g, Expression)) or None in (params.get(self.at), params[name]):
            return None
        nudge, at = float(params[name]), float(params[self.at])
        lo, hi = sorted((at, at + nudge))
        for whole in (g, calculus.composition(f, g)):
            found = _what_breaks(whole, lo, hi)
            if found:
                across = f"the nudge {trimmed(nudge)} from {g.variable} = {trimmed(at)}"
                return f'{across} {found}; change "{name}" or move "{self.at}"'
        return None


@dataclass(frozen=True)
class NudgeShown(Constraint):
    """The number is a nudge of ``at`` that can be seen, and is carried by both functions to what can be shown."""

    outer: str
    inner: str
    at: str

    def problem(self, params: Params, name: str) -> str | None:
        """Return that it is too small, or its image too large."""
        f, g = params.get(self.outer), params.get(self.inner)
        if not (isinstance(f, Expression) and isinstance(g, Expression)) or None in (params.get(self.at), params[name]):
            return None
        nudge, at = float(params[name]), float(params[self.at])
        if abs(nudge) < LEAST_NUDGE:
            return f"{trimmed(nudge)} is too small to show; give {trimmed(LEAST_NUDGE)} or more, up or down"
        carried = nudged(f, g, at, nudge)
        largest = max(map(abs, (*carried.u, *carried.y, carried.inner, carried.outer)))
        if not largest <= LARGEST_IN_CHAIN:
            return f'the nudge leads to {largest:.2g}, too large to show; make "{name}" smaller'
        return None


@dataclass(frozen=True)
class SpanAround(Constraint):
    """Empty, or two numbers, the first below and the second above ``at``, between which f∘g is unbroken."""

    about = "mathematics"

    at: str
    outer: str
    inner: str

    def problem(self, params: Params, name: str) -> str | None:
        """Return what is wrong with the stretch."""
        span, at, f, g = (params.get(key) for key in (name, self.at, self.outer, self.inner))
        if not span or at is None or not (isinstance(f, Expression) and isinstance(g, Expression)):
            return None
        ends = _numbers(span)
        if len(ends) != 2 or not ends[0] < at < ends[1]:
            return f'give two numbers, one below and one above "{self.at}" = {trimmed(at)}; or none'
        for whole in (g, calculus.composition(f, g)):
            found = _what_breaks(whole, *ends)
            if found:
                return f'"{name}" {found}; change "{name}"'
        return None


@dataclass(frozen=True)
class OneLine(Constraint):
    """The formula fits on one line of the narrowest frame at the least legible size, where it takes ``most`` em."""

    most: float = 28.0

    def problem(self, params: Params, name: str) -> str | None:
        """Return that it is too long, and by how much."""
        function = params.get(name)
        if not isinstance(function, Expression):
            return None
        wide = latex_width(function.latex)
        if wide <= self.most:
            return None
        excess = math.ceil(100 * (1 - self.most / wide))
        return f"too long for one line of a narrow frame; write it about {excess} % shorter"


@dataclass(frozen=True)
class ModerateChords(Constraint):
    """Values and slopes of the chords across the gaps from ``at`` are no larger than ``most``, so that they fit."""

    function: str
    at: str
    side: str | None = None
    most: float = 1e6

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap whose chord has numbers that are too large."""
        f, at = params[self.function], params[self.at]
        turns = gap_turns(params[name], params.get(self.side, "right") if self.side else "right")
        for gap in (gap for turn in turns for gap in turn if gap and math.isfinite(gap)):
            numbers = {"value": float(f(at + gap)), "slope": calculus.secant_slope(f, at, gap)}
            for what, number in numbers.items():
                if abs(number) > self.most:
                    place = f"the {what} of {f.source} across the gap {trimmed(gap)} from {f.variable} = {trimmed(at)}"
                    return f'{place} is beyond {self.most:,.0f}; change "{name}", or scale the function'
        return None


@dataclass(frozen=True)
class ApartFrom(Constraint):
    """Each number is a gap from ``at`` by which two points can be told apart."""

    at: str

    @_if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap that is too small."""
        least = SMALLEST_GAP * max(1.0, *map(abs, _numbers(params[self.at])))
        small = next((gap for gap in _numbers(params[name]) if 0 < abs(gap) < least), None)
        if small is None:
            return None
        return f"{trimmed(small)} is too small to tell two points apart; give {trimmed(least)} or more, up or down"


CONSTRAINTS: Mapping[str, type[Constraint]] = {
    kind.__name__: kind
    for kind in (
        *(InDomain, DifferentiableAt, OneSidedSlopes, NoPoleBetween, DifferentiableOver),
        *(ChainDifferentiableAt, ModerateChain, CarriedThrough, NudgeShown, SpanAround),
        *(
            Finite,
            NonZero,
            ApartFrom,
            Distinct,
            Increasing,
            Shrinking,
            TellApart,
            DescentStays,
            SeenTogether,
            Moderate,
            StretchedAtMost,
        ),
        *(ModerateChords, OneLine),
    )
}


def from_rule(name: str, args: Mapping[str, Any]) -> Constraint:
    """Return the constraint of a name and its arguments, as the index of scenes keeps them."""
    return CONSTRAINTS[name](**args)
