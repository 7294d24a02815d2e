"""What a scene publishes by name: numbers and texts that scripts say, worked out from its params."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from nowshowing.maths import calculus, descent, descent_digits, descent_view, stretches
from nowshowing.maths.calculus import Side
from nowshowing.maths.chains import natural_span, nudged, zeros_between
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import decimals_for, format_number

Params = Mapping[str, Any]
Known = float | tuple[float, ...] | str
OF_STEPS = {"slopes": "slope", "moves": "step", "predictions": "predicted_drop"}
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
class Gaps(Quantity):
    """The gaps with the signs of the side that they are taken on; ``side`` names the param, if there is one.

    ``turn`` is 0 for the side that comes first, 1 for the second where ``side`` is ``both``; ``index`` takes one.
    """

    gaps: str
    side: str | None = None
    turn: int = 0
    index: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return the gaps of that turn, or one of them; none where there is no such turn."""
        gaps = self.of_turn(params)
        return gaps if self.index is None else gaps[self.index]

    def of_turn(self, params: Params) -> tuple[float, ...]:
        """Return the gaps of that turn."""
        turns = gap_turns(params[self.gaps], params[self.side] if self.side else "right")
        return turns[self.turn] if self.turn < len(turns) else ()


@dataclass(frozen=True)
class SecantSlope(Quantity):
    """The slope of the chord from ``at`` over one of the gaps."""

    function: str
    at: str
    gaps: str
    index: int = 0
    side: str | None = None

    def value(self, params: Params) -> float:
        """Return [f(at + h) − f(at)]/h."""
        gaps = Gaps(self.gaps, self.side).of_turn(params)
        return calculus.secant_slope(params[self.function], params[self.at], gaps[self.index])


@dataclass(frozen=True)
class SecantSlopes(Quantity):
    """The slopes of the chords from ``at`` over all gaps, as in ``Gaps``."""

    function: str
    at: str
    gaps: str
    side: str | None = None
    turn: int = 0

    def value(self, params: Params) -> tuple[float, ...]:
        """Return [f(at + h) − f(at)]/h for each gap h."""
        f, at = params[self.function], params[self.at]
        return tuple(calculus.secant_slope(f, at, gap) for gap in Gaps(self.gaps, self.side, self.turn).of_turn(params))


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


def gap_turns(gaps: Sequence[float], side: str) -> tuple[tuple[float, ...], ...]:
    """Return the gaps of each turn: as given (``right``), all negative (``left``), or positive, then negative."""
    positive = tuple(abs(float(gap)) for gap in gaps)
    negative = tuple(-gap for gap in positive)
    match side:
        case "both":
            return positive, negative
        case "left":
            return (negative,)
    return (tuple(float(gap) for gap in gaps),)


@dataclass(frozen=True)
class OfDescent(Quantity):
    """Something of a gradient descent: of the first step size, and of a second start if there is one."""

    function: str
    at: str
    second: str
    step_sizes: str
    steps: str
    part: str


@dataclass(frozen=True)
class DescentNumber(OfDescent):
    """A number of a gradient descent, as it is written on screen.

    ``part``: of the first step ``slope``, ``step``, ``weight`` and ``new_loss`` (after it), ``predicted`` and ``drop``;
    of what is shown of the run ``last_weight`` and ``last_loss``, and of a run from ``second`` ``second_weight``.
    """

    def value(self, params: Params) -> str:
        """Return its digits; nothing where there is no such run."""
        loss, size = params[self.function], params[self.step_sizes][0]
        starts = [start for start in (params[self.at], params.get(self.second)) if start is not None]
        runs = descent_view.shown_descents(loss, starts, size, params[self.steps])
        if self.part == "second_weight":
            return descent_digits.last_weight(*runs[1]) if len(runs) > 1 else ""
        return descent_digits.of_run(loss, *runs[0], size)[self.part]


