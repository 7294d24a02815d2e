"""The chain rule as a formula, for all functions and then for two: outer at the inside, times the inner."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from nowshowing.maths.calculus import composition, derivative
from nowshowing.maths.chains import factor_formulas
from nowshowing.maths.expression import Expression
from nowshowing.stage.braces import Brace
from nowshowing.stage.origins import Reads
from nowshowing.stage.product_row import relation, side_by_side
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES, Formula, latex_number
from nowshowing.stage.theme import Theme

RULE = r"(f \circ g)'(x) = \role{rise}{f'(g(x))} \cdot \role{secant}{g'(x)}"
RATIO = r"\frac{\role{rise}{\mathrm{d}y}}{\role{gap}{\mathrm{d}x}}"
BRACE_ROOM = 0.85
"""Height of the braces and their words, in units."""
OVERHANG = 1.4
"""Room right of the rule for the words below its last brace, which may be wider than the brace."""


class ChainFormula(VGroup):
    """Rows that a scene shows one by one: ``rule`` with the braces ``outside`` and ``inside``, ``here`` (the product
    for these functions), ``simplified`` (as SymPy writes it), ``number`` (at one place)."""

    def __init__(
        self,
        outer: Expression,
        inner: Expression,
        at: float,
        factors: tuple[float, float],
        region: Region,
        decimals: int,
        theme: Theme,
    ) -> None:
        f, g = factor_formulas(outer, inner)
        whole = derivative(composition(outer, inner))
        product = factors[0] * factors[1]
        numbers = side_by_side((*factors, product), decimals)
        if numbers[1].startswith("-"):
            numbers[1] = f"({numbers[1]})"
        here = rf"{RATIO} = \role{{rise}}{{{f}}} \cdot \role{{secant}}{{{g}}}"
        rows = [here, rf"= {whole.latex}", self._number_row(inner.variable, at, numbers, relation(factors, decimals))]
        self.rule = Formula(RULE, "hero", theme=theme).fit(min(region.width - OVERHANG, 8.6))
        aligned = Formula(RATIO, "title", theme=theme).width_units + 0.28 * SIZES["title"]
        self.here, self.simplified, self.number = (Formula(row, "title", theme=theme) for row in rows)
        self.here.says(Reads(f, composition(derivative(outer), inner)), Reads(g, derivative(inner)))
        self.simplified.says(whole)
        self.number.says(at, *factors, product)
        for formula, left in ((self.here, 0.0), (self.simplified, aligned), (self.number, 0.0)):
            formula.fit(region.width - left).place(region.left + left, 0.0)
        self._stack(region)
        self.outside = Brace(self.rule, "rise", "outer, at the inside", theme, "right")
        self.inside = Brace(self.rule, "secant", "times the inner", theme, "left")
        super().__init__(self.rule, self.outside, self.inside, self.here, self.simplified, self.number)

    def _stack(self, region: Region) -> None:
        """Put the rows below each other, as far apart as there is room for."""
        rows = (self.rule, self.here, self.simplified, self.number)
        heights = [row.ink[3] - row.ink[1] for row in rows]
        heights[0] += BRACE_ROOM
        gap = float(np.clip((region.height - sum(heights)) / (len(rows) + 1), 0.12, 0.5))
        top = float(region.centre[1]) + (sum(heights) + gap * (len(rows) - 1)) / 2
        for row, height in zip(rows, heights, strict=True):
            row.place(row.x if row is not self.rule else region.left, top - row.ink[3])
            top -= height + gap

    @staticmethod
    def _number_row(variable: str, at: float, numbers: list[str], sign: str) -> str:
        f, g, product = numbers
        place = rf"\text{{at }} {variable} = {latex_number(at)}\text{{:}}"
        row = rf"\role{{rise}}{{{f}}} \cdot \role{{secant}}{{{g}}} {sign} \role{{tangent}}{{{product}}}"
        return rf"{place} \quad {row}"
