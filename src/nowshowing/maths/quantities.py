"""All quantities by name, as the index of scenes keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nowshowing.maths.chain_quantities import CompositionSlope, CompositionZeros, Nudged, ProductOf
from nowshowing.maths.descent_quantities import DescentNumber, DescentNumbers
from nowshowing.maths.quantity import LimitAt, Param, Quantity, SlopeAt, Value
from nowshowing.maths.secant_quantities import Gaps, SecantSlope, SecantSlopes, gap_turns
from nowshowing.maths.stretch_quantities import Folds, Images, StretchFactors, StretchRatios, StretchSteps

__all__ = [
    "QUANTITIES", "CompositionSlope", "CompositionZeros", "DescentNumber", "DescentNumbers", "Folds", "Gaps", "Images",
    "LimitAt", "Nudged", "Param", "ProductOf", "Quantity", "SecantSlope", "SecantSlopes", "SlopeAt", "StretchFactors",
    "StretchRatios", "StretchSteps", "Value", "from_rule", "gap_turns",
]  # fmt: skip

QUANTITIES: Mapping[str, type[Quantity]] = {
    kind.__name__: kind
    for kind in (
        Param,
        Value,
        SlopeAt,
        LimitAt,
        Gaps,
        SecantSlope,
        SecantSlopes,
        CompositionSlope,
        Nudged,
        CompositionZeros,
        ProductOf,
        *(Images, StretchFactors, StretchSteps, StretchRatios, Folds),
        *(DescentNumber, DescentNumbers),
    )
}


def from_rule(name: str, args: Mapping[str, Any]) -> Quantity:
    """Return the quantity of a name and its arguments, as the index of scenes keeps them."""
    return QUANTITIES[name](**args)
