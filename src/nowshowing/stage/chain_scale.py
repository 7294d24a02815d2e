"""Where the intervals of a chain lie in the frame while their nudge shrinks under a growing magnification."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import ValueTracker, VGroup

from nowshowing.maths.chains import Nudge, View, magnified
from nowshowing.stage.chain_texts import BesideBand
from nowshowing.stage.lens import two_digits
from nowshowing.stage.motion import geometrically, straight
from nowshowing.stage.number import Number
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Words
from nowshowing.stage.theme import Theme

LEAST_REACH = 0.15
"""How far an image may always reach, in units of the frame."""


class ChainScale:
    """The unit of each line, and where the point lies on it, from the first ``views`` of the lines in ``line`` to the
    last ones, in which the intervals fill ``area``; ``closeness`` is how far it has come, 0 to 1. On the way the
    ``texts`` beside the bands keep their room in ``line``."""

    def __init__(
        self,
        now: Callable[[], Nudge],
        closeness: ValueTracker,
        views: tuple[View, View, View],
        line: Region,
        area: Region,
        texts: Sequence[BesideBand],
    ) -> None:
        self.now, self.closeness, self.views, self.line, self.texts = now, closeness, views, line, texts
        self.held = 0.0, 1.0
        was = closeness.get_value()
        closeness.set_value(1.0)
        self.last_unit, start = magnified(now().lengths, [view.power for view in views], area.width)
        self.last_start = area.left + start
        last = self._reach()
        closeness.set_value(0.0)
        self.firsts = [line.left + view.at(pair[0]) for view, pair in zip(views, now().lines, strict=True)]
        self.reaches = self._reach(), last
        closeness.set_value(was)

    def unit(self, k: int) -> float:
        """Return the present length of one unit of line k in the frame."""
        return self._unit(k) * self._held()

    def start(self, k: int) -> float:
        """Return the present abscissa of the point on line k."""
        closeness = self.closeness.get_value()
        return self.last_start if closeness == 1 else straight(self.firsts[k], self.last_start, closeness)

    def told(self, x: float, y: float, theme: Theme) -> VGroup:
        """Return by how much the nudge is magnified, live, from a place of the frame on."""
        word = Words("zoom ×", "small", "muted", theme=theme).place(x, y)
        number = Number(
            lambda: self.unit(0) / self.views[0].unit, 0, "small", "muted", theme=theme, face="sans",
            style=two_digits,
        )  # fmt: skip
        return VGroup(word, number.place(x + word.width_units + 0.1, y))

    def _unit(self, k: int) -> float:
        view = self.views[k]
        return geometrically(view.unit, self.last_unit * 10.0**view.power, self.closeness.get_value())

    def _held(self) -> float:
        """Return by how much the units are held back on the way, so that no image leaves the room that all have."""
        closeness = self.closeness.get_value()
        if closeness in (0.0, 1.0):
            return 1.0
        if closeness != self.held[0]:
            self.held = closeness, self._held_back(closeness)
        return self.held[1]

    def _held_back(self, closeness: float) -> float:
        low, high = (straight(a, b, closeness) for a, b in zip(*self.reaches, strict=True))
        held = 1.0
        for k, length in enumerate(self.now().lengths):
            start = self.start(k)
            room = max(high - start if length > 0 else start - low, LEAST_REACH)
            held = min(held, room / max(abs(self._unit(k) * length), room))
        return min([held, *map(self._held_beside, self.texts)])

    def _held_beside(self, text: BesideBand) -> float:
        """Return by how much the units are held back so that a text has room beside its band."""
        upper, lengths = text.upper, self.now().lengths
        x = straight(self.start(upper), self.start(upper + 1), text.share)
        over, under = (self._unit(k) * lengths[k] for k in (upper, upper + 1))
        reach = text.side * straight(over, under, text.share)
        free = (self.line.right - x if text.side > 0 else x - self.line.left) - text.room()
        room = max(free, LEAST_REACH)
        return room / max(reach, room)

    def _reach(self) -> tuple[float, float]:
        """Return how far left and right the intervals reach, where they are shown first or last."""
        starts = [self.start(k) for k in range(3)]
        ends = [
            start + self._unit(k) * length
            for k, (start, length) in enumerate(zip(starts, self.now().lengths, strict=True))
        ]
        return min(*starts, *ends), max(*starts, *ends)
