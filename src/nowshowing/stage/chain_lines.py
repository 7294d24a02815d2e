"""Three number lines in a row, x → u → y: a point and a nudge are carried through, measured, and magnified."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import CapStyleType, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.maths.chains import Nudge, View, magnified, nudged, views
from nowshowing.maths.expression import Expression
from nowshowing.stage.chain_texts import ROLES, SYMBOLS, ChainTexts, factor_height
from nowshowing.stage.ghost_interval import GhostInterval
from nowshowing.stage.lens import two_digits
from nowshowing.stage.live import Live, filled, set_clearance, stroke
from nowshowing.stage.motion import geometrically, straight
from nowshowing.stage.number_line import NumberLine, Scale
from nowshowing.stage.paths import EMPTY, disc, polyline
from nowshowing.stage.places import CLEAR, ease
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula, Number
from nowshowing.stage.theme import Theme

Array = NDArray[np.float64]
BAR = 2.6
CLOSEST = 1e-3
"""What share of the nudge is left at the end."""
ABOVE, BELOW = 0.52, 0.88
"""Room kept over the first line and under the last, in units."""
WIDEST_GAP = 2.2
WIDEST_NAME = 0.24
HEADING = 0.5
RATIO_ROOM = 1.35


class ChainLines(VGroup):
    """The lines of x, u = g(x) and y = f(u), to one scale; see ``maths.chains.views`` for what that means.

    Values: ``fallen`` 0…2, how far the point has been carried; ``carried`` 0…3, how far the nudge has (1: dx is
    marked, 2: du, 3: dy); ``closeness`` 0…1, from the nudge as given to a thousandth of it, magnified.
    Parts, all shown by the scene: ``lines``, ``point``, ``places`` (its three numbers), ``bars`` (with their bands),
    ``measures``, ``factors``, ``ghost``, ``magnification``.
    """

    def __init__(
        self, outer: Expression, inner: Expression, at: float, nudge: float, region: Region, theme: Theme, decimals: int
    ) -> None:
        self.outer, self.inner, self.at, self.nudge, self.theme = outer, inner, at, nudge, theme
        self.decimals = decimals
        self.fallen, self.carried, self.closeness = ValueTracker(0.0), ValueTracker(0.0), ValueTracker(0.0)
        self.first, last = self.nudged(nudge), self.nudged(CLOSEST * nudge)
        names, heading = self._names(region)
        rows = len({name.y for name in heading})
        region = region.inset(top=HEADING * rows)
        gap = min(WIDEST_GAP, (region.height - ABOVE - BELOW) / 2)
        middle = (region.top - ABOVE + region.bottom + BELOW) / 2
        self.levels = (middle + gap, middle, middle - gap)
        self.texts = ChainTexts(self.first, self.now, decimals, theme)
        self.places, self.measures, self.factors = self.texts.places, self.texts.measures, self.texts.factors
        self._place_lines(region, last, names, heading)
        self.point = Live(*self._point_parts(), draw=self._draw_point)
        self.point.set_z_index(2)
        self.bars = Live(*self._bar_parts(), draw=self._draw_bars)
        start = self.start(2), self.levels[2]
        self.ghost = GhostInterval(start, self.first.forgotten, self.unit(2), self.texts.reminder, region, theme)
        self.magnification.place(self.area.left, self.levels[2] - 0.8)
        self.follow = Live(draw=self._place_texts)
        for part in (self.point, self.bars, self.follow):
            part.draw()
        self._hide_numbers()
        super().__init__(self.follow)

    # What is true at the moment.

    def nudged(self, nudge: float) -> Nudge:
        """Return where a nudge of this size goes."""
        return nudged(self.outer, self.inner, self.at, nudge)

    def now(self) -> Nudge:
        """Return where the nudge goes, at its present size."""
        return self.nudged(geometrically(self.nudge, CLOSEST * self.nudge, self.closeness.get_value()))

    def unit(self, k: int) -> float:
        """Return the present length of one unit of line k in the frame."""
        first, last = self.views[k].unit, self.last_unit * 10.0 ** self.views[k].power
        return geometrically(first, last, self.closeness.get_value())

    def start(self, k: int) -> float:
        """Return the present abscissa of the point on line k."""
        first = self.area.left + self.views[k].at(self.first.lines[k][0])
        return straight(first, self.area.left + self.last_start, self.closeness.get_value())

    def interval(self, k: int) -> Array:
        """Return the two ends of interval k in the frame (2, 2)."""
        start = self.start(k)
        return np.array([(start, self.levels[k]), (start + self.unit(k) * self.now().lengths[k], self.levels[k])])

    def drawn(self, k: int) -> Callable[[], float]:
        """Return what measures the length of a bar as drawn, in the line's units."""
        bar = self.bars.submobjects[2 + k]
        return lambda: float(bar.points[-1, 0] - bar.points[0, 0]) / self.unit(k) if len(bar.points) else 0.0

    def true(self, k: int) -> Callable[[], float]:
        """Return what computes the length of interval k."""
        return lambda: self.now().lengths[k]

    def stretching(self, k: int) -> tuple[Callable[[], float], Callable[[], float], Callable[[], float]]:
        """Return what measures the factor between bars k and k + 1, what computes it, and what an error displaces."""
        before, after = self.drawn(k), self.drawn(k + 1)
        return (
            lambda: after() / before() if before() else self.true_factor(k),
            lambda: self.true_factor(k),
            lambda: before() * self.unit(k + 1),
        )

    def true_factor(self, k: int) -> float:
        """Return the present ratio of two lengths in a row."""
        return (self.now().inner, self.now().outer)[k]

    # The lines.

    def _place_lines(self, region: Region, last: Nudge, names: list[Formula], heading: list[Formula]) -> None:
        theme = self.theme
        column = max(name.width_units for name in names) + 0.35
        line, self.area = self._divided(region, column)
        self.views: tuple[View, View, View] = views(self.first, self.area.width)
        if any(view.power for view in self.views):
            line, self.area = self._divided(region, max(column, RATIO_ROOM))
            self.views = views(self.first, self.area.width)
        powers = [view.power for view in self.views]
        self.last_unit, self.last_start = magnified(last.lengths, powers, self.area.width)
        self.ends = line.left, line.right
        self.ticked, rules, self.names = [], VGroup(), VGroup()
        for view, level, name in zip(self.views, self.levels, names, strict=True):
            lo, hi = (view.left + (x - self.area.left) / view.unit for x in (line.left + 0.05, line.right - 0.05))
            scale = Scale(self.area.left - view.left * view.unit, view.unit)
            self.ticked.append(NumberLine(scale, lo, hi, level, theme))
            ends = np.array([(line.left + 0.05, level), (line.right - 0.05, level)])
            rules.add(stroke(theme.muted).set_points(polyline(ends)))
            self.names.add(name.place(line.left - 0.2, level - 0.11, "right"))
            if view.power:
                ratio = Formula(f"1 : {10**-view.power}", "small", "muted", theme=theme).says(1, 10**-view.power)
                self.names.add(ratio.place(line.left - 0.2, level - 0.6, "right"))
        self.lines = VGroup(rules, *self.ticked, self.names, *heading)
        self.magnification = Number(
            self._magnification, 0, "small", "muted", theme=theme, face="sans", prefix="× ", style=two_digits
        )

    def _divided(self, region: Region, column: float) -> tuple[Region, Region]:
        """Return what the lines fill beside a column of names, and the part of it that texts beside bands leave."""
        left, right = self.texts.insets()
        line = region.inset(left=column)
        return line, line.inset(left=left, right=right)

    def _names(self, region: Region) -> tuple[list[Formula], list[Formula]]:
        """Return the lines' names; where they are too wide to stand beside them, letters, and a heading."""
        theme = self.theme
        full = "x", rf"u = \textstyle {self.inner.latex}", rf"y = \textstyle {self.outer.latex}"
        names = [Formula(text, "body", role, theme=theme) for text, role in zip(full, ROLES, strict=True)]
        names[1].says(self.inner)
        names[2].says(self.outer)
        if max(name.width_units for name in names) <= WIDEST_NAME * region.width:
            return names, []
        letters = [Formula(text, "body", role, theme=theme) for text, role in zip(SYMBOLS, ROLES, strict=True)]
        heading = names[1:]
        for k, name in enumerate(heading):
            name.fit(region.width).place(region.left, region.top - 0.3 - HEADING * k)
        if sum(name.width_units for name in heading) + 0.7 <= region.width:
            heading[1].place(region.left + heading[0].width_units + 0.7, region.top - 0.3)
        return letters, heading

    def _hide_numbers(self) -> None:
        """Take out the ticks' numbers that a band or a factor would touch, and those under the lines' names."""
        for k, line in enumerate(self.ticked):
            for number in line.numbers:
                left, right = number.x, number.x + number.width_units
                bottom, top = number.y + number.ink[1], number.y + number.ink[3]
                low, high = self.hull(k, bottom - CLEAR, top + CLEAR) if k < 2 else (self.start(2), self.start(2))
                if k < 2 and abs(factor_height(self.levels, k) - (bottom + top) / 2) < 0.3 + CLEAR:
                    high = max(high, self.factors[k].x + self.factors[k].width_of(self.factors[k].text))
                inside = self.ends[0] <= left and right <= self.ends[1]
                set_clearance(number, float(inside and max(low - right, left - high) >= CLEAR))

    # The point and the nudge.

    def _point_parts(self) -> list[VMobject]:
        return [stroke(self.theme.muted, width=3), *(filled(self.theme.ink) for _ in range(3))]

    def _draw_point(self) -> None:
        places = np.array([(self.start(k), self.levels[k]) for k in range(3)])
        fallen = min(2.0, self.fallen.get_value())
        whole = int(fallen)
        path = list(places[: whole + 1])
        if fallen > whole:
            path.append(places[whole] + (fallen - whole) * (places[whole + 1] - places[whole]))
        self.point.trace(0, polyline(np.array(path)))
        for k in range(3):
            shown = path[-1] if k == len(path) - 1 else places[k]
            self.point.trace(k + 1, disc(shown, 0.09) if k < len(path) else EMPTY)

    def _bar_parts(self) -> list[VMobject]:
        bands = [filled(self.theme.role(role), opacity=0.2) for role in ROLES[1:]]
        bars = [stroke(self.theme.role(role), width=BAR * self.theme.role(role).width) for role in ROLES]
        for bar in bars:
            bar.cap_style = CapStyleType.BUTT
        return [*bands, *bars]

    def _draw_bars(self) -> None:
        carried = self.carried.get_value()
        ends = [self.interval(k) for k in range(3)]
        grown = min(1.0, carried)
        first = np.array([ends[0][0], ends[0][0] + grown * (ends[0][1] - ends[0][0])])
        self.bars.trace(2, polyline(first) if carried > 0 else EMPTY)
        for k in (1, 2):
            share = min(1.0, max(0.0, carried - k))
            front = ends[k - 1] + share * (ends[k] - ends[k - 1])
            ring = np.array([*ends[k - 1], front[1], front[0], ends[k - 1][0]])
            self.bars.trace(k - 1, polyline(ring) if share > 0 else EMPTY)
            self.bars.trace(k + 2, polyline(front) if share > 0 else EMPTY)

    def hull(self, k: int, low: float, high: float) -> tuple[float, float]:
        """Return how far left and right the band below line k reaches, between two heights of the frame."""
        upper, lower = self.interval(k), self.interval(k + 1)
        shares = np.clip((self.levels[k] - np.array([low, high])) / (self.levels[k] - self.levels[k + 1]), 0, 1)
        x = upper[:, :1] + shares * (lower - upper)[:, :1]
        return float(x.min()), float(x.max())

    def _place_texts(self) -> None:
        self.texts.put(self.levels, self.start(0), self.hull)
        away = ease(self.closeness.get_value(), 0.0, 0.12)
        for line in self.ticked:
            line.clearance = away

    def _magnification(self) -> float:
        return self.unit(0) / self.views[0].unit
