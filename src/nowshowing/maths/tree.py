"""Expressions as trees of small frozen nodes; what every other module here walks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

CONSTANTS = {"pi": 3.141592653589793, "e": 2.718281828459045}

FUNCTIONS = (
    *("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"),
    *("exp", "ln", "log10", "log2", "sqrt", "cbrt", "abs", "sign", "sigmoid"),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A literal, exact; ``text`` is what the author wrote, empty where we computed it."""

    value: Fraction
    text: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """``pi`` or ``e``."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that the param declares."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The operand with its sign turned."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """``left + right``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Difference:
    """``left − right``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Product:
    """``left · right``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Quotient:
    """``left / right``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Power:
    """``left ^ right``: the base and its exponent."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """One of ``FUNCTIONS`` at an argument."""

    function: str
    argument: Node


Node = Number | Constant | Variable | Negative | Sum | Difference | Product | Quotient | Power | Call
Binary = Sum | Difference | Product | Quotient | Power

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
TWO = Number(Fraction(2))


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands of a node, from left to right."""
    match node:
        case Number() | Constant() | Variable():
            return ()
        case Negative(operand):
            return (operand,)
        case Call(_, argument):
            return (argument,)
        case _:
            return (node.left, node.right)


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def depth(node: Node) -> int:
    """Return the number of levels."""
    return 1 + max(map(depth, children(node)), default=0)


def names(node: Node) -> tuple[str, ...]:
    """Return the variables that occur, each once, in the order of their first use."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Variable)))


def replaced(node: Node, variable: str, by: Node) -> Node:
    """Return the tree with a variable replaced by another tree."""
    match node:
        case Variable(name):
            return by if name == variable else node
        case Number() | Constant():
            return node
        case Negative(operand):
            return Negative(replaced(operand, variable, by))
        case Call(function, argument):
            return Call(function, replaced(argument, variable, by))
        case _:
            return type(node)(replaced(node.left, variable, by), replaced(node.right, variable, by))


def rational(node: Node) -> Fraction | None:
    """Return the exact value of a tree made of literals and ``+ - * /`` and small whole powers; else None."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Constant | Variable | Call):
        return None
    values = [rational(child) for child in children(node)]
    if None in values:
        return None
    match node, values:
        case Negative(), [Fraction() as value]:
            return -value
        case Sum(), [Fraction() as left, Fraction() as right]:
            return left + right
        case Difference(), [Fraction() as left, Fraction() as right]:
            return left - right
        case Product(), [Fraction() as left, Fraction() as right]:
            return left * right
        case Quotient(), [Fraction() as left, Fraction() as right] if right:
            return left / right
        case Power(), [Fraction() as left, Fraction() as right] if (
            right.denominator == 1 and abs(right) <= 64 and (left or right >= 0) and left.numerator.bit_length() <= 64
        ):
            return left**right.numerator
        case _:
            return None
