"""Constraints: what they refuse, and in which words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING
from pathlib import Path
from typing import Any

import pytest

from nowshowing.maths.constraints import (
    CONSTRAINTS,
    Constraint,
    DifferentiableAt,
    DifferentiableOver,
    Distinct,
    Finite,
    Increasing,
    InDomain,
    ModerateChords,
    NonZero,
    NoPoleBetween,
    Shrinking,
    TellApart,
    from_rule,
)
from nowshowing.maths.expression import Expression


@pytest.fixture(autouse=True, scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep answers in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("store")
        patch.setenv("NOWSHOWING_STORE", str(folder))
        yield folder


def judged(constraint: Constraint, name: str, source: str = "x^2", **params: Any) -> str | None:
    """Return what a constraint says of a param."""
    return constraint.problem({"function": Expression(source), **params}, name)


@pytest.mark.parametrize(
    ("source", "at", "message"),
    [
        ("x^2", 2, None),
        ("|x|", 1, None),
        ("|x|", 0, "no derivative at x = 0, where |x| has a corner, with slopes −1 and 1"),
        ("x^(1/3)", 0, "no derivative at x = 0, where x^(1/3) has a vertical tangent"),
        ("ln x", -2, "no derivative at x = −2, where ln x is not defined"),
    ],
)
def test_a_slope_is_asked_for(source: str, at: float, message: str | None) -> None:
    """The message names the place, the reason and the fix."""
    full = message and f'{message}; move "at" or choose another function'
    assert judged(DifferentiableAt("function"), "at", source, at=at) == full


def test_a_corner_is_allowed_where_both_sides_are_shown() -> None:
    """One-sided slopes are enough then, but they must be there."""
    constraint = DifferentiableAt("function", unless={"side": ["both"]})
    assert judged(constraint, "at", "|x|", at=0, side="both") is None
    assert judged(constraint, "at", "|x|", at=0, side="right") is not None
    expected = 'no slope from the left at x = 0 on sqrt(x); move "at" or choose another function'
    assert judged(constraint, "at", "sqrt(x)", at=0, side="both") == expected


@pytest.mark.parametrize(
    ("source", "at", "gaps", "message"),
    [
        ("x^2", 2, [2, 1], None),
        ("|x|", 1, [-2], None),
        ("1/x", -2, [-1, 1], None),
        ("1/x", -2, [1, 3], "the gap 3 from x = −2 meets a pole of 1/x at x = 0"),
        ("1/x", -2, [2], "the gap 2 from x = −2 meets a pole of 1/x at x = 0"),
        ("tan x", 1, [1], "the gap 1 from x = 1 meets a pole of tan x at x = 1.5708"),
        ("sqrt(x)", 1, [-1], None),
        ("sqrt(x)", 1, [-2], "the gap −2 from x = 1 leaves the domain of sqrt(x), which ends at x = 0"),
        ("x/|x|", 1, [-2], "the gap −2 from x = 1 meets a jump of x/|x| at x = 0"),
        ("sin x/x", 1, [-1], "the gap −1 from x = 1 meets a hole of sin x/x at x = 0"),
    ],
)
def test_gaps_must_not_cross_a_break(source: str, at: float, gaps: list[float], message: str | None) -> None:
    """The gap that fails is named, and what lies in it."""
    full = message and f'{message}; change "gaps" or move "at"'
    assert judged(NoPoleBetween("function", "at"), "gaps", source, at=at, gaps=gaps) == full


@pytest.mark.parametrize(
    ("constraint", "value", "message"),
    [
        (InDomain("function"), 2.0, None),
        (NonZero(), [1, 0], "0 is not allowed; give a number above or below 0"),
        (NonZero(), [1, -1], None),
        (Distinct(), [1, 2, 1], "1 occurs twice; remove one"),
        (Distinct(), ["a", "b"], None),
        (Increasing(), [1, 3, 2], "2 follows 3; give the numbers in rising order"),
        (Shrinking(), [2, -1, 0.5], None),
        (Shrinking(), [1, 1], "1 follows 1; each must be nearer to 0 than the one before"),
        (Finite(), float("inf"), "found inf; give a finite number"),
        (Finite(), [1, 2.5], None),
        (TellApart(), [1, 0.5], None),
        (TellApart(), [1, 1.00001], "the numbers cannot be told apart with 4 decimals; choose them further apart"),
        (DifferentiableOver("function"), [-1, 1], None),
    ],
)
def test_simple_constraints(constraint: Constraint, value: Any, message: str | None) -> None:
    """Each says what is wrong with the value, and nothing where all is well."""
    assert judged(constraint, "value", value=value) == message


def test_a_value_outside_the_domain_is_named() -> None:
    """With the fix."""
    expected = 'ln x has no value at x = −1; move "at" or choose another function'
    assert judged(InDomain("function"), "at", "ln x", at=-1) == expected


def test_a_kink_within_a_range_is_named() -> None:
    """With its place."""
    expected = '|x| has a corner at x = 0; change "range" or choose another function'
    assert judged(DifferentiableOver("function"), "range", "|x|", range=[-1, 1]) == expected


@pytest.mark.parametrize("constraint", [InDomain("f"), DifferentiableAt("f"), NoPoleBetween("f", "at"), NonZero()])
def test_nothing_is_said_where_another_param_is_broken(constraint: Constraint) -> None:
    """A param that could not be read is missing."""
    assert constraint.problem({}, "gaps") is None
    assert constraint.problem({"gaps": [1.0]}, "gaps") is None


@pytest.mark.parametrize("kind", CONSTRAINTS.values())
def test_constraints_are_plain_data(kind: type[Constraint]) -> None:
    """Name and arguments go through JSON and come back as the same constraint."""
    needed = [key for key, field in kind.__dataclass_fields__.items() if field.default is MISSING]
    needed = [key for key in needed if kind.__dataclass_fields__[key].default_factory is MISSING]
    made = kind(**{key: key for key in needed})
    assert from_rule(made.name, json.loads(json.dumps(made.args))) == made
    assert hash(made) == hash(from_rule(made.name, made.args))


def test_chords_have_numbers_that_fit() -> None:
    """The first gap across which value or slope is too large to be shown is named."""
    kind, gaps = ModerateChords("function", "at", "side"), [1.0, 7.0]
    f = Expression("2^(x^2 - 1)")

    assert kind.problem({"function": Expression("x^2"), "at": 8.0, "gaps": gaps, "side": "right"}, "gaps") is None
    assert kind.problem({"function": f, "at": 3.0, "gaps": gaps, "side": "right"}, "gaps") == (
        'the value of 2^(x^2 - 1) across the gap 7 from x = 3 is beyond 1,000,000,000; change "gaps", or scale the '
        "function"
    )
    assert kind.problem({"function": Expression("x^2"), "at": 8.0, "gaps": [9e3], "side": "right"}, "gaps") is None
    assert kind.problem({"function": Expression("x^3"), "at": 1.0, "gaps": [1e3 + 1], "side": "right"}, "gaps") == (
        'the value of x^3 across the gap 1001 from x = 1 is beyond 1,000,000,000; change "gaps", or scale the function'
    )
    assert kind.problem({"function": Expression("2e6 x"), "at": 1.0, "gaps": [1.0], "side": "right"}, "gaps") == (
        'the slope of 2e6 x across the gap 1 from x = 1 is beyond 1,000,000; change "gaps", or scale the function'
    )
