"""A function as a map of the number line: the points themselves move, first on one line, then from line to line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from nowshowing.maths.calculus import breaks
from nowshowing.maths.expression import Expression
from nowshowing.maths.stretches import MapView
from nowshowing.maths.windows import nice_ticks
from nowshowing.stage.live import Live, filled, set_clearance, set_presence, stroke
from nowshowing.stage.map_room import MapName
from nowshowing.stage.number_line import NAME_GAP, NumberLine, Scale, fit_scale
from nowshowing.stage.paths import EMPTY, clip_polyline, disc, polyline, polylines
from nowshowing.stage.places import ease
from nowshowing.stage.sampling import thin
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
RAISED = 0.34
"""Room between a line and its numbers, for the names of an interval's ends."""
ROWS = 0.9
"""What numbers and names of ends take beside a line."""
BEAD = 0.08
DIP = 0.28
"""How far points swing out on the side of the numbers, so that they stay clear of them."""
MOST_BEADS = 16
MOST_APART = 6.0
SAMPLES = 2000
"""Of the string between two breaks."""
CLOSER = 3
"""How often samples are added where the image lies on the line, each time a thousand times as close."""
STRAIGHT = 2.5e-4
"""By how much the string turns at most, in radians, where points are left out: over its whole length, half a pixel."""
FARTHEST = 1e4
"""How far out, in units of the frame, a place still matters to what is seen."""
HIGHEST = 2.4


