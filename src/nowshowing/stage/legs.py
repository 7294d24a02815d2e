"""Legs that measure a slope: a run, a rise, and what they are called."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from nowshowing.stage.claims import Claim, in_place, reads, stating
from nowshowing.stage.labels import GAP, SHARES, Label
from nowshowing.stage.lines import SlopeLine
from nowshowing.stage.live import Live, stroke
from nowshowing.stage.measures import apart
from nowshowing.stage.number import Number
from nowshowing.stage.paths import clip_polyline, polylines
from nowshowing.stage.places import densify, filling
from nowshowing.stage.plot import Plot
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.text import Formula, value_said
from nowshowing.stage.values import Tracker
from nowshowing.stage.written import latex_number

Array = NDArray[np.float64]


class Legs(VGroup):
    """A run and a rise from a point, each with its label on the side that stays free.

    ``start`` returns (x, y), ``run`` and ``rise`` the lengths with their signs, in units of x and y. ``true_corners``
    returns what ``maths`` says: the start, the corner and the end in the plane, (3, 2).
    """

    def __init__(
        self,
        plot: Plot,
        start: Callable[[], tuple[float, float]],
        run: Callable[[], float],
        rise: Callable[[], float],
        labels: tuple[Formula | Number, Formula | Number],
        roles: tuple[str, str] = ("gap", "rise"),
        *,
        true_corners: Callable[[], Array],
    ) -> None:
        self.plot, self.start, self.run, self.rise = plot, start, run, rise
        self.true_corners = true_corners
        self.lines = Live(*(stroke(plot.theme.role(role)) for role in roles), draw=self._draw)
        self.labels: list[Label] = []
        self._texts = labels
        self._draw()
        super().__init__(self.lines)

    def corners(self) -> Array:
        """Return the start, the corner and the end in the frame (3, 2)."""
        x, y = self.start()
        run, rise = self.run(), self.rise()
        return self.plot.at(np.array([x, x + run, x + run]), np.array([y, y, y + rise]))

    def claims(self) -> Iterator[Claim]:
        """State how long the legs are, as far as they lie in the window, and where."""
        x_unit, y_unit = self.plot.x_unit, self.plot.y_unit
        run, rise = self.lines.submobjects
        yield Claim("run", run, lambda: self._drawn(0), lambda: self._true_length(0) / x_unit, x_unit)
        yield Claim("rise", rise, lambda: self._drawn(1), lambda: self._true_length(1) / y_unit, y_unit)
        yield in_place("place of the legs", self.lines, self._off, still=True)
        for k, text in enumerate(self._texts):
            if isinstance(text, Formula):
                yield in_place("name beside its leg", text, partial(self._off_name, k, text), still=True)

    def _drawn(self, k: int) -> float:
        """Return a leg's length with its sign, from its points, in units of x or y."""
        points = self.lines.submobjects[k].points
        return float(points[-1, k] - points[0, k]) / (self.plot.y_unit if k else self.plot.x_unit)

    def _true_ends(self, k: int) -> Array:
        """Return where a leg should start and end in the frame (2, 2), as far as it lies in the window."""
        x, y = self.true_corners()[k : k + 2].T
        ends = self.plot.at(x, y)
        ends[:, k] = np.clip(ends[:, k], self.plot.box[k], self.plot.box[k + 2])
        return ends

    def _true_length(self, k: int) -> float:
        """Return how long a leg should be in the frame, with its sign, as far as it lies in the window."""
        start, end = self._true_ends(k)[:, k]
        return float(end - start)

    def _off(self) -> float:
        """Return how far the ends of a leg are from where they should be."""
        legs = [(self._true_ends(k), line.points[:, :2]) for k, line in enumerate(self.lines.submobjects)]
        return max(apart(drawn[[0, -1]], ends) if len(drawn) else self._missing(ends) for ends, drawn in legs)

    def _off_name(self, k: int, text: Formula) -> float:
        """Return how far a name is from standing as close beside its leg as names do."""
        x, y = self.true_corners()[k : k + 2].T
        ends, origin = self.plot.at(x, y), text.drawn_origin()
        left, bottom, right, top = text.ink
        centre = origin + np.array([left + right, bottom + top]) / 2
        half = ((top - bottom) if k == 0 else (right - left)) / 2
        away = abs(float(centre[1 - k] - ends[0, 1 - k])) - half - GAP
        along = float(centre[k] - np.clip(centre[k], ends[:, k].min(), ends[:, k].max()))
        return max(abs(away), abs(along))

    def _missing(self, ends: Array) -> float:
        """Return how much of a leg that is not drawn should be seen: nothing, where it lies beside the window."""
        left, bottom, right, top = self.plot.box
        x, y = ends[0]
        beside = max(left - x, x - right, bottom - y, y - top)
        return 0.0 if beside > -RIM else apart(*ends)

    def _draw(self) -> None:
        corners = self.corners()
        for line, ends in zip(self.lines.submobjects, (corners[:2], corners[1:]), strict=True):
            line.set_points(polylines(clip_polyline(ends, self.plot.box)))

    def label(self, obstacles: Callable[[], Array], tracker: Tracker, samples: Sequence[float]) -> None:
        """Add the labels, each planned for the whole way of a tracker.

        ``obstacles`` are the points in the frame that labels keep clear of, beside the legs themselves.
        """
        for k, sides in enumerate((((0, -1), (0, 1)), ((1, 0), (-1, 0)))):
            spots = [(*side, share) for share in SHARES for side in sides]
            label = Label(
                self._texts[k], self._along(k), spots, self._blocked(k, obstacles), self.plot.label_bounds,
                length=self._length(k),
            )  # fmt: skip
            self.labels.append(label.plan(tracker, samples))
            self.add(label)

    def _along(self, k: int) -> Callable[[float], Array]:
        def at(share: float) -> Array:
            start, end = self.corners()[k : k + 2]
            point: Array = start + share * (end - start)
            return point

        return at

    def _length(self, k: int) -> Callable[[], float]:
        return lambda: float(np.abs(np.diff(self.corners()[k : k + 2], axis=0)).max())

    def _blocked(self, k: int, obstacles: Callable[[], Array]) -> Callable[[], Array]:
        # A label keeps clear of everything but the leg that it names; the second gives way to the first.
        other = slice(1, 3) if k == 0 else slice(0, 2)

        def blocked() -> Array:
            leg = densify(clip_polyline(self.corners()[other], self.plot.box))
            return np.concatenate([obstacles(), leg, *self._shown(self.labels[:k])])

        return blocked

    def _shown(self, labels: Sequence[Label]) -> list[Array]:
        """Return the frame points (n, 2) of the labels that are there at present."""
        return [filling(label.box(label.spot)) for label in labels if label.schedule() > 0]

    def footprint(self) -> Array:
        """Return the frame points (n, 2) of the legs and of the labels that are shown, as they are."""
        return np.concatenate([densify(clip_polyline(self.corners(), self.plot.box)), *self.texts()])

    def texts(self) -> list[Array]:
        """Return the frame points (n, 2) of the labels that are shown, label by label."""
        return self._shown(self.labels)


