"""How lengths are written under a lens: with how many digits, and how long that can get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from nowshowing.maths.numbers import MINUS, format_number

MOST_DIGITS = 5
MOST_DECIMALS = 9


@dataclass(frozen=True)
class LengthStyle:
    """Significant ``digits``, and no more ``decimals`` than that; ``exact``: all lengths at rest are shown in full.

    ``longest`` is as long a text as there will be, ``least`` the smallest length at rest that is not 0.
    """

    digits: int
    decimals: int
    exact: bool
    longest: str
    least: float

    @classmethod
    def choose(cls, at_rest: Sequence[float], between: Sequence[float] = (), least: int = 2) -> Self:
        """Choose for lengths that will be seen at rest, and the extremes of those on the way between."""
        shown = [abs(length) for length in at_rest if length]
        smallest, largest = min(shown, default=1.0), max(map(abs, [*at_rest, *between, 1e-9]))
        for digits in range(least, MOST_DIGITS + 1):
            decimals = places(smallest, digits)
            texts = [significant(length, digits, decimals) for length in at_rest]
            values = [float(text.replace(MINUS, "-")) for text in texts]
            exact = all(abs(v - length) <= 1e-9 * abs(length) for v, length in zip(values, at_rest, strict=True))
            if exact:
                break
        exponents = range(int(np.floor(np.log10(smallest))), int(np.floor(np.log10(largest) + 1e-9)) + 1)
        texts = [f"{10.0**e:.{min(places(10.0**e, digits), decimals)}f}" for e in exponents]
        sign = MINUS if min([*at_rest, *between], default=0.0) < 0 else ""
        return cls(digits, decimals, exact, sign + max(texts, key=len, default="0"), smallest)

    def text(self, value: float) -> str:
        """Return a length as it is shown."""
        return significant(value, self.digits, self.decimals)


def places(value: float, digits: int) -> int:
    """Return the decimals of a number with so many significant digits, at most 9."""
    return int(np.clip(digits - 1 - np.floor(np.log10(abs(value)) + 1e-9), 0, MOST_DECIMALS))


def significant(value: float, digits: int, most: int = MOST_DECIMALS) -> str:
    """Return a number with so many significant digits, without the zeros at its end, and at most so many decimals."""
    if value == 0 or not np.isfinite(value):
        return format_number(value, 0)
    text = format_number(value, min(places(value, digits), most))
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("0", f"{MINUS}0") else text
