"""The same start with several step sizes: small graphs side by side, on one scale and in step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import ValueTracker, VGroup
from numpy.typing import NDArray

from nowshowing.maths.descent import Step, losses, weights
from nowshowing.maths.descent_view import descent_window
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.paths import clip_polyline, disc, polylines
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region, Regions
from nowshowing.stage.text import SIZES, Formula, Words
from nowshowing.stage.theme import Theme

Array = NDArray[np.float64]
BETWEEN = 0.5
DOT = 0.075


@dataclass(frozen=True)
class StepSizeRun:
    """One run: its path, and what is written over it."""

    path: Sequence[Step]
    step_size: str
    verdict: str
    factor: str | None


class DescentRuns(VGroup):
    """A cell for each run: what it is, and the loss curve with its points so far; follows ``reached``, in steps."""

    def __init__(self, loss: Expression, runs: Sequence[StepSizeRun], regions: Regions, theme: Theme) -> None:
        self.reached = ValueTracker(0.0)
        window = descent_window(loss, [run.path for run in runs])
        self.cells = VGroup()
        self.plots: list[Plot] = []
        self.verdicts = VGroup()
        for run, region in zip(runs, grid(regions, len(runs)), strict=True):
            self.cells.add(self._cell(loss, run, window, region, theme))
        super().__init__(self.cells, self.verdicts)

    def _cell(self, loss: Expression, run: StepSizeRun, window: Window, region: Region, theme: Theme) -> VGroup:
        em = SIZES["body"]
        rows = 1.3 * em * (2 if run.factor else 1) + 0.12
        size = Formula(run.step_size, "body", "gap", theme=theme)
        word = Words(run.verdict, "body", weight="semibold", theme=theme)
        plot = Plot(window, region.inset(top=rows), theme, ticks=(4, 4))
        self.plots.append(plot)
        left, right = plot.area.left, plot.area.right
        word.fit(0.5 * (right - left)).place(right, region.top - 0.8 * em, "right")
        size.fit(right - left - word.width_units - 0.2).place(left, region.top - 0.8 * em)
        self.verdicts.add(VGroup(word))
        if run.factor:
            factor = Formula(run.factor, "body", "muted", theme=theme).fit(right - left)
            self.verdicts[-1].add(factor.place(left, region.top - 2.1 * em))
        curve = plot.curve(loss).set_stroke(width=theme.curve.width * 0.7)
        return VGroup(plot, curve, size, self._trail(plot, loss, run, theme))

    def _trail(self, plot: Plot, loss: Expression, run: StepSizeRun, theme: Theme) -> Live:
        w, high = np.array(weights(run.path)), np.array(losses(loss, run.path))
        far = 1e3 * (plot.window.y_hi - plot.window.y_lo)
        xy = plot.at(np.clip(w, plot.window.x_lo - far, plot.window.x_hi + far), np.clip(high, -far, far))

        def draw() -> None:
            reached = float(self.reached.get_value())
            whole = min(math.floor(reached), len(xy) - 1)
            part = min(reached - whole, 1.0) if whole < len(xy) - 1 else 0.0
            walked = xy[: whole + 1]
            if part > 0:
                walked = np.vstack([walked, xy[whole] + part * (xy[whole + 1] - xy[whole])])
            trail.trace(0, polylines(clip_polyline(walked, plot.box)))
            inside = [p for p in xy[: whole + 1] if _inside(p, plot.box)]
            trail.trace(1, _discs(inside, DOT))
            last = xy[whole]
            trail.trace(2, _discs([last] if _inside(last, plot.box) else [], 1.3 * DOT))

        trail = Live(stroke(theme.secant, width=2.5), filled(theme.secant), filled(theme.ink), draw=draw)
        draw()
        return trail


def _inside(p: Array, box: tuple[float, float, float, float]) -> bool:
    return bool(box[0] <= p[0] <= box[2] and box[1] <= p[1] <= box[3])


def _discs(centres: Sequence[Array], radius: float) -> Array:
    return np.vstack([disc(p, radius) for p in centres]) if centres else np.zeros((0, 3))


def grid(regions: Regions, count: int) -> list[Region]:
    """Return the cells of a frame: in a row where it is wide, else two in a row, or one below the other."""
    region = regions.wide
    columns = count if not regions.stacked else 1 if count == 1 or (count == 2 and region.height > 9) else 2
    rows = math.ceil(count / columns)
    width = (region.width - BETWEEN * (columns - 1)) / columns
    height = (region.height - BETWEEN * (rows - 1)) / rows
    cells = []
    for k in range(count):
        left = region.left + (k % columns) * (width + BETWEEN)
        top = region.top - (k // columns) * (height + BETWEEN)
        cells.append(Region(left, top - height, left + width, top))
    return cells
