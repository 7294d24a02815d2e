"""Labels by rule: each keeps a small distance from what it names, on the side that stays free, and leaves when none is.

A label's side is chosen once, for all the states that it will go through, so that it never jumps; how present it is
follows from the room it has at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from nowshowing.stage.live import Live, presence_of, set_clearance
from nowshowing.stage.places import CLEAR, Box, distance, inside
from nowshowing.stage.plot import Plot
from nowshowing.stage.schedule import Schedule
from nowshowing.stage.text import Formula, Number

Array = NDArray[np.float64]
GAP = 0.14
"""Distance between a label and what it names."""
UNSEEN = 0.12
"""What is less present than this does not disturb: by then a number has left the place that a mark takes."""

Side = tuple[float, float]
"""A direction: (0, −1) is below."""


class Label(Live):
    """A text beside a moving place, on one of some sides.

    ``anchor`` is the frame point that it names; ``obstacles`` returns the points (n, 2) that it must keep clear of;
    ``length`` is that of the named thing in the frame: the label leaves when it gets shorter than the label.
    """

    def __init__(
        self,
        text: Formula | Number,
        anchor: Callable[[], Array],
        sides: Sequence[Side],
        obstacles: Callable[[], Array],
        bounds: Box,
        *,
        length: Callable[[], float],
    ) -> None:
        super().__init__(text)
        self.text_object, self.anchor, self.sides, self.obstacles = text, anchor, sides, obstacles
        self.bounds, self.length = bounds, length
        self.tracker: ValueTracker | None = None
        self.taken: dict[bool, Side] = dict.fromkeys((True, False), sides[0])
        self.schedule: Callable[[], float] = lambda: 1.0

    def plan(self, tracker: ValueTracker, samples: Sequence[float]) -> Label:
        """Decide for the whole way of a tracker on which side the label stands, and when it leaves."""
        now = tracker.get_value()
        self.tracker = tracker
        scores = {sign: np.linspace(1e-3, 0, len(self.sides)) for sign in (True, False)}
        for k, sample in enumerate(samples):
            tracker.set_value(sample)
            obstacles = self.obstacles()
            for i, side in enumerate(self.sides):
                scores[sample > 0][i] += min(self._room(side, obstacles), 2 * CLEAR) / (k + 2)
        self.taken = {sign: self.sides[int(np.argmax(score))] for sign, score in scores.items()}
        tracker.set_value(now)
        self.schedule = Schedule(tracker, samples, self.fits)
        self.draw()
        return self

    @property
    def side(self) -> Side:
        """The side on which the label stands at present."""
        return self.taken[self.tracker is None or self.tracker.get_value() > 0]

    def fits(self) -> bool:
        """Tell whether there is room for the label at present."""
        left, bottom, right, top = self.box(self.side)
        across = right - left if self.side[0] == 0 else top - bottom
        return self.length() >= across + 0.1 and self._room(self.side, self.obstacles()) >= CLEAR

    def draw(self) -> None:
        left, bottom, right, top = self.box(self.side)
        self.clearance = self.schedule()
        if isinstance(self.text_object, Number):
            self.text_object.place(left, bottom)
        else:
            self.text_object.centre_at((left + right) / 2, (bottom + top) / 2)

    def _room(self, side: Side, obstacles: Array) -> float:
        box = self.box(side)
        return min(distance(box, obstacles), inside(box, self.bounds) + CLEAR)

    def _size(self) -> tuple[float, float]:
        text = self.text_object
        if isinstance(text, Number):
            return text.width_of(text.text), 0.66 * text.em
        left, bottom, right, top = text.ink
        return right - left, top - bottom

    def box(self, side: Side) -> Box:
        """Return the box that the label takes on a side: left, bottom, right, top."""
        width, height = self._size()
        x, y = self.anchor()
        centre_x = x + side[0] * (width / 2 + GAP)
        centre_y = y + side[1] * (height / 2 + GAP)
        return centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2


class AxisRow(Live):
    """Two marks among the numbers of a plot's lower edge: one stays, one follows a tracker; numbers make room for both.

    ``moving`` leaves where it would touch ``fixed``. ``where`` gives its x from the tracker's present value.
    """

    def __init__(
        self,
        plot: Plot,
        fixed: tuple[Formula, float],
        moving: Formula,
        where: Callable[[], float],
        tracker: ValueTracker,
        samples: Sequence[float],
    ) -> None:
        self.plot, self.moving, self.where = plot, moving, where
        self.fixed, x = fixed
        y = plot.x_number_baseline
        self.fixed.place(float(plot.x(x)), y, "centre")
        self.follow()
        self.shown = Schedule(tracker, samples, lambda: self._clear(self.fixed, self.moving) and self._visible())
        self.numbers = []
        for _, number in plot.x_numbers:
            beside = self._clear(self.fixed, number)
            set_clearance(number, float(beside))
            if beside:
                free = self._number_schedule(number, tracker, samples)
                self.numbers.append((number, free))
        super().__init__(self.fixed, self.moving)
        self.draw()

    def _number_schedule(self, number: Formula, tracker: ValueTracker, samples: Sequence[float]) -> Schedule:
        return Schedule(tracker, samples, lambda: self.shown() == 0 or self._clear(self.moving, number), returns=True)

    def follow(self) -> None:
        """Bring the moving mark to its place."""
        self.moving.place(float(self.plot.x(self.where())), self.plot.x_number_baseline, "centre")

    def _visible(self) -> bool:
        left, _, right, _ = self.plot.box
        return left <= float(self.plot.x(self.where())) <= right

    def _clear(self, a: Formula, b: Formula) -> bool:
        self.follow()
        room = max(a.x, b.x) - (a if a.x < b.x else b).width_units
        return room - min(a.x, b.x) >= 0.25

    def draw(self) -> None:
        self.follow()
        set_clearance(self.moving, self.shown())
        here = presence_of(self.moving)
        for number, free in self.numbers:
            set_clearance(number, 1 - min(1.0, here / UNSEEN) * (1 - free()))


def place_on_curve(text: Formula, plot: Plot, pieces: Sequence[Array], obstacles: Array) -> float:
    """Put a text beside a curve, near its right end if there is room; return the room that it has there.

    ``pieces`` are the curve's polylines in the frame; ``obstacles`` the points (n, 2) to keep clear of.
    """
    left, bottom, right, top = text.ink
    half = np.array([right - left, top - bottom]) / 2
    spots: list[tuple[float, Array]] = []
    for piece in reversed(pieces):
        lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(piece, axis=0).T))])
        for share in (0.96, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.04):
            point = np.array([np.interp(share * lengths[-1], lengths, piece[:, i]) for i in (0, 1)])
            for side in ((-1, 0), (1, 0), (-1, 1), (1, -1), (0, 1), (0, -1), (1, 1), (-1, -1)):
                centre = point + np.array(side) * (half + 1.6 * GAP)
                low, high = centre - half, centre + half
                box = (low[0], low[1], high[0], high[1])
                spots.append((min(distance(box, obstacles), inside(box, plot.box)), centre))
                if spots[-1][0] >= 1.4 * CLEAR:
                    text.centre_at(*centre)
                    return spots[-1][0]
    room, centre = max(spots, key=lambda spot: spot[0])
    text.centre_at(*centre)
    return room
