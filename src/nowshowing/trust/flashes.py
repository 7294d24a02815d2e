"""Flashes: what may harm viewers with photosensitive epilepsy (WCAG 2.3.1, its general threshold)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Frame, Shape
from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile, frame_size
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.colours import from_hex, luminance, over
from nowshowing.trust.findings import Fault
from nowshowing.trust.outlines import is_inside, segments_of

Array = NDArray[np.float64]

MOST_FLASHES = 3
"""In any second."""
LEAST_AREA = 0.25
"""Of the frame."""
LEAST_CHANGE, DARK = 0.1, 0.8
"""A flash is a change of luminance by this much and back, where the darker side is darker than ``DARK``."""
_GRID = (32, 18)


class FlashesCheck:
    """Follows the luminance of a coarse grid of points; only areas are drawn, as texts and lines cover little."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.rate = profile.frame_rate
        width, height = frame_size(clip.aspect)
        x, y = ((np.arange(n) + 0.5) / n - 0.5 for n in _GRID)
        self.points = np.stack(np.meshgrid(x * width, y * height), axis=-1).reshape(-1, 2)
        self.area = width * height
        self.masks: dict[Shape, NDArray[np.bool_]] = {}
        self.last: tuple[object, ...] = ()
        self.values = np.zeros(len(self.points))
        self.extreme = np.zeros(len(self.points))
        self.way = np.zeros(len(self.points))
        self.turns: deque[tuple[int, NDArray[np.bool_]]] = deque()
        self.begun = False
        self.found: list[Fault] = []

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Follow the luminance; what flashes is known when it ends."""
        areas = self._areas(now.frame)
        key = (now.frame.background, *areas)
        if key == self.last and not self.turns:
            return ()
        self.last = key
        values = self._luminance(now.frame.background, areas)
        if not self.begun:
            self.begun, self.extreme = True, values.copy()
        turned = self._turned(values)
        if turned.any():
            self.turns.append((now.number, turned))
        while self.turns and self.turns[0][0] <= now.number - self.rate:
            self.turns.popleft()
        # Two opposing changes are a flash.
        flashes = sum((turned.astype(int) for _, turned in self.turns), np.zeros(len(self.points), int)) // 2
        share = float((flashes > MOST_FLASHES).mean())
        if share >= LEAST_AREA:
            self._flash(now.beat, int(flashes.max()), share)
        return ()

    def _flash(self, beat: str, flashes: int, share: float) -> None:
        """Take note of a stretch that flashes; stretches that touch are one."""
        first, stop = self.turns[0][0], self.turns[-1][0]
        value = f"{flashes} flashes a second over {share:.0%} of the frame"
        limit = f"at most {MOST_FLASHES} over {LEAST_AREA:.0%}"
        worst = flashes * share
        if self.found and first <= (self.found[-1].frames or (0, 0))[1] + 1:
            last = self.found.pop()
            first, beat = (last.frames or (first, 0))[0], last.beat or beat
            if last.excess > worst:
                value, worst = last.value, last.excess
        advice = "let it change slowly, or less often"
        self.found.append(Fault("flashes", (), value, limit, advice, worst, (first, stop), beat))

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return the stretches that flash."""
        return self.found

    def _areas(self, frame: Frame) -> tuple[Shape, ...]:
        filled = [shape for shape in frame.shapes if shape.fill_opacity > 0]
        sizes = [_size(shape.box) for shape in filled]
        if sum(sizes) < LEAST_AREA * self.area:
            return ()
        return tuple(shape for shape, size in zip(filled, sizes, strict=True) if size > 1e-4 * self.area)

    def _luminance(self, background: str, areas: tuple[Shape, ...]) -> Array:
        colours = np.repeat(from_hex(background)[None], len(self.points), axis=0)
        self.masks = {area: self.masks[area] if area in self.masks else self._mask(area) for area in areas}
        for area, mask in self.masks.items():
            colours[mask] = over(colours[mask], area.fill[0])
        return luminance(colours)

    def _mask(self, area: Shape) -> NDArray[np.bool_]:
        left, bottom, right, top = area.box
        x, y = self.points.T
        mask: NDArray[np.bool_] = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
        if mask.any():
            mask[mask] = is_inside(self.points[mask], segments_of(area))
        return mask

    def _turned(self, values: Array) -> NDArray[np.bool_]:
        """Tell where the luminance has now changed by enough, against the way it went before."""
        change = values - self.extreme
        darker = np.minimum(values, self.extreme)
        way = np.sign(change)
        turned: NDArray[np.bool_] = (np.abs(change) >= LEAST_CHANGE) & (darker < DARK) & (way != self.way)
        self.way = np.where(turned, way, self.way)
        self.extreme = np.where(turned | (way == self.way), values, self.extreme)
        return turned


def _size(box: tuple[float, ...]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
