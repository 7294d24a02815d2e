"""What texts sit on: they say so, and whatever else they lie on or touch is found by the certificate."""

from __future__ import annotations

from typing import TypeVar

from manim import Mobject

Sitting = TypeVar("Sitting", bound=Mobject)


def sits_on(text: Sitting, *grounds: Mobject) -> Sitting:
    """Declare that a text, or each text in a group, sits on some shapes: behind it, they and their edges may be met."""
    for part in text.get_family():
        vars(part)["grounds"] = (*grounds_of(part), *grounds)
    return text


def grounds_of(text: Mobject) -> tuple[Mobject, ...]:
    """Return what a text declares itself to sit on."""
    grounds: tuple[Mobject, ...] = vars(text).get("grounds", ())
    return grounds
