"""The grammar of expressions, and the readings it refuses because they could mean two things.

``^`` binds to the right and tighter than a leading minus, then juxtaposition, then ``* /``, then ``+ -``.
A function without brackets takes the juxtaposed product after it, up to the next function.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedToken, VisitError

from nowshowing.maths import tree
from nowshowing.maths.refusals import ExpressionError
from nowshowing.maths.tree import Node
from nowshowing.maths.words import BEGINS, ENDS, bar_readings, tokens

LARGEST_EXPONENT = 64

GRAMMAR = """
?start: sum
?sum: product | sum PLUS product -> binary | sum MINUS product -> binary
?product: signed | product TIMES signed -> binary | product OVER signed -> binary
?signed: MINUS signed -> negative | run

// A run is a juxtaposed product. It is open while letters and brackets may follow, and bare once its last factor is a
// function without brackets, which would have taken them.
?run: open_run | bare_run
?open_run: first | open_run follower -> run | bare_run closed -> run
?bare_run: bare | open_run bare -> run | bare_run bare -> run
?first: number_power | follower
?follower: letter_power | bracket_power | bars_power | closed

?number_power: number | number POWER exponent -> power
?letter_power: letter | letter POWER exponent -> power
?bracket_power: bracket | bracket POWER exponent -> power
?bars_power: bars | bars POWER exponent -> power
?exponent: MINUS exponent -> negative | first | bare

number: NUMBER
letter: VARIABLE | CONSTANT
bracket: OPEN sum CLOSE
bars: BAR_OPEN sum BAR_CLOSE

?closed: call | call POWER exponent -> power | FUNCTION raised OPEN sum CLOSE -> call_raised
call: FUNCTION OPEN sum CLOSE | ROOT OPEN sum CLOSE | ROOT VARIABLE | ROOT CONSTANT | ROOT NUMBER
bare: FUNCTION argument | FUNCTION raised argument
?argument: taken | bare | closed | MINUS argument -> negative
?taken: number_power | letter_power | bars_power | taken letter_power -> taken_run | taken bracket_power -> taken_run
      | taken bars_power -> taken_run
raised: POWER NUMBER | POWER MINUS NUMBER | POWER OPEN sum CLOSE

%declare NUMBER VARIABLE CONSTANT FUNCTION ROOT PLUS MINUS TIMES OVER POWER OPEN CLOSE BAR_OPEN BAR_CLOSE
"""


@dataclass(frozen=True)
class Piece:
    """A node with its place in the source and what about its writing decides how it may be combined."""

    node: Node
    start: int
    stop: int
    juxtaposed: bool = False
    first_factor: int = 0
    """Where a juxtaposed product's first factor ends."""
    bare: bool = False
    """True where it ends in a function without brackets."""
    written_power: bool = False
    """True for ``2^3`` or ``e^-2``: a number or letter with a written number as its exponent."""


BINARY: dict[str, type[tree.Sum | tree.Difference | tree.Product | tree.Quotient]] = {
    "PLUS": tree.Sum,
    "MINUS": tree.Difference,
    "TIMES": tree.Product,
    "OVER": tree.Quotient,
}


