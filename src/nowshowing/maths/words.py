"""The words of an expression: from text to tokens, with the bars of absolute values told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from lark import Token

from nowshowing.maths.refusals import ExpressionError, unknown_name
from nowshowing.maths.tree import CONSTANTS, FUNCTIONS

LARGEST = 10**9
MOST_BARS = 10

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SIGNS = {
    **{"+": "PLUS", "-": "MINUS", "−": "MINUS", "–": "MINUS", "*": "TIMES", "·": "TIMES", "×": "TIMES", "⋅": "TIMES"},
    **{"∗": "TIMES", "/": "OVER", "÷": "OVER", "∕": "OVER", "^": "POWER", "(": "OPEN", ")": "CLOSE", "|": "BAR"},
    **{"√": "ROOT", "∛": "ROOT"},
}
ADVICE = {
    ",": "write a decimal point; a function takes one argument",
    ";": "write one expression",
    "=": 'write only what stands right of "="',
    "[": 'use "(" and ")"',
    "]": 'use "(" and ")"',
    "{": 'use "(" and ")"',
    "}": 'use "(" and ")"',
    "\\": 'write "sin x" or "sqrt(x)", without LaTeX',
    "$": "write the expression without it",
    "!": "factorials are not available",
    "'": "write the function itself, not a derivative",
    "%": "write a decimal number",
    "∞": "infinity is not a number",
}
WORD = re.compile(
    r"(?P<space>\s+)|(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>π|[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|(?P<power>\*\*)|(?P<sign>[" + re.escape("".join(SIGNS)) + r"])",
    re.ASCII,
)
ENDS = {"NUMBER", "VARIABLE", "CONSTANT", "CLOSE", "BAR_CLOSE"}
BEGINS = {"NUMBER", "VARIABLE", "CONSTANT", "OPEN", "BAR_OPEN", "FUNCTION", "ROOT", "MINUS"}


def tokens(source: str, variables: Sequence[str]) -> list[Token]:
    """Return the tokens of an expression; bars are still ``BAR``.

    Raises ExpressionError at a character, number or name that does not belong.
    """
    found: list[Token] = []
    place = 0
    if "=" in source:
        raise ExpressionError(f'unexpected character "="; {ADVICE["="]}', source.index("="), source)
    while place < len(source):
        match = WORD.match(source, place)
        if match is None:
            character = source[place]
            what = f'unexpected character "{character}"' if character.isprintable() else "unexpected control character"
            raise ExpressionError(f"{what}; {ADVICE.get(character, 'remove it')}", place, source)
        text = match.group()
        match match.lastgroup:
            case "number":
                found.append(_number(text, place, source))
            case "name":
                found.append(_name(text, place, source, variables))
            case "raised":
                found.extend(_raised(text, place, source))
            case "power":
                found.append(Token("POWER", "^", place, end_pos=place + 2))
            case "sign":
                found.append(Token(SIGNS[text], text, place, end_pos=place + 1))
        place = match.end()
    return found


def _number(text: str, place: int, source: str) -> Token:
    mantissa, _, exponent = text.lower().partition("e")
    if (
        len(exponent) > 4
        or Fraction(mantissa if mantissa[-1] != "." else mantissa[:-1]) * Fraction(10) ** int(exponent or 0) > LARGEST
    ):
        raise ExpressionError(f'the number "{text}" is too large; at most 1000000000 is allowed', place, source)
    if len(exponent.lstrip("+-")) > 2:
        raise ExpressionError(f'the number "{text}" is too small; at least 1e-99 is allowed', place, source)
    if source[place + len(text) : place + len(text) + 1] == ".":
        raise ExpressionError("a number has one decimal point; remove the second", place + len(text), source)
    return Token("NUMBER", text, place, end_pos=place + len(text))


def _name(text: str, place: int, source: str, variables: Sequence[str]) -> Token:
    name = "pi" if text == "π" else text
    if name in variables:
        kind = "VARIABLE"
    elif name in CONSTANTS:
        kind = "CONSTANT"
    elif name in FUNCTIONS:
        kind = "FUNCTION"
    else:
        raise ExpressionError(unknown_name(text, variables), place, source)
    return Token(kind, name, place, end_pos=place + len(text))


def _raised(text: str, place: int, source: str) -> Iterator[Token]:
    plain = text.translate(SUPERSCRIPTS)
    end = place + len(text)
    if not re.fullmatch(r"-?\d+", plain):
        raise ExpressionError(f'"{text}" is no exponent; write "^" and a number', place, source)
    yield Token("POWER", "^", place, end_pos=end)
    if plain[0] == "-":
        yield Token("MINUS", "-", place, end_pos=end)
    yield Token("NUMBER", plain.lstrip("-"), place, end_pos=end)


def bar_readings(found: Sequence[Token], source: str) -> Iterator[list[Token]]:
    """Yield the token lists in which every ``BAR`` opens or closes, so that they nest with the brackets."""
    bars = sum(token.type == "BAR" for token in found)
    if bars % 2:
        last = max(token.start_pos or 0 for token in found if token.type == "BAR")
        raise ExpressionError('one "|" has no partner; add the other, or write "abs(…)"', last, source)
    if bars > MOST_BARS:
        first = min(token.start_pos or 0 for token in found if token.type == "BAR")
        raise ExpressionError(f'more than {MOST_BARS} "|"; write "abs(…)"', first, source)
    yield from _assigned(found, 0, [], "")


def _assigned(found: Sequence[Token], place: int, done: list[Token], inside: str) -> Iterator[list[Token]]:
    while place < len(found) and found[place].type != "BAR":
        token = found[place]
        if token.type == "OPEN":
            inside += "("
        elif token.type == "CLOSE":
            if not inside.endswith("("):
                return
            inside = inside[:-1]
        done = [*done, token]
        place += 1
    if place == len(found):
        if not inside:
            yield done
        return
    bar = found[place]
    after_operand = bool(done) and done[-1].type in ENDS
    if after_operand and inside.endswith("|"):
        closing = Token("BAR_CLOSE", "|", bar.start_pos, end_pos=bar.end_pos)
        yield from _assigned(found, place + 1, [*done, closing], inside[:-1])
    following = found[place + 1].type if place + 1 < len(found) else ""
    if following == "BAR" or following in BEGINS:
        opening = Token("BAR_OPEN", "|", bar.start_pos, end_pos=bar.end_pos)
        yield from _assigned(found, place + 1, [*done, opening], inside + "|")
