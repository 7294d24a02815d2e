"""A chord turns into the tangent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len
from manim import Create, Mobject

from nowshowing.maths.calculus import tangent_line
from nowshowing.maths.constraints import ApartFrom, DifferentiableAt, InDomain, ModerateChords, NonZero, NoPoleBetween
from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import Gaps, SecantSlope, SecantSlopes, SlopeAt, gap_turns
from nowshowing.stage import LessonScene, Params, Region, SecantFigure, SecantTruth, appear, beat, leave, restore
from nowshowing.stage.closing import change_sides, close_gaps, close_in, look_closer
from nowshowing.stage.motion import LOOK, step_back


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
        ModerateChords("function", "at", "side"),
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
        *(("second point", "slope"), ("slope", "gap closes"), ("gap closes", "limit")),
        *(("limit", "unit run"), ("limit", "equation")),
    )

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p = self.params
        turns = list(zip(gap_turns(p.gaps, p.side), (self.value("slopes"), self.value("slopes_left")), strict=False))
        limits = self.value("limit_left"), self.value("limit_right")
        rest = self.decimals(), self.regions, self.theme, SecantTruth(p.function, p.at, gap_turns(p.gaps, p.side))
        self.figure = figure = SecantFigure(p.function, p.at, turns, limits, *rest)
        self.plot, self.graph, self.panel, self.unit = figure.plot, figure.graph, figure.panel, figure.unit
        self.marks, self.second_mark, self.drops = figure.marks, figure.second_mark, figure.drops
        self.chord, self.ghosts, self.touch, self.touching = figure.chord, figure.ghosts, figure.touch, figure.touching
        self.name = self.name_curve(f"y = {p.function.latex}", self.plot, figure.taken).says(p.function)
        self.lens = figure.lens_beside(self.name)

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
        self.wait(LOOK)

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
        self.wait(LOOK)
        self.show_in_slot(panel.quotient)
        self.play(appear(panel.slope), appear(panel.gap))
        self.wait(LOOK)
        self.play_in_turn(([appear(panel.tables[0])], panel.tables[0].go_to(0, 0.5), panel.tables[0].fill(0)))
        self.event("slope", h=self.value("gap"), slope=self.value("slope"))
        look_closer(self)

    @beat(cues=("closer",), publishes=("slopes",))
    def shrink(self) -> None:
        """The gap closes step by step; the slopes of the chords settle."""
        self.cue("closer")
        close_gaps(self, 0)

    @beat(only={"side": ["both"]}, cues=("left",), publishes=("slopes_left",))
    def from_the_left(self) -> None:
        """The same gaps to the other side; the slopes settle there too."""
        self.cue("left")
        change_sides(self)
        close_gaps(self, 1)

    @beat(cues=("vanishing", "limit"), publishes=("limit", "limit_left", "limit_right"))
    def tangent(self) -> None:
        """In the limit the chord becomes the tangent; where the two sides disagree, there is none."""
        chord, panel = self.chord, self.panel
        self.cue("vanishing")
        self.play(leave(chord.legs), leave(self.drops[1]), step_back(self.second_mark, 0.0), leave(panel.gap.number))
        self.play(appear(panel.vanishing))
        close_in(self)
        self.cue("limit")
        gone = () if panel.agree else (panel.gap.label, panel.vanishing)
        self.play(*map(leave, (chord.line, chord.dot, panel.slope, self.ghosts, *gone)))
        self.play(appear(self.touching), appear(panel.limits))
        self.event("limit", left=self.value("limit_left"), right=self.value("limit_right"))
        self.show_in_slot(panel.verdict)
        if self.unit is not None:
            self.play(appear(self.unit))
            self.event("unit run", run=self.unit.unit, rise=self.unit.rise())
        self.wait(LOOK)

    @beat(optional=True)
    def equation(self) -> None:
        """The equation of the tangent, from its point and its slope."""
        if self.panel.agree:
            slope, intercept = tangent_line(self.params.function, self.params.at)
            self.show_in_slot(self.panel.equation(slope, intercept))
            self.event("equation", slope=slope, intercept=intercept)
            self.wait(LOOK)
