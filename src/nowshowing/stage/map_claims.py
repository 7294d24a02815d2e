"""What the picture of a map states: where points and their images lie, and what is to scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

import numpy as np

from nowshowing.maths.calculus import value_at
from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.line_lens import IntervalLens
from nowshowing.stage.line_map import LineMap
from nowshowing.stage.marked_interval import MarkedInterval
from nowshowing.stage.values import Tracker


class Measured(Protocol):
    """A map with an interval and its image marked on it, and a lens; the values from ``maths`` beside them."""

    figure: LineMap
    lens: IntervalLens
    interval: MarkedInterval
    image: MarkedInterval
    start: Tracker
    width: Tracker

    def true_ratio(self) -> float: ...

    def true_length(self) -> float: ...

    def true_image(self) -> float: ...


def map_claims(meter: Measured) -> Iterator[Claim]:
    """Yield all claims of the lines, the interval and the lens."""
    yield from points_claimed(meter.figure)
    yield from intervals_claimed(meter)
    yield from lens_claimed(meter)


def points_claimed(figure: LineMap) -> Iterator[Claim]:
    """Yield where points lie before and after they have moved, and that both lines are to one scale."""
    for k, x in enumerate(figure.values):
        if figure.shown(figure.images[k]):
            drawn, true = partial(figure.drawn_image, k), partial(value_at, figure.f, float(x))
            yield Claim(f"image of {x:g}", figure.threads[k], drawn, true, figure.lower.unit)
            yield in_place(f"thread of {x:g}", figure.threads[k], partial(figure.off_thread, k), still=True)
        if np.isfinite(figure.images[k]):
            yield in_place(f"bead of {x:g}", figure.beads[k], partial(figure.off_bead, k), still=True)
    yield in_place("string of the beads", figure.string, figure.off_string)
    upper, lower = figure.upper, figure.lower
    yield Claim("one scale", upper, upper.drawn_unit, lower.drawn_unit, (upper.hi - upper.lo) / 2)


def intervals_claimed(meter: Measured) -> Iterator[Claim]:
    """Yield where the interval and its image start, and how long they are."""
    upper, lower = meter.figure.upper, meter.figure.lower
    starts: tuple[Callable[[], float], Callable[[], float]] = meter.start.get_value, meter.true_image
    for part, line, start in zip((meter.interval, meter.image), (upper, lower), starts, strict=True):
        yield in_place("start of the interval", part.bar, partial(part.off_start, line, start))
    yield Claim("width", meter.interval, meter.interval.drawn_length, meter.width.get_value, upper.unit)
    yield Claim("image", meter.image, meter.image.drawn_length, meter.true_length, lower.unit)


def lens_claimed(meter: Measured) -> Iterator[Claim]:
    """Yield that the lens keeps the ratio, and magnifies as many times as it says."""
    lens, upper = meter.lens, meter.figure.upper

    def outside() -> float:
        return float(meter.interval.drawn_length() * upper.unit)

    def magnified() -> float:
        drawn, before = lens.marked.bar.points[:, 0], outside()
        # An interval too short to have a length in the frame leaves nothing to compare with.
        return float(drawn[-1] - drawn[0]) / before if before else lens.magnification()

    yield Claim("ratio under the lens", lens, lens.drawn_ratio, meter.true_ratio, lens.length_now)
    yield Claim("magnification of the lens", lens, magnified, lens.magnification, outside)
