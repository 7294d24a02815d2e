"""Number lines to one scale, and intervals marked on them.

How to use it: fit one ``Scale`` to all that the lines will show, give it to every line, and mark intervals by values.

    scale = fit_scale(-0.2, 1.2, region.inset(left=1.2))       # one unit and one zero for every line
    upper = NumberLine(scale, -0.2, 1.2, 2.0, theme, name=Formula("x", theme=theme))
    lower = NumberLine(scale, -0.2, 1.2, 0.0, theme, name=Formula("u", theme=theme))
    dx = Measure(r"\\mathrm{d}x", width.get_value, 3, "gap", theme)
    nudge = MarkedInterval(upper, lambda: (at, at + width.get_value()), "gap", theme, label=dx)
    image = MarkedInterval(lower, lambda: (g(at), g(at + width.get_value())), "rise", theme, names=("a", "b"))
    band = Band(nudge, image, theme)                            # add it first: it lies behind
    upper.make_way(width, samples, lambda: band.outline())      # numbers that the band would cross leave
    self.claim("du", image, image.drawn_length, lambda: true_du(), scale.unit)

Numbers stand on one side of a line (``numbers=-1``: below), names of ends and labels on the other, unless told so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nowshowing.maths.windows import nice_ticks
from nowshowing.stage.live import Live, set_clearance, stroke
from nowshowing.stage.paths import polylines, uprights
from nowshowing.stage.places import CLEAR, distance
from nowshowing.stage.regions import Region
from nowshowing.stage.schedule import Schedule
from nowshowing.stage.text import SIZES, Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.ticks import tick_texts
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
TICK = 0.09
MOST_NUMBERS = 12
NUMBER_GAP = 0.17
NAME_GAP = 0.28
"""Distance between a line's name and its first end."""
CAPITAL = 0.66
"""Height of digits and capitals, in em."""


@dataclass(frozen=True)
class Scale:
    """Where values lie in the frame: the abscissa of 0, and the length of 1."""

    zero: float
    unit: float

    def x(self, value: ArrayLike) -> Array:
        """Return the frame's abscissae of values."""
        return self.zero + self.unit * np.asarray(value, dtype=np.float64)

    def moved_to(self, value: float, x: float) -> Scale:
        """Return the scale of the same unit that has a value at an abscissa."""
        return Scale(x - self.unit * value, self.unit)


def fit_scale(lo: float, hi: float, region: Region) -> Scale:
    """Return the scale at which [lo, hi] fills a region's width."""
    unit = region.width / (hi - lo)
    return Scale(region.left - unit * lo, unit)


class Ruler(Protocol):
    """What intervals can be marked on: a level line that knows where values lie on it."""

    side: int
    """Where its numbers stand: 1 above, -1 below."""

    @property
    def unit(self) -> float:
        """Length of 1 in the frame."""

    def at(self, value: ArrayLike) -> Array:
        """Return frame points (…, 2) of values."""

    def level(self) -> float:
        """Return its height in the frame."""


