"""The display list: one frame as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from manim import CapStyleType, LineJointType, Mobject, ValueTracker, VMobject
from numpy.typing import NDArray

from nowshowing.film.owners import owners_of
from nowshowing.stage.live import family_of
from nowshowing.stage.values import play_remembered


@dataclass(frozen=True, eq=False)
class Shape:
    """One visible thing. Two snapshots of an unchanged object are the same Shape, so identity tells what changed.

    ``points`` (4n, 2) are cubic Béziers in units of the frame; ``fill`` and ``stroke`` rows of straight RGBA, 0 to 1
    (more than one row: a gradient from ``gradient[0]`` to ``gradient[1]``); ``width`` in 1/100 unit. ``role`` is what
    its look means in the theme, "" where it has none; ``presence`` how present the scene made it, which is already in
    its colours.
    """

    owner: str
    points: NDArray[np.float64]
    fill: NDArray[np.float64]
    stroke: NDArray[np.float64]
    width: float
    joint: LineJointType
    cap: CapStyleType
    z: float
    gradient: NDArray[np.float64] | None = None
    role: str = ""
    presence: float = 1.0

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """The box around what is drawn, the width of its line included: left, bottom, right, top."""
        half = self.width / 200 if self.line_opacity > 0 else 0.0
        left, bottom, right, top = self.bounds
        return left - half, bottom - half, right + half, top + half

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """The box around its points."""
        left, bottom = self.points.min(axis=0).tolist()
        right, top = self.points.max(axis=0).tolist()
        return left, bottom, right, top

    @cached_property
    def fill_opacity(self) -> float:
        """The opacity of its fill, where that is strongest; 0 without one."""
        return _strongest(self.fill)

    @cached_property
    def line_opacity(self) -> float:
        """The opacity of its line, where that is strongest; 0 without one."""
        return _strongest(self.stroke) if self.width > 0 else 0.0

    @property
    def opacity(self) -> float:
        """The opacity of its strongest part."""
        return max(self.fill_opacity, self.line_opacity)

    @cached_property
    def colours(self) -> bytes:
        """Its colours, to be compared."""
        return self.fill.tobytes() + b"|" + self.stroke.tobytes()

    def at(self, points: NDArray[np.float64]) -> Shape:
        """Return a shape that differs in its points only."""
        other = object.__new__(Shape)
        # What is known of its colours holds on; what follows from its points does not.
        vars(other).update(vars(self), points=points)
        vars(other).pop("box", None)
        vars(other).pop("bounds", None)
        return other

    def share_points(self, other: Shape) -> None:
        """Take over the points of a shape that has the same ones, so that what was measured of them is known."""
        vars(self).update(points=other.points, bounds=other.bounds)

    def same_look(self, other: Shape) -> bool:
        """Tell whether two shapes are drawn alike (points to 1e-6 units)."""
        return (
            self.points.shape == other.points.shape
            and bool(np.abs(self.points - other.points).max(initial=0) <= 1e-6)
            and bool(np.allclose(self.fill, other.fill, atol=1e-9))
            and bool(np.allclose(self.stroke, other.stroke, atol=1e-9))
            and (self.width, self.joint, self.cap, self.z) == (other.width, other.joint, other.cap, other.z)
        )


def _strongest(colours: NDArray[np.float64]) -> float:
    return float(colours[0, 3]) if len(colours) == 1 else float(colours[:, 3].max(initial=0.0))


def same_points(some: Sequence[Shape], others: Sequence[Shape]) -> bool:
    """Tell whether nothing about shapes changed but their colours: whatever is measured of their points holds."""
    return len(some) == len(others) and all(a.points is b.points for a, b in zip(some, others, strict=True))


@dataclass(frozen=True)
class Frame:
    """What is on screen, from back to front."""

    background: str
    shapes: tuple[Shape, ...]

    def same_as(self, other: Frame | None) -> bool:
        """Tell whether nothing changed since another frame of the same play."""
        return (
            other is not None
            and len(self.shapes) == len(other.shapes)
            and self.background == other.background
            and all(a is b for a, b in zip(self.shapes, other.shapes, strict=True))
        )


_Look = tuple[Any, ...]
"""All that an object's shape follows from, its data as bytes; empty where it has no points."""


def look_of(member: VMobject) -> _Look:
    """Return what an object looks like at present, as it is: its points may have been set in place."""
    if not len(member.points):
        return ()
    return (
        member.points.tobytes(), member.fill_rgbas.tobytes(), member.stroke_rgbas.tobytes(),
        float(member.stroke_width), float(member.z_index), member.joint_type, member.cap_style,
    )  # fmt: skip


