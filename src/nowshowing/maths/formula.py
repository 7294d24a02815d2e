"""Expressions as they are written: in LaTeX for the screen, and in the language of authors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from nowshowing.maths.tree import (
    Call,
    Constant,
    Difference,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    rational,
)

SUM, PRODUCT, FRACTION, CALL, ATOM = range(5)

COMMANDS = {
    **{name: rf"\{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan")},
    **{name: rf"\{name}" for name in ("sinh", "cosh", "tanh", "ln")},
    **{"log10": r"\log_{10}", "log2": r"\log_{2}", "sign": r"\operatorname{sign}", "sigmoid": r"\sigma"},
}
MOST_PLAIN_DIGITS = 9


@dataclass(frozen=True)
class Written:
    """LaTeX with how tightly it holds together; ``open`` where it ends in a function's argument without brackets."""

    text: str
    binding: int
    open: bool = False


def latex(node: Node) -> str:
    """Return the LaTeX of a tree: fractions, implicit products, no needless brackets."""
    return _written(node, False).text


def _written(node: Node, small: bool) -> Written:
    match node:
        case Number(value, text):
            return _number(value, text, small)
        case Constant(name):
            return Written(r"\pi" if name == "pi" else name, ATOM)
        case Variable(name):
            return Written(_letter(name), ATOM)
        case Negative(operand):
            inner = _written(operand, small)
            return Written(f"-{_held(inner, PRODUCT)}", SUM, inner.open)
        case Sum(left, right):
            first, second = _written(left, small), _written(right, small)
            text = rf"\left({second.text}\right)" if second.text.startswith("-") else second.text
            return Written(f"{first.text} + {text}", SUM, second.open)
        case Difference(left, right):
            first, second = _written(left, small), _written(right, small)
            return Written(f"{first.text} - {_held(second, PRODUCT)}", SUM, second.open)
        case Product(left, right):
            return _product(left, right, small)
        case Quotient(Negative(left), right):
            inner = _written(Quotient(left, right), small)
            return Written(f"-{inner.text}", SUM)
        case Quotient(left, right) if not small:
            return Written(rf"\frac{{{latex(left)}}}{{{latex(right)}}}", FRACTION)
        case Quotient(left, right):
            above, below = _written(left, small), _written(right, small)
            divided = rf"\left({above.text}\right)" if above.open else _held(above, PRODUCT)
            return Written(f"{divided}/{_held(below, CALL)}", PRODUCT, below.open)
        case Power(left, right):
            return _power(left, right, small)
        case Call(function, argument):
            return _call(function, argument, small)


def _held(written: Written, least: int) -> str:
    return written.text if written.binding >= least else rf"\left({written.text}\right)"


def _letter(name: str) -> str:
    """Return a name as a symbol: ``w_1`` and ``w1`` with an index, words upright."""
    letters, index = re.fullmatch(r"(.*?)_?(\d*)", name).groups()  # type: ignore[union-attr]
    symbol = letters if len(letters) == 1 else rf"\mathrm{{{letters.replace('_', ' ')}}}"
    return f"{symbol}_{{{index}}}" if index else symbol


def _number(value: Fraction, text: str, small: bool) -> Written:
    plain = text if text and "e" not in text.lower() else decimal_text(value)
    if plain is None:
        return _written(Quotient(Number(Fraction(value.numerator)), Number(Fraction(value.denominator))), small)
    plain = f"0{plain}" if plain.startswith(".") else plain
    significant = plain.replace(".", "").strip("0")
    if text and plain != text.lstrip("0") and "e" in text.lower() and len(plain) > MOST_PLAIN_DIGITS:
        exponent = 0 if not value else _decimal_exponent(value)
        mantissa = decimal_text(value / Fraction(10) ** exponent) or significant
        power = f"10^{{{exponent}}}"
        return Written(power, ATOM - 1) if mantissa == "1" else Written(rf"{mantissa} \cdot {power}", PRODUCT)
    return Written(plain, ATOM if not plain.startswith("-") else SUM)


def _decimal_exponent(value: Fraction) -> int:
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    return exponent - 1 if value < Fraction(10) ** exponent else exponent