class Builder(Transformer[Token, Piece]):
    """Builds the tree while the parser reduces, and refuses what has two readings."""

    def __init__(self, source: str) -> None:
        super().__init__(visit_tokens=False)
        self.source = source

    def _text(self, start: int, stop: int) -> str:
        return self.source[start:stop].strip()

    def _refuse(self, what: str, readings: Sequence[str], column: int) -> ExpressionError:
        return ExpressionError(
            f'"{what}" could mean two things; write "{readings[0]}" or "{readings[1]}"', column, self.source
        )

    def number(self, parts: list[Token]) -> Piece:
        text = parts[0].removesuffix(".") if "e" not in parts[0].lower() else parts[0]
        mantissa, _, exponent = text.lower().partition("e")
        value = Fraction(mantissa.removesuffix(".")) * Fraction(10) ** int(exponent or 0)
        return Piece(tree.Number(value, str(text)), *_place(parts[0]))

    def letter(self, parts: list[Token]) -> Piece:
        kind = tree.Variable if parts[0].type == "VARIABLE" else tree.Constant
        return Piece(kind(str(parts[0])), *_place(parts[0]))

    def bracket(self, parts: list[Token | Piece]) -> Piece:
        return Piece(_piece(parts[1]).node, _place(parts[0])[0], _place(parts[2])[1])

    def bars(self, parts: list[Token | Piece]) -> Piece:
        return Piece(tree.Call("abs", _piece(parts[1]).node), _place(parts[0])[0], _place(parts[2])[1])

    def negative(self, parts: list[Token | Piece]) -> Piece:
        operand = _piece(parts[1])
        return replace(operand, node=tree.Negative(operand.node), start=_place(parts[0])[0])

    def binary(self, parts: list[Token | Piece]) -> Piece:
        left, sign, right = _piece(parts[0]), parts[1], _piece(parts[2])
        assert isinstance(sign, Token)
        if sign.type == "OVER":
            self._check_quotient(left, right)
        bare = sign.type == "TIMES" and right.bare
        return Piece(BINARY[sign.type](left.node, right.node), left.start, right.stop, bare=bare)

    def _check_quotient(self, left: Piece, right: Piece) -> None:
        text = self._text(left.start, right.stop)
        above = self._text(left.start, left.stop)
        if right.juxtaposed:
            first = self._text(right.start, right.first_factor)
            rest = self._text(right.first_factor, right.stop)
            below = self._text(right.start, right.stop)
            raise self._refuse(
                text, (f"({above}/{first}) {rest}".replace(") (", ")("), f"{above}/({below})"), left.start
            )
        call = _last_call(left)
        if call is not None and not tree.names(call) and tree.names(right.node):
            start = self.source.rindex(call.function, 0, left.stop)
            inner = self._text(start + len(call.function), left.stop)
            below = self._text(right.start, right.stop)
            readings = (f"{call.function}({inner}/{below})", f"{call.function}({inner})/{below}")
            raise self._refuse(self._text(start, right.stop), readings, start)

    def power(self, parts: list[Token | Piece]) -> Piece:
        base, exponent = _piece(parts[0]), _piece(parts[2])
        self._check_exponent(exponent)
        inner = exponent.node.operand if isinstance(exponent.node, tree.Negative) else exponent.node
        plain = isinstance(base.node, tree.Number | tree.Constant | tree.Variable) and isinstance(inner, tree.Number)
        written = plain and self.source[exponent.stop - 1].isdigit()
        return Piece(tree.Power(base.node, exponent.node), base.start, exponent.stop, written_power=written)

    def _check_exponent(self, exponent: Piece) -> None:
        value = tree.rational(exponent.node)
        if value is not None and abs(value) > LARGEST_EXPONENT:
            found = self._text(exponent.start, exponent.stop)
            message = f'the exponent "{found}" is too large; at most {LARGEST_EXPONENT} is allowed'
            raise ExpressionError(message, exponent.start, self.source)

    def run(self, parts: list[Piece]) -> Piece:
        left, right = parts
        if left.written_power and left.stop == right.start:
            base, _, exponent = self._text(left.start, left.stop).replace("**", "^").partition("^")
            factor, whole = self._text(right.start, right.stop), self._text(left.start, right.stop)
            variable = left.node.left if isinstance(left.node, tree.Power) else None
            if exponent and (not isinstance(variable, tree.Variable) or right.node == variable):
                raise self._refuse(whole, (f"{base}^({exponent}{factor})", f"{base}^{exponent}*{factor}"), left.start)
        return self._juxtaposed(left, right)

    def taken_run(self, parts: list[Piece]) -> Piece:
        left, right = parts
        another = isinstance(right.node, tree.Variable) and right.node.name not in tree.names(left.node)
        if tree.names(left.node) and not another:
            start = self._function_before(left.start)
            function, inner = self._text(start, left.start), self._text(left.start, right.stop)
            factor, rest = self._text(left.start, left.stop), self._text(right.start, right.stop)
            readings = (f"{function}({inner})", f"{function}({factor})*{rest}")
            raise self._refuse(self._text(start, right.stop), readings, start)
        return self._juxtaposed(left, right)

    def _function_before(self, place: int) -> int:
        before = re.search(r"[a-z]+\d*\s*((\^|\*\*)\s*\d+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s*-?\s*$", self.source[:place])
        return before.start() if before else place

    def _juxtaposed(self, left: Piece, right: Piece) -> Piece:
        first = left.first_factor if left.juxtaposed else left.stop
        node = tree.Product(left.node, right.node)
        return Piece(node, left.start, right.stop, juxtaposed=True, first_factor=first, bare=right.bare)

    def call(self, parts: list[Token | Piece]) -> Piece:
        name = {"√": "sqrt", "∛": "cbrt"}.get(str(parts[0]), str(parts[0]))
        if len(parts) == 4:
            return Piece(tree.Call(name, _piece(parts[2]).node), _place(parts[0])[0], _place(parts[3])[1])
        operand = self.number([parts[1]]) if parts[1].type == "NUMBER" else self.letter([parts[1]])  # type: ignore[union-attr, list-item]
        following = self.source[operand.stop : operand.stop + 1]
        if following.isalnum() or following in ("(", "^"):
            raise ExpressionError(
                f'how far "{parts[0]}" reaches is not clear; write "{parts[0]}(…)"', _place(parts[0])[0], self.source
            )
        return Piece(tree.Call(name, operand.node), _place(parts[0])[0], operand.stop)

    def bare(self, parts: list[Token | Piece]) -> Piece:
        argument = _piece(parts[-1])
        node: Node = tree.Call(str(parts[0]), argument.node)
        if len(parts) == 3:
            node = self._raised(parts[0], _piece(parts[1]), node, argument)
        return Piece(node, _place(parts[0])[0], argument.stop, bare=True)

    def call_raised(self, parts: list[Token | Piece]) -> Piece:
        argument = _piece(parts[3])
        node = self._raised(parts[0], _piece(parts[1]), tree.Call(str(parts[0]), argument.node), argument)
        return Piece(node, _place(parts[0])[0], _place(parts[4])[1])

    def raised(self, parts: list[Token | Piece]) -> Piece:
        if len(parts) == 4:
            return Piece(_piece(parts[2]).node, _place(parts[1])[0], _place(parts[3])[1])
        number = self.number([parts[-1]])  # type: ignore[list-item]
        node = tree.Negative(number.node) if len(parts) == 3 else number.node
        return Piece(node, _place(parts[1])[0], number.stop)

    def _raised(self, name: Token | Piece, exponent: Piece, called: Node, argument: Piece) -> Node:
        """Read ``sin^2 x`` as (sin x)^2; refuse ``sin^-1 x``, which is also written for the inverse function."""
        value = tree.rational(exponent.node)
        inner = self._text(argument.start, argument.stop)
        if value is None or value.denominator != 1 or value < 1:
            power = self._text(exponent.start, exponent.stop)
            other = (
                f"arc{name} {inner}" if value == -1 and f"arc{name}" in tree.FUNCTIONS else f"({name}({inner}))^{power}"
            )
            if value == -1 and other.startswith("arc"):
                raise self._refuse(f"{name}^{power} {inner}", (other, f"1/{name} {inner}"), _place(name)[0])
            what = f'"{name}^{power}" is not clear'
            raise ExpressionError(f'{what}; write "{other}"', _place(name)[0], self.source)
        self._check_exponent(exponent)
        return tree.Power(called, exponent.node)


