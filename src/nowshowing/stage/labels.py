"""Labels by rule: each keeps a small distance from what it names, on the side that stays free, and leaves when none is.

A label's side is chosen once, for all the states that it will go through, so that it never jumps; how present it is
follows from the room it has at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from nowshowing.stage.live import Live
from nowshowing.stage.places import CLEAR, Box, distance, ease, inside
from nowshowing.stage.plot import Plot
from nowshowing.stage.text import Formula, Number

Array = NDArray[np.float64]
GAP = 0.14
"""Distance between a label and what it names."""

Side = tuple[float, float]
"""A direction: (0, −1) is below."""


class Label(Live):
    """A text beside a moving place, on one of some sides.

    ``anchor`` is the frame point that it names; ``obstacles`` returns the points (n, 2) that it must keep clear of;
    ``room`` is the length that the named thing has in the frame (the label leaves when that gets too short).
    """

    def __init__(
        self,
        text: Formula | Number,
        anchor: Callable[[], Array],
        sides: Sequence[Side],
        obstacles: Callable[[], Array],
        bounds: Box,
        *,
        gap: float = GAP,
        length: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(text)
        self.text_object, self.anchor, self.sides, self.obstacles = text, anchor, sides, obstacles
        self.bounds, self.gap, self.length = bounds, gap, length
        self.side = sides[0]

    def choose_side(self, tracker: ValueTracker, states: Sequence[float]) -> Label:
        """Take the side with most room over all these values of a tracker, the earlier ones counting more."""
        now = tracker.get_value()
        scores = np.zeros(len(self.sides))
        for k, state in enumerate(states):
            tracker.set_value(state)
            obstacles = self.obstacles()
            for i, side in enumerate(self.sides):
                scores[i] += min(self._room(side, obstacles), 2 * CLEAR) / (k + 2)
        tracker.set_value(now)
        self.side = self.sides[int(np.argmax(scores + np.linspace(1e-3, 0, len(scores))))]
        self.draw()
        return self

    def draw(self) -> None:
        left, bottom, right, top = self._box(self.side)
        self.clearance = ease(self._room(self.side, self.obstacles()), CLEAR, 0.02)
        if self.length is not None:
            across = right - left if self.side[0] == 0 else top - bottom
            self.clearance *= ease(self.length() - across, 0.3, 0.05)
        if isinstance(self.text_object, Number):
            self.text_object.place(left, bottom)
        else:
            self.text_object.centre_at((left + right) / 2, (bottom + top) / 2)

    def _room(self, side: Side, obstacles: Array) -> float:
        box = self._box(side)
        return min(distance(box, obstacles), inside(box, self.bounds) + CLEAR)

    def _size(self) -> tuple[float, float]:
        text = self.text_object
        if isinstance(text, Number):
            return text.width_of(text.text), 0.66 * text.em
        left, bottom, right, top = text.ink
        return right - left, top - bottom

    def _box(self, side: Side) -> Box:
        width, height = self._size()
        x, y = self.anchor()
        centre_x = x + side[0] * (width / 2 + self.gap)
        centre_y = y + side[1] * (height / 2 + self.gap)
        return centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2


class AxisRow(Live):
    """Marks among the numbers of a plot's lower edge: they follow values; numbers, and lesser marks, make room.

    ``marks`` are (text, x value) pairs, the most important first.
    """

    def __init__(self, plot: Plot, marks: Sequence[tuple[Formula, Callable[[], float]]]) -> None:
        self.plot, self.marks = plot, marks
        super().__init__(*(text for text, _ in marks))
        self.draw()

    def draw(self) -> None:
        left, _, right, _ = self.plot.box
        taken: list[tuple[float, float, float]] = []
        for text, value in self.marks:
            x = float(self.plot.x(value()))
            half = text.width_units / 2
            text.place(x, self.plot.x_number_baseline, "centre")
            visible = ease(min(x - left, right - x), 0.0, -0.05)
            text.clearance = visible * _free(x, half, taken)
            taken.append((x, half, text.clearance * getattr(text, "presence", 1.0)))
        for x, number in self.plot.x_numbers:
            number.clearance = _free(float(self.plot.x(x)), number.width_units / 2, taken)


def _free(x: float, half: float, taken: Sequence[tuple[float, float, float]]) -> float:
    """Return how far an interval is free of others; each counts as far as it is present."""
    share = 1.0
    for other_x, other_half, weight in taken:
        room = abs(x - other_x) - half - other_half
        share *= 1 - weight * (1 - ease(room, 0.18, 0.08))
    return share


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
