"""A graph in a region: a window on the plane, its edges with numbers, curves clipped to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from nowshowing.maths.calculus import breaks
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window, nice_ticks
from nowshowing.stage.claims import in_place, stating
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.measures import apart, centre_of, off_graph
from nowshowing.stage.paths import clip_polyline, dashes, disc, polylines, ring
from nowshowing.stage.places import CLEAR, densify
from nowshowing.stage.regions import Region
from nowshowing.stage.sampling import refined, thin
from nowshowing.stage.text import SIZES, Formula, Size
from nowshowing.stage.theme import Role, Theme
from nowshowing.stage.ticks import tick_texts

Array = NDArray[np.float64]
TICK = 0.08
NUMBER_GAP = 0.16
NUMBERS_APART = 0.15
LOW = 3.0
"""Height below which a window has small labels, in units."""


class Plot(VGroup):
    """A window [x_lo, x_hi] × [y_lo, y_hi] shown in a region, its numbers along the lower and the left edge.

    Parts: ``zero_lines``, ``edges`` (the two numbered ones), ``numbers``. Objects made by the plot's methods are not
    added to it; ``pieces`` are the frame polylines of the curve made last. ``ticks``: the most numbers along x and y;
    ``lowest``: below it are no ticks along y, and no curves. ``numbered``: whether ticks along x and y have numbers.
    """

    def __init__(
        self,
        window: Window,
        region: Region,
        theme: Theme,
        *,
        ticks: tuple[int, int] = (6, 6),
        lowest: float | None = None,
        numbered: tuple[bool, bool] = (True, True),
    ) -> None:
        self.window, self.region, self.theme = window, region, theme
        self.lowest = window.y_lo if lowest is None else lowest
        em = SIZES["small"]
        y_ticks = nice_ticks(self.lowest, window.y_hi, ticks[1])
        y_numbers = [Formula(text, "small", "muted", theme=theme) for text in tick_texts(y_ticks) if numbered[1]]
        across = max((number.width_units + NUMBER_GAP for number in y_numbers), default=0.0) + TICK
        below = TICK + (em + NUMBER_GAP if numbered[0] else 0.0)
        self.area = region.inset(left=across, bottom=below, right=0.1, top=0.1)
        x_texts = tick_texts(nice_ticks(window.x_lo, window.x_hi, ticks[0]))
        rise = max(Formula(text, "small", "muted", theme=theme).ink[3] for text in ["0", *x_texts])
        self.x_number_baseline = self.area.bottom - TICK - NUMBER_GAP - rise
        placed = self._numbers_below(region, ticks[0])
        self.x_numbers, self.y_numbers = placed if numbered[0] else [], y_numbers
        x_ticks, x_numbers = tuple(x for x, _ in placed), [number for _, number in self.x_numbers]
        for y, number in zip(y_ticks, y_numbers, strict=False):
            left = self.area.left - TICK - NUMBER_GAP
            number.place(left, float(self.y(y)) - 0.33 * em, "right")
        self.numbers = VGroup(*x_numbers, *y_numbers)
        self.edges = self._edges(x_ticks, y_ticks)
        self._name_sources(x_ticks, y_ticks)
        self.zero_lines = self._zero_lines()
        self.pieces: list[Array] = []
        super().__init__(self.zero_lines, self.edges, self.numbers)

    def _numbers_below(self, region: Region, most: int) -> list[tuple[float, Formula]]:
        """Return as many numbers for the lower edge as stand apart inside the region, each in its place."""
        placed: list[tuple[float, Formula]] = []
        for count in range(most, 0, -1):
            ticks = nice_ticks(self.window.x_lo, self.window.x_hi, count)
            texts = [Formula(text, "small", "muted", theme=self.theme) for text in tick_texts(ticks)]
            placed = []
            for x, number in zip(ticks, texts, strict=True):
                number.place(float(self.x(x)), self.x_number_baseline, "centre")
                if region.left <= number.x and number.x + number.width_units <= region.right:
                    placed.append((x, number))
            apart = (b.x - a.x - a.width_units for (_, a), (_, b) in pairwise(placed))
            if all(room >= NUMBERS_APART for room in apart):
                break
        return placed

    # The map from the plane to the frame.

    def x(self, x: ArrayLike) -> Array:
        """Return the frame's abscissae of x values."""
        w, a = self.window, self.area
        return a.left + (np.asarray(x, dtype=np.float64) - w.x_lo) / (w.x_hi - w.x_lo) * a.width

    def y(self, y: ArrayLike) -> Array:
        """Return the frame's ordinates of y values."""
        w, a = self.window, self.area
        return a.bottom + (np.asarray(y, dtype=np.float64) - w.y_lo) / (w.y_hi - w.y_lo) * a.height

    def at(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return frame points (…, 2)."""
        return np.stack(np.broadcast_arrays(self.x(x), self.y(y)), axis=-1)

    @property
    def x_unit(self) -> float:
        """Length of one unit of x in the frame."""
        return self.area.width / (self.window.x_hi - self.window.x_lo)

    @property
    def y_unit(self) -> float:
        """Length of one unit of y in the frame."""
        return self.area.height / (self.window.y_hi - self.window.y_lo)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The window in the frame: left, bottom, right, top."""
        return self.area.left, self.area.bottom, self.area.right, self.area.top

    @property
    def label_size(self) -> Size:
        """How large labels of things in the window are: smaller in a low one."""
        return "body" if self.area.height >= LOW else "small"

    @property
    def label_bounds(self) -> tuple[float, float, float, float]:
        """Where labels of things in the window may stand: clear of its lower and left edges, inside the region."""
        left, bottom, _, top = self.box
        return left + CLEAR, bottom + CLEAR, self.region.right, top

    def zeros(self) -> Array:
        """Return frame points (n, 2) along the lines x = 0 and y = 0, for labels to keep clear of."""
        x, y = float(self.x(0)), float(self.y(0))
        left, bottom, right, top = self.box
        upright, level = np.array([(x, bottom), (x, top)]), np.array([(left, y), (right, y)])
        return densify([*clip_polyline(upright, self.box), *clip_polyline(level, self.box)])

    # What can be drawn in it.

    def trace(self, function: Expression, lo: float | None = None, hi: float | None = None) -> list[Array]:
        """Return the pieces of a curve inside the window, as frame polylines (n, 2), broken where the function is."""
        lo = self.window.x_lo if lo is None else max(lo, self.window.x_lo)
        hi = self.window.x_hi if hi is None else min(hi, self.window.x_hi)
        cuts = [b.at for b in breaks(function, lo, hi) if b.kind in ("pole", "jump", "edge", "hole")]
        pieces: list[Array] = []
        ends = [lo, *cuts, hi]
        left, _, right, top = self.box
        box = (left, float(self.y(self.lowest)), right, top)
        for a, b in pairwise(ends):
            if b > a:
                # Thinned only now: a line that leaves the window is to be cut off where it does.
                pieces += [thin(piece) for piece in clip_polyline(self._sample(function, a, b), box)]
        return pieces

    def _sample(self, function: Expression, a: float, b: float) -> Array:
        # The ends belong to a break or to the window: come as close as the picture can show.
        inset = (b - a) * 1e-9
        x = np.linspace(a + inset, b - inset, 2400)
        fine = np.geomspace(1e-9, 1 / 2400, 60) * (b - a)
        x = np.unique(np.concatenate([x, a + fine, b - fine]))
        return refined(lambda x: self.at(x, np.asarray(function(x))), x, self.box)

    def curve(self, function: Expression, role: str = "curve", *, true: Expression | None = None) -> VMobject:
        """Return the function's curve; ``true`` is the function of the params, whose graph it must be."""
        line = stroke(self.theme.role(role))
        self.pieces = self.trace(function)
        line.set_points(polylines(self.pieces))
        off = partial(self.off_graph, line, true or function)
        return stating(line, in_place(f"curve of {(true or function).source}", line, off, still=True))

    def off_graph(self, line: VMobject, function: Expression) -> float:
        """Return how far a drawn curve strays from a function's graph, in units of the frame."""
        return off_graph(line.points[:, :2], lambda x: self.y(function(self.x_value(x))))

    def x_value(self, x: ArrayLike) -> Array:
        """Return the x values at abscissae of the frame."""
        return self.window.x_lo + (np.asarray(x, dtype=np.float64) - self.area.left) / self.x_unit

    def y_value(self, y: ArrayLike) -> Array:
        """Return the y values at ordinates of the frame."""
        return self.window.y_lo + (np.asarray(y, dtype=np.float64) - self.area.bottom) / self.y_unit

    def dot(
        self,
        where: Callable[[], tuple[float, float]],
        role: str,
        radius: float = 0.1,
        *,
        hollow: bool = False,
        true: Callable[[], tuple[float, float]] | None = None,
    ) -> Live:
        """Return a point that follows a place in the plane; it is gone where that lies outside the window.

        ``true`` is where ``maths`` says that it belongs; to be given where ``where`` does not come from there.
        """
        belongs = true or where

        def draw() -> None:
            centre = self.at(*where())
            inside = np.isfinite(centre).all() and _inside(centre, self.box, slack=radius)
            live.clearance = 1.0 if inside else 0.0
            live.trace(0, (ring if hollow else disc)(centre if inside else (0, 0), radius))

        part = filled(self.theme.role(role))
        live = Live(part, draw=draw)
        draw()
        live.set_z_index(2)

        def off() -> float:
            return apart(centre_of(part), self.at(*belongs()))

        return stating(live, in_place("place of the dot", live, off, still=True))

    def segment(self, ends: Callable[[], Array], role: str | Role, *, dashed: bool | None = None) -> Live:
        """Return a straight line between two frame points (2, 2), clipped to the window, in the role's dash."""
        look = self.theme.role(role) if isinstance(role, str) else role

        def draw() -> None:
            pieces = clip_polyline(ends(), self.box)
            if pieces and look.dash is not None and dashed is not False:
                live.trace(0, dashes(pieces[0], *look.dash))
            else:
                live.trace(0, polylines(pieces))

        live = Live(stroke(look), draw=draw)
        draw()
        return live

    def drop(
        self, where: Callable[[], tuple[float, float]], *, true: Callable[[], tuple[float, float]] | None = None
    ) -> Live:
        """Return the dashed line from a point straight down to the lower edge; ``true`` as for ``dot``."""
        belongs = true or where

        def ends() -> Array:
            (x, y), bottom = self.at(*where()), self.area.bottom
            # A line without length would be a point that nobody can see.
            return np.array([(x, bottom), (x, y)]) if y > bottom + 1e-6 else np.zeros((0, 2))

        line = self.segment(ends, self.theme.scaffold.model_copy(update={"dash": (0.08, 0.09), "width": 2.0}))

        def off() -> float:
            drawn = line.submobjects[0].points[:, :2]
            x, y = self.at(*belongs())
            ends = np.clip([self.area.bottom, y], self.area.bottom, self.area.top)
            across = float(np.abs(drawn[:, 0] - x).max(initial=0.0))
            return max(across, float(np.abs(drawn[[0, -1], 1] - ends).max())) if len(drawn) else 0.0

        return stating(line, in_place("place of the drop line", line, off, still=True))

    # Its edges.

    def _edges(self, x_ticks: tuple[float, ...], y_ticks: tuple[float, ...]) -> VMobject:
        left, bottom, right, top = self.box
        pieces = [np.array([(left, top), (left, bottom), (right, bottom)])]
        pieces += [np.array([(x, bottom), (x, bottom - TICK)]) for x in self.x(x_ticks)]
        pieces += [np.array([(left, y), (left - TICK, y)]) for y in self.y(y_ticks)]
        return stroke(self.theme.scaffold, width=2.0).set_points(polylines(pieces))

    def _name_sources(self, x_ticks: tuple[float, ...], y_ticks: tuple[float, ...]) -> None:
        numbers = [number for _, number in self.x_numbers], self.y_numbers
        for k, number in enumerate(numbers[0]):
            place = self.at(x_ticks[k], self.window.y_lo)
            number.ticks(x_ticks[k], partial(self._off, k, number, place, 0))
        for k, number in enumerate(numbers[1]):
            place = self.at(self.window.x_lo, y_ticks[k])
            number.ticks(y_ticks[k], partial(self._off, len(x_ticks) + k, number, place, 1))

    def _off(self, k: int, number: Formula, place: Array, along: int) -> float:
        """Return how far the k-th tick's mark and number stand from where they belong."""
        return number.off_mark(self.edges.points[8 + 4 * k : 12 + 4 * k], place, along)

    def _zero_lines(self) -> VMobject:
        left, bottom, right, top = self.box
        pieces = []
        x, y = float(self.x(0)), float(self.y(0))
        if left + 0.02 < x < right:
            pieces.append(np.array([(x, bottom), (x, top)]))
        if bottom + 0.02 < y < top:
            pieces.append(np.array([(left, y), (right, y)]))
        line = stroke(self.theme.muted, width=2.0).set_points(polylines(pieces))
        return stating(line, in_place("lines of zero", line, partial(self._off_zero, line), still=True))

    def _off_zero(self, line: VMobject) -> float:
        """Return how far the lines x = 0 and y = 0 are drawn from there, each along one of them and all across."""
        left, bottom, right, top = self.box
        zero = self.at(0.0, 0.0)
        upright, level = (
            np.array([(zero[0], bottom), (zero[0], top)]),
            np.array([(left, zero[1]), (right, zero[1])]),
        )
        drawn = line.points[:, :2].reshape(-1, 4, 2)[:, [0, 3]]
        return max((min(apart(piece, upright), apart(piece, level)) for piece in drawn), default=0.0)


def _inside(point: Array, box: tuple[float, float, float, float], slack: float = 0.0) -> bool:
    left, bottom, right, top = box
    return bool(left - slack <= point[0] <= right + slack and bottom - slack <= point[1] <= top + slack)
