"""Sums on screen: whoever works out the digits that are shown gets the digits that are shown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from nowshowing.film.shown import TextShown
from nowshowing.maths import tree
from nowshowing.maths.expression import Expression, ExpressionError
from nowshowing.maths.grammar import parse
from nowshowing.maths.numbers import format_number
from nowshowing.trust.findings import Fault
from nowshowing.trust.rough import Rough, about, worked_out
from nowshowing.trust.vouched import Vouched, plain, vouched
from nowshowing.trust.written import as_typed, unroled

RELATION = re.compile(r"\\(?:approx|leq|geq|neq|le|ge|ne|lt|gt)(?![A-Za-z])|[≈=<>≤≥≠]")
_APPROX = {r"\approx", "≈"}
_ORDERS = {
    **dict.fromkeys(("<", r"\lt"), "<"), **dict.fromkeys((">", r"\gt"), ">"),
    **dict.fromkeys(("≤", r"\le", r"\leq"), "≤"), **dict.fromkeys(("≥", r"\ge", r"\geq"), "≥"),
    **dict.fromkeys(("≠", r"\ne", r"\neq"), "≠"),
}  # fmt: skip
_OPERATORS = {"=", r"\approx", "≈", r"\cdot", "·", r"\times", "×", "+", "-", "−"}
_INSIDE = re.compile(r"[.\[]")
_APART = re.compile(
    r"\\q?quad|\\text\s*\{[^{}]*\}|[,;:]\s|\\(?:[Rr]ight|[Ll]eft)arrow|\\(?:to|implies|iff)(?![A-Za-z])"
)
"""What parts a sum from what else is said on the line of a formula."""
_END = re.compile(r"[.,;:?!]\s*$")
_LETTERS = re.compile(r"[A-Za-z]")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_LITERAL = re.compile(r"(?<![A-Za-z\d.])(?:\d+(?:\.\d+)?|\.\d+)")
_ALONE = re.compile(r"\(*-?\(*#\)*\)*")
_SIDE_BY_SIDE = re.compile(r"[\d.]\s+[\d.]")
"""Numbers side by side, without a sign."""

KNOWN_TO, NOISE = Fraction(1, 10**7), Fraction(1, 10**6)
"""How well a value from ``maths`` is known: to a share of it, and of a unit of the last digit that is written."""
HALF = Fraction(1, 2)
SLACK = 1e-9
"""What doubles may be off by."""


def lines_of(texts: Sequence[TextShown]) -> Iterator[tuple[TextShown, ...]]:
    """Yield what is read as one line of arithmetic: a formula with a relation, and rows of texts joined by signs."""
    signs = [text for text in texts if _is_sign(text.source)]
    for text in texts:
        if text.kind != "number" and _has_relation(text.source) and text not in signs:
            yield (text,)
    figures = {figure_of(sign.owner) for sign in signs if RELATION.fullmatch(_sign(sign.source))}
    for figure in sorted(figures):
        row = [text for text in texts if figure_of(text.owner) == figure]
        for relation in (text for text in row if RELATION.fullmatch(_sign(text.source))):
            same = sorted((text for text in row if _level(text, relation)), key=lambda text: text.box[0])
            yield from (part for part in _parted(same) if relation in part)


def _parted(row: Sequence[TextShown]) -> Iterator[tuple[TextShown, ...]]:
    """Yield the parts of a row, parted where two texts stand side by side without a sign between them."""
    part: list[TextShown] = []
    for text in row:
        if part and not _is_sign(part[-1].source) and not _is_sign(text.source):
            yield tuple(part)
            part = []
        part.append(text)
    yield tuple(part)


@lru_cache(4096)
def _is_sign(source: str) -> bool:
    sign = _sign(source)
    return sign in _OPERATORS or sign in _ORDERS


@lru_cache(4096)
def _has_relation(source: str) -> bool:
    return RELATION.search(source) is not None


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
    written, known = "", list[Known]()
    for text in line:
        known += (Known(len(written) + one.number.start, one) for one in vouched(text))
        written += plain(text) + " "
    is_formula = all(text.kind != "words" for text in line)
    for wrong in wrong_sums(written, known, is_formula=is_formula):
        owners = tuple(text.owner for text in line)
        yield Fault("arithmetic", owners, wrong.text, wrong.told, "show more digits, or say ≈", float(wrong.off))


@dataclass(frozen=True)
class Known:
    """A number of a line, ``start`` characters into it, and what is known of it."""

    start: int
    vouched: Vouched


@dataclass(frozen=True)
class WrongSum:
    """A relation that does not hold; ``told`` says what its left side makes, ``off`` by how much that is wrong."""

    text: str
    told: str
    off: Fraction


@dataclass(frozen=True)
class _Side:
    """One side of a relation: what it makes, and with how many ``decimals`` it is written; ``alone``: as one number.

    ``known``: from values of which each is known.
    """

    made: Rough
    decimals: int
    alone: bool
    known: bool


def wrong_sums(written: str, known: Sequence[Known] = (), *, is_formula: bool = False) -> Iterator[WrongSum]:
    """Yield the relations of a text that do not hold: in each formula between ``$…$``, and in the text as a whole.

    ``is_formula``: all of it is one. What is known of its numbers stands for them; of all others it is known only how
    they were rounded.
    """
    found = [
        WrongSum(" ".join(written[start:stop].replace("$", " ").split()), _told(left, right), off)
        for relation, left, right, (start, stop) in _relations(written, known, is_formula)
        if (off := _disagreement(left, relation, right)) is not None
    ]
    yield from {wrong.text: wrong for wrong in found}.values()


def are_sums(text: TextShown) -> Iterator[tuple[int, int]]:
    """Yield from where to where in a text both sides of a relation are worked out from values that are all known."""
    if not RELATION.search(text.source):
        return
    known = [Known(one.number.start, one) for one in vouched(text)]
    for _, left, right, place in _relations(plain(text), known, text.kind != "words"):
        if left.known and right.known:
            yield place


Relation = tuple[str, _Side, _Side, tuple[int, int]]
"""Its sign, its sides, and from where to where it stands."""


def _relations(written: str, known: Sequence[Known], is_formula: bool) -> Iterator[Relation]:
    """Yield the relations whose sides are both sums of plain numbers."""
    if is_formula:
        yield from _relations_in(written, 0, len(written), known, is_formula=True)
        return
    parts = written.split("$")
    place = 0
    for k, part in enumerate(parts):
        if k % 2 and k + 1 < len(parts):
            yield from _relations_in(written, place, place + len(part), known, is_formula=True)
        place += len(part) + 1
    yield from _relations_in(written.replace("$", " "), 0, len(written), known, is_formula=False)


def _relations_in(text: str, first: int, last: int, known: Sequence[Known], is_formula: bool) -> Iterator[Relation]:
    signs = list(RELATION.finditer(text, first, last))
    edges = [first, *(edge for sign in signs for edge in sign.span()), last]
    sides = list(zip(edges[::2], edges[1::2], strict=True))
    for sign, (start, stop), (begin, end) in zip(signs, sides, sides[1:], strict=False):
        if is_formula:
            start = max((apart.end() for apart in _APART.finditer(text, start, stop)), default=start)
            end = min((apart.start() for apart in _APART.finditer(text, begin, end)), default=end)
        ending = _END.search(text, begin, end)
        end = ending.start() if ending is not None else end
        left = _side(text, start, stop, known, is_formula)
        right = _side(text, begin, end, known, is_formula)
        if left is not None and right is not None:
            yield sign.group(), left, right, (start, end)


def _told(left: _Side, right: _Side) -> str:
    """Return what a sum makes that does not make the other side."""
    made, other = (right, left) if left.alone and not right.alone else (left, right)
    decimals = other.decimals if other.alone else max(left.decimals, right.decimals)
    return f"it makes {float(made.made.middle):.{decimals + 2}f}"


def _disagreement(left: _Side, relation: str, right: _Side) -> Fraction | None:
    """Return by how much two sides are off; None where they stand in the relation that is written."""
    one, other = left.made, right.made
    off = abs(one.middle - other.middle)
    if relation in _ORDERS:
        return None if _is_in_order(_ORDERS[relation], one, other) else off
    if relation in _APPROX:
        holds = _whole_rounds(left, right).meets(_whole_rounds(right, left))
    else:
        holds = _reads_alike(left, right) and (not (left.known and right.known) or one.meets(other))
    return None if holds else off


def _is_in_order(order: str, one: Rough, other: Rough) -> bool:
    match order:
        case "<":
            return one.middle < other.middle and one.low < other.high
        case ">":
            return one.middle > other.middle and one.high > other.low
        case "≤":
            return one.middle <= other.middle and one.low <= other.high
        case "≥":
            return one.middle >= other.middle and one.high >= other.low
        case _:
            return one.middle != other.middle


def _reads_alike(left: _Side, right: _Side) -> bool:
    """Tell whether two sides agree in the digits shown: those of a number alone, else as many as are written."""
    if right.alone:
        decimals = right.decimals
    elif left.alone:
        decimals = left.decimals
    else:
        decimals = max(left.decimals, right.decimals)
    one, other = (format_number(float(side.made.middle), decimals) for side in (left, right))
    return one == other


def _whole_rounds(side: _Side, other: _Side) -> Rough:
    """Return a side as about equal to another: a whole number may be one that was rounded, beside what is none."""
    if side.alone and not side.known and not side.decimals and not other.made.is_whole:
        return about(side.made.middle, HALF)
    return side.made


def _side(text: str, start: int, stop: int, known: Sequence[Known], is_formula: bool) -> _Side | None:
    """Work out what stands in a place; None where that is no sum of plain numbers."""
    side = text[start:stop]
    if _SIDE_BY_SIDE.search(side) or not (is_formula or _LETTERS.search(_COMMAND.sub("", side)) is None):
        return None
    typed = as_typed(side)
    literals = _LITERAL.findall(typed)
    shape = _shape(_numbered(typed))
    if shape is None:
        return None
    values = _values([one for one in known if start <= one.start < stop], literals)
    numbers = [_number(literal, value) for literal, value in zip(literals, values, strict=True)]
    try:
        made = worked_out(shape, numbers)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    alone = _ALONE.fullmatch(_LITERAL.sub("#", typed)) is not None
    decimals = max((len(literal.partition(".")[2]) for literal in literals), default=0)
    return _Side(made, decimals, alone, None not in values)


def _values(known: Sequence[Known], literals: Sequence[str]) -> list[Fraction | None]:
    """Return the value of each literal, None where it is not known; powers of ten have two that are known exactly."""
    given: list[tuple[str, Fraction]] = []
    for one in known:
        number, value = one.vouched.number, one.vouched.value
        if value is None or abs(value) == float("inf") or value != value:
            continue
        if number.digits:
            given.append((number.digits, Fraction(value) / Fraction(10) ** (number.exponent or 0)))
        if number.exponent is not None:
            given += [("10", Fraction(10)), (str(abs(number.exponent)), Fraction(abs(number.exponent)))]
    found: list[Fraction | None] = []
    for literal in literals:
        place = next((k for k, (digits, _) in enumerate(given) if digits == literal), None)
        found.append(None if place is None else given.pop(place)[1])
    return found


def _number(literal: str, value: Fraction | None) -> Rough:
    written = Fraction(literal)
    decimals = len(literal.partition(".")[2])
    if value is not None:
        off = max(KNOWN_TO * abs(value), NOISE / 10**decimals)
        return Rough(value - off, written, value + off)
    return about(written, HALF / 10**decimals if decimals else 0)


def comes_close(latex: str, function: Expression, places: Sequence[float]) -> bool:
    """Tell whether a formula with rounded numbers may have a function's values."""
    typed = as_typed(latex)
    shape = _shape(_numbered(typed), function.variables)
    if shape is None:
        return False
    numbers = [_number(literal, None) for literal in _LITERAL.findall(typed)]
    for x in places:
        true = function(float(x))
        slack = SLACK * max(1.0, abs(true))
        if not worked_out(shape, numbers, about(float(x))).meets(about(true, slack)):
            return False
    return True


def _numbered(typed: str) -> str:
    """Return a sum with 1, 2, 3, … for its numbers."""
    count = itertools.count(1)
    return _LITERAL.sub(lambda _: str(next(count)), typed)


@lru_cache(1024)
def _shape(typed: str, variables: tuple[str, ...] = ()) -> tree.Node | None:
    """Return a sum as a tree, whatever its numbers; None where it is none, or has other names in it."""
    try:
        node = parse(typed, variables)
    except ExpressionError:
        return None
    # A letter e is a name that someone chose; where it is Euler's number it is raised to a power, as exp(…).
    return None if any(isinstance(part, tree.Constant) and part.name == "e" for part in tree.walk(node)) else node
