"""A piece of text, set: filled Bézier paths by role, in em."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Part:
    """One compound filled path (nonzero winding): ``points`` (n, 4, 2) cubic Béziers in em, y up, read-only.

    ``role`` is "" for the default ink; ``contours`` are the indices of the first curve of each closed contour.
    """

    role: str
    points: Points
    contours: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Outline:
    """A piece of text, set. Lengths in em of its size; origin at the left end of the first line's baseline; y up.

    ``width`` is the advance of the widest line, and the origin lies at its left edge. ``ascent`` and ``descent`` reach
    at least to an ordinary line's edges, so that lines with and without tall letters take the same room; ``descent``
    goes down to the foot of the last line. ``ink`` is the exact box (x0, y0, x1, y1) of what is drawn.
    """

    source: str
    parts: tuple[Part, ...]
    width: float
    ascent: float
    descent: float
    ink: tuple[float, float, float, float]
