"""Defects of layout and looks, to be planted into the default clip of the secant scene."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ManimColor

from nowshowing.stage.live import box_of, filled
from nowshowing.stage.paths import rectangle
from nowshowing.stage.text import Words
from planting import Planted, Undo, add, at, change

ROW = "panel.tables[0]"


def onto(target: str, dx: float = 0.0, dy: float = 0.0) -> Any:
    """Put the middle of an object on that of another."""

    def move(mobject: Any, scene: Any) -> None:
        shift(*(_middle(at(scene, target)) - _middle(mobject) + (dx, dy)))(mobject, scene)

    return move


def onto_point(target: str, share: float) -> Any:
    """Put the middle of an object on a point of a path, at a share of its points."""

    def move(mobject: Any, scene: Any) -> None:
        points = at(scene, target).points
        shift(*(points[int(share * (len(points) - 1)), :2] - _middle(mobject)))(mobject, scene)

    return move


def beside(target: str, gap: float) -> Any:
    """Put an object this far to the right of another."""

    def move(mobject: Any, scene: Any) -> None:
        shift(box_of(at(scene, target))[2] + gap - box_of(mobject)[0])(mobject, scene)

    return move


def above(target: str, gap: float) -> Any:
    """Put an object this far over another."""

    def move(mobject: Any, scene: Any) -> None:
        shift(0.0, box_of(at(scene, target))[3] + gap - box_of(mobject)[1])(mobject, scene)

    return move


def shift(dx: float, dy: float = 0.0) -> Any:
    """Move an object."""

    def move(mobject: Any, _scene: Any) -> None:
        for part in mobject.family_members_with_points():
            part.points = part.points + np.array([dx, dy, 0.0])

    return move


def scale(factor: float) -> Any:
    """Make an object smaller about its middle."""

    def shrink(mobject: Any, _scene: Any) -> None:
        middle = np.array([*_middle(mobject), 0.0])
        for part in mobject.family_members_with_points():
            part.points = middle + (part.points - middle) * factor

    return shrink


def colour(value: str, opacity: float = 1.0) -> Any:
    """Draw an object in one colour."""

    def paint(mobject: Any, _scene: Any) -> None:
        rgba = np.array([[*ManimColor(value).to_rgb(), opacity]])
        for part in mobject.family_members_with_points():
            if part.fill_rgbas[:, 3].any():
                part.fill_rgbas = rgba.copy()
            if part.stroke_rgbas[:, 3].any():
                part.stroke_rgbas = rgba.copy()

    return paint


def width(value: float) -> Any:
    """Draw a line in another width."""

    def draw(mobject: Any, _scene: Any) -> None:
        for part in mobject.family_members_with_points():
            part.stroke_width = value

    return draw


def both(*changes: Any) -> Any:
    """Change an object in several ways."""

    def draw(mobject: Any, scene: Any) -> None:
        for one in changes:
            one(mobject, scene)

    return draw


def _middle(mobject: Any) -> Any:
    left, bottom, right, top = box_of(mobject)
    return np.array([(left + right) / 2, (bottom + top) / 2])


def cover(target: str, role: str, opacity: float) -> Any:
    """Make a rectangle over an object."""

    def make(scene: Any) -> Any:
        left, bottom, right, top = box_of(at(scene, target))
        shape = filled(scene.theme.role(role), opacity=opacity)
        return shape.set_points(rectangle(left - 0.1, bottom - 0.1, right + 0.1, top + 0.1, 0.02))

    return make


def bleeding(scene: Any) -> Any:
    """Make a band that reaches over the left margin, below the plot's middle where nothing is written."""
    left = scene.regions.frame.left
    return filled(scene.theme.band).set_points(rectangle(left + 0.2, -1.5, left + 0.6, -1.2, 0.02))


def leaving(path: str, step: float) -> Any:
    """Let an object move out of the frame, further with every frame."""
    frames = [0]

    def apply(scene: Any) -> Undo:
        frames[0] += 1
        return change(path, shift(-step * frames[0]))(scene)

    return apply