class NumberLine(Live):
    """The part [lo, hi] of a number line, with ticks and numbers as many as have room.

    ``y`` is where it lies in the frame, a number or read before every frame. ``numbers`` is the side on which they
    stand, 1 above or -1 below; ``raised`` leaves room between line and numbers, for names of ends. The ``name`` ends
    just before the line, or at the abscissa ``name_at``.
    """

    def __init__(
        self,
        scale: Scale,
        lo: float,
        hi: float,
        y: float | Callable[[], float],
        theme: Theme,
        *,
        name: Formula | None = None,
        name_at: float | None = None,
        numbers: int = -1,
        raised: float = 0.0,
    ) -> None:
        self.scale_of_line, self.lo, self.hi, self.side = scale, lo, hi, numbers
        self.height_now = y if callable(y) else lambda: y
        self.ticks, self.numbers = self._chosen(theme)
        self.caption, self.caption_at = name, float(self.x(lo)) - NAME_GAP if name_at is None else name_at
        for k, (value, number) in enumerate(zip(self.ticks, self.numbers, strict=True)):
            number.ticks(value, partial(self._off, k))
        self.offset = NUMBER_GAP + raised
        self.rule = stroke(theme.muted)
        self.shown: dict[int, Callable[[], float]] = {}
        super().__init__(self.rule, *self.numbers, *([name] if name is not None else []))
        self.draw()

    def _chosen(self, theme: Theme) -> tuple[tuple[float, ...], list[Formula]]:
        roomy, tight = self._as_many(0.35, theme), self._as_many(0.2, theme)
        return roomy if len(roomy[0]) >= min(3, len(tight[0])) else tight

    def _as_many(self, apart: float, theme: Theme) -> tuple[tuple[float, ...], list[Formula]]:
        """Return as many ticks as have room for their numbers, so far apart."""
        length = self.scale_of_line.unit * (self.hi - self.lo)
        for most in range(min(MOST_NUMBERS, max(2, int(length / 0.45))), 0, -1):
            ticks = nice_ticks(self.lo, self.hi, most)
            numbers = [Formula(text, "small", "muted", theme=theme) for text in tick_texts(ticks)]
            step = self.scale_of_line.unit * float(np.diff(ticks).min(initial=np.inf))
            if all(number.width_units + apart <= step for number in numbers):
                return ticks, numbers
        return (), []

    def keep_numbers_left_of(self, right: float) -> None:
        """Leave out numbers that would reach beyond an abscissa of the frame."""
        for value, number in zip(self.ticks, self.numbers, strict=True):
            if float(self.x(value)) + number.width_units / 2 > right:
                set_clearance(number, 0.0)

    @property
    def unit(self) -> float:
        """Length of 1 in the frame."""
        return self.scale_of_line.unit

    def level(self) -> float:
        """Return its height in the frame."""
        return self.height_now()

    def x(self, value: ArrayLike) -> Array:
        """Return the frame's abscissae of values."""
        return self.scale_of_line.x(value)

    def at(self, value: ArrayLike) -> Array:
        """Return frame points (…, 2) of values on the line."""
        x = self.x(value)
        points = np.empty((*x.shape, 2))
        points[..., 0], points[..., 1] = x, self.level()
        return points

    @property
    def number_baseline(self) -> float:
        """Where the numbers stand, in units from the line."""
        below = self.offset + TICK + CAPITAL * SIZES["small"]
        return self.offset + TICK if self.side > 0 else -below

    def draw(self) -> None:
        y = self.level()
        pieces = [np.array([(self.x(self.lo), y), (self.x(self.hi), y)])]
        self.rule.set_points(polylines([*pieces, *uprights(self.x(self.ticks), y - TICK, y + TICK)]))
        for k, (value, number) in enumerate(zip(self.ticks, self.numbers, strict=True)):
            number.place(float(self.x(value)), y + self.number_baseline, "centre")
            if k in self.shown:
                set_clearance(number, self.shown[k]())
        if self.caption is not None:
            self.caption.place(self.caption_at, y - 0.11, "right")

    def drawn_unit(self) -> float:
        """Return the length of 1, measured from the first and the last tick's mark."""
        marks = self.rule.points[4::4, 0]
        return float((marks[-1] - marks[0]) / (self.ticks[-1] - self.ticks[0])) if len(self.ticks) > 1 else self.unit

    def drawn_zero(self) -> float:
        """Return the abscissa of 0, measured from the first tick's mark."""
        first = self.rule.points[4:5, 0]
        return float(first[0] - self.drawn_unit() * self.ticks[0]) if len(first) else self.scale_of_line.zero

    def _off(self, k: int) -> float:
        """Return how far the k-th tick's mark and number stand from where they belong."""
        mark = self.rule.points[4 + 4 * k : 8 + 4 * k]
        return self.numbers[k].off_mark(mark, self.at(self.ticks[k]), 0)

    def make_way(self, tracker: Tracker, samples: Sequence[float], taken: Callable[[], Array]) -> Self:
        """Let numbers leave while they would be touched by what ``taken`` returns, frame points (n, 2).

        Decided for the whole way of a tracker, whose samples must not be 0.
        """
        for k, number in enumerate(self.numbers):
            self.shown[k] = Schedule(tracker, samples, self._is_clear(number, taken), returns=True)
        self.draw()
        return self

    @staticmethod
    def _is_clear(number: Formula, taken: Callable[[], Array]) -> Callable[[], bool]:
        def clear() -> bool:
            left, bottom, right, top = number.ink
            box = (number.x + left, number.y + bottom, number.x + right, number.y + top)
            return distance(box, taken()) >= CLEAR

        return clear