class LineMap(VGroup):
    """Two number lines to one scale, and beads that go from x to f(x).

    ``carried`` (0 to 1) brings the beads, and the string that they sit on, to their images: by arcs that swing out to
    one side where points move right, to the other where they move left, so that a flip turns the string and a fold
    bends it. ``apart`` (0 to 1) draws the two lines apart; where both cannot be one line they are apart from the start.
    ``aside`` (0 to 1) brings them from the whole room into the region that is left when there is more to show.
    Parts: ``upper``, ``lower``, ``string``, ``beads``, ``origins`` (ghosts of where the beads came from), ``threads``.
    """

    def __init__(self, f: Expression, view: MapView, name: MapName, theme: Theme) -> None:
        self.f, self.view, self.map_name, self.theme = f, view, name, theme
        whole, region = name.whole, name.room.lines
        self.carried = Tracker(0.0)
        self.apart = Tracker(0.0 if view.shared else 1.0)
        self.aside = Tracker(0.0)
        names = (
            Formula(f.variable, "body", "muted", theme=theme),
            Formula(f"f({f.variable})", "body", "muted", theme=theme),
        )
        self.captions = names
        for caption in names:
            # While both are one line it is neither x nor f(x).
            set_presence(caption, 0.0 if view.shared else 1.0)
        self.area = region.inset(left=names[1].width_units + 0.5, right=0.3)
        self.free = whole
        middle, half = float(whole.centre[1]), min(MOST_APART, whole.height - 2 * ROWS) / 2
        self.rest = (middle + half, middle - half), (region.top - ROWS, region.bottom + ROWS)
        from_scale, to_scale = self._scales()
        ends = view.whole if view.shared else (view.bottom, view.top)
        # Both names stand before where either line may begin, out of the way of all that goes from line to line.
        at = self.area.left - NAME_GAP
        self.upper = NumberLine(
            from_scale, view.lo, view.hi, self._level(0), theme, name=names[0], name_at=at, numbers=1, raised=RAISED
        )
        self.lower = NumberLine(to_scale, *ends, self._level(1), theme, name=names[1], name_at=at, raised=RAISED)
        for line in (self.upper, self.lower):
            line.keep_numbers_left_of(region.right)
        self.values = np.array(nice_ticks(view.lo, view.hi, self._most_beads()))
        self.images = finite(f(self.values))
        self.pieces = self._sampled()
        self.turn = self._turn()
        self.string = Live(stroke(theme.curve, width=4.0), draw=self._draw_string)
        self.beads = Live(*(filled(theme.curve) for _ in self.values), draw=self._draw_beads)
        self.origins = Live(*(filled(theme.muted) for _ in self.values), draw=self._draw_origins)
        self.threads = Live(*(stroke(theme.scaffold) for _ in self.values), draw=self._draw_threads)
        for live in (self.string, self.beads, self.origins, self.threads):
            live.draw()
        self.beads.set_z_index(2)
        super().__init__(self.threads, self.upper, self.lower, self.string, self.origins, self.beads)

    @property
    def first_line(self) -> NumberLine:
        """The line on which the points leave: where one line shows both, the lower, which the upper comes out of."""
        return self.lower if self.view.shared else self.upper

    def _scales(self) -> tuple[Scale, Scale]:
        view, area = self.view, self.area
        if view.shared:
            scale = fit_scale(*view.whole, area)
            return scale, scale
        unit, middle = area.width / view.longer, float(area.centre[0])
        first, second = (view.lo + view.hi) / 2, (view.bottom + view.top) / 2
        return Scale(0.0, unit).moved_to(first, middle), Scale(0.0, unit).moved_to(second, middle)

    def _most_beads(self) -> int:
        length = (self.view.hi - self.view.lo) * self._scales()[0].unit
        return int(np.clip(length / 0.24, 3, MOST_BEADS))

    def _level(self, k: int) -> Callable[[], float]:
        ways = [(sum(rest) / 2, rest[k] - sum(rest) / 2) for rest in self.rest]
        (first, first_way), (later, later_way) = ways

        def level() -> float:
            apart, aside = float(self.apart.get_value()), float(self.aside.get_value())
            start = first + first_way * apart
            return start + (later + later_way * apart - start) * aside

        return level

    def _sampled(self) -> list[Array]:
        cuts = [one.at for one in breaks(self.f, self.view.lo, self.view.hi) if one.kind not in ("corner", "vertical")]
        ends = [self.view.lo, *(cut for cut in cuts if self.view.lo < cut < self.view.hi), self.view.hi]
        inset = 1e-9 * (self.view.hi - self.view.lo)
        return [self._piece(a + inset, b - inset) for a, b in pairwise(ends)]

    def _piece(self, lo: float, hi: float) -> Array:
        """Return samples of the string between two ends: its beads, and more where its image lies on the line."""
        beads = self.values[(self.values > lo) & (self.values < hi)]
        x = np.union1d(np.linspace(lo, hi, SAMPLES), beads)
        for _ in range(CLOSER):
            seen = np.flatnonzero(self.shown(finite(self.f(x))))
            if not len(seen) or seen[-1] - seen[0] >= SAMPLES / 4:
                break
            x = np.union1d(x, np.linspace(x[max(seen[0] - 1, 0)], x[min(seen[-1] + 1, len(x) - 1)], SAMPLES))
        return x

    def shown(self, image: ArrayLike) -> NDArray[np.bool_]:
        """Tell which images lie on the lower line."""
        with np.errstate(invalid="ignore"):
            value = np.asarray(image)
            slack = 1e-9 * (self.lower.hi - self.lower.lo)
            return (value >= self.lower.lo - slack) & (value <= self.lower.hi + slack)

    def place(self, x: Array, image: Array) -> Array:
        """Return the frame points (n, 2) of points x on their way to their images."""
        s = float(self.carried.get_value())
        start, end = self.upper.x(x), self.lower.x(image)
        y0 = self.first_line.level()
        y = y0 + (self.lower.level() - y0) * s
        swing = np.sin(np.pi * s) * self._swing((end - start) / 2) if self.view.shared else 0.0
        eased = (1 - np.cos(np.pi * s)) / 2
        return np.stack([start + (end - start) * eased, y + swing + 0 * start], axis=-1)

    def _swing(self, reach: Array) -> Array:
        free = min(HIGHEST, self.free.top - self.lower.level() - 0.2)
        r = self.turn * reach
        return np.where(r > 0, free * np.tanh(r / free), DIP * np.tanh(r / DIP))

    def _turn(self) -> float:
        """Return 1 where those that move right swing to the free side, so that most points do; else -1."""
        x = np.concatenate(self.pieces)
        moves = np.clip(np.nan_to_num(np.asarray(self.f(x)) - x), -1, 1)
        return 1.0 if float(moves.mean()) >= 0 else -1.0

    def _draw_string(self) -> None:
        area = self.area
        box = (area.left - 0.15, self.free.bottom, area.right + 0.15, self.free.top)
        pieces: list[Array] = []
        for x in self.pieces:
            # Beside images of 10^30, those on the line would be lost in rounding.
            places = np.clip(self.place(x, finite(self.f(x))), -FARTHEST, FARTHEST)
            pieces += clip_polyline(thin(places, STRAIGHT), box)
        self.string.trace(0, polylines(pieces))

    def _draw_beads(self) -> None:
        with np.errstate(invalid="ignore"):
            places = self.place(self.values, self.images)
        for k, (x, y) in enumerate(places):
            seen = np.isfinite(x) and self.area.left - 0.15 <= x <= self.area.right + 0.15
            self.beads.trace(k, disc((x, y), BEAD) if seen else EMPTY)
            if seen:
                edge = min(x - self.area.left, self.area.right - x)
                set_clearance(self.beads.submobjects[k], ease(edge + 0.15, 0.12))

    def _draw_origins(self) -> None:
        for k, (x, y) in enumerate(self.upper.at(self.values)):
            self.origins.trace(k, disc((x, y), 0.75 * BEAD))

    def _draw_threads(self) -> None:
        starts, ends = self.upper.at(self.values), self.lower.at(self.images)
        for k, seen in enumerate(self.shown(self.images)):
            self.threads.trace(k, polyline([starts[k], ends[k]]) if seen else EMPTY)


def finite(values: ArrayLike) -> Array:
    """Return values with nan in place of what is infinite."""
    found = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(found), found, np.nan)