RIM = 1e-6
"""What is so close to the edge of the window may be seen or not, in units."""


class UnitLegs(Legs):
    """Legs for a run of 1, so that the rise is the slope; where 1 does not fit, for a round number that does."""

    def __init__(
        self,
        plot: Plot,
        start: Callable[[], tuple[float, float]],
        slope: float,
        decimals: int,
        unit: float = 1.0,
        *,
        truth: SecantTruth,
    ) -> None:
        self.unit = unit
        written = latex_number(unit * slope, decimals)
        self.rise_counts = float(written) != 0
        rise = Formula(written, plot.label_size, "rise", theme=plot.theme)
        run = Formula(latex_number(unit), plot.label_size, "gap", theme=plot.theme).says(unit)
        rise.says(unit * slope)
        super().__init__(
            plot, start, lambda: self.unit, lambda: self.unit * slope, (run, rise),
            true_corners=lambda: truth.corners(self.unit, truth.limits[1]),
        )  # fmt: skip
        # A run of 1 goes without a number.
        stating(run, reads("number of the run", run, lambda: self._drawn(0), lambda: value_said(run)))
        stating(rise, reads("number of the rise", rise, lambda: value_said(rise), lambda: unit * truth.limits[1]))

    def spans(self) -> tuple[float, float]:
        """Return how far to the left and to the right a line reaches beyond the start that ends above their end."""
        start, _, end = self.corners()
        length = float(np.hypot(*(end - start))) + BEYOND_UNIT
        return (length, 0.0) if self.unit < 0 else (0.0, length)

    def label_beside(self, lines: Iterable[SlopeLine], pieces: list[Array], others: Array) -> None:
        """Add the labels, clear of some lines, of a curve's pieces and of other points (n, 2)."""
        taken = np.concatenate([*(line.footprint() for line in lines), densify(pieces), self.plot.zeros(), others])
        self.label(lambda: taken, Tracker(1.0), [1.0])

    def said(self) -> int:
        """Return how much of it is said: 3 if both numbers have room, 2 if only the rise has."""
        run, rise = (label.schedule() > 0 for label in self.labels)
        return 2 * (rise and self.rise_counts) + run


BEYOND_UNIT = 0.35
"""How far a tangent goes on beyond the legs that measure it, in units of the frame."""
SEEN = (0.5, 0.25)
"""How long in the frame a run is at least, to be seen; the less where a line is so steep that no longer one fits."""


def unit_runs(plot: Plot, x: float, y: float, slope: float) -> list[float]:
    """Return the runs whose legs fit into the window and can be seen: 1 if it does, then other round ones."""
    largest = math.floor(math.log10(plot.window.x_hi - plot.window.x_lo))
    units = [1.0, *(m * 10.0**k for k in range(largest, largest - 3, -1) for m in (5, 2, 1))]
    left, bottom, right, top = plot.box
    found = []
    for least in SEEN:
        for run in (sign * unit for unit in units for sign in (1, -1)):
            end = plot.at(x + run, y + run * slope)
            fits = left <= end[0] <= right and bottom <= end[1] <= top
            if fits and abs(run) * plot.x_unit >= least and run not in found:
                found.append(run)
    return found
