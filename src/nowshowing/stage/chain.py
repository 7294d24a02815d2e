"""The pictures of a chain of two functions, set out in a frame: lines, graph, computation and formula."""

from __future__ import annotations

from collections.abc import Sequence

from nowshowing.maths.chains import in_u, linear_maps
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import decimals_for
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.chain_rows import ChainRows, divide_chain
from nowshowing.stage.regions import Region
from nowshowing.stage.replay import Replay
from nowshowing.stage.theme import Theme

START = 0.5, 0.5
"""Where two linear maps are shown, and how far x is nudged there; any place and any nudge would do."""


class ChainPictures:
    """All that a scene shows of f∘g: ``warm_up`` (two linear maps in its place), ``chain``, ``replay``, ``net`` and
    ``rows``, with the ``numbers`` below them in the region ``below``.

    ``factors`` are the slopes of g and of f, ``zeros`` the places where f∘g is 0.
    """

    def __init__(
        self,
        outer: Expression,
        inner: Expression,
        at: float,
        nudge: float,
        span: Sequence[float],
        linear: tuple[float, float],
        factors: tuple[float, float],
        zeros: tuple[float, ...],
        region: Region,
        decimals: int,
        theme: Theme,
    ) -> None:
        f, slope = in_u(outer), factors[0] * factors[1]
        above, self.below = divide_chain(region)
        digits = decimals_for([*linear, linear[0] * linear[1]])
        self.warm_up = ChainLines(*linear_maps(*linear), *START, above, theme, digits, shrinks=False)
        self.chain = ChainLines(f, inner, at, nudge, above, theme, decimals)
        self.replay = Replay(f, inner, at, span, zeros, slope, above, theme)
        self.numbers = ChainRows(self.warm_up, self.chain, self.replay, factors, self.below, decimals, theme)
        self.net = ChainGraph(f, inner, self.chain.first, factors, region, decimals, theme)
        self.rows = ChainFormula(f, inner, at, (factors[1], factors[0]), region, decimals, theme)
