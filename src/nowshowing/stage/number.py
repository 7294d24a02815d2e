"""Live numbers, which follow their values, and readouts of them with a caption."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, Self

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from nowshowing.maths.numbers import format_number
from nowshowing.stage.live import Live, filled
from nowshowing.stage.origins import READOUT
from nowshowing.stage.paths import EMPTY, lift
from nowshowing.stage.readback import read_glyphs
from nowshowing.stage.text import SHARE, SIZES, Align, Size, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Remembered
from nowshowing.typeset.glyphs import digits

Face = Literal["sans", "sans-semibold", "math"]


class Number(Live):
    """A number that is redrawn whenever its value changes: glyphs are put side by side, nothing is typeset anew.

    ``value`` is read before every frame. ``prefix`` and ``suffix`` are characters of the digit faces.
    """

    def __init__(
        self,
        value: Callable[[], float],
        decimals: int,
        size: Size = "body",
        role: str = "ink",
        *,
        theme: Theme,
        face: Face = "sans-semibold",
        prefix: str = "",
        style: Callable[[float], str] | None = None,
    ) -> None:
        # Where it follows from no tracker, such as from a place on screen, it is looked at on every frame.
        self.read = Remembered(value, constant=False)
        self.decimals, self.prefix, self.style = decimals, prefix, style
        self.role, self.origin = role, READOUT
        self.glyphs = digits(face)
        self.em = SIZES[size]
        self.x = self.y = 0.0
        self.align: Align = "left"
        self.shape = filled(theme.role(role))
        self._drawn: tuple[str, float, float, float] | None = None
        super().__init__(self.shape)
        self.redraw.constant = False
        self.draw()

    @property
    def text(self) -> str:
        """What is shown at present."""
        value = self.read()
        return self.prefix + (self.style(value) if self.style else format_number(value, self.decimals))

    def drawn_text(self) -> str:
        """Return the digits that the outlines show, read off the points; ``\ufffd`` where they are no glyph's."""
        likely = self._drawn[0] if self._drawn is not None else ""
        return read_glyphs(self.shape.points, self.glyphs, self.em, likely)

    def width_of(self, text: str) -> float:
        """Return the width of a text in this face, in units."""
        return self.em * sum(self.glyphs[c].advance for c in text)

    def place(self, x: float, y: float, align: Align = "left") -> Self:
        """Put the origin: x is the left end, the centre or the right end; y the baseline."""
        self.x, self.y, self.align = x, y, align
        self.draw()
        return self

    def draw(self) -> None:
        text = self.text
        left = self.x - SHARE[self.align] * self.width_of(text)
        now = (text, left, self.y, self.em)
        if now == self._drawn:
            return
        self._drawn = now
        pieces: list[NDArray[np.float64]] = []
        for character in text:
            glyph = self.glyphs[character]
            if len(glyph.points):
                pieces.append(glyph.points * self.em + np.array([left, self.y]))
            left += glyph.advance * self.em
        self.shape.set_points(lift(np.concatenate(pieces)) if pieces else EMPTY)


class Readout(VGroup):
    """A quantity with its name above it: a caption, and a live number on a common baseline."""

    def __init__(
        self,
        label: str,
        value: Callable[[], float],
        decimals: int,
        role: str,
        *,
        theme: Theme,
        size: Size = "hero",
        face: Face = "sans-semibold",
        prefix: str = "",
    ) -> None:
        self.number = Number(value, decimals, size, role, theme=theme, face=face, prefix=prefix)
        self.label = Words(label, "small", "muted", theme=theme)
        super().__init__(self.label, self.number)

    def fit(self, width: float, states: Iterable[float]) -> Self:
        """Shrink the number so that it is no wider than a length in units for any of these values."""
        number = self.number
        widest = max(number.width_of(number.prefix + format_number(state, number.decimals)) for state in states)
        number.em *= min(1.0, width / widest)
        return self

    def place(self, x: float, y: float) -> Self:
        """Put the number's baseline at y, its left end and the caption's at x."""
        self.number.place(x, y)
        # All captions of a row share a baseline, whatever the size of the number below.
        self.label.place(x, y + 0.72 * SIZES["hero"] + 0.22)
        return self
