"""The checks of truth: claims, digits and where they come from, sums, order, numbers said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowshowing.film.display import Frame
from nowshowing.film.frames import ClaimShown, FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.maths.calculus import composition, value_at
from nowshowing.maths.descent import descent_path
from nowshowing.maths.expression import Expression, ExpressionError
from nowshowing.maths.numbers import format_number
from nowshowing.spec.lesson import BeatScript, Clip, Utterance
from nowshowing.spec.timeline import BeatSpan, Event, Timeline
from nowshowing.stage.origins import AUTHOR, READOUT, SCENE, Origin, Reads
from nowshowing.stage.readback import how_drawn
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import read_theme
from nowshowing.stage.written import line_equation, reads_as_line
from nowshowing.trust.arithmetic import arithmetic_faults, lines_of
from nowshowing.trust.claims import ClaimsCheck
from nowshowing.trust.findings import Fault
from nowshowing.trust.order import OrderCheck
from nowshowing.trust.script import ScriptCheck
from nowshowing.trust.texts import HALF_PIXEL, SAMPLES, TextsCheck, text_faults
from nowshowing.trust.written import numbers_in, read_back
from playing import QUICK, clip_of
from sowing import inspect_truth

CLIP = clip_of("secant_to_tangent")
THEME = read_theme("midnight")


def text(source: str, origin: Origin = SCENE, owner: str = "name", left: float = 0.0, **facts: Any) -> TextShown:
    """Return a text on screen, as wide as it is long."""
    box = (left, 0.0, left + 0.1 * len(source), 0.3)
    return TextShown(owner, source, source, facts.pop("kind", "formula"), origin, 0.37, "ink", box, (), 1.0, **facts)


def readout(drawn: str, value: float, decimals: int = 2, wanted: str | None = None) -> TextShown:
    """Return a live number that shows some digits."""
    wanted = format_number(value, decimals) if wanted is None else wanted
    return text(drawn, READOUT, kind="number", value=value, decimals=decimals, wanted=wanted)


def kinds(faults: Any) -> list[str]:
    """Return what kinds of faults there are."""
    return [fault.kind for fault in faults]


def frame(claims: tuple[ClaimShown, ...] = (), texts: tuple[TextShown, ...] = ()) -> FrameValues:
    """Return a frame with claims and texts and nothing else."""
    return FrameValues(0, 1, "curve", Frame("#000000", ()), texts, claims, False)


# Claims.


@pytest.mark.parametrize(
    ("drawn", "true", "scale", "found"),
    [
        (4.0, 4.0, 1.0, False),
        (4.0 + 0.9 * HALF_PIXEL, 4.0, 1.0, False),
        (4.0 + 1.1 * HALF_PIXEL, 4.0, 1.0, True),
        (4.01, 4.0, 0.1, False),
        (4.01, 4.0, -1.0, True),
        (float("nan"), 4.0, 1.0, True),
        (float("inf"), float("inf"), 1.0, False),
        (float("inf"), 4.0, 0.0, True),
    ],
)
def test_a_claim_holds_to_half_a_pixel(drawn: float, true: float, scale: float, found: bool) -> None:
    """What would be off by more on a full frame, or cannot be told, is found."""
    faults = list(ClaimsCheck(CLIP, QUICK).look(frame((ClaimShown("slope", "chord", drawn, true, scale),))))

    assert bool(faults) == found


# Readouts.


@pytest.mark.parametrize("value", [0.0, 6.0, -0.125, 4.25, 1e-9, 123456.789, float("inf"), float("nan")])
def test_a_readout_that_shows_its_value_is_right(value: float) -> None:
    """Whatever the value, its rounding is fine."""
    assert not list(text_faults(readout(format_number(value, 2), value)))


@pytest.mark.parametrize(
    ("drawn", "value", "wanted", "kind"),
    [
        ("6.00", 5.99, None, "stale readout"),
        ("�", 5.99, None, "stale readout"),
        ("5.98", 5.99, "5.98", "wrong rounding"),
        ("×530", 531.2, "×530", None),
        ("×530", 537.2, "×530", "wrong rounding"),
        ("×1.2", 1.24, "×1.2", None),
        ("×1.2", 1.26, "×1.2", "wrong rounding"),
        ("-5.99", 5.99, "-5.99", "wrong rounding"),
    ],
)
def test_a_readout_that_does_not_is_found(drawn: str, value: float, wanted: str | None, kind: str | None) -> None:
    """Old digits, no digits, and digits that are not the value rounded."""
    assert kinds(text_faults(readout(drawn, value, wanted=wanted))) == ([kind] if kind else [])


# Sources.


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (text("slope of the chord", kind="words"), []),
        (text(r"f(x_0 + h) - f(x_0)"), []),
        (text(r"\lim_{h \to 0}"), []),
        (text("y = 4x"), ["number without a source"]),
        (text("y = 4x", AUTHOR), []),
        (text("x_0 = 2", Origin("result", (2.0,))), []),
        (text("x_0 = 3", Origin("result", (2.0,))), ["wrong number"]),
        (text("x_0 = 2.00", Origin("result", (2.004,))), []),
        (text("x_0 = 2", Origin("result", (2.004,))), ["wrong number"]),
        (text("y = 4x - 4", Origin("result", (4.0, -4.0))), []),
        (text("y = 4x + 4", Origin("result", (4.0, -4.0))), ["wrong number"]),
        (text("y = 4x - 5", Origin("result", (4.0, 5.0))), ["wrong number"]),
        (text("2 - 0.5 = 1.5", Origin("result", (2.0, 0.5, 1.5))), []),
        (text("a curve in 2D, the 1st of R2", kind="words"), []),
        (text("slope 3x", kind="words"), ["number without a source"]),
        (text("in $2D$", kind="words"), ["number without a source"]),
        (text("y = x + 2", Origin("result", (1.0, 2.0))), []),
        (text("y = 3x", Origin("result", (3.0, 0.0))), []),
        (text("y = 3x", Origin("result", (3.0, 2.0))), ["missing number"]),
        (text("y = 3x + 7", Origin("result", (3.0,))), ["wrong number"]),
        (text("|1 - a| = 0.6", Origin("result", (0.6,), constants=("1",))), []),
        (text(r"2.5 \cdot 10^{4}", Origin("result", (25000.0,))), []),
        (text("5", Origin("tick", (5.0,), off=lambda: 0.0)), []),
        (text("5", Origin("tick", (5.3,), off=lambda: 0.0)), ["wrong number"]),
        (text("5", Origin("tick", (5.0,), off=lambda: 0.02)), ["misplaced number"]),
    ],
)
def test_every_number_has_a_source_and_reads_like_it(shown: TextShown, found: list[str]) -> None:
    """Digits come from a value, a tick, an expression, a constant, or the author; nothing else passes."""
    assert kinds(text_faults(shown)) == found


def of(source: str) -> Origin:
    """Return the origin of a formula that is set from an expression."""
    function = Expression(source)
    return Origin("result", readings=(Reads(function.latex, function),))


@pytest.mark.parametrize(
    ("latex", "origin", "found"),
    [
        ("y = x^{2}", of("x^2"), []),
        ("y = x^{3}", of("x^2"), ["wrong formula"]),
        ("y = 2 x^{2}", of("x^2"), ["wrong number"]),
        ("y = x^{2}", Origin("result", readings=(Reads("x^{2}", Expression("x^3")),)), ["wrong formula"]),
        (r"\cos x \cdot 2 x", Origin("result", readings=(Reads("2 x", Expression("2x")),)), []),
        ("y = x^2", of("x^2"), []),
        ("x^2 = y", of("x^2"), []),
        ("y = x^3", of("x^2"), ["wrong formula"]),
        (r"y = \frac12 x", of("x/2"), []),
        ("y = x^2 + 1", of("x^2"), ["wrong formula"]),
    ],
)
def test_a_formula_reads_as_what_it_was_set_from(latex: str, origin: Origin, found: list[str]) -> None:
    """The formula is parsed back and has the expression's values."""
    assert kinds(text_faults(text(latex, origin))) == found


