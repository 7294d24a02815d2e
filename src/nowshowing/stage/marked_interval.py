"""Intervals marked on number lines: a bar, the names of its ends, its length, and the band to its image."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Self

import numpy as np
from manim import CapStyleType, VGroup
from numpy.typing import NDArray

from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.number import Number
from nowshowing.stage.number_line import Ruler
from nowshowing.stage.paths import diamond, polyline, polylines
from nowshowing.stage.places import densify
from nowshowing.stage.placing import centres_of, displaced, ends_of
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker, remembered

Array = NDArray[np.float64]
ENDS = ("a", "b")
THICKNESS = 2.6
"""Of a bar, in widths of its role."""
NAME_GAP = 0.15
"""Distance of the names of an interval's ends from the line, in units."""
BESIDE_END = 0.06
"""How far from its end a name begins, in units."""
SLACK = 0.15
"""How much farther or less far the ink of a name may begin, in em."""
ASCENDER = 0.7
"""Height of a b, in em."""


class Measure(Live):
    """A symbol and its live value, ``dx = 0.20``, as one label; ``centre_at`` puts its middle and its baseline."""

    def __init__(
        self, symbol: str, value: Callable[[], float], decimals: int, role: str, theme: Theme, relation: str = "="
    ) -> None:
        self.symbol = Formula(rf"{symbol} {relation}", "body", role, theme=theme)
        self.number = Number(value, decimals, "body", role, theme=theme, face="math")
        super().__init__(self.symbol, self.number)
        self.centre_at(0.0, 0.0)

    @property
    def width_units(self) -> float:
        """The present width, in units."""
        return self.symbol.width_units + 0.1 + self.number.width_of(self.number.text)

    def centre_at(self, x: float, baseline: float) -> Self:
        """Put the middle and the baseline."""
        left = x - self.width_units / 2
        self.symbol.place(left, baseline)
        self.number.place(left + self.symbol.width_units + 0.1, baseline)
        return self


class MarkedInterval(Live):
    """An interval on a line: a bar, the names of its ends outside it, a label over its middle.

    ``ends`` returns the values of the first and the second end; where the second lies to the left, so does its name.
    ``side`` is where names and label stand, 1 above or -1 below; ``label_offset`` how far its baseline is from the
    line. The label stays between the ``bounds`` (left and right, in the frame).
    """

    def __init__(
        self,
        line: Ruler,
        ends: Callable[[], tuple[float, float]],
        role: str,
        theme: Theme,
        *,
        side: int | None = None,
        names: tuple[str, str] | None = None,
        label: Measure | None = None,
        label_offset: float | None = None,
        bounds: tuple[float, float] = (-np.inf, np.inf),
    ) -> None:
        self.line, self.ends, self.label, self.bounds = line, ends, label, bounds
        self.side = -line.side if side is None else side
        look = theme.role(role)
        self.bar = stroke(look, width=THICKNESS * look.width)
        self.bar.cap_style = CapStyleType.BUTT
        self.names = VGroup(*(Formula(name, "body", role, theme=theme) for name in names or ()))
        high = 0.36 if names is None else 0.62
        self.label_offset = label_offset if label_offset is not None else high if self.side > 0 else high + 0.24
        # The first end stays in sight however short the bar gets; its form tells it from a bead.
        self.first_end = filled(look)
        self.half_end = 0.0075 * THICKNESS * look.width
        super().__init__(self.bar, self.first_end, self.names, *([label] if label is not None else []))
        self.draw()

    @remembered
    def corners(self) -> Array:
        """Return the two ends in the frame (2, 2)."""
        return self.line.at(np.array(self.ends()))

    def drawn_length(self) -> float:
        """Return the signed length of the bar as drawn, in units of the line."""
        points = self.bar.points
        return float((points[-1, 0] - points[0, 0]) / self.line.unit) if len(points) else np.nan

    def claims(self) -> Iterator[Claim]:
        """State that its dot is at its first end, and that the names stand outside, each at its own end."""
        yield in_place("dot at the first end", self, self._off_dot, still=True)
        for k, name in enumerate(self.names):
            assert isinstance(name, Formula)
            yield in_place("name of an end", self, partial(self._off_name, name, k), still=True)

    def _off_dot(self) -> float:
        return displaced(centres_of([self.first_end]), ends_of([self.bar])[:, 0])

    def _off_name(self, name: Formula, k: int) -> float:
        """Return how far a name is from standing just outside its end."""
        ends, ink = ends_of([self.bar])[0, :, 0], name.submobjects[0].points[:, 0]
        away = ink.min() - ends[k] if (k == 1) != (ends[1] < ends[0]) else ends[k] - ink.max()
        return float(np.maximum(0.0, np.abs(away - BESIDE_END) - SLACK * name.em))

    def draw(self) -> None:
        corners = self.corners()
        self.bar.set_points(polyline(corners))
        self.first_end.set_points(diamond(corners[0], self.half_end))
        y = self.line.level()
        turned = corners[1, 0] < corners[0, 0]
        for k, name in enumerate(self.names.submobjects):
            assert isinstance(name, Formula)
            rightmost = (k == 1) != turned
            baseline = y + (NAME_GAP if self.side > 0 else -NAME_GAP - ASCENDER * name.em)
            name.place(
                corners[k, 0] + (BESIDE_END if rightmost else -BESIDE_END), baseline, "left" if rightmost else "right"
            )
        if self.label is not None:
            half = self.label.width_units / 2
            middle = float(np.clip(corners[:, 0].mean(), self.bounds[0] + half, self.bounds[1] - half))
            self.label.centre_at(middle, y + self.side * self.label_offset)


class Band(Live):
    """What joins an interval to its image: ends to ends, so that a flip shows as a twist.

    ``reach`` is how far it has come, 0 to 1; None: all the way. ``edge`` is the width of the lines along its sides,
    which stay in sight when the band gets narrow.
    """

    def __init__(
        self,
        first: MarkedInterval,
        second: MarkedInterval,
        theme: Theme,
        role: str = "rise",
        *,
        reach: Tracker | None = None,
        edge: float = 0.0,
    ) -> None:
        self.first, self.second, self.reach = first, second, reach
        self.area = filled(theme.role(role), opacity=0.2)
        self.sides = stroke(theme.role(role), width=edge)
        super().__init__(self.area, *([self.sides] if edge else []))
        self.draw()

    def _ring(self) -> Array:
        a, b = self.first.corners(), self.second.corners()
        if self.reach is not None:
            b = a + (b - a) * self.reach.get_value()
        return np.array([a[0], a[1], b[1], b[0], a[0]])

    def outline(self) -> Array:
        """Return frame points (n, 2) along its edge, for others to keep clear of."""
        return densify([self._ring()])

    def claims(self) -> Iterator[Claim]:
        """State that its corners and sides, as far as it has come, are at the ends of the two bars."""
        yield in_place("corners of the band", self, self._off)

    def _off(self) -> float:
        come = 1.0 if self.reach is None else self.reach.get_value()
        a, b = ends_of([self.first.bar, self.second.bar])
        b = a + (b - a) * come
        corners = self.area.points[0::4, :2]
        sides = self.sides.points[:, :2].reshape(-1, 4, 2)[:, [0, -1]]
        off_sides = displaced(sides, np.array([[a[1], b[1]], [b[0], a[0]]]))
        return float(np.maximum(displaced(corners, np.array([a[0], a[1], b[1], b[0]])), off_sides))

    def draw(self) -> None:
        ring = self._ring()
        self.area.set_points(polyline(ring))
        self.sides.set_points(polylines([ring[1:3], ring[3:]]))
