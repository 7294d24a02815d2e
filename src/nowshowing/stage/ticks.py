"""How the numbers of an axis are written: all alike, and in full."""

from __future__ import annotations

import numpy as np

from nowshowing.maths.numbers import MINUS, decimals_for, format_number

MOST_DECIMALS = 8
"""Of the numbers at ticks, which are round, so that all of them are shown in full."""


def tick_texts(ticks: tuple[float, ...]) -> list[str]:
    """Return the numbers of an axis in LaTeX, all with the same decimals; large and small ones with a power of ten."""
    if not ticks:
        return []
    largest = max(abs(tick) for tick in ticks)
    if largest and not 1e-4 <= largest < 1e5:
        power = int(np.floor(np.log10(largest)))
        mantissas = [tick / 10.0**power for tick in ticks]
        decimals = decimals_for(mantissas, MOST_DECIMALS)
        return ["0" if m == 0 else rf"{ascii_number(m, decimals)} \cdot 10^{{{power}}}" for m in mantissas]
    decimals = decimals_for(ticks, MOST_DECIMALS)
    return ["0" if tick == 0 else ascii_number(tick, decimals) for tick in ticks]


def ascii_number(value: float, decimals: int) -> str:
    """Return a number as LaTeX wants it: with a hyphen for the minus sign."""
    return format_number(value, decimals).replace(MINUS, "-")
