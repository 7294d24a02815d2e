"""Two functions in a row: the factors by which they stretch multiply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import Ge, Le, Len
from manim import Mobject

from nowshowing.maths.chains import in_u, linear_maps
from nowshowing.maths.constraints import CarriedThrough, ChainDifferentiableAt, Finite, NonZero, SpanAround
from nowshowing.maths.expression import Expression, Variables
from nowshowing.maths.numbers import decimals_for
from nowshowing.maths.quantities import CompositionSlope, CompositionZeros, Nudged, Param, ProductOf
from nowshowing.stage import LessonScene, Params, Region, Run, appear, beat, step_back
from nowshowing.stage.cast import Cast
from nowshowing.stage.chain_claims import chain_claims
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.chain_rows import ChainRows, divide_chain
from nowshowing.stage.motion import LOOK
from nowshowing.stage.product_row import ProductRow
from nowshowing.stage.replay import Replay


class ChainRuleParams(Params):
    outer: Annotated[Expression, Variables("u", "x")] = Expression("sin u", ("u", "x"))
    """The function applied last, y = f(u)."""

    inner: Expression = Expression("x^2")
    """The function applied first, u = g(x)."""

    at: Annotated[float, Finite(), ChainDifferentiableAt("outer", "inner")] = 0.8
    """Where the factors are taken, in units of x."""

    nudge: Annotated[float, Ge(-10), Le(10), NonZero(), CarriedThrough("outer", "inner", "at")] = 0.16
    """How far x is nudged at first, in units of x."""

    span: Annotated[list[float], Len(0, 2), SpanAround("at", "outer", "inner")] = []
    """The stretch of x over which the graph is run through, from where to where; empty: around ``at``."""

    linear: Annotated[list[Annotated[float, Ge(-5), Le(5)]], Len(2, 2), NonZero()] = [3.0, 2.0]
    """The factors of the two linear maps that are shown first, the inner one before the outer one."""


SLOPES = ("inner_factor", "outer_factor", "product")
CUES = ("dx", "du", "dy", "inner", "outer", "product")


def _nudged(part: str) -> Nudged:
    return Nudged("outer", "inner", "at", "nudge", part)


class ChainRule(LessonScene):
    """A nudge is carried through two functions in a row, and its factors multiply."""

    params: ChainRuleParams
    values = {
        "linear_factors": Param("linear"),
        "linear_product": ProductOf("linear"),
        "at": Param("at"),
        "nudge": Param("nudge"),
        **{part: _nudged(part) for part in ("u", "y", "du", "dy", "forgotten")},
        **{f"{part}_ratio": _nudged(part) for part in ("inner", "outer", "direct")},
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
        zeros, slope = self.value("zeros"), self.value("product")
        self.replay = Replay(outer, p.inner, p.at, p.span, zeros, slope, above, theme)
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

    # The beats.

    @beat(optional=True, cues=CUES, publishes=("linear_factors", "linear_product"))
    def linear(self) -> None:
        """Two linear maps in a row: whatever is nudged, the factors multiply."""
        self.add(self.warm_up)
        self.cast.show(self.warm_up.lines)
        self.carry(self.warm_up)
        self.multiply(self.warm_up, self.numbers.warm_up)

    @beat(cues=("u", "y"), publishes=("at", "u", "y"))
    def maps(self) -> None:
        """A point is carried from x to u, and from u to y."""
        chain = self.chain
        self.cast.clear()
        self.add(chain)
        self.cast.show(chain.lines)
        self.cast.show(chain.point, chain.places[0])
        self.event("point", x=self.params.at)
        for k, name in enumerate(("u", "y"), start=1):
            self.cue(name)
            self.play(Run(chain.fallen, float(k)))
            self.cast.show(chain.places[k])
            self.event(f"inside {name}", **{name: self.value(name)})

    @beat(cues=CUES, publishes=("nudge", "du", "dy", "inner_ratio", "outer_ratio", "direct_ratio"))
    def nudge(self) -> None:
        """A nudge of x is carried along; du is measured against dx, dy against du, and the ratios multiply."""
        self.carry(self.chain)
        self.multiply(self.chain, self.numbers.ratios)

    def carry(self, lines: ChainLines) -> None:
        """Carry the nudge from line to line; each length is measured when it has arrived."""
        self.cast.enlist(lines.bars)
        self.add(lines.bars)
        for k, name in enumerate(CUES[:3]):
            self.cue(name)
            self.play(Run(lines.carried, k + 1.0))
            self.cast.show(lines.measures[k])
            self.event(f"{name} measured", **{name: lines.first.lengths[k]})
            self.wait(LOOK)

    def multiply(self, lines: ChainLines, row: ProductRow) -> None:
        """Show the factor of each map beside its band, then their product beside the ratio measured past u."""
        self.cast.enlist(row)
        for k, name in enumerate(CUES[3:5]):
            self.cue(name)
            self.cast.show(lines.factors[k])
            self.event(f"{name} factor", factor=(lines.first.inner, lines.first.outer)[k])
            self.wait(LOOK)
        self.cue("product")
        self.play(*(appear(part) for part in (*row.factors, *row.dots)))
        self.play(appear(row.equals), appear(row.product))
        self.event("product", product=lines.first.inner * lines.first.outer)
        self.wait(LOOK)
        self.play(appear(row.beside))
        self.event("direct ratio", ratio=lines.first.direct)

    @beat(optional=True, publishes=("forgotten", "dy", "inner_ratio"))
    def forgotten(self) -> None:
        """Without the inner factor the image would have another length."""
        self.cast.show(self.chain.ghost)
        self.event("inner factor forgotten", wrong=self.value("forgotten"), dy=self.value("dy"))

    @beat(optional=True, cues=("limit",), publishes=SLOPES)
    def limit(self) -> None:
        """The nudge shrinks under a growing magnification; the ratios settle on the slopes."""
        chain = self.chain
        self.cast.hide(chain.ghost, *chain.measures)
        self.cast.show(chain.magnification)
        self.play(Run(chain.closeness, 1.0, 4.0))
        self.wait(LOOK)
        self.cue("limit")
        self.cast.hide(self.numbers.ratios)
        self.cast.show(self.numbers.slopes)
        self.report_slopes()

    def report_slopes(self) -> None:
        """Log the slopes, and what they make."""
        inner, outer = self.factors
        self.event("inner slope", factor=inner)
        self.event("outer slope", factor=outer)
        self.event("slope of the composition", slope=self.value("product"))

    @beat(optional=True, cues=("run", "tangent"), publishes=("zeros", *SLOPES))
    def graph(self) -> None:
        """The graph of the composition replays that of the outer function, at the pace of the inner one."""
        replay = self.replay
        self.cast.clear()
        self.cast.show(replay.plots, replay.outer_curve)
        self.cue("run")
        self.cast.enlist(replay.trace)
        self.add(replay.trace)
        self.cast.show(replay.link, replay.paces, replay.dots, self.numbers.paces)
        self.play(*replay.run())
        self.cast.hide(self.numbers.paces)
        if len(replay.zero_numbers):
            self.play(*(step_back(number, 0.0) for number in replay.axis_numbers))
            self.cast.show(replay.zeros)
        for zero in self.value("zeros"):
            self.event("zero", x=zero)
        self.cue("tangent")
        self.play(Run(replay.x, self.params.at))
        self.cast.show(replay.tangent)
        self.cast.show(self.numbers.slopes)
        self.report_slopes()

    @beat(
        optional=True,
        cues=("inner", "outer", "product"),
        publishes=("at", "u", "y", "inner_factor", "outer_factor", "product"),
    )
    def computation(self) -> None:
        """The same numbers on a computation graph: a value at each node, a slope on each edge."""
        net = self.net
        self.cast.clear()
        for k, name in enumerate("xuy"):
            if k:
                self.cast.show(net.arrows[k - 1])
            self.cast.show(net.boxes[k], net.numbers[k])
            self.event("node", **{name: self.value(("at", "u", "y")[k])})
        for k, name in enumerate(("inner", "outer")):
            self.cue(name)
            self.cast.show(net.marks[k])
            self.event(f"{name} edge", factor=self.factors[k])
            self.wait(LOOK)
        self.cue("product")
        self.cast.show(net.arc, net.product)
        self.event("path", slope=self.value("product"))
        self.wait(LOOK)

    @beat(optional=True, cues=("outer", "inner", "simplified"), publishes=("at", *SLOPES))
    def formula(self) -> None:
        """The rule, for all functions and for these two: the outer slope at the inside, times the inner slope."""
        rows = self.rows
        self.cast.clear()
        self.cast.show(rows.rule)
        for name, brace in (("outer", rows.outside), ("inner", rows.inside)):
            self.cue(name)
            self.cast.show(brace)
        self.cast.show(rows.here)
        self.wait(LOOK)
        self.cue("simplified")
        self.cast.show(rows.simplified)
        self.cast.show(rows.number)
        self.event("formula", slope=self.value("product"))
        self.wait(LOOK)
