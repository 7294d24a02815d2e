"""What is written under a lens on two lines: both lengths and the magnification, with how many digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from manim import VGroup

from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS, format_number, trimmed
from nowshowing.stage.lens import two_digits
from nowshowing.stage.number import Number
from nowshowing.stage.text import SIZES, Formula, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

MOST_DIGITS = 5
MOST_DECIMALS = 9
BESIDE = 0.1
"""Distance of a number from its name."""


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
        """Choose for lengths that will be seen at rest, and the signed extremes of those on the way ``between``."""
        shown = [abs(length) for length in at_rest if length]
        smallest, largest = min(shown, default=1.0), max(map(abs, [*at_rest, *between, 1e-9]))
        for digits in range(least, MOST_DIGITS + 1):
            decimals = places(smallest, digits)
            texts = [significant(length, digits, decimals) for length in at_rest]
            values = [float(text.replace(MINUS, "-")) for text in texts]
            exact = all(abs(v - length) <= 1e-9 * abs(length) for v, length in zip(values, at_rest, strict=True))
            if exact:
                break
        # On the way from one sign to the other every size is met, down to what the decimals can show.
        crosses = bool(between) and min(between) < 0 < max(between)
        least_seen = 0.0 if crosses else min([smallest, *(abs(length) for length in between if length)])
        lowest = int(np.floor(np.log10(max(least_seen, 10.0**-decimals, 10.0**-MOST_DECIMALS)) + 1e-9))
        exponents = range(lowest, int(np.floor(np.log10(largest) + 1e-9)) + 1)
        texts = [f"{10.0**e:.{min(places(10.0**e, digits), decimals)}f}" for e in exponents]
        sign = MINUS if min([*at_rest, *between], default=0.0) < 0 else ""
        return cls(digits, decimals, exact, sign + max(texts, key=len, default="0"), smallest)

    def last(self, value: float) -> float:
        """Return what 1 in the last digit of a length is worth."""
        return float(max(10.0**-self.decimals, 10.0 ** -places(value, self.digits) if value else 0.0))

    def text(self, value: float) -> str:
        """Return a length as it is shown."""
        return significant(value, self.digits, self.decimals)


class Magnifies(Protocol):
    """What the texts tell of."""

    f: Expression
    dx: Tracker
    theme: Theme

    def image_length(self) -> float: ...

    def magnification(self) -> float: ...


class LensTexts(VGroup):
    """The lengths of the interval and of its image, and the magnification, below each other.

    ``closest`` is the greatest magnification; the texts get smaller where they are wider than ``most``, as far as they
    stay legible. ``widest`` is the room that they need.
    """

    def __init__(self, lens: Magnifies, styles: tuple[LengthStyle, LengthStyle], closest: float, most: float) -> None:
        self.em, theme = SIZES["small"], lens.theme
        named = (lens.f.variable, "gap", lens.dx.get_value), ("f", "rise", lens.image_length)
        self.names: list[Formula | Words] = []
        self.numbers: list[Number] = []
        for (name, role, value), style in zip(named, styles, strict=True):
            sign = "=" if style.exact else r"\approx"
            self.names.append(Formula(rf"\mathrm{{d}}{name} {sign}", "small", role, theme=theme))
            self.numbers.append(Number(value, 0, "small", role, theme=theme, face="math", style=style.text))
        self.names.append(Words("zoom:", "small", "muted", theme=theme))
        self.numbers.append(
            Number(lens.magnification, 0, "small", "muted", theme=theme, face="sans", prefix="×", style=magnified)
        )
        # On its way a magnification may be less than 1, of which two digits are shown.
        self.longest = [*(style.longest for style in styles), max(f"×{closest:.0f}", "×0.00", key=len)]
        if self.widest > most:
            self._shrink(most / self.widest)
        rows = zip(self.names, self.numbers, strict=True)
        super().__init__(*(text for row in rows for text in row))

    @property
    def widest(self) -> float:
        """The width that they may come to, in units."""
        rows = zip(self.names, self.numbers, self.longest, strict=True)
        return max(name.width_units + BESIDE + number.width_of(text) for name, number, text in rows)

    def _shrink(self, factor: float) -> None:
        for name in self.names:
            name.fit(factor * name.width_units)
        self.em = self.names[0].em
        for number in self.numbers:
            number.em = self.em

    def place(self, left: float, y: tuple[float, float]) -> Self:
        """Put the lengths beside their lines at the heights y, the magnification between them."""
        for name, number, level in zip(self.names, self.numbers, (*y, sum(y) / 2), strict=True):
            name.place(left, level - 0.33 * self.em)
            number.place(left + name.width_units + BESIDE, level - 0.33 * self.em)
        return self


def magnified(value: float) -> str:
    """Return a magnification as it is shown: with two digits."""
    return trimmed(float(two_digits(value))) if value >= 10 else significant(value, 2)


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