FUNCTIONS = (
    *("x^2", "sin x/x", "(sin x)^2", "x^3/3-x", "2^(x/2)", "|x-1|+3", "sqrt(x^2+1)", "cbrt(x)", "e^(-x^2)"),
    *("exp(sin x)", "ln(x)/x", "1/(1+e^(-x))", "sigmoid(2x)", "log10(x)", "log2(x)", "x^(1/3)", "-x^2+3x-1"),
    *("x*(-2)", "(x+1)/(x^2+2)^2", "sin(x)^3*x", "arctan(x/2)", "1e-5*x", "pi*x", "2.5e8*x", "sinh x", "sin|x|"),
    *("sqrt(x)/(1+sqrt(1+x))", "x sin x cos x", "(x+1)(x-2)", "sign(x)", "(1/2)^x"),
    *("sin(2x)cos(3x)", "tan x - cot x", "(x^2)^3", "|x|*|x-1|"),
    *("cos(|x|*x)", "sin(2*|x|*x)", "ln(|x|*pi)", "sin(x*e)", "exp(10^2)*x", "exp(cos(pi)/x)"),
)  # fmt: skip


@pytest.mark.parametrize("source", FUNCTIONS)
def test_formulas_can_be_read_back(source: str) -> None:
    """What the printer writes is read as the same function."""
    assert not list(text_faults(text(f"y = {Expression(source).latex}", of(source))))


