"""How the numbers of an axis are written: all alike, and in full."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nowshowing.maths.numbers import MINUS, decimals_for, format_number

MOST_DECIMALS = 15
"""Of the numbers at ticks, which are round, so that all of them are shown in full, however close together."""


def tick_texts(ticks: tuple[float, ...]) -> list[str]:
    """Return the numbers of an axis in LaTeX, all with the same decimals; large and small ones with a power of ten."""
    if not ticks:
        return []
    largest = max(abs(tick) for tick in ticks)
    if largest and not 1e-4 <= largest < 1e5:
        power = int(np.floor(np.log10(largest)))
        mantissas = [tick / 10.0**power for tick in ticks]
        decimals = _decimals(mantissas)
        return ["0" if m == 0 else rf"{ascii_number(m, decimals)} \cdot 10^{{{power}}}" for m in mantissas]
    decimals = _decimals(ticks)
    return ["0" if tick == 0 else ascii_number(tick, decimals) for tick in ticks]


def _decimals(values: Sequence[float]) -> int:
    decimals = decimals_for(values, MOST_DECIMALS)
    while decimals < MOST_DECIMALS and len({format_number(value, decimals) for value in values}) < len(values):
        decimals += 1
    return decimals


def ascii_number(value: float, decimals: int) -> str:
    """Return a number as LaTeX wants it: with a hyphen for the minus sign."""
    return format_number(value, decimals).replace(MINUS, "-")
