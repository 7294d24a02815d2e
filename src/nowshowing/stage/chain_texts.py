"""The numbers beside a chain's number lines: places, lengths and factors, each next to the band that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nowshowing.maths.chains import Beside, Nudge
from nowshowing.maths.numbers import affordable, decimals_for, in_digits
from nowshowing.stage.marked_interval import Measure
from nowshowing.stage.number import Number
from nowshowing.stage.text import LEAST_EM, Formula, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.written import latex_number

SYMBOLS = "xuy"
ROLES = ("gap", "secant", "rise")
"""Of what belongs to x, to u and to y."""
RISE = 0.23
"""How far above a line its numbers stand, in units."""
APART = 0.15
MOST_DECIMALS = 9
"""Of lengths, so that what is not 0 does not look as if it were."""
SHRINK = 0.94
FACTOR_SHARES = 0.12, 0.65
"""Between which shares of the way from line to line a factor stands."""
FACTOR_SHARE = 0.34
"""The largest em of a factor, as a share of the distance between two lines."""
SLANT = 0.45
"""How far up towards the line above the texts over a line reach, as a share of the way."""


@dataclass(frozen=True)
class BesideBand:
    """A text beside the band below line ``upper``, a ``share`` of the way down: ``side`` 1 right, -1 left of it;
    ``room`` returns how much it needs there at present, in units."""

    upper: int
    share: float
    side: int
    room: Callable[[], float]


Hull = Callable[[int, float, float], tuple[float, float]]
"""How far left and right the band below line k reaches between two heights."""


class ChainTexts:
    """``places`` (where the point is on each line), ``measures`` (dx, du, dy), ``factors`` (live), and ``reminder``:
    what a nudge without its inner factor goes without. A place stands on the point's side of the band, a length on
    the other. ``way`` tells what the nudge becomes, and at which closeness.
    """

    def __init__(
        self, first: Nudge, now: Callable[[], Nudge], way: Sequence[tuple[float, Nudge]], decimals: int, theme: Theme
    ) -> None:
        self.first = first
        places = [pair[0] for pair in first.lines]
        digits = max(2, decimals_for(places, 3))
        self.places = [
            Formula(latex_number(place, affordable(place, digits)), "body", theme=theme).says(place) for place in places
        ]
        lengths = decimals_for(first.lengths, 4)
        while lengths < MOST_DECIMALS and any(
            length and float(f"{length:.{lengths}f}") == 0 for length in first.lengths
        ):
            lengths += 1
        self.measures = [
            Measure(rf"\mathrm{{d}}{symbol}", _still(length), lengths, role, theme)
            for symbol, length, role in zip(SYMBOLS, first.lengths, ROLES, strict=True)
        ]
        for measure in self.measures:
            measure.number.style = partial(in_digits, decimals=lengths)
        self.factors = [
            Number(
                *(read, decimals, "title", role), theme=theme, prefix="× ", style=partial(in_digits, decimals=decimals)
            )
            for read, role in zip((lambda: now().inner, lambda: now().outer), ROLES[1:], strict=True)
        ]
        self.early, self.widest = self._em_widths(way)
        forgotten = f"without × {in_digits(first.inner, decimals)}"
        self.reminder = Words(forgotten, "small", "muted", theme=theme).says(first.inner)

    def needs(self) -> tuple[list[Beside], list[Beside]]:
        """Return the texts on the left and on the right of the bands, at the values beside which they stand."""
        first = self.first
        sides: tuple[list[Beside], list[Beside]] = [], []
        for k, length in enumerate(first.lengths):
            ahead = int(length >= 0)
            for before in first.lines[max(0, k - 1) : k + 1]:
                start, end = (SLANT * a + (1 - SLANT) * b for a, b in zip(before, first.lines[k], strict=True))
                sides[1 - ahead].append(Beside(start, self.places[k].width_units + APART + 0.05))
                sides[ahead].append(Beside(end, self.measures[k].width_units + APART + 0.05))
        for k, factor in enumerate(self.factors):
            room = self.early[k] * factor.em + 0.3
            for upper, lower in zip(first.lines[k], first.lines[k + 1], strict=True):
                sides[1].extend(Beside(share * lower + (1 - share) * upper, room) for share in FACTOR_SHARES)
        sides[first.forgotten >= 0].append(Beside(first.y[0] + first.forgotten, self.reminder.width_units + 0.3))
        return sides

    def _em_widths(self, way: Sequence[tuple[float, Nudge]]) -> tuple[list[float], float]:
        """Return for how wide a text each factor needs room at first, and the widest text of all, in em.

        The room that is left free grows evenly from the first to the last, at which the widest fits.
        """
        widths = [
            [factor.width_of(factor.prefix + in_digits(state, factor.decimals)) / factor.em for state in states]
            for factor, *states in zip(self.factors, *((nudge.inner, nudge.outer) for _, nudge in way), strict=True)
        ]
        most = max(max(each) for each in widths)
        return [
            max(
                (wide - closeness * most) / (1 - closeness)
                for wide, (closeness, _) in zip(each, way, strict=True)
                if closeness < 1
            )
            for each in widths
        ], most

    def shrink(self) -> bool:
        """Make the texts beside the bands a little smaller; tell whether they still could be."""
        for text in (*self.places, *(measure.symbol for measure in self.measures), self.reminder):
            text.fit(SHRINK * text.width_units)
        for number in (*self.factors, *(measure.number for measure in self.measures)):
            number.em = max(LEAST_EM, SHRINK * number.em)
        return max(number.em for number in self.factors) > LEAST_EM

    def fit_between(self, gap: float) -> None:
        """Make the factors no larger than suits lines this far apart, in units."""
        for factor in self.factors:
            factor.em = max(LEAST_EM, min(factor.em, FACTOR_SHARE * gap))

    def rooms_at_last(self) -> tuple[float, float, float, float]:
        """Return the room that is left free around all bands when the lengths have gone: left, below, right, above."""
        place = max(place.width_units for place in self.places) + APART + 0.05
        factor = self.widest * max(factor.em for factor in self.factors) + 0.3
        ahead = min(self.first.lengths) >= 0
        return place, 0.0, factor if ahead else max(place, factor), 0.0

    def beside(self, levels: Sequence[float]) -> list[BesideBand]:
        """Return what stands beside the bands while they are magnified: places over a line, factors under one."""
        found = []
        gap = levels[0] - levels[1]
        for k, factor in enumerate(self.factors):
            middle, place = factor_height(levels, k), self.places[k + 1]
            side = -1 if self.first.lengths[k + 1] >= 0 else 1
            factor_room, place_room = partial(_room, factor), partial(_still_room, place)
            heights = middle + 0.2, middle - 0.2
            found += [BesideBand(k, (levels[k] - height) / gap, 1, factor_room) for height in heights]
            found += [BesideBand(k, share, side, place_room) for share in (1 - (RISE + 0.3) / gap, 1.0)]
        return found

    def put(self, levels: Sequence[float], start: float, hull: Hull) -> None:
        """Put all texts beside the bands as they are; ``start`` is where the point is on the first line."""
        for k, (level, length) in enumerate(zip(levels, self.first.lengths, strict=True)):
            baseline = level + RISE
            low, high = hull(k - 1, level, baseline + 0.3) if k else (start, start)
            place, measure = self.places[k], self.measures[k]
            half = measure.width_units / 2
            if length >= 0:
                place.place(low - APART, baseline, "right")
                measure.centre_at(high + APART + half, baseline)
            else:
                place.place(high + APART, baseline)
                measure.centre_at(low - APART - half, baseline)
        for k, factor in enumerate(self.factors):
            middle = factor_height(levels, k)
            _, high = hull(k, middle - 0.2, middle + 0.2)
            factor.place(high + 0.25, middle - 0.33 * factor.em)


def _room(factor: Number) -> float:
    return factor.width_of(factor.text) + 0.3


def _still_room(place: Formula) -> float:
    return place.width_units + APART + 0.05


def factor_height(levels: Sequence[float], k: int) -> float:
    """Return the height of the middle of a factor: between its upper line and the length over its lower one."""
    return (levels[k] + levels[k + 1] + 0.35) / 2


def _still(value: float) -> Callable[[], float]:
    return lambda: value
