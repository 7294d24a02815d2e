"""Formulas at the top of a region: side by side where they fit, else below each other."""

from __future__ import annotations

from collections.abc import Sequence

from nowshowing.stage.regions import Region
from nowshowing.stage.text import Formula

APART = 0.7
BELOW = 0.2
"""Room between formulas side by side, and below each, in units."""


def stack_heading(names: Sequence[Formula], region: Region) -> float:
    """Put formulas at the top of a region, shrunk to its width; return the height that they take."""
    for name in names:
        name.fit(region.width)
    tops = [name.ink[3] for name in names]
    if sum(name.width_units for name in names) + APART * (len(names) - 1) <= region.width:
        x = region.left
        for name in names:
            name.place(x, region.top - max(tops))
            x += name.width_units + APART
        return max(tops) - min(name.ink[1] for name in names) + BELOW
    y = region.top
    for name, top in zip(names, tops, strict=True):
        name.place(region.left, y - top)
        y -= top - name.ink[1] + BELOW
    return region.top - y