def stepped_back(path: str, presence: float) -> Any:
    """Let an object step back, and say so."""

    def apply(scene: Any) -> Undo:
        parts = at(scene, path).family_members_with_points()
        scale = np.array([1.0, 1.0, 1.0, presence])

        def fade(mobject: Any, _scene: Any) -> None:
            for part in mobject.family_members_with_points():
                part.fill_rgbas, part.stroke_rgbas = part.fill_rgbas * scale, part.stroke_rgbas * scale
                vars(part)["applied_presence"] = presence

        back = change(path, fade)(scene)

        def undo() -> None:
            back()
            for part in parts:
                vars(part)["applied_presence"] = 1.0

        return undo

    return apply


def flickering(scene: Any) -> Any:
    """Cover the frame on every second frame."""
    light = vars(scene).get("light", False)
    scene.light = not light
    shape = filled(scene.theme.role("ink" if light else "band"))
    return shape.set_points(rectangle(-6.4, -2.6, 6.4, 3.3, 0.1))


def note(scene: Any) -> Any:
    """Say something in a free place."""
    return Words("mind the step", "small", theme=scene.theme).says_the_author().place(3.0, 3.1)


TEXT, LINE = "text on text", "text on line"

LOOKS = (
    Planted("name on the heading", TEXT, ("name", "heading"), change("name", onto("heading")), ("name",)),
    Planted("readouts on each other", TEXT, ("panel.gap.number", "panel.slope.number"),
            change("panel.gap.number", onto("panel.slope.number")), ("panel.gap.number", "panel.slope.number")),
    Planted("result on what is given", TEXT, (f"{ROW}.results[0]", f"{ROW}.given[0]"),
            change(f"{ROW}.results[0]", onto(f"{ROW}.given[0]")), (f"{ROW}.results[0]",)),
    Planted("mark on a number", TEXT, ("marks.fixed", "plot.numbers[1]"),
            change("marks.fixed", onto("plot.numbers[1]")), ("marks.fixed", "plot.numbers[1]")),
    Planted("caption on the quotient", TEXT, ("panel.slope.label", "panel.quotient"),
            change("panel.slope.label", onto("panel.quotient")), ("panel.slope.label", "panel.quotient")),
    Planted("rows too close", TEXT, (f"{ROW}.results[0]", f"{ROW}.results[1]"),
            change(f"{ROW}.results[0]", above(f"{ROW}.results[1]", 0.05)), (f"{ROW}.results[0]", f"{ROW}.results[1]")),
    Planted("captions too close", TEXT, ("panel.gap.label", "panel.slope.label"),
            change("panel.gap.label", beside("panel.slope.label", 0.06)), ("panel.gap.label", "panel.slope.label")),
    Planted("heading too close to the name", TEXT, ("name", "heading"),
            change("name", both(onto("heading"), beside("heading", 0.08))), ("name",)),
    Planted("name on the curve", LINE, ("name", "graph"), change("name", onto_point("graph", 0.5)), ("name", "graph")),
    Planted("name low on the curve", LINE, ("name", "graph"),
            change("name", onto_point("graph", 0.3)), ("name", "graph")),
    Planted("number on the axis", LINE, ("plot.y_numbers[1]", "plot.edges"),
            change("plot.y_numbers[1]", shift(0.28)), ("plot.y_numbers[1]",)),
    Planted("head on the rule", LINE, (f"{ROW}[3]", f"{ROW}.rule"),
            change(f"{ROW}[3]", shift(0, -0.12)), (f"{ROW}[3]", f"{ROW}.rule")),
    Planted("mark on a drop line", LINE, ("marks.fixed", "drops[0]"),
            change("marks.fixed", shift(0, 0.45)), ("marks.fixed",)),
    Planted("readout on the curve", LINE, ("panel.slope.number", "graph"),
            change("panel.slope.number", onto_point("graph", 0.7)), ("panel.slope.number",)),
    Planted("result across the chord", LINE, ("marks.fixed", "chord.line"),
            change("marks.fixed", onto_point("chord.line.line[0]", 0.5)), ("marks.fixed", "chord.line.line[0]")),
    Planted("something over the heading", "text covered", ("heading", "cover"),
            add(cover("heading", "ink", 1.0), "cover"), ("heading",)),
    Planted("a band in front of a row", "text covered", (f"{ROW}.results[0]", "veil"),
            add(cover(f"{ROW}.results[0]", "band", 1.0), "veil"), (f"{ROW}.results[0]",)),
    Planted("half a veil over the quotient", "text covered", ("panel.quotient", "mist"),
            add(cover("panel.quotient", "secant", 0.5), "mist"), ("panel.quotient",)),
    Planted("something behind the heading", "text on shape", ("heading", "ground"),
            add(cover("heading", "band", 1.0), "ground", behind=True), ("heading",)),
    Planted("a faint area behind a result", "text on shape", (f"{ROW}.results[1]", "haze"),
            add(cover(f"{ROW}.results[1]", "curve", 0.2), "haze", behind=True), (f"{ROW}.results[1]",)),
    Planted("band over the margin", "figure outside the margin", ("bleeding",), add(bleeding, "bleeding", behind=True)),
    Planted("heading over the margin", "text outside the margin", ("heading",),
            change("heading", shift(-0.2)), ("heading",)),
    Planted("number over the margin", "text outside the margin", ("plot.y_numbers[2]",),
            change("plot.y_numbers[2]", shift(-0.3)), ("plot.y_numbers[2]",)),
    Planted("formula over the margin", "text outside the margin", ("panel.quotient",),
            change("panel.quotient", shift(0.2)), ("panel.quotient",)),
    Planted("heading leaves while it moves", "text outside the margin", ("heading",),
            leaving("heading", 0.06), ("heading",)),
    Planted("curve over the margin", "figure outside the margin", ("graph",), change("graph", shift(-0.6)), ("graph",)),
    Planted("edge over the margin", "figure outside the margin", ("plot.edges",),
            change("plot.edges", shift(-0.7)), ("plot.edges",)),
    Planted("row in the strip", "text in the caption strip", (f"{ROW}.given[3]",),
            change(f"{ROW}.given[3]", shift(0, -0.3)), (f"{ROW}.given[3]",)),
    Planted("number in the strip", "text in the caption strip", ("plot.numbers[1]",),
            change("plot.numbers[1]", shift(0, -0.25)), ("plot.numbers[1]",)),
    Planted("edge in the strip", "figure in the caption strip", ("plot.edges",),
            change("plot.edges", shift(0, -0.8)), ("plot.edges",)),
    Planted("small caption", "small text", ("panel.gap.label",),
            change("panel.gap.label", scale(0.6)), ("panel.gap.label",)),
    Planted("small formula", "small text", ("name",), change("name", scale(0.5)), ("name",)),
    Planted("small heading", "small text", ("heading",), change("heading", scale(0.4)), ("heading",)),
    Planted("thin curve", "thin line", ("graph",), change("graph", width(1.0)), ("graph",)),
    Planted("thin axis", "thin line", ("plot.edges",), change("plot.edges", width(0.8)), ("plot.edges",)),
    Planted("dark heading", "faint text", ("heading",), change("heading", colour("#4a556c")), ("heading",)),
    Planted("dark result", "faint text", (f"{ROW}.results[0]",),
            change(f"{ROW}.results[0]", colour("#5a6475")), (f"{ROW}.results[0]",)),
    Planted("faint readout", "faint text", ("panel.gap.number",),
            change("panel.gap.number", colour("#2ec4b6", 0.35)), ("panel.gap.number",)),
    Planted("dark curve", "faint line", ("graph",), change("graph", colour("#26415a")), ("graph",)),
    Planted("faint curve", "faint line", ("graph",), change("graph", colour("#5aa9e6", 0.4)), ("graph",)),
    Planted("dark point", "faint line", ("touch",), change("touch", colour("#30384a")), ("touch[0]",)),
    Planted("faint ghost", "faint scaffold", ("ghosts[0]",), change("ghosts[0]", colour("#141a26")), ("ghosts[0]",)),
    Planted("readout stepped back", "faint text", ("panel.slope.number",),
            stepped_back("panel.slope.number", 0.4), ("panel.slope.number",)),
    Planted("quotient stepped back", "faint text", ("panel.quotient",),
            stepped_back("panel.quotient", 0.3), ("panel.quotient",)),
    Planted("legs alike", "roles look alike", ("gap", "rise"),
            change("chord.legs.lines[1]", width(5.0)), ("chord.legs.lines[0]", "chord.legs.lines[1]")),
    Planted("chord like the curve", "roles look alike", ("curve", "secant"),
            change("chord.line", width(6.0)), ("chord.line.line[0]", "graph")),
    Planted("flicker", "flashes", (), add(flickering, "flicker"), (), 24),
    Planted("gone too soon", "gone before it is read", ("note",), add(note, "note")),
)  # fmt: skip
