"""What part of the plane a picture shows, and where its axes carry numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.expression import Expression

SAMPLES = 801
SMALLEST_SHARE = 0.28
"""How much of the height the points of interest fill at least, where the curve would fill the rest."""
MIDDLE_HALVES = 2.0
"""How many times what the middle half of the curve takes of the height may be shown, beside the points of interest."""
LARGEST = 1e12
LEAST_RANGE = 1e-7
"""A range of y so small is shown as the level line that it is: decimals would hardly tell its ticks apart."""
MOST_TURNS = 7
RIM = 0.04


@dataclass(frozen=True)
class Window:
    """The part of the plane that is shown, in units of x and y."""

    x_lo: float
    x_hi: float
    y_lo: float
    y_hi: float

    @property
    def width(self) -> float:
        """The length of the x-range."""
        return self.x_hi - self.x_lo

    @property
    def height(self) -> float:
        """The length of the y-range."""
        return self.y_hi - self.y_lo

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point is shown."""
        return self.x_lo <= x <= self.x_hi and self.y_lo <= y <= self.y_hi


def nice_ticks(lo: float, hi: float, most: int = 6, of_pi: bool = False) -> tuple[float, ...]:
    """Return at most that many ticks in [lo, hi], in steps of 1, 2, 2.5 or 5 times a power of ten.

    Steps of 2.5 are taken only where they end in a digit that reads well (25, 250, 0.25). ``of_pi``: in steps of π, its
    simple fractions and multiples. 0 is a tick where it lies inside. There are two or more wherever ``most`` allows.
    """
    span = hi - lo
    if not (math.isfinite(span) and span > 0) or most < 1:
        return ()
    unit = math.pi if of_pi else 1.0
    for step, decimals in _steps(span / unit / most, of_pi):
        first, last = math.ceil(lo / unit / step - 1e-9), math.floor(hi / unit / step + 1e-9)
        if last - first + 1 <= most:
            values = (k * step for k in range(first, last + 1))
            return tuple((value if of_pi else round(value, decimals)) * unit + 0.0 for value in values)
    return ()


def _steps(least: float, of_pi: bool) -> list[tuple[float, int]]:
    if of_pi:
        fractions = [1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 1.0, 2.0, 4.0, 5.0]
        steps = fractions + [float(m * 10**k) for k in range(1, 13) for m in (1, 2, 5)]
        return [(step, 15) for step in steps if step >= least * 0.7]
    power = math.floor(math.log10(least))
    steps_and_decimals = []
    for k in (power - 1, power, power + 1, power + 2):
        for m in (1.0, 2.0, 2.5, 5.0):
            digits = k - 1 if m == 2.5 else k
            steps_and_decimals.append((float(f"{m}e{k}"), -digits))
    return [(step, decimals) for step, decimals in steps_and_decimals if step >= least * 0.7]


def window(
    f: Expression,
    points: Sequence[float],
    *,
    x_range: tuple[float, float] | None = None,
    lines: Sequence[tuple[float, float]] = (),
) -> Window:
    """Choose a view in which the points (x values) lie well and the curve shows its shape.

    ``points``: the x values of interest, the most important first. ``x_range`` fixes the range of x. ``lines``: slopes
    and intercepts of straight lines (chords, tangents) that should be visible around the points. The y-range always
    holds f at the points, and as much of the curve as does not crush them; poles are cut off. It is never degenerate.
    """
    finite = [float(x) for x in points if math.isfinite(x)] or [0.0]
    x_lo, x_hi = x_range if x_range is not None else _x_range(f, finite)
    return Window(x_lo, x_hi, *_y_range(f, finite, x_lo, x_hi, lines))


