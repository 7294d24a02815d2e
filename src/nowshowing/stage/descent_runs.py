"""The same start with several step sizes: small graphs side by side, on one scale and in step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.maths.descent import Step, curvature, descent_path, losses, weights
from nowshowing.maths.descent_verdict import verdict
from nowshowing.maths.descent_view import HIGHEST_COMPARED, descent_window
from nowshowing.maths.expression import Expression
from nowshowing.stage.claims import Claim, in_place, stating
from nowshowing.stage.descent_claims import true_curve
from nowshowing.stage.descent_sayings import RATE, SLOPE, says_truly, writes
from nowshowing.stage.descent_symbols import Symbols
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.descent_ways import off_stops, off_walk
from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.measures import centres_of_discs
from nowshowing.stage.paths import clip_polyline, disc, polylines
from nowshowing.stage.plot import TICK, Plot
from nowshowing.stage.regions import Region, Regions
from nowshowing.stage.text import LEAST_EM, SIZES, Formula, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker
from nowshowing.stage.written import latex_number

Array = NDArray[np.float64]
BETWEEN = 0.5, 0.3
"""Distance of the cells across, and up and down."""
RIM = 0.06
"""Room for half a digit of the last number, to the right of its plot."""
LOW = 4.0
"""Height below which a cell has its first two lines beside each other."""
DOT = 0.075
FAR = 1e15
"""How far a point is taken to lie at most, in units of w or of the loss."""
LINE = 1.45
"""Distance of the lines of a caption, in ems."""


@dataclass(frozen=True)
class StepSizeRun:
    """One run: its path, and what is written over it."""

    path: Sequence[Step]
    size: float
    step_size: str
    verdict: str
    factor: str | None
    factor_value: float | None
    symbols: Symbols


def runs_of(
    loss: Expression, start: float, step_sizes: Sequence[float], steps: int, symbols: Symbols
) -> list[StepSizeRun]:
    """Return the run of each step size, with what is to be said of it; the factor |1 − η·L″| for a quadratic loss."""
    bend = curvature(loss)
    runs = []
    for size in step_sizes:
        path = descent_path(loss, start, size, steps)
        rate = f"{symbols.rate} = {latex_number(size)}"
        shrinks = None if bend is None else abs(1 - size * bend)
        factor = None if shrinks is None else symbols.factor(latex_number(shrinks, 4))
        runs.append(StepSizeRun(path, size, rate, verdict(loss, path), factor, shrinks, symbols))
    return runs


class DescentRuns(VGroup):
    """A cell for each run: what it is, and the loss curve with its points so far; follows ``reached``, in steps.

    ``truths`` is what the runs are compared with, one by one.
    """

    def __init__(
        self,
        loss: Expression,
        runs: Sequence[StepSizeRun],
        truths: Sequence[TrueDescent],
        regions: Regions,
        theme: Theme,
    ) -> None:
        self.cases, self.reached = runs, Tracker(0.0)
        window = descent_window(loss, [run.path for run in runs], HIGHEST_COMPARED)
        captions = [self._caption(run, truth, theme) for run, truth in zip(runs, truths, strict=True)]
        room = regions.wide.inset(right=RIM)
        columns, rows = grid(room, len(runs), regions.stacked)
        width, high = _shares(room, columns, rows)
        beside = high < LOW
        lines = len(captions[0]) - (1 if beside else 0)
        em = _fitting_em(captions, width, beside)
        high -= lines * LINE * em
        ticks = 4, min(4, max(2, int((high - 0.65) / 0.45)))
        probe = Plot(window, Region(0.0, 0.0, width, high), theme, ticks=ticks).area
        across, below = probe.left - TICK, probe.bottom - TICK
        width, high = _shares(room.inset(left=across, bottom=below), columns, rows)
        em = _fitting_em(captions, width - TICK - 0.1, beside)
        self.plots: list[Plot] = []
        trails: list[Live] = []
        self.cells, self.verdicts = VGroup(), VGroup()
        for k, (run, caption) in enumerate(zip(runs, captions, strict=True)):
            left = room.left + across + (k % columns) * (width + BETWEEN[0])
            top = room.top - (k // columns) * (high + BETWEEN[1])
            numbered = k + columns >= len(runs), k % columns == 0
            region = Region(
                left - (across if numbered[1] else 0.0),
                top - high - (below if numbered[0] else 0.0),
                left + width,
                top - lines * LINE * em,
            )
            plot = Plot(window, region, theme, ticks=ticks, numbered=numbered)
            _write(caption, em, plot.area.left, plot.area.right, top, beside)
            curve = true_curve(plot, loss, truths[k]).set_stroke(width=theme.curve.width * 0.7)
            self.plots.append(plot)
            trails.append(self._trail(plot, loss, run, theme))
            self.cells.add(VGroup(plot, curve, caption[0], trails[-1]))
            self.verdicts.add(VGroup(*caption[1:]))
        for k, (truth, trail) in enumerate(zip(truths, trails, strict=True)):
            numbers_across, numbers_up = self.plots[_below(k, columns, len(runs))], self.plots[k - k % columns]
            stating(trail, *self._claims(trail, truth, numbers_across, numbers_up))
        super().__init__(self.cells, self.verdicts)

    def _caption(self, run: StepSizeRun, truth: TrueDescent, theme: Theme) -> list[Formula | Words]:
        """Return the lines over a cell: the step size, how it goes, the factor."""
        size = Formula(run.step_size, "title", "gap", theme=theme).says(run.size)
        says_truly(size, truth.step_size)
        word = Words(run.verdict, "title", weight="semibold", theme=theme)
        stating(word, in_place("verdict", word, lambda: 0.0 if word.source == truth.verdict() else np.inf, still=True))
        if run.factor is None or run.factor_value is None:
            return [size, word]
        factor = Formula(run.factor, "title", "muted", theme=theme).says(run.factor_value, constants=("1",))
        written = writes(factor, run.symbols, abs(1 - RATE * SLOPE))
        return [size, word, says_truly(factor, truth.factor(), also=[written])]

    def _trail(self, plot: Plot, loss: Expression, run: StepSizeRun, theme: Theme) -> Live:
        xy = _points(weights(run.path), losses(loss, run.path), plot, plot)

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

        trail = Live(stroke(theme.secant, width=2.5), stroke(theme.secant, width=2.5), filled(theme.ink), draw=draw)
        draw()
        return trail

    def _claims(self, trail: Live, truth: TrueDescent, across: Plot, up: Plot) -> Iterator[Claim]:
        """State where the run goes, on the scales of the plots that have numbers along x and along y."""
        line, dots, last = (part for part in trail.submobjects if isinstance(part, VMobject))
        xy = _points(truth.weights, truth.losses, across, up)
        box = across.box[0], up.box[1], across.box[2], up.box[3]

        def stops() -> list[Array]:
            return list(xy[: math.floor(self.reached.get_value()) + 1])

        def off_way() -> float:
            return off_walk(line.points, xy, float(self.reached.get_value()), box)

        yield in_place("way of the run", trail, off_way, still=True)
        yield in_place("points of the run", trail, lambda: off_stops(centres_of_discs(dots), stops(), box), still=True)
        present = centres_of_discs
        yield in_place("present point", trail, lambda: off_stops(present(last), stops()[-1:], box), still=True)


def _fitting_em(captions: Sequence[Sequence[Formula | Words]], width: float, beside: bool) -> float:
    """Return the em with which the lines of all captions fit; the first two share a line if they stand ``beside``."""
    widest = 0.0
    for caption in captions:
        widths = [line.outline.width for line in caption]
        if beside:
            widths[:2] = [widths[0] + widths[1] + 0.8]
        widest = max(widest, *widths)
    return max(LEAST_EM, min(SIZES["title"], width / widest))


def _write(caption: Sequence[Formula | Words], em: float, left: float, right: float, top: float, beside: bool) -> None:
    row = 0
    for k, line in enumerate(caption):
        line.fit(em * line.outline.width)
        if beside and k == 1:
            line.place(right, top - 0.8 * em, "right")
            continue
        line.place(left, top - 0.8 * em - row * LINE * em)
        row += 1


def _inside(p: Array, box: tuple[float, float, float, float]) -> bool:
    return bool(box[0] <= p[0] <= box[2] and box[1] <= p[1] <= box[3])


def _points(w: Sequence[float], high: Sequence[float], across: Plot, up: Plot) -> Array:
    """Return the frame points (n, 2) of weights and losses on one plot's scale along x, and another's along y."""
    x, y = across.x(np.clip(w, -FAR, FAR)), up.y(np.clip(high, -FAR, FAR))
    return np.stack([x, y], axis=-1)


def _below(k: int, columns: int, count: int) -> int:
    """Return which cell is the last one below a cell: that with numbers."""
    return k + (count - 1 - k) // columns * columns


def _discs(centres: Sequence[Array], radius: float) -> Array:
    return np.vstack([disc(p, radius) for p in centres]) if centres else np.zeros((0, 3))


def _shares(room: Region, columns: int, rows: int) -> tuple[float, float]:
    """Return the width and the height of a cell."""
    across, down = BETWEEN
    return (room.width - across * (columns - 1)) / columns, (room.height - down * (rows - 1)) / rows


def grid(room: Region, count: int, stacked: bool) -> tuple[int, int]:
    """Return how many columns and rows of cells a room has: up to three along its longer side, four in a square."""
    tall = room.height > 1.3 * room.width
    columns = count if not stacked else (1 if tall else count) if count <= 3 else 2
    return columns, math.ceil(count / columns)
