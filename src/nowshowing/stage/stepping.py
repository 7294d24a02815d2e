"""How a step of a descent is told: slope, arrow, hop, look at the new loss, settle; always in this order."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Mobject

from nowshowing.stage.descent import Descent
from nowshowing.stage.descent_panel import DescentPanel
from nowshowing.stage.live import set_presence
from nowshowing.stage.motion import Run, appear, leave
from nowshowing.stage.scene import LessonScene

MOST_PACE = 0.5
WHOLE = 2.4
"""Seconds: what a part of a step takes at most, and what that part takes in all steps together."""


class Stepping:
    """Plays the parts of steps in a scene, and logs them; ``pace`` is how long a part takes, in seconds."""

    def __init__(self, scene: LessonScene, descents: Sequence[Descent], panel: DescentPanel) -> None:
        self._scene, self._descents, self._panel = scene, descents, panel

    def place(self, d: Descent, event: str) -> None:
        """Show where a descent starts."""
        self._scene.play(appear(d.trail), appear(d.mark), appear(d.drop), appear(d.point))
        self._scene.event(event, w=d.now.w, loss=d.now.loss)

    def show_slope(self, d: Descent, pace: float) -> None:
        """Draw the tangent at the point."""
        self._scene.play(appear(d.tangent, pace))
        self._scene.event("slope", w=d.now.w, slope=d.now.slope)

    def draw_arrow(self, d: Descent, pace: float) -> None:
        """Draw the step as the arrow that it is."""
        self._show(d.arrow, d.runaway)
        self._scene.play(Run(d.grown, 1, pace), appear(d.label, pace))
        self._scene.event("arrow", step=d.now.step)

    def hop(self, d: Descent, pace: float) -> None:
        """Move w along the arrow."""
        self._scene.play(Run(d.hopped, 1, pace))
        self._scene.event("step", w=d.now.end)

    def look_up(self, d: Descent, pace: float) -> None:
        """See what loss there is at the new w, in the plot and in the graph of the losses."""
        scene, panel, found = self._scene, self._panel, d.number + 1
        self._show(d.riser)
        scene.play(Run(d.risen, 1, pace))
        scene.play(appear(d.ghost, pace), Run(panel.trace.reached[d.role_of_loss], found, pace))
        scene.event("loss", w=d.now.end, loss=d.losses[found])
        if not d.in_view(found):
            scene.event("leaves the view", w=d.now.end)
            scene.play(leave(panel.rule, pace))
            scene.play(appear(panel.outside(d.now.end), pace))

    def settle(self, d: Descent, pace: float) -> None:
        """Let the new point be the point; the old one stays as a ring."""
        gone = [leave(part, pace) for part in d.passing if part in self._scene.mobjects]
        self._scene.play(*gone, appear(d.landed, pace))
        if d.number + 1 < len(d.path):
            d.start_step(d.number + 1)
            self._show(d.point, d.drop)
            self._scene.remove(d.landed, d.riser)

    def take(self, run: int, first: int) -> None:
        """Take the steps of a descent from one on, faster where they are many, until the last or out of the view."""
        d = self._descents[run]
        pace = min(MOST_PACE, WHOLE / (len(d.path) - first + 1))
        for k in range(first, d.shown_steps):
            self.show_slope(d, pace)
            self._scene.show_in_slot(self._panel.rules[run][k], pace)
            self.draw_arrow(d, pace)
            self.hop(d, pace)
            self.look_up(d, pace)
            self.settle(d, pace)

    def _show(self, *parts: Mobject) -> None:
        """Show parts at once: they are drawn from values that make them grow, or stand in the place of others."""
        for part in parts:
            set_presence(part, 1.0)
        self._scene.add(*parts)
