"""A function as a map of the number line: what part of it is shown, and how it stretches tiny intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths import calculus
from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import swing_width

SAMPLES = 481
LARGEST_SHARE = 1.6
"""How many times as long as the shown part of the line its image may be, where the points ask for no more."""
WIDEST_SHARED = 3.0
"""How many times as long as the longer line one may be that shows both at the same places."""
RIM = 0.02
LEAST_SHARE = 0.1
"""Of its image's length, that of the part of the line that is shown, so that there is something to be seen on it."""
LEVEL = 1e-6
"""A factor that is 0 to the eye, and was meant to be: at x = 1.5707963 the sine's is 3e-8."""

Size = Literal["stretch", "squish", "same size", "collapse"]
Direction = Literal["kept", "flipped"]


@dataclass(frozen=True)
class MapView:
    """The part [lo, hi] of the line, and the part [bottom, top] on which its image lies.

    ``shared``: both can be shown as parts of one line, without either getting small.
    """

    lo: float
    hi: float
    bottom: float
    top: float

    @property
    def whole(self) -> tuple[float, float]:
        """The ends of both together; no image lies at the very end."""
        rim = RIM * self.longer
        return min(self.lo, self.bottom - rim), max(self.hi, self.top + rim)

    @property
    def longer(self) -> float:
        """The length of the longer one."""
        return max(self.hi - self.lo, self.top - self.bottom)

    @property
    def shared(self) -> bool:
        """Tell whether one line can show both."""
        low, high = self.whole
        return high - low <= WIDEST_SHARED * self.longer


def factor(f: Expression, x: float) -> float:
    """Return the factor by which f stretches tiny intervals at x: its slope there, or 0 where that is 0 to the eye."""
    slope = calculus.slope_at(f, x)
    return 0.0 if abs(slope) < LEVEL else slope


def collapses(f: Expression, x: float) -> bool:
    """Tell whether the factor at x is 0, so that the image of an interval shrinks faster than the interval."""
    return factor(f, x) == 0


def steps(f: Expression, x: float, widths: Sequence[float], zoom: Sequence[float]) -> tuple[float, ...]:
    """Return the widths of the intervals at x, in the order shown: where f collapses it, the zoom goes on."""
    if collapses(f, x):
        return widths[0], *(widths[0] / further for further in zoom)
    return tuple(widths)


def ratios(f: Expression, x: float, widths: Sequence[float]) -> tuple[float, ...]:
    """Return the ratios of image to interval [x, x + dx] for some dx, signed: negative where it is flipped."""
    return tuple(calculus.secant_slope(f, x, width) for width in widths)


def size_word(factor: float) -> Size:
    """Return what a factor does to lengths."""
    if abs(factor) < LEVEL:
        return "collapse"
    if abs(abs(factor) - 1) < LEVEL:
        return "same size"
    return "stretch" if abs(factor) > 1 else "squish"


def direction_word(factor: float) -> Direction | None:
    """Return what a factor does to the direction; None for a collapse, which leaves none."""
    if abs(factor) < LEVEL:
        return None
    return "kept" if factor > 0 else "flipped"


def folds(f: Expression, lo: float, hi: float) -> tuple[float, ...]:
    """Return the places between lo and hi at which f turns, and so folds the line."""
    near = 1e-4 * (hi - lo)
    return tuple(
        x
        for x in calculus.critical_points(f, lo, hi)
        if lo < x < hi and (float(f(x + near)) - float(f(x))) * (float(f(x)) - float(f(x - near))) < 0
    )


def map_view(f: Expression, points: Sequence[float], widest: float, domain: Sequence[float] | None = None) -> MapView:
    """Choose what part of the line is shown: all [x, x + widest], with as much around as keeps the image in bounds.

    ``domain`` fixes the part of the line. The image is cut off where it is far longer than what is shown of the line.
    """
    first, last = min(points), max(points) + widest
    rim = 0.03 * max(last - first, widest, 0.2 * max(abs(first), abs(last)))
    held = first - rim, last + rim
    needed = np.concatenate([_values(f, x, x + widest) for x in points])
    if not calculus.breaks(f, *held):
        # Nothing is measured in the rim: its image, which may be far away, is cut off there.
        needed = np.concatenate([needed, _values(f, first, last)])
    bottom, top = _hull(needed)
    most = 1.15 * (top - bottom)
    if domain is None:
        lo, hi, most = _surroundings(f, points, held, most)
    else:
        lo, hi = min(domain[0], held[0]), max(domain[1], held[1])
        most = max(most, 2 * LARGEST_SHARE * (hi - lo))
    lo, hi = _wide_enough(f, lo, hi, LEAST_SHARE * 1.15 * (top - bottom))
    bottom, top = _with_image(bottom, top, _values(f, lo, hi), most)
    view = MapView(lo, hi, bottom, top)
    if view.shared:
        low, high = view.whole
        return MapView(*_wide_enough(f, lo, hi, LEAST_SHARE * (high - low)), bottom, top)
    spare = (0.3 * (hi - lo) - (top - bottom)) / 2
    return view if spare <= 0 else MapView(lo, hi, bottom - spare, top + spare)