@pytest.mark.parametrize(
    ("latex", "function", "is_right"),
    [
        ("x - 1", "x - 1 + 10^15 - 10^15", True),
        ("1.0001 x - 1", "x - 1 + 10^15 - 10^15", False),
        (r"\left(x - 1\right)^{8}", "x^8-8x^7+28x^6-56x^5+70x^4-56x^3+28x^2-8x+1", True),
        (r"\left(x - 1\right)^{8}", "x^8-8x^7+28x^6-56x^5+70x^4-56x^3+28x^2-8x+1.001", False),
        (r"2 \cdot 10^{-14} x", "10^(-14)*x", False),
        (r"\sqrt{x - 20}", "sqrt(x - 20)", True),
        (r"\sqrt{2 x - 40}", "sqrt(x - 20)", False),
        (r"\frac{e^{x^{8}} x}{e^{x^{8}}}", "x*e^(x^8)/e^(x^8)", True),
        (r"\frac{e^{x^{8}} \cdot 2 x}{e^{x^{8}}}", "x*e^(x^8)/e^(x^8)", False),
        (" + ".join([r"\sin x"] * 45), "45 sin x", True),
        (" + ".join([r"\sin x"] * 44), "45 sin x", False),
    ],
)
def test_many_digits_decide_where_rounding_blurs_a_formula(latex: str, function: str, is_right: bool) -> None:
    """Right is right however much cancels; wrong is wrong however tiny, far away or long it is."""
    shown = text(latex, Origin("result", readings=(Reads(latex, Expression(function)),)))

    assert kinds(text_faults(shown)) == ([] if is_right else ["wrong formula"])


@pytest.mark.parametrize(("written", "found"), [("12", []), ("13", ["wrong formula"])])
def test_a_formula_longer_than_an_author_may_write_is_read_back(written: str, found: list[str]) -> None:
    """What was derived from an author's functions has no bound of length; one wrong coefficient is found in it."""
    inside = "(x*e^(-x) + 1/x^2)"
    function = composition(
        Expression("(6u^2 + 3 - 5u^4)/(u^10 - 4u^8 - 2u^6 + 12u^4 + 9u^2)", ("u",)), Expression(inside)
    )
    latex = function.latex.replace("12 ", f"{written} ")

    assert len(latex) > 300
    assert kinds(text_faults(text(latex, Origin("result", readings=(Reads(latex, function),))))) == found


