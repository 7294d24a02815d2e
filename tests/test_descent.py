"""Descent: its steps, the word for how it goes, the digits it is written in, the view it is shown in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nowshowing.maths.constraints import DescentStays, Moderate, SeenTogether
from nowshowing.maths.descent import (
    Step,
    contraction,
    curvature,
    descent_path,
    floor_below,
    losses,
    weights,
)
from nowshowing.maths.descent_digits import as_written, decimals_of, together, written_step
from nowshowing.maths.descent_verdict import verdict
from nowshowing.maths.descent_view import descent_window, shown_steps
from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import DescentNumber, DescentNumbers, from_rule


def loss(source: str) -> Expression:
    """Return a loss of w."""
    return Expression(source, ("w", "x"))


def test_the_tangent_promises_more_than_the_curve_keeps() -> None:
    """w² at 1 with η = 0.1: predicted 0.40, real 0.36 (SYLLABUS, trust-the-line)."""
    path = descent_path(loss("w^2"), 1, 0.1, 1)
    heights = losses(loss("w^2"), path)
    assert path[0].predicted_drop == pytest.approx(0.4)
    assert heights[0] - heights[1] == pytest.approx(0.36)


def test_the_slope_on_the_plateau_is_tiny() -> None:
    """1 − e^(−w²) at 3: 0.00074 (SYLLABUS, plateau-stalls)."""
    path = descent_path(loss("1-exp(-w^2)"), 3, 0.5, 1)
    assert as_written(path[0].slope) == "0.00074"


def test_the_regression_step() -> None:
    """(3 − 2w)² at ½ with α = 0.1: slope −8, to w = 1.3 (SYLLABUS, regression-gradient, b held still)."""
    path = descent_path(loss("(3-2w)^2"), 0.5, 0.1, 1)
    assert (path[0].slope, path[0].end) == (pytest.approx(-8), pytest.approx(1.3))


@pytest.mark.parametrize(
    ("source", "start", "step_size", "word"),
    [
        ("w^2", 1, 0.01, "creeps"),
        ("w^2", 1, 0.1, "converges"),
        ("w^2", 1, 0.49, "converges"),
        ("w^2", 1, 0.5, "lands"),
        ("w^2", 1, 0.51, "oscillates"),
        ("w^2", 1, 0.99, "oscillates"),
        ("w^2", 1, 1, "bounces"),
        ("w^2", 1, 1.01, "diverges"),
        ("w^2", 0, 0.5, "stays"),
        ("1-exp(-w^2)", 3, 0.5, "stalls"),
        ("2e^(-w^2)+2", 3.3, 0.4, "stalls"),
        ("w^4-2w^2+0.3w", 1.6, 0.15, "speeds up"),
        ("cos w", 0.05, 0.7, "speeds up"),
        ("sin(3w)+0.1w^2", 2.8, 0.05, "converges"),
        ("1-w", 2.4, 0.05, "keeps falling"),
        ("|w|", 1.37, 0.1, "creeps"),
        ("1-exp(-w^2)", 3, 200, "overshoots"),
        ("-w^2", 0.1, 0.2, "speeds up"),
        ("|w|", 1, 0.3, "bounces"),
        ("w^4", 10, 1, "diverges"),
        ("|w-1|+0.1w^2", 4.3, 1.2, "oscillates"),
    ],
)
def test_a_run_is_called_what_it_is(source: str, start: float, step_size: float, word: str) -> None:
    """On w²: one side below ½, lands at ½, oscillates in up to 1, bounces at 1, diverges beyond."""
    assert verdict(loss(source), descent_path(loss(source), start, step_size, 6)) == word


@settings(max_examples=60, derandomize=True, deadline=None)
@given(bend=st.floats(0.01, 100), start=st.floats(-50, 50), m=st.floats(-1.6, 0.99))
def test_the_word_follows_the_factor(bend: float, start: float, m: float) -> None:
    """For a quadratic loss 1 − η·L″ decides, whatever the curve and the start."""
    assume(abs(start) > 0.1 and min(abs(m), abs(m + 1), abs(m**6 - 0.5)) > 0.01)
    bowl = loss(f"{bend:.6f}*w^2/2")
    word = verdict(bowl, descent_path(bowl, start, (1 - m) / float(f"{bend:.6f}"), 6))
    if m > 0:
        assert word == ("creeps" if m**6 > 0.5 else "converges")
    else:
        assert word == ("oscillates" if m > -1 else "diverges")


def test_the_factor_is_named_for_quadratic_losses_only() -> None:
    """L″ must be the same everywhere."""
    assert curvature(loss("(w-0.3)^2/2+0.35")) == 1
    assert curvature(loss("100w^2")) == 200
    assert [curvature(loss(source)) for source in ("w^4", "cosh w", "3w+1", "5", "|w-1|+w^2")] == [None] * 5
    assert contraction(loss("w^2"), 0, 0.9) == pytest.approx(0.8)


def test_the_basin_of_a_start() -> None:
    """The nearest level place downhill, on either side."""
    two = loss("w^4-2w^2+0.3w")
    assert floor_below(two, 1.5) == pytest.approx(0.9601495555)
    assert floor_below(two, -1.6) == pytest.approx(-1.0355787181)
    assert floor_below(loss("w^2"), 0) is None
    assert floor_below(loss("e^w"), 0) is None
    assert floor_below(loss("1/w + w"), -0.3) is None


def decimal(text: str) -> Decimal:
    """Return what a reader sees."""
    return Decimal(text.replace("−", "-"))


def test_the_rule_adds_up_as_written() -> None:
    """2.40 − 0.4 · 2.10 = 1.56, as in LOOK."""
    path = descent_path(loss("(w-0.3)^2/2+0.35"), 2.4, 0.4, 6)
    first = written_step(path[0], 0.4)
    assert (first.w, first.step_size, first.slope, first.end, first.exact) == ("2.40", "0.4", "2.10", "1.56", True)
    assert not written_step(path[5], 0.4).exact


@settings(max_examples=300, derandomize=True, deadline=None)
@given(w=st.floats(-1e3, 1e3), slope=st.floats(-1e3, 1e3), step_size=st.sampled_from([0.001, 0.05, 0.1, 0.4, 1, 3]))
def test_an_equals_sign_is_meant(w: float, slope: float, step_size: float) -> None:
    """Where the rule is written with "=", it holds digit for digit; else the digits are off by little at most."""
    written = written_step(Step(w, 0.0, slope, -step_size * slope), step_size)
    got = decimal(written.w) - decimal(written.step_size) * decimal(written.slope)
    if written.exact:
        assert got == decimal(written.end)
    unit = Decimal(1).scaleb(int(decimal(written.end).as_tuple().exponent))
    assert abs(got - decimal(written.end)) <= unit * (1 + decimal(written.step_size))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.1, "2.10"),
        (-0.375, "−0.375"),
        (0.00074, "0.00074"),
        (-8.0, "−8.00"),
        (2.7e-7, "0.00000027"),
        (123456.7, "123457"),
        (50000.0, "50000"),
    ],
)
def test_numbers_by_themselves_show_two_digits_at_least(value: float, text: str) -> None:
    """And not many more."""
    assert as_written(value) == text


def test_numbers_side_by_side_share_their_decimals() -> None:
    """As many as tell them apart, within five digits."""
    assert together([0.4, 0.36]) == ("0.40", "0.36")
    assert together([1.764, 1.4112]) == ("1.76", "1.41")
    assert together([0.04, 0.0396]) == ("0.0400", "0.0396")
    assert together([2.0, 2.0]) == ("2.00", "2.00")
    assert together([0.0, 0.0]) == ("0.00", "0.00")
    assert together([1e12, float("inf")]) == ("1000000000000", "∞")
    assert decimals_of(1e6) == 0


def test_the_view_holds_what_happens() -> None:
    """Start, floor and steps; not the steps of a run that flies off."""
    f = loss("w^2")
    for step_size in (0.1, 0.9, 1.02):
        view = descent_window(f, [path := descent_path(f, 1, step_size, 6)])
        assert all(view.contains(w, high) for w, high in zip(weights(path), losses(f, path), strict=True))
    steep = loss("100w^2")
    view = descent_window(steep, [descent_path(steep, 1, 0.02, 6)])
    assert view.contains(-3, 900)
    assert not view.contains(9, 8100)


def test_a_start_at_the_bottom_has_a_view_too() -> None:
    """The curve's shape is still seen."""
    view = descent_window(loss("w^2"), [descent_path(loss("w^2"), 0, 0.3, 6)])
    assert view.contains(0, 0)
    assert view.y_hi > 0.3


