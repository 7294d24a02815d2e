"""Snapshots of a scene: what it shows at a moment, as values."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from manim import Mobject, ValueTracker, VMobject

from nowshowing.film.display import Frame, Shape
from nowshowing.film.owners import owners_of
from nowshowing.stage.live import family_of
from nowshowing.stage.values import play_remembered

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