LEAVES = st.sampled_from(["x", "2", "0.5", "3", "pi", "e"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}){t[1]}({t[2]})"),
        inner.map(lambda t: f"({t})^2"),
        st.tuples(st.sampled_from(["sin", "cos", "exp", "sqrt", "abs", "ln", "arctan"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(TREES)
def test_any_formula_can_be_read_back(source: str) -> None:
    """Random trees survive the way to LaTeX and back."""
    try:
        function = Expression(source)
    except ExpressionError:
        return
    found = read_back(function.latex, ("x",))
    x = np.array([0.3, 1.1, 2.7])

    assert found is not None, function.latex
    np.testing.assert_allclose(found(x), function(x), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("source", FUNCTIONS)
def test_what_draws_a_curve_gives_the_values_of_maths(source: str) -> None:
    """Curves are drawn with NumPy, and claimed against what is computed with many digits."""
    function = Expression(source)
    true = [value_at(function, float(x)) for x in SAMPLES]

    np.testing.assert_allclose(np.asarray(function(SAMPLES)), true, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(
    ("source", "values"),
    [
        (r"2.40 - 0.4 \cdot 2.10 = 1.56", [2.4, -0.4, 2.1, 1.56]),
        (r"0.75 - 0.4 \cdot (-0.45)", [0.75, -0.4, -0.45]),
        (r"2 \cdot 10^{5}", [2e5]),
        (r"10^{-3}", [1e-3]),
        (r"x_0 = −2", [-2.0]),
        (r"w_{12} \to 0", []),
        ("× 1.76", [1.76]),
    ],
)
def test_numbers_are_found_in_a_source(source: str, values: list[float]) -> None:
    """Signs, powers of ten and indices are read as a viewer does."""
    assert [number.value for number in numbers_in(source)] == pytest.approx(values)


# Sums.


def sums(*texts: TextShown) -> list[Fault]:
    """Return the faults of all lines of arithmetic among some texts."""
    return [fault for line in lines_of(texts) for fault in arithmetic_faults(line)]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (r"0.13 \cdot 2.40 = 0.31", True),
        (r"0.13 \cdot 2.40 = 0.32", False),
        (r"2.40 - 0.4 \cdot 2.10 = 1.56", True),
        (r"2.40 - 0.4 \cdot 2.10 = 1.57", False),
        (r"0.75 - 0.4 \cdot (-0.45) = 0.93", True),
        (r"0.75 - 0.4 \cdot 0.45 \approx 0.57", True),
        (r"0.75 - 0.4 \cdot 0.45 \approx 0.75", False),
        (r"\frac{1}{4} = 0.25", True),
        (r"\frac{1}{4} = 0.24", False),
        (r"\frac{dy}{dx} = 1.60 \cdot 0.80 = 1.28", True),
        (r"\frac{dy}{dx} = 1.60 \cdot 0.80 = 1.38", False),
        (r"\text{at } x = 0.8\text{:} \quad 0.80 \cdot 1.60 = 1.28", True),
        (r"y = 4x - 4", True),
        (r"2 \cdot 3 = 7", False),
        (r"1.00 \approx 1.004", True),
    ],
)
def test_sums_agree_in_the_digits_shown(line: str, right: bool) -> None:
    """Who works out what is shown gets what is shown."""
    assert (sums(text(line, AUTHOR)) == []) == right


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (r"2 \cdot 0.8^{2} = 1.28", True),
        (r"2 \cdot 0.8^{2} = 1.38", False),
        (r"6 = 2 \cdot 3", True),
        (r"7 = 2 \cdot 3", False),
        ("2 + 3 = 3 + 2", True),
        ("2 + 2 = 2 + 3", False),
        (r"\sqrt{9} = 3", True),
        (r"\sqrt{9} = 4", False),
        (r"2\,(3 + 1) = 8", True),
        (r"2\,(3 + 1) = 9", False),
        ("1 < 2", True),
        ("2 < 1", False),
        (r"|1 - \eta L''| = 0.6 < 1", True),
        (r"|1 - \eta L''| = 1.6 < 1", False),
        (r"1 \leq 1", True),
        (r"2 \ge 3", False),
        (r"2 \neq 2", False),
        ("|{-3}| = 3", True),
        ("|{-3}| = -3", False),
        (r"\frac{1}{3} = 0.3", True),
        (r"\frac{1}{3} = 0.4", False),
        (r"\frac12 = 0.6", False),
        (r"\pi \approx 3", True),
        (r"\pi \approx 3.2", False),
        ("e = 0.5", True),
        (r"2.5 \cdot 10^{3} = 2500", True),
        (r"2.5 \cdot 10^{3} = 2400", False),
        (r"\text{at } x = 0.8\text{:} \quad 0.80 \cdot 1.60 = 1.38", False),
        ("x = 2, y = 3", True),
        ("2 = 3 = 3", False),
    ],
)
def test_whatever_reads_as_a_sum_is_one(line: str, right: bool) -> None:
    """Powers, roots, bars, orders, sums on either side; a rounded number equals what rounds to it."""
    assert (sums(text(line, AUTHOR)) == []) == right


@pytest.mark.parametrize(
    ("line", "values", "right"),
    [
        (r"1.00 - 0.1 \cdot 2.00 \approx 0.80", (1.0, 0.1, 2.0, 0.8), True),
        (r"1.00 - 0.1 \cdot 2.00 \approx 0.74", (1.0, 0.1, 2.0, 0.74), False),
        (r"1.00 + 0.1 \cdot 2.00 \approx 0.80", (1.0, 0.1, 2.0, 0.8), False),
        (r"1.00 - 0.1 \cdot (-2.00) \approx 1.20", (1.0, 0.1, -2.0, 1.2), True),
        (r"0.33 \cdot 3 \approx 1.00", (1 / 3, 3.0, 1.0), True),
        (r"0.33 \cdot 3 = 1.00", (1 / 3, 3.0, 1.0), False),
        (r"0.33 \cdot 3 \approx 0.99", (1 / 3, 3.0, 0.9923), False),
        (r"2.5 \cdot 10^{4} \cdot 0.33 \approx 8333.33", (25000.0, 1 / 3, 25000 / 3), True),
        (r"2.5 \cdot 10^{4} \cdot 0.33 \approx 8300.00", (25000.0, 1 / 3, 8300.0), False),
        (r"0.50 - 0.50 \approx 0.00", (0.5, 0.5000001, -1e-7), True),
    ],
)
def test_a_number_whose_source_is_known_is_known_exactly(line: str, values: tuple[float, ...], right: bool) -> None:
    """About equal is what the values make, not what their digits leave open."""
    assert (sums(text(line, Origin("result", values))) == []) == right


def test_live_numbers_of_a_sum_are_known_exactly() -> None:
    """Digits alone would leave open whether the product is 0.79 or 0.81."""

    def row(product: float) -> list[Fault]:
        return sums(
            replace(readout("0.1", 0.1, 1), owner="row.numbers[0]", box=(0.0, 0.0, 0.5, 0.3)),
            text(r"\cdot", SCENE, "row.signs[0]", 1.0),
            replace(readout("8.0", 8.0, 1), owner="row.numbers[1]", box=(2.0, 0.0, 2.5, 0.3)),
            text(r"\approx", SCENE, "row.signs[1]", 3.0),
            replace(readout(f"{product:.2f}", product), owner="row.numbers[2]", box=(4.0, 0.0, 4.5, 0.3)),
        )

    assert not row(0.8)
    assert kinds(row(0.81)) == ["arithmetic"]


@pytest.mark.parametrize(
    ("prose", "right"),
    [
        (r"Is $0.13 \cdot 2.40 = 0.31$?", True),
        (r"Is $0.13 \cdot 2.40 = 0.32$?", False),
        (r"Since $2 \cdot 3 = 6$ and $x = 2$, so $2 + 2 = 5$ too.", False),
        (r"twice $3$ makes $2 \cdot 3 \approx 7$", False),
        (r"$0.13 \cdot 2.40$ = $0.32$", False),
        (r"$0.13 \cdot 2.40$ ≈ $0.31$", True),
        (r"At $x = 2$ the curve has $f(2) = 4$.", True),
        (r"The slopes $6$ $5$ = steps", True),
        (r"from $1$ to $2$ = 12", True),
        (r"\frac{1}{4} is $\frac{1}{4} = 0.24$", False),
    ],
)
def test_sums_in_running_prose_agree_too(prose: str, right: bool) -> None:
    """Each formula between the dollars of a note or a question is read like any other."""
    assert (sums(text(prose, AUTHOR, kind="words")) == []) == right


@pytest.mark.parametrize("on", ["ask", "say"])
def test_sums_that_are_said_agree_too(on: str) -> None:
    """In what is asked as in what is told; numbers that the author means are sums as well."""
    script = {"curve": BeatScript(**{on: Utterance(r"So $2 \cdot 3 = 7$.", meant=("2", "3", "7"))})}
    found = list(ScriptCheck(replace(CLIP, script=script), QUICK).end(log("slope")))

    assert [(fault.kind, fault.value, fault.limit) for fault in found] == [
        ("said arithmetic", r"says 2 \cdot 3 = 7", "it makes 6.00")
    ]


@pytest.mark.parametrize(
    ("product", "relation", "right"), [("0.31", "=", True), ("0.33", "=", False), ("0.33", r"\approx", False)]
)
def test_a_row_of_readouts_is_a_sum_too(product: str, relation: str, right: bool) -> None:
    """Texts of one figure on one line, joined by signs, are read together; what stands apart is not."""
    row = [
        text("0.13", AUTHOR, "row.factors[0].number", 0.0),
        text(r"\cdot", SCENE, "row.dots[0]", 1.0),
        text("2.40", AUTHOR, "row.factors[1].number", 2.0),
        text(relation, SCENE, "row.equals", 3.0),
        text(product, AUTHOR, "row.product.number", 4.0),
        text("9.99", AUTHOR, "row.beside.number", 6.0),
        text("5", AUTHOR, "plot.numbers[0]", 5.0),
    ]

    assert (sums(*row) == []) == right


# Order.


def log(*names: str) -> Timeline:
    """Return a timeline with events, ten frames apart."""
    events = tuple(Event(name, "curve", 10 * k, {}) for k, name in enumerate(names))
    return Timeline(15, 100, (BeatSpan("curve", "", 0, 100),), events)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (("slope", "limit"), False),
        (("limit", "slope"), True),
        (("slope", "limit", "slope"), False),
        (("slope",), True),
        ((), True),
    ],
)
def test_a_lesson_s_order_is_held(events: tuple[str, ...], found: bool) -> None:
    """The first event comes before the second, and both come."""
    check = OrderCheck(replace(CLIP, order=(("slope", "limit"),)), QUICK)

    assert bool(list(check.end(log(*events)))) == found


