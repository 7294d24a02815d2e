"""The panel beside a chord: the quotient, its slope as the largest number, the gap, and the table that fills."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from nowshowing.maths.numbers import decimals_for, shows
from nowshowing.stage.chords import Chord
from nowshowing.stage.panel import divide_panel
from nowshowing.stage.regions import Regions
from nowshowing.stage.table import Table
from nowshowing.stage.text import Formula, Readout, Words, column, latex_number, line_equation

RUN, RISE = r"\role{gap}{h}", r"\role{rise}{\Delta y}"
QUOTIENT = rf"\frac{{{RISE}}}{{{RUN}}} = \frac{{f(x_0 + {RUN}) - f(x_0)}}{{{RUN}}}"
LIMIT = rf"f'(x_0) = \lim_{{h \to 0}} \frac{{{RISE}}}{{{RUN}}} = "
TANGENT = r"y = f(x_0) + f'(x_0) \, (x - x_0)"
HERO_WIDTH = 2.6


class SlopePanel:
    """Objects for a frame's panel, laid out; a scene shows and hides them.

    ``slopes`` are those of the chords with these gaps, ``limit`` the slope they settle on, ``decimals`` what both are
    shown with. ``quotient``, ``limit_formula`` and ``equation`` take turns in the slot.
    """

    def __init__(
        self,
        regions: Regions,
        chord: Chord,
        gaps: Sequence[float],
        slopes: Sequence[float],
        limit: float,
        decimals: int,
    ) -> None:
        theme = chord.plot.theme
        self.room = room = divide_panel(regions)
        self.quotient = Formula(QUOTIENT, "title", theme=theme).within(room.slot)
        self.slope = Readout("slope of the chord", chord.true_slope, decimals, "secant", theme=theme)
        self.slope.fit(HERO_WIDTH, [*slopes, limit]).place(*room.hero)
        gap_decimals = max(2, decimals_for(gaps))
        self.gap = Readout("gap $h$", chord.gap.get_value, gap_decimals, "gap", theme=theme, size="title")
        self.gap.place(*room.beside)
        heads = Formula("h", "small", "gap", theme=theme), Words("slope", "small", "secant", theme=theme)
        self.table = Table(heads, column(gaps), column(slopes, decimals), room.table, theme, "secant")
        self.vanishing = Formula(r"h \to 0", "title", "gap", theme=theme).place(*room.beside)
        exact = decimals_for([limit]) if shows(limit, decimals) else decimals
        self.limit = Readout("slope of the tangent", lambda: limit, exact, "tangent", theme=theme)
        self.limit.fit(HERO_WIDTH, [limit]).place(*room.hero)
        number = rf"\role{{tangent}}{{{latex_number(limit, decimals)}}}"
        self.limit_formula = Formula(LIMIT + number, "title", theme=theme).within(room.slot)
        intercept = chord.value - limit * chord.at
        general = Formula(TANGENT, "body", theme=theme).fit(room.slot.width)
        here = Formula(line_equation(limit, intercept, decimals), "title", "tangent", theme=theme).fit(room.slot.width)
        middle = float(room.slot.centre[1])
        self.equation = VGroup(general.place(room.slot.left, middle + 0.3), here.place(room.slot.left, middle - 0.5))
