"""The process in which SymPy works: a question a line comes in, an answer a line goes out; never an author's text."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from nowshowing.maths import tree
from nowshowing.maths.formula import decimal_text
from nowshowing.maths.tree import Node
from nowshowing.maths.written_trees import read_tree, written_tree

MEMORY = 1 << 30

TO_SYMPY: dict[str, Callable[[Any], Any]] = {
    **{
        name: getattr(sympy, name) for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "exp")
    },
    **{"arcsin": sympy.asin, "arccos": sympy.acos, "arctan": sympy.atan, "ln": sympy.log, "sqrt": sympy.sqrt},
    **{"abs": sympy.Abs, "sign": sympy.sign, "log10": lambda u: sympy.log(u, 10), "log2": lambda u: sympy.log(u, 2)},
    **{"cbrt": sympy.cbrt, "sigmoid": lambda u: 1 / (1 + sympy.exp(-u))},
}
FROM_SYMPY: dict[Any, str] = {
    **{
        getattr(sympy, name): name for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "exp")
    },
    **{sympy.asin: "arcsin", sympy.acos: "arccos", sympy.atan: "arctan", sympy.log: "ln"},
    **{sympy.Abs: "abs", sympy.sign: "sign"},
}


def to_sympy(node: Node) -> Any:
    """Return SymPy's expression for a tree, in real variables.

    Roots become plain powers: the rules of differentiation are the same for the real root and the principal one, and
    ``symbolic`` compares the result with ours.
    """
    match node:
        case tree.Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case tree.Constant(name):
            return sympy.pi if name == "pi" else sympy.E
        case tree.Variable(name):
            return sympy.Symbol(name, real=True)
        case tree.Negative(operand):
            return -to_sympy(operand)
        case tree.Sum(left, right):
            return to_sympy(left) + to_sympy(right)
        case tree.Difference(left, right):
            return to_sympy(left) - to_sympy(right)
        case tree.Product(left, right):
            return to_sympy(left) * to_sympy(right)
        case tree.Quotient(left, right):
            return to_sympy(left) / to_sympy(right)
        case tree.Power(left, right):
            return to_sympy(left) ** to_sympy(right)
        case tree.Call(function, argument):
            return TO_SYMPY[function](to_sympy(argument))


def from_sympy(expression: Any, decimals: bool) -> Node:
    """Return the tree of SymPy's expression, terms and factors in SymPy's order; ``decimals``: 0.5 rather than 1/2."""
    if isinstance(expression, sympy.Rational):
        return _number(expression, decimals)
    if expression == sympy.pi or expression == sympy.E:
        return tree.Constant("pi" if expression == sympy.pi else "e")
    if isinstance(expression, sympy.Symbol):
        return tree.Variable(expression.name)
    if isinstance(expression, sympy.Add):
        return _sum(expression, decimals)
    if isinstance(expression, sympy.Mul):
        return _product(expression, decimals)
    if isinstance(expression, sympy.exp):
        return tree.Power(tree.Constant("e"), from_sympy(expression.args[0], decimals))
    if isinstance(expression, sympy.Pow):
        return _power(expression, decimals)
    if expression.func in FROM_SYMPY and len(expression.args) == 1:
        return tree.Call(FROM_SYMPY[expression.func], from_sympy(expression.args[0], decimals))
    raise ValueError(f"no words for {expression.func}")


def _number(value: Any, decimals: bool) -> Node:
    ratio = Fraction(int(value.p), int(value.q))
    if ratio < 0:
        return tree.Negative(_number(-value, decimals))
    if ratio.denominator == 1 or (decimals and decimal_text(ratio) is not None):
        return tree.Number(ratio)
    return tree.Quotient(tree.Number(Fraction(ratio.numerator)), tree.Number(Fraction(ratio.denominator)))


def _sum(expression: Any, decimals: bool) -> Node:
    terms = expression.as_ordered_terms()
    terms.sort(key=lambda term: term.could_extract_minus_sign()) if terms[0].could_extract_minus_sign() else None
    total = from_sympy(terms[0], decimals)
    for term in terms[1:]:
        if term.could_extract_minus_sign():
            total = tree.Difference(total, from_sympy(-term, decimals))
        else:
            total = tree.Sum(total, from_sympy(term, decimals))
    return total


def _product(expression: Any, decimals: bool) -> Node:
    coefficient, _ = expression.as_coeff_Mul()
    if coefficient.is_negative:
        return tree.Negative(from_sympy(-expression, decimals))
    if (
        decimals
        and coefficient.is_Rational
        and coefficient.q != 1
        and decimal_text(Fraction(coefficient.p, coefficient.q))
    ):
        return tree.Product(_number(coefficient, True), from_sympy(expression / coefficient, decimals))
    above, below = _above_and_below(expression)
    if below != 1:
        return tree.Quotient(from_sympy(above, decimals), from_sympy(below, decimals))
    factors = [from_sympy(factor, decimals) for factor in expression.as_ordered_factors()]
    product = factors[0]
    for factor in factors[1:]:
        product = tree.Product(product, factor)
    return product


def _above_and_below(expression: Any) -> tuple[Any, Any]:
    """Split a product into what stands above and below the bar; e^(−x) stays above."""
    above, below = [], []
    for factor in expression.as_ordered_factors():
        _, exponent = factor.as_base_exp()
        if factor.is_Rational:
            above.append(sympy.Integer(factor.p))
            below.append(sympy.Integer(factor.q))
        elif factor.is_Pow and exponent.is_Rational and exponent < 0:
            below.append(1 / factor)
        else:
            above.append(factor)
    return sympy.Mul(*above), sympy.Mul(*below)


def _power(expression: Any, decimals: bool) -> Node:
    base, exponent = expression.as_base_exp()
    if base == sympy.E:
        return tree.Power(tree.Constant("e"), from_sympy(exponent, decimals))
    if exponent.is_Rational and exponent < 0:
        return tree.Quotient(tree.ONE, from_sympy(1 / expression, decimals))
    if exponent == sympy.Rational(1, 2):
        return tree.Call("sqrt", from_sympy(base, decimals))
    if exponent.is_Rational:
        return tree.Power(from_sympy(base, decimals), _number(exponent, False))
    return tree.Power(from_sympy(base, decimals), from_sympy(exponent, decimals))


def derivative(node: Node, variable: str) -> Node:
    """Return the derivative in the shortest of the forms that SymPy offers for it."""
    has_decimals = any(isinstance(part, tree.Number) and "." in part.text for part in tree.walk(node))
    raw = _without_deltas(sympy.diff(to_sympy(node), sympy.Symbol(variable, real=True)))
    forms = [raw]
    for tidy in (sympy.factor_terms, sympy.cancel, sympy.together, sympy.simplify):
        try:
            forms.append(_without_deltas(tidy(raw)))
        except (ValueError, TypeError, NotImplementedError, sympy.PolynomialError):
            continue
    trees = []
    for form in dict.fromkeys(forms):
        try:
            trees.append(from_sympy(form, has_decimals))
        except ValueError:
            continue
    familiar = {part.function for part in tree.walk(trees[0]) if isinstance(part, tree.Call)}
    return min(trees, key=lambda node: _weight(node, familiar))


def _weight(node: Node, familiar: set[str]) -> int:
    """Return how hard a formula is to read: its length, fractions within fractions, functions not met before."""
    parts = list(tree.walk(node))
    fractions = [part for part in parts if isinstance(part, tree.Quotient) and tree.names(part.right)]
    nested = sum(
        isinstance(inner, tree.Quotient) and bool(tree.names(inner))
        for outer in fractions
        for half in (outer.left, outer.right)
        for inner in tree.walk(half)
    )
    strange = {part.function for part in parts if isinstance(part, tree.Call)} - familiar
    return len(parts) + 3 * len(fractions) + 8 * nested + 20 * len(strange)


def _without_deltas(expression: Any) -> Any:
    """Return the derivative beside its jumps, where it is an ordinary function."""
    return expression.replace(sympy.DiracDelta, lambda *_: sympy.Integer(0)).doit()


ANSWERS: dict[str, Callable[[Node, str], Node]] = {"derivative": derivative}


def answer(line: str) -> Any:
    """Answer one question; None where SymPy cannot."""
    question = json.loads(line)
    try:
        return written_tree(ANSWERS[question["ask"]](read_tree(question["of"]), question["in"]))
    except (ArithmeticError, AttributeError, MemoryError, NotImplementedError, RecursionError, TypeError, ValueError):
        return None


def main() -> None:
    """Answer until the input ends."""
    try:
        import resource
    except ImportError:  # not on this platform
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":
    main()