def _x_range(f: Expression, points: Sequence[float]) -> tuple[float, float]:
    low, high = min(points), max(points)
    spread = high - low
    reach = max(abs(low), abs(high))
    swing = swing_width(f, points[0])
    natural = swing if swing is not None else 2 * max(reach, 1.0)
    if spread <= 1e-9 * max(reach, 1e-3):
        return _within_domain(f, low - natural / 2, high + natural / 2, low, high)
    lo, hi = low - 0.2 * spread, high + 0.2 * spread
    wide = swing is None or swing > 2 * spread
    if wide and 0 < low <= 3 * spread:
        lo = min(lo, 0.0)
    if wide and 0 < -high <= 3 * spread:
        hi = max(hi, 0.0)
    missing = max(min(natural, (2 if spread >= 0.25 * reach else 8) * spread) - (hi - lo), 0.0)
    lo, hi = lo - missing / 2, hi + missing / 2
    return _within_domain(f, lo, hi, low, high)


def swing_width(f: Expression, centre: float) -> float | None:
    """Return the width of about three swings where the curve turns more often than a wide view can show."""
    widest = 4.0 * max(abs(centre), 1.0)
    for width in (widest / 1.5**k for k in range(24)):
        values = f(np.linspace(centre - width / 2, centre + width / 2, SAMPLES))
        moves = np.sign(np.diff(values[np.isfinite(values)]))
        if np.count_nonzero(np.diff(moves[moves != 0])) <= MOST_TURNS:
            return None if width == widest else width
    return None


def _within_domain(f: Expression, lo: float, hi: float, low: float, high: float) -> tuple[float, float]:
    """Draw the ends in where the curve does not exist, but leave a little room to show that it ends."""
    x = np.linspace(lo, hi, SAMPLES)
    real = ~np.isnan(f(x))
    if not real.any():
        return lo, hi
    room = 0.06 * (hi - lo)
    first, last = float(x[real][0]), float(x[real][-1])
    return min(max(lo, first - room), low), max(min(hi, last + room), high)


def _y_range(
    f: Expression, points: Sequence[float], x_lo: float, x_hi: float, lines: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    rim = RIM * (x_hi - x_lo)
    curve = f(np.linspace(x_lo + rim, x_hi - rim, SAMPLES))
    curve = curve[np.isfinite(curve) & (np.abs(curve) < LARGEST)]
    held = [y for y in (f(float(p)) for p in points) if math.isfinite(y) and abs(y) < LARGEST]
    if not held:
        held = [float(np.median(curve))] if curve.size else [0.0]
    near = (min(points) - 0.1 * (x_hi - x_lo), max(points) + 0.1 * (x_hi - x_lo))
    for slope, intercept in lines:
        reach = max(held) - min(held)
        ends = [slope * end + intercept for end in near]
        held.extend(min(max(end, min(held) - 0.3 * reach), max(held) + 0.3 * reach) for end in ends)
    low, high = min(held), max(held)
    if curve.size:
        low, high = _with_curve(low, high, curve)
    return _with_room(low, high)


def _with_curve(low: float, high: float, curve: NDArray[np.float64]) -> tuple[float, float]:
    """Take in the curve as far as the points still fill their share of the height; all of it if it is tame."""
    bottom, top = float(curve.min()), float(curve.max())
    span = max(high - low, 0.0)
    # The middle half says how a curve goes on the whole; its ends may run away.
    lower, upper = (float(q) for q in np.quantile(curve, (0.25, 0.75)))
    typical = max(upper - lower, 0.0)
    most = max(span / SMALLEST_SHARE, MIDDLE_HALVES * typical + span)
    if max(top, high) - min(bottom, low) <= 1.15 * most:
        return min(bottom, low), max(top, high)
    spare = most - span
    below, above = max(low - bottom, 0.0), max(top - high, 0.0)
    down = min(below, spare / 2 if above > spare / 2 else spare - above)
    up = min(above, spare - down)
    return low - down, high + up


def _with_room(low: float, high: float) -> tuple[float, float]:
    size = max(abs(low), abs(high))
    least, half = (LEAST_RANGE, 0.5 * size) if size > 0.01 else (10 * LEAST_RANGE, 1.0)
    if high - low <= max(1e-9 * size, least):
        low, high = low - half, high + half
    span = high - low
    if 0 < low <= 0.4 * span:
        low = 0.0
    elif -0.4 * span <= high < 0:
        high = 0.0
    span = high - low
    return (low - 0.06 * span), (high + 0.06 * span)
