"""A chord turns into the tangent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from annotated_types import Len
from manim import Create, Mobject, VGroup

from nowshowing.maths.calculus import tangent_line
from nowshowing.maths.constraints import DifferentiableAt, InDomain, NonZero, NoPoleBetween
from nowshowing.maths.expression import Expression
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
    Region,
    Run,
    SlopeLine,
    SlopePanel,
    UnitLegs,
    appear,
    beat,
    box_points,
    geometrically,
    latex_number,
    leave,
    restore,
    room_for_lens,
    set_presence,
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
    together = ("slope", "slopes", "limit")

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p, slopes, limit = self.params, self.value("slopes"), self.value("limit")
        self.gap = self.tracker(p.gaps[0])
        view = window(p.function, [p.at, *(p.at + gap for gap in p.gaps)], lines=[tangent_line(p.function, p.at)])
        self.plot = Plot(view, self.regions.plot, self.theme)
        self.graph = self.plot.curve(p.function)
        self.chord = Chord(self.plot, p.function, p.at, self.gap, p.gaps)
        self.touch = self.plot.dot(self.chord.first, "ink")
        self.touching = SlopeLine(self.plot, self.chord.first, lambda: limit, "tangent", reach=2.4)
        self.unit = UnitLegs(self.plot, self.chord.first, limit, self.decimals())
        self.unit.label_beside(self.touching, self.plot.pieces)
        self.drops = self.plot.drop(self.chord.first), self.plot.drop(self.chord.second)
        self.panel = SlopePanel(self.regions, self.chord, p.gaps, slopes, limit, self.decimals())
        self.place_labels()

    def place_labels(self) -> None:
        """Find room for the marks on the axis, and for the curve's name and the lens beside all that will come."""
        p, chord = self.params, self.chord
        fixed = Formula(f"x_0 = {latex_number(p.at)}", "small", theme=self.theme), p.at
        self.second_mark = Formula("x_0 + h", "small", "secant", theme=self.theme)
        set_presence(self.second_mark, 0.0)
        self.marks = AxisRow(self.plot, fixed, self.second_mark, lambda: chord.second()[0], self.gap, chord.way)
        taken = np.vstack([chord.sweep([*p.gaps, p.gaps[-1] / 100]), self.touching.footprint(), self.unit.footprint()])
        self.name = Formula(f"y = {p.function.latex}", "body", "curve", theme=self.theme)
        self.name_curve(self.name, self.plot, taken)
        glass = room_for_lens(self.plot, np.vstack([taken, box_points(self.name)]), self.panel.room.slot)
        self.lens = Lens(self.plot, p.function, chord.both, chord.line.direction, glass, self.theme)

    def question_region(self) -> Region:
        """Ask above the table, which stays in sight."""
        return self.panel.room.above_table

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.in_slot, self.panel.slope, self.panel.gap

    @beat(cues=("point",))
    def curve(self) -> None:
        """The curve and the point where the tangent will touch."""
        self.play(appear(self.plot))
        self.play(Create(self.graph, run_time=1.4))
        self.play(appear(self.name))
        self.cue("point")
        self.play(appear(self.drops[0]), appear(self.marks), appear(self.touch))

    @beat(cues=("second", "chord", "slope"), publishes=("slope", "gap"))
    def secant(self) -> None:
        """A second point, a gap h away, and the chord through both; its slope is rise over run."""
        chord, panel = self.chord, self.panel
        self.cue("second")
        self.event("second point", h=self.params.gaps[0])
        self.play(appear(self.drops[1]), appear(chord.dot), restore(self.second_mark))
        self.cue("chord")
        self.play(appear(chord.line))
        self.cue("slope")
        self.play(appear(chord.legs))
        self.show_in_slot(panel.quotient)
        self.play(appear(panel.slope), appear(panel.gap))
        self.play(appear(panel.table))
        self.play(*panel.table.go_to(0, 0.5), *panel.table.fill(0))
        self.event("slope", h=self.params.gaps[0], slope=self.value("slope"))
        self.look_closer()

    @beat(cues=("closer",), publishes=("slopes",))
    def shrink(self) -> None:
        """The gap closes step by step; the slopes of the chords settle."""
        self.ghosts = VGroup()
        self.add_below(self.ghosts, self.graph)
        self.cue("closer")
        for row, gap in enumerate(self.params.gaps[1:], start=1):
            self.ghosts.add(self.chord.ghost())
            self.close_gap(gap, row)
            self.play(*self.panel.table.fill(row))
            self.event("gap closes", h=gap, slope=self.value("slopes")[row])
            self.look_closer()
            self.wait(0.8)

    def close_gap(self, gap: float, row: int) -> None:
        """Bring the second point to its next place; to the other side it is set over, since at h = 0 is no chord."""
        if gap * self.gap.get_value() > 0:
            self.play(Run(self.gap, gap, 1.8, geometrically), *self.panel.table.go_to(row, 1.8))
            return
        moved = VGroup(self.chord, self.drops[1])
        self.play(leave(moved), step_back(self.second_mark, 0.0), *self.panel.table.go_to(row, 0.8))
        self.gap.set_value(gap)
        self.play(appear(moved), restore(self.second_mark))

    def look_closer(self) -> None:
        """Bring the lens, as soon as it has something to magnify: into its corner of the plot, or into the slot."""
        if self.lens.magnification() < 1.5 or self.lens in self.mobjects:
            return
        if self.lens.region is self.panel.room.slot:
            self.show_in_slot(self.lens)
        else:
            self.play(appear(self.lens))

    @beat(cues=("vanishing", "limit"), publishes=("limit",))
    def tangent(self) -> None:
        """In the limit the chord becomes the tangent; its slope is the derivative."""
        p, chord, panel, limit = self.params, self.chord, self.panel, self.value("limit")
        self.cue("vanishing")
        self.play(leave(chord.legs), leave(self.drops[1]), step_back(self.second_mark, 0.0), leave(panel.gap.number))
        self.play(appear(panel.vanishing))
        self.play(Run(self.gap, p.gaps[-1] / 8, 1.5, geometrically))
        self.look_closer()
        self.play(Run(self.gap, p.gaps[-1] / 1000, 2.5, geometrically))
        self.cue("limit")
        self.play(leave(chord.line), leave(chord.dot), leave(panel.slope), step_back(self.ghosts, 0.5))
        self.play(appear(self.touching), appear(panel.limit))
        self.event("limit", slope=limit)
        self.show_in_slot(panel.limit_formula)
        self.play(appear(self.unit))
        self.event("unit run", run=self.unit.unit, rise=self.unit.unit * limit)

    @beat(optional=True, publishes=("limit",))
    def equation(self) -> None:
        """The equation of the tangent, from its point and its slope."""
        slope, intercept = tangent_line(self.params.function, self.params.at)
        self.show_in_slot(self.panel.equation)
        self.event("equation", slope=slope, intercept=intercept)
