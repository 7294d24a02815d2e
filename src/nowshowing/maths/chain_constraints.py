"""Constraints on two functions, one inside the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nowshowing.maths import calculus
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.chains import nudged, outgrows
from nowshowing.maths.constraint import Constraint, Params, all_finite, if_given, numbers_in
from nowshowing.maths.expression import Expression
from nowshowing.maths.function_constraints import DifferentiableAt, InDomain, what_breaks
from nowshowing.maths.latex_width import latex_width
from nowshowing.maths.numbers import trimmed

LARGEST_IN_CHAIN = 1e12
LEAST_NUDGE = 1e-5


@dataclass(frozen=True)
class ChainDifferentiableAt(Constraint):
    """The inner function has a slope at the number, and the outer one at the inner one's value there."""

    about = "mathematics"

    outer: str
    inner: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return which of the two has none, and why."""
        f, g = params[self.outer], params[self.inner]
        if not all_finite(numbers_in(params[name])):
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

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the largest of them, where it is too large."""
        f, g = params[self.outer], params[self.inner]
        if not all_finite(numbers_in(params[name])):
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

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return where the nudge meets a break."""
        f, g = params[self.outer], params[self.inner]
        nudge, at = float(params[name]), float(params[self.at])
        lo, hi = sorted((at, at + nudge))
        for whole in (g, calculus.composition(f, g)):
            found = what_breaks(whole, lo, hi)
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

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return that it is too small, or its image too large."""
        f, g = params[self.outer], params[self.inner]
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

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return what is wrong with the stretch."""
        span, at, f, g = (params[key] for key in (name, self.at, self.outer, self.inner))
        if not span:
            return None
        ends = numbers_in(span)
        if len(ends) != 2 or not ends[0] < at < ends[1]:
            return f'give two numbers, one below and one above "{self.at}" = {trimmed(at)}; or none'
        for whole in (g, calculus.composition(f, g)):
            found = what_breaks(whole, *ends)
            if found:
                return f'"{name}" {found}; change "{name}"'
        return None


@dataclass(frozen=True)
class SpanShown(Constraint):
    """Empty, or a stretch around ``at`` on which neither function grows so much that all else is flat beside it."""

    at: str
    outer: str
    inner: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return which function grows too much."""
        span, at, f, g = (params[key] for key in (name, self.at, self.outer, self.inner))
        for function in (g, calculus.composition(f, g)):
            if len(span) == 2 and span[0] < at < span[1] and outgrows(function, at, *span):
                return f'{function.source} grows a million times on "{name}"; give a shorter one'
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
