"""Every untruth that is sown is found, at its frames ±1, and nothing else."""

from __future__ import annotations

from functools import cache

import pytest

from planted_truth import BEDS
from sowing import Bed, Untruth

SEED = 20


@cache
def grown(bed: str) -> Bed:
    """Return a bed with everything found in it."""
    return BEDS[bed].grow(SEED)


@pytest.mark.parametrize(
    ("bed", "one"), [pytest.param(bed, one, id=f"{bed}: {one.name}") for bed, plot in BEDS.items() for one in plot.sown]
)
def test_what_is_sown_is_found(bed: str, one: Untruth) -> None:
    """The finding has the right kind, names the right object, and lies at the right frames."""
    field = grown(bed)
    near = [str(finding) for finding in field.found if any(name.startswith(one.owner) for name in finding.objects)]

    assert field.finding(one) is not None, f"expected {one.kind} at {field.expected[one.name]}; found {near}"


@pytest.mark.parametrize("bed", BEDS)
def test_nothing_else_is_found(bed: str) -> None:
    """All findings are about what was sown."""
    assert [str(finding) for finding in grown(bed).strays()] == []
