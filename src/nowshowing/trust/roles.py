"""Roles that stay apart for every eye: lines by lightness, hue, dash or width; marks by size or form instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from nowshowing.film.display import Shape
from nowshowing.trust.colours import SEEN_BY, contrast, difference
from nowshowing.trust.findings import Fault
from nowshowing.trust.outlines import segments_of

SCAFFOLDING = frozenset({"scaffold", "band", "ghost"})
"""Roles that step back by declaration. What a beat speaks of does not, nor does any text."""
LARGEST_MARK = 0.5
"""What is not wider and higher than this, in units, is a mark."""
IN_FULL = 0.5
"""The opacity from which a role can be told."""
APART_IN_GREY = 1.25
"""The contrast at which two lines are told apart without their hue."""
APART_IN_COLOUR = 0.08
"""The distance in Oklab at which two colours are told apart."""
APART_IN_WIDTH = 1.25
"""The ratio of widths, or of the sizes of marks, at which they are told apart."""
APART_IN_FORM = 0.12
"""By how much more of its box a mark fills than another: a square than a disc, a disc than a ring."""


class Drawn(NamedTuple):
    """How a line looks, or a mark: role, RGB, width, whether it is dashed; of a mark its size and what share it fills.

    ``fills`` is 0 for lines.
    """

    role: str
    colour: tuple[float, ...]
    width: float
    is_dashed: bool = False
    fills: float = 0.0


def line_of(shape: Shape) -> Drawn | None:
    """Return how a line looks; None for what is no line, or has no role to be told apart by."""
    if not shape.role or shape.role in SCAFFOLDING or shape.line_opacity < IN_FULL:
        return None
    return Drawn(shape.role, tuple(shape.stroke[0, :3].tolist()), shape.width, _is_dashed(shape))


def mark_of(shape: Shape) -> Drawn | None:
    """Return how a mark looks; None for what is none, or has no role."""
    left, bottom, right, top = shape.box
    size = max(right - left, top - bottom)
    if not shape.role or shape.role in SCAFFOLDING or shape.fill_opacity < IN_FULL or size > LARGEST_MARK:
        return None
    (x0, y0), (x1, y1) = np.moveaxis(segments_of(shape), 0, -1)
    area = abs(float((x0 * y1 - x1 * y0).sum())) / 2
    box = (right - left) * (top - bottom)
    colour = tuple(shape.fill[0, :3].tolist())
    return Drawn(shape.role, colour, round(size, 3), fills=round(area / box, 3)) if area > 0 else None


def _is_dashed(shape: Shape) -> bool:
    """Tell whether a line is drawn in many pieces."""
    curves = shape.points[: len(shape.points) // 4 * 4].reshape(-1, 4, 2)
    if len(curves) < 4:
        return False
    breaks = int((np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-6).sum())
    return breaks >= 3 and breaks >= 0.3 * (len(curves) - 1)


def alike(drawn: Iterable[Drawn]) -> Iterator[Fault]:
    """Yield the pairs of roles that some eyes cannot tell apart."""
    for a, b in combinations(sorted(drawn), 2):
        if a.role == b.role or _differ_without_colour(a, b):
            continue
        grey = float(contrast(a.colour, b.colour))
        if grey < APART_IN_GREY:
            yield _fault(a, b, f"contrast {grey:.2f}:1 in grey", f"at least {APART_IN_GREY}:1", APART_IN_GREY / grey)
            continue
        for eyes in SEEN_BY:
            apart = difference(a.colour, b.colour, eyes)
            if apart < APART_IN_COLOUR:
                yield _fault(a, b, f"{apart:.3f} apart under {eyes}", f"at least {APART_IN_COLOUR}", 1 / (apart + 0.01))


def _differ_without_colour(a: Drawn, b: Drawn) -> bool:
    return (
        a.is_dashed != b.is_dashed
        or max(a.width, b.width) / min(a.width, b.width) >= APART_IN_WIDTH
        or bool(a.fills) != bool(b.fills)
        or abs(a.fills - b.fills) >= APART_IN_FORM
    )


def _fault(a: Drawn, b: Drawn, value: str, limit: str, excess: float) -> Fault:
    change = "other forms or sizes" if a.fills else "other dashes or widths"
    advice = f"give them {change}, or lighter and darker colours"
    return Fault("roles look alike", (a.role, b.role), value, limit, advice, excess)
