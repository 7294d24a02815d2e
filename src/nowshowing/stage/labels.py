"""Labels by rule: each keeps a small distance from what it names, on the side that stays free, and leaves when none is.

A label's side is chosen once, for all the states that it will go through, so that it never jumps; how present it is
follows from the room it has at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.live import Live, presence_of, set_clearance
from nowshowing.stage.number import Number
from nowshowing.stage.places import CLEAR, Box, distance, inside
from nowshowing.stage.plot import Plot
from nowshowing.stage.schedule import Schedule
from nowshowing.stage.text import Formula
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
GAP = 0.14
"""Distance between a label and what it names."""
UNSEEN = 0.12
"""What is less present than this does not disturb: by then a number has left the place that a mark takes."""

Spot = tuple[float, float, float]
"""A direction, (0, −1) is below, and how far along the named thing, 0 to 1, a label stands in that direction."""
SHARES = (0.5, 0.72, 0.3, 0.85)
"""How far along a leg its label may stand, the best first."""
LESS_DEAR = 0.6
"""How many more samples a label must fit at for each place further down the list."""


class Label(Live):
    """A text beside a moving thing, at one of some spots, the best first.

    ``anchor`` returns the frame point at a share of the way along what it names; ``obstacles`` the points (n, 2) that
    it must keep clear of; ``length`` is that of the named thing in the frame: the label leaves when it gets shorter
    than the label.
    """

    def __init__(
        self,
        text: Formula | Number,
        anchor: Callable[[float], Array],
        spots: Sequence[Spot],
        obstacles: Callable[[], Array],
        bounds: Box,
        *,
        length: Callable[[], float],
    ) -> None:
        super().__init__(text)
        self.text_object, self.anchor, self.spots, self.obstacles = text, anchor, spots, obstacles
        self.bounds, self.length = bounds, length
        self.tracker: Tracker | None = None
        self.taken: dict[bool, Spot] = dict.fromkeys((True, False), spots[0])
        self.schedule: Callable[[], float] = lambda: 1.0

    def plan(self, tracker: Tracker, samples: Sequence[float]) -> Label:
        """Decide for the whole way of a tracker at which spot the label stands, and when it leaves."""
        now = tracker.get_value()
        self.tracker = tracker
        rooms: dict[bool, list[list[float]]] = {True: [], False: []}
        for sample in samples:
            tracker.set_value(sample)
            obstacles = self.obstacles()
            rooms[sample > 0].append([self._room(spot, obstacles) for spot in self.spots])
        self.taken = {sign: self._best(found) for sign, found in rooms.items()}
        tracker.set_value(now)
        self.schedule = Schedule(tracker, samples, self.fits)
        self.draw()
        return self

    def _best(self, rooms: Sequence[Sequence[float]]) -> Spot:
        """Return the spot at which the label fits longest, given its room at each spot sample by sample."""
        scores = []
        for place, found in enumerate(zip(*rooms, strict=True)):
            stays = list(takewhile(lambda room: room >= CLEAR, found))
            ease = min(2 * CLEAR, float(np.mean(stays or [0.0]))) / CLEAR
            scores.append(len(stays) + ease - LESS_DEAR * place)
        return self.spots[int(np.argmax(scores))] if scores else self.spots[0]

    @property
    def spot(self) -> Spot:
        """The spot at which the label stands at present."""
        return self.taken[self.tracker is None or self.tracker.get_value() > 0]

    def fits(self) -> bool:
        """Tell whether there is room for the label at present."""
        left, bottom, right, top = self.box(self.spot)
        across = right - left if self.spot[0] == 0 else top - bottom
        return self.length() >= across + 0.1 and self._room(self.spot, self.obstacles()) >= CLEAR

    def draw(self) -> None:
        left, bottom, right, top = self.box(self.spot)
        self.clearance = self.schedule()
        if isinstance(self.text_object, Number):
            self.text_object.place(left, bottom)
        else:
            self.text_object.centre_at((left + right) / 2, (bottom + top) / 2)

    def _room(self, spot: Spot, obstacles: Array) -> float:
        box = self.box(spot)
        return min(distance(box, obstacles), inside(box, self.bounds) + CLEAR)

    def _size(self) -> tuple[float, float]:
        text = self.text_object
        if isinstance(text, Number):
            return text.width_of(text.text), 0.66 * text.em
        left, bottom, right, top = text.ink
        return right - left, top - bottom

    def box(self, spot: Spot) -> Box:
        """Return the box that the label takes at a spot: left, bottom, right, top."""
        width, height = self._size()
        across, up, share = spot
        x, y = self.anchor(share)
        centre_x = x + across * (width / 2 + GAP)
        centre_y = y + up * (height / 2 + GAP)
        return centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2


class AxisRow(Live):
    """Two marks among the numbers of a plot's lower edge: one stays, one follows a tracker; numbers make room for both.

    ``moving`` leaves where it would touch ``fixed``. ``where`` gives its x from the tracker's present value; ``true``
    are the places of both in x, as ``maths`` has them.
    """

    def __init__(
        self,
        plot: Plot,
        fixed: tuple[Formula, float],
        moving: Formula,
        where: Callable[[], float],
        tracker: Tracker,
        samples: Sequence[float],
        *,
        true: tuple[Callable[[], float], Callable[[], float]],
    ) -> None:
        self.plot, self.moving, self.where, self.true = plot, moving, where, true
        self.fixed, x = fixed
        self._place(self.fixed, x)
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

    def _number_schedule(self, number: Formula, tracker: Tracker, samples: Sequence[float]) -> Schedule:
        return Schedule(tracker, samples, lambda: self.shown() == 0 or self._clear(self.moving, number), returns=True)

    def follow(self) -> None:
        """Bring the moving mark to its place."""
        self._place(self.moving, self.where())

    def _place(self, mark: Formula, x: float) -> None:
        """Put a mark below its place, or as near as the region of the plot allows."""
        half, region = mark.width_units / 2, self.plot.region
        middle = min(max(float(self.plot.x(x)), region.left + half), region.right - half)
        mark.place(middle, self.plot.x_number_baseline, "centre")

    def claims(self) -> Iterator[Claim]:
        """State that both marks stand below their places, or as near as the region allows."""
        for mark, true in zip((self.fixed, self.moving), self.true, strict=True):
            yield in_place("mark below its place", mark, partial(self._off, mark, true), still=True)

    def _off(self, mark: Formula, true: Callable[[], float]) -> float:
        half, region = mark.width_units / 2, self.plot.region
        middle = float(np.clip(self.plot.x(true()), region.left + half, region.right - half))
        return abs(float(mark.drawn_origin()[0]) + half - middle)

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
