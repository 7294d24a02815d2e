"""The graph of f∘g as a replay of the graph of f, at the pace at which g runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import VGroup
from manim import linear as steadily
from numpy.typing import NDArray

from nowshowing.maths.calculus import composition
from nowshowing.maths.chains import natural_span
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import SAMPLES, Window
from nowshowing.stage.heading import stack_heading
from nowshowing.stage.lines import SlopeLine
from nowshowing.stage.live import Live, stroke
from nowshowing.stage.motion import Run
from nowshowing.stage.paths import EMPTY, clip_polyline, dashes, polyline, polylines
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker
from nowshowing.stage.zero_marks import ZeroMarks
from nowshowing.typeset.latex import MOST_CHARACTERS

Array = NDArray[np.float64]
SHARE = 0.56
APART = 0.35
LEAST_TITLE = 0.26
"""The least em of a formula over a plot, in units."""
AXIS_ROOM = 1.4
"""Room for the numbers left of the axis, which a title does not stand above, in units."""
HIGHEST = 7.6
RUN = 9.0
"""Seconds that x takes from one end of the span to the other."""
RUSH, RISE = 50.0, 6.0
"""How many times longer than most of it a stretch of u may be, and one of y."""
STILL = 1e-5
"""By which share of themselves values change at least, so that numbers along an axis can tell it legibly; those that
change less are shown to stand still."""
STEPS = 24
"""In how many equal steps of x the run is divided for the bars that show the pace."""


class Replay(VGroup):
    """Left y = f(g(x)) against x, drawn as far as ``seen``; right y = f(u) against u; both share y.

    Parts: ``plots``, ``outer_curve``, ``trace``, ``link`` (from x up, across and down to u), ``dots``, ``paces`` (how
    far x and u get in one step), ``zeros`` (marks where f∘g is 0),
    ``tangent`` (to f∘g, as steep as ``slope``).
    """

    def __init__(
        self,
        outer: Expression,
        inner: Expression,
        at: float,
        span: Sequence[float],
        zeros: tuple[float, ...],
        slope: float,
        region: Region,
        theme: Theme,
    ) -> None:
        self.outer, self.inner, self.at, self.slope, self.theme = outer, inner, at, slope, theme
        self.whole = composition(outer, inner)
        self.span = (span[0], span[1]) if span else natural_span(outer, inner, at)
        self.x, self.seen = Tracker(self.span[0]), Tracker(self.span[0])
        self.step = (self.span[1] - self.span[0]) / STEPS
        spare = max(0.0, region.height - HIGHEST)
        region = region.inset(top=spare / 2, bottom=spare / 2)
        split = region.left + SHARE * region.width
        pane = region.inset(right=0.3)
        left = Region(pane.left, pane.bottom, split, pane.top)
        right = Region(split + APART, pane.bottom, pane.right, pane.top)
        titles, names = self._titles(left), self._names(right)
        high = max(stack_heading(titles, left), stack_heading(names, right))
        left, right = left.inset(top=high), right.inset(top=high)
        view = Window(*_with_rim(*self.span), *_with_rim(*_with_zero(*self._reach(self.whole, RISE)), STILL))
        self.left = spaced_plot(view, left, theme)
        self.right = self._right(Window(*_with_rim(*self._reach(inner, RUSH), STILL), view.y_lo, view.y_hi), right)
        for title in titles:
            title.place(min(self.left.area.left, left.right - title.width_units), title.y)
        self._titles_of = (*titles, *names)
        self.plots = VGroup(self.left, self.right, *titles, *names)
        self.outer_curve = self.right.curve(outer, "rise")
        self.pieces = self.left.trace(self.whole, *self.span)
        curve = stroke(theme.curve)
        self.trace = Live(curve, draw=self._draw_trace)
        self.link = Live(stroke(theme.muted, width=2), draw=self._draw_link)
        self.dots = VGroup(self.left.dot(self.point, "ink"), self.right.dot(self.inner_point, "ink"))
        looks = [theme.role(role) for role in ("gap", "secant")]
        self.paces = Live(*(stroke(look, width=2.6 * look.width) for look in looks), draw=self._draw_paces)
        self.tangent = SlopeLine(self.left, self.point, lambda: slope, "tangent")
        self.zeros = ZeroMarks(self.left, zeros)
        for part in (self.trace, self.link, self.paces):
            part.draw()
        super().__init__(self.outer_curve, self.trace, self.link, self.paces, self.dots)

    def _reach(self, function: Expression, most: float) -> tuple[float, float]:
        """Return between which values a function runs on the span; where that is a rush to a pole, most of them."""
        values = function(np.linspace(*self.span, SAMPLES))
        finite, here = values[np.isfinite(values)], float(function(self.at))
        low, high = (float(end) for end in np.quantile(finite, (0.05, 0.95)))
        if len(finite) == len(values) and np.ptp(finite) <= most * (high - low):
            return float(finite.min()), float(finite.max())
        slack = high - low
        low, high = max(low - slack, float(finite.min())), min(high + slack, float(finite.max()))
        return min(here, low), max(here, high)

    def _right(self, view: Window, region: Region) -> Plot:
        """Return the plot on the right, which shares the numbers of the left one, and so needs no room for them."""
        numbered = Plot(view, region, self.theme)
        plot = spaced_plot(view, region.inset(left=region.left - numbered.area.left), self.theme)
        outside = [number for _, number in plot.x_numbers if number.x < region.left]
        plot.numbers.remove(*plot.y_numbers, *outside)
        return plot

    @property
    def titles(self) -> tuple[Formula, ...]:
        """What tells of which functions the curves are the graphs: f∘g, f and g."""
        return self._titles_of

    def run(self) -> list[Run]:
        """Return the animations that carry x through its span, at an even pace, and draw the graph behind it."""
        return [Run(tracker, self.span[1], RUN, rate_func=steadily) for tracker in (self.x, self.seen)]

    def point(self) -> tuple[float, float]:
        """Return the point (x, y) on the graph of f∘g."""
        x = self.x.get_value()
        return x, float(self.whole(x))

    def inner_point(self) -> tuple[float, float]:
        """Return the point (u, y) on the graph of f."""
        u = float(self.inner(self.x.get_value()))
        return u, float(self.outer(u))

    def _titles(self, room: Region) -> list[Formula]:
        """Return the name of f∘g."""
        return [self._title("y", self.whole, "curve", "f(g(x))", room.width - AXIS_ROOM)]

    def _names(self, room: Region) -> list[Formula]:
        """Return the names of f and g."""
        made = ("y", self.outer, "rise", "f(u)"), ("u", self.inner, "secant", "g(x)")
        return [self._title(*name, room.width) for name in made]

    def _title(self, symbol: str, function: Expression, role: str, short: str, width: float) -> Formula:
        """Return what a curve is the graph of, without the formula where that is too long."""
        latex = rf"{symbol} = \textstyle {function.latex}"
        if len(latex) <= MOST_CHARACTERS:
            title = Formula(latex, "body", role, theme=self.theme).says(function)
            if title.fit(width).em >= LEAST_TITLE and title.width_units <= width:
                return title
        return Formula(f"{symbol} = {short}", "body", role, theme=self.theme)

    def _draw_trace(self) -> None:
        left, bottom, _, top = self.left.box
        box = (left, bottom, float(self.left.x(self.seen.get_value())), top)
        self.trace.trace(0, polylines([part for piece in self.pieces for part in clip_polyline(piece, box)]))

    def _draw_link(self) -> None:
        (x, y), (u, _) = self.left.at(*self.point()), self.right.at(*self.inner_point())
        seen = self.right.window.contains(*self.inner_point())
        floor = self.left.area.bottom
        ends = [np.array([(x, floor), (x, y)]), np.array([(x, y), (u, y)]), np.array([(u, y), (u, floor)])]
        paths = [dashes(end, 0.08, 0.09) for end in ends] if seen else []
        self.link.trace(0, np.vstack(paths) if paths else EMPTY)

    def _draw_paces(self) -> None:
        """Draw how far x, and so u, will get in the next step, along the lower edges."""
        x = self.x.get_value()
        then = min(x + self.step, self.span[1])
        for k, (plot, ends) in enumerate(
            ((self.left, (x, then)), (self.right, tuple(self.inner(np.array([x, then])))))
        ):
            reached, y = np.asarray(plot.x(ends)), plot.area.bottom
            shown = plot.area.left <= reached.min() and reached.max() <= plot.area.right
            self.paces.trace(k, polyline(np.array([(end, y) for end in reached])) if shown else EMPTY)


def spaced_plot(view: Window, region: Region, theme: Theme) -> Plot:
    """Return a plot with as many numbers along its lower edge as can be told apart in a narrow region."""
    for most in (6, 5, 4, 3):
        plot = Plot(view, region, theme, ticks=(most, 6))
        numbers = [number for _, number in plot.x_numbers]
        if all(b.x - a.x - a.width_units >= 0.2 for a, b in pairwise(numbers)):
            return plot
    return Plot(view, region, theme, ticks=(2, 6))


def _with_zero(lo: float, hi: float) -> tuple[float, float]:
    """Return a range that takes in 0 where it is not far from it."""
    near = 0.4 * (hi - lo)
    return (0.0 if 0 < lo <= near else lo), (0.0 if 0 < -hi <= near else hi)


def _with_rim(lo: float, hi: float, still: float = 0.0) -> tuple[float, float]:
    """Return a range with a little room around it, and a wide one where there is none, or less than a share of it."""
    size = max(abs(lo), abs(hi))
    moves = hi - lo > max(1e-9 * max(size, 1.0), still * size)
    rim = 0.04 * (hi - lo) if moves else 0.5 * max(abs(lo), 1.0)
    return lo - rim, hi + rim
