"""A chain of two functions as a computation graph: x → u → y, a value at each node, a slope on each edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nowshowing.maths.chains import Nudge
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import affordable, decimals_for
from nowshowing.stage.chain_texts import ROLES, SYMBOLS
from nowshowing.stage.graph import Graph, Node, number_size
from nowshowing.stage.heading import stack_heading
from nowshowing.stage.product_row import relation, side_by_side
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.written import latex_number

EDGES = ("x", "u"), ("u", "y")
MOST_HEADING = 0.16
"""The share of the height that formulas over the graph may take, if they stay legible."""
BELOW = 2.4
"""Room for numbers, arc and product below a graph that flows across, in units."""
LARGEST, LOW, COMFORTABLE = 0.6, 0.42, 0.29
"""The em of the product, where it has little room, and the least em of formulas in boxes, in units."""


class ChainGraph:
    """Objects that a scene shows in turn: ``boxes`` and ``numbers`` of x, u and y, the ``arrows`` between them with
    the slopes as ``marks``, and for the whole path ``arc`` and ``product``.

    Where the formulas are too long for the boxes, these hold letters, and the formulas are the ``heading``.
    """

    def __init__(
        self,
        outer: Expression,
        inner: Expression,
        nudge: Nudge,
        factors: tuple[float, float],
        region: Region,
        decimals: int,
        theme: Theme,
    ) -> None:
        self.theme, self.tall = theme, region.height > region.width
        self.values = values = [pair[0] for pair in nudge.lines]
        digits = max(2, decimals_for(values, 3))
        numbers = [latex_number(value, affordable(value, digits)) for value in values]
        texts = side_by_side((*factors, factors[0] * factors[1]), decimals)
        signs = [rf"\times {_held(text)}" for text in texts[:2]]
        names = rf"u = \textstyle {inner.latex}", rf"y = \textstyle {outer.latex}"
        graph = self._graph(("x", *names), numbers, signs, self._middle(region))
        self.heading: list[Formula] = []
        if graph.em >= COMFORTABLE:
            self._described = [graph.texts["u"], graph.texts["y"]]
        else:
            self._described = self.heading = [
                Formula(name, "title", role, theme=theme) for name, role in zip(names, ROLES[1:], strict=True)
            ]
            high = stack_heading(self.heading, region, MOST_HEADING * region.height)
            graph = self._graph(SYMBOLS, numbers, signs, self._middle(region.inset(top=high)))
            if not graph.em:
                self.tall = True
                graph = self._graph(SYMBOLS, numbers, signs, self._middle(region.inset(top=high)))
        for text, function in zip(self._described, (inner, outer), strict=True):
            text.says(function)
        self.boxes = [graph.boxes[name] for name in SYMBOLS]
        self.numbers = [graph.value(*pair).says(value) for *pair, value in zip(SYMBOLS, numbers, values, strict=True)]
        self.arrows = [graph.arrows[edge] for edge in EDGES]
        self.marks = [
            graph.mark(*edge, sign, role).says(factor)
            for edge, sign, role, factor in zip(EDGES, signs, ROLES[1:], factors, strict=True)
        ]
        self.arc = graph.outer_arc("x", "y", "tangent")
        ratio = r"\frac{\mathrm{d}y}{\mathrm{d}x}"
        product = rf"\role{{secant}}{{{texts[0]}}} \cdot \role{{rise}}{{{_held(texts[1])}}}"
        self.product = Formula(
            rf"{ratio} = {product} {relation(factors, decimals)} \role{{tangent}}{{{texts[2]}}}", "hero", theme=theme
        )
        self.product.says(*factors, factors[0] * factors[1])
        largest = LARGEST if region.height > region.width or not self.tall else LOW
        self.product.fit(min(region.width, self.product.width_units * largest / self.product.em))
        if self.tall:
            self.product.place(region.left, region.bottom + 0.6)
        else:
            x = float(self.arc.get_center()[0])
            half = self.product.width_units / 2
            x = float(np.clip(x, region.left + half, region.right - half))
            self.product.place(x, float(self.arc.get_bottom()[1]) - 1.05, "centre")

    @property
    def described(self) -> list[Formula]:
        """The formulas of u and of y, wherever they stand."""
        return self._described

    def _middle(self, region: Region) -> Region:
        """Return what the graph fills: beside its arc, and above the product."""
        if self.tall:
            return region.inset(bottom=1.7 if region.height > region.width else 1.25, top=0.2, left=0.9)
        return region.inset(bottom=BELOW)

    def _graph(self, names: Sequence[str], numbers: Sequence[str], signs: Sequence[str], region: Region) -> Graph:
        """Return the graph with names in its boxes, and with room for its numbers."""
        size = number_size(region, self.tall)
        widths = [Formula(number, size, theme=self.theme).width_units + 0.2 for number in numbers]
        nodes = [
            Node(symbol, name, role, layer, beside=width)
            for layer, (symbol, name, role, width) in enumerate(zip(SYMBOLS, names, ROLES, widths, strict=True))
        ]
        widest = max(Formula(sign, size, theme=self.theme).width_units for sign in signs)
        return Graph(nodes, EDGES, region, self.theme, arrow=max(1.2, widest + 0.3), upright=self.tall)


def _held(text: str) -> str:
    """Return a number that follows a sign of multiplication, in brackets where it is negative."""
    return f"({text})" if text.startswith("-") else text
