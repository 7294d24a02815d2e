"""What a scene publishes by name: numbers and texts that scripts say, worked out from its params."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nowshowing.maths import calculus
from nowshowing.maths.calculus import Side
from nowshowing.maths.expression import Expression

Params = Mapping[str, Any]
Known = float | tuple[float, ...] | str


@dataclass(frozen=True)
class Quantity:
    """One published value."""

    @property
    def name(self) -> str:
        """The name it goes by in the index of scenes."""
        return type(self).__name__

    @property
    def args(self) -> dict[str, Any]:
        """Its arguments, as plain data."""
        return asdict(self)

    def value(self, params: Params) -> Known:
        """Return the value with these params."""
        raise NotImplementedError


@dataclass(frozen=True)
class Param(Quantity):
    """A param itself, or one item of a list."""

    param: str
    index: int | None = None

    def value(self, params: Params) -> Known:
        """Return it as a number, numbers, or a text."""
        found = params[self.param]
        if isinstance(found, Sequence) and not isinstance(found, str):
            return tuple(found) if self.index is None else found[self.index]
        return found.source if isinstance(found, Expression) else found


@dataclass(frozen=True)
class Value(Quantity):
    """f at a number."""

    function: str
    at: str

    def value(self, params: Params) -> float:
        """Return f(at)."""
        return calculus.value_at(params[self.function], params[self.at])


@dataclass(frozen=True)
class SlopeAt(Quantity):
    """The slope of f at a number; of one side where there is a corner."""

    function: str
    at: str
    side: Side = "both"

    def value(self, params: Params) -> float:
        """Return f′(at)."""
        f, at = params[self.function], params[self.at]
        if self.side == "both":
            return calculus.slope_at(f, at)
        return calculus.one_sided_slopes(f, at)[self.side == "right"]


@dataclass(frozen=True)
class LimitAt(Quantity):
    """The limit of f at a number."""

    function: str
    at: str
    side: Side = "both"

    def value(self, params: Params) -> float:
        """Return the limit; nan where there is none."""
        found = calculus.limit_at(params[self.function], params[self.at], self.side)
        return math.nan if found is None else found
