"""Contrast of texts and lines against what is really behind them, judged at rest, by the colours that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Shape
from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.colours import contrast, from_hex, over
from nowshowing.trust.findings import Fault
from nowshowing.trust.layout import COUNTS_FROM, strength
from nowshowing.trust.outlines import Outlines, is_inside
from nowshowing.trust.roles import alike

Array = NDArray[np.float64]

TEXT, LINE, SCAFFOLD = 4.5, 3.0, 1.3
"""The least contrasts."""
SCAFFOLDING = frozenset({"scaffold", "band", "ghost"})
"""Roles that step back by declaration."""
AREA = 0.5
"""A fill that is fainter than this by design is an area, which steps back as bands do."""
LARGEST_MARK = 0.5
"""What is not wider and higher than this, in units, is a mark, which others may lie on for a moment."""
SAMPLES = 12


class ContrastCheck:
    """Finds what can hardly be seen, and roles that look alike."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.outlines = Outlines()
        self.looks: dict[str, bytes] = {}
        self.judged: dict[tuple[object, ...], Fault | None] = {}
        self.alike: dict[frozenset[tuple[object, ...]], tuple[Fault, ...]] = {}

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return what is wrong with a frame."""
        shapes = now.frame.shapes
        of_text = {shape for text in now.texts for shape in text.shapes}
        areas = [(place, shape) for place, shape in enumerate(shapes) if _is_area(shape) and shape not in of_text]
        at_rest = self._at_rest(now)
        ground = from_hex(now.frame.background)
        found: list[Fault] = []
        order = {shape: place for place, shape in enumerate(shapes)}
        for text in now.texts:
            if text.presence >= COUNTS_FROM and all(shape.owner in at_rest for shape in text.shapes):
                for shape in text.shapes:
                    found += self._judge(text.owner, shape, TEXT, order[shape], areas, ground)
        resting = [shape for shape in shapes if shape not in of_text and shape.owner in at_rest]
        for shape in resting:
            if strength(shape) >= COUNTS_FROM:
                found += self._judge(shape.owner, shape, LINE, order[shape], areas, ground)
        found += self._alike(resting)
        if len(self.judged) > 4000:
            self.judged.clear()
        self.outlines.keep(shapes)
        return found

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()

    def _at_rest(self, now: FrameValues) -> frozenset[str]:
        """Return the owners of shapes whose colours do not change at the moment."""
        before = self.looks
        self.looks = {shape.owner: _look(shape) for shape in now.frame.shapes}
        if now.repeat > 1:
            return frozenset(self.looks)
        return frozenset(owner for owner, look in self.looks.items() if before.get(owner) == look)

    def _judge(
        self, owner: str, shape: Shape, limit: float, place: int, areas: Sequence[tuple[int, Shape]], ground: Array
    ) -> Iterator[Fault]:
        if limit == LINE and (shape.role in SCAFFOLDING or _is_faint(shape)):
            limit = SCAFFOLD
        if shape.presence < 1 - 1e-6:
            limit = SCAFFOLD
        box = self.outlines.box(shape)
        # What runs over a mark, or lies on one for a moment, has the ground behind it.
        lies_on = _touch if limit == TEXT else _lies_within
        behind = tuple(area for at, area in areas if at < place and lies_on(box, self.outlines.box(area)))
        key = (owner, _look(shape), ground.tobytes(), limit) if not behind else (owner, shape, *behind, limit)
        if key not in self.judged:
            self.judged[key] = self._fault(owner, shape, limit, behind, ground)
        fault = self.judged[key]
        if fault is not None:
            yield fault

    def _fault(self, owner: str, shape: Shape, limit: float, areas: Sequence[Shape], ground: Array) -> Fault | None:
        ratios = []
        for rgba in _colours(shape):
            behind = self._behind(shape, areas, ground)
            ratios.append(contrast(over(behind, rgba), behind))
        # Of fill and outline, what is seen better counts.
        if not ratios:
            return None
        ratio = float(np.max(np.array(ratios), axis=0).min())
        if ratio >= limit - 0.005:
            return None
        kind = {TEXT: "faint text", LINE: "faint line", SCAFFOLD: "faint scaffold"}[limit]
        advice = "choose a colour that stands out from what is behind it"
        return Fault(kind, (owner,), f"contrast {ratio:.2f}:1", f"at least {limit}:1", advice, limit / ratio)

    def _behind(self, shape: Shape, areas: Sequence[Shape], ground: Array) -> Array:
        """Return what is seen behind some points of a shape, (n, 3)."""
        if not areas:
            return ground[None]
        points = shape.points[:: max(1, len(shape.points) // SAMPLES)]
        behind = np.repeat(ground[None], len(points), axis=0)
        for area in areas:
            inside = is_inside(points, self.outlines.segments(area))
            behind[inside] = over(behind[inside], area.fill[0])
        return behind

    def _alike(self, shapes: Sequence[Shape]) -> Iterable[Fault]:
        """Return the roles of lines that only their hue tells apart."""
        drawn = frozenset(
            (shape.role, tuple(shape.stroke[0, :3].tolist()), shape.width, _is_dashed(shape))
            for shape in shapes
            if shape.role not in {*SCAFFOLDING, ""} and shape.width > 0 and shape.stroke[:, 3].max(initial=0) >= 0.5
        )
        if drawn not in self.alike:
            self.alike[drawn] = tuple(alike(drawn))
        return self.alike[drawn]


def _look(shape: Shape) -> bytes:
    return shape.fill.tobytes() + shape.stroke.tobytes()


def _is_area(shape: Shape) -> bool:
    return bool(shape.fill[:, 3].any())


def _is_faint(shape: Shape) -> bool:
    return 0 < shape.fill[:, 3].max(initial=0.0) <= AREA * shape.presence and _line_strength(shape) < COUNTS_FROM


def _line_strength(shape: Shape) -> float:
    return float(shape.stroke[:, 3].max(initial=0.0)) if shape.width > 0 else 0.0


def _colours(shape: Shape) -> list[Array]:
    found = []
    if shape.fill[:, 3].max(initial=0.0) >= COUNTS_FROM:
        found.append(shape.fill[0])
    if _line_strength(shape) >= COUNTS_FROM:
        found.append(shape.stroke[0])
    return found


def _is_dashed(shape: Shape) -> bool:
    """Tell whether a line is drawn in many pieces."""
    curves = shape.points[: len(shape.points) // 4 * 4].reshape(-1, 4, 2)
    breaks = int((np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-6).sum()) if len(curves) > 1 else 0
    return breaks >= 3 and breaks >= 0.3 * (len(curves) - 1)


def _lies_within(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    larger = (b[2] - b[0]) * (b[3] - b[1]) > 2 * (a[2] - a[0]) * (a[3] - a[1])
    is_mark = max(b[2] - b[0], b[3] - b[1]) <= LARGEST_MARK
    return larger and not is_mark and b[0] <= a[0] and a[2] <= b[2] and b[1] <= a[1] and a[3] <= b[3]


def _touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