@pytest.mark.parametrize(
    ("source", "start", "step_size", "message"),
    [
        ("w^2", 1, 1.5, None),
        ("w^4", 10, 1, None),
        (
            "sqrt(w)",
            1,
            3,
            "with step size 3, step 1 leads to w = −0.5, where sqrt(w) has no value; "
            'choose a smaller step size or another "start"',
        ),
        (
            "|w|",
            1,
            0.5,
            "with step size 0.5, step 2 leads to w = 0, where |w| has a corner, with slopes −1 and 1; "
            'choose a smaller step size or another "start"',
        ),
    ],
)
def test_a_descent_must_find_a_slope_at_each_step(
    source: str, start: float, step_size: float, message: str | None
) -> None:
    """Flying off is allowed, a step to nowhere is not."""
    params = {"loss": loss(source), "start": start, "steps": 6, "step_sizes": [step_size]}
    assert DescentStays("loss", "start", "steps").problem(params, "step_sizes") == message


def test_a_second_start_that_is_left_out_is_no_problem() -> None:
    """It has no descent."""
    params = {"loss": loss("w^2"), "start": None, "steps": 6, "step_sizes": [0.1]}
    assert DescentStays("loss", "start", "steps", first=True).problem(params, "step_sizes") is None


def test_numbers_that_no_one_can_read_are_refused() -> None:
    """With the place, and what to do."""
    expected = 'the value of e^w at w = 20 is beyond 1,000,000; move "start" or scale the function'
    assert Moderate("loss").problem({"loss": loss("e^w"), "start": 20.0}, "start") == expected
    assert Moderate("loss").problem({"loss": loss("w^2"), "start": 900.0}, "start") is None