def decimal_text(value: Fraction) -> str | None:
    """Return an exact value as a decimal number; None where its decimals never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    decimals = max(twos, fives)
    digits = str(abs(value.numerator) * 10**decimals // value.denominator).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[: len(digits) - decimals]}.{digits[len(digits) - decimals :]}" if decimals else sign + digits


def _product(left: Node, right: Node, small: bool) -> Written:
    if isinstance(left, Negative):
        inner = _product(left.operand, right, small)
        return Written(f"-{_held(inner, PRODUCT)}", SUM, inner.open)
    if isinstance(right, Product) and not isinstance(right.left, Negative):
        return _product(Product(left, right.left), right.right, small)
    first, second = _written(left, small), _written(right, small)
    divided = small and _last_factor_is_quotient(left)
    before = rf"\left({first.text}\right)" if divided else _held(first, PRODUCT)
    after = rf"\left({second.text}\right)" if small and isinstance(right, Quotient) else _held(second, PRODUCT)
    fractions = not small and isinstance(right, Quotient) and _last_factor_is_quotient(left)
    function_follows = isinstance(right, Call | Power) and re.match(r"\\(?!left|pi|sqrt|frac)", after) is not None
    dotted = after[0].isdigit() or fractions or (first.open and before == first.text and not function_follows)
    dotted = dotted or (re.match(r"10\^", after) is not None)
    sign = r" \cdot " if dotted else " "
    return Written(f"{before}{sign}{after}", PRODUCT, second.open and after == second.text)


def _last_factor_is_quotient(node: Node) -> bool:
    while isinstance(node, Product):
        node = node.right
    return isinstance(node, Quotient) or (isinstance(node, Number) and decimal_text(node.value) is None)


def _power(base: Node, exponent: Node, small: bool) -> Written:
    raised = _written(exponent, True).text
    whole = rational(exponent)
    if (
        isinstance(base, Call)
        and base.function in COMMANDS
        and whole is not None
        and whole > 1
        and whole.denominator == 1
    ):
        return _applied(f"{COMMANDS[base.function]}^{{{raised}}}", base.argument, small, base.function == "sigmoid")
    return Written(f"{_held(_written(base, small), ATOM)}^{{{raised}}}", CALL)


def _call(function: str, argument: Node, small: bool) -> Written:
    match function:
        case "abs":
            return Written(rf"\left|{_written(argument, small).text}\right|", ATOM)
        case "sqrt":
            return Written(rf"\sqrt{{{_written(argument, small).text}}}", CALL)
        case "cbrt":
            return Written(rf"\sqrt[3]{{{_written(argument, small).text}}}", CALL)
        case "exp":
            return _power(Constant("e"), argument, small)
        case _:
            return _applied(COMMANDS[function], argument, small, function == "sigmoid")


def _applied(command: str, argument: Node, small: bool, always_brackets: bool) -> Written:
    inner = _written(argument, small)
    plain = _is_plain(argument) or (isinstance(argument, Quotient) and not small and inner.binding == FRACTION)
    if always_brackets or not plain:
        return Written(rf"{command}\left({inner.text}\right)", CALL)
    return Written(f"{command} {inner.text}", CALL, open=True)


def _is_plain(node: Node) -> bool:
    """Tell whether a function's argument needs no brackets: ``x``, ``2 pi x`` and ``|x|``, not ``x e`` or ``|x| x``."""
    if isinstance(node, Product):
        return _is_constant(node.left) and isinstance(node.right, Variable | Constant)
    if isinstance(node, Call):
        return node.function == "abs"
    return isinstance(node, Number | Constant | Variable)


def _is_constant(node: Node) -> bool:
    if isinstance(node, Product):
        return _is_constant(node.left) and isinstance(node.right, Constant)
    return isinstance(node, Number | Constant)


def source(node: Node) -> str:
    """Return a tree in the language of authors, so that reading it gives the same values."""
    return _typed(node)[0]


def _typed(node: Node) -> tuple[str, int]:
    match node:
        case Number(value, text):
            plain = text or decimal_text(value)
            return (plain, ATOM) if plain is not None else (f"{value.numerator}/{value.denominator}", PRODUCT)
        case Constant(name) | Variable(name):
            return name, ATOM
        case Negative(operand):
            return f"-{_typed_within(operand, PRODUCT)}", SUM
        case Sum(left, right):
            return f"{_typed_within(left, SUM)} + {_typed_within(right, PRODUCT)}", SUM
        case Difference(left, right):
            return f"{_typed_within(left, SUM)} - {_typed_within(right, PRODUCT)}", SUM
        case Product(left, right):
            return f"{_typed_within(left, PRODUCT)}*{_typed_within(right, CALL)}", PRODUCT
        case Quotient(left, right):
            return f"{_typed_within(left, PRODUCT)}/{_typed_within(right, CALL)}", PRODUCT
        case Power(left, right):
            return f"{_typed_within(left, ATOM)}^{_typed_within(right, ATOM)}", CALL
        case Call(function, argument):
            return f"{function}({_typed(argument)[0]})", ATOM


def _typed_within(node: Node, least: int) -> str:
    text, binding = _typed(node)
    return text if binding >= least else f"({text})"