class _Seen(NamedTuple):
    """What an object looked like in the last frame, and its shape, None where it is not seen."""

    member: VMobject
    look: _Look
    shape: Shape | None


class Snapshots:
    """Takes frames of a scene, sharing the shapes of what has not changed since the last one.

    ``family`` are all objects on the stage; while they stay the same it is the same list. ``changed`` are the ids of
    those that look different from the frame before; None where some came, left or changed places.
    """

    def __init__(self) -> None:
        self.family: list[Mobject] = []
        self.changed: frozenset[int] | None = None
        self.owners: dict[int, str] = {}
        self._held: dict[int, Mobject] = {}  # so that no other object takes the id of one that has a name
        self._order: list[tuple[int, float]] = []
        self._stage: tuple[int, list[Mobject]] = 0, []
        self._members: list[VMobject] = []
        self._seen: list[_Seen] = []
        self._last: dict[int, _Seen] = {}

    def of(self, scene: Any) -> Frame:
        """Return the scene's present frame."""
        if self._is_new_stage(scene):
            self._members = _from_back_to_front(self.family)
            self._name(scene)
            self._seen = [self._entry(member, look_of(member)) for member in self._members]
            self._last = {id(seen.member): seen for seen in self._seen}
            self.changed = None
        else:
            changed = []
            for k, (member, last) in enumerate(zip(self._members, self._seen, strict=True)):
                if (look := look_of(member)) != last.look:
                    self._seen[k] = self._last[id(member)] = self._entry(member, look)
                    changed.append(id(member))
            self.changed = frozenset(changed)
        shapes = [seen.shape for seen in self._seen if seen.shape is not None]
        return Frame(scene.theme.background, tuple(shapes))

    def _is_new_stage(self, scene: Any) -> bool:
        """Tell whether something came, left or changed places, and take note of what is on the stage."""
        play, stage = play_remembered(), list(scene.mobjects)
        if play and (play, stage) == self._stage:
            return False
        self._stage = play, stage
        family = family_of(stage)
        order = [(id(member), member.z_index) for member in family]
        if order == self._order:
            return False
        self.family, self._order = family, order
        return True

    def _name(self, scene: Any) -> None:
        """Name what has come to the stage for the first time; what has a name keeps it."""
        if any(id(member) not in self._held for member in self._members):
            named = owners_of(scene)
            self.owners = {key: name for key, (_, name) in named.items()} | self.owners
            self._held |= {key: held for key, (held, _) in named.items()}
            self._held |= {id(member): member for member in self._members}

    def shape_of(self, member: VMobject) -> Shape | None:
        """Return the shape that an object has in the last frame; None where it is not to be seen there."""
        entry = self._last.get(id(member))
        return entry.shape if entry is not None and entry.member is member else None

    def _entry(self, member: VMobject, look: _Look) -> _Seen:
        last = self._last.get(id(member))
        if last is None or last.member is not member:
            last = _Seen(member, (), None)
        if last.look == look:
            return last
        before = last.shape
        if not look or before is None:
            return _Seen(member, look, self._shape(member) if look else None)
        if before.gradient is None and last.look[1:] == look[1:]:
            return _Seen(member, look, before.at(member.points[:, :2].copy()))
        shape = self._shape(member)
        if shape is not None and last.look[0] == look[0]:
            shape.share_points(before)
        return _Seen(member, look, shape)

    def _shape(self, member: VMobject) -> Shape | None:
        fill, line = member.fill_rgbas, member.stroke_rgbas
        gradient = None
        if len(fill) > 1 or len(line) > 1:
            gradient = np.array(member.get_gradient_start_and_end_points())[:, :2]
        shape = Shape(
            owner=self.owners.get(id(member), type(member).__name__),
            points=member.points[:, :2].copy(),
            fill=fill.astype(np.float64),
            stroke=line.astype(np.float64),
            width=float(member.stroke_width),
            joint=member.joint_type,
            cap=member.cap_style,
            z=float(member.z_index),
            gradient=gradient,
            role=vars(member).get("role", ""),
            presence=float(vars(member).get("applied_presence", 1.0)),
        )
        return shape if shape.opacity > 0 else None


def _from_back_to_front(family: list[Mobject]) -> list[VMobject]:
    """Return what is drawn of a family, each object once, at its last place."""
    members: list[VMobject] = []
    for member in reversed(dict.fromkeys(reversed(family))):
        if isinstance(member, VMobject):
            members.append(member)
        elif len(member.points) and not isinstance(member, ValueTracker):
            raise TypeError(f"{type(member).__name__} cannot be drawn; a frame is made of paths")
    return sorted(members, key=lambda member: member.z_index)
