"""A weight steps downhill on its loss, one slope at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len
from manim import Create, Mobject, VMobject

from nowshowing.maths.constraints import DescentStays, DifferentiableAt, Distinct, InDomain, Moderate, SeenTogether
from nowshowing.maths.expression import Expression, Variables
from nowshowing.maths.quantities import DescentNumber, DescentNumbers, Param
from nowshowing.stage import LessonScene, LossFigure, Params, Region, Run, Stepping, TrueDescent, appear, beat, leave

NUMBERS = "loss", "start", "second_start", "step_sizes", "steps"
PARTS = "slope", "step", "weight", "new_loss", "predicted", "drop", "last_weight", "last_loss", "second_weight"
ALL = "weights", "losses", "slopes", "moves", "drops", "predictions", "second_weights", "second_losses", "second_slopes"


class LossDescentParams(Params):
    loss: Annotated[Expression, Variables("w", "x")] = Expression("0.5(w - 0.3)^2 + 0.35", ("w", "x"))
    """The loss L, a function of the weight w."""

    start: Annotated[float, Ge(-1e4), Le(1e4), InDomain("loss"), DifferentiableAt("loss"), Moderate("loss")] = 2.4
    """Where the descent starts, in units of w."""

    steps: Annotated[int, Ge(2), Le(12)] = 6
    """How many steps are taken."""

    second_start: Annotated[
        float | None,
        *(Ge(-1e4), Le(1e4), InDomain("loss"), DifferentiableAt("loss"), Moderate("loss")),
        SeenTogether("loss", "start"),
    ] = None
    """Where a second descent starts, which may end in another minimum; left out, there is none."""

    step_sizes: Annotated[
        list[Annotated[float, Ge(1e-6), Le(1e4)]],
        Len(1, 4),
        Distinct(),
        DescentStays("loss", "start", "steps"),
        DescentStays("loss", "second_start", "steps", first=True),
    ] = [0.4, 0.05, 1.8, 2.1]
    """The step sizes: the first is used for the steps that are shown one by one, the others are compared with it."""

    symbols: Literal["eta prime", "eta d", "eta partial", "alpha prime", "alpha d", "alpha partial"] = "eta prime"
    """How the rule is written: the step size as η or α, the slope as L′(w), dL/dw or ∂L/∂w."""


class LossDescent(LessonScene):
    """A point on a loss curve steps against its slope, again and again; step sizes decide how that goes."""

    params: LossDescentParams
    values = {part: DescentNumber(*NUMBERS, part) for part in PARTS} | {"step_size": Param("step_sizes", 0)}
    values |= {part: DescentNumbers(*NUMBERS, part) for part in (*ALL, "factors")}
    order = (("start", "slope"), ("slope", "arrow"), ("arrow", "step"), ("step", "loss"), ("loss", "drop"))

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p = self.params
        starts = [p.start] if p.second_start is None else [p.start, p.second_start]
        truths = [TrueDescent(p.loss, start, p.step_sizes[0], p.steps) for start in starts]
        figure = LossFigure(p.loss, starts, p.step_sizes[0], p.steps, p.symbols, self.regions, self.theme, truths)
        self.plot, self.graph, self.axis_name = figure.plot, figure.graph, figure.axis_name
        self.figure, self.descents, self.panel = figure, figure.descents, figure.panel
        self.name = self.name_curve(figure.law, self.plot, figure.footprint()).says(p.loss)
        self.stepping = Stepping(self, self.descents, self.panel)
        self.claims.extend(claim for d in self.descents for claim in d.statements())

    def question_region(self) -> Region:
        """Ask above the graph of the losses."""
        return self.panel.room.above_table

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.in_slot, *self.stepping.told()

    @beat
    def landscape(self) -> None:
        """The loss for every weight, and the weight that we have."""
        self.play(appear(self.plot), appear(self.axis_name))
        self.play(Create(self.graph, run_time=1.4))
        self.play(appear(self.name))
        self.stepping.place(self.descents[0], "start")

    @beat(publishes=("slope",))
    def slope(self) -> None:
        """The slope at the weight tells which way the loss falls."""
        self.stepping.show_slope(self.descents[0], 0.8)
        self.stepping.tell(self.panel.slope)

    @beat(cues=("arrow",), publishes=("slope", "step", "step_size"))
    def rule(self) -> None:
        """The rule: go against the slope, so many times as far as the step size says; the step as an arrow."""
        self.play(appear(self.panel.rule))
        self.cue("arrow")
        self.stepping.draw_arrow(self.descents[0], 1.0)
        self.stepping.tell(self.panel.step)

    @beat(cues=("lands", "looks"), publishes=("weight", "new_loss", "predicted", "drop"))
    def step(self) -> None:
        """The step is taken; the loss falls, but not by what the line predicts."""
        d, trace = self.descents[0], self.panel.trace
        self.cue("lands")
        self.play(appear(self.panel.rules[0][0]))
        self.stepping.hop(d, 1.2)
        self.play(appear(d.predicted))
        self.wait(0.5)
        self.cue("looks")
        trace.reached["curve"].set_value(0)
        self.play(appear(trace))
        self.stepping.look_up(d, 0.9)
        self.stepping.tell(self.panel.drop, self.panel.predicted)
        self.play(appear(d.miss))
        self.event("drop", predicted=d.now.predicted_drop, drop=d.losses[0] - d.losses[1])
        self.wait(0.8)

    @beat(publishes=("last_weight", "last_loss", *ALL[:6]))
    def walk(self) -> None:
        """The same again from the new point, and again; the loss against the step keeps count."""
        self.in_slot = self.panel.rules[0][0]
        self.stepping.tell(self.panel.losses[0])
        self.stepping.settle(self.descents[0], 0.6)
        self.stepping.take(0, 1)

    @beat(optional=True, given=("second_start",), publishes=("second_weight", "last_weight", *ALL[6:]))
    def other_start(self) -> None:
        """Another start follows the same rule, and may end in another minimum."""
        first, d = self.descents
        self.stepping.tell(self.panel.losses[1])
        self.panel.trace.reached[d.role_of_loss].set_value(0)
        self.stepping.place(d, "second start")
        self.stepping.take(1, 0)
        self.stepping.tell(*self.panel.ends)
        self.event("ends", first=first.weights[first.shown_steps], second=d.weights[d.shown_steps])

    @beat(optional=True, publishes=("factors",))
    def step_sizes(self) -> None:
        """The same start with each step size, side by side: too small creeps, good converges, too large flies off."""
        shown = (part for part in self.mobjects if isinstance(part, VMobject) and part is not self.heading)
        self.play(*map(leave, shown))
        p = self.params
        truths = [TrueDescent(p.loss, p.start, size, p.steps) for size in p.step_sizes]
        self.runs = runs = self.figure.compared(p.step_sizes, truths)
        self.play(appear(runs.cells))
        for k in range(1, self.params.steps + 1):
            self.play(Run(runs.reached, k, 0.7))
            self.event("all step", k=k)
        for run, words in zip(runs.cases, runs.verdicts, strict=True):
            self.play(appear(words))
            self.event("verdict", step_size=run.size, verdict=run.verdict)
