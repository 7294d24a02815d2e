"""Numbers written in a text, and whether a scene's values explain them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅙": "1/6", "⅛": "1/8", "⅜": "3/8"}

_DIGITS = r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SPOKEN = re.compile(
    rf"(?P<sign>(?<![\w)\]}}])[-−]|\b(?:minus|negative) +)?"
    rf"(?<![\w.^])(?:(?P<top>\d+)/(?P<bottom>\d+)|(?P<number>{_DIGITS})?(?P<vulgar>[{''.join(VULGAR)}])|(?P<plain>{_DIGITS}))"
    r"(?![\w^]|\.\d|/\d)"
)
_POWER = re.compile(r"(?<![\d.])10\^(?:\{(?P<braced>[-−+]?\d+)\}|(?P<bare>\d))")
_FRACTION = re.compile(r"\\[dt]?frac(?:\{(?P<top>\d+)\}\{(?P<bottom>\d+)\}|(?P<t>\d)(?P<b>\d))")
_RAISED = re.compile(r"[_^](?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\[A-Za-z]+|.)|\\sqrt\[[^\]]*\]")
_IN_FORMULA = re.compile(rf"(?P<sign>[-−] *)?(?<![\d.])(?:{_DIGITS})")


@dataclass(frozen=True)
class SaidNumber:
    """A number as written: the text, its offset, the values it may stand for, and how many decimals were written."""

    text: str
    offset: int
    values: tuple[float, ...]
    decimals: int

    def is_explained_by(self, known: Iterable[float]) -> bool:
        """Tell whether some known value reads like this: the same whole number, or equal as far as written."""
        tolerance = 0.5 * 10.0**-self.decimals * (1 + 1e-9) if self.decimals else 0.0
        return any(abs(value - true) <= max(tolerance, 1e-9 * abs(true)) for true in known for value in self.values)


def numbers_in_words(text: str) -> Iterator[SaidNumber]:
    """Find the numbers in prose; what is part of a word (``3D``, ``1st``) is none."""
    for match in _SPOKEN.finditer(text):
        if match["top"]:
            value, decimals = _ratio(match["top"], match["bottom"]), 0
        elif match["vulgar"]:
            value = float(match["number"] or 0) + float(Fraction(VULGAR[match["vulgar"]]))
            decimals = 0
        else:
            value, decimals = _number(match["plain"])
        sign = -1 if match["sign"] else 1
        yield SaidNumber(match.group().strip(), match.start(), (sign * value,), decimals)


def numbers_in_formula(formula: str) -> Iterator[SaidNumber]:
    """Find the numbers in LaTeX; exponents, subscripts and indices of roots are none.

    A minus before a number may be a sign or a subtraction, so that both values count.
    """
    rest = formula
    for pattern in (_POWER, _FRACTION):
        for match in pattern.finditer(rest):
            groups = match.groupdict()
            if pattern is _POWER:
                exponent = int((groups["braced"] or groups["bare"]).replace("−", "-"))
                value = 10.0 ** max(-300, min(300, exponent))
            else:
                value = _ratio(groups["top"] or groups["t"], groups["bottom"] or groups["b"])
            yield SaidNumber(match.group(), match.start(), (value, -value), 0)
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    rest = _RAISED.sub(lambda match: " " * len(match.group()), rest)
    for match in _IN_FORMULA.finditer(rest):
        written = match.group()
        value, decimals = _number(written.lstrip("-− "))
        subtracts = re.search(r"[\w)}\]|] *$", formula[: match.start()]) is not None
        values = ((-value, value) if subtracts else (-value,)) if match["sign"] else (value,)
        yield SaidNumber(written, match.start(), values, decimals)


def numbers_in_expression(source: str) -> list[float]:
    """Return the numbers in an expression's source, exponents and ratios of numbers included."""
    found = [float(number) for number in re.findall(r"\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?", source)]
    ratios = [_ratio(top, bottom) for top, bottom in re.findall(r"(\d+)/(\d+)", source)]
    return [sign * value for value in found + ratios for sign in (1, -1)]


def _ratio(top: str, bottom: str) -> float:
    return int(top) / int(bottom) if int(bottom) else float("nan")


def _number(text: str) -> tuple[float, int]:
    text = text.replace(",", "")
    return float(text), len(text.partition(".")[2])
