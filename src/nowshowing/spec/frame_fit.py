"""Whether what a lesson shows in the frame can be set there: its clips' titles, and its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from nowshowing.spec.profiles import MARGIN, frame_size
from nowshowing.typeset.fonts import TypesetError
from nowshowing.typeset.measure import width, widths

LEAST_TITLE = 0.34
"""The least length of an em in a title, in units of the frame (8 to its short side)."""


def too_long(titles: Sequence[str], aspect: str) -> Mapping[str, str]:
    """Return what is wrong with those titles that are too long for a frame of this aspect, by title.

    All are set in one document.
    """
    room = frame_size(aspect)[0] - 2 * MARGIN
    problems = {}
    for title, wide in zip(titles, widths(titles, "semibold", LEAST_TITLE), strict=True):
        if wide > room:
            excess = ceil(len(title) * (1 - room / wide))
            problems[title] = f"too long for a frame of {aspect}; make it about {excess} characters shorter"
    return problems


def cannot_be_set(text: str) -> str | None:
    """Return why a text cannot be shown, such as a character that no font has; None where it can."""
    try:
        width(text, "semibold")
    except TypesetError as error:
        return error.message
    return None
