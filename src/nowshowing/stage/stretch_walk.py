"""How the story of a map goes: its points move, an interval is carried over, narrowed, brought to other points."""

from __future__ import annotations

from collections.abc import Iterable

from nowshowing.maths.stretches import collapses
from nowshowing.stage.cast import Director
from nowshowing.stage.motion import LOOK, Fade, Run, appear, leave, restore, step_back
from nowshowing.stage.stretch_meter import StretchMeter

Move = Fade | Run


class StretchWalk:
    """Plays, on its scene, the story of a map and what measures it. Points and their widths count from 0."""

    def __init__(self, scene: Director, meter: StretchMeter) -> None:
        self.scene, self.meter, self.figure = scene, meter, meter.figure

    # Points on one line, then on two.

    def prepare(self) -> None:
        """Show where the points will come from, and the line that they go to if it is another."""
        if not self.figure.view.shared:
            self.scene.play(appear(self.figure.lower))
        self.scene.play(appear(self.figure.origins))

    def move(self, folds: Iterable[float]) -> None:
        """Bring the points to their images."""
        self.scene.event("points move")
        self.scene.play(Run(self.figure.carried, 1.0, 4.5))
        for x in folds:
            self.scene.event("fold", x=x)
        self.scene.wait(LOOK)

    def part(self) -> None:
        """Draw the two lines apart."""
        figure = self.figure
        if figure.view.shared:
            self.scene.play(appear(figure.upper))
            self.scene.play(Run(figure.apart, 1.0, 1.8))
            self.scene.play(*(restore(caption) for caption in figure.captions))
        self.scene.event("lines apart")

    def make_room(self) -> None:
        """Let the lines step aside for what measures them, and the map's name with them where it is in the way."""
        figure, name = self.figure, self.figure.map_name
        self.scene.play(step_back(figure.threads, 0.0), step_back(figure.string, 0.0))
        self.scene.play(Run(figure.aside, 1.0, 1.2), *([leave(name.first)] if name.later else []))
        if name.later:
            self.scene.play(appear(name.later))

    # The interval at one point.

    def mark(self) -> None:
        """Mark the interval at the first point."""
        self.scene.play(appear(self.meter.interval))
        self._tell("interval", 0)

    def carry(self) -> None:
        """Carry the interval over to its image by the band between them."""
        meter = self.meter
        coming = appear(meter.image)
        self.scene.add(meter.image)
        self.scene.play(appear(meter.band), Run(meter.reach, 1.0, 1.6))
        self.scene.play(coming)

    def measure(self) -> None:
        """Show the ratio of image to interval, large and in the table."""
        meter, table = self.meter, self.meter.first_table
        self.scene.play(appear(meter.ratio))
        self.scene.play(appear(table))
        self.scene.play(*table.go_to(0, 0.5))
        self.scene.play(*table.fill(0))
        self._tell("ratio", 0, ratio=meter.ratios[0][0])

    def _tell(self, event: str, k: int, **values: float) -> None:
        self.scene.event(event, x=self.meter.points[k], width=self.meter.steps[k][0], **values)

    def shrink(self) -> None:
        """Shrink the interval at the first point, width by width."""
        table = self.meter.first_table
        for row in range(1, len(self.meter.steps[0])):
            self.narrow(0, row, *table.go_to(row, 1.8))
            self.scene.play(*table.fill(row))
            self.scene.wait(LOOK)

    def narrow(self, k: int, row: int, *along: Move) -> None:
        """Bring the interval at a point to its next width."""
        meter, x = self.meter, self.meter.points[k]
        width = meter.steps[k][row]
        self.scene.play(*meter.to_width(k, row, 1.8 if k == 0 else 1.3), *along)
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

    # On to other points.

    def list_points(self) -> None:
        """Put the table of the points in place of that of the widths."""
        table = self.meter.points_table
        self.scene.play(leave(self.meter.first_table))
        self.scene.play(appear(table))
        self.scene.play(*table.go_to(0, 0.5))
        self.scene.play(*table.fill(0))

    def visit(self, k: int) -> None:
        """Bring the interval to a point, shrink it there, and note the factor."""
        table = self.meter.points_table
        self.go_to(k, *table.go_to(k, 2.2))
        for row in range(1, len(self.meter.steps[k])):
            self.narrow(k, row)
        self.settle(k)
        self.scene.play(*table.fill(k))
        self.scene.wait(LOOK)

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
        self._tell("interval", k)

    def _slide_to(self, k: int, along: Iterable[Move]) -> None:
        meter = self.meter
        turning = meter.image_names if meter.turns_at(k) else ()
        if turning:
            self.scene.play(*(step_back(names, 0.0) for names in turning))
        self.scene.play(*meter.to_point(k, 2.2), *along)
        if turning:
            self.scene.play(*(restore(names) for names in turning))
