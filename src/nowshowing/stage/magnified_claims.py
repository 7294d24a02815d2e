"""What a lens on two lines states: the interval, its image, the ticks and the threads, all magnified alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.lens_texts import LengthStyle
from nowshowing.stage.line_lens import BESIDE_INTERVAL, LEAST_TICKS, RIM, IntervalLens, LensLine
from nowshowing.stage.line_map import LineMap, finite
from nowshowing.stage.map_claims import SURE, Carried
from nowshowing.stage.placing import displaced, ends_of, off_own_segments, shown_by, stands_for

Array = NDArray[np.float64]
MAGNIFIED = LengthStyle(2, 2, False, "", 1.0)
"""How a magnification is written: with two digits."""


class Magnified:
    """What is seen under a lens, as drawn and as it belongs there; ``true`` knows it from ``maths``.

    All of it follows from how long the interval is drawn in the lens: that this is as many times as long as outside as
    the lens says is stated apart.
    """

    def __init__(self, lens: IntervalLens, true: Carried) -> None:
        self.lens, self.true = lens, true
        self.levels = lens.top_line.y, lens.bottom_line.y

    def length(self) -> float:
        """Return how long the interval is drawn in the lens."""
        points = self.lens.marked.bar.points
        return float(points[-1, 0] - points[0, 0]) if len(points) else np.nan

    def ends(self, k: int) -> Array:
        """Return where the ends of the interval (0) or of its image (1) belong, (2, 2)."""
        half = self.length() / 2 * (self.true.ratio() if k else 1.0)
        middle = self.lens.middle
        return np.array([(middle - half, self.levels[k]), (middle + half, self.levels[k])])

    def off_bar(self, k: int) -> float:
        """Return how far the ends of a bar are from where they belong."""
        bar = (self.lens.marked, self.lens.result)[k].bar
        return displaced(ends_of([bar]), self.ends(k)[None])

    def off_ticks(self, line: LensLine, k: int) -> float:
        """Return how far the ticks of a line are from whole lengths of the interval, counted from its first end."""
        rule, length = line.submobjects[0].points[:, :2], self.length()
        level, marks = self.levels[k], rule[4:]
        along = np.array([(self.lens.span[0], level), (self.lens.span[1], level)])
        off = displaced(rule[[0, 3]], along)
        if not len(marks):
            return off if length < LEAST_TICKS + SURE else np.nan
        away = marks[0::4, 0] - self.ends(k)[0, 0]
        beside = away - length * np.round(away / length)
        uneven = np.abs(marks[0::4] + marks[3::4] - 2 * np.stack([marks[0::4, 0], 0 * away + level], axis=-1))
        missing = self._missing(np.round(away / length), self.ends(k)[0, 0])
        return np.nan if missing else float(np.max([off, np.abs(beside).max(), uneven.max()]))

    def _missing(self, counts: Array, first: float) -> bool:
        """Tell whether a tick between the outermost ones is missing, or one more would have room."""
        lo, hi = counts.min(), counts.max()
        left, right = self.lens.span
        length = self.length()
        wider = first + length * (lo - 1) > left + RIM + SURE or first + length * (hi + 1) < right - RIM - SURE
        return bool(wider or len(counts) != hi - lo + 1)

    def off_threads(self) -> float:
        """Return how far the threads are from leading from x to f(x), for places whole widths apart."""
        points, length = self.lens.threads.submobjects[0].points[:, :2], self.length()
        (first, top), low = self.ends(0)[0], self.levels[1]
        left, right = self.lens.span
        tops = first + BESIDE_INTERVAL * length
        images = self._images()
        wanted = (tops > left + RIM + SURE) & (tops < right - RIM - SURE) & np.isfinite(images)
        starts, ends = points[0::4], points[3::4]
        if length < LEAST_TICKS - SURE:
            return np.nan if len(points) else 0.0
        counts = np.round((starts[:, 0] - first) / length)
        if not set(BESIDE_INTERVAL[wanted]) <= set(counts) and length > LEAST_TICKS + SURE:
            return np.nan
        if not len(points):
            return 0.0
        place = np.searchsorted(BESIDE_INTERVAL, counts)
        known = (counts == BESIDE_INTERVAL[np.clip(place, 0, len(tops) - 1)]) & np.isfinite(
            images[np.clip(place, 0, len(tops) - 1)]
        )
        if not known.all():
            return np.nan
        belong = np.stack([np.stack([tops, np.full_like(tops, top)], -1), np.stack([images, 0 * images + low], -1)], 1)
        return _off_lines(np.stack([starts, ends], axis=1), belong[place], (left, right))

    def _images(self) -> Array:
        """Return where the images of the neighbouring places belong, as abscissae."""
        a, b = self.true.interval()
        f, width = self.true.f, float(self.true.width.get_value())
        images = finite(f(a + BESIDE_INTERVAL * (b - a)))
        first = float(self.ends(1)[0, 0])
        return np.asarray(first + (images - float(f(a))) / width * self.length())


def _off_lines(drawn: Array, belong: Array, span: tuple[float, float]) -> float:
    """Return how far straight lines (n, 2, 2) are from where they belong; they may end at the rims of a span."""
    off_starts = np.abs(drawn[:, 0] - belong[:, 0]).max()
    ends = drawn[:, 1]
    inside = (belong[:, 1, 0] >= span[0]) & (belong[:, 1, 0] <= span[1])
    off_ends = np.abs(ends - belong[:, 1])[inside].max(initial=0.0)
    cut = off_own_segments(ends, belong[:, 0], belong[:, 1])[~inside].max(initial=0.0)
    at_rim = np.minimum(np.abs(ends[~inside, 0] - span[0]), np.abs(ends[~inside, 0] - span[1]))
    return float(np.max([off_starts, off_ends, cut, at_rim.max(initial=0.0)]))


def lens_claimed(lens: IntervalLens, figure: LineMap, true: Carried) -> Iterator[Claim]:
    """Yield that all is magnified alike, as many times as the lens says."""
    seen = Magnified(lens, true)
    yield in_place("interval under the lens", lens, partial(seen.off_bar, 0), still=True)
    yield in_place("image under the lens", lens, partial(seen.off_bar, 1), still=True)
    yield Claim("ratio under the lens", lens, lens.drawn_ratio, true.ratio, seen.length, still=True)
    for k, line in enumerate((lens.top_line, lens.bottom_line)):
        yield in_place("ticks under the lens", lens, partial(seen.off_ticks, line, k), still=True)
    yield in_place("threads under the lens", lens, seen.off_threads, still=True)
    yield from _numbers_claimed(lens, figure, seen, true)


def _numbers_claimed(lens: IntervalLens, figure: LineMap, seen: Magnified, true: Carried) -> Iterator[Claim]:
    def outside() -> float:
        return float(true.width.get_value()) * figure.upper.drawn_unit()

    def magnified() -> float:
        for value in (lens.length, true.start):
            value.get_value()  # so that it is measured anew when the lens shows something else
        return seen.length() / outside()

    named = ("width", true.width.get_value), ("length of the image", true.length), ("magnification", magnified)
    styles = (*lens.styles, MAGNIFIED)
    for (name, value), number, style in zip(named, lens.texts.numbers, styles, strict=True):
        yield stands_for(f"number of the {name}", number, partial(shown_by, number), value, style.last)