@pytest.mark.parametrize(
    ("events", "found"), [(("slope", "limit"), False), (("limit", "slope"), True), (("limit",), False), ((), False)]
)
def test_a_scene_s_order_allows_for_beats_left_out(events: tuple[str, ...], found: bool) -> None:
    """What a scene declares holds for what is played."""
    check = OrderCheck(CLIP, QUICK)
    check.declared = (("slope", "limit"),)

    assert bool(list(check.end(log(*events)))) == found


def test_a_wrong_order_is_found_at_its_event() -> None:
    """The finding lies on the frame of the event that came too early."""
    check = OrderCheck(replace(CLIP, order=(("slope", "limit"),)), QUICK)

    assert [fault.frames for fault in check.end(log("start", "limit", "slope"))] == [(10, 10)]


# The script.


def said(text_: str, meant: tuple[str, ...] = (), ask: bool = False, **values: float) -> list[Fault]:
    """Return what is wrong with a text of a beat whose events hold some values; the params are 2 and 0.25."""
    utterance = Utterance(text_, meant=meant)
    script = {"curve": BeatScript(ask=utterance) if ask else BeatScript(say=utterance)}
    check = ScriptCheck(replace(CLIP, script=script), QUICK)
    check.known = [2.0, 0.25, 4.25]
    events = (Event("gap closes", "curve", 10, values),)
    return list(check.end(Timeline(15, 100, (BeatSpan("curve", "", 0, 100),), events)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The slope is 4.25.", False),
        ("The slope is 4.3.", False),
        ("The slope is 4.26.", True),
        ("At $x = 2$ it is 4.25.", False),
        ("At $x = 3$ it is 4.25.", True),
        ("In 3D it is $x^7$.", False),
        ("It reads minus 4.25.", True),
    ],
)
def test_a_number_said_is_a_value(words: str, found: bool) -> None:
    """Numbers in words and formulas are params or published values, rounded."""
    assert bool(said(words)) == found
    assert bool(said(words, ask=True)) == found


