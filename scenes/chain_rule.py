"""Two functions in a row: the factors by which they stretch multiply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import Ge, Le, Len
from manim import Mobject

from nowshowing.maths.chains import in_u, linear_maps
from nowshowing.maths.constraints import (
    CarriedThrough,
    ChainDifferentiableAt,
    Finite,
    ModerateChain,
    NonZero,
    NudgeShown,
    SpanAround,
)  # fmt: skip
from nowshowing.maths.expression import Expression, Variables
from nowshowing.maths.numbers import decimals_for
from nowshowing.maths.quantities import CompositionSlope, CompositionZeros, Nudged, Param, ProductOf
from nowshowing.stage import LessonScene, Params, Region, Run, beat
from nowshowing.stage.cast import Cast
from nowshowing.stage.chain_claims import chain_claims
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.chain_measuring import measure, tell_slopes, tell_zeros
from nowshowing.stage.chain_rows import ChainRows, divide_chain
from nowshowing.stage.motion import LOOK, leave
from nowshowing.stage.replay import Replay

MAPS = ("outer", "inner")


class ChainRuleParams(Params):
    outer: Annotated[Expression, Variables("u", "x")] = Expression("sin u", ("u", "x"))
    """The function applied last, y = f(u)."""

    inner: Expression = Expression("x^2")
    """The function applied first, u = g(x)."""

    at: Annotated[float, Finite(), ChainDifferentiableAt(*MAPS), ModerateChain(*MAPS)] = 0.8
    """Where the factors are taken, in units of x."""

    nudge: Annotated[float, Ge(-10), Le(10), NonZero(), CarriedThrough(*MAPS, "at"), NudgeShown(*MAPS, "at")] = 0.16
    """How far x is nudged at first, in units of x."""

    span: Annotated[list[float], Len(0, 2), SpanAround("at", *MAPS)] = []
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
        "inner_factor": CompositionSlope("outer", "inner", "at", "inner"),
        "outer_factor": CompositionSlope("outer", "inner", "at", "outer"),
        "product": CompositionSlope("outer", "inner", "at"),
        "zeros": CompositionZeros("outer", "inner", "at", "span"),
    }
    together = SLOPES
    order = (
        *(("dx measured", "du measured"), ("du measured", "dy measured"), ("dy measured", "product")),
        *(("inner slope", "slope of the composition"), ("outer slope", "slope of the composition")),
        *(("inner edge", "path"), ("outer edge", "path")),
    )

    def setup(self) -> None:
        """Lay out what the beats will show."""
        p, theme, decimals, wide = self.params, self.theme, self.decimals(), self.regions.wide
        self.factors = self.value("inner_factor"), self.value("outer_factor")
        outer, maps, (above, self.below) = in_u(p.outer), linear_maps(*p.linear), divide_chain(wide)
        digits = decimals_for([*p.linear, self.value("linear_product")])
        self.warm_up = ChainLines(*maps, 0.5, 0.5, above, theme, digits)
        self.chain = ChainLines(outer, p.inner, p.at, p.nudge, above, theme, decimals)
        self.replay = Replay(outer, p.inner, p.at, p.span, self.value("zeros"), self.value("product"), above, theme)
        self.numbers = ChainRows(self.warm_up, self.chain, self.replay, self.factors, self.below, decimals, theme)
        self.net = ChainGraph(outer, p.inner, self.chain.first, self.factors, wide, decimals, theme)
        self.rows = ChainFormula(outer, p.inner, p.at, self.factors[::-1], wide, decimals, theme)
        self.cast = Cast(self)
        self.claims.extend(chain_claims(self.warm_up, self.chain, self.replay))

    def question_region(self) -> Region:
        """Ask below the lines."""
        return self.regions.wide if self.regions.stacked else self.below

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        return self.cast.everyone() if self.regions.stacked else (*self.numbers.every(), self.chain.magnification)

    @beat(optional=True, cues=CUES, publishes=("linear_factors", "linear_product"))
    def linear(self) -> None:
        """Two linear maps in a row: whatever is nudged, the factors multiply."""
        self.add(self.warm_up)
        self.cast.show(self.warm_up.lines)
        measure(self.cast, self.warm_up, self.numbers.warm_up)

    @beat(cues=("u", "y"), publishes=("at", "u", "y"))
    def maps(self) -> None:
        """A point is carried from x to u, and from u to y."""
        cast, chain = self.cast, self.chain
        cast.clear()
        self.add(chain)
        cast.show(chain.lines)
        cast.show(chain.point, chain.places[0])
        self.event("point", x=self.params.at)
        for name, place, down in zip(("u", "y"), chain.places[1:], (1.0, 2.0), strict=True):
            value, fall = {name: self.value(name)}, Run(chain.fallen, down)
            cast.reveal(name, place, after=fall, event=f"inside {name}", values=value, look=0)

    @beat(cues=CUES, publishes=("nudge", "du", "dy", "inner_ratio", "outer_ratio", "direct_ratio"))
    def nudge(self) -> None:
        """A nudge of x is carried along; du is measured against dx, dy against du, and the ratios multiply."""
        measure(self.cast, self.chain, self.numbers.ratios)

    @beat(optional=True, publishes=("forgotten", "dy", "inner_ratio"))
    def forgotten(self) -> None:
        """Without the inner factor the image would have another length."""
        self.cast.show(self.chain.ghost)
        self.event("inner factor forgotten", wrong=self.value("forgotten"), dy=self.value("dy"))

    @beat(optional=True, cues=("limit",), publishes=SLOPES)
    def limit(self) -> None:
        """The nudge shrinks under a growing magnification; the ratios settle on the slopes."""
        cast, chain = self.cast, self.chain
        cast.hide(chain.ghost, *chain.measures)
        self.play(*map(leave, chain.ticked))
        cast.show(chain.magnification)
        self.play(Run(chain.closeness, 1.0, 4.0))
        self.wait(LOOK)
        self.cue("limit")
        cast.hide(self.numbers.ratios)
        tell_slopes(cast, self.numbers.slopes, *self.factors, self.value("product"))

    @beat(optional=True, cues=("run", "tangent"), publishes=("zeros", *SLOPES))
    def graph(self) -> None:
        """The graph of the composition replays that of the outer function, at the pace of the inner one."""
        cast, replay, numbers = self.cast, self.replay, self.numbers
        cast.clear()
        cast.show(replay.plots, replay.outer_curve)
        self.cue("run")
        cast.add(replay.trace)
        cast.show(replay.link, replay.paces, replay.dots, numbers.paces)
        self.play(*replay.run())
        cast.hide(numbers.paces)
        tell_zeros(cast, replay, self.value("zeros"))
        self.cue("tangent")
        self.play(Run(replay.x, self.params.at))
        cast.show(replay.tangent)
        tell_slopes(cast, numbers.slopes, *self.factors, self.value("product"))

    @beat(optional=True, cues=("inner", "outer", "product"), publishes=("at", "u", "y", *SLOPES))
    def computation(self) -> None:
        """The same numbers on a computation graph: a value at each node, a slope on each edge."""
        cast, net = self.cast, self.net
        cast.clear()
        for k, name in enumerate("xuy"):
            if k:
                cast.show(net.arrows[k - 1])
            cast.show(net.boxes[k], net.numbers[k])
            self.event("node", **{name: self.value(("at", "u", "y")[k])})
        for name, mark, factor in zip(("inner", "outer"), net.marks, self.factors, strict=True):
            cast.reveal(name, mark, event=f"{name} edge", values={"factor": factor})
        cast.reveal("product", net.arc, net.product, event="path", values={"slope": self.value("product")})

    @beat(optional=True, cues=("outer", "inner", "simplified"), publishes=("at", *SLOPES))
    def formula(self) -> None:
        """The rule, for all functions and for these two: the outer slope at the inside, times the inner slope."""
        cast, rows = self.cast, self.rows
        cast.clear()
        cast.show(rows.rule)
        cast.reveal("outer", rows.outside, look=0)
        cast.reveal("inner", rows.inside, look=0)
        cast.show(rows.here)
        self.wait(LOOK)
        self.cue("simplified")
        cast.show(rows.simplified)
        cast.show(rows.number)
        self.event("formula", slope=self.value("product"))
        self.wait(2 * LOOK)
