"""The panel beside a chord: the quotient, its slope as the largest number, the gap, and the table that fills."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from manim import VGroup

from nowshowing.maths.numbers import MOST_TO_TELL_APART, decimals_for, format_number, shows, tell_apart, trimmed
from nowshowing.stage.chord_formulas import QUOTIENT_IS, TANGENT_IS, reading_as
from nowshowing.stage.chords import Chord
from nowshowing.stage.claims import LEAST_SIZE, NINE_DIGITS, Claim, in_place, reads, stating
from nowshowing.stage.live import presence_of
from nowshowing.stage.number import Readout
from nowshowing.stage.panel import divide_panel
from nowshowing.stage.regions import Regions
from nowshowing.stage.table import Table
from nowshowing.stage.text import LEAST_EM, SIZES, Formula, Words, value_said
from nowshowing.stage.written import column, latex_number, line_equation, reads_as_line

RUN, RISE = r"\role{gap}{h}", r"\role{rise}{\Delta y}"
QUOTIENT = rf"\frac{{{RISE}}}{{{RUN}}} = \frac{{f(x_0 + {RUN}) - f(x_0)}}{{{RUN}}}"
LIMIT = rf"f'(x_0) = \lim_{{h \to 0}} \frac{{{RISE}}}{{{RUN}}} = "
TANGENT = r"y = f(x_0) + f'(x_0) \, (x - x_0)"


class SlopePanel:
    """Objects for a frame's panel, laid out; a scene shows and hides them.

    ``turns`` are the chords of each side as (gaps, slopes), ``limits`` the slopes that they settle on, from the left
    and from the right, ``decimals`` what all slopes are shown with, ``extremes`` the least and the greatest on the way
    between them. ``quotient``, ``verdict`` and ``equation`` take turns in the slot; ``tables`` has a table for each
    turn, one in the place of the other. What all numbers stand for is held to the truth of the chord.
    """

    def __init__(
        self,
        regions: Regions,
        chord: Chord,
        turns: Sequence[tuple[Sequence[float], Sequence[float]]],
        limits: tuple[float, float],
        decimals: int,
        extremes: Sequence[float] = (),
    ) -> None:
        self.theme, self.decimals, self.truth = chord.plot.theme, decimals, chord.truth
        self.room = room = divide_panel(regions, in_columns=True)
        self.agree = limits[0] == limits[1]
        gaps = [gap for given, _ in turns for gap in given]
        every = [slope for _, slopes in turns for slope in slopes]
        self.quotient = reading_as(Formula(QUOTIENT, "title", theme=self.theme), QUOTIENT_IS).within(room.slot)
        self.slope = Readout("slope of the chord", chord.true_slope, decimals, "secant", theme=self.theme)
        self.slope.fit(room.hero_width, [*every, *limits, *extremes]).place(*room.hero)
        self.gap = self._gap(chord.gap.get_value, gaps)
        self.tables = [self._table(given, slopes) for given, slopes in turns]
        self.vanishing = Formula(r"h \to 0", "title", "gap", theme=self.theme).place(*room.beside)
        if self.agree:
            self.limits = VGroup(self._limit("slope of the tangent", limits[0], room.hero, room.hero_width, 0))
            number = rf"\role{{tangent}}{{{latex_number(limits[0], decimals)}}}"
            whole = Formula(LIMIT + number, "title", theme=self.theme).says(limits[0])
            self.verdict: Formula | Words = whole.within(room.slot)
        else:
            places = zip(("from the left", "from the right"), limits, (room.hero, room.second), strict=True)
            self.limits = VGroup(*(self._limit(*place, room.second_width, k) for k, place in enumerate(places)))
            text = "The two sides disagree: no derivative here."
            self.verdict = Words(text, "body", theme=self.theme, weight="semibold", width=room.slot.width)
            self.verdict.within(room.slot)
        self._state(chord.gap.get_value)

    def _state(self, gap: Callable[[], float]) -> None:
        """Let all numbers state what they stand for."""
        truth, slope, moving = self.truth, self.slope.number, self.gap.number
        stating(slope, reads("slope of the chord", slope, lambda: slope.read(), lambda: truth.slope(gap())))
        stating(moving, reads("gap of the chord", moving, lambda: moving.read(), gap))
        for table, gaps in zip(self.tables, truth.turns, strict=True):
            stating(table, *table.headed("h", "slope"))
            for k, (given, result) in enumerate(zip(*table.cells, strict=True)):
                stating(given, reads("gap of the row", given, partial(value_said, given), partial(float, gaps[k])))
                slope_of = partial(truth.slope, gaps[k])
                stating(
                    result,
                    reads("slope of the row", result, partial(value_said, result), slope_of),
                    reads("gap at which a row is filled", result, *filled_at(result, gap, gaps[k])),
                    Claim("row that is filled", result, *filled_at(result, table.drawn_row, k), table.pitch),
                )
        verdict = self.verdict
        if self.agree:
            stating(
                verdict,
                *(reads("limit of the slopes", verdict, partial(value_said, verdict), side) for side in self._sides()),
            )
        else:
            stating(verdict, in_place("that the sides disagree", verdict, lambda: float(self._sides_agree())))

    def _equation_claims(self, here: Formula, slope: float, intercept: float) -> list[Claim]:
        """Return that what the tangent's equation is set from is its slope, and where it meets x = 0."""
        true, (crossing, size) = self.truth.limits[1], self.truth.intercept
        numbers = (("slope", slope, true, abs(true)), ("intercept", intercept, crossing, size))
        return [
            Claim(
                f"{name} of the equation", here, partial(float, number), partial(float, wanted),
                NINE_DIGITS / max(large, LEAST_SIZE), still=True,
            )
            for name, number, wanted, large in numbers
        ]  # fmt: skip

    def _sides(self) -> list[Callable[[], float]]:
        """Return what gives the limits from the left and from the right, from ``maths``."""
        return [lambda: self.truth.limits[0], lambda: self.truth.limits[1]]

    def _sides_agree(self) -> bool:
        left, right = self.truth.limits
        return left == right

    def _gap(self, value: Callable[[], float], gaps: Sequence[float]) -> Readout:
        """Return the readout of the gap: what an author gave, in full, or its first two digits where it is long."""
        decimals = max(2, *(len(trimmed(gap).partition(".")[2]) for gap in gaps))
        readout = Readout("gap $h$", value, decimals, "gap", theme=self.theme, size="title")
        width, number = self.room.beside_width, readout.fit(self.room.beside_width, gaps).number
        if number.em < LEAST_EM:
            widest = max(number.width_of(two_digits(gap)) for gap in gaps) / number.em
            number.style, number.em = two_digits, min(SIZES["title"], max(LEAST_EM, width / widest))
        readout.place(*self.room.beside)
        if self.room.beside[1] < self.room.hero[1]:
            # In a row captions share a baseline; below another number this one stands close to its own.
            readout.label.place(readout.number.x, readout.number.y + 0.72 * SIZES["title"] + 0.22)
        return readout

    def _table(self, gaps: Sequence[float], slopes: Sequence[float]) -> Table:
        heads = Formula("h", "small", "gap", theme=self.theme), Words("slope", "small", "secant", theme=self.theme)
        return Table(
            heads, [trimmed(gap) for gap in gaps], column(slopes, self.decimals), self.room.table, self.theme, "secant",
            values=(gaps, slopes),
        )  # fmt: skip

    def _limit(self, label: str, limit: float, at: tuple[float, float], width: float, side: int) -> Readout:
        exact = decimals_for([limit]) if shows(limit, self.decimals) else self.decimals
        readout = Readout(label, lambda: limit, exact, "tangent", theme=self.theme)
        number = readout.number
        stating(number, reads(label, number, lambda: number.read(), self._sides()[side]))
        return readout.fit(width, [limit]).place(*at)

    def equation(self, slope: float, intercept: float) -> VGroup:
        """Return the tangent's equation, in general and here, laid out in the slot."""
        slot, middle = self.room.slot, float(self.room.slot.centre[1])
        general = reading_as(Formula(TANGENT, "body", theme=self.theme), TANGENT_IS).fit(slot.width)
        # A small intercept takes the digits that it needs, lest it be gone.
        enough = tell_apart([0.0, intercept], self.decimals)
        decimals = self.decimals if enough else max(self.decimals, decimals_for([slope, intercept], MOST_TO_TELL_APART))
        equation = line_equation(slope, intercept, decimals)
        here = Formula(equation, "title", "tangent", theme=self.theme)
        m, b = (number if float(latex_number(number, decimals)) else 0.0 for number in (slope, intercept))
        here.says(reads_as_line(equation, m, b) if m or b else intercept)
        stating(here, *self._equation_claims(here, slope, intercept))
        return VGroup(general.place(slot.left, middle + 0.3), here.fit(slot.width).place(slot.left, middle - 0.5))


def filled_at(
    result: Words, now: Callable[[], float], wanted: float
) -> tuple[Callable[[], float], Callable[[], float]]:
    """Return what gives a value, and what it is to be, while a result comes to be seen; then both are the same."""

    def value() -> float:
        return now() if 0 < presence_of(result) < 1 else wanted

    return value, lambda: wanted


def two_digits(value: float) -> str:
    """Return a number with its first two digits that count, ``0.0012``, and whole where it is large."""
    size = math.floor(math.log10(abs(value))) if value else 0
    return format_number(value, max(0, 1 - size))
