"""What a descent states of itself: the place of each of its parts is the one that the rule gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from nowshowing.maths.expression import Expression
from nowshowing.stage.arrow import LEAST, Arrow
from nowshowing.stage.claims import Claim, in_place, stating
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.live import Live
from nowshowing.stage.measures import apart, centre_of, off_line
from nowshowing.stage.paths import clip_polyline
from nowshowing.stage.plot import Plot
from nowshowing.stage.step_label import TOO_SHORT

if TYPE_CHECKING:
    from nowshowing.stage.descent import Descent

Array = NDArray[np.float64]
Place = Callable[[], tuple[float, float]]


class DescentClaims:
    """The claims about the parts of a descent, each measured from its points."""

    def __init__(self, descent: Descent, truth: TrueDescent) -> None:
        self.d, self.truth, self.plot = descent, truth, descent.plot

    @property
    def k(self) -> int:
        """The number of the step that is shown."""
        return min(round(self.d.index.get_value()), len(self.truth.moves) - 1)

    def __iter__(self) -> Iterator[Claim]:
        d, truth = self.d, self.truth
        low = self.plot.window.y_lo
        yield self._dot("place of w", d.point, lambda: truth.place(self.k))
        yield self._dot("place of the new w", d.landed, lambda: truth.place(self.k + 1))
        yield self._dot("place on the curve", d.ghost, lambda: truth.place(self.k + 1))
        yield self._dot("place on the tangent", d.predicted, lambda: truth.foretold(self.k))
        yield self._dot("w on its axis", d.mark, lambda: (self._w(d.hopped.get_value()), low))
        yield self._upright("line down from w", d.drop, lambda: truth.place(self.k), lambda: low)
        yield self._upright("line up from the new w", d.riser, self._eye, lambda: low)
        miss = "what the tangent is off by"
        yield self._upright(miss, d.miss, lambda: truth.place(self.k + 1), lambda: truth.foretold(self.k)[1])
        yield in_place("places passed", d.trail, self._off_trail, still=True)
        yield in_place("ends of the step", d.arrow, lambda: self._off_arrow(d.arrow), still=True)
        yield in_place("ends of the step", d.runaway, lambda: self._off_arrow(d.runaway), still=True)
        drawn = d.arrow.drawn_length
        yield Claim("length of the step", d.arrow, drawn, self._length, self.plot.x_unit, still=True)
        yield in_place("tangent up to the new w", d.tangent, self._off_tangent, still=True)
        yield in_place("nothing missing", d.trail, self._missing, still=True)
        for kind, text in enumerate(d.label.texts):
            yield in_place("words for the step", text, partial(self._off_kind, kind), still=True)

    def _at(self, k: int) -> Array:
        return self.plot.at(*self.truth.place(k))

    def _w(self, walked: float) -> float:
        return self.truth.weights[self.k] + walked * self.truth.moves[self.k]

    def _eye(self) -> tuple[float, float]:
        """Return how far the eye has gone up from the new w."""
        low, (w, high) = self.plot.window.y_lo, self.truth.place(self.k + 1)
        return w, low + self.d.risen.get_value() * (high - low)

    def _dot(self, name: str, dot: Live, place: Place) -> Claim:
        shape = _shape(dot)
        return in_place(name, dot, lambda: apart(centre_of(shape), self.plot.at(*place())), still=True)

    def _upright(self, name: str, line: Live, end: Place, other: Callable[[], float]) -> Claim:
        """Return the claim that a line runs straight up or down between a place and another height, in the window."""
        shape = _shape(line)

        def off() -> float:
            x, y = self.plot.at(end()[0], [end()[1], other()]).T
            low, high = np.clip([y.min(), y.max()], *self.plot.box[1::2])
            drawn = shape.points
            ends = drawn[:, 1].min() - low, drawn[:, 1].max() - high
            return float(max(np.abs(drawn[:, 0] - x[0]).max(), *np.abs(ends)))

        return in_place(name, line, off, still=True)

    def _off_trail(self) -> float:
        places = [k <= self.k and self.d.view.contains(*self.truth.place(k)) for k in range(len(self.truth.weights))]
        drawn = [part for part in self.d.trail.submobjects if len(part.points)]
        if len(drawn) != sum(places):
            return np.inf
        true = [self._at(k) for k, shown in enumerate(places) if shown]
        return max((apart(centre_of(part), at) for part, at in zip(drawn, true, strict=True)), default=0.0)

    def _length(self) -> float:
        """Return how far the arrow reaches; it is not drawn for a step that could not be seen."""
        move = self.truth.moves[self.k]
        return self.d.grown.get_value() * move if abs(move) * self.plot.x_unit > TOO_SHORT else 0.0

    def _off_arrow(self, arrow: Arrow) -> float:
        """Return how far tail and tip are off, the tip that is out of view being where the window ends."""
        w = self.truth.weights[self.k]
        left, low, right, _ = self.plot.box
        tail, tip = self.plot.x([w, w + self._length()])
        held = np.clip([tail, tip], left, right) if arrow.beyond else np.array([np.clip(tail, left, right), tip])
        return apart(arrow.drawn_ends(), np.stack([held, [low, low]], axis=-1))

    def _off_tangent(self) -> float:
        """Return how far the tangent misses its point, or ends before the new w, as far as that is in the window."""
        line, ends = _shape(self.d.tangent.line), [self.truth.place(self.k), self.truth.foretold(self.k)]
        ways = clip_polyline(self.plot.at(*np.transpose(ends)), self.plot.box)
        across, drawn = np.concatenate([np.zeros((0, 2)), *ways])[:, 0], line.points[:, 0]
        beyond = max(drawn.min() - across.min(), across.max() - drawn.max(), 0.0) if len(across) else 0.0
        return max(off_line(line, self._at(self.k)), float(beyond))

    def _missing(self) -> float:
        """Return how long the arrow should be where there is none; infinite where the ring on the curve is missing."""
        d, w, length = self.d, self.truth.weights[self.k], self._length()
        landed = d.risen.get_value() == 1 and d.view.contains(*self.truth.place(self.k + 1))
        if landed and not d.ghost.clearance:
            return np.inf
        left, _, right, _ = self.plot.box
        tail, tip = self.plot.x([w, w + length])
        shown = float(np.ptp(np.clip([tail, tip], left, right)))
        runs_out = not left <= tip <= right
        least = 2 * LEAST if runs_out else LEAST
        return 0.0 if shown <= least * (1 + 1e-9) or (d.runaway if runs_out else d.arrow).clearance else shown

    def _off_kind(self, kind: int) -> float:
        """Return 0 where the step is as the words say: to be seen, too short for that, or none."""
        w, move = self.truth.weights[self.k], self.truth.moves[self.k]
        left, _, right, _ = self.plot.box
        seen = float(np.ptp(np.clip(self.plot.x([w, w + move]), left, right)))
        return 0.0 if kind == (2 if move == 0 else 1 if seen <= TOO_SHORT else 0) else np.inf


def _shape(line: Live) -> VMobject:
    part = line.submobjects[0]
    assert isinstance(part, VMobject)
    return part


def true_curve(plot: Plot, loss: Expression, truth: TrueDescent) -> VMobject:
    """Return the curve of a loss, which states that it is that of the true one."""
    line = plot.curve(loss)
    return stating(line, in_place("curve of the loss", line, partial(plot.off_graph, line, truth.loss), still=True))
