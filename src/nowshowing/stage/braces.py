"""Braces: what a part of a formula is, said below it."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from nowshowing.stage.live import box_of, stroke
from nowshowing.stage.paths import lift
from nowshowing.stage.text import Align, Formula, Words
from nowshowing.stage.theme import Theme

GAP = 0.14
DEPTH = 0.2


class Brace(VGroup):
    """A brace below the part of a formula that has a role, and words below it, in the same colour.

    ``align`` keeps the words' left end, middle or right end with the brace's: two neighbours turn away from each other.
    """

    def __init__(self, formula: Formula, role: str, words: str, theme: Theme, align: Align = "centre") -> None:
        parts = zip(formula.outline.parts, formula.submobjects, strict=True)
        boxes = np.array([box_of(shape) for part, shape in parts if part.role == role])
        left, right = boxes[:, 0].min(), boxes[:, 2].max()
        top = boxes[:, 1].min() - GAP
        look = theme.role(role)
        self.shape = stroke(look, width=0.6 * look.width).set_points(_brace(left, right, top))
        self.words = Words(words, "body", role, theme=theme)
        x = {"left": left, "centre": (left + right) / 2, "right": right}[align]
        self.words.place(x, top - DEPTH - GAP - self.words.ascent, align)
        super().__init__(self.shape, self.words)


def _brace(left: float, right: float, top: float) -> np.ndarray:
    """Return a curly brace that opens upwards, as cubics."""
    middle, half = (left + right) / 2, top - DEPTH / 2
    bend = min(DEPTH, (right - left) / 4)
    tip = top - DEPTH
    pieces = [
        [(left, top), (left, half), (left, half), (left + bend, half)],
        [(left + bend, half), (left + bend, half), (middle - bend, half), (middle - bend, half)],
        [(middle - bend, half), (middle, half), (middle, half), (middle, tip)],
        [(middle, tip), (middle, half), (middle, half), (middle + bend, half)],
        [(middle + bend, half), (middle + bend, half), (right - bend, half), (right - bend, half)],
        [(right - bend, half), (right, half), (right, half), (right, top)],
    ]
    return lift(np.array(pieces))
