"""A lens: what lies around a small part of a plot, magnified in both directions alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.maths.expression import Expression
from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.measures import apart, centre_of, off_graph, off_line
from nowshowing.stage.paths import clip_polyline, disc, polylines, rectangle
from nowshowing.stage.places import CLEAR, distance, ease
from nowshowing.stage.plot import Plot, thin
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES, Number, Words
from nowshowing.stage.theme import Theme

Array = NDArray[np.float64]
DOT = 0.1
LABEL_ROOM = 1.1
"""Width that the magnification may take beside the words."""
SAMPLES = 1500
"""Points of the function that are looked at, enough for a curve that swings to and fro in the lens."""
SHARE = 0.3
"""How much of the lens lies between the two points: little enough to see the curve part from the line beyond them."""
SIZES_TRIED = (2.9, 2.6, 2.3, 2.0, 1.7)
"""Widths and heights of a lens that is put into a plot, in units."""


class Lens(VGroup):
    """A window onto the part of a plot around two points, so far magnified that both stand well apart in it.

    ``both`` returns the two points in the plane, (2, 2); ``direction`` the frame direction (2,) of the line through
    them. The magnification is the same in x and y, so that slopes look as in the plot.
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
        label: str = "seen closer:",
    ) -> None:
        self.plot, self.function, self.both, self.direction = plot, function, both, direction
        em = SIZES["small"]
        self.region = region
        self.glass = glass = region.inset(top=em + 0.12)
        self.frame = filled(theme.band)
        self.frame.set_points(rectangle(glass.left, glass.bottom, glass.right, glass.top, 0.12))
        self.curve = Live(stroke(theme.curve), draw=self._draw_curve)
        self.chord = Live(stroke(theme.secant), draw=self._draw_chord)
        self.dots = Live(filled(theme.ink), filled(theme.secant), draw=self._draw_dots)
        self.words = Words(label, "small", "muted", theme=theme)
        self.words.place(glass.left, region.top - 0.75 * em)
        # In a narrow lens the number speaks for itself.
        has_words = self.words.width_units + LABEL_ROOM <= glass.width
        self.number = Number(
            self.magnification, 0, "small", "ink", theme=theme, face="sans", prefix="×", style=two_digits
        )
        beside = self.words.width_units + 0.12 if has_words else 0.0
        self.number.place(glass.left + beside, region.top - 0.75 * em)
        self.marker = Live(stroke(theme.muted, width=2), draw=self._draw_marker)
        captions = (self.words, self.number) if has_words else (self.number,)
        super().__init__(self.marker, self.frame, self.curve, self.chord, self.dots, *captions)
        for part in (self.curve, self.chord, self.dots, self.marker):
            part.draw()

    def magnification(self) -> float:
        """Return how many times larger than in the plot things are shown."""
        p, q = self._in_plot()
        return SHARE * min(self.glass.width, self.glass.height) / max(float(np.hypot(*(q - p))), 1e-12)

    def claims(self) -> Iterator[Claim]:
        """State what is seen closer: so many times as large as in the plot, the same curve, the same line."""
        first, second = self.dots.submobjects
        assert isinstance(first, VMobject)
        assert isinstance(second, VMobject)

        def magnified() -> float:
            return apart(centre_of(first), centre_of(second)) / apart(*self._in_plot())

        yield Claim("magnification", self.dots, magnified, self.magnification, lambda: apart(*self._in_plot()))
        yield in_place("curve in the lens", self.curve, self._off_curve)
        line = self.chord.submobjects[0]
        assert isinstance(line, VMobject)
        yield in_place("point in the lens", self.chord, lambda: off_line(line, centre_of(first)))
        yield Claim("direction in the lens", self.chord, lambda: _heading(line), lambda: _angle(self.direction()))

    def _off_curve(self) -> float:
        line = self.curve.submobjects[0]
        drawn = (line.points[:, :2] - self.glass.centre[:2]) / self.magnification() + self._in_plot().mean(axis=0)
        plot = self.plot
        return off_graph(drawn, lambda x: plot.y(self.function(plot.x_value(x))), self.magnification())

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
        p, q = self._in_plot()
        half = self.glass.width / 2 / self.magnification()
        middle = (p + q)[0] / 2
        left = self.plot.area.left
        x = self.plot.window.x_lo + (np.linspace(middle - half, middle + half, SAMPLES) - left) / self.plot.x_unit
        xy = self.plot.at(x, np.asarray(self.function(x)))
        self.curve.trace(0, polylines(clip_polyline(thin(self._carry(xy)), self._box)))

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

    def _draw_marker(self) -> None:
        p, q = self._in_plot()
        # While little is magnified the marker would be as large as the lens.
        self.marker.clearance = ease(self.magnification(), 4.0, 2.5)
        middle, size = (p + q) / 2, max(0.17, 0.5 * self.glass.height / self.magnification())
        wide = max(0.17, 0.5 * self.glass.width / self.magnification())
        self.marker.trace(0, rectangle(middle[0] - wide, middle[1] - size, middle[0] + wide, middle[1] + size, 0.06))


def _angle(direction: Array) -> float:
    return float(np.arctan2(direction[1], direction[0]))


def _heading(line: VMobject) -> float:
    """Return the direction of a straight path, as an angle to the right half plane."""
    along = line.points[-1, :2] - line.points[0, :2]
    return _angle(along if along[0] >= 0 else -along)


def two_digits(value: float) -> str:
    """Return a number rounded to two significant digits, in full."""
    if value < 10:
        return f"{value:.1f}"
    scale = 10.0 ** (np.floor(np.log10(value)) - 1)
    return f"{round(value / scale) * scale:.0f}"


LEAST_GLASS = 0.8
"""The least height of a lens, in units."""


def room_for_lens(plot: Plot, obstacles: Array, otherwise: Region) -> Region | None:
    """Return the corner of a plot in which a lens finds most room, as large as it can be; else another region.

    None where that is too low for a lens.

    ``obstacles`` are the frame points (n, 2) that it must keep clear of.
    """
    left, bottom, right, top = plot.box
    for size in SIZES_TRIED:
        high = size + SIZES["small"] + 0.12
        corners = [
            Region(x, y, x + size, y + high)
            for x in (left + 0.25, right - size - 0.1)
            for y in (top - high, bottom + 0.2)
        ]
        rooms = [distance((c.left, c.bottom, c.right, c.top), obstacles) for c in corners]
        if max(rooms) >= 2 * CLEAR:
            return corners[int(np.argmax(rooms))]
    return otherwise if otherwise.height - SIZES["small"] >= LEAST_GLASS else None