def _surroundings(
    f: Expression, points: Sequence[float], held: tuple[float, float], least: float
) -> tuple[float, float, float]:
    """Grow the part held on both sides towards what is natural, as far as f goes unbroken and the image stays short.

    Returns its ends, and how long its image may be: ``least`` or more.
    """
    lo, hi = held
    left, right = _natural(f, points, held)
    most = max(LARGEST_SHARE * (right - left), least)
    if right - left < 1:
        # Fast wiggles of ordinary height: the line is short, their image is not.
        bottom, top = _hull(_values(f, left, right))
        most = max(most, min(top - bottom, 12 * (right - left)))
    broken = [one.at for one in calculus.breaks(f, left, right) if one.kind not in ("corner", "vertical")]
    rim = 0.01 * (right - left)
    left = min(lo, max([left, *(at + rim for at in broken if at < lo)]))
    right = max(hi, min([right, *(at - rim for at in broken if at > hi)]))
    for part in np.linspace(0, 1, 41)[1:]:
        low, high = held[0] + part * (left - held[0]), held[1] + part * (right - held[1])
        if _may_grow(f, low, (lo, hi), most):
            lo = float(low)
        if _may_grow(f, high, (lo, hi), most):
            hi = float(high)
    return lo, hi, most


def _wide_enough(f: Expression, lo: float, hi: float, least: float) -> tuple[float, float]:
    """Widen [lo, hi] to a length on both sides, as far as f goes unbroken: the image is cut off then."""
    spare = least - (hi - lo)
    if spare <= 0:
        return lo, hi
    left, right = lo - spare / 2, hi + spare / 2
    broken = [one.at for one in calculus.breaks(f, left, right) if one.kind not in ("corner", "vertical")]
    rim = 0.01 * least
    return max([left, *(min(at + rim, lo) for at in broken if at <= lo)]), min(
        [right, *(max(at - rim, hi) for at in broken if at >= hi)]
    )


def _natural(f: Expression, points: Sequence[float], held: tuple[float, float]) -> tuple[float, float]:
    swing = swing_width(f, points[0])
    if swing is not None:
        middle, half = sum(held) / 2, max(swing / 2, 0.6 * (held[1] - held[0]))
        return middle - half, middle + half
    if held[1] - held[0] < 0.02 * min(map(abs, held)):
        half = 0.5 * max(map(abs, held))
        return held[0] - half, held[1] + half
    reach = 1.35 * max(*map(abs, held), 1.0)
    return -reach, reach


def _may_grow(f: Expression, to: float, held: tuple[float, float], most: float) -> bool:
    """Tell whether the image of what is held and of a place beyond it is no longer than ``most``, or hardly grows."""
    if held[0] <= to <= held[1]:
        return False
    near = held[0] if to < held[0] else held[1]
    image = _hull(_values(f, *held))
    bottom, top = _hull(np.append(_values(f, min(near, to), max(near, to)), image))
    return top - bottom <= most or top - bottom - (image[1] - image[0]) <= 0.5 * abs(to - near)


def _values(f: Expression, lo: float, hi: float) -> NDArray[np.float64]:
    values = np.asarray(f(np.linspace(lo, hi, SAMPLES)), dtype=np.float64)
    return values[np.isfinite(values)]


def _hull(values: NDArray[np.float64]) -> tuple[float, float]:
    return (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)


def _with_image(bottom: float, top: float, image: NDArray[np.float64], most: float) -> tuple[float, float]:
    """Widen [bottom, top] to the image, to ``most`` at most: more to the side on which less is missing."""
    low, high = _hull(np.append(image, [bottom, top]))
    if high - low <= most:
        return low, high
    spare = most - (top - bottom)
    below, above = bottom - low, high - top
    down = min(below, max(spare / 2, spare - above))
    return float(bottom - down), float(top + min(above, spare - down))


def is_steady(f: Expression, start: float, end: float) -> bool:
    """Tell whether f goes from one place to another without a break, so that an interval can slide along."""
    lo, hi = sorted((start, end))
    if lo == hi:
        return True
    broken = [one for one in calculus.breaks(f, lo, hi) if one.kind not in ("corner", "vertical")]
    return not broken and math.isfinite(float(f((lo + hi) / 2)))
