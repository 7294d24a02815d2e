"""A function moves the points of the number line, and stretches what lies between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import Gt, Le, Len
from manim import Mobject

from nowshowing.maths.constraints import (
    DifferentiableAt,
    Distinct,
    Finite,
    Increasing,
    InDomain,
    NoPoleBetween,
    Shrinking,
    StretchedAtMost,
)
from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import Folds, Images, Param, StretchFactors, StretchRatios, StretchSteps
from nowshowing.maths.stretches import map_view
from nowshowing.stage import LessonScene, LineMap, MapName, Params, Region, StretchMeter, beat, divide_map
from nowshowing.stage.motion import Run, appear, leave, restore
from nowshowing.stage.stretch_walk import StretchWalk


class StretchMappingParams(Params):
    function: Expression = Expression("x^2")
    """The map x → f(x)."""

    points: Annotated[
        list[float],
        *(Len(1, 4), Finite(), Distinct(), InDomain("function"), DifferentiableAt("function")),
        StretchedAtMost("function", "widths"),
    ] = [2.0, 1.0, 0.25]
    """Where intervals are marked: the left ends x, in the order shown; the first one is looked at step by step."""

    widths: Annotated[
        list[Annotated[float, Gt(1e-5), Le(100)]], Len(1, 4), Shrinking(), NoPoleBetween("function", "points")
    ] = [0.2, 0.02, 0.002]
    """The widths dx of the intervals [x, x + dx], in the order shown, in units of x."""

    zoom: Annotated[list[Annotated[float, Gt(1), Le(1000)]], Len(1, 3), Increasing()] = [10.0, 100.0, 1000.0]
    """Where the factor is 0: how many times closer than at first the lens goes, to intervals as much narrower."""

    domain: Annotated[list[float] | None, Len(2, 2), Finite(), Increasing()] = None
    """The ends of the part of the line that is shown; null: chosen to suit the function and the points."""


class StretchMapping(LessonScene):
    """A function moves the points of a number line; its derivative is the factor by which it stretches them apart."""

    params: StretchMappingParams
    values = {
        "point": Param("points", 0),
        "points": Param("points"),
        "image": Images("function", "points", 0),
        "images": Images("function", "points"),
        "width": Param("widths", 0),
        "widths": StretchSteps("function", "points", "widths", "zoom"),
        "ratio": StretchRatios("function", "points", "widths", "zoom", item=0),
        "ratios": StretchRatios("function", "points", "widths", "zoom"),
        "factor": StretchFactors("function", "points", 0),
        "factors": StretchFactors("function", "points"),
        "folds": Folds("function", "points", "widths", "domain"),
    }
    together = ("ratios", "factors")
    order = (
        *(("points move", "lines apart"), ("lines apart", "interval"), ("interval", "image"), ("image", "ratio")),
        *(("ratio", "interval shrinks"), ("ratio", "factor")),
    )

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p = self.params
        self.map_name = MapName(p.function, self.clip.title, self.regions, self.theme)
        self.room = divide_map(self.regions, self.map_name.wide)
        view = map_view(p.function, p.points, p.widths[0], p.domain)
        self.figure = LineMap(p.function, view, self.map_name.whole, self.room.lines, self.theme)
        self.factors, digits = self.value("factors"), self.decimals()
        caption = self.map_name.caption_width(self.room)
        self.meter = StretchMeter(self.figure, self.room, caption, p.points, p.widths, p.zoom, self.factors, digits)
        self.walk = StretchWalk(self, self.meter)
        self.claims.extend(self.meter.claims())

    def question_region(self) -> Region:
        """Ask below the lines."""
        return self.room.strip

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.meter.below_the_lines()

    @beat(cues=("beads",))
    def line(self) -> None:
        """A number line, with beads at equal distances on a string."""
        figure = self.figure
        self.play(appear(figure.lower if figure.view.shared else figure.upper))
        self.cue("beads")
        self.play(appear(figure.string), appear(figure.beads))
        self.event("line")
        self.play(appear(self.map_name.first))

    @beat(cues=("move",), publishes=("folds",))
    def move(self) -> None:
        """The points themselves move: each bead goes from x to f(x), and the string with it."""
        figure = self.figure
        if not figure.view.shared:
            self.play(appear(figure.lower))
        self.play(appear(figure.origins))
        self.cue("move")
        self.event("points move")
        self.play(Run(figure.carried, 1.0, 4.5))
        for x in self.value("folds"):
            self.event("fold", x=x)
        self.wait(0.8)

    @beat(cues=("apart", "threads"), publishes=("points", "images"))
    def two_lines(self) -> None:
        """Before and after, on two lines to one scale; threads join what belongs together."""
        figure = self.figure
        self.cue("apart")
        if figure.view.shared:
            self.play(appear(figure.upper))
            self.play(Run(figure.apart, 1.0, 1.8))
            self.play(*(restore(caption) for caption in figure.captions))
        self.event("lines apart")
        self.cue("threads")
        self.play(appear(figure.threads))
        self.wait(0.8)

    @beat(cues=("mark", "carry", "ratio"), publishes=("point", "image", "width", "ratio"))
    def interval(self) -> None:
        """An interval from x to x + dx is carried over by the function, and its image is measured."""
        meter, x = self.meter, self.params.points[0]
        self.walk.make_room(self.figure, self.map_name)
        self.cue("mark")
        self.play(appear(meter.interval))
        self.event("interval", x=x, width=meter.steps[0][0])
        self.cue("carry")
        self.walk.carry()
        self.event("image", at=self.value("image"))
        self.play(appear(meter.lens))
        self.cue("ratio")
        self.play(appear(meter.ratio))
        self.play(appear(meter.first_table))
        self.play(*meter.first_table.go_to(0, 0.5), *meter.first_table.fill(0))
        self.event("ratio", x=x, width=meter.steps[0][0], ratio=self.value("ratio"))

    @beat(cues=("closer",), publishes=("widths", "ratios"))
    def shrink(self) -> None:
        """The interval shrinks and the lens follows; the ratio settles."""
        table = self.meter.first_table
        self.cue("closer")
        for row in self.walk.widths(0):
            self.walk.narrow(0, row, *table.go_to(row, 1.8))
            self.play(*table.fill(row))
            self.wait(0.8)

    @beat(cues=("limit", "badges"), publishes=("point", "image", "factor"))
    def factor(self) -> None:
        """The factor that the ratios settle on is the derivative; it tells size and direction."""
        self.cue("limit")
        self.walk.settle(0, cue="badges")

    @beat(optional=True, cues=("slide",), publishes=("points", "factors"))
    def elsewhere(self) -> None:
        """The interval slides to other points, and is stretched by other factors."""
        walk, table = self.walk, self.meter.points_table
        self.play(leave(self.meter.first_table))
        self.play(appear(table))
        self.play(*table.go_to(0, 0.5), *table.fill(0))
        self.cue("slide")
        for k in range(1, len(self.params.points)):
            walk.go_to(k, *table.go_to(k, 2.2))
            for row in walk.widths(k):
                walk.narrow(k, row)
            walk.settle(k)
            self.play(*table.fill(k))
            self.wait(0.8)
