"""An arrow along the lower edge of a plot, as long as what it stands for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nowshowing.stage.live import Live, filled
from nowshowing.stage.paths import EMPTY, polyline
from nowshowing.stage.plot import Plot

HALF = 0.05
HEAD = (0.3, 0.16)
"""Length and half width of the head, in units; shorter in an arrow that is not much longer."""
LEAST = 0.1
"""An arrow that is no longer, in units, is hidden by the mark that it starts from, and so is not drawn; one without a
head, over which the mark goes, is not for twice as long."""


class Arrow(Live):
    """From ``start`` over ``length``, both in units of x, on the lower edge of a plot.

    Its length is true: where it is short, the head shrinks with it. While the tip lies outside the window there is no
    arrow; instead there is one made with ``beyond``, which runs to the edge and has no head.
    """

    def __init__(
        self,
        plot: Plot,
        start: Callable[[], float],
        length: Callable[[], float],
        role: str,
        *,
        beyond: bool = False,
    ) -> None:
        self.plot, self.start, self.length, self.beyond = plot, start, length, beyond
        self.shape = filled(plot.theme.role(role))
        super().__init__(self.shape)
        self.draw()

    def ends(self) -> tuple[float, float]:
        """Return the abscissae of tail and tip in the frame, where they belong."""
        tail, tip = self.plot.x([self.start(), self.start() + self.length()])
        return float(tail), float(tip)

    def shown(self) -> tuple[float, float]:
        """Return tail and tip as far as they lie in the window."""
        left, _, right, _ = self.plot.box
        tail, tip = np.clip(self.ends(), left, right)
        return float(tail), float(tip)

    def runs_out(self) -> bool:
        """Tell whether the tip lies outside the window."""
        return self.ends() != self.shown()

    def draw(self) -> None:
        tail, tip = self.shown()
        y, length = self.plot.area.bottom, abs(tip - tail)
        shown = length > (2 * LEAST if self.beyond else LEAST) and self.runs_out() == self.beyond
        self.clearance = float(shown)
        if not shown:
            self.trace(0, EMPTY)
            return
        way = 1.0 if tip > tail else -1.0
        long = 0.0 if self.beyond else min(HEAD[0], 0.6 * length)
        wide = max(HALF, HEAD[1] * long / HEAD[0]) if long else HALF
        neck = tip - way * long
        corners = [
            (tail, y + HALF), (neck, y + HALF), (neck, y + wide), (tip, y if long else y + HALF),
            (tip, y if long else y - HALF), (neck, y - wide), (neck, y - HALF), (tail, y - HALF), (tail, y + HALF),
        ]  # fmt: skip
        self.trace(0, polyline(corners))

    def drawn_ends(self) -> NDArray[np.float64]:
        """Return tail and tip (2, 2) in the frame, measured from what is drawn."""
        points: NDArray[np.float64] = self.shape.points
        across, up = points[:, 0], points[:, 1]
        tip = across[np.argmax(np.abs(across - across[0]))]
        return np.array([(end, (up.min() + up.max()) / 2) for end in (across[0], tip)])

    def drawn_length(self) -> float:
        """Return the length of what is drawn, in units of x, with its sign, measured from its points."""
        if not len(self.shape.points):
            return 0.0
        (tail, _), (tip, _) = self.drawn_ends()
        return float((tip - tail) / self.plot.x_unit)
