"""Straight lines that carry a slope."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from nowshowing.stage.claims import Claim, in_place, stating
from nowshowing.stage.live import Live, stroke
from nowshowing.stage.measures import off_line, off_straight
from nowshowing.stage.paths import clip_polyline
from nowshowing.stage.places import densify
from nowshowing.stage.plot import Plot
from nowshowing.stage.secant_truth import SecantTruth

Array = NDArray[np.float64]
REACH = 1.5
"""How far a line goes on beyond the points that it joins, in units of the frame."""


class SlopeLine(Live):
    """The line through a point of a plot with a slope, reaching beyond it, and beyond a run to the second point.

    ``point`` returns (x, y), ``slope`` the slope in units of y a unit of x, ``run`` the second point's distance in x
    (0 for a tangent). ``true_slope`` and ``true_points``, one or two (n, 2) in the plane, are what ``maths`` says of
    the line; they must be given where what it is drawn from does not come from there. ``reach`` is how far it goes on
    to the left and to the right. Clipped to the window.
    """

    def __init__(
        self,
        plot: Plot,
        point: Callable[[], tuple[float, float]],
        slope: Callable[[], float],
        role: str,
        *,
        run: Callable[[], float] = lambda: 0.0,
        reach: tuple[float, float] = (REACH, REACH),
        true_slope: Callable[[], float] | None = None,
        true_points: Callable[[], ArrayLike] | None = None,
    ) -> None:
        self.plot, self.point, self.slope, self.run, self.reach = plot, point, slope, run, reach
        self.true_slope = true_slope or slope
        self.true_points = true_points or point
        self.line = plot.segment(self.ends, role)
        super().__init__(self.line)

    def direction(self) -> Array:
        """Return the unit direction (2,) in the frame, pointing right."""
        slope = self.slope()
        if math.isinf(slope):
            return np.array([0.0, 1.0])
        along: Array = np.array([self.plot.x_unit, self.plot.y_unit * slope])
        return along / float(np.hypot(*along))

    def ends(self) -> Array:
        """Return the two ends in the frame (2, 2), before they are clipped."""
        x, y = self.point()
        p, u = self.plot.at(x, y), self.direction()
        run = self.run()
        far = run * np.array([self.plot.x_unit, self.plot.y_unit * self.slope()]) if run else np.zeros(2)
        ends = (p, p + far) if run >= 0 else (p + far, p)
        return np.array([ends[0] - self.reach[0] * u, ends[1] + self.reach[1] * u])

    def footprint(self) -> Array:
        """Return the frame points (n, 2) along the line as it is."""
        return densify(clip_polyline(self.ends(), self.plot.box))

    def drawn_slope(self) -> float:
        """Return the slope of what is drawn, measured from its end points through the plot's map."""
        across, up = self._drawn()
        return up / self.plot.y_unit / (across / self.plot.x_unit) if across else np.inf

    def claims(self) -> Iterator[Claim]:
        """State its slope, and that it runs through its point, and as far as the second, where there is one."""
        yield Claim("slope of the line", self, self.drawn_slope, self.true_slope, self.turn)
        yield in_place("point on the line", self, self._off_points, still=True)

    def _true_points(self) -> Array:
        """Return the points (n, 2) in the frame through which it is to run."""
        x, y = np.atleast_2d(np.asarray(self.true_points(), dtype=np.float64)).T
        return self.plot.at(x, y)

    def _off_points(self) -> float:
        """Return how far the line, from end to end, passes by a point; one outside the window may be cut off."""
        line = self.line.submobjects[0]
        assert isinstance(line, VMobject)
        points = self._true_points()
        left, bottom, right, top = self.plot.box
        start, end = line.points[0, :2], line.points[-1, :2]
        off = 0.0
        for point in points:
            off = max(off, off_line(line, point))
            if left <= point[0] <= right and bottom <= point[1] <= top:
                beyond = max(float((start - end) @ (point - end)), float((end - start) @ (point - start)))
                length = float(np.hypot(*(end - start)))
                off = max(off, beyond / length - length if length else 0.0)
        return off

    def turn(self) -> float:
        """Return how far an end of what is drawn would move if the slope were off by 1, in units of the frame."""
        across, up = self._drawn()
        return 0.5 * across**2 / float(np.hypot(across, up)) * self.plot.y_unit / self.plot.x_unit

    def _drawn(self) -> tuple[float, float]:
        points = self.line.submobjects[0].points
        across, up = points[-1, :2] - points[0, :2]
        return float(across), float(up)

    def still_copy(self, role: str) -> VMobject:
        """Return the line as it is now, in another role, standing still."""
        look = self.plot.theme.role(role)
        line = stroke(look).set_points(self.plot.segment(self.ends, look).submobjects[0].points.copy())
        point = self._true_points()[0]
        direction = np.array([self.plot.x_unit, self.plot.y_unit * self.true_slope()])
        off = partial(off_straight, line, point, direction)
        return stating(line, in_place("line that stays", line, off, still=True))


TANGENT_REACH = 2.4
PAST_TOUCH = 0.9
"""How far half a tangent goes on beyond its point, so that it is seen to be another line than the other half."""


def touching_lines(
    plot: Plot,
    touch: tuple[float, float],
    slopes: tuple[float, float],
    least: tuple[float, float] = (0.0, 0.0),
    *,
    truth: SecantTruth,
) -> VGroup:
    """Return the tangent at a point; where the slopes from left and right differ, the half of one on either side.

    ``least`` is how far to the left and to the right a whole tangent reaches at least.
    """

    def line(side: int, reach: tuple[float, float]) -> SlopeLine:
        return SlopeLine(
            plot, lambda: touch, lambda: slopes[side], "tangent", reach=reach,
            true_slope=lambda: truth.limits[side], true_points=lambda: truth.first,
        )  # fmt: skip

    if slopes[0] == slopes[1]:
        return VGroup(line(1, (max(TANGENT_REACH, least[0]), max(TANGENT_REACH, least[1]))))
    return VGroup(line(0, (TANGENT_REACH, PAST_TOUCH)), line(1, (PAST_TOUCH, TANGENT_REACH)))
