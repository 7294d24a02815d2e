"""How the measuring of a map goes on: an interval is carried over, narrowed, brought to other points."""

from __future__ import annotations

from collections.abc import Iterable

from nowshowing.maths.stretches import collapses
from nowshowing.stage.cast import Director
from nowshowing.stage.line_map import LineMap
from nowshowing.stage.map_room import MapName
from nowshowing.stage.motion import Fade, Run, appear, geometrically, leave, restore, step_back
from nowshowing.stage.stretch_meter import StretchMeter

Move = Fade | Run


class StretchWalk:
    """Plays, on its scene, the moves that a meter makes again and again. Points and their widths count from 0."""

    def __init__(self, scene: Director, meter: StretchMeter) -> None:
        self.scene, self.meter = scene, meter

    def make_room(self, figure: LineMap, name: MapName) -> None:
        """Let the lines step aside for what measures them, and the map's name with them where it is in the way."""
        self.scene.play(step_back(figure.threads, 0.0), step_back(figure.string, 0.0))
        self.scene.play(Run(figure.aside, 1.0, 1.2), *([leave(name.first)] if name.later else []))
        if name.later:
            self.scene.play(appear(name.later))

    def carry(self) -> None:
        """Carry the interval over to its image by the band between them."""
        meter = self.meter
        coming = appear(meter.image)
        self.scene.add(meter.image)
        self.scene.play(appear(meter.band), Run(meter.reach, 1.0, 1.6))
        self.scene.play(coming)

    def widths(self, k: int) -> range:
        """Return the numbers of the widths that are still to come at a point."""
        return range(1, len(self.meter.steps[k]))

    def narrow(self, k: int, row: int, *along: Move) -> None:
        """Bring the interval at a point to its next width."""
        meter, x = self.meter, self.meter.points[k]
        width = meter.steps[k][row]
        self.scene.play(Run(meter.width, width, 1.8 if k == 0 else 1.3, geometrically), *along)
        self.scene.event("interval shrinks", x=x, width=width, ratio=meter.ratios[k][row])
        if collapses(meter.figure.f, x):
            self.scene.event("zoom", closer=meter.zoom[row - 1])

    def settle(self, k: int, cue: str = "") -> None:
        """Show what the ratios at a point settle on, and, at a cue, what that does to size and direction."""
        meter = self.meter
        self.scene.play(leave(meter.ratio))
        self.scene.play(appear(meter.limits[k]))
        if cue:
            self.scene.cue(cue)
        self.scene.play(appear(meter.badges[k]))
        self.scene.event("factor", x=meter.points[k], factor=meter.factors[k])

    def go_to(self, k: int, *along: Move) -> None:
        """Bring the interval to a point from the one before; over a break of the function it is set there."""
        meter = self.meter
        self.scene.play(leave(meter.limits[k - 1]), leave(meter.badges[k - 1]))
        self.scene.play(restore(meter.ratio))
        if meter.slides_to(k):
            self._slide_to(k, along)
        else:
            self.scene.play(*(leave(part) for part in meter.measured), *along)
            meter.jump_to(k)
            self.scene.play(*(appear(part) for part in meter.measured))
        self.scene.event("interval", x=meter.points[k], width=meter.steps[k][0])

    def _slide_to(self, k: int, along: Iterable[Move]) -> None:
        meter = self.meter
        turning = meter.image_names if meter.turns_at(k) else ()
        if turning:
            self.scene.play(*(step_back(names, 0.0) for names in turning))
        self.scene.play(*meter.to_point(k, 2.2), *along)
        if turning:
            self.scene.play(*(restore(names) for names in turning))
