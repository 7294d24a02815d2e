"""Slopes, limits and breaks against the literature and against independent methods."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from nowshowing.maths import answers, symbolic
from nowshowing.maths.calculus import (
    NotDifferentiable,
    breaks,
    composition,
    critical_points,
    derivative,
    domain,
    factor_slopes,
    limit_at,
    one_sided_slopes,
    secant_slope,
    second_derivative,
    slope_at,
    tangent_line,
    value_at,
)
from nowshowing.maths.descent import contraction, descent_path
from nowshowing.maths.expression import Expression
from nowshowing.maths.precise import exact, precise
from nowshowing.maths.windows import nice_ticks, window

inf, nan, pi = math.inf, math.nan, math.pi


@pytest.fixture(autouse=True, scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep answers in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("store")
        patch.setenv("NOWSHOWING_STORE", str(folder))
        yield folder


BREAKS = {
    "tan x": [(-3 * pi / 2, "pole"), (-pi / 2, "pole"), (pi / 2, "pole"), (3 * pi / 2, "pole")],
    "1/x": [(0, "pole")],
    "1/x^2": [(0, "pole")],
    "sin x/x": [(0, "hole")],
    "x/|x|": [(0, "jump")],
    "|x-1|": [(1, "corner")],
    "|x|^(2/3)": [(0, "vertical")],
    "x^(1/3)": [(0, "vertical")],
    "sqrt(x)": [(0, "edge")],
    "sqrt(4-x^2)": [(-2, "edge"), (2, "edge")],
    "ln x": [(0, "pole")],
    "ln|x|": [(0, "pole")],
    "1/(x^2-2)": [(-math.sqrt(2), "pole"), (math.sqrt(2), "pole")],
    "x^2 sin(1/x)": [(0, "hole")],
    "sin(1/x)": [(0, "jump")],
    "exp(-1/x^2)": [(0, "hole")],
    "1/(1+e^(1/x))": [(0, "jump")],
    "sign(sin x)": [(-pi, "jump"), (0, "jump"), (pi, "jump")],
    "|sin x|": [(-pi, "corner"), (0, "corner"), (pi, "corner")],
    "x^x": [(0, "edge")],
    "5": [],
    "100x^2": [],
    "0.001x^3": [],
    "1000000x": [],
    "sin(50x)": [],
    "(x^2-1)/(x-1)": [(1, "hole")],
    "arcsin x": [(-1, "edge"), (1, "edge")],
    "x|x|": [],
    "sqrt(x^4)": [],
    "sqrt(x^2)": [(0, "corner")],
    "x ln x": [(0, "edge")],
    "|x^2-2x+1|": [],
    "1/(x^2-2x+1)": [(1, "pole")],
    "1/(1-cos x)": [(0, "pole")],
    "arctan(1/x)": [(0, "jump")],
    "1/(|x|+x)": [(0, "pole")],
    "1/ln|x|": [(-1, "pole"), (0, "hole"), (1, "pole")],
    "1/(x^2+0.000001)": [],
    "sigmoid(x)": [],
}


@pytest.mark.parametrize(("source", "expected"), BREAKS.items())
def test_breaks_are_found_and_named(source: str, expected: list[tuple[float, str]]) -> None:
    """Each kind, at its place, and no others."""
    found = breaks(Expression(source), -5, 5)
    assert [one.kind for one in found] == [kind for _, kind in expected]
    assert [one.at for one in found] == pytest.approx([at for at, _ in expected], abs=1e-15, rel=1e-15)


def test_breaks_are_found_over_wide_windows() -> None:
    """The tangent has 64 poles within ±100."""
    found = breaks(Expression("tan x"), -100, 100)
    assert [one.at for one in found] == pytest.approx([pi / 2 + k * pi for k in range(-32, 32)], rel=1e-15)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1/x", ((-5, 0), (0, 5))),
        ("sqrt(x)", ((0, 5),)),
        ("ln x", ((0, 5),)),
        ("sqrt(x^2-4)", ((-5, -2), (2, 5))),
        ("|x|", ((-5, 5),)),
        ("sqrt(-1-x^2)", ()),
        ("arcsin x", ((-1, 1),)),
    ],
)
def test_the_domain_is_found(source: str, expected: tuple[tuple[float, float], ...]) -> None:
    """Parted at poles, closed together where there is a value."""
    assert domain(Expression(source), -5, 5) == expected


@pytest.mark.parametrize(
    ("source", "x", "side", "expected"),
    [
        ("sin x/x", 0, "both", 1),
        ("(1-cos x)/x^2", 0, "both", 0.5),
        ("(x-sin x)/x^3", 0, "both", 1 / 6),
        ("(1+x)^(1/x)", 0, "both", math.e),
        ("x^2 sin(1/x)", 0, "both", 0),
        ("sin(1/x)", 0, "both", None),
        ("1/x", 0, "both", None),
        ("1/x", 0, "right", inf),
        ("1/x", 0, "left", -inf),
        ("1/x^2", 0, "both", inf),
        ("x/|x|", 0, "left", -1),
        ("x ln x", 0, "right", 0),
        ("x ln x", 0, "left", None),
        ("ln|x|", 0, "both", -inf),
        ("exp(-1/x^2)", 0, "both", 0),
        ("1/(1+e^(1/x))", 0, "left", 1),
        ("1/(1+e^(1/x))", 0, "right", 0),
        ("1/ln|x|", 0, "both", 0),
        ("(x^2-1)/(x-1)", 1, "both", 2),
        ("(x-0.1)/(x-0.1)", 0.1, "both", 1),
        ("x^2", 3, "both", 9),
    ],
)
def test_limits_are_those_of_the_textbook(source: str, x: float, side: str, expected: float | None) -> None:
    """Also where cancellation leaves no digits to double precision."""
    found = limit_at(Expression(source), x, side)  # type: ignore[arg-type]
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-14))


@pytest.mark.parametrize(
    ("source", "x", "expected"),
    [
        ("x^2", 2, 4),
        ("sin x", 1, math.cos(1)),
        ("x^(1/3)", -8, 1 / 12),
        ("x^(2/3)", -8, -1 / 3),
        ("x|x|", 0, 0),
        ("sqrt(x^4)", 0, 0),
        ("x^x", 2, 4 * (math.log(2) + 1)),
        ("2^x", 3, 8 * math.log(2)),
        ("tan x", 1.5, 1 / math.cos(1.5) ** 2),
        ("x^2 sin(1/x)", 0.5, math.sin(2) - math.cos(2)),
        ("ln|x|", -2, -0.5),
        ("1000000x", 0, 1e6),
    ],
)
def test_slopes_are_right_to_double_precision(source: str, x: float, expected: float) -> None:
    """Against closed forms."""
    assert slope_at(Expression(source), x) == pytest.approx(expected, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize(
    ("source", "x", "reason"),
    [
        ("|x|", 0, "|x| has a corner, with slopes −1 and 1"),
        ("x^(1/3)", 0, "x^(1/3) has a vertical tangent"),
        ("|x|^(2/3)", 0, "|x|^(2/3) has a cusp"),
        ("1/x", 0, "1/x has a pole"),
        ("ln x", -1, "ln x is not defined"),
        ("sqrt(x)", 0, "the domain of sqrt(x) ends"),
        ("sign x", 0, "sign x has a jump"),
        ("sin x/x", 0, "sin x/x has a hole"),
    ],
)
def test_no_slope_comes_with_a_reason(source: str, x: float, reason: str) -> None:
    """In words that fit into a message."""
    with pytest.raises(NotDifferentiable) as caught:
        slope_at(Expression(source), x)
    assert caught.value.reason == reason


def test_one_sided_slopes_tell_the_sides_apart() -> None:
    """Finite at a corner, infinite at a vertical tangent, nan outside."""
    assert one_sided_slopes(Expression("|x|"), 0) == (-1, 1)
    assert one_sided_slopes(Expression("x^(1/3)"), 0) == (inf, inf)
    assert one_sided_slopes(Expression("|x|^(2/3)"), 0) == (-inf, inf)
    assert one_sided_slopes(Expression("x^2"), 3) == (6, 6)
    left, right = one_sided_slopes(Expression("sqrt(x)"), 0)
    assert math.isnan(left)
    assert right == inf


@pytest.mark.parametrize("h", [2.0, 0.25, -0.5, 1e-3, 1e-9, -1e-12])
def test_secant_slopes_keep_their_digits(h: float) -> None:
    """For x^2 at 2 it is 4 + h, also for a gap of 1e-12."""
    assert secant_slope(Expression("x^2"), 2, h) == pytest.approx(4 + h, rel=1e-15)


DERIVATIVES = {
    "x^2": "2 x",
    "sin x": r"\cos x",
    "e^(-x^2)": "-2 x e^{-x^{2}}",
    "ln x": r"\frac{1}{x}",
    "2^x": r"2^{x} \ln 2",
    "0.001x^3": "0.003 x^{2}",
    "(x^2+1)^5": r"10 x \left(x^{2} + 1\right)^{4}",
    "x^(1/3)": r"\frac{1}{3 x^{2/3}}",
    "|x|": r"\operatorname{sign} x",
    "sqrt(x)": r"\frac{1}{2 \sqrt{x}}",
    "5": "0",
}


@pytest.mark.parametrize(("source", "latex"), DERIVATIVES.items())
def test_derivatives_are_written_as_in_a_textbook(source: str, latex: str) -> None:
    """Simplified by SymPy, in our notation."""
    assert derivative(Expression(source)).latex == latex


FUNCTIONS = [*BREAKS, "sin(sin(sin x))", "x^3-3x", "cosh x tanh x", "log10(1+x^2)", "arctan(x)/x", "sec x", "cbrt(x)^2"]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.sampled_from(FUNCTIONS), st.sampled_from([-2.7, -1.13, 0.37, 0.91, 2.31]))
def test_derivative_and_slope_agree_with_difference_quotients(source: str, x: float) -> None:
    """The symbolic formula, the slope, and a central difference at 60 digits are three separate ways."""
    f = Expression(source)
    with mp.workdps(60):
        h = mp.mpf("1e-20")
        ends = [precise(f.tree, {"x": exact(x) + sign * h}) for sign in (1, -1)]
        quotient = (ends[0] - ends[1]) / (2 * h)
    if mp.isfinite(quotient):
        assert slope_at(f, x) == pytest.approx(float(quotient), rel=1e-13, abs=1e-25)
        assert derivative(f)(x) == pytest.approx(float(quotient), rel=1e-9, abs=1e-12)


def test_critical_points_are_level_places_and_corners() -> None:
    """In order."""
    assert critical_points(Expression("x^3-3x"), -5, 5) == (-1, 1)
    assert critical_points(Expression("|x^2-1|"), -5, 5) == (-1, 0, 1)
    assert critical_points(Expression("x^4"), -5, 5) == (0,)


def test_compositions_multiply_their_slopes() -> None:
    """sin(x^2) at 0.8: 1.60 · 0.80 = 1.28."""
    outer, inner = factor_slopes(Expression("sin u", ("u", "x")), Expression("x^2"), 0.8)
    whole = composition(Expression("sin u", ("u", "x")), Expression("x^2"))
    assert whole.latex == r"\sin\left(x^{2}\right)"
    assert (round(inner, 2), round(outer, 2)) == (1.60, 0.80)
    assert slope_at(whole, 0.8) == pytest.approx(outer * inner, rel=1e-15)


@pytest.mark.parametrize(("outer", "inner"), [("sqrt(1+u^2)", "sqrt(-x)"), ("e^u", "1/(x-1)")])
def test_a_composition_has_no_slopes_where_it_is_not(outer: str, inner: str) -> None:
    """Beyond the end of a domain, at a pole."""
    with pytest.raises(NotDifferentiable):
        factor_slopes(Expression(outer, ("u", "x")), Expression(inner), 1.0)


def test_tangent_line_and_second_derivative() -> None:
    """x^2 at 2: y = 4x − 4; x^3 bends by 6x."""
    assert tangent_line(Expression("x^2"), 2) == (4, -4)
    assert tangent_line(Expression("e^x"), 1) == (math.e, 0)
    assert second_derivative(Expression("x^3")).latex == "6 x"
    assert value_at(Expression("(x-0.1)"), 0.1) == 0


def test_a_formula_that_takes_too_long_is_made_by_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next question finds a new worker."""
    monkeypatch.setattr(symbolic, "SECONDS", 0.0)
    worker = symbolic.Worker()
    question = {"ask": "derivative", "of": ["variable", "x"], "in": "x"}
    try:
        assert worker.ask([question], seconds=0.0) == [None]
        assert worker.ask([question, question], seconds=10.0) == [["number", "1", ""]] * 2
    finally:
        worker.stop()


