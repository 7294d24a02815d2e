"""The chain rule as a formula, for all functions and then for two: outer at the inside, times the inner."""

from __future__ import annotations

from manim import VGroup

from nowshowing.maths.calculus import composition, derivative
from nowshowing.maths.chains import factor_formulas
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS
from nowshowing.stage.braces import Brace
from nowshowing.stage.product_row import relation
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES, Formula, column, latex_number
from nowshowing.stage.theme import Theme

RULE = r"(f \circ g)'(x) = \role{rise}{f'(g(x))} \cdot \role{secant}{g'(x)}"
RATIO = r"\frac{\role{rise}{\mathrm{d}y}}{\role{gap}{\mathrm{d}x}}"
FIRST_ROW, ROW = 2.2, 1.05
"""Heights of the rows, in units."""
OVERHANG = 1.1
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
        numbers = [text.replace(MINUS, "-") for text in column((*factors, product), decimals)]
        if numbers[1].startswith("-"):
            numbers[1] = f"({numbers[1]})"
        here = rf"{RATIO} = \role{{rise}}{{{f}}} \cdot \role{{secant}}{{{g}}}"
        rows = [here, rf"= {whole.latex}", self._number_row(inner.variable, at, numbers, relation(factors, decimals))]
        self.rule = Formula(RULE, "hero", theme=theme).fit(min(region.width - OVERHANG, 8.6))
        spare = region.height - FIRST_ROW - 3 * ROW
        pitch = ROW + min(0.25, max(0.0, spare / 4))
        y = region.top - max(0.0, spare - 3 * (pitch - ROW)) / 2 - 0.75
        self.rule.place(region.left, y)
        self.outside = Brace(self.rule, "rise", "outer, at the inside", theme, "right")
        self.inside = Brace(self.rule, "secant", "times the inner", theme, "left")
        self.here, self.simplified, self.number = (Formula(row, "title", theme=theme).fit(region.width) for row in rows)
        for k, formula in enumerate((self.here, self.simplified, self.number)):
            formula.place(region.left, y - FIRST_ROW + 0.3 - k * pitch)
        aligned = Formula(RATIO, "title", theme=theme).width_units + 0.28 * SIZES["title"]
        self.simplified.fit(region.width - aligned).place(region.left + aligned, self.simplified.y)
        super().__init__(self.rule, self.outside, self.inside, self.here, self.simplified, self.number)

    @staticmethod
    def _number_row(variable: str, at: float, numbers: list[str], sign: str) -> str:
        f, g, product = numbers
        place = rf"\text{{at }} {variable} = {latex_number(at)}\text{{:}}"
        row = rf"\role{{rise}}{{{f}}} \cdot \role{{secant}}{{{g}}} {sign} \role{{tangent}}{{{product}}}"
        return rf"{place} \quad {row}"
