"""Tells how the gap of a secant closes: gap by gap, each with its ghost, its row of the table and a closer look."""

from __future__ import annotations

from typing import Any, Protocol

from manim import Mobject, VGroup

from nowshowing.stage.lens import Lens
from nowshowing.stage.live import set_presence
from nowshowing.stage.motion import APPEAR, LOOK, MOVE, appear, leave, restore, step_back
from nowshowing.stage.secant_figure import SecantFigure


class Director(Protocol):
    """What the telling asks of its scene."""

    mobjects: list[Mobject]
    figure: SecantFigure
    lens: Lens

    def play(self, *animations: Any) -> None: ...

    def wait(self, duration: float) -> None: ...

    def event(self, name: str, **values: float | str) -> None: ...

    def show_in_slot(self, mobject: Mobject) -> None: ...

    def add_below(self, mobject: Mobject, above: Mobject) -> None: ...


def close_gaps(scene: Director, turn: int) -> None:
    """Bring the second point closer, gap by gap."""
    figure = scene.figure
    gaps, slopes = figure.turns[turn]
    figure.ghosts.remove(*figure.ghosts.submobjects)
    set_presence(figure.ghosts, 1.0)
    scene.add_below(figure.ghosts, figure.graph)
    for row in range(1, len(gaps)):
        figure.ghosts.add(figure.chord.ghost())
        close_to(scene, turn, row)
        scene.event("gap closes", h=gaps[row], slope=slopes[row])
        look_closer(scene)
        scene.wait(LOOK)


def change_sides(scene: Director) -> None:
    """Put the second point on the other side, as far away as at first; that side has a table of its own."""
    first, second = scene.figure.panel.tables
    scene.event("other side", h=scene.figure.turns[1][0][0])
    scene.play(leave(first), leave(scene.figure.ghosts))
    scene.play(appear(second))
    close_to(scene, 1, 0)


def close_to(scene: Director, turn: int, row: int) -> None:
    """Bring the second point to the next place, and fill its row.

    To the other side it is set over, since at h = 0 is no chord.
    """
    figure = scene.figure
    gap, table = figure.turns[turn][0][row], figure.panel.tables[turn]
    if scene.lens in scene.mobjects and not figure.magnifies_at(scene.lens, gap):
        look_away(scene)
    if gap * figure.gap.get_value() > 0:
        scene.play(figure.chord.close_to(gap, MOVE), *table.go_to(row, MOVE))
    else:
        moved = VGroup(figure.chord, figure.drops[1])
        scene.play(leave(moved), step_back(figure.second_mark, 0.0), *table.go_to(row, APPEAR))
        figure.gap.set_value(gap)
        scene.play(appear(moved), restore(figure.second_mark))
    scene.play(*table.fill(row))


def close_in(scene: Director) -> None:
    """Bring the second point from the last gap as close as it may come, and let that be looked at."""
    figure = scene.figure
    scene.play(figure.chord.close_to(figure.stops[-1] / 8, 1.5))
    look_closer(scene)
    scene.play(figure.chord.close_to(figure.closest, 2.5))
    scene.wait(LOOK)


def look_closer(scene: Director) -> None:
    """Bring the lens, as soon as it has something to magnify: into its corner of the plot, or into the slot."""
    lens = scene.lens
    if not lens.magnifies() or lens in scene.mobjects:
        return
    if lens.region is scene.figure.panel.room.slot:
        scene.show_in_slot(lens)
    else:
        scene.play(appear(lens))


def look_away(scene: Director) -> None:
    """Take the lens away where the points are so far apart that it would show them smaller."""
    if scene.lens.region is scene.figure.panel.room.slot:
        scene.show_in_slot(scene.figure.panel.quotient)
    else:
        scene.play(leave(scene.lens))