def test_a_damaged_answer_is_worked_out_anew(store: Path) -> None:
    """And written again."""
    f = Expression("1/(x-0.375)")
    first = breaks(f, -1, 1)
    files = [file for file in store.rglob("*.json") if json.loads(file.read_text())["answer"] == [[0.375, "pole"]]]
    assert len(files) == 1
    files[0].write_text("{")
    assert breaks(f, -1, 1) == first
    assert json.loads(files[0].read_text())["answer"] == [[0.375, "pole"]]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is a file."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("NOWSHOWING_STORE", str(blocked))
    assert answers.folder() == blocked / "answers"
    assert [one.at for one in breaks(Expression("1/(x-0.625)"), -1, 1)] == [0.625]


def test_known_answers_need_no_sympy_and_no_process(store: Path) -> None:
    """A second process reads them in a moment."""
    code = (
        "import sys, subprocess\n"
        "from nowshowing.maths.expression import Expression as E\n"
        "from nowshowing.maths import calculus as c\n"
        "f = E('sin(3x)/x'); c.derivative(f); c.breaks(f, -1, 1); c.slope_at(f, 1); print('sympy' in sys.modules)\n"
        "from nowshowing.maths import symbolic; print(symbolic.worker.cache_info().currsize)"
    )
    f = Expression("sin(3x)/x")
    derivative(f)
    breaks(f, -1, 1)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert result.stdout.split() == ["False", "0"]


