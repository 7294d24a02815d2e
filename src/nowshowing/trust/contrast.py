"""Contrast of texts and lines against what is really behind them, judged at rest, by the colours that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Shape
from nowshowing.film.frames import FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.colours import contrast, from_hex, over
from nowshowing.trust.findings import Fault
from nowshowing.trust.layout import COUNTS_FROM
from nowshowing.trust.outlines import Box, apart, are_in_another_order, boxes_of, is_inside, segments_of, touch
from nowshowing.trust.roles import LARGEST_MARK, SCAFFOLDING, Drawn, alike, line_of, mark_of
from nowshowing.trust.subjects import Subjects

Array = NDArray[np.float64]

TEXT, LINE, SCAFFOLD = 4.5, 3.0, 1.3
"""The least contrasts."""
AREA = 0.5
"""A fill that is fainter than this by design is an area, which steps back as bands do."""
SAMPLES = 12
MOST_TOGETHER = 5
"""Areas whose every composition is tried."""
MOST_KEPT = 4000


@dataclass(frozen=True)
class _Layers:
    """What lies where a shape is: areas ``behind`` it on the ``ground``, and veils ``before`` it."""

    behind: tuple[Shape, ...]
    before: tuple[Shape, ...]
    ground: Array

    def colours(self) -> tuple[bytes, ...]:
        """Return all its colours, to be compared."""
        behind, before = ([area.colours for area in areas] for areas in (self.behind, self.before))
        return self.ground.tobytes(), *behind, b"before", *before

    def seen_behind(self, shape: Shape) -> Array:
        """Return what is seen behind some points of a shape, (n, 3)."""
        points = shape.points[:: max(1, len(shape.points) // SAMPLES)]
        seen = np.repeat(self.ground[None], len(points), axis=0)
        for area in self.behind:
            inside = is_inside(points, segments_of(area))
            seen[inside] = over(seen[inside], area.fill[0])
        return seen


class ContrastCheck:
    """Finds what can hardly be seen, and roles that look alike.

    A shape is judged when it is new, and again when what lies behind it changes. What steps back is judged as what the
    beat speaks of too: ``subjects`` tell which of that counts.
    """

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.before: dict[str, Shape] = {}
        self.shapes: tuple[Shape, ...] = ()
        self.texts: tuple[TextShown, ...] = ()
        self.areas: tuple[Shape, ...] = ()
        self.judged: dict[Shape, Fault | None] = {}
        self.as_subject: dict[Shape, Fault] = {}
        self.lines: dict[Shape, Drawn] = {}
        self.subjects = Subjects(is_scaffold)
        self.ratios: dict[tuple[bytes, ...], float] = {}
        self.alike: dict[frozenset[Drawn], tuple[Fault, ...]] = {}

    def opened(self, scene: LessonScene) -> None:
        """Take note of what the scene's beats speak of."""
        self.subjects.opened(scene)

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return what is wrong with a frame."""
        shapes, before = now.frame.shapes, self.before
        changed = [shape for shape in shapes if before.get(shape.owner) is not shape]
        self._forget_changed(now)
        turning = {shape for shape in changed if now.repeat == 1 and not _same_colours(shape, before.get(shape.owner))}
        self.before = {shape.owner: shape for shape in shapes}
        seen = [shape for shape in shapes if shape not in turning]
        self._judge_new([shape for shape in seen if shape not in self.judged], now)
        faint = {shape.owner: fault for shape, fault in self.as_subject.items() if shape not in turning}
        self.subjects.look(now, changed, before, faint)
        found = [fault for shape in seen if (fault := self.judged[shape]) is not None]
        found += self._alike(frozenset(self.lines[shape] for shape in seen if shape in self.lines))
        if now.repeat > 1:
            marks = (mark_of(shape) for shape in seen if shape not in now.text_of)
            found += self._alike(frozenset(mark for mark in marks if mark is not None))
        return found

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return nothing: what is wrong with what the beats speak of follows from the steps of ``subjects``."""
        return ()

    def _forget_changed(self, now: FrameValues) -> None:
        """Forget what is gone, and what has other things behind it than on the last frame."""
        shapes, texts, text_of = now.frame.shapes, now.texts, now.text_of
        least = LARGEST_MARK if now.repeat == 1 else 0.0
        filled = [shape for shape in shapes if shape.fill_opacity and shape not in text_of]
        areas = tuple(shape for shape in filled if _is_area(shape, least))
        doubtful = set(self.shapes).difference(shapes)
        for text in set(texts).symmetric_difference(self.texts):
            doubtful.update(text.shapes)
        if are_in_another_order(self.shapes, shapes):
            doubtful.update(shapes)
        if areas != self.areas and (changed := set(areas).symmetric_difference(self.areas)):
            known = [shape for shape in self.judged if shape not in doubtful]
            doubtful.update(compress(known, apart(boxes_of(known), boxes_of([*changed])).min(axis=1) <= 0))
        for shape in doubtful:
            self.judged.pop(shape, None)
            self.as_subject.pop(shape, None)
            self.lines.pop(shape, None)
        self.shapes, self.texts, self.areas = shapes, texts, areas

    def _judge_new(self, new: Sequence[Shape], now: FrameValues) -> None:
        if not new:
            return
        ground = from_hex(now.frame.background)
        order = {shape: place for place, shape in enumerate(now.frame.shapes)}
        for shape in new:
            text = now.text_of.get(shape)
            # What runs over something smaller, or lies on it for a moment, has the ground behind it.
            lies_on = touch if text is not None else _lies_within
            here = [area for area in self.areas if area is not shape and lies_on(shape.box, area.box)]
            layers = _Layers(
                tuple(area for area in here if order[area] < order[shape]),
                tuple(area for area in here if order[area] > order[shape] and area.fill_opacity < COUNTS_FROM),
                ground,
            )
            self.judged[shape] = self._judge(text.owner if text is not None else None, shape, layers)
            if text is None and (line := line_of(shape)) is not None:
                self.lines[shape] = line

    def _judge(self, text: str | None, shape: Shape, layers: _Layers) -> Fault | None:
        if shape.opacity < COUNTS_FROM:
            return None
        if text is not None:
            return self._fault(text, shape, TEXT, layers)
        if shape.presence >= 1 - 1e-6 and not is_scaffold(shape):
            return self._fault(shape.owner, shape, LINE, layers)
        fault = self._fault(shape.owner, shape, LINE, layers)
        if fault is not None:
            advice = "the beat speaks of it: let it not be scaffold, or show what it speaks of as well"
            self.as_subject[shape] = replace(fault, kind="faint subject", advice=advice)
            fault = self._fault(shape.owner, shape, SCAFFOLD, layers)
        return fault

    def _fault(self, owner: str, shape: Shape, limit: float, layers: _Layers) -> Fault | None:
        ratio = self._least_contrast(shape, layers)
        if ratio < limit - 0.005 and layers.behind:
            ratio = _contrast(shape, layers.seen_behind(shape), layers.before)
        if ratio >= limit - 0.005:
            return None
        kind = {TEXT: "faint text", LINE: "faint line", SCAFFOLD: "faint scaffold"}[limit]
        advice = "choose a colour that stands out from what is behind it"
        if layers.before:
            advice = "choose a colour that stands out, or leave away what lies before it"
        return Fault(kind, (owner,), f"contrast {ratio:.2f}:1", f"at least {limit}:1", advice, limit / ratio)

    def _least_contrast(self, shape: Shape, layers: _Layers) -> float:
        """Return the contrast against the worst that may be behind a shape: any of the areas, over each other."""
        if len(layers.behind) > MOST_TOGETHER:
            return 0.0
        key = shape.colours, *layers.colours()
        if key not in self.ratios:
            if len(self.ratios) > MOST_KEPT:
                self.ratios.clear()
            grounds = layers.ground[None]
            for area in layers.behind:
                grounds = np.concatenate([grounds, over(grounds, area.fill[0])])
            self.ratios[key] = _contrast(shape, grounds, layers.before)
        return self.ratios[key]

    def _alike(self, drawn: frozenset[Drawn]) -> Iterable[Fault]:
        """Return the roles that only their hue tells apart."""
        if drawn not in self.alike:
            self.alike[drawn] = tuple(alike(drawn))
        return self.alike[drawn]


