"""Two functions in a row: the factors by which they stretch multiply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import Ge, Le, Len
from manim import Mobject
from manim import linear as steadily

from nowshowing.maths.chains import in_u, linear_maps
from nowshowing.maths.constraints import CarriedThrough, ChainDifferentiableAt, Finite, NonZero, SpanAround
from nowshowing.maths.expression import Expression, Variables
from nowshowing.maths.numbers import decimals_for
from nowshowing.maths.quantities import CompositionSlope, CompositionZeros, Nudged, Param, ProductOf
from nowshowing.stage import LessonScene, Params, Region, Run, SlopeLine, appear, beat, leave, step_back
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.chain_rows import pace_row, ratio_row, slope_row
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
        p, theme, decimals = self.params, self.theme, self.decimals()
        self.outer = in_u(p.outer)
        self.factors = self.value("inner_factor"), self.value("outer_factor")
        wide = self.regions.wide
        self.below = wide.inset(top=wide.height - 1.2)
        above = wide.inset(bottom=1.25)
        maps = linear_maps(*p.linear)
        self.warm_up = ChainLines(*maps, 0.5, 0.5, above, theme, decimals_for([*p.linear, p.linear[0] * p.linear[1]]))
        self.warm_up_row = ratio_row(self.warm_up, self.below, self.warm_up.decimals, theme)
        self.chain = ChainLines(self.outer, p.inner, p.at, p.nudge, above, theme, decimals)
        self.ratios = ratio_row(self.chain, self.below, decimals, theme)
        self.slopes = slope_row(self.factors, self.below, decimals, theme)
        self.replay = Replay(self.outer, p.inner, p.at, p.span, self.value("zeros"), above, theme)
        self.paces = pace_row(self.replay, self.below, decimals, theme)
        slope = self.value("product")
        self.tangent = SlopeLine(self.replay.left, self.replay.point, lambda: slope, "tangent")
        self.net = ChainGraph(self.outer, p.inner, self.chain.first, self.factors, wide, decimals, theme)
        self.rows = ChainFormula(self.outer, p.inner, p.at, self.factors[::-1], wide, decimals, theme)
        self.on_stage: list[Mobject] = []
        self.claim_lengths(self.warm_up)
        self.claim_lengths(self.chain)
        chain, left = self.chain, self.replay.left
        ghost = self.value("forgotten")
        self.claim(
            "length without the inner factor", chain.ghost, chain.ghost.drawn_length, lambda: ghost, chain.unit(2)
        )
        self.claim("slope of the composition", self.tangent, self.tangent.drawn_slope, lambda: slope, left.x_unit)
        self.claim("f(g(x))", self.replay.dots, self.replay.drawn_height, self.replay.true_height, left.y_unit)

    def claim_lengths(self, lines: ChainLines) -> None:
        """State that the bars are as long as the numbers beside them say, and stretched by the factors shown."""
        for k, name in enumerate(CUES[:3]):
            drawn, true = lines.drawn(k), lines.true(k)
            self.claim(name, lines.measures[k], drawn, true, lines.unit(k))
        for k, name in enumerate(CUES[3:5]):
            self.claim(f"{name} factor", lines.factors[k], *lines.stretching(k))

    def question_region(self) -> Region:
        """Ask below the lines."""
        return self.regions.wide if self.regions.stacked else self.below

    def question_covers(self) -> Iterable[Mobject | None]:
        """Make room for the question."""
        rows = (self.warm_up_row, self.ratios, self.slopes, self.paces, self.chain.magnification)
        return tuple(self.on_stage) if self.regions.stacked else rows

    # Who is on stage.

    def show(self, *coming: Mobject) -> None:
        """Let things appear together."""
        self.play(*map(appear, coming))
        self.on_stage += coming

    def hide(self, *leaving: Mobject) -> None:
        """Let things leave together, those that are there."""
        gone = [mobject for mobject in leaving if mobject in self.on_stage]
        if gone:
            self.play(*map(leave, gone))
            self.on_stage = [mobject for mobject in self.on_stage if mobject not in gone]

    def clear(self) -> None:
        """Let everything leave but the title."""
        self.hide(*self.on_stage)

    # The beats.

    @beat(optional=True, cues=CUES, publishes=("linear_factors", "linear_product"))
    def linear(self) -> None:
        """Two linear maps in a row: whatever is nudged, the factors multiply."""
        self.add(self.warm_up)
        self.show(self.warm_up.lines)
        self.carry(self.warm_up)
        self.multiply(self.warm_up, self.warm_up_row)

    @beat(cues=("u", "y"), publishes=("at", "u", "y"))
    def maps(self) -> None:
        """A point is carried from x to u, and from u to y."""
        chain = self.chain
        self.clear()
        self.add(chain)
        self.show(chain.lines)
        self.show(chain.point, chain.places[0])
        self.event("point", x=self.params.at)
        for k, name in enumerate(("u", "y"), start=1):
            self.cue(name)
            self.play(Run(chain.fallen, float(k)))
            self.show(chain.places[k])
            self.event(f"inside {name}", **{name: self.value(name)})

    @beat(cues=CUES, publishes=("nudge", "du", "dy", "inner_ratio", "outer_ratio", "direct_ratio"))
    def nudge(self) -> None:
        """A nudge of x is carried along; du is measured against dx, dy against du, and the ratios multiply."""
        self.carry(self.chain)
        self.multiply(self.chain, self.ratios)

    def carry(self, lines: ChainLines) -> None:
        """Carry the nudge from line to line; each length is measured when it has arrived."""
        self.on_stage.append(lines.bars)
        self.add(lines.bars)
        for k, name in enumerate(CUES[:3]):
            self.cue(name)
            self.play(Run(lines.carried, k + 1.0))
            self.show(lines.measures[k])
            self.event(f"{name} measured", **{name: lines.first.lengths[k]})
            self.wait(LOOK)

    def multiply(self, lines: ChainLines, row: ProductRow) -> None:
        """Show the factor of each map beside its band, then their product beside the ratio measured past u."""
        self.on_stage.append(row)
        for k, name in enumerate(CUES[3:5]):
            self.cue(name)
            self.show(lines.factors[k])
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
        self.show(self.chain.ghost)
        self.event("inner factor forgotten", wrong=self.value("forgotten"), dy=self.value("dy"))

    @beat(optional=True, cues=("limit",), publishes=SLOPES)
    def limit(self) -> None:
        """The nudge shrinks under a growing magnification; the ratios settle on the slopes."""
        chain = self.chain
        self.hide(chain.ghost, *chain.measures)
        self.show(chain.magnification)
        self.play(Run(chain.closeness, 1.0, 4.0))
        self.wait(LOOK)
        self.cue("limit")
        self.hide(self.ratios)
        self.show(self.slopes)
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
        self.clear()
        self.show(replay.plots, replay.outer_curve)
        self.cue("run")
        self.on_stage.append(replay.trace)
        self.add(replay.trace)
        self.show(replay.link, replay.paces, replay.dots, self.paces)
        ahead = (Run(tracker, replay.span[1], 9.0, rate_func=steadily) for tracker in (replay.x, replay.seen))
        self.play(*ahead)
        self.hide(self.paces)
        if len(replay.zero_numbers):
            self.play(*(step_back(number, 0.0) for number in replay.axis_numbers))
            self.show(replay.zeros)
        for zero in self.value("zeros"):
            self.event("zero", x=zero)
        self.cue("tangent")
        self.play(Run(replay.x, self.params.at))
        self.show(self.tangent)
        self.show(self.slopes)
        self.report_slopes()

    @beat(
        optional=True,
        cues=("inner", "outer", "product"),
        publishes=("at", "u", "y", "inner_factor", "outer_factor", "product"),
    )
    def computation(self) -> None:
        """The same numbers on a computation graph: a value at each node, a slope on each edge."""
        net = self.net
        self.clear()
        for k, name in enumerate("xuy"):
            if k:
                self.show(net.arrows[k - 1])
            self.show(net.boxes[k], net.numbers[k])
            self.event("node", **{name: self.value(("at", "u", "y")[k])})
        for k, name in enumerate(("inner", "outer")):
            self.cue(name)
            self.show(net.marks[k])
            self.event(f"{name} edge", factor=self.factors[k])
            self.wait(LOOK)
        self.cue("product")
        self.show(net.arc, net.product)
        self.event("path", slope=self.value("product"))
        self.wait(LOOK)

    @beat(optional=True, cues=("outer", "inner", "simplified"), publishes=("at", *SLOPES))
    def formula(self) -> None:
        """The rule, for all functions and for these two: the outer slope at the inside, times the inner slope."""
        rows = self.rows
        self.clear()
        self.show(rows.rule)
        for name, brace in (("outer", rows.outside), ("inner", rows.inside)):
            self.cue(name)
            self.show(brace)
        self.show(rows.here)
        self.wait(LOOK)
        self.cue("simplified")
        self.show(rows.simplified)
        self.show(rows.number)
        self.event("formula", slope=self.value("product"))
        self.wait(LOOK)
