"""Plants defects into the frames of a clip, to see that they are found: where they are, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Mobject

from nowshowing.film.frames import FrameValues, frames
from nowshowing.spec.lesson import Clip
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.findings import Finding
from nowshowing.trust.inspecting import inspect
from playing import DRAFT

Undo = Callable[[], None]


@dataclass(frozen=True)
class Planted:
    """A defect: ``apply`` makes it on a scene, for one frame, and returns what takes it back.

    ``kind`` and ``objects`` are those of the finding that is expected; an object may be named by its beginning.
    ``needs`` are owners that must be there, at rest, from the frame before on. ``length`` is in frames.
    """

    name: str
    kind: str
    objects: tuple[str, ...]
    apply: Callable[[Any], Undo]
    needs: tuple[str, ...] = ()
    length: int = 5

    def is_found(self, finding: Finding, window: tuple[int, int]) -> bool:
        """Tell whether a finding is this defect, at the right frames."""
        starts = all(any(name.startswith(wanted) for name in finding.objects) for wanted in self.objects)
        return (
            finding.kind == self.kind
            and starts
            and abs(finding.first - window[0]) <= 1
            and abs(finding.last - window[1]) <= 1
        )


Windows = dict[str, tuple[int, int]]


def place(planted: Sequence[Planted], clip: Clip, seed: int) -> Windows:
    """Choose frames for each defect, at random: such as are evaluated one by one, with a frame between two defects."""
    shown = list(frames(clip, DRAFT))
    single = {now.number: now for now in shown if now.repeat == 1}
    random = np.random.default_rng(seed)
    taken: set[int] = set()
    chosen: Windows = {}
    for defect in sorted(planted, key=lambda one: (-one.length, one.name)):
        starts = [first for first in single if _fits(defect, first, single, taken)]
        assert starts, f"no room for {defect.name}"
        first = int(random.choice(starts))
        chosen[defect.name] = first, first + defect.length - 1
        taken |= set(range(first - 1, first + defect.length + 1))
    return chosen


def _fits(defect: Planted, first: int, single: dict[int, FrameValues], taken: set[int]) -> bool:
    window = range(first - 1, first + defect.length + 1)
    return all(
        number in single and number not in taken and _has(single[number], defect.needs) for number in window
    )  # fmt: skip


def _has(now: FrameValues, owners: Sequence[str]) -> bool:
    there = {shape.owner: shape.presence for shape in now.frame.shapes}
    there |= {text.owner: text.presence for text in now.texts}
    return all(there.get(owner, 0.0) > 0.999 for owner in owners)


def grow(scene: LessonScene, planted: Sequence[Planted], windows: Windows) -> None:
    """Make each defect on its frames, from the moment on which a frame is taken until all of it was read."""
    renderer: Any = scene.renderer
    plain_show = renderer._show

    def show(played: LessonScene, repeat: int) -> None:
        present = [one for one in planted if windows[one.name][0] <= renderer.present <= windows[one.name][1]]
        undo = [defect.apply(played) for defect in present]
        plain_show(played, repeat)
        while undo:
            undo.pop()()

    renderer._show = show


def findings(clip: Clip, planted: Sequence[Planted], windows: Windows) -> tuple[Finding, ...]:
    """Return what the certificate says about a clip with defects."""
    return inspect(clip, DRAFT, opened=lambda scene: grow(scene, planted, windows)).findings


# Ways to spoil a frame.


def at(scene: Any, path: str) -> Any:
    """Return what a scene calls by a name such as ``panel.tables[0]``."""
    for part in path.replace("[", ".[").split("."):
        scene = scene[int(part[1:-1])] if part.startswith("[") else getattr(scene, part)
    return scene


def _kept(mobject: Mobject) -> Undo:
    parts: list[Any] = mobject.family_members_with_points()
    before = [
        (part.points.copy(), part.fill_rgbas.copy(), part.stroke_rgbas.copy(), part.stroke_width) for part in parts
    ]

    def back() -> None:
        for part, (points, fill, line, width) in zip(parts, before, strict=True):
            part.points, part.fill_rgbas, part.stroke_rgbas, part.stroke_width = points, fill, line, width

    return back


def change(path: str, how: Callable[[Any, Any], object]) -> Callable[[Any], Undo]:
    """Return a defect that changes the looks of one object; ``how`` is given the object and the scene."""

    def apply(scene: Any) -> Undo:
        mobject = at(scene, path)
        back = _kept(mobject)
        how(mobject, scene)
        return back

    return apply


def add(make: Callable[[Any], Any], name: str, behind: bool = False) -> Callable[[Any], Undo]:
    """Return a defect that adds an object to the scene, under a name; before or behind all that is there."""

    def apply(scene: Any) -> Undo:
        mobject = make(scene)
        setattr(scene, name, mobject)
        scene.mobjects.insert(0 if behind else len(scene.mobjects), mobject)

        def back() -> None:
            scene.mobjects.remove(mobject)

        return back

    return apply
