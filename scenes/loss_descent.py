"""A weight steps downhill on its loss, one slope at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge, Le, Len
from manim import Create, Mobject, VGroup, VMobject

from nowshowing.maths.constraints import DescentStays, DifferentiableAt, Distinct, InDomain, Moderate
from nowshowing.maths.descent import descent_path
from nowshowing.maths.expression import Expression, Variables
from nowshowing.maths.quantities import DescentNumber, Param
from nowshowing.stage import (
    Descent,
    DescentPanel,
    DescentRuns,
    Formula,
    LessonScene,
    Params,
    Readout,
    Region,
    Run,
    Symbols,
    appear,
    beat,
    densify,
    leave,
    plot_descent,
    runs_of,
    set_presence,
)

NUMBERS = "loss", "start", "step_sizes", "steps"


class LossDescentParams(Params):
    loss: Annotated[Expression, Variables("w", "x")] = Expression("0.5(w - 0.3)^2 + 0.35", ("w", "x"))
    """The loss L, a function of the weight w."""

    start: Annotated[float, Ge(-1e4), Le(1e4), InDomain("loss"), DifferentiableAt("loss"), Moderate("loss")] = 2.4
    """Where the descent starts, in units of w."""

    steps: Annotated[int, Ge(2), Le(12)] = 6
    """How many steps are taken."""

    second_start: Annotated[
        float | None, Ge(-1e4), Le(1e4), InDomain("loss"), DifferentiableAt("loss"), Moderate("loss")
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
    values = {
        "slope": DescentNumber(*NUMBERS, part="slope"),
        "step": DescentNumber(*NUMBERS, part="step"),
        "step_size": Param("step_sizes", 0),
        "weight": DescentNumber(*NUMBERS, part="weight"),
        "new_loss": DescentNumber(*NUMBERS, part="loss"),
        "predicted": DescentNumber(*NUMBERS, part="predicted"),
        "drop": DescentNumber(*NUMBERS, part="drop"),
        "last_weight": DescentNumber(*NUMBERS, part="last_weight"),
        "last_loss": DescentNumber(*NUMBERS, part="last_loss"),
        "second_weight": DescentNumber("loss", "second_start", "step_sizes", "steps", part="last_weight"),
    }
    order = (("start", "slope"), ("slope", "arrow"), ("arrow", "step"), ("step", "loss"), ("loss", "drop"))

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p, theme = self.params, self.theme
        self.symbols = Symbols(p.symbols, p.loss.variable)
        starts = [p.start] if p.second_start is None else [p.start, p.second_start]
        paths = [descent_path(p.loss, start, p.step_sizes[0], p.steps) for start in starts]
        self.plot = plot_descent(p.loss, paths, self.regions.plot, theme)
        self.graph = self.plot.curve(p.loss)
        self.descents: list[Descent] = []
        for path, role in zip(paths, ("ink", "secant"), strict=False):
            label = Formula(self.symbols.step, "body", "gap", theme=theme)
            before = self.descents[0] if self.descents else None
            self.descents.append(Descent(self.plot, p.loss, path, label, role, before))
        self.panel = DescentPanel(self.descents, p.step_sizes[0], self.symbols, self.regions, theme)
        self.hero: VGroup | None = None
        for d in self.descents:
            for statement in d.statements():
                self.claim(*statement)

    def question_region(self) -> Region:
        """Ask above the graph of the losses."""
        return self.panel.room.above_table

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.in_slot, self.hero

    def show_hero(self, readout: Readout, *others: Readout) -> None:
        """Put a readout in the place of the largest number, others beside it."""
        if self.hero is not None:
            self.play(leave(self.hero))
        self.hero = VGroup(readout, *others)
        self.play(appear(self.hero))

    def show(self, *parts: Mobject) -> None:
        """Show parts at once: they are drawn from values that make them grow, or stand in the place of others."""
        for part in parts:
            set_presence(part, 1.0)
        self.add(*parts)

    # The parts of a step, always in this order.

    def show_slope(self, d: Descent, pace: float) -> None:
        """Draw the tangent at the point."""
        self.play(appear(d.tangent, pace))
        self.event("slope", w=d.now.w, slope=d.now.slope)

    def draw_arrow(self, d: Descent, pace: float) -> None:
        """Draw the step as the arrow that it is."""
        self.show(d.arrow, d.runaway)
        self.play(Run(d.grown, 1, pace), appear(d.label, pace))
        self.event("arrow", step=d.now.step)

    def hop(self, d: Descent, pace: float) -> None:
        """Move w along the arrow."""
        self.play(Run(d.hopped, 1, pace))
        self.event("step", w=d.now.end)

    def look_up(self, d: Descent, pace: float) -> None:
        """See what loss there is at the new w, in the plot and in the graph of the losses."""
        self.show(d.riser)
        self.play(Run(d.risen, 1, pace))
        self.play(appear(d.ghost, pace), Run(self.panel.trace.reached[d.role_of_loss], d.number + 1, pace))
        self.event("loss", w=d.now.end, loss=d.losses[d.number + 1])
        if not d.in_view(d.number + 1):
            self.event("leaves the view", w=d.now.end)
            self.play(leave(self.panel.rule, pace))
            self.play(appear(self.panel.outside(d.now.end), pace))

    def settle(self, d: Descent, pace: float) -> None:
        """Let the new point be the point; the old one stays as a ring."""
        gone = [leave(part, pace) for part in d.passing if part in self.mobjects]
        self.play(*gone, appear(d.landed, pace))
        if d.number + 1 < len(d.path):
            d.start_step(d.number + 1)
            self.show(d.point, d.drop)
            self.remove(d.landed, d.riser)

    def take_steps(self, run: int, first: int) -> None:
        """Take the steps from one on, faster where they are many, until the last or out of the view."""
        d = self.descents[run]
        pace = min(0.5, 2.4 / (len(d.path) - first + 1))
        for k in range(first, d.shown_steps):
            self.show_slope(d, pace)
            self.show_in_slot(self.panel.rules[run][k], pace)
            self.draw_arrow(d, pace)
            self.hop(d, pace)
            self.look_up(d, pace)
            self.settle(d, pace)

    # The beats.

    @beat
    def landscape(self) -> None:
        """The loss for every weight, and the weight that we have."""
        d, w = self.descents[0], self.symbols.variable
        taken = np.vstack([*(d.footprint() for d in self.descents), self.plot.zeros(), densify(self.plot.pieces)])
        name = self.name_curve(f"L({w}) = {self.params.loss.latex}", self.plot, taken).says(self.params.loss)
        axis = Formula(w, "body", theme=self.theme).centre_at(self.plot.area.right + 0.25, self.plot.area.bottom)
        self.play(appear(self.plot), appear(axis))
        self.play(Create(self.graph, run_time=1.4))
        self.play(appear(name))
        self.play(appear(d.trail), appear(d.mark), appear(d.drop), appear(d.point))
        self.event("start", w=d.now.w, loss=d.now.loss)

    @beat(publishes=("slope",))
    def slope(self) -> None:
        """The slope at the weight tells which way the loss falls."""
        self.show_slope(self.descents[0], 0.8)
        self.show_hero(self.panel.slope)

    @beat(cues=("arrow",), publishes=("slope", "step", "step_size"))
    def rule(self) -> None:
        """The rule: go against the slope, so many times as far as the step size says; the step as an arrow."""
        self.play(appear(self.panel.rule))
        self.cue("arrow")
        self.draw_arrow(self.descents[0], 1.0)
        self.show_hero(self.panel.step)

    @beat(cues=("lands", "looks"), publishes=("weight", "new_loss", "predicted", "drop"))
    def step(self) -> None:
        """The step is taken; the loss falls, but not by what the line predicts."""
        d, trace = self.descents[0], self.panel.trace
        self.cue("lands")
        self.play(appear(self.panel.rules[0][0]))
        self.hop(d, 1.2)
        self.play(appear(d.predicted))
        self.wait(0.5)
        self.cue("looks")
        trace.reached["curve"].set_value(0)
        self.play(appear(trace))
        self.look_up(d, 0.9)
        self.show_hero(self.panel.drop, self.panel.predicted)
        self.play(appear(d.miss))
        self.event("drop", predicted=d.now.predicted_drop, drop=d.losses[0] - d.losses[1])
        self.wait(0.8)

    @beat(publishes=("last_weight", "last_loss"))
    def walk(self) -> None:
        """The same again from the new point, and again; the loss against the step keeps count."""
        self.in_slot = self.panel.rules[0][0]
        self.show_hero(self.panel.losses[0])
        self.settle(self.descents[0], 0.6)
        self.take_steps(0, 1)

    @beat(optional=True, given=("second_start",), publishes=("second_weight", "last_weight"))
    def other_start(self) -> None:
        """Another start follows the same rule, and may end in another minimum."""
        first, d = self.descents
        self.show_hero(self.panel.losses[1])
        self.panel.trace.reached[d.role_of_loss].set_value(0)
        self.play(appear(d.trail), appear(d.mark), appear(d.drop), appear(d.point))
        self.event("second start", w=d.now.w, loss=d.now.loss)
        self.take_steps(1, 0)
        self.show_hero(*self.panel.ends)
        self.event("ends", first=first.weights[first.shown_steps], second=d.weights[d.shown_steps])

    @beat(optional=True)
    def step_sizes(self) -> None:
        """The same start with each step size, side by side: too small creeps, good converges, too large flies off."""
        p = self.params
        shown = (part for part in self.mobjects if isinstance(part, VMobject) and part is not self.heading)
        self.play(*map(leave, shown))
        runs = runs_of(p.loss, p.start, p.step_sizes, p.steps, self.symbols)
        self.runs = DescentRuns(p.loss, runs, self.regions, self.theme)
        self.play(appear(self.runs.cells))
        for k in range(1, p.steps + 1):
            self.play(Run(self.runs.reached, k, 0.7))
            self.event("all step", k=k)
        for size, run, words in zip(p.step_sizes, runs, self.runs.verdicts, strict=True):
            self.play(appear(words))
            self.event("verdict", step_size=size, verdict=run.verdict)
