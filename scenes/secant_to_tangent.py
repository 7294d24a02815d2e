"""A chord turns into the tangent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge, Le, Len
from manim import Animation, Create, Mobject, VGroup

from nowshowing.maths.calculus import tangent_line, value_at
from nowshowing.maths.constraints import ApartFrom, DifferentiableAt, InDomain, NonZero, NoPoleBetween
from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import Gaps, SecantSlope, SecantSlopes, SlopeAt, gap_turns
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
    touching_lines,
)


class SecantToTangentParams(Params):
    function: Expression = Expression("x^2")
    """The curve y = f(x)."""

    at: Annotated[
        float, Ge(-1e6), Le(1e6), InDomain("function"), DifferentiableAt("function", unless={"side": ["both"]})
    ] = 2.0
    """Where the tangent touches, in units of x."""

    gaps: Annotated[
        list[Annotated[float, Ge(-1e6), Le(1e6)]],
        Len(1, 6),
        NonZero(),
        ApartFrom("at"),
        NoPoleBetween("function", "at", "side"),
    ] = [2.0, 1.0, 0.5, 0.25]
    """The gaps h between the two points of the chord, in the order shown, in units of x."""

    side: Literal["right", "left", "both"] = "right"
    """Where the second point comes from: "right" takes the gaps as they are, "left" their negatives, "both" both."""


class SecantToTangent(LessonScene):
    """A chord through two points of a curve turns into the tangent as the gap closes."""

    params: SecantToTangentParams
    values = {
        "gap": Gaps("gaps", "side", index=0),
        "slope": SecantSlope("function", "at", "gaps", 0, "side"),
        "slopes": SecantSlopes("function", "at", "gaps", "side"),
        "slopes_left": SecantSlopes("function", "at", "gaps", "side", turn=1),
        "limit": SlopeAt("function", "at"),
        "limit_left": SlopeAt("function", "at", "left"),
        "limit_right": SlopeAt("function", "at", "right"),
    }
    together = ("slope", "slopes", "slopes_left", "limit_left", "limit_right")

    order = (
        ("second point", "slope"),
        ("slope", "gap closes"),
        ("gap closes", "limit"),
        ("limit", "unit run"),
        ("limit", "equation"),
    )

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p = self.params
        self.turns = gap_turns(p.gaps, p.side)
        stops = [gap for turn in self.turns for gap in turn]
        self.limits: tuple[float, float] = (self.value("limit_left"), self.value("limit_right"))
        self.gap = self.tracker(stops[0])
        touch = p.at, value_at(p.function, p.at)
        lines = [(slope, touch[1] - slope * touch[0]) for slope in self.limits]
        view = window(p.function, [p.at, *(p.at + gap for gap in stops)], lines=lines)
        self.plot = Plot(view, self.regions.plot, self.theme)
        self.graph = self.plot.curve(p.function)
        self.chord = Chord(self.plot, p.function, p.at, self.gap, stops)
        self.touch = self.plot.dot(self.chord.first, "ink")
        self.touching = touching_lines(self.plot, touch, self.limits)
        self.unit = UnitLegs(self.plot, self.chord.first, self.limits[1], self.decimals())
        self.unit.label_beside(self.touching, self.plot.pieces, self.chord.lines(self.turns[-1]))
        self.drops = self.plot.drop(self.chord.first), self.plot.drop(self.chord.second)
        slopes = self.value("slopes"), self.value("slopes_left")
        turns = list(zip(self.turns, slopes, strict=False))
        self.panel = SlopePanel(self.regions, self.chord, turns, self.limits, self.decimals())
        self.place_labels(stops)

    def place_labels(self, stops: Sequence[float]) -> None:
        """Find room for the marks on the axis, and for the curve's name and the lens beside all that will come."""
        p, chord = self.params, self.chord
        fixed = Formula(f"x_0 = {latex_number(p.at)}", "small", theme=self.theme).says(p.at), p.at
        self.second_mark = Formula("x_0 + h", "small", "secant", theme=self.theme)
        set_presence(self.second_mark, 0.0)
        self.marks = AxisRow(self.plot, fixed, self.second_mark, lambda: chord.second()[0], self.gap, chord.way)
        swept = chord.sweep([*chord.way, *(stops[-1] / 1000 ** (k / 80) for k in range(1, 81))])
        taken = np.vstack([swept, *(line.footprint() for line in self.touching), self.unit.footprint()])
        self.name = self.name_curve(f"y = {p.function.latex}", self.plot, taken).says(p.function)
        glass = room_for_lens(self.plot, np.vstack([taken, box_points(self.name)]), self.panel.room.slot)
        self.lens = glass and Lens(self.plot, p.function, chord.both, chord.line.direction, glass, self.theme)

    def question_region(self) -> Region:
        """Ask above the table, which stays in sight."""
        return self.panel.room.above_table

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.in_slot, self.panel.slope, self.panel.gap, self.panel.limits, self.panel.vanishing

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
        self.event("second point", h=self.value("gap"))
        self.play(appear(self.drops[1]), appear(chord.dot), restore(self.second_mark))
        self.cue("chord")
        self.play(appear(chord.line))
        self.cue("slope")
        self.play(appear(chord.legs))
        self.show_in_slot(panel.quotient)
        self.play(appear(panel.slope), appear(panel.gap))
        self.play(appear(panel.tables[0]))
        self.play(*panel.tables[0].go_to(0, 0.5), *panel.tables[0].fill(0))
        self.event("slope", h=self.value("gap"), slope=self.value("slope"))
        self.look_closer()

    @beat(cues=("closer",), publishes=("slopes",))
    def shrink(self) -> None:
        """The gap closes step by step; the slopes of the chords settle."""
        self.cue("closer")
        self.close_gaps(0, self.value("slopes"))

    def close_gaps(self, turn: int, slopes: Sequence[float]) -> None:
        """Bring the second point closer, gap by gap, each chord leaving a ghost and a row of the table."""
        self.ghosts = VGroup()
        self.add_below(self.ghosts, self.graph)
        for row, gap in list(enumerate(self.turns[turn]))[1:]:
            self.ghosts.add(self.chord.ghost())
            self.close_gap(gap, self.panel.tables[turn].go_to(row, 1.8))
            self.play(*self.panel.tables[turn].fill(row))
            self.event("gap closes", h=gap, slope=slopes[row])
            self.look_closer()
            self.wait(0.8)

    def close_gap(self, gap: float, meanwhile: Sequence[Animation]) -> None:
        """Bring the second point to its next place; to the other side it is set over, since at h = 0 is no chord."""
        if gap * self.gap.get_value() > 0:
            self.play(Run(self.gap, gap, 1.8, geometrically), *meanwhile)
            return
        moved = VGroup(self.chord, self.drops[1])
        self.play(leave(moved), step_back(self.second_mark, 0.0), *meanwhile)
        self.gap.set_value(gap)
        self.play(appear(moved), restore(self.second_mark))

    def look_closer(self) -> None:
        """Bring the lens, as soon as it has something to magnify: into its corner of the plot, or into the slot."""
        if self.lens is None or self.lens.magnification() < 1.5 or self.lens in self.mobjects:
            return
        if self.lens.region is self.panel.room.slot:
            self.show_in_slot(self.lens)
        else:
            self.play(appear(self.lens))

    @beat(only={"side": ["both"]}, cues=("left",), publishes=("slopes_left",))
    def from_the_left(self) -> None:
        """The same gaps to the other side; the slopes settle there too."""
        first, second = self.panel.tables
        self.cue("left")
        self.event("other side", h=self.turns[1][0])
        self.play(leave(first), leave(self.ghosts))
        self.play(appear(second))
        self.close_gap(self.turns[1][0], second.go_to(0, 0.6))
        self.play(*second.fill(0))
        self.close_gaps(1, self.value("slopes_left"))

    @beat(cues=("vanishing", "limit"), publishes=("limit", "limit_left", "limit_right"))
    def tangent(self) -> None:
        """In the limit the chord becomes the tangent; where the two sides disagree, there is none."""
        chord, panel, last = self.chord, self.panel, self.turns[-1][-1]
        self.cue("vanishing")
        self.play(leave(chord.legs), leave(self.drops[1]), step_back(self.second_mark, 0.0), leave(panel.gap.number))
        self.play(appear(panel.vanishing))
        self.play(Run(self.gap, last / 8, 1.5, geometrically))
        self.look_closer()
        self.play(Run(self.gap, last / 1000, 2.5, geometrically))
        self.cue("limit")
        self.play(leave(chord.line), leave(chord.dot), leave(panel.slope), step_back(self.ghosts, 0.5))
        if not panel.agree:
            self.play(leave(panel.gap.label), leave(panel.vanishing))
        self.play(appear(self.touching), appear(panel.limits))
        self.event("limit", left=self.limits[0], right=self.limits[1])
        self.show_in_slot(panel.verdict)
        if panel.agree:
            self.play(appear(self.unit))
            self.event("unit run", run=self.unit.unit, rise=self.unit.unit * self.limits[1])

    @beat(optional=True)
    def equation(self) -> None:
        """The equation of the tangent, from its point and its slope."""
        if self.panel.agree:
            slope, intercept = tangent_line(self.params.function, self.params.at)
            self.show_in_slot(self.panel.equation(slope, intercept))
            self.event("equation", slope=slope, intercept=intercept)
            self.wait(0.8)
