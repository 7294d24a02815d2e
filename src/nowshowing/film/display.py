"""The display list: one frame as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import CapStyleType, LineJointType, VMobject
from manim.utils.family import extract_mobject_family_members
from numpy.typing import NDArray

from nowshowing.film.owners import owners_of


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

    def same_look(self, other: Shape) -> bool:
        """Tell whether two shapes are drawn alike (points to 1e-6 units)."""
        return (
            self.points.shape == other.points.shape
            and bool(np.abs(self.points - other.points).max(initial=0) <= 1e-6)
            and bool(np.allclose(self.fill, other.fill, atol=1e-9))
            and bool(np.allclose(self.stroke, other.stroke, atol=1e-9))
            and (self.width, self.joint, self.cap, self.z) == (other.width, other.joint, other.cap, other.z)
        )


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


def _visible(shape: Shape) -> bool:
    return bool(shape.fill[:, 3].any()) or (shape.width > 0 and bool(shape.stroke[:, 3].any()))


class Snapshots:
    """Takes frames of a scene, sharing the shapes of what has not changed since the last one."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[VMobject, NDArray[np.float64], bytes, Shape]] = {}
        self._members: list[int] = []
        self.owners: dict[int, str] = {}

    def of(self, scene: Any) -> Frame:
        """Return the scene's present frame."""
        members = extract_mobject_family_members(scene.mobjects, use_z_index=True, only_those_with_points=True)
        if (present := list(map(id, members))) != self._members:
            self._members, self.owners = present, owners_of(scene)
        owners = self.owners
        shapes = []
        seen: dict[int, tuple[VMobject, NDArray[np.float64], bytes, Shape]] = {}
        for member in members:
            if isinstance(member, VMobject):
                entry = seen[id(member)] = self._entry(member, owners)
                if _visible(entry[3]):
                    shapes.append(entry[3])
            elif type(member).__name__ != "ValueTracker":
                raise TypeError(f"{type(member).__name__} cannot be drawn; a frame is made of paths")
        self._last = seen
        return Frame(scene.theme.background, tuple(shapes))

    def shape_of(self, member: VMobject) -> Shape | None:
        """Return the shape that an object has in the last frame; None where it is not to be seen there."""
        entry = self._last.get(id(member))
        return entry[3] if entry is not None and entry[0] is member and _visible(entry[3]) else None

    def _entry(self, member: VMobject, owners: dict[int, str]) -> tuple[VMobject, NDArray[np.float64], bytes, Shape]:
        points = member.points
        look = b"".join(
            (
                member.fill_rgbas.tobytes(),
                b"|",
                member.stroke_rgbas.tobytes(),
                np.array([member.stroke_width, member.z_index], dtype=np.float64).tobytes(),
                bytes([member.joint_type.value, member.cap_style.value]),
            )
        )
        last = self._last.get(id(member))
        if last is not None and last[0] is member and last[2] == look and np.array_equal(last[1], points):
            return last
        gradient = None
        if len(member.fill_rgbas) > 1 or len(member.stroke_rgbas) > 1:
            gradient = np.array(member.get_gradient_start_and_end_points())[:, :2]
        kept = points.copy()
        shape = Shape(
            owner=owners.get(id(member), type(member).__name__),
            points=kept[:, :2],
            fill=member.fill_rgbas.astype(np.float64),
            stroke=member.stroke_rgbas.astype(np.float64),
            width=float(member.stroke_width),
            joint=member.joint_type,
            cap=member.cap_style,
            z=float(member.z_index),
            gradient=gradient,
            role=vars(member).get("role", ""),
            presence=float(vars(member).get("applied_presence", 1.0)),
        )
        return member, kept, look, shape
