"""A chord turns into the tangent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import Len
import numpy as np
from manim import Create, Mobject, VGroup

from nowshowing.maths.calculus import tangent_line
from nowshowing.maths.constraints import DifferentiableAt, InDomain, NonZero, NoPoleBetween
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import decimals_for, shows
from nowshowing.maths.quantities import Param, SecantSlope, SecantSlopes, SlopeAt
from nowshowing.maths.windows import window
from nowshowing.stage import (
    AxisRow,
    Chord,
    Formula,
    Lens,
    LessonScene,
    Params,
    Plot,
    Readout,
    Region,
    Run,
    SlopeLine,
    Table,
    UnitLegs,
    Words,
    appear,
    beat,
    box_points,
    column,
    divide_panel,
    geometrically,
    latex_number,
    leave,
    line_equation,
    restore,
    room_for_lens,
    step_back,
)


class SecantToTangentParams(Params):
    function: Expression = Expression("x^2")
    """The curve y = f(x)."""

    at: Annotated[float, InDomain("function"), DifferentiableAt("function")] = 2.0
    """Where the tangent touches, in units of x."""

    gaps: Annotated[list[float], Len(1, 6), NonZero(), NoPoleBetween("function", "at")] = [2.0, 1.0, 0.5, 0.25]
    """The gaps h between the two points of the chord, in the order shown, in units of x."""


class SecantToTangent(LessonScene):
    """A chord through two points of a curve turns into the tangent as the gap closes."""

    params: SecantToTangentParams
    values = {
        "slope": SecantSlope("function", "at", "gaps", 0),
        "slopes": SecantSlopes("function", "at", "gaps"),
        "limit": SlopeAt("function", "at"),
        "gap": Param("gaps", 0),
    }
    together = ("slopes", "limit")

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p, theme = self.params, self.theme
        self.gap = self.tracker(p.gaps[0])
        self.limit, self.slopes, self.digits = self.value("limit"), self.value("slopes"), self.decimals()
        self.plot = Plot(window(p.function, [p.at, *(p.at + gap for gap in p.gaps)]), self.regions.plot, theme)
        self.graph = self.plot.curve(p.function)
        self.chord = Chord(self.plot, p.function, p.at, self.gap, p.gaps)
        self.touch = self.plot.dot(self.chord.first, "ink")
        self.touching = SlopeLine(self.plot, self.chord.first, lambda: self.limit, "tangent", reach=2.4)
        self.unit = UnitLegs(self.plot, self.chord.first, self.limit, self.digits)
        self.unit.label_beside(self.touching, self.plot.pieces)
        self.panel = divide_panel(self.regions)
        self.slope: Readout | None = None
        self.run: Readout | None = None

    def question_region(self) -> Region:
        """Ask above the table, which stays in sight."""
        return self.panel.above_table

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.in_slot, self.slope, self.run

    @beat
    def curve(self) -> None:
        """The curve and the point where the tangent will touch."""
        p, chord = self.params, self.chord
        at = Formula(f"x_0 = {latex_number(p.at)}", "small", theme=self.theme)
        self.second_mark = Formula("x_0 + h", "small", "secant", theme=self.theme)
        self.second_mark.presence = 0.0
        self.marks = AxisRow(self.plot, (at, p.at), self.second_mark, lambda: chord.second()[0], self.gap, chord.way)
        self.drops = self.plot.drop(chord.first), self.plot.drop(chord.second)
        self.place_labels()
        self.play(appear(self.plot))
        self.play(Create(self.graph, run_time=1.4))
        self.play(appear(self.name))
        self.play(appear(self.drops[0]), appear(self.marks), appear(self.touch))

    def place_labels(self) -> None:
        """Find room for the curve's name and the lens beside all that will come to pass."""
        p, chord = self.params, self.chord
        taken = np.vstack([chord.sweep([*p.gaps, p.gaps[-1] / 100]), self.touching.footprint(), self.unit.footprint()])
        self.name = Formula(f"y = {p.function.latex}", "body", "curve", theme=self.theme)
        self.name_curve(self.name, self.plot, taken)
        glass = room_for_lens(self.plot, np.vstack([taken, box_points(self.name)]), self.panel.slot)
        self.lens = Lens(self.plot, p.function, chord.both, chord.line.direction, glass, self.theme)

    @beat(cues=("second", "slope"), publishes=("slope", "gap"))
    def secant(self) -> None:
        """A second point, a gap h away, and the chord through both; its slope is rise over run."""
        self.cue("second")
        self.event("second point", h=float(self.gap.get_value()))
        self.play(appear(self.drops[1]), appear(self.chord.dot), restore(self.second_mark))
        self.play(appear(self.chord.line))
        self.play(appear(self.chord.legs))
        self.cue("slope")
        self.show_slope()

    def show_slope(self) -> None:
        """Fill the panel: the formula, the slope as its largest number, the gap, the first row of the table."""
        theme, room, gaps = self.theme, self.panel, self.params.gaps
        run, rise = r"\role{gap}{h}", r"\role{rise}{\Delta y}"
        quotient = Formula(
            rf"\frac{{{rise}}}{{{run}}} = \frac{{f(x_0 + {run}) - f(x_0)}}{{{run}}}", "title", theme=theme
        )
        self.slope = Readout("slope of the chord", self.chord.true_slope, self.digits, "secant", theme=theme)
        self.slope.fit(2.4, [*self.slopes, self.limit]).place(*room.hero)
        self.run = Readout("gap h", self.gap.get_value, max(2, decimals_for(gaps)), "gap", theme=theme, size="title")
        self.run.place(*room.beside)
        heads = Formula("h", "small", "gap", theme=theme), Words("slope", "small", "secant", theme=theme)
        self.table = Table(heads, column(gaps), column(self.slopes, self.digits), room.table, theme, "secant")
        self.show_in_slot(quotient.within(room.slot))
        self.play(appear(self.slope), appear(self.run))
        self.play(appear(self.table))
        self.play(*self.table.go_to(0, 0.5), *self.table.fill(0))
        self.event("slope", h=gaps[0], slope=self.slopes[0])
        self.look_closer()

    @beat(cues=("closer",), publishes=("slopes",))
    def shrink(self) -> None:
        """The gap closes step by step; the slopes of the chords settle."""
        self.cue("closer")
        self.ghosts = VGroup()
        self.add_below(self.ghosts, self.graph)
        for row, gap in enumerate(self.params.gaps[1:], start=1):
            self.ghosts.add(self.chord.ghost())
            self.close_gap(gap, row)
            self.play(*self.table.fill(row))
            self.event("gap closes", h=gap, slope=self.slopes[row])
            self.look_closer()
            self.wait(0.8)

    def close_gap(self, gap: float, row: int) -> None:
        """Bring the second point to its next place; to the other side it is set over, since at h = 0 is no chord."""
        if gap * self.gap.get_value() > 0:
            self.play(Run(self.gap, gap, 1.8, geometrically), *self.table.go_to(row, 1.8))
            return
        moved = VGroup(self.chord, self.drops[1], self.run.number)
        self.play(leave(moved), *self.table.go_to(row, 0.8))
        self.gap.set_value(gap)
        self.play(appear(moved))

    def look_closer(self) -> None:
        """Bring the lens, as soon as it has something to magnify."""
        if self.lens.magnification() >= 1.5 and self.lens not in self.mobjects:
            if self.lens.glass.left > self.panel.slot.left - 0.1:
                self.show_in_slot(self.lens)
            else:
                self.play(appear(self.lens))

    @beat(cues=("limit",), publishes=("limit",))
    def tangent(self) -> None:
        """In the limit the chord becomes the tangent; its slope is the derivative."""
        p, theme = self.params, self.theme
        arrow = Formula(r"h \to 0", "title", "gap", theme=theme).place(*self.panel.beside)
        self.play(leave(self.chord.legs), leave(self.drops[1]), leave(self.second_mark), leave(self.run.number))
        self.play(appear(arrow))
        self.play(Run(self.gap, p.gaps[-1] / 8, 1.5, geometrically))
        self.look_closer()
        self.play(Run(self.gap, p.gaps[-1] / 1000, 2.5, geometrically))
        self.cue("limit")
        exact = decimals_for([self.limit]) if shows(self.limit, self.digits) else self.digits
        self.slope_there = Readout("slope of the tangent", lambda: self.limit, exact, "tangent", theme=theme)
        self.slope_there.fit(2.4, [*self.slopes, self.limit]).place(*self.panel.hero)
        self.play(leave(self.chord.line), leave(self.chord.dot), leave(self.slope), step_back(self.ghosts, 0.5))
        self.play(appear(self.touching), appear(self.slope_there))
        self.event("limit", slope=self.limit)
        number = latex_number(self.limit, self.digits)
        limit = rf"f'(x_0) = \lim_{{h \to 0}} \frac{{\role{{rise}}{{\Delta y}}}}{{\role{{gap}}{{h}}}} = \role{{tangent}}{{{number}}}"
        self.show_in_slot(Formula(limit, "title", theme=theme).within(self.panel.slot))
        self.play(appear(self.unit))
        self.event("run of one", run=self.unit.unit, rise=self.unit.unit * self.limit)

    @beat(optional=True, publishes=("limit",))
    def equation(self) -> None:
        """The equation of the tangent, from its point and its slope."""
        slope, intercept = tangent_line(self.params.function, self.params.at)
        general = Formula(r"y = f(x_0) + f'(x_0) \, (x - x_0)", "body", theme=self.theme)
        here = Formula(line_equation(slope, intercept, self.digits), "title", "tangent", theme=self.theme)
        slot = self.panel.slot
        general.fit(slot.width).place(slot.left, slot.centre[1] + 0.3)
        here.fit(slot.width).place(slot.left, slot.centre[1] - 0.5)
        self.show_in_slot(VGroup(general, here))
        self.event("equation", slope=slope, intercept=intercept)