def _last_call(piece: Piece) -> tree.Call | None:
    """Return the function without brackets that a piece ends in."""
    node = piece.node
    while isinstance(node, tree.Product | tree.Negative):
        node = node.right if isinstance(node, tree.Product) else node.operand
    if isinstance(node, tree.Power):
        node = node.left
    return node if piece.bare and isinstance(node, tree.Call) else None


def _piece(part: Token | Piece) -> Piece:
    assert isinstance(part, Piece)
    return part


def _place(token: Token | Piece) -> tuple[int, int]:
    assert isinstance(token, Token)
    return token.start_pos or 0, token.end_pos or 0


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="basic", maybe_placeholders=False)


def parse(source: str, variables: Sequence[str]) -> Node:
    """Read an expression. Raises ExpressionError."""
    found = tokens(source, variables)
    if not found:
        raise ExpressionError('an expression is missing; write one, as in "x^2"', 0, source)
    _check_brackets(found, source)
    trees: list[Node] = []
    errors: list[ExpressionError] = []
    for reading in bar_readings(found, source):
        try:
            node = _read(reading, source)
        except ExpressionError as error:
            errors.append(error)
        else:
            if node not in trees:
                trees.append(node)
    if len(trees) == 1:
        return trees[0]
    bar = next((_place(token)[0] for token in found if token.type == "BAR"), 0)
    if trees:
        raise ExpressionError('the "|" could pair in two ways; write "abs(…)"', bar, source)
    if not errors:
        raise ExpressionError('the "|" do not pair with each other; write "abs(…)"', bar, source)
    raise max(errors, key=lambda error: error.column)


