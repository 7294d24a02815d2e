"""A chord of a curve: two points a gap apart, the line through them, the legs that measure its slope."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.maths.calculus import secant_slope, value_at
from nowshowing.maths.expression import Expression
from nowshowing.stage.legs import Legs
from nowshowing.stage.lines import SlopeLine
from nowshowing.stage.motion import Run, geometrically
from nowshowing.stage.paths import clip_polyline
from nowshowing.stage.places import densify
from nowshowing.stage.plot import Plot
from nowshowing.stage.schedule import way
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.text import Formula
from nowshowing.stage.values import Tracker, remembered

Array = NDArray[np.float64]


class Chord(VGroup):
    """The chord of a function from ``at`` to ``at + gap``; follows ``gap``.

    Parts: ``line``, ``dot`` (the second point), ``legs`` with labels ``h`` and ``Δy``. The curve in the plot is an
    obstacle to the labels; ``turns`` are the gaps at which the chord will rest and leave a ghost, which stays to the
    end of the turn; the second of two turns is on the other side. All is held to the ``truth``.
    """

    def __init__(
        self,
        plot: Plot,
        function: Expression,
        at: float,
        gap: Tracker,
        turns: Sequence[Sequence[float]],
        truth: SecantTruth,
    ) -> None:
        self.truth = truth
        self.plot, self.function, self.at, self.gap = plot, function, at, gap
        self.value = value_at(function, at)
        self.line = SlopeLine(
            plot, self.first, self.slope, "secant", run=gap.get_value,
            true_slope=lambda: truth.slope(gap.get_value()), true_points=self.true_points,
        )  # fmt: skip
        self.dot = plot.dot(self.second, "secant", true=self.true_second)
        h, rise = (
            Formula(text, plot.label_size, role, theme=plot.theme)
            for text, role in (("h", "gap"), (r"\Delta y", "rise"))
        )
        self.legs = Legs(
            plot, self.first, gap.get_value, lambda: self.second()[1] - self.value, (h, rise),
            true_corners=lambda: truth.corners(gap.get_value(), truth.slope(gap.get_value())),
        )  # fmt: skip
        self._curve = np.concatenate([densify(plot.trace(function)), plot.zeros()])
        self.way = way([gap for gaps in turns for gap in gaps])
        self.turns = turns
        self._ghosts = {left: self.lines([left]) for gaps in turns for left in gaps}
        self.legs.label(self.obstacles, gap, self.way)
        super().__init__(self.legs, self.line, self.dot)

    def first(self) -> tuple[float, float]:
        """Return the point that stays, in the plane."""
        return self.at, self.value

    @remembered
    def second(self) -> tuple[float, float]:
        """Return the point that moves, in the plane."""
        x = self.at + self.gap.get_value()
        return x, float(self.function(x))

    def both(self) -> Array:
        """Return both points in the plane, (2, 2)."""
        return np.array([self.first(), self.second()])

    def slope(self) -> float:
        """Return rise over run as it is drawn."""
        return (self.second()[1] - self.value) / self.gap.get_value()

    def true_slope(self) -> float:
        """Return the difference quotient, from ``maths``."""
        return secant_slope(self.function, self.at, self.gap.get_value())

    def true_first(self) -> tuple[float, float]:
        """Return where the point that stays belongs."""
        return self.truth.first

    def true_second(self) -> tuple[float, float]:
        """Return where the point that moves belongs."""
        return self.truth.second(self.gap.get_value())

    def true_points(self) -> Array:
        """Return where both points belong (2, 2)."""
        return self.truth.both(self.gap.get_value())

    def close_to(self, gap: float, run_time: float) -> Run:
        """Return the motion by which the gap closes, equal times making equal ratios."""
        return Run(self.gap, gap, run_time, geometrically)

    def obstacles(self) -> Array:
        """Return the frame points of the curve, of the line as it is, and of the ghosts that it has left by then."""
        now = self.gap.get_value()
        gaps = self.turns[0] if len(self.turns) == 1 or now * self.turns[0][0] > 0 else self.turns[1]
        shrink = all(abs(b) < abs(a) for a, b in pairwise(gaps))
        passed = [gap for gap in gaps if (abs(gap) > abs(now) * (1 + 1e-9) if shrink else gap != now)]
        left = [self._ghosts[gap] for gap in passed]
        return np.concatenate([self._curve, self.line.footprint(), *left, self.dropped(0.0), self.dropped(now)])

    def dropped(self, gap: float) -> Array:
        """Return the frame points (n, 2) of the line from the curve's point at a gap down to the axis."""
        x = self.at + gap
        point = self.plot.at(x, float(self.function(x)))
        return densify(clip_polyline(np.array([(point[0], self.plot.area.bottom), point]), self.plot.box))

    def lines(self, gaps: Sequence[float]) -> Array:
        """Return the frame points of the line at these gaps."""
        now = self.gap.get_value()
        passed = []
        for gap in gaps:
            self.gap.set_value(gap)
            passed.append(self.line.footprint())
        self.gap.set_value(now)
        return np.concatenate(passed)

    def sweep(self, gaps: Sequence[float]) -> Array:
        """Return the frame points that the curve, the line, the legs and their labels take at these gaps."""
        now = self.gap.get_value()
        passed = [self._curve]
        for gap in gaps:
            self.gap.set_value(gap)
            passed += [self.line.footprint(), self.legs.footprint()]
        self.gap.set_value(now)
        return np.concatenate(passed)

    def ghost(self) -> VMobject:
        """Return the line as it is now, standing still, as scaffold."""
        return self.line.still_copy("ghost")
