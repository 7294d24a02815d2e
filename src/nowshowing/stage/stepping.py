"""How a step of a descent is told: slope, arrow, hop, look at the new loss, settle; always in this order."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Mobject, VGroup

from nowshowing.stage.descent import Descent
from nowshowing.stage.descent_panel import DescentPanel
from nowshowing.stage.live import set_presence
from nowshowing.stage.motion import Fade, Run, appear, leave
from nowshowing.stage.number import Readout
from nowshowing.stage.scene import LessonScene

LEAST_PACE, MOST_PACE = 0.25, 0.5
WHOLE = 2.4
TO_READ = 1.4
"""Seconds: what a part of a step takes, at least so that its numbers can be read, and at most; what that part takes in
all steps together, if that is in between; and time for a line."""


class Stepping:
    """Plays the parts of steps in a scene, and logs them; ``pace`` is how long a part takes, in seconds."""

    def __init__(self, scene: LessonScene, descents: Sequence[Descent], panel: DescentPanel) -> None:
        self._scene, self._descents, self._panel = scene, descents, panel
        self._hero: VGroup | None = None
        self._rule: Mobject = panel.rule

    def told(self) -> tuple[Mobject | None, ...]:
        """Return what stands in the place of the largest number, and in that of the rule."""
        return self._hero, self._rule

    def tell(self, readout: Readout, *others: Readout) -> None:
        """Put a readout in the place of the largest number, others beside it."""
        if self._hero is not None:
            self._scene.play(leave(self._hero))
        self._hero = VGroup(readout, *others)
        self._scene.play(appear(self._hero))

    def place(self, d: Descent, event: str) -> None:
        """Show where a descent starts."""
        self._put(self._panel.rule, MOST_PACE)
        left_over = [leaving for other in self._descents for leaving in self._passing(other, MOST_PACE)]
        if left_over:
            self._scene.play(*left_over)
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
            self._put(panel.outside[self._descents.index(d)], pace)
            scene.wait(TO_READ)

    def settle(self, d: Descent, pace: float) -> None:
        """Let the new point be the point; the old one stays as a ring. A step out of the view stays as it is."""
        if not d.in_view(d.number + 1):
            return
        self._scene.play(*self._passing(d, pace), appear(d.landed, pace))
        if d.number + 1 < len(d.path):
            d.start_step(d.number + 1)
            self._show(d.point, d.drop)
            self._scene.remove(d.landed, d.riser)

    def take(self, run: int, first: int) -> None:
        """Take the steps of a descent from one on, faster where they are many, until the last or out of the view."""
        d = self._descents[run]
        pace = max(LEAST_PACE, min(MOST_PACE, WHOLE / (len(d.path) - first + 1)))
        for k in range(first, d.shown_steps):
            self.show_slope(d, pace)
            self._scene.show_in_slot(self._panel.rules[run][k], pace)
            self.draw_arrow(d, pace)
            self.hop(d, pace)
            self.look_up(d, pace)
            self.settle(d, pace)

    def _passing(self, d: Descent, pace: float) -> list[Fade]:
        """Return the leaving of what is still there of a step."""
        parts = d.passing if d.in_view(d.number + 1) else (*d.passing, d.riser)
        return [leave(part, pace) for part in parts if part in self._scene.mobjects]

    def _put(self, told: Mobject, pace: float) -> None:
        """Put something in the place of the rule, if something else stands there."""
        if self._rule is not told:
            self._scene.play(leave(self._rule, pace))
            self._scene.play(appear(told, pace))
            self._rule = told

    def _show(self, *parts: Mobject) -> None:
        """Show parts at once: they are drawn from values that make them grow, or stand in the place of others."""
        for part in parts:
            set_presence(part, 1.0)
        self._scene.add(*parts)
