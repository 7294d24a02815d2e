"""Numbers as they stand in words and formulas, and formulas read back into expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nowshowing.maths.expression import Expression, ExpressionError
from nowshowing.maths.grammar import parse
from nowshowing.maths.tree import names

_ROLE = re.compile(r"\\role\{[^{}]*\}")
_NAMES = re.compile(r"_\{[^{}]*\}|_\w|\\to\s*[-−]?\s*0(?![.\d])")
"""Digits that are part of a name (``x_0``) or of what a limit is (``h \\to 0``)."""
_NUMBER = re.compile(
    r"(?P<sign>[-−]\s*)?(?P<digits>(?:\d+(?:\.\d+)?|\.\d+))"
    r"(?P<power>\s*(?:\\cdot|·|×)\s*10\^\{?(?P<exponent>[-−]?\d+)\}?)?"
)
_TIMES_TEN = re.compile(r"(?P<sign>[-−]\s*)?(?<![\d.])10\^\{(?P<exponent>[-−]?\d+)\}")
_OPERAND = re.compile(r"[\w)}\]|]\s*$")

MANY = 1e4
"""From here on whole numbers may be rounded."""


@dataclass(frozen=True)
class WrittenNumber:
    """A number in a text, from ``start`` to ``stop``; its ``digits`` are without the sign and the power of ten.

    ``half`` is half a unit of its last decimal, 0 for a whole number, unless large; ``may_subtract`` where its minus
    may be one.
    """

    text: str
    value: float
    half: float
    may_subtract: bool
    start: int = 0
    stop: int = 0
    digits: str = ""
    exponent: int | None = None

    def shows(self, true: float) -> bool:
        """Tell whether a value, rounded to the digits that are written, reads like this."""
        near = self.half * (1 + 1e-9) + 1e-9 * abs(true)
        values = (self.value, -self.value) if self.may_subtract else (self.value,)
        return any(abs(value - true) <= near for value in values)

    def shows_signed(self, true: float) -> bool:
        """Tell whether it shows a value whose sign is the one that is written."""
        return abs(self.value - true) <= self.half * (1 + 1e-9) + 1e-9 * abs(true)


@lru_cache(4096)
def unroled(latex: str) -> str:
    """Return a formula without the marks of roles."""
    return _ROLE.sub("", latex)


_IN_WORD = re.compile(r"(?<![\w.])(?:\d+(?:st|nd|rd|th|[A-Z])|[A-Za-z]+\d+)\b")
"""Digits that are part of a word: ``3D``, ``1st``, ``R2``."""
_MATHS = re.compile(r"(\$[^$]*\$)")


def blanked(text: str, start: int, stop: int) -> str:
    """Return a text with blanks in a place, all else where it was."""
    return text[:start] + " " * (stop - start) + text[stop:]


@lru_cache(4096)
def prose(text: str) -> str:
    """Return running words with blanks for those that have digits in them; formulas between ``$…$`` stay."""
    parts = _MATHS.split(text)
    parts[::2] = [_IN_WORD.sub(lambda match: " " * len(match.group()), part) for part in parts[::2]]
    return "".join(parts)


@lru_cache(4096)
def numbers_in(text: str) -> tuple[WrittenNumber, ...]:
    """Return the numbers in words or in a formula without roles, in order; indices of names are none."""
    found: list[WrittenNumber] = []
    rest = _NAMES.sub(lambda match: " " * len(match.group()), text)
    place = 0
    while match := min(
        filter(None, (_TIMES_TEN.search(rest, place), _NUMBER.search(rest, place))),
        key=lambda one: (one.end("sign") if one["sign"] else one.start(), -one.end()),
        default=None,
    ):
        found.append(_written(match, rest))
        place = match.end()
    return tuple(found)


def _written(match: re.Match[str], text: str) -> WrittenNumber:
    groups = match.groupdict()
    digits = groups.get("digits") or "1"
    exponent = int((groups["exponent"] or "0").replace("−", "-"))
    decimals = len(digits.partition(".")[2])
    sign = -1.0 if groups["sign"] else 1.0
    value = float(digits) * 10.0**exponent
    half = 0.5 * 10.0 ** (exponent - decimals) if decimals or value >= MANY else 0.0
    subtracts = bool(groups["sign"]) and _OPERAND.search(text[: match.start()]) is not None
    raised = exponent if groups["exponent"] is not None else None
    return WrittenNumber(
        match.group().strip(),
        sign * value,
        half,
        subtracts,
        match.start(),
        match.end(),
        groups.get("digits") or "",
        raised,
    )


_BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac\s*(?:{_BRACED}\s*{_BRACED}|(\d)\s*(\d))")
_ROOT = re.compile(rf"\\sqrt(?P<cube>\[3\])?\s*{_BRACED}")
_EXPONENTIAL = re.compile(rf"(?<![A-Za-z\\])e\^\s*{_BRACED}")
_RAISED = re.compile(rf"\^\s*{_BRACED}")
_FUNCTION = re.compile(
    rf"\\(?P<name>sinh|cosh|tanh|sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|ln|operatorname\{{sign\}}|sigma|log_\{{\d+\}})"
    rf"(?:\^{_BRACED})?"
)
_FUNCTIONS = {r"operatorname{sign}": "sign", "sigma": "sigmoid", "log_{10}": "log10", "log_{2}": "log2"}
_PLAIN = (
    (r"\left|", " abs("), (r"\right|", ")"), (r"\left(", "("), (r"\right)", ")"), (r"\cdot", "*"), (r"\times", "*"),
    (r"\lvert", " abs("), (r"\rvert", ")"), (r"\left[", "("), (r"\right]", ")"), (r"\div", "/"), (r"\pi", " pi "),
    (r"\,", " "), (r"\;", " "), (r"\:", " "), (r"\!", " "), (r"\ ", " "), ("−", "-"), ("{", "("), ("}", ")"),
)  # fmt: skip


def read_back(latex: str, variables: tuple[str, ...]) -> Expression | None:
    """Return the expression that a formula writes, which may be longer than an author's; None where it writes none."""
    try:
        tree = parse(as_typed(latex), variables)
    except ExpressionError:
        return None
    return Expression.derived(tree, variables) if len(names(tree)) <= 1 else None


def as_typed(latex: str) -> str:
    """Return a formula as an author would type it as an expression, if it is one."""
    text, before = unroled(latex), ""
    while text != before:
        before = text
        text = _FRACTION.sub(lambda m: f"(({m[1] or m[3]})/({m[2] or m[4]}))", text)
        text = _ROOT.sub(lambda m: f" {'cbrt' if m['cube'] else 'sqrt'}({m[2]}) ", text)
        text = _FUNCTION.sub(_named, text, count=1)
        text = _EXPONENTIAL.sub(r" exp(\1) ", text)
        text = _RAISED.sub(r"^(\1)", text)
    for sign, plain in _PLAIN:
        text = text.replace(sign, plain)
    return re.sub(r"\s+", " ", text).strip()


def _named(match: re.Match[str]) -> str:
    name = _FUNCTIONS.get(match["name"], match["name"])
    return f" {name}^({match[2]}) " if match[2] else f" {name} "
