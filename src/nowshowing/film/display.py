"""The display list: one frame as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from manim import CapStyleType, LineJointType
from numpy.typing import NDArray


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