def test_a_number_said_may_be_of_an_event_or_meant() -> None:
    """Events of the beat explain numbers; so does the author, who is then quoted."""
    assert said("It is 7.5 now.")
    assert not said("It is 7.5 now.", slope=7.5)
    assert not said("It is 7.5 now.", meant=("7.5",))


# Whole clips.


def truths(clip: Clip) -> tuple[list[Fault], dict[str, int]]:
    """Return what the checks of truth find in a clip, and how much they checked."""
    found, counts, _ = inspect_truth(clip, QUICK)
    return list(found), counts


@pytest.mark.parametrize("scene", ["secant_to_tangent", "stretch_mapping", "chain_rule", "loss_descent"])
def test_a_scene_is_true_with_its_defaults(scene: str) -> None:
    """Nothing is found, and something was checked."""
    found, counts = truths(clip_of(scene))

    assert found == []
    assert min(counts["claims"], counts["texts"]) > 100


@pytest.mark.parametrize(
    "params",
    [
        {"function": "sin(20x)", "at": 0.3, "gaps": [1, 0.1, 0.01]},
        {"function": "1/x", "at": 0.5, "gaps": [-0.3, -0.1]},
        {"function": "|x|", "at": 0, "gaps": [1, 0.5], "side": "both"},
        {"function": "x^2", "at": 1, "gaps": [0.1, 0.000001]},
        {"function": "100x", "at": 3, "gaps": [2, 1]},
    ],
)
def test_a_chord_is_true_whatever_the_curve(params: dict[str, Any]) -> None:
    """Steep, broken, cornered, swinging, straight: still nothing is found."""
    found, _ = truths(clip_of("secant_to_tangent", params))

    assert found == []


