"""Loss against step: a small graph that gains a point with each step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.maths.windows import nice_ticks
from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.descent_ways import off_stops, off_walk
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.measures import centres_of_discs
from nowshowing.stage.paths import clip_polyline, disc, polylines
from nowshowing.stage.plot import NUMBER_GAP, TICK
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES, Formula, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.ticks import tick_texts
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
DOT = 0.08
HEADROOM = 0.5
"""How far the scale goes on, as a share of its length, where a loss lies beyond its end, so that it is seen to."""
FAR = 1e15
"""How many times as far as the scale reaches a point is taken to lie at most."""
HEADING = 1.16
"""What the words and the numbers take of the height, in units."""
TICKS_APART = 0.4
WIDTHS = 4.5, 3.4
"""Of the lines of the first and the second run: they stay apart without their colours."""


class LossTrace(VGroup):
    """The losses of some runs over the number of steps, drawn as far as ``reached`` says.

    ``runs`` maps roles to losses, ``truths`` to what these are compared with; ``steps`` is how many steps there
    can be; ``lowest`` and ``highest`` are the ends of the scale; where losses lie beyond, it goes on a little, and they
    are cut off.
    ``reached`` has a tracker a run, −1 while there is nothing of it.
    """

    def __init__(
        self,
        runs: Mapping[str, Sequence[float]],
        truths: Mapping[str, TrueDescent],
        steps: int,
        lowest: float,
        highest: float,
        region: Region,
        theme: Theme,
    ) -> None:
        em = SIZES["small"]
        self.runs, self.truths, self.theme, self.count = runs, truths, theme, steps
        self.reached = {role: Tracker(-1.0) for role in runs}
        beyond = HEADROOM * (highest - lowest)
        if any(loss > highest for run in runs.values() for loss in run):
            highest += beyond
        if any(loss < lowest for run in runs.values() for loss in run):
            lowest -= beyond
        ticks = _ticks(lowest, highest, region.height - HEADING)
        y_numbers = [Formula(text, "small", "muted", theme=theme) for text in tick_texts(ticks)]
        across = max((number.width_units for number in y_numbers), default=0.0) + NUMBER_GAP + TICK
        self.title, self.foot = (
            Words("loss", "small", "curve", theme=theme),
            Words("step", "small", "muted", theme=theme),
        )
        self.area = region.inset(left=across, right=0.1, top=em + 0.25, bottom=em + NUMBER_GAP + TICK + 0.05)
        self.lowest, self.highest = lowest, highest
        baseline = self.area.bottom - TICK - NUMBER_GAP - 0.66 * em
        self.title.place(self.area.left, region.top - 0.8 * em)
        self.foot.place(self.area.right, baseline, "right")
        stops = self._stops()
        x_numbers = [Formula(str(k), "small", "muted", theme=theme) for k in stops]
        for k, number in zip(stops, x_numbers, strict=True):
            number.place(self._x(k), baseline, "centre")
        for tick, number in zip(ticks, y_numbers, strict=True):
            number.place(self.area.left - TICK - NUMBER_GAP, self._y(tick) - 0.33 * em, "right")
        self.numbers = VGroup(*x_numbers, *y_numbers)
        self._name_sources(stops, x_numbers, ticks, y_numbers)
        self.edges = stroke(theme.scaffold, width=2.0).set_points(polylines(self._edges(stops, ticks)))
        self.lines = Live(
            *(stroke(theme.role(role), width=width) for role, width in zip(runs, WIDTHS, strict=False)),
            *(filled(theme.role(role)) for role in runs),
            draw=self._draw,
        )
        super().__init__(self.edges, self.numbers, self.title, self.foot, self.lines)
        self._draw()

    def _stops(self) -> list[int]:
        """Return the step numbers that are written: as many as leave room for the word after them."""
        last = self.area.right - self.foot.width_units - 0.2
        widest = 0.45
        every = next(n for n in (1, 2, 3, 4, 6, 12) if self._x(n) - self._x(0) >= widest)
        return [k for k in range(0, self.count + 1, every) if self._x(k) + 0.15 <= last]

    def _x(self, step: float) -> float:
        return self.area.left + 0.18 + step / max(self.count, 1) * (self.area.width - 0.3)

    def _y(self, loss: float) -> float:
        share = (loss - self.lowest) / (self.highest - self.lowest)
        return self.area.bottom + 0.1 + share * (self.area.height - 0.2)

    def _name_sources(
        self, stops: Sequence[int], x_numbers: Sequence[Formula], ticks: Sequence[float], y_numbers: Sequence[Formula]
    ) -> None:
        """Name the places of the numbers as what they stand for; the marks follow the frame among the edges."""
        for k, number in zip(stops, x_numbers, strict=True):
            place = np.array([self._x(k), self.area.bottom])
            number.ticks(k, partial(self._off, number, k, place, 0))
        for k, (tick, number) in enumerate(zip(ticks, y_numbers, strict=True)):
            place = np.array([self.area.left, self._y(tick)])
            number.ticks(tick, partial(self._off, number, self.count + 1 + k, place, 1))

    def _off(self, number: Formula, k: int, place: Array, along: int) -> float:
        return number.off_mark(self.edges.points[8 + 4 * k : 12 + 4 * k], place, along)

    def _edges(self, stops: Sequence[int], ticks: Sequence[float]) -> list[Array]:
        left, bottom, right, top = self.area.left, self.area.bottom, self.area.right, self.area.top
        pieces = [np.array([(left, top), (left, bottom), (right, bottom)])]
        pieces += [np.array([(self._x(k), bottom), (self._x(k), bottom - TICK)]) for k in range(self.count + 1)]
        return pieces + [np.array([(left, self._y(y)), (left - TICK, self._y(y))]) for y in ticks]

    def points_of(self, role: str) -> Array:
        """Return the frame points (n, 2) of a run's losses; nan where there is none."""
        return self._points(self.runs[role])

    def _points(self, losses: Sequence[float]) -> Array:
        far = FAR * (self.highest - self.lowest)
        return np.array([(self._x(k), self._y(float(np.clip(y, -far, far)))) for k, y in enumerate(losses)])

    def claims(self) -> Iterator[Claim]:
        """State that each point is drawn at its step and its loss, and the line from one to the next."""
        for k, role in enumerate(self.runs):
            line, dots = (self.lines.submobjects[n] for n in (k, k + len(self.runs)))
            assert isinstance(line, VMobject)
            assert isinstance(dots, VMobject)
            off_points, off_line = partial(self._off_points, role, dots), partial(self._off_line, role, line)
            yield in_place(f"points of the losses, {role}", self.lines, off_points, still=True)
            yield in_place(f"line of the losses, {role}", self.lines, off_line, still=True)

    def _off_points(self, role: str, dots: VMobject) -> float:
        """Return how far the points lie from the losses reached, on the numbers' scale."""
        reached = math.floor(self.reached[role].get_value())
        true = self._points(self.truths[role].losses[: reached + 1])
        left, low, right, high = self.area.left, self.area.bottom, self.area.right, self.area.top
        return off_stops(centres_of_discs(dots), list(true), (left, low, right, high))

    def _off_line(self, role: str, line: VMobject) -> float:
        true = self._points(self.truths[role].losses)
        box = self.area.left, self.area.bottom, self.area.right, self.area.top
        return off_walk(line.points, true, float(self.reached[role].get_value()), box)

    def _draw(self) -> None:
        for k, role in enumerate(self.runs):
            xy, reached = self.points_of(role), float(self.reached[role].get_value())
            whole = min(math.floor(reached), len(xy) - 1)
            walked = xy[: whole + 1]
            if 0 <= whole < len(xy) - 1 and reached > whole:
                walked = np.vstack([walked, xy[whole] + (reached - whole) * (xy[whole + 1] - xy[whole])])
            box = (self.area.left, self.area.bottom, self.area.right, self.area.top)
            self.lines.trace(k, polylines(clip_polyline(walked, box)))
            dots = [disc(p, DOT * (1 + 0.3 * k)) for p in xy[: whole + 1] if box[1] <= p[1] <= box[3]]
            self.lines.trace(k + len(self.runs), np.vstack(dots) if dots else np.zeros((0, 3)))


def _ticks(lowest: float, highest: float, height: float) -> tuple[float, ...]:
    """Return ticks for a scale of a height in units: two or more, if they then stand apart."""
    rim = 0.04 * (highest - lowest)
    most = max(2, int(height / TICKS_APART))
    few, more = (nice_ticks(lowest - rim, highest + rim, count) for count in (most, most + 1))
    if len(few) < 2 <= len(more) and (more[1] - more[0]) / (highest - lowest) * (height - 0.2) >= TICKS_APART:
        return more
    return few
