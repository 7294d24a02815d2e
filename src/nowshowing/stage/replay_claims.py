"""What the replay of a graph states: points, links and steps where they belong, two plots with one scale of y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from nowshowing.maths.calculus import composition, factor_slopes, value_at
from nowshowing.maths.chains import natural_span, zeros_between
from nowshowing.maths.expression import Expression
from nowshowing.stage.claims import Claim, in_place, reads
from nowshowing.stage.measures import off_graph, off_line
from nowshowing.stage.placing import centres_of, displaced, ends_of, off_segments, says_so
from nowshowing.stage.plot import Plot
from nowshowing.stage.replay import STEPS, Replay
from nowshowing.stage.text import value_said

Array = NDArray[np.float64]


class Replayed:
    """What is drawn of a replay, and where it belongs at the present x, by ``maths``."""

    def __init__(self, replay: Replay, f: Expression, g: Expression, at: float, span: Sequence[float]) -> None:
        self.replay, self.f, self.g, self.at = replay, f, g, at
        self.whole = composition(f, g)
        self.span = (span[0], span[1]) if span else natural_span(f, g, at)
        self.zeros = zeros_between(self.whole, *self.span)

    def place(self, k: int) -> tuple[float, float]:
        """Return the point on the graph of f∘g (0) or of f (1)."""
        x = self.replay.x.get_value()
        return (value_at(self.g, x) if k else x), value_at(self.whole, x)

    def plot(self, k: int) -> Plot:
        """Return the plot on the left (0) or on the right (1)."""
        return self.replay.right if k else self.replay.left

    def height(self, k: int) -> float:
        """Return the y of a dot as drawn, by the numbers on the left, which both plots share."""
        dot = self.replay.dots[k].submobjects
        return float(self.replay.left.y_value(centres_of(dot)[0, 1]))

    def off_dot(self, k: int) -> float:
        """Return how far a dot is from its point."""
        return displaced(centres_of(self.replay.dots[k].submobjects), self.plot(k).at(*self.place(k))[None])

    def off_link(self) -> float:
        """Return how far the link strays from its way: from x up to the graph, across to the other, down to u."""
        points = self.replay.link.submobjects[0].points[:, :2]
        (x, y), (u, over) = (self.plot(k).at(*self.place(k)) for k in (0, 1))
        floor = self.replay.left.area.bottom
        way = np.array([(x, floor), (x, y), (u, over), (u, floor)])
        if not len(points):
            slack = 1e-9 * np.array([self.replay.right.area.width, self.replay.right.area.height])
            left, bottom, right, top = self.replay.right.box
            low, high = np.array([left, bottom]) + slack, np.array([right, top]) - slack
            inside = bool(((low <= (u, over)) & ((u, over) <= high)).all())
            return np.nan if inside else 0.0
        corners = np.hypot(*(points[:, None] - way).T).min(axis=1)
        return float(max(off_segments(points, way[:-1], way[1:]).max(), corners.max()))

    def off_pace(self, k: int) -> float:
        """Return how far a bar is from reaching from x to where x will be a step later, or from u to u."""
        x, area = self.replay.x.get_value(), self.plot(k).area
        then = min(x + (self.span[1] - self.span[0]) / STEPS, self.span[1])
        ends = [value_at(self.g, place) if k else place for place in (x, then)]
        across = self.plot(k).x(ends)
        belong = np.stack([across, np.full_like(across, area.bottom)], axis=-1)
        inside = area.left + 1e-9 < across.min() and across.max() < area.right - 1e-9
        return displaced(ends_of([self.replay.paces.submobjects[k]]), belong[None], [inside])

    def off_trace(self) -> float:
        """Return how far the graph of f∘g, as far as it is drawn, strays from it, or runs ahead."""
        curve, left = self.replay.trace.submobjects[0].points[:, :2], self.replay.left
        ahead = (curve[:, 0] - left.x(self.replay.seen.get_value())).max(initial=0.0)
        return float(max(ahead, off_graph(curve, lambda x: left.y(self.whole(left.x_value(x))))))

    def off_outer(self) -> float:
        """Return how far the graph of f strays from it, by the numbers on the left."""
        left, right = self.replay.left, self.replay.right
        return off_graph(self.replay.outer_curve.points[:, :2], lambda x: left.y(self.f(right.x_value(x))))

    def off_scale(self) -> float:
        """Return how far ticks along y on the right are from those on the left, whose numbers count for both."""
        left, right = (_levels(plot) for plot in (self.replay.left, self.replay.right))
        return float(np.abs(left - right).max(initial=0.0)) if left.shape == right.shape else np.nan

    def marked(self) -> list[float]:
        """Return where f∘g is 0 in what is shown."""
        return [zero for zero in self.zeros if self.replay.left.window.contains(zero, 0.0)]

    def off_zeros(self) -> float:
        """Return how far the marks are from where f∘g is 0; nan where there are more of them, or fewer."""
        dots = self.replay.zeros.dots.points.reshape(-1, 16, 3)[:, :, :2]
        places = np.array([self.replay.left.at(zero, 0.0) for zero in self.marked()]).reshape(-1, 2)
        return displaced((dots.min(axis=1) + dots.max(axis=1)) / 2, places)


def _levels(plot: Plot) -> Array:
    """Return at which heights the ticks along the left edge of a plot are drawn, and its lower left corner."""
    pieces = plot.edges.points.reshape(-1, 4, 3)[1:]
    level = pieces[np.abs(pieces[:, 0, 1] - pieces[:, 3, 1]) < 1e-9]
    return np.sort(level[:, 0, 1])


def replay_claimed(replay: Replay, f: Expression, g: Expression, at: float, span: Sequence[float]) -> Iterator[Claim]:
    """Yield all claims about the replay of the graph of f at the pace of g."""
    true = Replayed(replay, f, g, at, span)
    for k in (0, 1):
        dot, pace = replay.dots[k], replay.paces.submobjects[k]
        yield in_place("point of the replay", dot, partial(true.off_dot, k), still=True)
        yield Claim("f(g(x))", dot, partial(true.height, k), lambda: true.place(0)[1], replay.left.y_unit, still=True)
        yield in_place("step of the replay", pace, partial(true.off_pace, k), still=True)
    yield in_place("link between the graphs", replay.link, true.off_link, still=True)
    yield in_place("curve of f(g(x))", replay.trace, true.off_trace, still=True)
    yield in_place("curve of f(u)", replay.outer_curve, true.off_outer, still=True)
    yield in_place("one scale of y", replay.right, true.off_scale, still=True)
    outer, inner = factor_slopes(f, g, at)
    tangent = replay.tangent
    yield Claim("slope of the composition", tangent, tangent.drawn_slope, lambda: outer * inner, tangent.turn)
    line, touch = tangent.line.submobjects[0], replay.left.at(at, value_at(true.whole, at))
    assert isinstance(line, VMobject)
    yield in_place("where the tangent touches", tangent, partial(off_line, line, touch))
    yield in_place("zeros", replay.zeros, true.off_zeros, still=True)
    for number, zero in zip(replay.zeros.numbers, true.marked(), strict=False):
        yield reads("zero", number, partial(value_said, number), partial(float, zero))
    for title, function in zip(replay.titles, (true.whole, f, g), strict=True):
        for reading in title.origin.readings:
            yield says_so("formula of the curve", title, partial(_is, reading.truth, function))


def _is(written: Expression, function: Expression) -> bool:
    return written == function
