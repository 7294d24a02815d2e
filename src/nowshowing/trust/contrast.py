"""Contrast of texts and lines against what is really behind them, judged at rest, by the colours that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Shape
from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.colours import contrast, from_hex, over
from nowshowing.trust.findings import Fault
from nowshowing.trust.layout import COUNTS_FROM
from nowshowing.trust.outlines import Box, is_inside, segments_of, touch
from nowshowing.trust.roles import Drawn, alike
from nowshowing.trust.subjects import Subjects

Array = NDArray[np.float64]

TEXT, LINE, SCAFFOLD = 4.5, 3.0, 1.3
"""The least contrasts."""
SCAFFOLDING = frozenset({"scaffold", "band", "ghost"})
"""Roles that step back by declaration. What a beat speaks of does not, nor does any text."""
AREA = 0.5
"""A fill that is fainter than this by design is an area, which steps back as bands do."""
LARGEST_MARK = 0.5
"""What is not wider and higher than this, in units, is a mark: others may pass over it, but not come to rest on it."""
SAMPLES = 12
MOST_TOGETHER = 5
"""Areas whose every composition is tried."""


@dataclass(frozen=True)
class _Judged:
    """What was found of a shape: with so many areas drawn before it, of which some lie behind."""

    below: int
    text: str | None
    is_subject: bool
    behind: tuple[Shape, ...]
    fault: Fault | None


class ContrastCheck:
    """Finds what can hardly be seen, and roles that look alike."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.before: dict[str, Shape] = {}
        self.areas: tuple[Shape, ...] = ()
        self.judged: dict[Shape, _Judged] = {}
        self.subjects = Subjects(is_scaffold)
        self.ratios: dict[tuple[bytes, ...], float] = {}
        self.drawn: dict[Shape, Drawn | None] = {}
        self.alike: dict[frozenset[Drawn | None], tuple[Fault, ...]] = {}

    def opened(self, scene: LessonScene) -> None:
        """Take note of what the scene's beats speak of."""
        self.subjects.opened(scene)

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return what is wrong with a frame."""
        shapes, text_of = now.frame.shapes, now.text_of
        spoken_of = self.subjects.look(now, self.before)
        least = LARGEST_MARK if now.repeat == 1 else 0.0
        areas = tuple(shape for shape in shapes if shape not in text_of and _is_area(shape, least))
        changed = self._changed(areas)
        ground = from_hex(now.frame.background)
        found: list[Fault] = []
        roles: set[Drawn | None] = set()
        known, below = set(areas), 0
        before, self.before = self.before, {shape.owner: shape for shape in shapes}
        for shape in shapes:
            beneath = below
            below += shape in known
            if now.repeat == 1 and not _same_colours(shape, before.get(shape.owner)):
                continue
            shown = text_of.get(shape)
            text = shown.owner if shown is not None else None
            is_subject = shape.owner in spoken_of
            kept = self.judged.get(shape)
            if (
                kept is None
                or (kept.below, kept.text, kept.is_subject) != (beneath, text, is_subject)
                or (changed and _touches(shape.box, changed))
            ):
                kept = self.judged[shape] = self._judge_anew(kept, text, shape, beneath, ground, is_subject)
            if kept.fault is not None:
                found.append(kept.fault)
            if text is None:
                roles.add(self._drawn(shape))
        found += self._alike(frozenset(roles))
        self._forget(shapes)
        return found

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()

    def _changed(self, areas: tuple[Shape, ...]) -> list[Box]:
        """Take in the areas of a frame; return the boxes of those that are new, and of those that are gone."""
        last, self.areas = self.areas, areas
        if areas == last:
            return []
        here, there = set(areas), set(last)
        if [area for area in areas if area in there] != [area for area in last if area in here]:
            self.judged.clear()
        return [area.box for area in here ^ there]

    def _forget(self, shapes: tuple[Shape, ...]) -> None:
        if len(self.ratios) > 4000:
            self.ratios.clear()
        if max(len(self.drawn), len(self.judged)) > 4 * len(shapes) + 200:
            self.drawn = {shape: self.drawn[shape] for shape in shapes if shape in self.drawn}
            self.judged = {shape: self.judged[shape] for shape in shapes if shape in self.judged}

    def _judge_anew(
        self, kept: _Judged | None, text: str | None, shape: Shape, below: int, ground: Array, is_subject: bool
    ) -> _Judged:
        # What runs over something smaller, or lies on it for a moment, has the ground behind it.
        lies_on = touch if text is not None else _lies_within
        behind = tuple(area for area in self.areas[:below] if lies_on(shape.box, area.box))
        if kept is not None and (kept.text, kept.is_subject, kept.behind) == (text, is_subject, behind):
            return replace(kept, below=below)
        return _Judged(below, text, is_subject, behind, self._judge(text, shape, behind, ground, is_subject))

    def _judge(
        self, text: str | None, shape: Shape, behind: Sequence[Shape], ground: Array, is_subject: bool
    ) -> Fault | None:
        if shape.opacity < COUNTS_FROM:
            return None
        steps_back = text is None and (shape.presence < 1 - 1e-6 or is_scaffold(shape))
        limit = TEXT if text is not None else SCAFFOLD if steps_back and not is_subject else LINE
        fault = self._fault(text or shape.owner, shape, limit, behind, ground)
        if fault is not None and steps_back and is_subject:
            advice = "the beat speaks of it: let it not be scaffold, or show what it speaks of as well"
            return replace(fault, kind="faint subject", advice=advice)
        return fault

    def _fault(self, owner: str, shape: Shape, limit: float, areas: Sequence[Shape], ground: Array) -> Fault | None:
        ratio = self._least_contrast(shape, areas, ground)
        if ratio < limit - 0.005 and areas:
            ratio = _contrast(shape, self._behind(shape, areas, ground))
        if ratio >= limit - 0.005:
            return None
        kind = {TEXT: "faint text", LINE: "faint line", SCAFFOLD: "faint scaffold"}[limit]
        advice = "choose a colour that stands out from what is behind it"
        return Fault(kind, (owner,), f"contrast {ratio:.2f}:1", f"at least {limit}:1", advice, limit / ratio)

    def _least_contrast(self, shape: Shape, areas: Sequence[Shape], ground: Array) -> float:
        """Return the contrast against the worst that may be behind a shape: any of the areas, over each other."""
        if len(areas) > MOST_TOGETHER:
            return 0.0
        key = (shape.colours, ground.tobytes(), *(area.colours for area in areas))
        if key not in self.ratios:
            grounds = ground[None]
            for area in areas:
                grounds = np.concatenate([grounds, over(grounds, area.fill[0])])
            self.ratios[key] = _contrast(shape, grounds)
        return self.ratios[key]

    def _behind(self, shape: Shape, areas: Sequence[Shape], ground: Array) -> Array:
        """Return what is seen behind some points of a shape, (n, 3)."""
        points = shape.points[:: max(1, len(shape.points) // SAMPLES)]
        behind = np.repeat(ground[None], len(points), axis=0)
        for area in areas:
            inside = is_inside(points, segments_of(area))
            behind[inside] = over(behind[inside], area.fill[0])
        return behind

    def _alike(self, drawn: frozenset[Drawn | None]) -> Iterable[Fault]:
        """Return the roles of lines that only their hue tells apart."""
        if drawn not in self.alike:
            self.alike[drawn] = tuple(alike(one for one in drawn if one is not None))
        return self.alike[drawn]

    def _drawn(self, shape: Shape) -> Drawn | None:
        """Return how a line looks; None for what is no line, or has no role to be told apart by."""
        if shape not in self.drawn:
            is_line = shape.role not in {*SCAFFOLDING, ""} and shape.line_opacity >= 0.5
            colour = tuple(shape.stroke[0, :3].tolist()) if is_line else ()
            self.drawn[shape] = (shape.role, colour, shape.width, _is_dashed(shape)) if is_line else None
        return self.drawn[shape]


def _is_area(shape: Shape, least: float) -> bool:
    if shape.fill_opacity == 0:
        return False
    left, bottom, right, top = shape.box
    return max(right - left, top - bottom) > least


def _same_colours(shape: Shape, last: Shape | None) -> bool:
    return shape is last or (last is not None and shape.colours == last.colours)


def is_scaffold(shape: Shape) -> bool:
    """Tell whether a shape is declared to be scaffold, by its role or as a faint area."""
    return shape.role in SCAFFOLDING or _is_faint(shape)


def _is_faint(shape: Shape) -> bool:
    return 0 < shape.fill_opacity <= AREA * shape.presence and shape.line_opacity < COUNTS_FROM


def _contrast(shape: Shape, behind: Array) -> float:
    """Return the least contrast of a shape against grounds (n, 3); of fill and line what is seen better counts."""
    ratios = [contrast(over(behind, rgba), behind) for rgba in _colours(shape)]
    return float(np.max(np.array(ratios), axis=0).min()) if ratios else np.inf


def _colours(shape: Shape) -> list[Array]:
    found = []
    if shape.fill_opacity >= COUNTS_FROM:
        found.append(shape.fill[0])
    if shape.line_opacity >= COUNTS_FROM:
        found.append(shape.stroke[0])
    return found


def _is_dashed(shape: Shape) -> bool:
    """Tell whether a line is drawn in many pieces."""
    curves = shape.points[: len(shape.points) // 4 * 4].reshape(-1, 4, 2)
    breaks = int((np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-6).sum()) if len(curves) > 1 else 0
    return breaks >= 3 and breaks >= 0.3 * (len(curves) - 1)


def _lies_within(a: Box, b: Box) -> bool:
    larger = (b[2] - b[0]) * (b[3] - b[1]) > 2 * (a[2] - a[0]) * (a[3] - a[1])
    return larger and b[0] <= a[0] and a[2] <= b[2] and b[1] <= a[1] and a[3] <= b[3]


def _touches(box: Box, others: list[Box]) -> bool:
    left, bottom, right, top = box
    return any(left <= x1 and x0 <= right and bottom <= y1 and y0 <= top for x0, y0, x1, y1 in others)
