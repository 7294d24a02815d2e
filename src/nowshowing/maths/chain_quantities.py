"""What a composition publishes: its slope, what a nudge does to it, where it is 0."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nowshowing.maths import calculus
from nowshowing.maths.chains import natural_span, nudged, zeros_between
from nowshowing.maths.quantity import Params, Quantity


@dataclass(frozen=True)
class CompositionSlope(Quantity):
    """The slope of f∘g at a number, or one of its two factors: ``outer`` f′(g(x)), ``inner`` g′(x)."""

    outer: str
    inner: str
    at: str
    part: str = "product"

    def value(self, params: Params) -> float:
        """Return the product or the factor."""
        f, g, at = params[self.outer], params[self.inner], params[self.at]
        if self.part == "inner":
            return calculus.slope_at(g, at)
        outer, inner = calculus.factor_slopes(f, g, at)
        return outer if self.part == "outer" else outer * inner


@dataclass(frozen=True)
class Nudged(Quantity):
    """A number of the chain while x is nudged: ``u``, ``y`` (before the nudge), ``dx``, ``du``, ``dy``, the factors
    ``inner``, ``outer``, their ``product``, the ``direct`` ratio, or ``forgotten``: dy without the inner factor."""

    outer: str
    inner: str
    at: str
    nudge: str
    part: str

    def value(self, params: Params) -> float:
        """Return that number."""
        carried = nudged(params[self.outer], params[self.inner], params[self.at], params[self.nudge])
        if self.part == "product":
            return carried.outer * carried.inner
        found = getattr(carried, self.part)
        return float(found[0] if isinstance(found, tuple) else found)


@dataclass(frozen=True)
class CompositionZeros(Quantity):
    """Where f∘g is 0 between the ends of ``span``; where that is empty, on a stretch around ``at``."""

    outer: str
    inner: str
    at: str
    span: str

    def value(self, params: Params) -> tuple[float, ...]:
        """Return the zeros, ascending."""
        f, g = params[self.outer], params[self.inner]
        lo, hi = params[self.span] or natural_span(f, g, params[self.at])
        return zeros_between(calculus.composition(f, g), lo, hi)


@dataclass(frozen=True)
class ProductOf(Quantity):
    """The product of the numbers of a list."""

    param: str

    def value(self, params: Params) -> float:
        """Return the product."""
        return math.prod(params[self.param])
