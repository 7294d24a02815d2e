"""A lens: what lies around a small part of a plot, magnified in both directions alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.maths.calculus import breaks
from nowshowing.maths.expression import Expression
from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.lens_room import CAPTION
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.measures import apart, centre_of, off_graph, off_straight
from nowshowing.stage.number import Number
from nowshowing.stage.paths import EMPTY, clip_polyline, disc, polylines, rectangle
from nowshowing.stage.places import CLEAR, Box, distance
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region
from nowshowing.stage.sampling import sampled, thin
from nowshowing.stage.schedule import Schedule
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.text import SIZES, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
DOT = 0.1
WORDINGS = ("seen closer:", "closer:")
WORD_SPACE = 0.12
SHARE = 0.3
"""How much of the lens lies between the two points: little enough to see the curve part from the line beyond them."""
LEAST_TIMES = 1.5
"""How many times larger than in the plot things are shown at least, for the lens to be worth a look."""
MARKED_FROM = 4.0
"""From which magnification on the place is marked in the plot: while it is less, the marker is as large as the lens."""
LEAST_MARK = 0.17
"""The least half width of the marker, in units."""
RIM = 0.04
"""How far the marker may go beyond the window, in units."""
HALF_PIXEL = 0.5 * 8 / 1080
LOW = 1.5
"""Height of a region below which the caption stands beside the lens rather than above it."""


class Lens(VGroup):
    """A window onto the part of a plot around two points, so far magnified that both stand well apart in it.

    ``both`` returns the two points in the plane, (2, 2); ``direction`` the frame direction (2,) of the line through
    them. All is held to the ``truth`` at the present ``gap``. The magnification is the same in x and y, so that slopes
    look as in the plot. A lens is made while the points are as close as they will come, so that there is room for its
    largest number.
    """

    def __init__(
        self,
        plot: Plot,
        function: Expression,
        both: Callable[[], Array],
        direction: Callable[[], Array],
        region: Region,
        theme: Theme,
        *,
        truth: SecantTruth,
        gap: Callable[[], float],
    ) -> None:
        self.plot, self.function, self.both, self.direction = plot, function, both, direction
        self.truth, self.gap = truth, gap
        self.region = region
        self.glass = region.inset(top=CAPTION)
        self.number = Number(
            self.magnification, 0, "small", "ink", theme=theme, face="sans", prefix="×", style=two_digits
        )
        captions = self._caption(theme)
        glass = self.glass
        self.frame = filled(theme.band)
        self.frame.set_points(rectangle(glass.left, glass.bottom, glass.right, glass.top, 0.12))
        self.cuts = self._breaks()
        self.marked: Callable[[], float] = lambda: 0.0
        self.curve = Live(stroke(theme.curve), draw=self._draw_curve)
        self.chord = Live(stroke(theme.secant), draw=self._draw_chord)
        self.dots = Live(filled(theme.ink), filled(theme.secant), draw=self._draw_dots)
        self.marker = Live(stroke(theme.muted, width=2), draw=self._draw_marker)
        super().__init__(self.marker, self.frame, self.curve, self.chord, self.dots, *captions)
        for part in (self.curve, self.chord, self.dots, self.marker):
            part.draw()

    def _caption(self, theme: Theme) -> tuple[Words | Number, ...]:
        """Place the caption: above the glass, or beside it where the region is low; as wordy as there is room."""
        region, em = self.region, SIZES["small"]
        wordings = [Words(text, "small", "muted", theme=theme) for text in WORDINGS]
        widest = self.number.width_of(self.number.text)
        if region.height < LOW:
            words, middle = wordings[0], float(region.centre[1])
            self.glass = region.inset(left=max(words.width_units, widest) + 0.25)
            self.number.place(region.left, middle - 0.1 - 0.75 * em)
            return words.place(region.left, middle + 0.1), self.number
        baseline, left = region.top - 0.75 * em, region.left
        fitting = [words for words in wordings if words.width_units + WORD_SPACE + widest <= region.width]
        if not fitting:
            self.number.place(left, baseline)
            return (self.number,)
        self.number.place(left + fitting[0].width_units + WORD_SPACE, baseline)
        return fitting[0].place(left, baseline), self.number

    def _breaks(self) -> tuple[float, ...]:
        """Return where the function is broken in what the lens may come to show, as abscissae of the frame."""
        reach = self.glass.width / LEAST_TIMES
        lo, hi = (float(x) for x in self.plot.x_value([self.plot.area.left - reach, self.plot.area.right + reach]))
        found = breaks(self.function, lo, hi)
        return tuple(float(self.plot.x(one.at)) for one in found if one.kind in ("pole", "jump", "edge", "hole"))

    def magnification(self) -> float:
        """Return how many times larger than in the plot things are shown."""
        p, q = self._in_plot()
        return SHARE * min(self.glass.width, self.glass.height) / max(float(np.hypot(*(q - p))), 1e-12)

    def magnifies(self) -> bool:
        """Tell whether it shows things so much larger that it is worth a look."""
        return self.magnification() >= LEAST_TIMES

    def claims(self) -> Iterator[Claim]:
        """State what is seen closer: so many times as large as in the plot, the same curve, the same line."""
        line = self.chord.submobjects[0]
        assert isinstance(line, VMobject)
        yield in_place("points in the lens", self.dots, self._off_points, still=True)
        yield Claim(
            "magnification", self.number, lambda: self.number.read(), self.drawn_magnification, self._a_millionth
        )
        yield in_place("curve in the lens", self.curve, self._off_curve)
        off = partial(off_straight, line)
        yield in_place("line in the lens", self.chord, lambda: off(self._drawn_points()[0], self._true_step()))
        yield in_place("place that is marked", self.marker, self._off_marker)

    def _drawn_points(self) -> Array:
        """Return both points as they are drawn in the lens, (2, 2)."""
        first, second = self.dots.submobjects
        assert isinstance(first, VMobject)
        assert isinstance(second, VMobject)
        return np.array([centre_of(first), centre_of(second)])

    def _true_step(self) -> Array:
        """Return how far the second point lies from the first in the plot, (2,) in the frame, from ``maths``."""
        scaled: Array = self.truth.step(self.gap()) * np.array([self.plot.x_unit, self.plot.y_unit])
        return scaled

    def _true_middle(self) -> Array:
        """Return the middle of both points in the plot, (2,) in the frame, from ``maths``."""
        middle: Array = self.plot.at(*self.truth.first) + self._true_step() / 2
        return middle

    def drawn_magnification(self) -> float:
        """Return how many times as far apart as in the plot the points are drawn."""
        return apart(*self._drawn_points()) / float(np.hypot(*self._true_step()))

    def _a_millionth(self) -> float:
        """Return a scale by which a millionth of the magnification is as much as half a pixel.

        So exact are numbers that differ as little as the two points do.
        """
        return 1e6 * HALF_PIXEL / self.drawn_magnification()

    def _off_points(self) -> float:
        """Return how far the points in the lens are from both sides of its middle, the second where it belongs."""
        first, second = self._drawn_points()
        step = self._true_step()
        half = apart(first, second) / 2 * step / float(np.hypot(*step))
        middle = self.glass.centre[:2]
        return apart([first, second], [middle - half, middle + half])

    def _off_curve(self) -> float:
        line = self.curve.submobjects[0]
        times, plot = self.drawn_magnification(), self.plot
        drawn = (line.points[:, :2] - self._drawn_points().mean(axis=0)) / times + self._true_middle()
        return off_graph(drawn, lambda x: plot.y(self.truth.function(plot.x_value(x))), times)

    def _off_marker(self) -> float:
        """Return how far the marker in the plot is from around what the lens shows, as far as it may go."""
        points = self.marker.submobjects[0].points[:, :2]
        times, middle = self.drawn_magnification(), self._true_middle()
        half = np.maximum(LEAST_MARK, np.array([self.glass.width, self.glass.height]) / 2 / times)
        box = np.array(self.plot.box)
        low, high = np.maximum(middle - half, box[:2] - RIM), np.minimum(middle + half, box[2:] + RIM)
        return apart([points.min(axis=0), points.max(axis=0)], [low, high])

    def _in_plot(self) -> Array:
        x, y = self.both().T
        return self.plot.at(x, y)

    def _carry(self, xy: Array) -> Array:
        p, q = self._in_plot()
        middle: Array = self.glass.centre[:2]
        carried: Array = middle + (xy - (p + q) / 2) * self.magnification()
        return carried

    @property
    def _box(self) -> tuple[float, float, float, float]:
        glass = self.glass.inset(0.04, 0.04, 0.04, 0.04)
        return glass.left, glass.bottom, glass.right, glass.top

    def _draw_curve(self) -> None:
        if not self.magnifies():
            self.curve.trace(0, EMPTY)
            return
        times, (p, q) = self.magnification(), self._in_plot()
        half, middle = self.glass.width / 2 / times, (p + q)[0] / 2

        def carried(x: Array) -> Array:
            return self._carry(np.column_stack([x, self.plot.y(self.function(self.plot.x_value(x)))]))

        cuts = [cut for cut in self.cuts if abs(cut - middle) < half]
        pieces = sampled(carried, [middle - half, *cuts, middle + half], self._box)
        self.curve.trace(0, polylines([part for piece in pieces for part in clip_polyline(thin(piece), self._box)]))

    def _line(self, through: Array, direction: Array) -> list[Array]:
        reach = self.glass.width + self.glass.height
        return clip_polyline(np.array([through - reach * direction, through + reach * direction]), self._box)

    def _draw_chord(self) -> None:
        p, _ = self._carry(self._in_plot())
        self.chord.trace(0, polylines(self._line(p, self.direction())))

    def _draw_dots(self) -> None:
        p, q = self._carry(self._in_plot())
        self.dots.trace(0, disc(p, DOT))
        self.dots.trace(1, disc(q, DOT))

    def plan(self, tracker: Tracker, samples: Sequence[float], obstacles: Callable[[], Array]) -> Lens:
        """Decide for the whole way of a tracker when the marker is shown.

        It leaves where it would be large, or come near any of some frame points (n, 2).
        """

        def fits() -> bool:
            return self.magnification() >= MARKED_FROM and distance(self._marked(), obstacles()) >= CLEAR

        self.marked = Schedule(tracker, samples, fits, returns=True)
        for part in (self.curve, self.chord, self.dots, self.marker, self.number):
            part.draw()
        return self

    def _marked(self) -> Box:
        """Return the box around both points in the plot, kept off the numbers along its edges."""
        times, (p, q) = self.magnification(), self._in_plot()
        half = np.maximum(LEAST_MARK, np.array([self.glass.width, self.glass.height]) / 2 / times)
        low, high = (p + q) / 2 - half, (p + q) / 2 + half
        left, bottom, right, top = self.plot.box
        return max(low[0], left - RIM), max(low[1], bottom - RIM), min(high[0], right + RIM), min(high[1], top + RIM)

    def _draw_marker(self) -> None:
        self.marker.clearance = self.marked()
        self.marker.trace(0, rectangle(*self._marked(), 0.06))


def two_digits(value: float) -> str:
    """Return a number rounded to two significant digits, in full."""
    if value < 10:
        return f"{value:.1f}"
    scale = 10.0 ** (np.floor(np.log10(value)) - 1)
    return f"{round(value / scale) * scale:.0f}"
