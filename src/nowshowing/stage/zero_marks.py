"""Marks on the axis of a plot where a function is 0, with their numbers in the row of the axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from manim import VGroup, VMobject

from nowshowing.maths.numbers import MINUS, format_number
from nowshowing.stage.live import filled
from nowshowing.stage.paths import EMPTY, disc
from nowshowing.stage.plot import Plot
from nowshowing.stage.text import Formula

APART = 0.18
"""The least room between two numbers of the row, in units."""
BEYOND = 0.1
"""How far a number may reach beyond the end of the axis, in units."""


class ZeroMarks(VGroup):
    """Dots where a function is 0, and their ``numbers``, as exactly as there is room for, if there is any.

    ``displaced`` are the numbers of the axis that are to make way for them.
    """

    def __init__(self, plot: Plot, zeros: Iterable[float]) -> None:
        self.plot = plot
        shown = [zero for zero in zeros if plot.window.contains(zero, 0.0)]
        discs = [disc(plot.at(zero, 0.0), 0.075) for zero in shown]
        self._dots = filled(plot.theme.tangent).set_points(np.vstack(discs) if discs else EMPTY)
        self._dots.set_z_index(1)  # over a tangent, which has the same colour
        rows = (self._numbers(shown, decimals) for decimals in (3, 2, 1))
        self.numbers = next((row for row in rows if self._fits(row)), [])
        self.displaced = [
            number for _, number in plot.x_numbers if any(_room(number, own) < APART for own in self.numbers)
        ]
        super().__init__(self._dots, *self.numbers)

    @property
    def dots(self) -> VMobject:
        """The dots, as one path."""
        return self._dots

    def _fits(self, row: Sequence[Formula]) -> bool:
        """Tell whether numbers stand apart, and not beyond the end of the axis."""
        inside = all(number.x + number.width_units <= self.plot.area.right + BEYOND for number in row)
        return inside and all(_room(*pair) >= APART for pair in pairwise(row))

    def _numbers(self, zeros: Sequence[float], decimals: int) -> list[Formula]:
        texts = ["0" if zero == 0 else format_number(zero, decimals).replace(MINUS, "-") for zero in zeros]
        return [
            Formula(text, "small", "tangent", theme=self.plot.theme)
            .says(zero)
            .place(float(self.plot.x(zero)), self.plot.x_number_baseline, "centre")
            for text, zero in zip(texts, zeros, strict=True)
        ]


def _room(a: Formula, b: Formula) -> float:
    """Return the room between two numbers of a row."""
    return max(b.x - a.x - a.width_units, a.x - b.x - b.width_units)
