"""A chain of two functions as a computation graph: x → u → y, a value at each node, a slope on each edge."""

from __future__ import annotations

from nowshowing.maths.chains import Nudge
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import decimals_for
from nowshowing.stage.graph import Graph, Node
from nowshowing.stage.product_row import relation, side_by_side
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula, latex_number
from nowshowing.stage.theme import Theme


class ChainGraph:
    """Objects that a scene shows in turn: ``boxes`` and ``numbers`` of x, u and y, the ``arrows`` between them with
    the slopes as ``marks``, and for the whole path ``arc`` and ``product``."""

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
        tall = region.height > region.width
        middle = region.inset(bottom=1.5, top=0.2, left=0.9) if tall else region.inset(bottom=1.2)
        nodes = [
            Node("x", "x", "gap", 0),
            Node("u", rf"u = \textstyle {inner.latex}", "secant", 1),
            Node("y", rf"y = \textstyle {outer.latex}", "rise", 2),
        ]
        edges = [("x", "u"), ("u", "y")]
        values = [pair[0] for pair in nudge.lines]
        digits = max(2, decimals_for(values, 3))
        texts = side_by_side((*factors, factors[0] * factors[1]), decimals)
        signs = [rf"\times {_held(text)}" for text in texts[:2]]
        widest = max(Formula(sign, "body", theme=theme).width_units for sign in signs)
        graph = Graph(nodes, edges, middle, theme, arrow=max(1.4, widest + 0.4))
        for name, function in (("u", inner), ("y", outer)):
            graph.texts[name].says(function)
        self.boxes = [graph.boxes[node.name] for node in nodes]
        self.numbers = [
            graph.value(n.name, latex_number(v, digits)).says(v) for n, v in zip(nodes, values, strict=True)
        ]
        self.arrows = [graph.arrows[edge] for edge in edges]
        self.marks = [
            graph.mark(*edge, sign, role).says(factor)
            for edge, sign, role, factor in zip(edges, signs, ("secant", "rise"), factors, strict=True)
        ]
        self.arc = graph.outer_arc("x", "y", "tangent")
        ratio = r"\frac{\mathrm{d}y}{\mathrm{d}x}"
        product = rf"\role{{secant}}{{{texts[0]}}} \cdot \role{{rise}}{{{_held(texts[1])}}}"
        self.product = Formula(
            rf"{ratio} = {product} {relation(factors, decimals)} \role{{tangent}}{{{texts[2]}}}", "title", theme=theme
        )
        self.product.says(*factors, factors[0] * factors[1])
        if tall:
            self.product.fit(region.width).place(region.left, region.bottom + 0.6)
        else:
            x = float(self.arc.get_center()[0])
            self.product.fit(region.width).place(x, float(self.arc.get_bottom()[1]) - 0.95, "centre")


def _held(text: str) -> str:
    """Return a number that follows a sign of multiplication, in brackets where it is negative."""
    return f"({text})" if text.startswith("-") else text
