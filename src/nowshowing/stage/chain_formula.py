"""The chain rule as a formula, for all functions and then for two: outer at the inside, times the inner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup

from nowshowing.maths.calculus import composition, derivative
from nowshowing.maths.chains import as_factor
from nowshowing.maths.expression import Expression
from nowshowing.maths.grammar import LARGEST_EXPONENT
from nowshowing.stage.braces import Brace
from nowshowing.stage.origins import Reads
from nowshowing.stage.product_row import relation, side_by_side
from nowshowing.stage.reading import reading_time
from nowshowing.stage.regions import Region
from nowshowing.stage.text import LEAST_EM, SIZES, Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.written import latex_number
from nowshowing.typeset.latex import MOST_CHARACTERS

RULE = r"(f \circ g)'(x) = \role{rise}{f'(g(x))} \cdot \role{secant}{g'(x)}"
RATIO = r"\frac{\role{rise}{\mathrm{d}y}}{\role{gap}{\mathrm{d}x}}"
BRACE_ROOM = 0.95
"""Height of the braces and their words, in units."""
OVERHANG = 1.4
"""Room right of the rule for the words below its last brace, which may be wider than the brace."""
LARGEST, COMFORTABLE = 0.53, 0.32
"""The largest em of the rows, in units, and one below which they would rather be broken."""
_ENDLESS = re.compile(r"\d{10}")
_EXPONENT = re.compile(r"\^\{-?(\d+)\}")
"""Numbers and exponents that tidying up may bring about, and nobody reads."""
SPARE = 12
"""By how many characters of LaTeX a tidied product may be longer, as where a factor goes over a common fraction."""
INDENT = 0.28
"""Between the fraction before a row's sign and the sign, in em."""
AT_A_GLANCE, LONGEST = 4.0, 8.0
"""Seconds that a row should take to be read, and those that it may."""
NEAR, FAR = 0.14, 0.75
"""The least and the most room between rows, in units."""


@dataclass(frozen=True)
class Row:
    """A line of the formula; ``indented`` where it goes on from the sign of the line before."""

    formula: Formula
    indented: bool = False


