"""A small table that fills row by row, the present row on a band."""

from __future__ import annotations

from collections.abc import Sequence

from manim import ValueTracker, VGroup

from nowshowing.stage.live import Live, filled, set_presence, stroke
from nowshowing.stage.motion import Fade, Run, appear
from nowshowing.stage.paths import polyline, rectangle
from nowshowing.stage.places import CLEAR
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES, Formula, Words
from nowshowing.stage.theme import Theme

PITCH = 0.46
"""Distance of the rows, in units; less where there are many."""
HEAD = 0.42
BELOW_RULE = 0.06
COLUMN = 0.41
"""The most of the table's width that a cell may take."""
CAPITAL = 0.74
"""Height of digits and of a question mark, in em."""


class Table(VGroup):
    """Two columns: what is given, and what comes out of it.

    ``heads`` stand over the columns; ``given`` and ``results`` the texts of the rows, ``values`` what they stand for.
    Results wait as question marks until their row is filled.
    """

    def __init__(
        self,
        heads: Sequence[Formula | Words],
        given: Sequence[str],
        results: Sequence[str],
        region: Region,
        theme: Theme,
        role: str,
        *,
        values: tuple[Sequence[float], Sequence[float]],
    ) -> None:
        # The head keeps its height; where there are many rows, they and what they hold are lower.
        pitch = min(PITCH, (region.height - HEAD - BELOW_RULE) / len(given))
        head_height = max(HEAD, pitch)
        em = self.em = min(SIZES["small"], (pitch - CLEAR) / CAPITAL)
        self.width_units = min(region.width, 4.2)
        self.columns = (region.left + 0.3 * self.width_units, region.left + 0.74 * self.width_units)
        first_y = region.top - head_height - BELOW_RULE - 0.5 * pitch - 0.33 * em
        self.baseline = [first_y - pitch * k for k in range(len(given))]
        head_y = region.top - 0.5 * head_height - 0.33 * SIZES["small"]
        for column, head in zip(self.columns, heads, strict=True):
            head.place(column, head_y, "centre")
        right = region.left + min(region.width, 4.2)
        rule_y = region.top - head_height
        self.rule = stroke(theme.scaffold).set_points(polyline([(region.left, rule_y), (right, rule_y)]))
        self.row = ValueTracker(0.0)
        self.given = VGroup(*(self._cell(text, 0, k, "muted", theme) for k, text in enumerate(given)))
        self.waiting = VGroup(*(self._cell("?", 1, k, "muted", theme) for k in range(len(results))))
        self.results = VGroup(*(self._cell(text, 1, k, role, theme) for k, text in enumerate(results)))
        for cells, numbers in zip((self.given, self.results), values, strict=True):
            for cell, number in zip(cells, numbers, strict=True):
                cell.says(number)
        for result in self.results:
            set_presence(result, 0.0)
        box = (region.left, right, pitch, em)

        def draw() -> None:
            left, end, high, size = box
            row = self.row.get_value()
            y = self.baseline[0] - row * high + 0.33 * size
            half = 0.5 * high - 0.02
            self.band.trace(0, rectangle(left, y - half, end, y + half, 0.08))

        self.band = Live(filled(theme.band), draw=draw)
        set_presence(self.band, 0.0)
        draw()
        super().__init__(self.band, self.rule, *heads, self.given, self.waiting, self.results)

    def _cell(self, text: str, column: int, row: int, role: str, theme: Theme) -> Words:
        cell = Words(text, "small", role, theme=theme)
        cell.fit(min(cell.width_units * self.em / cell.em, COLUMN * self.width_units))
        return cell.place(self.columns[column], self.baseline[row], "centre")

    def go_to(self, row: int, run_time: float) -> list[Fade | Run]:
        """Return the animations that bring the band to a row."""
        moves: list[Fade | Run] = [Run(self.row, float(row), run_time)]
        if row == 0:
            self.row.set_value(0.0)
            moves.append(Fade(self.band, 1.0, run_time))
        return moves

    def fill(self, row: int) -> list[Fade]:
        """Return the animations that put a row's result in place of its question mark."""
        return [Fade(self.waiting[row], 0.0, 0.3), appear(self.results[row], 0.5)]
