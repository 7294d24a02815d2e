"""The certificate finds what was planted, where it is, and finds nothing where nothing is."""

from __future__ import annotations

import pytest

from planted_looks import LOOKS
from planting import findings, place
from playing import clip_of

PLAYS = 3
"""Defects are planted into so many plays of one clip, each at frames of its own."""


@pytest.mark.parametrize("seed", range(PLAYS))
def test_every_planted_defect_is_found(seed: int) -> None:
    """At its frames, one more or less, by its kind and its objects; and nothing is found on other frames."""
    clip = clip_of("secant_to_tangent")
    planted = LOOKS[seed::PLAYS]
    windows = place(planted, clip, seed)

    found = findings(clip, planted, windows)

    missed = [
        (defect.name, windows[defect.name])
        for defect in planted
        if not any(defect.is_found(finding, windows[defect.name]) for finding in found)
    ]
    spoiled = {n for first, last in windows.values() for n in range(first - 1, last + 2)}
    beside = [str(finding) for finding in found if not {finding.first, finding.last} <= spoiled]
    assert (missed, beside) == ([], [])


def test_nothing_is_found_in_the_clean_clip() -> None:
    """The clip into which defects are planted is clean."""
    assert findings(clip_of("secant_to_tangent"), (), {}) == ()


def test_the_defects_are_told_apart() -> None:
    """Each has a name of its own, and there are enough of every kind that a check of looks can find."""
    names = [defect.name for defect in LOOKS]

    assert len(set(names)) == len(names) >= 40
    assert {defect.kind for defect in LOOKS} >= {
        "text on text", "text on line", "text covered", "text on shape", "text outside the margin",
        "figure outside the margin",
        "text in the caption strip", "figure in the caption strip", "small text", "thin line", "faint text",
        "faint line", "faint scaffold", "roles look alike", "flashes", "gone before it is read",
    }  # fmt: skip
