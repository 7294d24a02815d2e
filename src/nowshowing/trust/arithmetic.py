"""Sums on screen: whoever works out the digits that are shown gets the digits that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from nowshowing.film.shown import TextShown
from nowshowing.maths.numbers import format_number
from nowshowing.trust.findings import Fault
from nowshowing.trust.written import unroled

_RELATION = re.compile(r"\\approx|≈|=")
_OPERATORS = {"=", r"\approx", "≈", r"\cdot", "·", r"\times", "×", "+", "-", "−"}
_TEXT = re.compile(r"\\(?:text|mathrm)\{[^{}]*\}")
_BRACED = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac\s*{_BRACED}\s*{_BRACED}")
_SPACES = re.compile(r"\\[,;:!]|\\q?quad|\\left|\\right|\s")
_SIGNS = {r"\cdot": "*", "·": "*", r"\times": "*", "×": "*", "−": "-", "{": "(", "}": ")"}
_SUM = re.compile(r"[\d.+\-*/()]*\d[\d.+\-*/()]*")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|\.\d+|[-+*/()]")


def lines_of(texts: Sequence[TextShown]) -> Iterator[tuple[TextShown, ...]]:
    """Yield what is read as one line of arithmetic: a formula with a relation, and rows of texts joined by signs."""
    signs = [text for text in texts if unroled(text.source).strip() in _OPERATORS]
    for text in texts:
        if text.kind != "number" and _RELATION.search(text.source) and text not in signs:
            yield (text,)
    figures = {_figure(sign) for sign in signs if _RELATION.fullmatch(unroled(sign.source).strip())}
    for figure in sorted(figures):
        row = [text for text in texts if _figure(text) == figure]
        for relation in (text for text in row if _RELATION.fullmatch(unroled(text.source).strip())):
            same = [text for text in row if _level(text, relation)]
            yield tuple(sorted(same, key=lambda text: text.box[0]))


def _figure(text: TextShown) -> str:
    return re.split(r"[.\[]", text.owner, maxsplit=1)[0]


def _level(text: TextShown, sign: TextShown) -> bool:
    """Tell whether a text stands on the line of a sign."""
    middle = (sign.box[1] + sign.box[3]) / 2
    return text.box[1] <= middle <= text.box[3]


def arithmetic_faults(line: Sequence[TextShown]) -> Iterator[Fault]:
    """Yield where one side of a line does not make the digits of the next."""
    written = " ".join(_plain(text) for text in line)
    if "$" in written:
        return
    sides = _RELATION.split(written)
    relations = _RELATION.findall(written)
    for left, relation, right in zip(sides, relations, sides[1:], strict=False):
        made, shown = _value(left), _number(right)
        if made is None or shown is None or (_number(left) is not None and relation != "="):
            continue
        decimals = len(shown.partition(".")[2])
        made_text = format_number(float(made), decimals).replace("−", "-")
        apart = abs(made - Fraction(shown))
        # What is only about equal may be off in the last digit, no more.
        allowed = Fraction(0) if relation == "=" else Fraction(15, 10) / 10**decimals
        if (relation == "=" and made_text != shown) or (relation != "=" and apart > allowed):
            yield Fault(
                "arithmetic", tuple(text.owner for text in line), f"{left.strip()} {relation} {right.strip()}",
                f"it makes {float(made):.{decimals + 2}f}", "show more digits, or say ≈", float(apart),
            )  # fmt: skip


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
    text = _SPACES.sub("", text)
    return text if _SUM.fullmatch(text) else None


def _number(side: str) -> str | None:
    text = _sum(side)
    match = re.fullmatch(r"\(*(-?(?:\d+(?:\.\d+)?|\.\d+))\)*", text) if text else None
    return match[1] if match else None


def _value(side: str) -> Fraction | None:
    text = _sum(side)
    if text is None:
        return None
    try:
        return _Reader(_TOKEN.findall(text)).all()
    except (ValueError, ZeroDivisionError, IndexError):
        return None


class _Reader:
    """Works out sums, products and brackets of decimal numbers, exactly."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def all(self) -> Fraction:
        value = self._sum()
        if self.tokens:
            raise ValueError("more follows")
        return value

    def _sum(self) -> Fraction:
        value = self._product()
        while self.tokens and self.tokens[0] in "+-":
            value += self._product() if self.tokens.pop(0) == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while self.tokens and self.tokens[0] in "*/":
            value = value * self._factor() if self.tokens.pop(0) == "*" else value / self._factor()
        return value

    def _factor(self) -> Fraction:
        token = self.tokens.pop(0)
        if token == "-":
            return -self._factor()
        if token == "(":
            value = self._sum()
            if self.tokens.pop(0) != ")":
                raise ValueError("a bracket stays open")
            return value
        return Fraction(token)