def _is_area(shape: Shape, least: float) -> bool:
    left, bottom, right, top = shape.box
    return max(right - left, top - bottom) > least


def _same_colours(shape: Shape, last: Shape | None) -> bool:
    return last is not None and shape.colours == last.colours


def is_scaffold(shape: Shape) -> bool:
    """Tell whether a shape is declared to be scaffold, by its role or as a faint area."""
    return shape.role in SCAFFOLDING or _is_faint(shape)


def _is_faint(shape: Shape) -> bool:
    return 0 < shape.fill_opacity <= AREA * shape.presence and shape.line_opacity < COUNTS_FROM


def _contrast(shape: Shape, behind: Array, veils: Sequence[Shape]) -> float:
    """Return the least contrast of a shape against grounds (n, 3); of fill and line what is seen better counts."""
    ratios = [contrast(_veiled(over(behind, rgba), veils), _veiled(behind, veils)) for rgba in _colours(shape)]
    return float(np.max(np.array(ratios), axis=0).min()) if ratios else np.inf


def _veiled(colours: Array, veils: Sequence[Shape]) -> Array:
    """Return how colours look through veils, where all of these lie."""
    for veil in veils:
        colours = over(colours, veil.fill[0])
    return colours


def _colours(shape: Shape) -> list[Array]:
    found = []
    if shape.fill_opacity >= COUNTS_FROM:
        found.append(shape.fill[0])
    if shape.line_opacity >= COUNTS_FROM:
        found.append(shape.stroke[0])
    return found


def _lies_within(a: Box, b: Box) -> bool:
    larger = (b[2] - b[0]) * (b[3] - b[1]) > 2 * (a[2] - a[0]) * (a[3] - a[1])
    return larger and b[0] <= a[0] and a[2] <= b[2] and b[1] <= a[1] and a[3] <= b[3]
