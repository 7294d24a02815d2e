"""A function moves the points of the number line, and stretches what lies between them."""

from __future__ import annotations

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
from nowshowing.stage import LessonScene, LineMap, MapName, Params, Region, StretchMeter, StretchWalk, beat
from nowshowing.stage.motion import appear
from nowshowing.stage.stretch_claims import stretch_claims


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
        p, self.factors = self.params, self.value("factors")
        self.map_name = MapName(p.function, self.clip.title, self.regions, self.theme)
        view = map_view(p.function, p.points, p.widths[0], p.domain)
        self.figure = LineMap(p.function, view, self.map_name, self.theme)
        self.meter = StretchMeter(self.figure, p.points, p.widths, p.zoom, self.factors, self.decimals())
        self.walk = StretchWalk(self, self.meter)
        self.claims.extend(stretch_claims(self.meter, p.function, p.points, p.widths, p.zoom))

    def question_region(self) -> Region:
        """Ask below the lines."""
        return self.map_name.room.strip

    def question_covers(self) -> tuple[Mobject, ...]:
        """Make room for the question."""
        return self.meter.below_the_lines()

    @beat(cues=("beads",))
    def line(self) -> None:
        """A number line, with beads at equal distances on a string."""
        self.play(appear(self.figure.first_line))
        self.cue("beads")
        self.play(appear(self.figure.string), appear(self.figure.beads))
        self.event("line")
        self.play(appear(self.map_name.first))

    @beat(cues=("move",), publishes=("folds",))
    def move(self) -> None:
        """The points themselves move: each bead goes from x to f(x), and the string with it."""
        self.walk.prepare()
        self.cue("move")
        self.walk.move(self.value("folds"))

    @beat(cues=("apart", "threads"), publishes=("points", "images"))
    def two_lines(self) -> None:
        """Before and after, on two lines to one scale; threads join what belongs together."""
        self.cue("apart")
        self.walk.part()
        self.cue("threads")
        self.play(appear(self.figure.threads))
        self.wait(0.8)

    @beat(cues=("mark", "carry", "ratio"), publishes=("point", "image", "width", "ratio"))
    def interval(self) -> None:
        """An interval from x to x + dx is carried over by the function, and its image is measured."""
        self.walk.make_room()
        self.cue("mark")
        self.walk.mark()
        self.cue("carry")
        self.walk.carry()
        self.event("image", at=self.value("image"))
        self.play(appear(self.meter.lens))
        self.cue("ratio")
        self.walk.measure()

    @beat(cues=("closer",), publishes=("widths", "ratios"))
    def shrink(self) -> None:
        """The interval shrinks and the lens follows; the ratio settles."""
        self.cue("closer")
        self.walk.shrink()

    @beat(cues=("limit", "badges"), publishes=("point", "image", "factor"))
    def factor(self) -> None:
        """The factor that the ratios settle on is the derivative; it tells size and direction."""
        self.cue("limit")
        self.walk.settle(0, cue="badges")

    @beat(optional=True, cues=("slide",), publishes=("points", "factors"))
    def elsewhere(self) -> None:
        """The interval slides to other points, and is stretched by other factors."""
        self.walk.list_points()
        self.cue("slide")
        for k in range(1, len(self.params.points)):
            self.walk.visit(k)