@pytest.mark.parametrize(
    ("latex", "slope", "intercept", "right"),
    [
        ("y = 4x - 4", 4.0, -4.0, True),
        ("y = 4x - 5", 4.0, 5.0, False),
        ("y = 4x + 5", 4.0, 5.0, True),
        ("y = -x + 2", -1.0, 2.0, True),
        ("y = x + 2", -1.0, 2.0, False),
        ("y = -x + 2", 1.0, 2.0, False),
        ("y = 0.33x - 1.67", 1 / 3, -5 / 3, True),
        ("y = 0.33x - 1.66", 1 / 3, -5 / 3, False),
        ("y = 4x", 4.0, 1.0, False),
        (r"y \approx 3", 0.0, 3.0, True),
        ("y = 300000000x", 3e8, 0.0, True),
    ],
)
def test_the_equation_of_a_line_is_read_back_whole(latex: str, slope: float, intercept: float, right: bool) -> None:
    """With its signs, and with what need not be written; as far as its digits go."""
    origin = Origin("result", readings=(reads_as_line(latex, slope, intercept),))

    assert (kinds(text_faults(text(latex, origin))) == []) == right


# What is drawn.


def turn(formula: Any, _: Any) -> None:
    formula.rotate(np.pi / 2)


@pytest.mark.parametrize(
    ("latex", "change", "shown"),
    [
        ("x + 2", lambda one, theme: None, ""),
        ("x + 2", lambda one, theme: one.scale(1.7).shift([2.0, 1.0, 0.0]), ""),
        ("x + 2", lambda one, theme: one.set_opacity(0.4), ""),
        ("x + 2", lambda one, theme: one.become(Formula("x + 5", theme=theme)), "other signs"),
        ("x + 2", lambda one, theme: one.become(Formula("x + 2", theme=theme)), ""),
        ("x + 2", turn, "it, turned by 90 degrees"),
        ("x + 2", lambda one, theme: one.flip(), "its mirror image"),
        ("x + 2", lambda one, theme: one.stretch(1.3, 0), "other signs"),
        (r"y = 3 \role{gap}{x} - 4", lambda one, theme: one.remove(one.submobjects[0]), "not all of it"),
        (r"y = 3 \role{gap}{x} - 4", lambda one, theme: one[1].shift([0.01, 0.0, 0.0]), "other signs"),
    ],
)
def test_a_text_shows_the_outlines_that_were_set(latex: str, change: Any, shown: str) -> None:
    """Wherever it stands and however large; what has become of it is told."""
    formula = Formula(latex, theme=THEME)
    change(formula, THEME)
    parts = [part.points[:, :2].copy() for part in formula.family_members_with_points()]

    assert how_drawn(formula.outline, parts)[1] == shown


