"""What scenes publish, as values and as spoken."""

from __future__ import annotations

import json
import math

import pytest

from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import (
    CompositionSlope,
    LimitAt,
    Param,
    Quantity,
    SecantSlope,
    SecantSlopes,
    SlopeAt,
    Value,
    from_rule,
)
from nowshowing.maths.quantity_texts import as_text, shared_decimals

PARAMS = {
    "function": Expression("x^2"),
    "outer": Expression("sin u", ("u", "x")),
    "at": 2.0,
    "gaps": [2, 1, 0.5, 0.25],
    "side": "both",
}


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Value("function", "at"), 4),
        (SlopeAt("function", "at"), 4),
        (SlopeAt("function", "at", "left"), 4),
        (SecantSlope("function", "at", "gaps"), 6),
        (SecantSlope("function", "at", "gaps", 3), 4.25),
        (SecantSlopes("function", "at", "gaps"), (6, 5, 4.5, 4.25)),
        (LimitAt("function", "at"), 4),
        (Param("at"), 2),
        (Param("gaps"), (2, 1, 0.5, 0.25)),
        (Param("gaps", 1), 1),
        (Param("function"), "x^2"),
        (Param("side"), "both"),
        (CompositionSlope("outer", "function", "at", "inner"), 4),
        (CompositionSlope("outer", "function", "at"), 4 * math.cos(4)),
    ],
)
def test_quantities_have_the_value_that_is_shown(quantity: Quantity, expected: object) -> None:
    """And go through JSON unchanged."""
    assert quantity.value(PARAMS) == (pytest.approx(expected) if isinstance(expected, float) else expected)
    assert from_rule(quantity.name, json.loads(json.dumps(quantity.args))) == quantity


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (5.0, "en", "5"),
        ((6.0, 5.0, 4.5, 4.25), "en", "6, 5, 4.5 and 4.25"),
        ((6.0, 5.0), "de", "6 und 5"),
        ((2.1, 2.01, 2.001), "en", "2.1, 2.01 and 2.001"),
        (-0.5, "en", "−0.5"),
        (1 / 3, "en", "0.33"),
        ((1 / 3, 0.5), "en", "0.33 and 0.50"),
        ("x^2", "en", "x^2"),
        ((), "en", ""),
    ],
)
def test_values_are_spoken_as_on_screen(value: float | tuple[float, ...] | str, language: str, text: str) -> None:
    """Rounded alike, lists with a word before the last."""
    assert as_text(value, language) == text


def test_values_shown_together_are_spoken_with_the_same_decimals() -> None:
    """A limit beside its slopes is spoken with their digits, and still without needless zeros where it is exact."""
    values = {"slopes": SecantSlopes("function", "at", "gaps"), "limit": SlopeAt("function", "at")}
    params = {"function": Expression("sin x"), "at": 1.2, "gaps": [1, 0.3, 0.1, 0.03, 0.01]}
    decimals = shared_decimals(values, ("slopes", "limit"), params)

    assert as_text(values["limit"].value(params), decimals=decimals) == "0.3624"
    assert as_text(4.0, decimals=decimals) == "4"
