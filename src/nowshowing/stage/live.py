"""Figures that are drawn from values: what is on screen follows from the numbers, never from the frame before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from manim import CapStyleType, LineJointType, ManimColor, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.stage.theme import Role
from nowshowing.stage.values import note, remembered


def stroke(role: Role, *, width: float | None = None) -> VMobject:
    """Return an empty line in a role's colour and width."""
    line = VMobject()
    line.set_fill(opacity=0)
    line.set_stroke(color=ManimColor(role.color), width=role.width if width is None else width, opacity=1)
    line.joint_type, line.cap_style = LineJointType.ROUND, CapStyleType.ROUND
    vars(line)["role"] = role.name
    return line


def filled(role: Role, *, opacity: float = 1.0) -> VMobject:
    """Return an empty filled shape in a role's colour."""
    shape = VMobject()
    shape.set_stroke(width=0, opacity=0)
    shape.set_fill(color=ManimColor(role.color), opacity=opacity)
    vars(shape)["role"] = role.name
    return shape


def presence_of(mobject: Mobject) -> float:
    """Return how present an object was made, from 0 (absent) to 1; its parents count apart."""
    own = vars(mobject)
    return note(lambda: float(own.get("presence", 1.0)))


def set_presence(mobject: Mobject, value: float) -> None:
    """Make an object as present as this, from the next frame on."""
    vars(mobject)["presence"] = value


def set_clearance(mobject: Mobject, value: float) -> None:
    """Let an object step back where there is no room for it: 0 is gone, 1 is wholly there."""
    vars(mobject)["clearance"] = value


def family_of(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """Return objects and all their parts, each before its own, from back to front."""
    family: list[Mobject] = []

    def walk(parts: Iterable[Mobject]) -> None:
        for part in parts:
            family.append(part)
            if part.submobjects:
                walk(part.submobjects)

    walk(mobjects)
    return family


def redraw(mobject: Mobject) -> None:
    """Let an object and its parts follow the present values, as their updaters say; none of these takes dt."""
    if mobject.updating_suspended:
        return
    for updater in mobject.updaters:
        updater(mobject)  # type: ignore[call-arg]
    for part in mobject.submobjects:
        redraw(part)


def apply_presence(mobject: Mobject, factor: float = 1.0) -> None:
    """Scale the opacity of an object's parts by their presence and clearance, and by those of all their parents."""
    own = vars(mobject)
    factor *= float(own.get("presence", 1.0)) * float(own.get("clearance", 1.0))
    if factor != own.get("applied_presence", 1.0) and isinstance(mobject, VMobject) and len(mobject.points):
        _scale_opacity(mobject, factor)
    for part in mobject.submobjects:
        apply_presence(part, factor)


def _scale_opacity(leaf: VMobject, factor: float) -> None:
    own = vars(leaf)
    fill, line = own.setdefault("full_look", (leaf.fill_rgbas.copy(), leaf.stroke_rgbas.copy()))
    scale = np.array([1.0, 1.0, 1.0, factor])
    leaf.fill_rgbas, leaf.stroke_rgbas = fill * scale, line * scale
    own["applied_presence"] = factor
    if factor == 1.0:
        del own["full_look"]


class Standing:
    """Objects with all their parts, to be brought up to date for as long as none comes or goes."""

    def __init__(self, mobjects: Sequence[Mobject]) -> None:
        self.mobjects = list(mobjects)
        self._updaters: list[tuple[Mobject, Callable[..., object]]] = []
        self._rows: list[tuple[Mobject, dict[str, Any], int]] = []
        self._enter(self.mobjects, 0)

    def _enter(self, parts: Iterable[Mobject], parent: int) -> None:
        """Take in parts, each before its own; ``parent`` is the row of what they are parts of, from 1."""
        for part in parts:
            if not part.updating_suspended:
                self._updaters += [(part, updater) for updater in part.updaters]
            self._rows.append((part, vars(part), parent))
            self._enter(part.submobjects, len(self._rows))

    def update(self) -> None:
        """Do what ``redraw`` and ``apply_presence`` do, for all."""
        for mobject, updater in self._updaters:
            updater(mobject)
        factors = [1.0]
        for mobject, own, parent in self._rows:
            factor = factors[parent] * (own.get("presence", 1.0) * own.get("clearance", 1.0))
            factors.append(factor)
            if factor != own.get("applied_presence", 1.0) and isinstance(mobject, VMobject) and len(mobject.points):
                _scale_opacity(mobject, factor)


class Live(VGroup):
    """A figure whose parts are redrawn from values before every frame on which one of these has changed.

    ``draw`` (given, or overridden) sets the points of the parts, and nothing else but ``clearance`` (0 to 1), by which
    the figure steps back where there is no room for it. Of what animations change it reads values and presences only.
    """

    clearance: float

    def __init__(self, *parts: VMobject, draw: Callable[[], None] | None = None) -> None:
        super().__init__(*parts)
        self.clearance = 1.0
        self._draw_parts = draw
        self.add_updater(lambda figure: figure.redraw())

    def draw(self) -> None:
        """Set the parts' points from the present values."""
        if self._draw_parts is not None:
            self._draw_parts()

    @remembered
    def redraw(self) -> None:
        """Draw, where a value has changed."""
        self.draw()

    def trace(self, k: int, path: NDArray[np.float64]) -> None:
        """Set the points of part ``k``."""
        part = self.submobjects[k]
        assert isinstance(part, VMobject)
        part.set_points(path)


def box_of(mobject: Mobject) -> NDArray[np.float64]:
    """Return an object's box as (left, bottom, right, top), in units; nan where it has no points."""
    leaves = mobject.family_members_with_points()
    if not leaves:
        return np.full(4, np.nan)
    points = np.vstack([leaf.points for leaf in leaves])
    return np.array([points[:, 0].min(), points[:, 1].min(), points[:, 0].max(), points[:, 1].max()])


def box_points(mobject: Mobject, step: float = 0.1) -> NDArray[np.float64]:
    """Return points (n, 2) that fill an object's box, for others to keep clear of."""
    left, bottom, right, top = box_of(mobject)
    across = np.linspace(left, right, max(2, int((right - left) / step) + 1))
    up = np.linspace(bottom, top, max(2, int((top - bottom) / step) + 1))
    return np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