def test_the_size_of_a_text_is_that_of_its_letters() -> None:
    """On its side as well, where its box is as high as it is long."""
    formula = Formula("x + 2", theme=THEME).scale(0.45).rotate(np.pi / 2)
    em, _ = how_drawn(formula.outline, [part.points[:, :2].copy() for part in formula.submobjects])

    assert em == pytest.approx(0.45 * formula.em)


@pytest.mark.parametrize(("repeats", "found"), [((1, 1), 1), ((2,), 1), ((1,), 0)])
def test_a_text_that_shows_something_else_is_found_at_rest(repeats: tuple[int, ...], found: int) -> None:
    """On the way from one to another it shows neither."""
    shown = text("x", AUTHOR, altered="other signs")
    check = TextsCheck(CLIP, QUICK)
    faults = [list(check.look(replace(frame(texts=(shown,)), repeat=repeat))) for repeat in repeats]

    assert kinds(faults[-1]) == ["text shows something else"] * found


# Wrong sources.


def test_a_descent_with_another_learning_rate_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum of a step is not what its numbers make, though each is that of the path."""
    monkeypatch.setattr(
        "nowshowing.stage.loss_figure.descent_path",
        lambda loss, start, size, steps: descent_path(loss, start, 1.3 * size, steps),
    )
    found, _ = truths(clip_of("loss_descent"))

    assert "arithmetic" in kinds(found)


def test_a_line_s_equation_with_a_minus_for_a_plus_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """y = 4x - 5 is not the tangent of x^2 + 9 at 2."""
    monkeypatch.setattr(
        "nowshowing.stage.slope_panel.line_equation", lambda *line: line_equation(*line).replace("+", "-")
    )
    found, _ = truths(clip_of("secant_to_tangent", {"function": "x^2 + 9"}))

    assert kinds(found) == ["wrong formula"]
