"""What a descent states of itself: the place of each of its parts is the one that the rule gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from nowshowing.stage.arrow import Arrow
from nowshowing.stage.claims import Claim, in_place, reads, stating
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.live import Live
from nowshowing.stage.measures import apart, centre_of, off_line
from nowshowing.stage.paths import clip_polyline, polylines
from nowshowing.stage.step_label import TOO_SHORT
from nowshowing.stage.text import Formula, Readout, Words

if TYPE_CHECKING:
    from nowshowing.stage.descent import Descent

Array = NDArray[np.float64]
Text = TypeVar("Text", Formula, Words)
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
        line = _shape(d.tangent.line)
        yield in_place("point of the tangent", d.tangent, lambda: off_line(line, self._at(self.k)), still=True)
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


def true_to(readout: Readout, true: Callable[[], float]) -> Readout:
    """Let a readout state what it stands for."""
    number = readout.number
    stating(number, reads(readout.label.source, number, number.read, true))
    return readout


def says_truly(text: Text, *true: float, also: Sequence[Claim] = ()) -> Text:
    """Let a text state what its numbers stand for, in their order."""
    claims = [reads(f"number {k + 1}", text, _said(text, k), _just(value)) for k, value in enumerate(true)]
    return stating(text, *claims, *also)


def says_step(text: Text, d: Descent, k: int) -> Text:
    """Let the rule with the numbers of step ``k`` state these, and that its arrow is never that of another step."""

    def off() -> float:
        ahead = round(d.index.get_value()) - k
        return 0.0 if ahead == 0 or (ahead == 1 and d.grown.get_value() == 0) else np.inf

    true = d.truth.weights[k], d.truth.step_size, d.truth.slopes[k], d.truth.weights[k + 1]
    return says_truly(text, *true, also=[in_place("step of the rule", text, off, still=True)])


def _said(text: Formula | Words, k: int) -> Callable[[], float]:
    return lambda: text.origin.values[k] if k < len(text.origin.values) else np.nan


def _just(value: float) -> Callable[[], float]:
    return lambda: value


def off_walk(drawn: Array, true: Array, reached: float, box: tuple[float, float, float, float]) -> float:
    """Return how far a drawn path (4n, 3) is off the way through points (m, 2) as far as ``reached``, in a box.

    Measured both ways: what is drawn lies on the way, and all of the way is drawn.
    """
    way = polylines(clip_polyline(walked(true, reached), box))
    if not len(drawn) or not len(way):
        return float(np.ptp([*drawn, *way], axis=0).max()) if len(drawn) or len(way) else 0.0
    return max(_off_pieces(drawn, way), _off_pieces(way, drawn))


def walked(points: Array, reached: float) -> Array:
    """Return the corners (n, 2) of a way through points as far as ``reached``, in steps, 0 being the first point."""
    last = len(points) - 1
    if reached < 0:
        return points[:0]
    stops = np.unique([*range(min(int(reached), last) + 1), min(reached, last)])
    return np.column_stack([np.interp(stops, np.arange(last + 1), points[:, i]) for i in (0, 1)])


def off_stops(drawn: Array, true: Sequence[Array], box: tuple[float, float, float, float]) -> float:
    """Return how far drawn discs' middles (n, 2) are off those of some points that lie in a box, in their order."""
    left, low, right, high = box
    inside = [p for p in true if left <= p[0] <= right and low <= p[1] <= high]
    if len(drawn) != len(inside):
        return np.inf
    return apart(drawn, np.reshape(inside, (-1, 2)))


def _off_pieces(path: Array, other: Array) -> float:
    """Return how far the corners of a path (4n, 3) lie from another path of straight pieces."""
    corners = np.concatenate([path[0::4, :2], path[3::4, :2]])
    start, end = other[0::4, :2], other[3::4, :2]
    along, away = end - start, corners[:, None] - start
    share = np.clip((away * along).sum(axis=-1) / np.maximum((along * along).sum(axis=-1), 1e-300), 0, 1)
    rest = away - share[..., None] * along
    return float(np.hypot(rest[..., 0], rest[..., 1]).min(axis=1).max())