def _read(reading: Sequence[Token], source: str) -> Node:
    state = _parser().parse_interactive("")
    for place, token in enumerate([*reading, Token("$END", "", len(source), end_pos=len(source))]):
        try:
            result = state.feed_token(token)
        except UnexpectedToken:
            raise _unexpected(reading, place, source) from None
    try:
        return _piece(Builder(source).transform(result)).node
    except VisitError as error:
        raise error.orig_exc from None


def _check_brackets(found: Sequence[Token], source: str) -> None:
    unclosed: list[Token] = []
    for token in found:
        if token.type == "OPEN":
            unclosed.append(token)
        elif token.type == "CLOSE":
            if not unclosed:
                raise ExpressionError('")" closes nothing; remove it, or add "("', _place(token)[0], source)
            unclosed.pop()
    if unclosed:
        raise ExpressionError('"(" is never closed; add ")"', _place(unclosed[-1])[0], source)


def _unexpected(reading: Sequence[Token], place: int, source: str) -> ExpressionError:
    """Say what is wrong with the token at a place, or with the end, where the grammar has no use for it."""
    before = reading[place - 1] if place else None
    token = reading[place] if place < len(reading) else None
    column = _place(token)[0] if token is not None else len(source.rstrip())
    if before is not None and before.type in {"FUNCTION", "ROOT"} and (token is None or token.type != "POWER"):
        name = "sqrt" if before.type == "ROOT" else str(before)
        return ExpressionError(f'"{before}" has no argument; write "{name}(x)"', _place(before)[0], source)
    raised = [part.type for part in reading[max(place - 3, 0) : place]] == ["FUNCTION", "POWER", "NUMBER"]
    if raised and (token is None or token.type != "OPEN"):
        start = _place(reading[place - 3])[0]
        text = source[start : _place(reading[place - 1])[1]]
        return ExpressionError(f'"{text}" has no argument; write "{text}(x)"', start, source)
    if token is not None and before is not None and before.type in ENDS and token.type in BEGINS:
        return _missing_sign(reading, place, source)
    opened = before is not None and before.type in {"OPEN", "BAR_OPEN"}
    if opened and (token is None or token.type in {"CLOSE", "BAR_CLOSE"}):
        return ExpressionError("nothing stands between the brackets; write something there", column, source)
    if before is None or opened:
        what = f'nothing stands before "{token}"; remove it, or write something before it'
        return ExpressionError(what, column, source)
    if before.type in {"PLUS", "MINUS", "TIMES", "OVER", "POWER"}:
        if token is None or token.type in {"CLOSE", "BAR_CLOSE"}:
            sign = source[slice(*_place(before))]
            what = f'nothing stands after "{sign}"; remove it, or write something after it'
            return ExpressionError(what, _place(before)[0], source)
        advice = "remove one, or use brackets"
        return ExpressionError(f'"{token}" cannot stand after "{before}"; {advice}', column, source)
    return ExpressionError(f'"{token or before}" is not expected here; use brackets or "*"', column, source)


def _missing_sign(reading: Sequence[Token], place: int, source: str) -> ExpressionError:
    """Say that two factors cannot simply stand side by side."""
    before, token = reading[place - 1], reading[place]
    left, right = (source[slice(*_place(part))] for part in (before, token))
    if token.type == "NUMBER":
        other = f"{left}{right}" if before.type == "NUMBER" else f"{left}^{right}"
        message = f'a number cannot follow "{left}"; write "{left}*{right}" or "{other}"'
    else:
        message = f'"{right}" cannot follow "{left}"; use brackets, or write "*" between them'
    return ExpressionError(message, _place(token)[0], source)
