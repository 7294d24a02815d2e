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
from nowshowing.maths.stretches import collapses, map_view, ratios, steps
from nowshowing.stage import (
    Fade,
    LessonScene,
    LineMap,
    MapName,
    Params,
    Region,
    Run,
    StretchMeter,
    appear,
    beat,
    divide_map,
    geometrically,
    leave,
    restore,
    set_presence,
    step_back,
)


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
        self.steps = [steps(p.function, x, p.widths, p.zoom) for x in p.points]
        self.ratios = [ratios(p.function, x, widths) for x, widths in zip(p.points, self.steps, strict=True)]
        self.factors, digits = self.value("factors"), self.decimals()
        caption = self.map_name.caption_width(self.room)
        self.meter = StretchMeter(
            self.figure, self.room, caption, p.points, self.steps, self.ratios, self.factors, digits
        )
        self.claims.extend(self.meter.claims())

    def question_region(self) -> Region:
        """Ask below the lines."""
        return self.room.strip

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        meter = self.meter
        return meter.ratio, meter.lens, meter.first_table, meter.points_table, *meter.limits, *meter.badges

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
        self.play(step_back(self.figure.threads, 0.0), step_back(self.figure.string, 0.0))
        name = self.map_name
        self.play(Run(self.figure.aside, 1.0, 1.2), *([leave(name.first)] if name.later else []))
        if name.later:
            self.play(appear(name.later))
        self.cue("mark")
        self.play(appear(meter.interval))
        self.event("interval", x=x, width=self.steps[0][0])
        self.cue("carry")
        set_presence(meter.image, 0.0)
        self.add(meter.image)
        self.play(appear(meter.band), Run(meter.reach, 1.0, 1.6))
        self.play(appear(meter.image))
        self.event("image", at=self.value("image"))
        self.play(appear(meter.lens))
        self.cue("ratio")
        self.play(appear(meter.ratio))
        self.play(appear(meter.first_table))
        self.play(*meter.first_table.go_to(0, 0.5), *meter.first_table.fill(0))
        self.event("ratio", x=x, width=self.steps[0][0], ratio=self.value("ratio"))

    @beat(cues=("closer",), publishes=("widths", "ratios"))
    def shrink(self) -> None:
        """The interval shrinks and the lens follows; the ratio settles."""
        table = self.meter.first_table
        self.cue("closer")
        for row in range(1, len(self.steps[0])):
            self.narrow(0, row, *table.go_to(row, 1.8))
            self.play(*table.fill(row))
            self.wait(0.8)

    def narrow(self, k: int, row: int, *along: Fade | Run) -> None:
        """Bring the interval at a point to its next width."""
        width = self.steps[k][row]
        self.play(Run(self.meter.width, width, 1.8 if k == 0 else 1.3, geometrically), *along)
        self.event("interval shrinks", x=self.params.points[k], width=width, ratio=self.ratios[k][row])
        if collapses(self.params.function, self.params.points[k]):
            self.event("zoom", closer=self.params.zoom[row - 1])

    @beat(cues=("limit", "badges"), publishes=("point", "image", "factor"))
    def factor(self) -> None:
        """The factor that the ratios settle on is the derivative; it tells size and direction."""
        self.cue("limit")
        self.settle(0)

    def settle(self, k: int) -> None:
        """Show what the ratios at a point settle on, and what that does to size and direction."""
        meter, factor = self.meter, self.factors[k]
        self.play(leave(meter.ratio))
        self.play(appear(meter.limits[k]))
        if k == 0:
            self.cue("badges")
        self.play(appear(meter.badges[k]))
        self.event("factor", x=self.params.points[k], factor=factor)

    @beat(optional=True, cues=("slide",), publishes=("points", "factors"))
    def elsewhere(self) -> None:
        """The interval slides to other points, and is stretched by other factors."""
        meter, table = self.meter, self.meter.points_table
        self.play(leave(meter.first_table))
        self.play(appear(table))
        self.play(*table.go_to(0, 0.5), *table.fill(0))
        self.cue("slide")
        for k in range(1, len(self.params.points)):
            self.play(leave(meter.limits[k - 1]), leave(meter.badges[k - 1]))
            self.play(restore(meter.ratio))
            self.slide_to(k, *table.go_to(k, 2.2))
            for row in range(1, len(self.steps[k])):
                self.narrow(k, row)
            self.settle(k)
            self.play(*table.fill(k))
            self.wait(0.8)

    def slide_to(self, k: int, *along: Fade | Run) -> None:
        """Bring the interval to another point; over a break of the function it is set."""
        meter = self.meter
        if meter.slides_to(k):
            turning = meter.image_names if meter.turns_at(k) else ()
            if turning:
                self.play(*(step_back(names, 0.0) for names in turning))
            self.play(*meter.to_point(k, 2.2), *along)
            if turning:
                self.play(*(restore(names) for names in turning))
        else:
            self.play(*(leave(part) for part in meter.measured), *along)
            meter.jump_to(k)
            self.play(*(appear(part) for part in meter.measured))
        self.event("interval", x=self.params.points[k], width=self.steps[k][0])
