"""Three number lines in a row, x → u → y: a point and a nudge are carried through, measured, and magnified."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import CapStyleType, VGroup, VMobject, smooth
from numpy.typing import NDArray

from nowshowing.maths.chains import Nudge, nudged
from nowshowing.maths.expression import Expression
from nowshowing.maths.settling import settled
from nowshowing.stage.chain_rulers import ChainRulers
from nowshowing.stage.chain_scale import ChainScale
from nowshowing.stage.chain_texts import ROLES, ChainTexts, factor_height
from nowshowing.stage.ghost_interval import GhostInterval
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.motion import geometrically
from nowshowing.stage.paths import EMPTY, disc, polyline
from nowshowing.stage.places import CLEAR, ease
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
BAR = 2.6
FRAMES = 240
"""In how many steps of time the way of the nudge is looked at: those of four seconds at 60 frames each."""
TEXT_TOP = 0.55
"""How high the texts over a line reach, in units."""
POINT = 0.09
"""The radius of the point, in units."""
FADE = 0.3
"""How long before a band arrives the numbers leave that it would cover, as a share of its way."""


class ChainLines(VGroup):
    """The lines of x, u = g(x) and y = f(u), to one scale; see ``maths.chains.views`` for what that means.

    Values: ``fallen`` 0…2, how far the point has been carried; ``carried`` 0…3, how far the nudge has (1: dx is
    marked, 2: du, 3: dy); ``closeness`` 0…1, from the nudge as given to one, magnified, whose
    factors read as the slopes.
    Parts, all shown by the scene: ``lines``, ``point``, ``places`` (its three numbers), ``bars`` (with their bands),
    ``measures``, ``factors``, ``ghost``, ``magnification``.
    """

    def __init__(
        self, outer: Expression, inner: Expression, at: float, nudge: float, region: Region, theme: Theme,
        decimals: int, *, shrinks: bool = True,
    ) -> None:  # fmt: skip
        self.outer, self.inner, self.at, self.nudge = outer, inner, at, nudge
        self.theme, self.decimals = theme, decimals
        self.fallen, self.carried, self.closeness = Tracker(0.0), Tracker(0.0), Tracker(0.0)
        self.first = self.nudged(nudge)
        self.closest = settled(outer, inner, at, nudge, decimals) if shrinks else 1.0
        times = [smooth(k / FRAMES) for k in range(FRAMES + 1)] if shrinks else [0.0]
        self.way = [self.at_closeness(time) for time in times]
        self.texts = ChainTexts(self.first, self.now, list(zip(times, self.way, strict=True)), decimals, theme)
        self.places, self.measures, self.factors = self.texts.places, self.texts.measures, self.texts.factors
        self.lines = ChainRulers(outer, inner, self.first, self.texts, region, theme)
        self.levels, self.views, self.ticked = self.lines.levels, self.lines.views, self.lines.ticked
        self.texts.fit_between(self.levels[0] - self.levels[1])
        line = self.lines.line
        area = line.inset(*self.texts.rooms_at_last())
        self.zoom = ChainScale(self.now, self.closeness, self.views, line, area, self.texts.beside(self.levels))
        self.unit, self.start = self.zoom.unit, self.zoom.start
        self.point = Live(*self._point_parts(), draw=self._draw_point)
        self.point.set_z_index(2)
        self.bars = Live(*self._bar_parts(), draw=self._draw_bars)
        place = self.start(2), self.levels[2]
        self.ghost = GhostInterval(place, self.first.forgotten, self.unit(2), self.texts.reminder, region, theme)
        self.magnification = self.zoom.told(line.left, self.levels[2] - 0.8, theme)
        self.follow = Live(draw=self._place_texts)
        for part in (self.point, self.bars, self.follow):
            part.draw()
        self.lines.hide_numbers(self._room_for)
        super().__init__(self.follow)

    # What is true at the moment.

    def nudged(self, nudge: float) -> Nudge:
        """Return where a nudge of this size goes."""
        return nudged(self.outer, self.inner, self.at, nudge)

    def now(self) -> Nudge:
        """Return where the nudge goes, at its present size."""
        return self.at_closeness(self.closeness.get_value())

    def at_closeness(self, closeness: float) -> Nudge:
        """Return where the nudge goes when it has shrunk so far."""
        return self.nudged(geometrically(self.nudge, self.closest * self.nudge, closeness))

    def interval(self, k: int) -> Array:
        """Return the two ends of interval k in the frame (2, 2)."""
        start = self.start(k)
        return np.array([(start, self.levels[k]), (start + self.unit(k) * self.now().lengths[k], self.levels[k])])

    # The numbers of the lines.

    def _room_for(self, k: int, number: Formula) -> Callable[[], float]:
        """Return how present a tick's number on line k is: it makes way for the point, and for a band in time."""
        left, right = number.x - CLEAR, number.x + number.width_units + CLEAR
        bottom, top = number.y + number.ink[1] - CLEAR, number.y + number.ink[3] + CLEAR

        def free(low: float, high: float) -> bool:
            return high <= left or right <= low

        if k == 2:
            return partial(float, free(self.start(2), self.start(2)))
        start, end = self._crossing(k, bottom - POINT, top + POINT, 0)
        if not free(start - POINT, end + POINT) or bottom < self.levels[k + 1] + TEXT_TOP:
            return partial(float, False)
        low, high = self.hull(k, bottom, top)
        if abs(factor_height(self.levels, k) - (bottom + top) / 2) < 0.4:
            high = max(high, self.factors[k].x + self.factors[k].width_of(self.factors[k].text))
        if free(low, high):
            return partial(float, True)
        return lambda: 1 - ease(self.carried.get_value(), k + 1.0, k + 1.0 - FADE)

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
            self.point.trace(k + 1, disc(shown, POINT) if k < len(path) else EMPTY)

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
        ends = [self._crossing(k, low, high, end) for end in (0, 1)]
        return min(end[0] for end in ends), max(end[1] for end in ends)

    def _crossing(self, k: int, low: float, high: float, end: int) -> tuple[float, float]:
        """Return between which abscissae an edge of the band below line k lies, between two heights."""
        upper, lower = self.interval(k)[end, 0], self.interval(k + 1)[end, 0]
        shares = np.clip((self.levels[k] - np.array([low, high])) / (self.levels[k] - self.levels[k + 1]), 0, 1)
        x = upper + shares * (lower - upper)
        return float(x.min()), float(x.max())

    def _place_texts(self) -> None:
        self.texts.put(self.levels, self.start(0), self.hull)
        away = ease(self.closeness.get_value(), 0.0, 0.12)
        for line in self.ticked:
            line.clearance = away
