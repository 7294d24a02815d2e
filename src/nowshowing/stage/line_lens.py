"""A lens on two number lines: an interval and its image, so far magnified that the interval keeps its length in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from nowshowing.maths.expression import Expression
from nowshowing.stage.lens_texts import LengthStyle, LensTexts
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.map_room import nice_below
from nowshowing.stage.marked_interval import ENDS, Band, MarkedInterval
from nowshowing.stage.paths import clip_polyline, polylines, rectangle, uprights
from nowshowing.stage.regions import Region
from nowshowing.stage.sitting import sits_on
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker, remembered

Array = NDArray[np.float64]
NAMES = 0.5
"""Room for the names of ends beside a line."""
FULL = 0.8
"""How much of the lens the interval and its image may take."""
MOST = 0.88
"""The same on the way from one width or point to another."""
LARGEST = 0.6
LEAST_TICKS = 0.2
RIM = 0.05
"""How far from the ends of the lines ticks and threads stay."""
BESIDE_INTERVAL = np.array([*range(-12, 0), *range(2, 14)])
"""Widths of the interval, from its start on, at which others start or end: they are carried over as it is."""
PAD = 0.2
TEXT_SHARE = 0.5
"""How much of its width texts may take, as long as they stay legible."""


class LensLine(Live):
    """One of the two lines under the lens: it moves along with the middle of what is marked on it.

    Its ticks are a width of the interval apart, from the interval's first end on, so that lengths can be counted.
    """

    def __init__(self, lens: IntervalLens, ends: Callable[[], tuple[float, float]], y: float, side: int) -> None:
        self.lens, self.ends, self.y, self.side = lens, ends, y, side
        super().__init__(stroke(lens.theme.muted))
        self.draw()

    @property
    def unit(self) -> float:
        """Length of 1 in the frame."""
        return self.lens.unit

    def level(self) -> float:
        """Return its height in the frame."""
        return self.y

    def at(self, value: ArrayLike) -> Array:
        """Return frame points (…, 2) of values."""
        a, b = self.ends()
        # Differences first: at ×1000000 the middle itself is not known well enough.
        offset = (np.asarray(value, dtype=np.float64) - a) - (b - a) / 2
        x = self.lens.middle + offset * self.unit
        return np.stack([x, np.full_like(x, self.y)], axis=-1)

    def draw(self) -> None:
        left, right = self.lens.span
        pieces = [np.array([(left, self.y), (right, self.y)])]
        step = self.lens.length_now()
        first = float(self.at(self.ends()[0])[0])
        if step >= LEAST_TICKS:
            ticks = first + step * np.arange(-200.0, 201.0)
            inside = ticks[(ticks > left + RIM) & (ticks < right - RIM)]
            pieces += list(uprights(inside, self.y - 0.08, self.y + 0.08))
        self.trace(0, polylines(pieces))


class IntervalLens(VGroup):
    """The interval [x, x + dx] and its image, magnified alike, with their lengths.

    ``length`` is how long the interval is in the lens, in units of the frame: it stays as dx shrinks, and what changes
    is the image alone, as long as both can be seen so. Thin threads carry the neighbouring ticks over by the true
    function: they spread evenly where the function has become a line. ``outside`` is the length of 1 on the lines
    outside; ``styles`` tell how the two lengths are written.
    """

    def __init__(
        self,
        f: Expression,
        start: Tracker,
        width: Tracker,
        outside: float,
        region: Region,
        styles: tuple[LengthStyle, LengthStyle],
        theme: Theme,
    ) -> None:
        self.f, self.start, self.dx, self.outside, self.region, self.theme = f, start, width, outside, region, theme
        self.styles = styles
        self.glass = filled(theme.band).set_points(
            rectangle(region.left, region.bottom, region.right, region.top, 0.12)
        )
        self.length = Tracker(1.0)
        self.span = region.left, region.right
        self.texts = LensTexts(self, styles, region.width / (outside * styles[0].least), TEXT_SHARE * region.width)
        self.span = region.left + PAD + self.texts.widest + 0.15, region.right - 0.25
        self.middle = sum(self.span) / 2
        self.length.set_value(LARGEST * (self.span[1] - self.span[0]))
        y = region.top - NAMES, region.bottom + NAMES
        self.top_line, self.bottom_line = LensLine(self, self.interval, y[0], 1), LensLine(self, self.image, y[1], -1)
        self.marked = MarkedInterval(self.top_line, self.interval, "gap", theme, side=1, names=ENDS)
        self.result = MarkedInterval(self.bottom_line, self.image, "rise", theme, side=-1, names=ENDS)
        self.band = Band(self.marked, self.result, theme)
        self.threads = Live(stroke(theme.scaffold), draw=self._draw_threads)
        self.threads.draw()
        super().__init__(self.glass, self.threads, self.band, self.top_line, self.bottom_line, self.marked, self.result)
        self.add(self.texts.place(region.left + PAD, y))
        sits_on(self, self.glass)

    def image_length(self) -> float:
        """Return the signed length of the image."""
        a, b = self.image()
        return b - a

    def interval(self) -> tuple[float, float]:
        """Return the ends of the interval."""
        x = float(self.start.get_value())
        return x, x + float(self.dx.get_value())

    @remembered
    def image(self) -> tuple[float, float]:
        """Return the images of the ends."""
        a, b = self.interval()
        return float(self.f(a)), float(self.f(b))

    @property
    def unit(self) -> float:
        """Length of 1 under the lens."""
        return self.length_now() / float(self.dx.get_value())

    @remembered
    def length_now(self) -> float:
        """Return the length of the interval under the lens: shorter than wanted while its image would not fit."""
        dx, wanted = float(self.dx.get_value()), float(self.length.get_value())
        longest, image = MOST * (self.span[1] - self.span[0]), abs(self.image_length())
        return longest * dx / image if wanted * image > longest * dx else wanted

    def magnification(self) -> float:
        """Return how many times larger than outside things are shown."""
        return self.unit / self.outside

    def fitting(self, ratio: float, width: float) -> float:
        """Return a length for the interval at which its image fits too, with a round magnification at a width."""
        room = self.span[1] - self.span[0]
        most = min(LARGEST * room, FULL * room / max(abs(ratio), 1e-9))
        outside = self.outside * width
        return outside * nice_below(most / outside)

    def drawn_ratio(self) -> float:
        """Return the image's length over the interval's, as drawn."""
        return self.result.drawn_length() / self.marked.drawn_length()

    def _draw_threads(self) -> None:
        a, b = self.interval()
        left, right = self.span
        pieces: list[Array] = []
        if self.length_now() >= LEAST_TICKS:
            x = a + BESIDE_INTERVAL * (b - a)
            threads = np.stack([self.top_line.at(x), self.bottom_line.at(self.f(x))], axis=1)
            shown = (left + RIM < threads[:, 0, 0]) & (threads[:, 0, 0] < right - RIM)
            box = left, self.region.bottom, right, self.region.top
            for ends in threads[shown & np.isfinite(threads).all(axis=(1, 2))]:
                pieces += [ends] if left <= ends[1, 0] <= right else clip_polyline(ends, box)
        self.threads.trace(0, polylines(pieces))
