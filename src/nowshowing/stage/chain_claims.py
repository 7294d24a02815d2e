"""What the lines of a chain state: where the point and the nudge are carried, and by what they are stretched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.chains import Nudge, nudged
from nowshowing.maths.expression import Expression
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.claims import Claim, in_place, reads
from nowshowing.stage.ghost_interval import BELOW
from nowshowing.stage.lens_texts import LengthStyle
from nowshowing.stage.motion import geometrically
from nowshowing.stage.number import Number
from nowshowing.stage.placing import centres_of, displaced, ends_of, says_so, shown_by, stands_for
from nowshowing.stage.text import value_said

Array = NDArray[np.float64]
ZOOM = LengthStyle(2, 1, False, "", 1.0)
"""How a magnification is written: with two digits."""


class Nudges:
    """What ``maths`` says of a nudge that is carried through g and f, at its present size, and where it belongs.

    Before it shrinks the numbers along the lines tell where; then it is so many times as long as these tell, the same
    on all of them, as the first bar is drawn: that this is what is told beside the lines is stated apart.
    """

    def __init__(self, lines: ChainLines, f: Expression, g: Expression, at: float, nudge: float, least: float) -> None:
        self.lines, self.rulers = lines, lines.ticked
        self.f, self.g, self.at, self.nudge, self.least = f, g, at, nudge, least
        self.first = self.nudged(nudge)

    def nudged(self, nudge: float) -> Nudge:
        """Return where a nudge of this size goes."""
        return nudged(self.f, self.g, self.at, nudge)

    def now(self) -> Nudge:
        """Return where the nudge goes at present."""
        shrunk = self.lines.closeness.get_value()
        return self.nudged(geometrically(self.nudge, self.least * self.nudge, shrunk))

    def units(self) -> Array:
        """Return the lengths of 1 on the lines (3,), measured between their numbers."""
        return np.array([ruler.drawn_unit() for ruler in self.rulers])

    def bars(self) -> Array:
        """Return the ends of the bars as drawn (3, 2, 2)."""
        return ends_of(self.lines.bars.submobjects[2:])

    def magnification(self) -> float:
        """Return how many times as long as along the numbers the first bar is drawn."""
        first, length = self.bars()[0], self.now().dx
        return float((first[1, 0] - first[0, 0]) / (self.units()[0] * length))

    def length(self, k: int) -> float:
        """Return the length of a bar as drawn, in units of its line."""
        ends = self.bars()[k, :, 0]
        return float((ends[1] - ends[0]) / self.units()[k])

    def stretching(self, k: int) -> float:
        """Return by what a bar is longer than the one before, as drawn; what is true where that one has no length."""
        before = self.length(k)
        return self.length(k + 1) / before if before else _factor(self, k)

    def places(self) -> Array:
        """Return where the point belongs on the lines (3, 2) before they are magnified."""
        return np.array([r.at(ends[0]) for r, ends in zip(self.rulers, self.first.lines, strict=True)])

    def off_point(self) -> float:
        """Return how far the point is from its places on the lines, or from the straight way to the next one."""
        drawn, places = centres_of(self.lines.point.submobjects[1:]), self.places()
        shrunk = self.lines.closeness.get_value()
        if shrunk > 0:
            # Each goes evenly towards one abscissa, the same on all lines.
            towards = drawn[:, 0] - (1 - shrunk) * places[:, 0]
            return float(np.max([np.ptp(towards), np.abs(drawn[:, 1] - places[:, 1]).max()]))
        fallen = min(2.0, self.lines.fallen.get_value())
        whole = int(fallen)
        way = places[: whole + 1]
        if fallen > whole:
            way = np.vstack([way, places[whole] + (fallen - whole) * (places[whole + 1] - places[whole])])
        belong = np.vstack([way, np.full((3 - len(way), 2), np.nan)])
        path = self.lines.point.submobjects[0].points[:, :2]
        off_path = displaced(path[0::4], way[:-1]), displaced(path[3::4], way[1:])
        return float(np.max([displaced(drawn, belong, np.arange(3) < len(way)), *off_path]))

    def intervals(self) -> Array:
        """Return where the intervals belong on the lines (3, 2, 2)."""
        if self.lines.closeness.get_value() == 0:
            ends = zip(self.rulers, self.first.lines, self.first.lengths, strict=True)
            return np.array([ruler.at([pair[0], pair[0] + length]) for ruler, pair, length in ends])
        starts = centres_of(self.lines.point.submobjects[1:])
        lengths = self.magnification() * self.units() * np.array(self.now().lengths)
        return np.stack([starts, starts + np.stack([lengths, 0 * lengths], axis=-1)], axis=1)

    def off_bars(self) -> float:
        """Return how far bars, and the bands between them, are from where the nudge has been carried to."""
        belong, carried = self.intervals(), self.lines.carried.get_value()
        shares = np.clip(carried - np.arange(3), 0, 1)
        fronts = belong.copy()
        fronts[0, 1] = belong[0, 0] + shares[0] * (belong[0, 1] - belong[0, 0])
        fronts[1:] = belong[:-1] + shares[1:, None, None] * (belong[1:] - belong[:-1])
        fronts[shares == 0] = np.nan
        off = [displaced(self.bars(), fronts, shares > 0)]
        for k, band in enumerate(self.lines.bars.submobjects[:2], start=1):
            corners = band.points[0::4, :2]
            if shares[k] or len(corners):
                off.append(displaced(corners, np.concatenate([belong[k - 1], fronts[k][::-1]])))
        return float(np.max(off))

    def off_ghost(self) -> float:
        """Return how far the ghost is from where the image would be if the inner factor were forgotten."""
        ruler, start = self.rulers[2], self.first.y[0]
        belongs = ruler.at([start, start + self.first.forgotten]) - np.array([0.0, BELOW])
        return displaced(ends_of([self.lines.ghost.bar]), belongs[None])


def lines_claimed(true: Nudges) -> Iterator[Claim]:
    """Yield that all is where it belongs on the lines of x, u = g(x), y = f(u), and that the numbers there say so."""
    lines = true.lines
    yield in_place("point on its way", lines.point, true.off_point, still=True)
    yield in_place("bars and bands", lines.bars, true.off_bars)
    yield in_place("length without the inner factor", lines.ghost, true.off_ghost, still=True)
    for k, name in enumerate(("dx", "du", "dy")):
        yield Claim(name, lines.measures[k], partial(true.length, k), partial(_length, true, k), true.units()[k])
        number = lines.measures[k].number
        yield reads(f"number of {name}", number, partial(shown_by, number), partial(_length, true, k))
        place = lines.places[k]
        yield reads("place", place, partial(value_said, place), partial(float, true.first.lines[k][0]))
    for k, name in enumerate(("inner", "outer")):
        scale = partial(_before, true, k)
        yield Claim(f"{name} factor", lines.factors[k], partial(true.stretching, k), partial(_factor, true, k), scale)
        yield reads(
            f"number of the {name} factor",
            lines.factors[k],
            partial(shown_by, lines.factors[k]),
            partial(_factor, true, k),
        )
    reminder = lines.texts.reminder
    yield reads("factor forgotten", reminder, partial(value_said, reminder), partial(float, true.first.inner))
    yield from _rulers_claimed(lines, true)
    zoom = lines.magnification.submobjects[1]
    assert isinstance(zoom, Number)
    yield stands_for("magnification", zoom, partial(shown_by, zoom), partial(_magnified, true), ZOOM.last)


def _rulers_claimed(lines: ChainLines, true: Nudges) -> Iterator[Claim]:
    """Yield that the lines share their unit, but for what is said, and bear the formulas of what lies on them."""
    for ruler, ratio in zip(lines.ticked[1:], lines.lines.ratios[1:], strict=True):
        unit = partial(_unit_of, true, 1.0 if ratio is None else value_said(ratio, 1))
        yield Claim("one scale", ruler, ruler.drawn_unit, unit, (ruler.hi - ruler.lo) / 2)
    for formula, function in zip(lines.lines.formulas, (true.g, true.f), strict=True):
        yield says_so("formula of the line", formula, partial(_is_of, formula.origin.readings[0].truth, function))


def _unit_of(true: Nudges, smaller: float) -> float:
    return float(true.units()[0] / smaller)


def _is_of(written: Expression, function: Expression) -> bool:
    return written == function


def _length(true: Nudges, k: int) -> float:
    return true.now().lengths[k]


def _factor(true: Nudges, k: int) -> float:
    return (true.now().inner, true.now().outer)[k]


def _before(true: Nudges, k: int) -> float:
    return true.length(k) * float(true.units()[k + 1])


def _magnified(true: Nudges) -> float:
    """Return by how much the nudge is magnified, measured anew whenever it shrinks."""
    true.lines.closeness.get_value()
    return true.magnification()
