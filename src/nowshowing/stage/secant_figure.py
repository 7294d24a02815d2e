"""The figure of a secant: a curve, a chord on its way to the tangent, their marks and panel, each in its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from nowshowing.maths.calculus import value_at
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import window
from nowshowing.stage.chords import Chord
from nowshowing.stage.claims import reads, stating
from nowshowing.stage.labels import AxisRow
from nowshowing.stage.legs import UnitLegs, unit_runs
from nowshowing.stage.lens import LEAST_MARK, Lens
from nowshowing.stage.lens_room import room_for_lens
from nowshowing.stage.lines import SlopeLine, touching_lines
from nowshowing.stage.live import box_points, set_presence
from nowshowing.stage.motion import geometrically
from nowshowing.stage.places import CLEAR, filling
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Regions
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.slope_panel import SlopePanel
from nowshowing.stage.text import Formula, value_said
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker
from nowshowing.stage.written import latex_number

Array = NDArray[np.float64]
CLOSER = 1000
"""How many times closer than at the last gap the points come in the end."""
LEAST_APART = 1e-7
"""How close they may come, where numbers are about 1: closer, a chord's slope would be that of rounding errors."""
MARK = 0.4
"""Half the width of the largest marker of a lens, in units."""


class SecantFigure:
    """Objects for a frame's plot and panel, laid out; a scene shows and hides them.

    ``turns`` are the chords of each side as (gaps, slopes), ``limits`` the slopes that they settle on, from the left
    and from the right, ``decimals`` what all slopes are shown with; ``truth`` is what all of it is held to. Parts:
    ``plot`` and ``graph``, the ``chord`` and the ``ghosts`` that it leaves, the point of ``touch``, the ``touching``
    lines with ``unit`` legs (None where their numbers have no room), ``drops`` of both points to the axis, and on it
    their ``marks``, of which ``second_mark`` is not yet to be seen; ``panel``.
    """

    def __init__(
        self,
        function: Expression,
        at: float,
        turns: Sequence[tuple[Sequence[float], Sequence[float]]],
        limits: tuple[float, float],
        decimals: int,
        regions: Regions,
        theme: Theme,
        truth: SecantTruth,
    ) -> None:
        self.function, self.turns, self.theme, self.truth = function, turns, theme, truth
        self.stops = stops = [gap for gaps, _ in turns for gap in gaps]
        self.closest = math.copysign(max(abs(stops[-1]) / CLOSER, LEAST_APART * max(1.0, abs(at))), stops[-1])
        self.gap = Tracker(stops[0])
        touch = at, value_at(function, at)
        lines = [(slope, touch[1] - slope * touch[0]) for slope in limits]
        self.plot = Plot(window(function, [at, *(at + gap for gap in stops)], lines=lines), regions.plot, theme)
        self.graph, self.ghosts = self.plot.curve(function, true=truth.function), VGroup()
        self.chord = Chord(self.plot, function, at, self.gap, [gaps for gaps, _ in turns], truth)
        self.touch = self.plot.dot(self.chord.first, "ink", true=self.chord.true_first)
        self.touching, self.unit = self._measured_tangent(touch, limits, decimals)
        self.drops = (
            self.plot.drop(self.chord.first, true=self.chord.true_first),
            self.plot.drop(self.chord.second, true=self.chord.true_second),
        )
        self.second_mark = Formula("x_0 + h", "small", "secant", theme=theme)
        set_presence(self.second_mark, 0.0)
        self.marks = self._marks()
        self.panel = SlopePanel(regions, self.chord, turns, limits, decimals, self._extremes())

    def _extremes(self) -> tuple[float, float]:
        """Return the least and the greatest slope that the chord has on its way."""
        gaps = np.array(self._whole_way)
        slopes = (np.asarray(self.function(self.chord.at + gaps)) - self.chord.value) / gaps
        return float(np.nanmin(slopes)), float(np.nanmax(slopes))

    def _measured_tangent(
        self, touch: tuple[float, float], limits: tuple[float, float], decimals: int
    ) -> tuple[VGroup, UnitLegs | None]:
        """Return the lines that touch, and the first legs on them whose numbers have room, if there are any."""
        stays = self._around_touch(LEAST_MARK + CLEAR)
        for run in unit_runs(self.plot, *touch, limits[1]) if limits[0] == limits[1] else []:
            unit = UnitLegs(self.plot, self.chord.first, limits[1], decimals, run, truth=self.truth)
            lines = touching_lines(self.plot, touch, limits, unit.spans(), truth=self.truth)
            tangent = [line for line in lines if isinstance(line, SlopeLine)]
            unit.label_beside(tangent, self.plot.pieces, stays)
            # A run of 1 needs no number: its rise is the slope.
            if unit.said() == 3 or (unit.said() == 2 and run == 1):
                return lines, unit
        return touching_lines(self.plot, touch, limits, truth=self.truth), None

    def _marks(self) -> AxisRow:
        at, chord, truth = self.chord.at, self.chord, self.truth
        here = Formula(f"x_0 = {latex_number(at)}", "small", theme=self.theme).says(at)
        stating(here, reads("number of the place", here, lambda: value_said(here), lambda: truth.at))
        return AxisRow(
            self.plot, (here, at), self.second_mark, lambda: chord.second()[0], self.gap, chord.way,
            true=(lambda: truth.at, lambda: truth.at + self.gap.get_value()),
        )  # fmt: skip

    @cached_property
    def taken(self) -> Array:
        """The frame points (n, 2) that all will take, all the way."""
        gaps = self._whole_way
        swept = [self.chord.sweep(gaps), *map(self.chord.dropped, [0.0, *gaps])]
        touching = [line.footprint() for line in self.touching]
        measured = [self.unit.footprint()] if self.unit is not None else []
        return np.vstack([*swept, *touching, *measured, self._around_touch(MARK)])

    @property
    def _whole_way(self) -> list[float]:
        """All gaps that the chord goes through, down to the closest."""
        steps = (geometrically(self.stops[-1], self.closest, k / 80) for k in range(1, 81))
        return [*self.chord.way, *steps]

    def _around_touch(self, half: float) -> Array:
        """Return frame points (n, 2) that fill a square around the point of touch."""
        x, y = self.plot.at(*self.chord.first())
        return filling((x - half, y - half, x + half, y + half))

    def lens_beside(self, name: Formula) -> Lens:
        """Return a lens on both points in a corner that all of this and the curve's name leave free.

        It goes into the panel's slot where there is no such corner.
        """
        glass = room_for_lens(self.plot, np.vstack([self.taken, box_points(name)]), self.panel.room.slot)
        now = self.gap.get_value()
        self.gap.set_value(self.closest)
        chord = self.chord
        lens = Lens(
            self.plot, self.function, chord.both, chord.line.direction, glass, self.theme,
            truth=self.truth, gap=self.gap.get_value,
        )  # fmt: skip
        self.gap.set_value(now)
        return lens.plan(self.gap, self._whole_way, lambda: np.vstack([box_points(name), *self.chord.legs.texts()]))

    def magnifies_at(self, lens: Lens, gap: float) -> bool:
        """Tell whether a lens has something to magnify when the gap is another one."""
        now = self.gap.get_value()
        self.gap.set_value(gap)
        found = lens.magnifies()
        self.gap.set_value(now)
        return found
