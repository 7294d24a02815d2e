"""Sums on screen: whoever works out the digits that are shown gets the digits that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from nowshowing.film.shown import TextShown
from nowshowing.maths.numbers import format_number
from nowshowing.trust.findings import Fault
from nowshowing.trust.written import unroled

_RELATION = re.compile(r"\\approx|≈|=")
_OPERATORS = {"=", r"\approx", "≈", r"\cdot", "·", r"\times", "×", "+", "-", "−"}
_INSIDE = re.compile(r"[.\[]")
_TEXT = re.compile(r"\\(?:text|mathrm)\{[^{}]*\}")
_BRACED = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac\s*{_BRACED}\s*{_BRACED}")
_SPACES = re.compile(r"\\[,;:!]|\\q?quad|\\left|\\right|\s")
_APART = re.compile(r"\d\s+[\d.]")
"""Numbers side by side, without a sign."""
_SIGNS = {r"\cdot": "*", "·": "*", r"\times": "*", "×": "*", "−": "-", "{": "(", "}": ")"}
_SUM = re.compile(r"[\d.+\-*/()]*\d[\d.+\-*/()]*")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|\.\d+|[-+*/()]")


def lines_of(texts: Sequence[TextShown]) -> Iterator[tuple[TextShown, ...]]:
    """Yield what is read as one line of arithmetic: a formula with a relation, and rows of texts joined by signs."""
    signs = [text for text in texts if _is_sign(text)]
    for text in texts:
        if text.kind != "number" and _RELATION.search(text.source) and text not in signs:
            yield (text,)
    figures = {figure_of(sign.owner) for sign in signs if _RELATION.fullmatch(_sign(sign.source))}
    for figure in sorted(figures):
        row = [text for text in texts if figure_of(text.owner) == figure]
        for relation in (text for text in row if _RELATION.fullmatch(_sign(text.source))):
            same = sorted((text for text in row if _level(text, relation)), key=lambda text: text.box[0])
            yield from (part for part in _parted(same) if relation in part)


def _parted(row: Sequence[TextShown]) -> Iterator[tuple[TextShown, ...]]:
    """Yield the parts of a row, parted where two texts stand side by side without a sign between them."""
    part: list[TextShown] = []
    for text in row:
        if part and not _is_sign(part[-1]) and not _is_sign(text):
            yield tuple(part)
            part = []
        part.append(text)
    yield tuple(part)


def _is_sign(text: TextShown) -> bool:
    return _sign(text.source) in _OPERATORS


@lru_cache(4096)
def _sign(source: str) -> str:
    return unroled(source).strip()


@cache
def figure_of(owner: str) -> str:
    """Return the name of the figure that a named object is a part of, as the scene calls it."""
    return _INSIDE.split(owner, maxsplit=1)[0]


def _level(text: TextShown, sign: TextShown) -> bool:
    """Tell whether a text stands on the line of a sign."""
    middle = (sign.box[1] + sign.box[3]) / 2
    return text.box[1] <= middle <= text.box[3]


def arithmetic_faults(line: Sequence[TextShown]) -> Iterator[Fault]:
    """Yield where one side of a line does not make the digits of the next."""
    for wrong in wrong_sums(" ".join(_plain(text) for text in line)):
        made = f"it makes {float(wrong.made):.{wrong.decimals + 2}f}"
        owners = tuple(text.owner for text in line)
        yield Fault("arithmetic", owners, wrong.text, made, "show more digits, or say ≈", float(wrong.off))


@dataclass(frozen=True)
class WrongSum:
    """An equation whose left side does not make the digits on its right, ``decimals`` of them; ``off`` by so much."""

    text: str
    made: Fraction
    decimals: int
    off: Fraction


def wrong_sums(written: str) -> Iterator[WrongSum]:
    """Yield the equations of a text that do not hold: in each formula between ``$…$``, and in the text as a whole."""
    formulas = written.split("$")[1::2]
    wrong = [sum_ for formula in (*formulas, written.replace("$", " ")) for sum_ in _wrong_sums(formula)]
    yield from {sum_.text: sum_ for sum_ in wrong}.values()


def _wrong_sums(formula: str) -> Iterator[WrongSum]:
    formula = unroled(formula)
    sides, relations = _RELATION.split(formula), _RELATION.findall(formula)
    for left, relation, right in zip(sides, relations, sides[1:], strict=False):
        made, shown = _value(left), _number(right)
        if made is None or shown is None:
            continue
        decimals = len(shown.partition(".")[2])
        told = _rounded(shown)
        agrees = told.low <= made.high and made.low <= told.high  # about equal: as well as the digits can tell
        if relation == "=":
            agrees = format_number(float(made.middle), decimals) == format_number(float(shown), decimals)
        if not agrees:
            sum_ = " ".join(f"{left} {relation} {right}".split())
            yield WrongSum(sum_, made.middle, decimals, abs(made.middle - told.middle))


def _plain(text: TextShown) -> str:
    return text.source if text.kind == "words" else unroled(text.source)


def _sum(side: str) -> str | None:
    """Return a side as a sum of plain digits; None where it holds anything else."""
    text = _TEXT.sub("", side)
    for _ in range(6):
        text = _FRACTION.sub(r"((\1)/(\2))", text)
    text = re.sub(r"\^\{[^{}]*\}|\^\w", "?", text)
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    if _APART.search(text):
        return None
    text = _SPACES.sub("", text)
    return text if _SUM.fullmatch(text) else None


def _number(side: str) -> str | None:
    text = _sum(side)
    match = re.fullmatch(r"\(*(-?(?:\d+(?:\.\d+)?|\.\d+))\)*", text) if text else None
    return match[1] if match else None


@dataclass(frozen=True)
class _Rough:
    """A number that was rounded, and what it may have been."""

    low: Fraction
    middle: Fraction
    high: Fraction

    def __add__(self, other: _Rough) -> _Rough:
        return _Rough(self.low + other.low, self.middle + other.middle, self.high + other.high)

    def __neg__(self) -> _Rough:
        return _Rough(-self.high, -self.middle, -self.low)

    def __mul__(self, other: _Rough) -> _Rough:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return _Rough(min(ends), self.middle * other.middle, max(ends))

    def inverse(self) -> _Rough:
        ends = [1 / self.low, 1 / self.high]
        return _Rough(min(ends), 1 / self.middle, max(ends))


def _rounded(digits: str) -> _Rough:
    decimals = len(digits.partition(".")[2])
    half = Fraction(1, 2 * 10**decimals) if decimals else Fraction(0)
    value = Fraction(digits)
    return _Rough(value - half, value, value + half)


def _value(side: str) -> _Rough | None:
    text = _sum(side)
    if text is None:
        return None
    try:
        return _Reader(_TOKEN.findall(text)).all()
    except (ValueError, ZeroDivisionError, IndexError):
        return None


class _Reader:
    """Works out sums, products and brackets of decimal numbers."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def all(self) -> _Rough:
        value = self._sum()
        if self.tokens:
            raise ValueError("more follows")
        return value

    def _sum(self) -> _Rough:
        value = self._product()
        while self.tokens and self.tokens[0] in "+-":
            value = value + (self._product() if self.tokens.pop(0) == "+" else -self._product())
        return value

    def _product(self) -> _Rough:
        value = self._factor()
        while self.tokens and self.tokens[0] in "*/":
            value = value * (self._factor() if self.tokens.pop(0) == "*" else self._factor().inverse())
        return value

    def _factor(self) -> _Rough:
        token = self.tokens.pop(0)
        if token == "-":
            return -self._factor()
        if token == "(":
            value = self._sum()
            if self.tokens.pop(0) != ")":
                raise ValueError("a bracket stays open")
            return value
        return _rounded(token)
