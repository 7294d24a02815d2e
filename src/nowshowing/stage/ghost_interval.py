"""The ghost of a forgotten factor: an interval of the wrong length below the right one."""

from __future__ import annotations

import numpy as np
from manim import CapStyleType, VGroup

from nowshowing.stage.live import stroke
from nowshowing.stage.paths import polyline
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Words
from nowshowing.stage.theme import Theme

BELOW = 0.7
"""How far below the line it lies, in units."""


class GhostInterval(VGroup):
    """A bar of ``length`` (in units of a line, with its sign) below the place (x, y) of the frame where it starts, and
    ``words`` inside a region: at its far end, or at the other one where they have room only there."""

    def __init__(
        self, place: tuple[float, float], length: float, unit: float, words: Words, region: Region, theme: Theme
    ) -> None:
        x, y = place[0], place[1] - BELOW
        end = x + length * unit
        self.bar = stroke(theme.ghost, width=2.6 * theme.rise.width).set_points(polyline([(x, y), (end, y)]))
        self.bar.cap_style = CapStyleType.BUTT
        self.drop = stroke(theme.ghost, width=2).set_points(polyline([(x, place[1] - 0.08), (x, y)]))
        ends = (max(x, end) + 0.2, min(x, end) - 0.2 - words.width_units)[:: 1 if length >= 0 else -1]
        last = region.right - words.width_units
        beside = next((left for left in ends if region.left <= left <= last), ends[0])
        words.place(float(np.clip(beside, region.left, last)), y - 0.1)
        super().__init__(self.drop, self.bar, words)
