"""The three number lines of a chain, x, u = g(x) and y = f(u), to one scale, with their names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup

from nowshowing.maths.chains import Nudge, View, views
from nowshowing.maths.expression import Expression
from nowshowing.stage.chain_texts import ROLES, SYMBOLS, ChainTexts
from nowshowing.stage.heading import stack_heading
from nowshowing.stage.live import stroke
from nowshowing.stage.number_line import NumberLine, Scale
from nowshowing.stage.paths import polyline
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme

ABOVE, BELOW = 0.52, 0.88
"""Room kept over the first line and under the last, in units."""
LEAST_GAP = 1.2
"""How far apart the lines stay, at the cost of the size of the formulas over them, in units."""
WIDEST_GAP, TALL_GAP = 2.2, 0.36
"""The widest distance between two lines, in units, and as a share of the height where that is more."""
WIDEST_NAME = 0.24
NARROW, NARROW_NAME = 9.0, 0.12
"""How much of the width the lines' names may take; less in a narrow region."""
MOST_TEXT = 0.72
"""How much of a line's width the texts on both sides of a band may take."""
APART = 0.14
"""Between a line's name and what stands below it, in units."""
END = 0.05
"""How far from the ends of its region a line stops."""


class ChainRulers(VGroup):
    """Lines at ``levels``, each with its view in ``views``; ``line`` is the region that they cross. They leave room for
    the ``texts`` beside what will be marked on them, which shrink where they are long."""

    def __init__(
        self, outer: Expression, inner: Expression, first: Nudge, texts: ChainTexts, region: Region, theme: Theme
    ) -> None:
        self.theme, self.first, self.texts = theme, first, texts
        names, heading, high = self._names(outer, inner, region)
        self.room = region.inset(top=high)
        gap = min(max(WIDEST_GAP, TALL_GAP * self.room.height), (self.room.height - ABOVE - BELOW) / 2)
        middle = (self.room.top - ABOVE + self.room.bottom + BELOW) / 2
        self.levels = (middle + gap, middle, middle - gap)
        column = max(name.width_units for name in names) + 0.35
        self._divide(column)
        self._ratios = ratios = [self._ratio(view.power) for view in self.views]
        if any(ratios):
            self._divide(max(column, *(ratio.width_units + 0.3 for ratio in ratios if ratio)))
        rules = VGroup(*(stroke(theme.muted).set_points(polyline(self._ends(level))) for level in self.levels))
        self.ticked = [self._ticked(view, level) for view, level in zip(self.views, self.levels, strict=True)]
        for name, ratio, level in zip(names, ratios, self.levels, strict=True):
            name.place(self.line.left - 0.2, level - 0.11, "right")
            if ratio is not None:
                below = name.y + name.ink[1] - APART - ratio.ink[3]
                ratio.place(self.line.left - 0.2, min(level - 0.6, below), "right")
        shown = [ratio for ratio in ratios if ratio is not None]
        super().__init__(rules, *self.ticked, *names, *shown, *heading)

    @property
    def ratios(self) -> list[Formula | None]:
        """What tells of each line how its unit compares with that of the first, where they differ."""
        return self._ratios

    @property
    def formulas(self) -> list[Formula]:
        """The formulas of u and of y."""
        return self._formulas

    def _divide(self, column: float) -> None:
        """Choose the lines' region beside a column of names, and the views of them."""
        self.line = self.room.inset(left=column)
        left, right = self.texts.needs()
        while sum(max(text.room for text in side) for side in (left, right)) > MOST_TEXT * self.line.width:
            if not self.texts.shrink():
                break
            left, right = self.texts.needs()
        self.views: tuple[View, View, View] = views(self.first, self.line.width, left, right)

    def _ratio(self, power: int) -> Formula | None:
        """Return how a line's unit compares with that of the first line, where they differ."""
        if not power:
            return None
        many = str(10**-power) if power > -5 else f"10^{{{-power}}}"
        return Formula(f"1 : {many}", "small", "muted", theme=self.theme).says(1, 10.0**-power)

    def _ends(self, level: float) -> np.ndarray:
        return np.array([(self.line.left + END, level), (self.line.right - END, level)])

    def _ticked(self, view: View, level: float) -> NumberLine:
        lo, hi = (view.left + x / view.unit for x in (END, self.line.width - END))
        return NumberLine(Scale(self.line.left - view.left * view.unit, view.unit), lo, hi, level, self.theme)

    def _names(
        self, outer: Expression, inner: Expression, region: Region
    ) -> tuple[list[Formula], list[Formula], float]:
        """Return the lines' names; where they are too wide to stand beside them, letters, a heading and its height."""
        theme = self.theme
        full = "x", rf"u = \textstyle {inner.latex}", rf"y = \textstyle {outer.latex}"
        names = [Formula(text, "body", role, theme=theme) for text, role in zip(full, ROLES, strict=True)]
        names[1].says(inner)
        names[2].says(outer)
        self._formulas = names[1:]
        share = WIDEST_NAME if region.width > NARROW else NARROW_NAME
        if max(name.width_units for name in names) <= share * region.width:
            return names, [], 0.0
        letters = [Formula(text, "body", role, theme=theme) for text, role in zip(SYMBOLS, ROLES, strict=True)]
        most = region.height - ABOVE - BELOW - 2 * LEAST_GAP
        return letters, names[1:], stack_heading(names[1:], region, most)

    def hide_numbers(self, touched: Callable[[int, Formula], Callable[[], float]]) -> None:
        """Let each tick's number be as present as ``touched`` says, for its line and itself; those that stick out go.

        ``touched`` is asked once for each number; what it returns is read before every frame.
        """
        for k, line in enumerate(self.ticked):
            for i, number in enumerate(line.numbers):
                left, right = number.x, number.x + number.width_units
                inside = self.line.left <= left and right <= self.line.right
                line.shown[i] = touched(k, number) if inside else (lambda: 0.0)
            line.draw()