class ChainFormula(VGroup):
    """Rows that a scene shows one by one: ``rule`` with the braces ``outside`` and ``inside``, ``here`` (the product
    for these functions), ``simplified`` (as SymPy writes it), ``number`` (at one place).

    What is too long for one line is broken before its second factor, or written with u for the inside; ``simplified``
    is empty where it has no room, and the two slopes keep their names where even they have none.
    """

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
        self.theme, self.region = theme, region
        self.indent = (Formula(RATIO, "hero", theme=theme).width_units / SIZES["hero"] + INDENT) * LARGEST
        self.rule = self._set(RULE, min(region.width - OVERHANG, 8.6), SIZES["hero"])
        number = self._number(inner.variable, at, factors, decimals)
        for here, simplified in self._forms(outer, inner):
            rows = [*here, *simplified, *number]
            if self._fits(rows):
                break
        self._stack([Row(self.rule), *rows])
        self.here, self.simplified, self.number = (
            VGroup(*(row.formula for row in part)) for part in (here, simplified, number)
        )
        self.outside = Brace(self.rule, "rise", "outer, at the inside", theme, "right")
        self.inside = Brace(self.rule, "secant", "times the inner", theme, "left")
        super().__init__(self.rule, self.outside, self.inside, self.here, self.simplified, self.number)

    def _set(self, latex: str, width: float, largest: float = LARGEST) -> Formula:
        """Return a formula as large as a width allows, down to what is legible."""
        formula = Formula(latex, "hero", theme=self.theme)
        return formula.fit(min(width, formula.width_units * largest / formula.em))

    def _rows(self, *lines: tuple[str, Sequence[Reads], bool]) -> list[Row]:
        """Return formulas as rows, with what they read as and whether they are indented; none if they are endless."""
        if any(len(latex) > MOST_CHARACTERS or _is_endless(latex) for latex, _, _ in lines):
            return []
        room = self.region.width
        return [
            Row(self._set(latex, room - self.indent * indented).says(*reads), indented)
            for latex, reads, indented in lines
        ]

    def _forms(self, outer: Expression, inner: Expression) -> Iterator[tuple[list[Row], list[Row]]]:
        """Yield ways to write the product and what it simplifies to, the best first; the last is short."""
        slope, g = derivative(outer), derivative(inner)
        whole = derivative(composition(outer, inner))
        tidy = self._rows((rf"= {whole.latex}", [Reads(whole.latex, whole)], True))
        for least, longest in ((COMFORTABLE, AT_A_GLANCE), (LEAST_EM, LONGEST)):
            for inside in (composition(slope, inner), slope):
                first, second = as_factor(inside, first=True), as_factor(g, first=False)
                one, two = Reads(first, inside), Reads(second, g)
                left, right = rf"{RATIO} = \role{{rise}}{{{first}}}", rf"\cdot \role{{secant}}{{{second}}}"
                single = self._rows((f"{left} {right}", [one, two], False))
                broken = self._rows((left, [one], False), (right, [two], True))
                for rows in (single, broken):
                    if rows and _are_legible(rows, least, longest):
                        simpler = len(whole.latex) <= len(first) + len(second) + SPARE
                        yield rows, tidy if simpler and _are_legible(tidy, least, longest) else []
                        yield rows, []
        yield self._rows((rf"{RATIO} = \role{{rise}}{{f'(u)}} \cdot \role{{secant}}{{g'(x)}}", [], False)), []

    def _number(self, variable: str, at: float, factors: tuple[float, float], decimals: int) -> list[Row]:
        """Return the product at a place, on one line or on two."""
        product = factors[0] * factors[1]
        f, g, whole = side_by_side((*factors, product), decimals)
        g = f"({g})" if g.startswith("-") else g
        place = rf"\text{{at }} {variable} = {latex_number(at)}\text{{:}}"
        sign = relation(factors, decimals)
        made = rf"\role{{rise}}{{{f}}} \cdot \role{{secant}}{{{g}}} {sign} \role{{tangent}}{{{whole}}}"
        width = self.region.width
        single = self._set(rf"{place} \quad {made}", width).says(at, *factors, product)
        if single.em >= COMFORTABLE:
            return [Row(single)]
        return [Row(self._set(place, width, COMFORTABLE).says(at)), Row(self._set(made, width).says(*factors, product))]

    def _fits(self, rows: Sequence[Row]) -> bool:
        """Tell whether rows are no wider than the region, and with the rule no higher."""
        wide = [row.formula.width_units + (self.indent if row.indented else 0.0) for row in rows]
        high = sum(self._heights([Row(self.rule), *rows])) + NEAR * (len(rows) + 1)
        return max(wide) <= self.region.width + 1e-6 and high <= self.region.height

    def _heights(self, rows: Sequence[Row]) -> list[float]:
        """Return how high the rows are, the rule with its braces."""
        heights = [row.formula.ink[3] - row.formula.ink[1] for row in rows]
        return [heights[0] + BRACE_ROOM, *heights[1:]]

    def _stack(self, rows: Sequence[Row]) -> None:
        """Put the rows below each other, as far apart as there is room for."""
        heights = self._heights(rows)
        gap = float(np.clip((self.region.height - sum(heights)) / (len(rows) + 1), NEAR, FAR))
        top = float(self.region.centre[1]) + (sum(heights) + gap * (len(rows) - 1)) / 2
        indent = self.indent * rows[1].formula.em / LARGEST
        for row, height in zip(rows, heights, strict=True):
            row.formula.place(self.region.left + (indent if row.indented else 0.0), top - row.formula.ink[3])
            top -= height + gap


def _is_endless(latex: str) -> bool:
    exponents = (int(exponent) for exponent in _EXPONENT.findall(latex))
    return _ENDLESS.search(latex) is not None or any(exponent > LARGEST_EXPONENT for exponent in exponents)


def _are_legible(rows: Sequence[Row], least: float, longest: float) -> bool:
    """Tell whether rows are as large as an em in units, and each short enough to be read in some seconds."""
    return all(row.formula.em >= least and reading_time(row.formula) <= longest for row in rows)
