"""The formulas beside a chord read as the quotient and the tangent."""

from __future__ import annotations

import math

import pytest

from nowshowing.stage.chord_formulas import QUOTIENT_IS, TANGENT_IS, reading_as, worth
from nowshowing.stage.claims import claims_of
from nowshowing.stage.slope_panel import QUOTIENT, TANGENT
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import read_theme


@pytest.mark.parametrize(
    ("latex", "value", "holds"),
    [
        (QUOTIENT, QUOTIENT_IS, True),
        (QUOTIENT.replace(") - f", ") + f"), QUOTIENT_IS, False),
        (QUOTIENT.replace("f(x_0 + ", "f(x_0 - "), QUOTIENT_IS, False),
        (TANGENT, TANGENT_IS, True),
        (TANGENT.replace("x - x_0", "x + x_0"), TANGENT_IS, False),
        (TANGENT.replace("f(x_0) + f'(x_0)", "f'(x_0) + f(x_0)"), TANGENT_IS, False),
    ],
)
def test_a_formula_states_how_it_reads(latex: str, value: float, holds: bool) -> None:
    """With a sign changed it reads as something else, or as nothing."""
    [claim] = claims_of(reading_as(Formula(latex, "body", theme=read_theme("midnight")), value))

    assert (worth(latex) == value) is holds
    assert (claim.error() == 0) is holds
    assert holds or math.isinf(claim.error()) or math.isnan(claim.error())
