"""What measures a map: an interval and its image on the two lines, a lens on them, their ratio, tables and badges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject, VGroup
from numpy.typing import NDArray

from nowshowing.maths.calculus import secant_slope, value_at
from nowshowing.maths.numbers import decimals_for, shows, tell_apart
from nowshowing.maths.stretches import is_steady, ratios, steps
from nowshowing.stage.lens_texts import LengthStyle
from nowshowing.stage.line_lens import IntervalLens
from nowshowing.stage.line_map import LineMap
from nowshowing.stage.map_room import Badges
from nowshowing.stage.marked_interval import ENDS, Band, MarkedInterval
from nowshowing.stage.motion import Run, geometrically
from nowshowing.stage.number import Readout
from nowshowing.stage.table import Table
from nowshowing.stage.text import Formula, Words
from nowshowing.stage.values import Tracker, remembered
from nowshowing.stage.written import column, latex_number

HERO_WIDTH = 2.6
MOST_DECIMALS = 6
SAMPLES = 200
ROUNDING = 1e-12
MOST_UNLIKE = 2.5
"""How many times as large one ratio may be as another where both are seen at one length of the interval."""


class StretchMeter:
    """Objects for the lines and for what is below them, laid out; a scene shows and hides them.

    ``start`` and ``width`` are the interval's left end x and its width dx; ``reach`` how far the band has come. For
    each of the points there are ``steps`` (the ``widths``; at a collapse ``zoom`` times narrower ones), ``ratios``
    (image over interval for each) and a ``factor`` that they settle on. ``first_table`` tells the ratios at the first
    point, ``points_table`` the factors at all.
    """

    def __init__(
        self,
        figure: LineMap,
        points: Sequence[float],
        widths: Sequence[float],
        zoom: Sequence[float],
        factors: Sequence[float],
        decimals: int,
    ) -> None:
        self.figure, self.points, self.zoom, self.factors = figure, points, zoom, factors
        self.steps = [steps(figure.f, x, widths, zoom) for x in points]
        self.ratios = [ratios(figure.f, x, some) for x, some in zip(points, self.steps, strict=True)]
        self.theme = theme = figure.theme
        room = figure.map_name.room
        self.start, self.width, self.reach = Tracker(points[0]), Tracker(self.steps[0][0]), Tracker(0.0)
        self.decimals = self._decimals(decimals)
        self.lens = IntervalLens(figure.f, self.start, self.width, figure.upper.unit, room.lens, self._styles(), theme)
        self.lengths = [self._lengths(k) for k in range(len(points))]
        self.lens.length.set_value(self.lengths[0][0])
        self.interval = MarkedInterval(figure.upper, self.lens.interval, "gap", theme, side=1, names=ENDS)
        self.image = MarkedInterval(figure.lower, self.lens.image, "rise", theme, side=-1, names=ENDS)
        self.band = Band(self.interval, self.image, theme, reach=self.reach, edge=1.5)
        self.ratio = Readout("stretched by", self.present_ratio, self.decimals, "secant", theme=theme)
        every = [*factors, *(ratio for some in self.ratios for ratio in some)]
        self.ratio.fit(HERO_WIDTH, every).place(*room.hero)
        self.limits = [self._limit(k) for k in range(len(points))]
        self.badges = [Badges(factor, room.badges, theme) for factor in factors]
        x = figure.f.variable
        dx = Formula(rf"\mathrm{{d}}{x}", "small", "gap", theme=theme), Words("ratio", "small", "secant", theme=theme)
        at = Formula(x, "small", "ink", theme=theme), Formula(f"f'({x})", "small", "tangent", theme=theme)
        given, found = self.steps[0], self.ratios[0]
        widths_shown = column(given, decimals_for(given))
        self.first_table = Table(
            dx, widths_shown, column(found, decimals), room.table, theme, "secant", values=(given, found)
        )
        self.points_table = Table(
            at, column(points), column(factors, decimals), room.table, theme, "tangent", values=(points, factors)
        )

    @remembered
    def present_ratio(self) -> float:
        """Return image over interval as they are."""
        return secant_slope(self.figure.f, float(self.start.get_value()), float(self.width.get_value()))

    def _decimals(self, least: int) -> int:
        """Return the decimals of the large readout, which must not show a ratio as 0 that is none."""
        for decimals in range(least, MOST_DECIMALS):
            if all(tell_apart(some, decimals) for some in self.ratios):
                return decimals
        return MOST_DECIMALS

    def _styles(self) -> tuple[LengthStyle, LengthStyle]:
        """Return how the lengths of the interval and its image are written.

        Where no few digits are all of the image's, one more than the ratio has, so that dividing the lengths gives the
        ratio as shown.
        """
        widths = [width for some in self.steps for width in some]
        rows = zip(self.ratios, self.steps, strict=True)
        lengths = [ratio * width for some in rows for ratio, width in zip(*some, strict=True)]
        slides = (k for k in range(1, len(self.points)) if self.slides_to(k))
        between = [extreme for k in slides for extreme in self._extremes(k)]
        between += [extreme for k in range(len(self.points)) for extreme in self._extremes_shrinking(k)]
        return LengthStyle.choose(widths, least=3), LengthStyle.choose(lengths, between)

    def _extremes(self, k: int) -> tuple[float, float]:
        """Return the least and the greatest length, signed, that the image may have on the way to point k."""
        wide = max(self.steps[k - 1][-1], self.steps[k][0])
        ratios = self._between(k)
        return wide * float(ratios.min()), wide * float(ratios.max())

    def _extremes_shrinking(self, k: int) -> tuple[float, float]:
        """Return the least and the greatest length, signed, that the image may have while the interval shrinks."""
        x, f = self.points[k], self.figure.f
        widths = np.linspace(min(self.steps[k]), max(self.steps[k]), SAMPLES)
        lengths = np.asarray(f(x + widths)) - float(f(x))
        sure = np.abs(lengths) > ROUNDING * abs(float(f(x)))
        return float(lengths[sure].min(initial=0.0)), float(lengths[sure].max(initial=0.0))

    def _lengths(self, k: int) -> list[float]:
        """Return how long the interval is under the lens at point k, for each of its widths: the same if it can be.

        Where ratios differ so much that at some width next to nothing would be seen, to each width its own.
        """
        sizes = [abs(ratio) for ratio in self.ratios[k]]
        largest = max(*sizes, abs(self.factors[k]))
        if largest <= MOST_UNLIKE * max(min(sizes), 1.0):
            sizes = [largest] * len(sizes)
        return [self.lens.fitting(size, width) for size, width in zip(sizes, self.steps[k], strict=True)]

    def _between(self, k: int) -> NDArray[np.float64]:
        x = np.linspace(self.points[k - 1], self.points[k], 60)
        narrow, wide = self.steps[k - 1][-1], self.steps[k][0]
        return np.concatenate([(self.figure.f(x + w) - self.figure.f(x)) / w for w in (narrow, wide)])

    def _limit(self, k: int) -> Readout:
        x, factor = self.points[k], self.factors[k]
        exact = decimals_for([factor]) if shows(factor, self.decimals) else self.decimals
        image = value_at(self.figure.f, x)
        sign = "=" if shows(image, 4) else r"\approx"
        here = latex_number(x)
        slope, name = rf"$f'({here}) =$", self.figure.map_name
        both = rf"$f({here}) {sign} {latex_number(image, 4)}$, {slope}"
        for label, numbers in ((both, (x, image, x)), (slope, (x,))):
            readout = Readout(label, lambda: factor, exact, "tangent", theme=self.theme)
            readout.label.says(*numbers).fit(name.caption_width)
            if readout.label.width_units <= name.caption_width + 1e-6:
                break
        return readout.fit(HERO_WIDTH, [factor]).place(*name.room.hero)

    # Moves.

    def slides_to(self, k: int) -> bool:
        """Tell whether the interval can slide from the point before to point k."""
        f, (before, after) = self.figure.f, self.points[k - 1 : k + 1]
        wide = max(self.steps[k - 1][-1], self.steps[k][0])
        return is_steady(f, min(before, after), max(before, after) + wide)

    def turns_at(self, k: int) -> bool:
        """Tell whether the image is turned round on the way to point k, or vanishes there."""
        before, after = self.ratios[k - 1][-1], self.ratios[k][0]
        return before * after <= 0 or bool((self._between(k) * after <= 0).any())

    def to_point(self, k: int, run_time: float) -> list[Run]:
        """Return the animations that slide the interval to point k, and open it again."""
        return [
            Run(self.start, self.points[k], run_time),
            Run(self.width, self.steps[k][0], run_time, geometrically),
            Run(self.lens.length, self.lengths[k][0], run_time, geometrically),
        ]

    def to_width(self, k: int, row: int, run_time: float) -> list[Run]:
        """Return the animations that bring the interval at point k to another of its widths."""
        return [
            Run(self.width, self.steps[k][row], run_time, geometrically),
            Run(self.lens.length, self.lengths[k][row], run_time, geometrically),
        ]

    def jump_to(self, k: int) -> None:
        """Set the interval at point k."""
        self.start.set_value(self.points[k])
        self.width.set_value(self.steps[k][0])
        self.lens.length.set_value(self.lengths[k][0])

    def below_the_lines(self) -> tuple[Mobject, ...]:
        """Return all that makes room for a question."""
        return self.ratio, self.lens, self.first_table, self.points_table, *self.limits, *self.badges

    @property
    def measured(self) -> VGroup:
        """All that is marked on the lines and seen under the lens."""
        return VGroup(self.band, self.interval, self.image, self.lens)

    @property
    def image_names(self) -> tuple[VGroup, VGroup]:
        """The names of the image's ends, on the line and under the lens."""
        return self.image.names, self.lens.result.names
