"""The derivative of a tree by the rules, lightly tidied; what is computed with (what is shown comes from SymPy)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from nowshowing.maths.tree import (
    ONE,
    TWO,
    ZERO,
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
    names,
    rational,
)


def plus(left: Node, right: Node) -> Node:
    """Return a sum, without zeros."""
    if left == ZERO:
        return right
    return left if right == ZERO else Sum(left, right)


def minus(left: Node, right: Node) -> Node:
    """Return a difference, without zeros."""
    if right == ZERO:
        return left
    return negative(right) if left == ZERO else Difference(left, right)


def negative(node: Node) -> Node:
    """Return the opposite."""
    if node == ZERO:
        return ZERO
    return node.operand if isinstance(node, Negative) else Negative(node)


def times(left: Node, right: Node) -> Node:
    """Return a product, without zeros and ones."""
    if ZERO in (left, right):
        return ZERO
    if left == ONE:
        return right
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value * right.value)
    return left if right == ONE else Product(left, right)


def over(left: Node, right: Node) -> Node:
    """Return a quotient, without zeros above and ones below."""
    if left == ZERO:
        return ZERO
    return left if right == ONE else Quotient(left, right)


def power(base: Node, exponent: Fraction) -> Node:
    """Return a power with a number as its exponent."""
    if exponent == 1:
        return base
    return ONE if exponent == 0 else Power(base, Number(exponent))


def _natural_log(number: int) -> Node:
    return Call("ln", Number(Fraction(number)))


OUTER: Mapping[str, Callable[[Node], Node]] = {
    "sin": lambda u: Call("cos", u),
    "cos": lambda u: Negative(Call("sin", u)),
    "tan": lambda u: Power(Call("sec", u), TWO),
    "cot": lambda u: Negative(Power(Call("csc", u), TWO)),
    "sec": lambda u: Product(Call("sec", u), Call("tan", u)),
    "csc": lambda u: Negative(Product(Call("csc", u), Call("cot", u))),
    "arcsin": lambda u: Quotient(ONE, Call("sqrt", Difference(ONE, Power(u, TWO)))),
    "arccos": lambda u: Negative(Quotient(ONE, Call("sqrt", Difference(ONE, Power(u, TWO))))),
    "arctan": lambda u: Quotient(ONE, Sum(ONE, Power(u, TWO))),
    "sinh": lambda u: Call("cosh", u),
    "cosh": lambda u: Call("sinh", u),
    "tanh": lambda u: Difference(ONE, Power(Call("tanh", u), TWO)),
    "exp": lambda u: Call("exp", u),
    "ln": lambda u: Quotient(ONE, u),
    "log10": lambda u: Quotient(ONE, Product(u, _natural_log(10))),
    "log2": lambda u: Quotient(ONE, Product(u, _natural_log(2))),
    "sqrt": lambda u: Quotient(ONE, Product(TWO, Call("sqrt", u))),
    "cbrt": lambda u: Quotient(ONE, Product(Number(Fraction(3)), Power(Call("cbrt", u), TWO))),
    "abs": lambda u: Call("sign", u),
    "sign": lambda u: ZERO,
    "sigmoid": lambda u: Product(Call("sigmoid", u), Difference(ONE, Call("sigmoid", u))),
}


def differentiate(node: Node, variable: str) -> Node:
    """Return the derivative, true wherever no denominator, root, logarithm, |…| or sign in it has its argument at 0."""
    match node:
        case Number() | Constant():
            return ZERO
        case Variable(name):
            return ONE if name == variable else ZERO
        case Negative(operand):
            return negative(differentiate(operand, variable))
        case Sum(left, right):
            return plus(differentiate(left, variable), differentiate(right, variable))
        case Difference(left, right):
            return minus(differentiate(left, variable), differentiate(right, variable))
        case Product(left, right):
            first = times(differentiate(left, variable), right)
            return plus(first, times(left, differentiate(right, variable)))
        case Quotient(left, right):
            if variable not in names(right):
                return over(differentiate(left, variable), right)
            above = minus(times(differentiate(left, variable), right), times(left, differentiate(right, variable)))
            return over(above, Power(right, TWO))
        case Power(left, right):
            return _power(left, right, variable)
        case Call(function, argument):
            inner = differentiate(argument, variable)
            return ZERO if inner == ZERO else times(OUTER[function](argument), inner)


def _power(base: Node, exponent: Node, variable: str) -> Node:
    ratio = rational(exponent)
    inner = differentiate(base, variable)
    if ratio is not None:
        return times(times(Number(ratio), power(base, ratio - 1)), inner)
    outer = differentiate(exponent, variable)
    whole = Power(base, exponent)
    if inner == ZERO:
        return times(times(whole, outer), ONE if base == Constant("e") else Call("ln", base))
    by_base = times(times(exponent, Power(base, minus(exponent, ONE))), inner)
    return by_base if outer == ZERO else plus(by_base, times(times(whole, Call("ln", base)), outer))
