"""A lens on two number lines: an interval and its image, so far magnified that the interval keeps its length in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import ValueTracker, VGroup
from numpy.typing import ArrayLike, NDArray

from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS, format_number, trimmed
from nowshowing.stage.lens import two_digits
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.map_room import nice_below
from nowshowing.stage.marked_interval import ENDS, Band, MarkedInterval
from nowshowing.stage.paths import EMPTY, clip_polyline, polylines, rectangle
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES, Formula, Number, Words
from nowshowing.stage.theme import Theme

Array = NDArray[np.float64]
NAMES = 0.5
"""Room for the names of ends beside a line."""
FULL = 0.8
"""How much of the lens the interval and its image may take."""
LARGEST = 0.6
LEAST_TICKS = 0.2


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
        step = float(self.lens.length.get_value())
        first = float(self.at(self.ends()[0])[0])
        if step >= LEAST_TICKS:
            ticks = first + step * np.arange(-200, 201)
            inside = ticks[(ticks > left + 0.05) & (ticks < right - 0.05)]
            pieces += [np.array([(x, self.y - 0.08), (x, self.y + 0.08)]) for x in inside]
        self.trace(0, polylines(pieces))


class IntervalLens(VGroup):
    """The interval [x, x + dx] and its image, magnified alike, with their lengths.

    ``length`` is how long the interval is in the lens, in units of the frame: it stays as dx shrinks, and what changes
    is the image alone. Thin threads carry the neighbouring ticks over by the true function: they spread evenly where
    the function has become a line. ``outside`` is the length of 1 on the lines outside; ``lengths`` tells with how many
    digits the image's length is shown, whether these are all, and how small it gets.
    """

    def __init__(
        self,
        f: Expression,
        start: ValueTracker,
        width: ValueTracker,
        outside: float,
        region: Region,
        lengths: tuple[int, bool, float],
        theme: Theme,
    ) -> None:
        self.f, self.start, self.dx, self.outside, self.region, self.theme = f, start, width, outside, region, theme
        self.glass = filled(theme.band).set_points(
            rectangle(region.left, region.bottom, region.right, region.top, 0.12)
        )
        digits, exact, least = lengths
        self.symbols, self.lengths = self._measures(digits, exact)
        # Room for the longest number that there will be on the way.
        longest = MINUS + f"{0:.{places(least, digits)}f}"
        widest = max(symbol.width_units for symbol in self.symbols) + 0.25 + self.lengths[0].width_of(longest)
        self.span = region.left + 0.2 + widest, region.right - 0.25
        self.middle = sum(self.span) / 2
        self.length = ValueTracker(LARGEST * (self.span[1] - self.span[0]))
        y = region.top - NAMES, region.bottom + NAMES
        self.top_line, self.bottom_line = LensLine(self, self.interval, y[0], 1), LensLine(self, self.image, y[1], -1)
        self.marked = MarkedInterval(self.top_line, self.interval, "gap", theme, side=1, names=ENDS)
        self.result = MarkedInterval(self.bottom_line, self.image, "rise", theme, side=-1, names=ENDS)
        self.band = Band(self.marked, self.result, theme)
        self.threads = Live(stroke(theme.scaffold), draw=self._draw_threads)
        self.threads.draw()
        super().__init__(self.glass, self.threads, self.band, self.top_line, self.bottom_line, self.marked, self.result)
        self._place_texts(y)

    def _measures(self, digits: int, exact: bool) -> tuple[list[Formula], list[Number]]:
        sign = "=" if exact else r"\approx"
        named = (rf"\mathrm{{d}}{self.f.variable} =", "gap"), (rf"\mathrm{{d}}f {sign}", "rise")
        symbols = [Formula(latex, "small", role, theme=self.theme) for latex, role in named]
        return symbols, [self._number(self.dx.get_value, 3, "gap"), self._number(self._image_length, digits, "rise")]

    def _number(self, value: Callable[[], float], digits: int, role: str) -> Number:
        style = partial(significant, digits=digits)
        return Number(value, 0, "small", role, theme=self.theme, face="math", style=style)

    def _image_length(self) -> float:
        a, b = self.image()
        return b - a

    def _place_texts(self, y: tuple[float, float]) -> None:
        em = SIZES["small"]
        left = self.region.left + 0.2
        for symbol, number, level in zip(self.symbols, self.lengths, y, strict=True):
            symbol.place(left, level - 0.33 * em)
            number.place(left + symbol.width_units + 0.1, level - 0.33 * em)
            self.add(symbol, number)
        self.closer = Number(
            self.magnification,
            0,
            "small",
            "muted",
            theme=self.theme,
            face="sans",
            prefix="×",
            style=lambda m: trimmed(float(two_digits(m))),
        )
        words = Words("closer: ", "small", "muted", theme=self.theme)
        self.closer.place(left + words.width_units + 0.08, sum(y) / 2 - 0.33 * em)
        self.add(words.place(left, sum(y) / 2 - 0.33 * em), self.closer)

    def interval(self) -> tuple[float, float]:
        """Return the ends of the interval."""
        x = float(self.start.get_value())
        return x, x + float(self.dx.get_value())

    def image(self) -> tuple[float, float]:
        """Return the images of the ends."""
        a, b = self.interval()
        return float(self.f(a)), float(self.f(b))

    @property
    def unit(self) -> float:
        """Length of 1 under the lens."""
        return float(self.length.get_value()) / float(self.dx.get_value())

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
        step = float(self.length.get_value())
        left, right = self.span
        pieces = []
        if step >= LEAST_TICKS:
            for k in range(-12, 14):
                x = a + k * (b - a)
                ends = np.array([self.top_line.at(x), self.bottom_line.at(float(self.f(x)))])
                if left + 0.05 < ends[0, 0] < right - 0.05 and np.isfinite(ends).all() and k not in (0, 1):
                    pieces += clip_polyline(ends, (left, self.region.bottom, right, self.region.top))
        self.threads.trace(0, polylines(pieces) if pieces else EMPTY)


def places(value: float, digits: int) -> int:
    """Return the decimals of a number with so many significant digits, at most 9."""
    return int(np.clip(digits - 1 - np.floor(np.log10(abs(value))), 0, 9))


def significant(value: float, digits: int) -> str:
    """Return a number with so many significant digits, without the zeros at its end; at most 9 decimals."""
    if value == 0 or not np.isfinite(value):
        return format_number(value, 0)
    text = format_number(value, places(value, digits))
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("0", f"{MINUS}0") else text
