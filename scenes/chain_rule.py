"""Two functions in a row: the factors by which they stretch multiply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import Ge, Le, Len
from manim import Mobject

from nowshowing.maths.constraints import (
    CarriedThrough,
    ChainDifferentiableAt,
    Finite,
    ModerateChain,
    NonZero,
    NudgeShown,
    OneLine,
    SpanAround,
    SpanShown,
)  # fmt: skip
from nowshowing.maths.expression import Expression, Variables
from nowshowing.maths.quantities import CompositionSlope, CompositionZeros, Nudged, Param, ProductOf
from nowshowing.stage import LessonScene, Params, Region, beat
from nowshowing.stage.cast import Cast
from nowshowing.stage.chain import ChainPictures
from nowshowing.stage.chain_measuring import bring_in, forget, let_fall, magnify, measure
from nowshowing.stage.chain_telling import run_through, tell_edges, tell_rule, tell_slopes, tell_zeros, touch
from nowshowing.stage.chain_truth import chain_claims

MAPS = ("outer", "inner")


class ChainRuleParams(Params):
    outer: Annotated[Expression, Variables("u", "x"), OneLine()] = Expression("sin u", ("u", "x"))
    """The function applied last, y = f(u)."""

    inner: Annotated[Expression, OneLine()] = Expression("x^2")
    """The function applied first, u = g(x)."""

    at: Annotated[float, Finite(), ChainDifferentiableAt(*MAPS), ModerateChain(*MAPS)] = 0.8
    """Where the factors are taken, in units of x."""

    nudge: Annotated[float, Ge(-10), Le(10), NonZero(), CarriedThrough(*MAPS, "at"), NudgeShown(*MAPS, "at")] = 0.16
    """How far x is nudged at first, in units of x."""

    span: Annotated[list[float], Len(0, 2), SpanAround("at", *MAPS), SpanShown("at", *MAPS)] = []
    """The stretch of x over which the graph is run through, from where to where; empty: around ``at``."""

    linear: Annotated[list[Annotated[float, Ge(-5), Le(5)]], Len(2, 2), NonZero()] = [3.0, 2.0]
    """The factors of the two linear maps that are shown first, the inner one before the outer one."""


NUDGE = (*MAPS, "at", "nudge")
SLOPES = ("inner_factor", "outer_factor", "product")
CUES = ("dx", "du", "dy", "inner", "outer", "product")


class ChainRule(LessonScene):
    """A nudge is carried through two functions in a row, and its factors multiply."""

    params: ChainRuleParams
    values = {
        "linear_factors": Param("linear"),
        "linear_product": ProductOf("linear"),
        "at": Param("at"),
        "nudge": Param("nudge"),
        **{part: Nudged(*NUDGE, part) for part in ("u", "y", "du", "dy", "forgotten")},
        **{f"{part}_ratio": Nudged(*NUDGE, part) for part in ("inner", "outer", "direct")},
        "inner_factor": CompositionSlope(*MAPS, "at", "inner"),
        "outer_factor": CompositionSlope(*MAPS, "at", "outer"),
        "product": CompositionSlope(*MAPS, "at"),
        "zeros": CompositionZeros(*MAPS, "at", "span"),
    }
    together = SLOPES
    order = (
        *(("dx measured", "du measured"), ("du measured", "dy measured"), ("dy measured", "product")),
        *(("inner slope", "slope of the composition"), ("outer slope", "slope of the composition")),
        *(("inner edge", "path"), ("outer edge", "path")),
    )

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p, wide, decimals = self.params, self.regions.wide, self.decimals()
        self.factors = self.value("inner_factor"), self.value("outer_factor")
        given = p.outer, p.inner, p.at, p.nudge, p.span, (p.linear[0], p.linear[1])
        made = ChainPictures(*given, self.factors, self.value("zeros"), wide, decimals, self.theme)
        self.warm_up, self.chain, self.replay = made.warm_up, made.chain, made.replay
        self.numbers, self.net, self.rows, self.below = made.numbers, made.net, made.rows, made.below
        self.cast = Cast(self)
        self.claims.extend(chain_claims(made, p.outer, p.inner, p.at, p.nudge, p.span, p.linear, decimals))

    def question_region(self) -> Region:
        """Ask below the lines."""
        return self.regions.wide if self.regions.stacked else self.below

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.cast.everyone() if self.regions.stacked else (*self.numbers.every(), self.chain.magnification)

    @beat(optional=True, cues=CUES, publishes=("linear_factors", "linear_product"))
    def linear(self) -> None:
        """Two linear maps in a row: whatever is nudged, the factors multiply."""
        bring_in(self.cast, self.warm_up)
        measure(self.cast, self.warm_up, self.numbers.warm_up)

    @beat(cues=("u", "y"), publishes=("at", "u", "y"))
    def maps(self) -> None:
        """A point is carried from x to u, and from u to y."""
        self.cast.clear()
        bring_in(self.cast, self.chain)
        let_fall(self.cast, self.chain)

    @beat(cues=CUES, publishes=("nudge", "du", "dy", "inner_ratio", "outer_ratio", "direct_ratio"))
    def nudge(self) -> None:
        """A nudge of x is carried along; du is measured against dx, dy against du, and the ratios multiply."""
        measure(self.cast, self.chain, self.numbers.ratios)

    @beat(optional=True, publishes=("forgotten", "dy", "inner_ratio"))
    def forgotten(self) -> None:
        """Without the inner factor the image would have another length."""
        forget(self.cast, self.chain)

    @beat(optional=True, cues=("limit",), publishes=SLOPES)
    def limit(self) -> None:
        """The nudge shrinks under a growing magnification; the ratios settle on the slopes."""
        magnify(self.cast, self.chain)
        self.cue("limit")
        self.cast.hide(self.numbers.ratios)
        tell_slopes(self.cast, self.numbers.slopes, *self.factors, self.value("product"))

    @beat(optional=True, cues=("run", "tangent"), publishes=("zeros", *SLOPES))
    def graph(self) -> None:
        """The graph of the composition replays that of the outer function, at the pace of the inner one."""
        cast, replay, numbers = self.cast, self.replay, self.numbers
        cast.clear()
        cast.show(replay.plots, replay.outer_curve)
        run_through(cast, replay, numbers.paces)
        tell_zeros(cast, replay, self.value("zeros"))
        touch(cast, replay)
        tell_slopes(cast, numbers.slopes, *self.factors, self.value("product"))

    @beat(optional=True, cues=("inner", "outer", "product"), publishes=("at", "u", "y", *SLOPES))
    def computation(self) -> None:
        """The same numbers on a computation graph: a value at each node, a slope on each edge."""
        self.cast.clear()
        tell_edges(self.cast, self.net, self.factors, self.value("product"))

    @beat(optional=True, cues=("outer", "inner", "simplified"), publishes=("at", *SLOPES))
    def formula(self) -> None:
        """The rule, for all functions and for these two: the outer slope at the inside, times the inner slope."""
        self.cast.clear()
        tell_rule(self.cast, self.rows, self.value("product"))
