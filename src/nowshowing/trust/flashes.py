"""Flashes: what may harm viewers with photosensitive epilepsy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Frame, Shape
from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile, frame_size
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.colours import from_hex, luminance, over, saturated_red
from nowshowing.trust.findings import Fault
from nowshowing.trust.flicker import LEAST_AREA, Light, flashes
from nowshowing.trust.outlines import distances, half_width, is_inside, segments_of

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

WIDE = 0.25
"""Half the width, in units, from which a line covers as much as an area."""
_GRID = (32, 18)


class FlashesCheck:
    """Follows the light of a coarse grid of points; only areas are drawn, as texts and lines cover little."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.rate = profile.frame_rate
        width, height = frame_size(clip.aspect)
        x, y = ((np.arange(n) + 0.5) / n - 0.5 for n in _GRID)
        self.points = np.stack(np.meshgrid(x * width, y * height), axis=-1).reshape(-1, 2)
        self.area = width * height
        self.sizes: dict[Shape, float] = {}
        self.masks: dict[Shape, tuple[Mask, Mask]] = {}
        self.last: tuple[object, ...] = ()
        self.lights: list[Light] = []

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Take note of the light; what flashes is known at the end."""
        areas = self._areas(now.frame)
        key = (now.frame.background, *areas)
        values = self._light(now.frame.background, areas) if key != self.last else None
        self.last = key
        self.lights.append(Light(now.number, now.beat, values))
        return ()

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return the stretches that flash."""
        return flashes(self.lights, self.rate)

    def _areas(self, frame: Frame) -> tuple[Shape, ...]:
        self.sizes = {shape: self.sizes[shape] if shape in self.sizes else _covered(shape) for shape in frame.shapes}
        if sum(self.sizes.values()) < LEAST_AREA * self.area:
            return ()
        return tuple(shape for shape, size in self.sizes.items() if size > 1e-4 * self.area)

    def _light(self, background: str, areas: tuple[Shape, ...]) -> Array:
        colours = np.repeat(from_hex(background)[None], len(self.points), axis=0)
        self.masks = {area: self.masks[area] if area in self.masks else self._masks(area) for area in areas}
        for area, (inside, on_line) in self.masks.items():
            for mask, rgba in ((inside, area.fill), (on_line, area.stroke)):
                # A gradient counts as what it is on average.
                colours[mask] = over(colours[mask], rgba.mean(axis=0))
        return np.stack([luminance(colours), saturated_red(colours)])

    def _masks(self, area: Shape) -> tuple[Mask, Mask]:
        """Return which points lie inside of an area, and which on its line where that is wide."""
        left, bottom, right, top = area.box
        x, y = self.points.T
        inside: Mask = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
        on_line, half = inside.copy(), half_width(area)
        near, segments = self.points[inside], segments_of(area)
        on_line[on_line] = distances(near, segments) <= half if half >= WIDE else False
        inside[inside] = is_inside(near, segments) if area.fill_opacity > 0 else False
        return inside, on_line


def _covered(shape: Shape) -> float:
    """Return the size of the box around a shape that covers what is behind it; 0 for a line, which covers little."""
    left, bottom, right, top = shape.box
    covers = shape.fill_opacity > 0 or half_width(shape) >= WIDE
    return (right - left) * (top - bottom) if covers else 0.0
