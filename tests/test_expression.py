"""The expression language: what is read how, what is refused with which words, and what values come out."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from fractions import Fraction
from typing import Annotated

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mpmath import mp
from pydantic import BaseModel, ValidationError

from nowshowing.maths import formula, tree
from nowshowing.maths.expression import Expression, ExpressionError, Variables
from nowshowing.maths.precise import precise
from nowshowing.maths.tree import Node

READINGS = {
    "2x": "2*x",
    "2 x": "2*x",
    "x*y": "x*y",
    "x y": "x*y",
    "2(x+1)": "2*(x + 1)",
    "(x+1)(x-1)": "(x + 1)*(x - 1)",
    "x(x+1)": "x*(x + 1)",
    "-x^2": "-x^2",
    "(-x)^2": "(-x)^2",
    "2^-x": "2^(-x)",
    "2^3^2": "2^(3^2)",
    "x^2y": "x^2*y",
    "x**2": "x^2",
    "2x^2": "2*x^2",
    "-2x": "-2*x",
    "--x": "-(-x)",
    "2*-x": "2*(-x)",
    "x--1": "x - (-1)",
    "1/2*x": "1/2*x",
    "(1/2)x": "1/2*x",
    "1/(2x)": "1/(2*x)",
    "x/y/2": "x/y/2",
    "x-y-1": "x - y - 1",
    "x-(y-1)": "x - (y - 1)",
    "sin x": "sin(x)",
    "sin 2x": "sin(2*x)",
    "sin(2x)": "sin(2*x)",
    "sin x/x": "sin(x)/x",
    "sin(x)/x": "sin(x)/x",
    "sin x cos x": "sin(x)*cos(x)",
    "x sin x": "x*sin(x)",
    "2 sin x cos 2x": "2*sin(x)*cos(2*x)",
    "sin^2 x": "sin(x)^2",
    "sin^2(x)": "sin(x)^2",
    "sin(x)^2": "sin(x)^2",
    "sin² x": "sin(x)^2",
    "sin^2 x + cos^2 x": "sin(x)^2 + cos(x)^2",
    "sin x^2": "sin(x^2)",
    "(sin x)^2": "sin(x)^2",
    "sin x + 1": "sin(x) + 1",
    "sin -x": "sin(-x)",
    "sin x y": "sin(x*y)",
    "sin 2(x+1)": "sin(2*(x + 1))",
    "sin (x+1)(x-1)": "sin(x + 1)*(x - 1)",
    "sin(x)x": "sin(x)*x",
    "sin cos x": "sin(cos(x))",
    "ln sin x": "ln(sin(x))",
    "ln 2x": "ln(2*x)",
    "e^x": "e^x",
    "e^-x": "e^(-x)",
    "e^-x^2": "e^(-x^2)",
    "e^-x cos x": "e^(-x)*cos(x)",
    "e^sin x": "e^sin(x)",
    "exp(-x^2/2)": "exp((-x^2)/2)",
    "2e": "2*e",
    "2e^x": "2*e^x",
    "1e3": "1e3",
    "1e-3x": "1e-3*x",
    ".5x": ".5*x",
    "5.": "5",
    "x^(1/3)": "x^(1/3)",
    "x^(2/3)": "x^(2/3)",
    "|x|": "abs(x)",
    "|x-1|": "abs(x - 1)",
    "||x|-1|": "abs(abs(x) - 1)",
    "|x||y|": "abs(x)*abs(y)",
    "2|x|": "2*abs(x)",
    "x|x|": "x*abs(x)",
    "|x|^2": "abs(x)^2",
    "|2|x|+1|": "abs(2*abs(x) + 1)",
    "(|x|)(|y|)": "abs(x)*abs(y)",
    "ln|x|": "ln(abs(x))",
    "x²": "x^2",
    "x⁻²": "x^(-2)",
    "x³−2·x×3": "x^3 - 2*x*3",
    "2πx": "2*pi*x",
    "√(x+1)": "sqrt(x + 1)",
    "√x": "sqrt(x)",
    "∛(x)": "cbrt(x)",
    "log10 x": "log10(x)",
    "log2(x)": "log2(x)",
    "sqrt 2/2": "sqrt(2)/2",
    "1/sin x": "1/sin(x)",
    "sigmoid(x)": "sigmoid(x)",
}

REFUSALS = {
    "1/2x": (0, '"1/2x" could mean two things; write "(1/2) x" or "1/(2x)"'),
    "1+x/2(x+1)": (2, '"x/2(x+1)" could mean two things; write "(x/2)(x+1)" or "x/(2(x+1))"'),
    "sin^-1 x": (0, '"sin^-1 x" could mean two things; write "arcsin x" or "1/sin x"'),
    "x sin 1/x": (2, '"sin 1/x" could mean two things; write "sin(1/x)" or "sin(1)/x"'),
    "sin x e^x": (0, '"sin x e^x" could mean two things; write "sin(x e^x)" or "sin(x)*e^x"'),
    "sin x(x+1)": (0, '"sin x(x+1)" could mean two things; write "sin(x(x+1))" or "sin(x)*(x+1)"'),
    "e^2x": (0, '"e^2x" could mean two things; write "e^(2x)" or "e^2*x"'),
    "e^-2x": (0, '"e^-2x" could mean two things; write "e^(-2x)" or "e^-2*x"'),
    "log x": (0, '"log" could mean two things; write "ln" or "log10"'),
    "|2|x|-1|": (0, 'the "|" could pair in two ways; write "abs(…)"'),
    "x2": (0, '"x2" could mean two things; write "x*2" or "x^2"'),
    "x 2": (2, 'a number cannot follow "x"; write "x*2" or "x^2"'),
    "2 3": (2, 'a number cannot follow "2"; write "2*3" or "23"'),
    "xy": (0, '"xy" is read as one name; write "x*y"'),
    "sinx": (0, '"sinx" is read as one name; write "sin x"'),
    "2+sine(x)": (2, 'unknown name "sine"; did you mean "sin"?'),
    "asin x": (0, 'unknown name "asin"; did you mean "arcsin"?'),
    "atan(x)": (0, 'unknown name "atan"; did you mean "arctan"?'),
    "Sin x": (0, 'unknown name "Sin"; did you mean "sin"?'),
    "t^2": (0, 'unknown name "t"; the variables here: "x" and "y"'),
    "2^3^": (3, 'nothing stands after "^"; remove it, or write something after it'),
    "x+": (1, 'nothing stands after "+"; remove it, or write something after it'),
    "x+*2": (2, '"*" cannot stand after "+"; remove one, or use brackets'),
    "*x": (0, 'nothing stands before "*"; remove it, or write something before it'),
    "(x+1": (0, '"(" is never closed; add ")"'),
    "x+1)": (3, '")" closes nothing; remove it, or add "("'),
    "sin()": (4, "nothing stands between the brackets; write something there"),
    "sin": (0, '"sin" has no argument; write "sin(x)"'),
    "sin^2": (0, '"sin^2" has no argument; write "sin^2(x)"'),
    "|x": (0, 'one "|" has no partner; add the other, or write "abs(…)"'),
    "": (0, 'an expression is missing; write one, as in "x^2"'),
    "y = x^2": (2, 'unexpected character "="; write only what stands right of "="'),
    "0,5x": (1, 'unexpected character ","; write a decimal point; a function takes one argument'),
    "\\sin x": (0, 'unexpected character "\\"; write "sin x" or "sqrt(x)", without LaTeX'),
    "x!": (1, 'unexpected character "!"; factorials are not available'),
    "x\x00": (1, "unexpected control character; remove it"),
    "x^100": (2, 'the exponent "100" is too large; at most 64 is allowed'),
    "1e10": (0, 'the number "1e10" is too large; at most 1000000000 is allowed'),
    "1.2.3": (3, "a number has one decimal point; remove the second"),
    "√2x": (0, 'how far "√" reaches is not clear; write "√(…)"'),
    "x" * 201: (200, "the expression has 201 characters; at most 200 are allowed"),
    "+".join(["x"] * 41): (0, "the expression has 81 numbers, names and signs; at most 80 are allowed"),
    "sin(" * 30 + "x" + ")" * 30: (0, "the expression is nested 31 deep; at most 30"),
}

LATEX = {
    "x^2": "x^{2}",
    "sin x": r"\sin x",
    "sin x/x": r"\frac{\sin x}{x}",
    "e^(-x^2)": "e^{-x^{2}}",
    "exp(-x^2/2)": "e^{-x^{2}/2}",
    "x^(1/3)": "x^{1/3}",
    "|x-1|": r"\left|x - 1\right|",
    "2*3*x": r"2 \cdot 3 x",
    "sin(x)*x": r"\sin x \cdot x",
    "sin^2 x cos x": r"\sin^{2} x \cos x",
    "(x+1)^2/(x-1)": r"\frac{\left(x + 1\right)^{2}}{x - 1}",
    "sin(x^2)": r"\sin\left(x^{2}\right)",
    "x-(1-x)": r"x - \left(1 - x\right)",
    "x*(-x)": r"x \left(-x\right)",
    "2*3^x": r"2 \cdot 3^{x}",
    "arcsin(2x)": r"\arcsin 2 x",
    "cbrt(x)": r"\sqrt[3]{x}",
    "0.001x^3": "0.001 x^{3}",
    ".5x": "0.5 x",
    "(x^2)^3": r"\left(x^{2}\right)^{3}",
    "e^((x+1)/(x-1))": r"e^{\left(x + 1\right)/\left(x - 1\right)}",
}


@pytest.mark.parametrize(("source", "reading"), READINGS.items())
def test_an_expression_has_one_reading(source: str, reading: str) -> None:
    """Each way of writing is read as the table says."""
    assert formula.source(Expression(source, ("x", "y"), together=True).tree) == reading


@pytest.mark.parametrize(("source", "refusal"), REFUSALS.items(), ids=lambda value: str(value)[:20])
def test_what_cannot_be_read_is_refused_at_its_place_with_the_fix(source: str, refusal: tuple[int, str]) -> None:
    """The message names the fix, the column points at the fault."""
    with pytest.raises(ExpressionError) as caught:
        Expression(source, ("x", "y"), together=True)
    assert (caught.value.column, caught.value.message) == refusal


@pytest.mark.parametrize(("source", "latex"), LATEX.items())
def test_latex_is_what_the_author_wrote_tidied(source: str, latex: str) -> None:
    """Fractions, implicit products and no needless brackets."""
    assert Expression(source).latex == latex


def test_the_pointer_puts_a_caret_below_the_fault() -> None:
    """Two lines: the source, and a caret at the column."""
    with pytest.raises(ExpressionError) as caught:
        Expression("2^3^")
    assert caught.value.pointer() == "2^3^\n   ^"


@pytest.mark.parametrize(
    ("source", "x", "expected"),
    [
        ("x^(1/3)", -8.0, -2.0),
        ("x^(2/3)", -8.0, 4.0),
        ("cbrt(x)", -27.0, -3.0),
        ("x^0", 0.0, 1.0),
        ("x^x", 0.0, 1.0),
        ("|x|", -3.0, 3.0),
        ("sign x", -3.0, -1.0),
        ("sigmoid(x)", -800.0, 0.0),
        ("5", 1.0, 5.0),
    ],
)
def test_values_are_real_and_exact(source: str, x: float, expected: float) -> None:
    """Odd roots of negative numbers are real; 0^0 is 1; a number in gives a float out."""
    value = Expression(source)(x)
    assert type(value) is float
    assert value == expected


@pytest.mark.parametrize(
    ("source", "x"),
    [
        *(("sqrt(x)", -1.0), ("ln x", -1.0), ("x^0.5", -1.0), ("x^x", -1.5), ("arcsin x", 2.0)),
        *(("1/x", 0.0), ("ln x", 0.0), ("exp(-1/x^2)", 0.0), ("arctan(1/x)", 0.0), ("x^-1", 0.0), ("sin x/x", 0.0)),
    ],
)
def test_there_is_no_value_outside_the_domain_or_at_a_pole(source: str, x: float) -> None:
    """It is nan, also where a later step would make a number of the pole; and nothing warns."""
    assert math.isnan(Expression(source)(x))


def test_arrays_come_out_as_arrays_of_the_same_shape() -> None:
    """Also for constants."""
    x = np.linspace(-1, 1, 6).reshape(2, 3)
    assert Expression("5")(x).shape == (2, 3)
    np.testing.assert_allclose(Expression("x^2")(x), x**2)


def test_a_function_of_two_variables_takes_two_arguments() -> None:
    """In the order of the variables."""
    assert Expression("x - 2y", ("x", "y"), together=True)(5.0, 1.0) == 3.0


def test_one_of_two_allowed_variables_may_be_used_but_not_both() -> None:
    """An outer function is written in u or in x."""
    assert Expression("u^2", ("u", "x")).variable == "u"
    assert Expression("x^2", ("u", "x")).variable == "x"
    assert Expression("5", ("u", "x")).variable == "u"
    with pytest.raises(ExpressionError, match='both "u" and "x" are used; write it in one of them'):
        Expression("u*x", ("u", "x"))
    with pytest.raises(ExpressionError, match='"wx" is read as one name; write "w\\*x"'):
        Expression("wx", ("w", "x"))


def test_an_expression_is_a_value() -> None:
    """Equal, hashable, and the same after pickling."""
    f = Expression("x^2")
    assert pickle.loads(pickle.dumps(f)) == f
    assert hash(f) == hash(Expression("x^2"))
    assert pickle.loads(pickle.dumps(f))(3.0) == 9.0


class Model(BaseModel):
    """A model with the kinds of expression params that scenes have."""

    function: Expression = Expression("x^2")
    outer: Annotated[Expression, Variables("u", "x")] = Expression("u^2", ("u", "x"))


def test_a_param_accepts_text_and_gives_it_back() -> None:
    """Pydantic reads the text, and writes the same text."""
    model = Model.model_validate({"function": "sin x", "outer": "x^3"})
    assert model.function == Expression("sin x")
    assert model.outer.variable == "x"
    assert model.model_dump() == {"function": "sin x", "outer": "x^3"}
    assert Model.model_json_schema()["properties"]["function"]["type"] == "string"
    with pytest.raises(ValidationError, match="unknown name"):
        Model.model_validate({"function": "foo(x)"})


def test_reading_expressions_does_not_import_sympy_or_manim() -> None:
    """They cost 0.4 s and more."""
    code = (
        "import sys, nowshowing.maths.expression as e; e.Expression('x^2'); print({'sympy', 'manim'} & {*sys.modules})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


numbers = st.integers(0, 12).map(lambda n: tree.Number(Fraction(n), str(n)))
leaves = st.one_of(numbers, st.just(tree.Variable("x")), st.sampled_from([tree.Constant("pi"), tree.Constant("e")]))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    exponents = st.sampled_from(["2", "3", "1/2", "1/3", "2/3", "-1"]).map(lambda text: Expression(text).tree)
    return st.one_of(
        st.builds(tree.Sum, inner, inner),
        st.builds(tree.Difference, inner, inner),
        st.builds(tree.Product, inner, inner),
        st.builds(tree.Quotient, inner, inner),
        st.builds(tree.Negative, inner),
        st.builds(tree.Power, inner, exponents),
        st.builds(tree.Call, st.sampled_from(tree.FUNCTIONS), inner),
    )


trees = st.recursive(leaves, _grown, max_leaves=8)


def _exponents_are_small(node: Node) -> bool:
    exponents = (tree.rational(part.right) for part in tree.walk(node) if isinstance(part, tree.Power))
    return all(exponent is None or abs(exponent) <= 64 for exponent in exponents)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(trees, st.sampled_from([-2.3, -0.7, 0.4, 1.3, 3.1]))
def test_written_expressions_are_read_back_with_the_same_values(node: Node, x: float) -> None:
    """``source`` and the reader are inverse, and LaTeX can be written for every tree."""
    text = formula.source(node)
    assume(len(text) <= 200 and tree.depth(node) <= 30 and _exponents_are_small(node))
    again = Expression(text)
    with mp.workdps(40):
        first, second = (precise(part, {"x": mp.mpf(x)}) for part in (node, again.tree))
        assert first == second or (mp.isnan(first) and mp.isnan(second)) or abs(first - second) <= 1e-30 * abs(first)
    assert formula.latex(node).count("{") == formula.latex(node).count("}")


@settings(max_examples=200, derandomize=True, deadline=None)
@given(trees, st.sampled_from([-2.3, -0.7, 0.4, 1.3, 3.1]))
def test_fast_values_agree_with_precise_ones(node: Node, x: float) -> None:
    """To 1e-9, wherever rounding of the input alone does not change more than that."""
    with mp.workdps(40):
        true = precise(node, {"x": mp.mpf(x)})
        nearby = [precise(node, {"x": mp.mpf(x) * (1 + mp.mpf(k) * mp.mpf("1e-14"))}) for k in (-1, 1)]
    fast = Expression.derived(node, ("x",))(x)
    steady = all(mp.isfinite(y) and abs(y - true) <= 1e-11 * (1e-3 + abs(true)) for y in nearby)
    if mp.isfinite(true) and steady and 1e-3 < abs(true) < 1e12 and math.isfinite(fast):
        assert fast == pytest.approx(float(true), rel=1e-9, abs=1e-9)
