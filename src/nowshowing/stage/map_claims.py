"""What the picture of a map states: where points and their images lie at every moment, and what is to scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.calculus import secant_slope, value_at
from nowshowing.maths.expression import Expression
from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.line_lens import IntervalLens
from nowshowing.stage.line_map import DIP, FARTHEST, HIGHEST, LineMap, finite
from nowshowing.stage.marked_interval import Band, MarkedInterval
from nowshowing.stage.placing import centres_of, displaced, ends_of, off_segments, says_so
from nowshowing.stage.text import Formula
from nowshowing.stage.values import Tracker, remembered

Array = NDArray[np.float64]
RIM = 0.15
"""How far beyond the ends of the line points are seen, in units of the frame."""
SURE = 1e-6
"""What is closer than this to where things are cut off may be drawn or not."""
SLANT = 0.37
"""By how much of its height a point is told from others at the same abscissa."""


class Measured(Protocol):
    """A map with an interval and its image marked on it, and a lens."""

    figure: LineMap
    lens: IntervalLens
    interval: MarkedInterval
    image: MarkedInterval
    band: Band
    start: Tracker
    width: Tracker


class Carried:
    """What ``maths`` says of the interval [x, x + dx] and of its image under f, at the present x and dx."""

    def __init__(self, f: Expression, start: Tracker, width: Tracker) -> None:
        self.f, self.start, self.width = f, start, width

    @remembered
    def ratio(self) -> float:
        """Return the length of the image over that of the interval."""
        return secant_slope(self.f, self.start.get_value(), self.width.get_value())

    def length(self) -> float:
        """Return the signed length of the image."""
        return self.ratio() * self.width.get_value()

    def interval(self) -> Array:
        """Return the ends of the interval."""
        x = self.start.get_value()
        return np.array([x, x + self.width.get_value()])

    @remembered
    def image(self) -> Array:
        """Return the ends of the image."""
        first = value_at(self.f, self.start.get_value())
        return np.array([first, first + self.length()])


class Points:
    """The points of a map's picture, as drawn and as they belong: each x on its way to f(x), from ``maths``."""

    def __init__(self, figure: LineMap, f: Expression) -> None:
        self.figure, self.f = figure, f
        self.images = finite([value_at(f, float(x)) for x in figure.values])
        slack = 1e-9 * (figure.lower.hi - figure.lower.lo)
        with np.errstate(invalid="ignore"):
            self.shown = (self.images >= figure.lower.lo + slack) & (self.images <= figure.lower.hi - slack)
        # A place that is no number parts the pieces of the string.
        self.x = np.concatenate([np.append(piece, np.nan) for piece in figure.pieces])
        self.string_images = finite(f(self.x))

    def belong(self, x: Array, images: Array) -> Array:
        """Return where points (n, 2) belong at present: half way round from x to f(x) when they have come half way."""
        figure = self.figure
        come = figure.carried.get_value()
        start, end = figure.upper.x(x), figure.lower.x(images)
        low, high = figure.first_line.level(), figure.lower.level()
        # Beside an image of 10^30 the middle of the way would be lost in rounding, and with it where it starts.
        across = start + (end - start) * np.sin(np.pi * come / 2) ** 2
        up = low + (high - low) * come + 0 * across
        if figure.view.shared:
            room = min(HIGHEST, figure.free.top - high - 0.2)
            reach = figure.turn * (end - start) / 2
            swing = np.where(reach > 0, room * np.tanh(reach / room), DIP * np.tanh(reach / DIP))
            up = up + np.sin(np.pi * come) * swing
        return np.stack([across, up], axis=-1)

    def off_beads(self) -> float:
        """Return how far the beads are from where they belong, whether they rest or move."""
        figure = self.figure
        belong = self.belong(figure.values, self.images)
        with np.errstate(invalid="ignore"):
            inside = (belong[:, 0] > figure.area.left - RIM + SURE) & (belong[:, 0] < figure.area.right + RIM - SURE)
        return displaced(centres_of(figure.beads.submobjects), belong, inside)

    def off_string(self) -> float:
        """Return how far the string strays from where its points belong, and where beads do from the string."""
        figure, area = self.figure, self.figure.area
        points = figure.string.submobjects[0].points[:, :2]
        starts, ends = points[0::4], points[3::4]
        beads = self.belong(figure.values, self.images)
        with np.errstate(invalid="ignore"):
            beads = beads[(beads[:, 0] >= area.left) & (beads[:, 0] <= area.right)]
        missed = off_segments(beads, starts, ends)
        goes_on = (starts[1:, 0] == ends[:-1, 0]) & (starts[1:, 1] == ends[:-1, 1])
        strays = self._strays(np.concatenate([starts[:1], starts[1:][~goes_on], ends]))
        return float(np.concatenate([missed, strays]).max(initial=0.0))

    def _strays(self, drawn: Array) -> Array:
        """Return how far drawn points (n, 2) lie from the true string."""
        belong = np.clip(self.belong(self.x, self.string_images), -FARTHEST, FARTHEST)
        x, y = belong[np.isfinite(belong[:, 0]) & np.isfinite(belong[:, 1])].T
        if not len(x):
            return np.full(len(drawn), np.inf)
        # Most of what is drawn are points of the string itself; the others are where it is cut off.
        keys = x + SLANT * y
        ranks = np.argsort(keys)
        near = np.searchsorted(keys[ranks], drawn[:, 0] + SLANT * drawn[:, 1])
        rivals = [ranks[np.clip(near + step, 0, len(keys) - 1)] for step in (-1, 0)]
        off = np.minimum(*(np.maximum(np.abs(x[k] - drawn[:, 0]), np.abs(y[k] - drawn[:, 1])) for k in rivals))
        lost = off > SURE
        if lost.any():
            off[lost] = off_segments(drawn[lost], belong[:-1], belong[1:])
        return np.asarray(off)

    def off_origins(self) -> float:
        """Return how far the marks of where the beads came from are from there."""
        figure = self.figure
        return displaced(centres_of(figure.origins.submobjects), figure.upper.at(figure.values))

    def off_threads(self) -> float:
        """Return how far the ends of the threads are from x on the upper line and f(x) on the lower one."""
        figure = self.figure
        belong = np.stack([figure.upper.at(figure.values), figure.lower.at(self.images)], axis=1)
        return displaced(ends_of(figure.threads.submobjects), belong, self.shown)


