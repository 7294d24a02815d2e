"""A small table that fills row by row, the present row on a band."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from manim import Mobject, VGroup

from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.live import Live, filled, set_presence, stroke
from nowshowing.stage.motion import Fade, Run, appear
from nowshowing.stage.paths import polyline, rectangle
from nowshowing.stage.places import CLEAR
from nowshowing.stage.regions import Region
from nowshowing.stage.sitting import sits_on
from nowshowing.stage.text import SIZES, Formula, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

PITCH = 0.46
"""Distance of the rows, in units; less where there are many."""
HEAD = 0.42
BELOW_RULE = 0.06
PLACES = (0.3, 0.74)
"""Where the columns stand, as shares of the table's width, if there is room."""
BETWEEN = 0.3
"""The least room between the columns, in units."""
CAPITAL = 0.74
"""Height of digits and of a question mark, in em."""
OFF_CENTRE = 0.15
"""How far the middle of a text's ink may lie from the middle of its width, in em."""


class Table(VGroup):
    """Two columns: what is given, and what comes out of it.

    ``heads`` stand over the columns; ``given`` and ``results`` the texts of the rows, ``values`` what they stand for.
    Results wait as question marks until their row is filled. ``cells`` are the texts of both columns.
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
        rows = len(given)
        pitch = min(PITCH, max((region.height - HEAD - BELOW_RULE) / rows, 0.0))
        if pitch > HEAD:
            pitch = min(PITCH, (region.height - BELOW_RULE) / (rows + 1))
        head_height = max(HEAD, pitch)
        em = self.em = min(SIZES["small"], (pitch - CLEAR) / CAPITAL)
        self.pitch, self.heads = pitch, heads
        self.width_units = min(region.width, 4.2)
        cells = [[self._cell(text, "muted", theme) for text in given]]
        cells += [[self._cell(text, role, theme) for text in results]]
        widest = [max(text.width_units for text in (head, *column)) for head, column in zip(heads, cells, strict=True)]
        share = min(1.0, (self.width_units - BETWEEN) / sum(widest))
        self.columns = self._places([share * width for width in widest], region.left)
        first_y = region.top - head_height - BELOW_RULE - 0.5 * pitch - 0.33 * em
        self.baseline = [first_y - pitch * k for k in range(len(given))]
        head_y = region.top - 0.5 * head_height - 0.28 * SIZES["small"]
        for column, head in zip(self.columns, heads, strict=True):
            head.place(column, head_y, "centre")
        right = region.left + self.width_units
        rule_y = region.top - head_height
        self.rule = stroke(theme.scaffold).set_points(polyline([(region.left, rule_y), (right, rule_y)]))
        self.row = Tracker(0.0)
        cells.append([self._cell("?", "muted", theme) for _ in results])
        for column, texts in zip((0, 1, 1), cells, strict=True):
            for cell, baseline in zip(texts, self.baseline, strict=True):
                cell.fit(share * cell.width_units).place(self.columns[column], baseline, "centre")
        for texts, numbers in zip(cells[:2], values, strict=True):
            for cell, number in zip(texts, numbers, strict=True):
                cell.says(number)
        self.cells = cells[0], cells[1]
        self.given, self.results, self.waiting = (VGroup(*texts) for texts in cells)
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
        sits_on(VGroup(self.given, self.waiting, self.results), self.band)
        super().__init__(self.band, self.rule, *heads, self.given, self.waiting, self.results)

    def drawn_row(self) -> float:
        """Return at which row the band is drawn, from 0; between two while it moves."""
        points = self.band.submobjects[0].points[:, 1]
        middle = float(points.min() + points.max()) / 2
        return (self.baseline[0] + 0.33 * self.em - middle) / self.pitch

    def headed(self, given: str, result: str) -> Iterator[Claim]:
        """Yield that the columns stand under the heads that are set from these."""
        for column, source in ((self.given, given), (self.results, result)):
            for head in self.heads:
                if head.source == source:
                    yield in_place(f"column headed {source}", head, partial(_beside, head, column), still=True)
                    break
            else:
                yield in_place(f"column headed {source}", self, lambda: math.nan)

    def _cell(self, text: str, role: str, theme: Theme) -> Words:
        cell = Words(text, "small", role, theme=theme)
        return cell.fit(cell.width_units * self.em / cell.em)

    def _places(self, widths: Sequence[float], left: float) -> tuple[float, float]:
        """Return the middles of the columns, moved from where they stand best as far as their widths ask."""
        best = [left + place * self.width_units for place in PLACES]
        result = min(best[1], left + self.width_units - widths[1] / 2)
        given = min(best[0], result - (widths[0] + widths[1]) / 2 - BETWEEN)
        return max(left + widths[0] / 2, given), result

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


def _beside(head: Formula | Words, column: VGroup) -> float:
    """Return by how much more a head is off the middle of the column below it than ink may be off its own middle."""
    off = max(abs(_middle(head) - _middle(cell)) for cell in column)
    return max(0.0, off - OFF_CENTRE * head.em)


def _middle(text: Mobject) -> float:
    points = np.concatenate([part.points[:, 0] for part in text.submobjects])
    return float(points.min() + points.max()) / 2
