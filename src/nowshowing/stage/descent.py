"""A descent on a loss curve: the point, its slope, the step as an arrow, what the line predicts, what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from nowshowing.maths.descent import Step, floor_below, losses, weights
from nowshowing.maths.descent_view import shown_steps
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window
from nowshowing.stage.arrow import Arrow
from nowshowing.stage.claims import Claim
from nowshowing.stage.descent_claims import DescentClaims
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.lines import SlopeLine
from nowshowing.stage.live import Live, stroke
from nowshowing.stage.paths import EMPTY, clip_polyline, disc
from nowshowing.stage.places import densify
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region
from nowshowing.stage.step_label import TOO_SHORT, StepLabel, StepRoom
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
LANE = 0.85
"""Height of the strip above the lower edge that is kept free of the curve, for arrows and their label, in units."""


def plot_descent(view: Window, region: Region, theme: Theme) -> Plot:
    """Return a plot of a view, with room for arrows below the curve and for the name of the axis beside it."""
    region = region.inset(right=0.5)
    height = region.height - 0.65
    lane = view.height * LANE / (height - LANE)
    ticks = 6, max(2, min(5, int((height - LANE) / 0.55)))
    return Plot(Window(view.x_lo, view.x_hi, view.y_lo - lane, view.y_hi), region, theme, ticks=ticks, lowest=view.y_lo)


class Descent(VGroup):
    """A run of steps, of which one is shown at a time.

    ``index`` is the step's number; ``grown``, ``hopped`` and ``risen`` go from 0 to 1: the arrow grows, w moves along
    it, and the eye goes up to the loss that is found there. All that is drawn follows from the four. The parts are
    added and taken away one by one by the scene. ``truth`` is what they are compared with; ``view`` is the part of the
    plane in which points are shown, ``label`` the formula of a step; ``before`` is a descent that stays in the plot.
    """

    def __init__(
        self,
        plot: Plot,
        loss: Expression,
        path: Sequence[Step],
        truth: TrueDescent,
        view: Window,
        label: str,
        role: str = "ink",
        before: Descent | None = None,
    ) -> None:
        self.plot, self.path, self.truth, self.view, self.before = plot, path, truth, view, before
        self.shown_steps = shown_steps(loss, path, view)
        self.role_of_loss = "curve" if role == "ink" else role
        floor = floor_below(loss, path[0].w)
        self.lowest = path[0].loss if floor is None else float(loss(floor))
        self.weights, self.losses = weights(path), losses(loss, path)
        self.index, self.grown = Tracker(0.0), Tracker(0.0)
        self.hopped, self.risen = Tracker(0.0), Tracker(0.0)
        theme = plot.theme
        ring = theme.role(role).model_copy(update={"width": 3.0, "dash": None})
        self.point, self.landed = plot.dot(self.here, role, 0.11), plot.dot(self.seen, role, 0.11)
        self.drop, self.riser = plot.drop(self.here), plot.drop(self.rising)
        # The arrow lies over the mark that moves along it: the one colour would not stand out from the other.
        self.mark = plot.dot(self.on_axis, role, 0.1).set_z_index(0)
        self.tangent = SlopeLine(
            *(plot, self.here, lambda: self.now.slope, "tangent"),
            run=lambda: self.now.step,
            reach=(0.8, 0.8),
            true_slope=lambda: truth.slopes[self.number],
        )
        self.arrow, self.runaway = (
            Arrow(plot, lambda: self.now.w, self.step_so_far, "gap", beyond=beyond) for beyond in (False, True)
        )
        self.predicted = plot.dot(self.on_tangent, "tangent", 0.1, hollow=True)
        self.miss = plot.segment(
            lambda: plot.at([self.there()[0]] * 2, [self.on_tangent()[1], self.there()[1]]),
            theme.rise.model_copy(update={"width": 2.5 * theme.rise.width, "dash": None}),
        )
        self.ghost = Live(stroke(ring), draw=self._draw_ghost)
        self.trail = Live(*(stroke(theme.muted, width=2.0) for _ in range(len(path) + 1)), draw=self._draw_trail)
        self.label = StepLabel(plot, label, [self._room(k) for k in range(len(path))], lambda: self.number)
        for part in (self.ghost, self.trail):
            part.draw()
        super().__init__()

    @property
    def now(self) -> Step:
        """The step that is shown."""
        return self.path[self.number]

    @property
    def number(self) -> int:
        """Its number, from 0."""
        return min(round(self.index.get_value()), len(self.path) - 1)

    def here(self) -> tuple[float, float]:
        """Return where the step starts, in the plane."""
        return self.weights[self.number], self.losses[self.number]

    def there(self) -> tuple[float, float]:
        """Return where it ends on the curve."""
        return self.weights[self.number + 1], self.losses[self.number + 1]

    def seen(self) -> tuple[float, float]:
        """Return where it ends on the curve, nowhere if that is out of view."""
        return self.there() if self.in_view(self.number + 1) else (np.nan, np.nan)

    def on_tangent(self) -> tuple[float, float]:
        """Return where the tangent has the step end."""
        return self.weights[self.number + 1], self.now.loss - self.now.predicted_drop

    def on_axis(self) -> tuple[float, float]:
        """Return where w is at present, on the lower edge."""
        return self.now.w + self.hopped.get_value() * self.now.step, self.plot.window.y_lo

    def rising(self) -> tuple[float, float]:
        """Return how far the eye has gone up from the new w."""
        low, (w, high) = self.plot.window.y_lo, self.there()
        return w, low + self.risen.get_value() * (high - low)

    def reached(self) -> int:
        """Return how many steps are done."""
        return self.number + (1 if self.risen.get_value() == 1 else 0)

    def in_view(self, k: int) -> bool:
        """Tell whether the place after ``k`` steps is shown."""
        return self.view.contains(self.weights[k], self.losses[k])

    def step_so_far(self) -> float:
        """Return how long the arrow should be at present; it has no length where its step cannot be seen."""
        seen = abs(self.now.step) * self.plot.x_unit > TOO_SHORT
        return self.grown.get_value() * self.now.step if seen else 0.0

    def statements(self) -> Iterator[Claim]:
        """Yield what the picture must agree with."""
        return iter(DescentClaims(self, self.truth))

    @property
    def passing(self) -> tuple[VGroup, ...]:
        """What goes when a step is done."""
        return (
            *(self.tangent, self.arrow, self.runaway, self.label, self.point, self.drop),
            *(self.ghost, self.predicted, self.miss),
        )

    def start_step(self, k: int) -> None:
        """Turn to step ``k``, nothing of it shown yet."""
        self.index.set_value(k)
        for part in (self.grown, self.hopped, self.risen):
            part.set_value(0)

    def footprint(self) -> Array:
        """Return the frame points (n, 2) that tangents and drop lines take in all steps, and of the arrows' lane."""
        now = self.index.get_value()
        taken: list[Array] = []
        for k in range(len(self.path)):
            self.index.set_value(k)
            taken.append(self.tangent.footprint())
            for w, high in (self.here(), self.there()):
                upright = self.plot.at([w, w], [self.plot.window.y_lo, high])
                taken.append(densify(clip_polyline(upright, self.plot.box)))
        self.index.set_value(now)
        left, bottom, right, _ = self.plot.box
        lane = [np.array([(left, y), (right, y)]) for y in np.arange(bottom, bottom + LANE, 0.1)]
        return np.concatenate([*taken, densify(lane)])

    def _room(self, k: int) -> StepRoom:
        """Return where the arrow of step ``k`` lies, and what stands around it."""
        self.index.set_value(k)
        left, _, right, _ = self.plot.box
        ends = self.plot.x([self.now.w, self.now.end])
        tail, tip = (float(end) for end in np.clip(ends, left, right))
        uprights = [tail, float(self.plot.x(0))] + ([tip] if tip == ends[1] else [])
        if self.before is not None:
            uprights.append(float(self.plot.x(self.before.weights[self.before.shown_steps])))
        room = StepRoom(tail, tip, self.now.step, uprights, self.tangent.footprint())
        self.index.set_value(0)
        return room

    def _draw_ghost(self) -> None:
        shown = self.in_view(self.number + 1)
        self.ghost.clearance = float(shown)
        self.ghost.trace(0, disc(self.plot.at(*self.there()) if shown else (0, 0), 0.11))

    def _draw_trail(self) -> None:
        for k, (w, high) in enumerate(zip(self.weights, self.losses, strict=True)):
            shown = k <= self.number and self.in_view(k)
            self.trail.trace(k, disc(self.plot.at(w, high), 0.075) if shown else EMPTY)