def points_claimed(figure: LineMap, f: Expression) -> Iterator[Claim]:
    """Yield where points lie before, while and after they move, and that both lines are to one scale."""
    points = Points(figure, f)
    yield in_place("threads", figure.threads, points.off_threads, still=True)
    yield in_place("beads", figure.beads, points.off_beads, still=True)
    yield in_place("origins of the beads", figure.origins, points.off_origins, still=True)
    yield in_place("string of the beads", figure.string, points.off_string, still=True)
    upper, lower = figure.upper, figure.lower
    yield Claim("one scale", upper, upper.drawn_unit, lower.drawn_unit, (upper.hi - upper.lo) / 2)
    if figure.view.shared:
        yield Claim("one zero", upper, upper.drawn_zero, lower.drawn_zero)
    yield from _names_claimed(figure, f)


def _names_claimed(figure: LineMap, f: Expression) -> Iterator[Claim]:
    """Yield that the lines bear the names of what lies on them: x where beads start, f(x) where their images are."""
    x = f.variable
    for caption, name in zip(figure.captions, (x, f"f({x})"), strict=True):
        yield says_so("name of the line", caption, partial(_is_written, caption, name))
    for shown in filter(None, (figure.map_name.first, figure.map_name.later)):
        yield says_so("name of the map", shown, partial(_reads_as, shown, f))


def _is_written(text: Formula, latex: str) -> bool:
    return text.source == latex


def _reads_as(text: Formula, f: Expression) -> bool:
    return text.origin.readings[0].truth == f


def intervals_claimed(meter: Measured, true: Carried) -> Iterator[Claim]:
    """Yield where both ends of the interval and of its image lie, also where as yet only the band leads there."""
    upper, lower = meter.figure.upper, meter.figure.lower

    def off(part: MarkedInterval, ends: Callable[[], Array]) -> float:
        return displaced(ends_of([part.bar]), ends()[None])

    def off_interval() -> float:
        return off(meter.interval, lambda: upper.at(true.interval()))

    def off_image() -> float:
        return off(meter.image, lambda: lower.at(true.image()))

    yield in_place("ends of the interval", meter.interval, off_interval, still=True)
    yield in_place("ends of the image", meter.image, off_image, still=True)
    yield in_place("where the band leads", meter.band, off_image)
    yield Claim("width", meter.interval, meter.interval.drawn_length, meter.width.get_value, upper.unit)
    yield Claim("image", meter.image, meter.image.drawn_length, true.length, lower.unit)
