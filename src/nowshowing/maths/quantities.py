"""What a scene publishes by name: numbers and texts that scripts say, worked out from its params."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nowshowing.maths import calculus
from nowshowing.maths.calculus import Side
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import decimals_for, format_number

Params = Mapping[str, Any]
Known = float | tuple[float, ...] | str
AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en"}


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


@dataclass(frozen=True)
class SecantSlope(Quantity):
    """The slope of the chord from ``at`` over one of the gaps."""

    function: str
    at: str
    gaps: str
    index: int = 0

    def value(self, params: Params) -> float:
        """Return [f(at + h) − f(at)]/h."""
        return calculus.secant_slope(params[self.function], params[self.at], params[self.gaps][self.index])


@dataclass(frozen=True)
class SecantSlopes(Quantity):
    """The slopes of the chords from ``at`` over all gaps."""

    function: str
    at: str
    gaps: str

    def value(self, params: Params) -> tuple[float, ...]:
        """Return [f(at + h) − f(at)]/h for each gap h."""
        f, at = params[self.function], params[self.at]
        return tuple(calculus.secant_slope(f, at, gap) for gap in params[self.gaps])


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


QUANTITIES: Mapping[str, type[Quantity]] = {
    kind.__name__: kind for kind in (Param, Value, SlopeAt, LimitAt, SecantSlope, SecantSlopes, CompositionSlope)
}


def from_rule(name: str, args: Mapping[str, Any]) -> Quantity:
    """Return the quantity of a name and its arguments, as the index of scenes keeps them."""
    return QUANTITIES[name](**args)


def as_text(value: Known | bool, language: str = "en", decimals: int | None = None) -> str:
    """Return a value as it is spoken and captioned, rounded as on screen: ``5``, ``6, 5, 4.5 and 4.25``.

    Numbers of one list that are shown in full each drop their needless zeros; rounded ones keep the same decimals,
    those of the values that they are shown with if ``decimals`` is given.
    """
    if isinstance(value, str | bool):
        return str(value)
    values: Sequence[float | str] = value if isinstance(value, tuple | list) else (value,)
    numbers = [item for item in values if isinstance(item, int | float)]
    if len(numbers) < len(values):
        texts = [str(item) for item in values]
    else:
        decimals = decimals_for(numbers) if decimals is None else decimals
        in_full = all(_is_shown(item, decimals) for item in numbers)
        texts = [_text(item, decimals, in_full) for item in numbers]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {AND.get(language.split('-')[0], AND['en'])} {texts[-1]}"


def _is_shown(value: float, decimals: int) -> bool:
    return math.isfinite(value) and abs(round(value, decimals) - value) <= 1e-9 * abs(value)


def _text(value: float, decimals: int, trim: bool) -> str:
    text = format_number(value, decimals)
    return text.rstrip("0").rstrip(".") if trim and "." in text else text


def shared_decimals(values: Mapping[str, Quantity], together: Sequence[str], params: Mapping[str, Any]) -> int:
    """Return the decimals that show all values named in ``together`` side by side; at least 2."""
    numbers: list[float] = []
    for name in together:
        value = values[name].value(params)
        items = value if isinstance(value, tuple | list) else [value]
        numbers += [item for item in items if isinstance(item, int | float)]
    return max(2, decimals_for(numbers))
