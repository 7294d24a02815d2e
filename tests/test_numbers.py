"""Numbers as they are shown."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowshowing.maths.numbers import decimals_for, format_number, tell_apart, trimmed


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-0.25, 2, "−0.25"),
        (-0.001, 2, "0.00"),
        (0.125, 2, "0.13"),
        (-0.125, 2, "−0.13"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (5.0, 0, "5"),
        (1e21, 1, "1000000000000000000000.0"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "–"),
    ],
)
def test_numbers_are_rounded_as_on_paper(value: float, decimals: int, text: str) -> None:
    """Halves away from zero, a true minus sign, no minus before a zero."""
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([2, 1, 0.5, 0.25], 2),
        ([6, 5, 4.5, 4.25], 2),
        ([5], 0),
        ([0.1, 0.01, 0.001], 3),
        ([0.1 + 0.2], 1),
        ([1 / 3], 2),
        ([1 / 3, 2 / 3], 2),
        ([2.1, 2.01, 2.001, 2.00001], 4),
        ([3.14159, 3.1416], 5),
        ([1e-9, 1.0], 6),
        ([math.nan], 0),
        ([], 0),
    ],
)
def test_decimals_show_values_exactly_or_tell_them_apart(values: list[float], decimals: int) -> None:
    """The fewest that do."""
    assert decimals_for(values) == decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.25, "4.25"), (5.0, "5"), (0.001, "0.001"), (-2.0, "−2"), (1 / 3, "0.333333"), (math.pi, "3.14159"), (0.0, "0")],
)
def test_trimmed_numbers_are_as_short_as_they_are_true(value: float, text: str) -> None:
    """No needless zeros."""
    assert trimmed(value) == text


def test_numbers_that_look_alike_are_not_told_apart() -> None:
    """Nor is a number that looks like 0."""
    assert tell_apart([1.0, 1.01], 2)
    assert not tell_apart([1.0, 1.001], 2)
    assert not tell_apart([0.001], 2)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_the_text_is_the_value_to_half_a_unit_of_its_last_digit(value: float, decimals: int) -> None:
    """By decimal arithmetic of its own."""
    shown = Decimal(format_number(value, decimals).replace("−", "-"))
    assert shown == Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