def test_twenty_clips_cost_little_once_answers_are_known() -> None:
    """Well below 0.2 s."""
    sources = [f"sin({k}x)/x + {k}x^2" for k in range(1, 21)]

    def check_all() -> None:
        for source in sources:
            f = Expression(source)
            slope_at(f, 2)
            breaks(f, 2, 3)
            domain(f, 2, 3)
            secant_slope(f, 2, 1)

    check_all()
    start = time.perf_counter()
    check_all()
    assert time.perf_counter() - start < 0.2


def test_descent_follows_the_slope() -> None:
    """On x^2 with η = 0.1 each step keeps 0.8 of the distance."""
    path = descent_path(Expression("w^2", ("w", "x")), 2, 0.1, 4)
    assert [step.w for step in path] == pytest.approx([2, 1.6, 1.28, 1.024])
    assert [step.step for step in path] == pytest.approx([-0.4, -0.32, -0.256, -0.2048])
    assert contraction(Expression("w^2", ("w",)), 0, 0.1) == pytest.approx(0.8)


def test_descent_stops_politely() -> None:
    """Where it flies away, and where it leaves the domain."""
    assert len(descent_path(Expression("x^4"), 10, 1, 50)) < 10
    assert len(descent_path(Expression("sqrt(x)"), 1, 3, 50)) == 1