def test_starts_between_which_no_turn_could_be_told_from_the_next_are_refused() -> None:
    """A hundred waves in one picture; a bowl has none, wherever one starts."""
    expected = 'between w = −600 and w = 1.41 5 - 2cos(w) turns too often to be shown; move "second" closer to "start"'
    check = SeenTogether("loss", "start")
    assert check.problem({"loss": loss("5 - 2cos(w)"), "start": -600.0, "second": 1.41}, "second") == expected
    assert check.problem({"loss": loss("5 - 2cos(w)"), "start": -6.0, "second": 1.41}, "second") is None
    assert check.problem({"loss": loss("w^2"), "start": -600.0, "second": 1.41}, "second") is None
    assert check.problem({"loss": loss("w^2"), "start": -600.0, "second": None}, "second") is None


def test_published_numbers_are_those_on_screen() -> None:
    """Texts, with the digits in which they are shown."""
    params = {"loss": loss("w^2"), "start": 1.0, "second_start": None, "steps": 6, "step_sizes": [0.1]}
    parts = "slope", "step", "weight", "new_loss", "predicted", "drop", "last_weight", "last_loss", "second_weight"
    named = "loss", "start", "second_start", "step_sizes", "steps"
    found = [DescentNumber(*named, part).value(params) for part in parts]
    assert found == ["2.00", "−0.20", "0.80", "0.64", "0.40", "0.36", "0.26", "0.07", ""]
    assert DescentNumber(*named, "second_weight").value(params | {"second_start": -2.0}) == "−0.52"
    one = DescentNumber(*named, "slope")
    assert from_rule(one.name, one.args) == one


def test_all_steps_are_published_as_lists() -> None:
    """As far as they are shown; the factors for quadratic losses only, a second run where there is one."""
    params = {"loss": loss("w^2"), "start": 1.0, "second_start": None, "steps": 2, "step_sizes": [0.1, 0.75]}
    named = "loss", "start", "second_start", "step_sizes", "steps"

    def found(part: str, **other: object) -> object:
        return DescentNumbers(*named, part).value(params | other)

    assert found("weights") == pytest.approx((1, 0.8, 0.64))
    assert found("losses") == pytest.approx((1, 0.64, 0.4096))
    assert found("slopes") == pytest.approx((2, 1.6))
    assert found("moves") == pytest.approx((-0.2, -0.16))
    assert found("drops") == pytest.approx((0.36, 0.2304))
    assert found("predictions") == pytest.approx((0.4, 0.256))
    assert found("factors") == pytest.approx((0.8, 0.5))
    assert (found("factors", loss=loss("w^4")), found("second_weights")) == ((), ())
    assert found("second_weights", second_start=-2.0) == pytest.approx((-2, -1.6, -1.28))
    assert found("weights", loss=loss("100w^2"), steps=6, step_sizes=[0.02]) == pytest.approx((1, -3, 9))
    one = DescentNumbers(*named, "drops")
    assert from_rule(one.name, one.args) == one


def test_the_end_is_the_last_that_is_shown() -> None:
    """100w² with η = 0.02: 1, −3, and then 9 lies far outside, which is where the walk ends."""
    params = {"loss": loss("100w^2"), "start": 1.0, "second_start": None, "steps": 6, "step_sizes": [0.02]}
    named = "loss", "start", "second_start", "step_sizes", "steps"
    assert DescentNumber(*named, "last_weight").value(params) == "9.00"
    assert DescentNumber(*named, "last_loss").value(params) == "8100.0"


def test_a_plateau_is_seen_as_one() -> None:
    """Tiny steps do not make the view tiny: the hill beside the plateau is in it."""
    f = loss("2e^(-w^2)+2")
    view = descent_window(f, [path := descent_path(f, 3.32, 0.4, 6)])
    assert view.contains(1.0, f(1.0))
    assert shown_steps(f, path, view) == 6


def test_a_descent_without_a_floor_is_seen_to_its_end() -> None:
    """1 − w from 2.4: six equal steps down."""
    f = loss("1-w")
    path = descent_path(f, 2.4, 0.4, 6)
    assert shown_steps(f, path, descent_window(f, [path])) == 6
