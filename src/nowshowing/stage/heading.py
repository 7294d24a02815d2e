"""Formulas at the top of a region: side by side where they fit, else below each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nowshowing.stage.regions import Region
from nowshowing.stage.text import LEAST_EM, Formula

APART = 0.7
BELOW = 0.2
"""Room between formulas side by side, and below each, in units."""
SMALLER = 0.93


def stack_heading(names: Sequence[Formula], region: Region, most: float = math.inf) -> float:
    """Put formulas at the top of a region; return the height that they take.

    They shrink to its width, and on down to what is legible while they take more than ``most`` of its height.
    """
    for name in names:
        name.fit(region.width)
    while (high := _stacked(names, region)) > most and max(name.em for name in names) > LEAST_EM + 1e-9:
        for name in names:
            name.fit(SMALLER * name.width_units)
    return high


def _stacked(names: Sequence[Formula], region: Region) -> float:
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
