"""The figure of a loss: its curve with the descents on it, their panel, and the room that all of it takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nowshowing.maths.descent import descent_path
from nowshowing.maths.descent_view import descent_window
from nowshowing.maths.expression import Expression
from nowshowing.stage.descent import Array, Descent, plot_descent
from nowshowing.stage.descent_claims import true_curve
from nowshowing.stage.descent_panel import DescentPanel
from nowshowing.stage.descent_runs import DescentRuns, runs_of
from nowshowing.stage.descent_symbols import Symbols
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.places import densify
from nowshowing.stage.regions import Regions
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import Theme

ROLES = "ink", "secant"
"""Of the first and the second descent."""


class LossFigure:
    """Objects for a frame's plot and panel, laid out; a scene shows and hides them.

    ``notation`` is how the rule is written (see ``Symbols``), ``truths`` what the descents are compared with. Parts:
    ``plot``, ``graph`` with its ``law`` in LaTeX, ``axis_name``, ``descents`` (one for each of the starts), ``panel``.
    """

    def __init__(
        self,
        loss: Expression,
        starts: Sequence[float],
        step_size: float,
        steps: int,
        notation: str,
        regions: Regions,
        theme: Theme,
        truths: Sequence[TrueDescent],
    ) -> None:
        self.loss, self.steps, self.regions, self.theme = loss, steps, regions, theme
        self.symbols = symbols = Symbols(notation, loss.variable)
        paths = [descent_path(loss, start, step_size, steps) for start in starts]
        self.law = f"L({loss.variable}) = {loss.latex}"
        view = descent_window(loss, paths)
        self.plot = plot_descent(view, regions.plot, theme)
        self.graph = true_curve(self.plot, loss, truths[0])
        area = self.plot.area
        self.axis_name = Formula(symbols.variable, "body", theme=theme).centre_at(area.right + 0.38, area.bottom)
        self.descents: list[Descent] = []
        for path, truth, role in zip(paths, truths, ROLES, strict=False):
            before = self.descents[0] if self.descents else None
            self.descents.append(Descent(self.plot, loss, path, truth, view, symbols.step, role, before))
        self.panel = DescentPanel(self.descents, step_size, symbols, regions, theme)

    def footprint(self) -> Array:
        """Return the frame points (n, 2) that the curve and all descents will take."""
        return np.vstack([*(d.footprint() for d in self.descents), self.plot.zeros(), densify(self.plot.pieces)])

    def compared(self, step_sizes: Sequence[float], truths: Sequence[TrueDescent]) -> DescentRuns:
        """Return the first descent with each of some step sizes, in place of all of this."""
        start = self.descents[0].path[0].w
        runs = runs_of(self.loss, start, step_sizes, self.steps, self.symbols)
        return DescentRuns(self.loss, runs, truths, self.regions, self.theme)
