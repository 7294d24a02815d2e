"""What measures a map: an interval and its image on the two lines, a lens on them, their ratio, tables and badges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import ValueTracker, VGroup
from numpy.typing import NDArray

from nowshowing.maths.calculus import secant_slope
from nowshowing.maths.numbers import decimals_for, shows, tell_apart
from nowshowing.maths.stretches import is_steady
from nowshowing.stage.line_lens import IntervalLens, significant
from nowshowing.stage.line_map import LineMap
from nowshowing.stage.map_room import Badges, MapRoom
from nowshowing.stage.motion import Run, geometrically
from nowshowing.stage.number_line import Band, MarkedInterval
from nowshowing.stage.table import Table
from nowshowing.stage.text import Formula, Readout, Words, column, latex_number

HERO_WIDTH = 2.6
MOST_DECIMALS = 6


class StretchMeter:
    """Objects for the lines and for what is below them, laid out; a scene shows and hides them.

    ``start`` and ``width`` are the interval's left end x and its width dx; ``reach`` how far the band has come. For
    each of the points there are ``steps`` (widths), ``ratios`` (image over interval for each) and a ``factor`` that the
    ratios settle on. ``first_table`` tells the ratios at the first point, ``points_table`` the factors at all.
    """

    def __init__(
        self,
        figure: LineMap,
        room: MapRoom,
        points: Sequence[float],
        steps: Sequence[Sequence[float]],
        ratios: Sequence[Sequence[float]],
        factors: Sequence[float],
        decimals: int,
    ) -> None:
        self.figure, self.points, self.steps, self.ratios, self.factors = figure, points, steps, ratios, factors
        self.theme = theme = figure.theme
        self.start, self.width, self.reach = ValueTracker(points[0]), ValueTracker(steps[0][0]), ValueTracker(0.0)
        self.decimals = self._decimals(decimals)
        digits = self._digits()
        self.lens = IntervalLens(
            figure.f, self.start, self.width, figure.upper.unit, room.lens, digits, self._is_exact(digits), theme
        )
        self.lengths = [self._length(k) for k in range(len(points))]
        self.lens.length.set_value(self.lengths[0])
        self.interval = MarkedInterval(figure.upper, self.lens.interval, "gap", theme, side=1, names=("a", "b"))
        self.image = MarkedInterval(figure.lower, self.lens.image, "rise", theme, side=-1, names=("a", "b"))
        self.band = Band(self.interval, self.image, theme, reach=self.reach)
        self.ratio = Readout("stretched by", self.true_ratio, self.decimals, "secant", theme=theme)
        every = [*factors, *(ratio for some in ratios for ratio in some)]
        self.ratio.fit(HERO_WIDTH, every).place(*room.hero)
        self.limits = [self._limit(k, room) for k in range(len(points))]
        self.badges = [Badges(factor, room.badges, theme) for factor in factors]
        f, x = "f", figure.f.variable
        heads = (
            Formula(rf"\mathrm{{d}}{x}", "small", "gap", theme=theme),
            Words("ratio", "small", "secant", theme=theme),
        )
        self.first_table = Table(
            heads, column(steps[0], decimals_for(steps[0])), column(ratios[0], decimals), room.table, theme, "secant"
        )
        heads = Formula(x, "small", "ink", theme=theme), Formula(f"{f}'({x})", "small", "tangent", theme=theme)
        self.points_table = Table(heads, column(points), column(factors, decimals), room.table, theme, "tangent")

    def true_ratio(self) -> float:
        """Return image over interval, from ``maths``."""
        return secant_slope(self.figure.f, float(self.start.get_value()), float(self.width.get_value()))

    def true_length(self) -> float:
        """Return the image's signed length in units of the line, from ``maths``."""
        return self.true_ratio() * float(self.width.get_value())

    def _decimals(self, least: int) -> int:
        """Return the decimals of the large readout, which must not show a ratio as 0 that is none."""
        for decimals in range(least, MOST_DECIMALS):
            if all(tell_apart(some, decimals) for some in self.ratios):
                return decimals
        return MOST_DECIMALS

    def _digits(self) -> int:
        # One digit more than the ratio has, so that dividing the lengths shown gives the ratio shown.
        largest = max(abs(ratio) for some in self.ratios for ratio in some)
        whole = max(0, int(np.floor(np.log10(largest)))) + 1 if largest > 0 else 1
        return min(max(whole + self.decimals + 1, 3), 7)

    def _is_exact(self, digits: int) -> bool:
        lengths = [r * w for rs, ws in zip(self.ratios, self.steps, strict=True) for r, w in zip(rs, ws, strict=True)]
        shown = [significant(length, digits).replace("\N{MINUS SIGN}", "-") for length in lengths]
        return all(abs(float(s) - t) <= 1e-9 * abs(t) for s, t in zip(shown, lengths, strict=True))

    def _length(self, k: int) -> float:
        """Return how long the interval is under the lens at point k, and on the way to it."""
        largest = max(map(abs, [*self.ratios[k], self.factors[k]]))
        if k > 0 and self.slides_to(k):
            largest = max(largest, *map(abs, self.ratios[k - 1]), float(np.abs(self._between(k)).max()))
        return self.lens.fitting(largest, self.steps[k][0])

    def _between(self, k: int) -> NDArray[np.float64]:
        x = np.linspace(self.points[k - 1], self.points[k], 60)
        narrow, wide = self.steps[k - 1][-1], self.steps[k][0]
        return np.concatenate([(self.figure.f(x + w) - self.figure.f(x)) / w for w in (narrow, wide)])

    def _limit(self, k: int, room: MapRoom) -> Readout:
        x, factor = self.points[k], self.factors[k]
        exact = decimals_for([factor]) if shows(factor, self.decimals) else self.decimals
        label = f"in the limit, $f'({latex_number(x)})$"
        readout = Readout(label, lambda: factor, exact, "tangent", theme=self.theme)
        return readout.fit(HERO_WIDTH, [factor]).place(*room.hero)

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
            Run(self.lens.length, self.lengths[k], run_time, geometrically),
        ]

    def jump_to(self, k: int) -> None:
        """Set the interval at point k."""
        self.start.set_value(self.points[k])
        self.width.set_value(self.steps[k][0])
        self.lens.length.set_value(self.lengths[k])

    @property
    def measured(self) -> VGroup:
        """All that is marked on the lines and seen under the lens."""
        return VGroup(self.band, self.interval, self.image, self.lens)

    @property
    def image_names(self) -> tuple[VGroup, VGroup]:
        """The names of the image's ends, on the line and under the lens."""
        return self.image.names, self.lens.result.names