@dataclass(frozen=True)
class DescentNumbers(OfDescent):
    """The numbers of all steps of a gradient descent that are shown one by one.

    ``part``: ``weights`` and ``losses`` at the start and after each step; of each step the ``slopes``, the ``moves``
    −η·L′, the ``drops`` of the loss and the ``predictions`` of these; ``second_weights``, ``second_losses`` and so on
    are those from ``second``. ``factors``: of each step size the factor |1 − η·L″| where L″ is the same everywhere.
    """

    def value(self, params: Params) -> tuple[float, ...]:
        """Return the numbers; none where there is no such run, or no such factor."""
        loss, sizes = params[self.function], params[self.step_sizes]
        if self.part == "factors":
            bend = descent.curvature(loss)
            return () if bend is None else tuple(abs(1 - size * bend) for size in sizes)
        starts = [start for start in (params[self.at], params.get(self.second)) if start is not None]
        runs = descent_view.shown_descents(loss, starts, sizes[0], params[self.steps])
        which, part = self.part.startswith("second_"), self.part.removeprefix("second_")
        if which >= len(runs):
            return ()
        path, shown = runs[which]
        found = {"weights": descent.weights(path), "losses": descent.losses(loss, path)}
        if part in found:
            return found[part][: shown + 1]
        if part == "drops":
            return tuple(a - b for a, b in pairwise(found["losses"][: shown + 1]))
        return tuple(getattr(step, OF_STEPS[part]) for step in path[:shown])


@dataclass(frozen=True)
class Images(Quantity):
    """f at each of some points, or at one of them."""

    function: str
    points: str
    index: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return f(x) for each point x, or for one."""
        images = tuple(calculus.value_at(params[self.function], x) for x in params[self.points])
        return images if self.index is None else images[self.index]


@dataclass(frozen=True)
class StretchFactors(Quantity):
    """The factors by which tiny intervals at some points are stretched, or that at one of them."""

    function: str
    points: str
    index: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return f′(x) for each point x, or for one; 0 where it is 0 to the eye."""
        factors = tuple(stretches.factor(params[self.function], x) for x in params[self.points])
        return factors if self.index is None else factors[self.index]


@dataclass(frozen=True)
class StretchSteps(Quantity):
    """The widths of the intervals shown at one of some points: ``widths``, or where f collapses them, those zoomed to.

    ``index`` is the point's; ``item`` takes one of the widths.
    """

    function: str
    points: str
    widths: str
    zoom: str
    index: int = 0
    item: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return the widths in the order shown, or one of them."""
        found = self.shown(params)
        return found if self.item is None else found[self.item]

    def shown(self, params: Params) -> tuple[float, ...]:
        """Return the widths in the order shown."""
        return stretches.steps(
            params[self.function], params[self.points][self.index], params[self.widths], params[self.zoom]
        )


@dataclass(frozen=True)
class StretchRatios(StretchSteps):
    """The ratios of image to interval for those widths, or that for one of them."""

    def shown(self, params: Params) -> tuple[float, ...]:
        """Return [f(x + dx) − f(x)]/dx for each width dx."""
        return stretches.ratios(params[self.function], params[self.points][self.index], super().shown(params))


@dataclass(frozen=True)
class Folds(Quantity):
    """The places in sight at which a map folds the line: where f turns."""

    function: str
    points: str
    widths: str
    domain: str

    def value(self, params: Params) -> tuple[float, ...]:
        """Return the places, ascending."""
        f = params[self.function]
        view = stretches.map_view(f, params[self.points], params[self.widths][0], params[self.domain])
        return stretches.folds(f, view.lo, view.hi)


QUANTITIES: Mapping[str, type[Quantity]] = {
    kind.__name__: kind
    for kind in (
        Param,
        Value,
        SlopeAt,
        LimitAt,
        Gaps,
        SecantSlope,
        SecantSlopes,
        CompositionSlope,
        Nudged,
        CompositionZeros,
        ProductOf,
        *(Images, StretchFactors, StretchSteps, StretchRatios, Folds),
        *(DescentNumber, DescentNumbers),
    )
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