def test_a_window_shows_points_and_curve() -> None:
    """x^2 at 2 with gaps up to 2: from 0 to a little past 4, and up to a little past 16."""
    view = window(Expression("x^2"), [2, 4, 3])
    assert view.x_lo == 0
    assert 4.2 <= view.x_hi <= 4.8
    assert -1.5 <= view.y_lo <= 0
    assert 16.5 <= view.y_hi <= 20


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.sampled_from(FUNCTIONS), st.floats(-50, 50), st.sampled_from([0.0, 1e-6, 0.01, 1.0, -2.0, 30.0]))
def test_a_window_is_never_degenerate_and_holds_its_points(source: str, at: float, gap: float) -> None:
    """For any function, place and gap."""
    f = Expression(source)
    view = window(f, [at, at + gap])
    assert view.x_lo < view.x_hi
    assert view.y_lo < view.y_hi
    for x in (at, at + gap):
        y = f(x)
        assert view.x_lo <= x <= view.x_hi
        assert not math.isfinite(y) or abs(y) >= 1e12 or view.contains(x, y)


def test_ticks_are_round_and_few() -> None:
    """In steps of 1, 2, 2.5 or 5, or of π where asked for."""
    assert nice_ticks(0, 4.4) == (0, 1, 2, 3, 4)
    assert nice_ticks(-1, 19) == (0, 5, 10, 15)
    assert nice_ticks(0, 0.0009, 4) == (0, 0.00025, 0.0005, 0.00075)
    assert nice_ticks(-4, 4, 5, of_pi=True) == (-pi, -pi / 2, 0, pi / 2, pi)
    assert nice_ticks(1, 1) == ()


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 10))
def test_ticks_stay_inside_and_never_grow_too_many(lo: float, span: float, most: int) -> None:
    """For any range."""
    ticks = nice_ticks(lo, lo + span, most)
    assert 1 <= len(ticks) <= most
    assert all(lo - 1e-6 * span <= tick <= lo + span * (1 + 1e-6) for tick in ticks)
