"""The figure of a secant: a curve, a chord on its way to the tangent, their marks and panel, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from manim import Animation, ValueTracker, VGroup
from numpy.typing import NDArray

from nowshowing.maths.calculus import value_at
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import window
from nowshowing.stage.chords import Chord
from nowshowing.stage.labels import AxisRow
from nowshowing.stage.lens import Lens, room_for_lens
from nowshowing.stage.lines import SlopeLine, UnitLegs, touching_lines
from nowshowing.stage.live import box_points, set_presence
from nowshowing.stage.motion import appear, leave, restore, step_back
from nowshowing.stage.paths import clip_polyline
from nowshowing.stage.places import densify
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Regions
from nowshowing.stage.slope_panel import SlopePanel
from nowshowing.stage.text import Formula, latex_number
from nowshowing.stage.theme import Theme

Array = NDArray[np.float64]


class SecantFigure:
    """Objects for a frame's plot and panel, laid out; a scene shows and hides them.

    ``turns`` are the chords of each side as (gaps, slopes), ``limits`` the slopes that they settle on, from the left
    and from the right, ``decimals`` what all slopes are shown with. Parts: ``plot`` and ``graph``, the ``chord``, the
    point of ``touch``, the ``touching`` lines with ``unit`` legs, ``drops`` of both points to the axis, and on it their
    ``marks``, of which ``second_mark`` is not yet to be seen; ``panel``.
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
    ) -> None:
        self.function, self.turns, self.theme = function, turns, theme
        self.stops = stops = [gap for gaps, _ in turns for gap in gaps]
        self.gap = ValueTracker(stops[0])
        touch = at, value_at(function, at)
        lines = [(slope, touch[1] - slope * touch[0]) for slope in limits]
        self.plot = Plot(window(function, [at, *(at + gap for gap in stops)], lines=lines), regions.plot, theme)
        self.graph = self.plot.curve(function)
        self.chord = Chord(self.plot, function, at, self.gap, stops)
        self.touch = self.plot.dot(self.chord.first, "ink")
        self.touching = touching_lines(self.plot, touch, limits)
        self.unit = UnitLegs(self.plot, self.chord.first, limits[1], decimals)
        tangents = [line for line in self.touching if isinstance(line, SlopeLine)]
        self.unit.label_beside(tangents, self.plot.pieces, self.chord.lines(turns[-1][0]))
        self.drops = self.plot.drop(self.chord.first), self.plot.drop(self.chord.second)
        self.second_mark = Formula("x_0 + h", "small", "secant", theme=theme)
        set_presence(self.second_mark, 0.0)
        self.marks = self._marks()
        self.panel = SlopePanel(regions, self.chord, turns, limits, decimals)

    def _marks(self) -> AxisRow:
        at, chord = self.chord.at, self.chord
        fixed = Formula(f"x_0 = {latex_number(at)}", "small", theme=self.theme).says(at), at
        return AxisRow(self.plot, fixed, self.second_mark, lambda: chord.second()[0], self.gap, chord.way)

    @cached_property
    def taken(self) -> Array:
        """The frame points (n, 2) that all will take, down to a thousandth of the last gap."""
        closing = (self.stops[-1] / 1000 ** (k / 80) for k in range(1, 81))
        gaps = [*self.chord.way, *closing]
        swept = [self.chord.sweep(gaps), *map(self._dropped, [0.0, *gaps])]
        return np.vstack([*swept, *(line.footprint() for line in self.touching), self.unit.footprint()])

    def _dropped(self, gap: float) -> Array:
        """Return the frame points (n, 2) of the line down from the curve's point at a gap."""
        x = self.chord.at + gap
        point = self.plot.at(x, float(self.function(x)))
        return densify(clip_polyline(np.array([(point[0], self.plot.area.bottom), point]), self.plot.box))

    def lens_beside(self, name: Formula) -> Lens | None:
        """Return a lens on both points in a corner that all of this and the curve's name leave free.

        It goes into the panel's slot where there is no such corner; None where that is too low.
        """
        glass = room_for_lens(self.plot, np.vstack([self.taken, box_points(name)]), self.panel.room.slot)
        if glass is None:
            return None
        return Lens(self.plot, self.function, self.chord.both, self.chord.line.direction, glass, self.theme)

    def close_to(self, turn: int, row: int, run_time: float = 1.8) -> Iterator[Sequence[Animation]]:
        """Yield what to play in turn so that the second point comes to the next place, and its row is filled.

        To the other side it is set over, since at h = 0 is no chord.
        """
        gap, table = self.turns[turn][0][row], self.panel.tables[turn]
        meanwhile = table.go_to(row, run_time)
        if gap * self.gap.get_value() > 0:
            yield self.chord.close_to(gap, 1.8), *meanwhile
        else:
            moved = VGroup(self.chord, self.drops[1])
            yield leave(moved), step_back(self.second_mark, 0.0), *meanwhile
            self.gap.set_value(gap)
            yield appear(moved), restore(self.second_mark)
        yield table.fill(row)
