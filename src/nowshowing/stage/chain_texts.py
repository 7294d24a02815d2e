"""The numbers beside a chain's number lines: places, lengths and factors, each next to the band that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nowshowing.maths.chains import Nudge
from nowshowing.maths.numbers import decimals_for, format_number
from nowshowing.stage.marked_interval import Measure
from nowshowing.stage.text import Formula, Number, Words, latex_number
from nowshowing.stage.theme import Theme

SYMBOLS = "xuy"
ROLES = ("gap", "secant", "rise")
"""Of what belongs to x, to u and to y."""
RISE = 0.2
"""How far above a line its numbers stand, in units."""
APART = 0.15

Hull = Callable[[int, float, float], tuple[float, float]]
"""How far left and right the band below line k reaches between two heights."""


class ChainTexts:
    """``places`` (where the point is on each line), ``measures`` (dx, du, dy), ``factors`` (live), and ``reminder``:
    what a nudge without its inner factor goes without. A place stands on the point's side of the band, a length on
    the other.
    """

    def __init__(self, first: Nudge, now: Callable[[], Nudge], decimals: int, theme: Theme) -> None:
        self.first = first
        places = [pair[0] for pair in first.lines]
        digits = max(2, decimals_for(places, 3))
        self.places = [Formula(latex_number(place, digits), "body", theme=theme).says(place) for place in places]
        lengths = decimals_for(first.lengths, 4)
        self.measures = [
            Measure(rf"\mathrm{{d}}{symbol}", _still(length), lengths, role, theme)
            for symbol, length, role in zip(SYMBOLS, first.lengths, ROLES, strict=True)
        ]
        self.factors = [
            Number(read, decimals, "title", role, theme=theme, prefix="× ")
            for read, role in zip((lambda: now().inner, lambda: now().outer), ROLES[1:], strict=True)
        ]
        forgotten = f"without × {format_number(first.inner, decimals)}"
        self.reminder = Words(forgotten, "small", "muted", theme=theme).says(first.inner)

    def insets(self) -> tuple[float, float]:
        """Return how much room the texts want on the left and on the right of all bands, in units."""
        widest = max(factor.width_of(factor.text) for factor in self.factors)
        rooms: tuple[list[float], list[float]] = ([0.4], [widest + 0.3])
        for length, place, measure in zip(self.first.lengths, self.places, self.measures, strict=True):
            rooms[length < 0].append(place.width_units + 0.2)
            rooms[length >= 0].append(measure.width_units + 0.2)
        rooms[self.first.forgotten >= 0].append(self.reminder.width_units + 0.3)
        return max(rooms[0]), max(rooms[1])

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


def factor_height(levels: Sequence[float], k: int) -> float:
    """Return the height of the middle of a factor: between its upper line and the length over its lower one."""
    return (levels[k] + levels[k + 1] + 0.35) / 2


def _still(value: float) -> Callable[[], float]:
    return lambda: value
