"""All constraints that a scene may put on its params: ``check`` applies them by name, without importing a scene.

Each has ``name``, ``args`` and ``problem(params, name)``, the message after ``key: ``, or None where all is well. Where
a param that it needs is itself wrong, and so missing from ``params``, there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nowshowing.maths.chain_constraints import (
    CarriedThrough,
    ChainDifferentiableAt,
    ModerateChain,
    NudgeShown,
    OneLine,
    SpanAround,
    SpanShown,
)
from nowshowing.maths.constraint import Constraint
from nowshowing.maths.descent_constraints import DescentStays, SeenTogether
from nowshowing.maths.function_constraints import (
    DifferentiableAt,
    DifferentiableOver,
    InDomain,
    Moderate,
    ModerateChords,
    NoPoleBetween,
    OneSidedSlopes,
    StretchedAtMost,
)
from nowshowing.maths.number_constraints import ApartFrom, Distinct, Finite, Increasing, NonZero, Shrinking, TellApart

__all__ = [
    "CONSTRAINTS",
    "ApartFrom",
    "CarriedThrough",
    "ChainDifferentiableAt",
    "Constraint",
    "DescentStays",
    "DifferentiableAt",
    "DifferentiableOver",
    "Distinct",
    "Finite",
    "InDomain",
    "Increasing",
    "Moderate",
    "ModerateChain",
    "ModerateChords",
    "NoPoleBetween",
    "NonZero",
    "NudgeShown",
    "OneLine",
    "OneSidedSlopes",
    "SeenTogether",
    "Shrinking",
    "SpanAround",
    "SpanShown",
    "StretchedAtMost",
    "TellApart",
    "from_rule",
]

CONSTRAINTS: Mapping[str, type[Constraint]] = {kind.__name__: kind for kind in Constraint.__subclasses__()}
"""By name, as the index of scenes knows them: all that the modules above define."""


def from_rule(name: str, args: Mapping[str, Any]) -> Constraint:
    """Return the constraint of a name and its arguments, as the index of scenes keeps them."""
    return CONSTRAINTS[name](**args)
