"""Words, formulas and live numbers as objects of a scene; all of them are set by ``typeset`` and carry their source."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, Self

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from nowshowing.maths import tree
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS, decimals_for, format_number, shows, trimmed
from nowshowing.stage.live import Live, family_of, filled
from nowshowing.stage.origins import AUTHOR, READOUT, SCENE, Origin, Reads
from nowshowing.stage.paths import EMPTY, lift
from nowshowing.stage.readback import read_glyphs
from nowshowing.stage.regions import Region
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Remembered
from nowshowing.typeset.glyphs import digits
from nowshowing.typeset.outline import Outline
from nowshowing.typeset.outlines import set_formula, set_text

Size = Literal["small", "body", "title", "hero"]
SIZES: Mapping[str, float] = {"small": 0.31, "body": 0.37, "title": 0.44, "hero": 0.84}
"""Length of an em in units. Digits are about 0.65 em high; the least that is legible is 1/54 of 8 units."""
LEAST_EM = 8 / 54 / 0.64
MIDDLE = 0.33
"""How high above its baseline the middle of a number is, in em."""

Align = Literal["left", "centre", "right"]
_SHARE = {"left": 0.0, "centre": 0.5, "right": 1.0}


class _Typeset(VGroup):
    """An outline as an object: a part for each role, one origin on the baseline."""

    def __init__(self, outline: Outline, em: float, role: str, theme: Theme) -> None:
        super().__init__()
        self.outline = outline
        self.source = outline.source
        self.em, self.role = em, role
        self.origin = SCENE
        self.x = self.y = 0.0
        for part in outline.parts:
            shape = filled(theme.role(part.role or role))
            shape.set_points(lift(part.points * em))
            self.add(shape)

    def says(self, *sources: float | Expression | Reads, constants: Sequence[str] = ()) -> Self:
        """Name what the digits in the text come from: a value for each number, in order, and expressions in it.

        An expression stands as its own LaTeX; where it does not, ``Reads`` gives the part that it stands as.

        ``constants`` are numbers that are in the text whatever the params.
        """
        read = [Reads(s.latex, s) if isinstance(s, Expression) else s for s in sources]
        readings = tuple(source for source in read if isinstance(source, Reads))
        values = tuple(float(source) for source in read if not isinstance(source, Reads))
        self.origin = Origin("result", values, readings, tuple(constants))
        return self

    def ticks(self, value: float, off: Callable[[], float]) -> Self:
        """Name the place on an axis as the source of the text; ``off`` measures how far it stands from there."""
        self.origin = Origin("tick", (float(value),), off=off)
        return self

    def off_mark(self, mark: NDArray[np.float64], place: NDArray[np.float64], along: int) -> float:
        """Return how far a mark (n, 3) lies from its place (2,) in the frame, and the text's middle from the mark.

        ``along`` is 0 on an axis that runs across, 1 on one that runs up.
        """
        drawn = float(mark[0, along])
        middle = self.drawn_origin()[along] + (0.5 * self.width_units if along == 0 else MIDDLE * self.em)
        return max(abs(drawn - float(place[along])), abs(float(middle) - drawn))

    def drawn_origin(self) -> NDArray[np.float64]:
        """Return where the origin (2,) is, read off what is drawn: it need not be where the text was put."""
        part, drawn = self.outline.parts[0], self.submobjects[0].points
        return np.asarray(drawn[0, :2] - self.em * part.points[0, 0])

    def says_the_author(self) -> Self:
        """Name the author as the source of the text."""
        self.origin = AUTHOR
        return self

    @property
    def width_units(self) -> float:
        """The advance width, in units."""
        return self.outline.width * self.em

    @property
    def ascent(self) -> float:
        """How far the text reaches above its baseline, in units."""
        return self.outline.ascent * self.em

    @property
    def descent(self) -> float:
        """How far the text reaches below its first baseline, in units."""
        return self.outline.descent * self.em

    @property
    def ink(self) -> tuple[float, float, float, float]:
        """The box of what is drawn, in units from the origin: left, bottom, right, top."""
        left, bottom, right, top = (self.em * edge for edge in self.outline.ink)
        return left, bottom, right, top

    def place(self, x: float, y: float, align: Align = "left") -> Self:
        """Put the origin: x is the left end, the centre or the right end, y the (first) baseline."""
        x -= _SHARE[align] * self.width_units
        step = np.array([x - self.x, y - self.y, 0.0])
        for part in family_of(self.submobjects):
            part.points = part.points + step
        self.x, self.y = x, y
        return self

    def centre_at(self, x: float, y: float) -> Self:
        """Put the middle of what is drawn at a point."""
        left, bottom, right, top = self.ink
        return self.place(x - (left + right) / 2, y - (bottom + top) / 2)

    def within(self, region: Region) -> Self:
        """Put the text into a region: at its left edge, halfway up; shrunk to its width where it must be."""
        if self.width_units > region.width + 1e-6:
            self.fit(region.width)
        _, bottom, _, top = self.ink
        return self.place(region.left, float(region.centre[1]) - (bottom + top) / 2)

    def fit(self, width: float) -> Self:
        """Shrink to a width in units, down to what is legible."""
        if self.width_units > width:
            em = max(LEAST_EM, self.em * width / self.width_units)
            self.scale(em / self.em, about_point=np.array([self.x, self.y, 0.0]))
            self.em = em
        return self


class Words(_Typeset):
    """Words, with formulas between ``$…$``. ``width`` in units wraps the lines."""

    def __init__(
        self,
        text: str,
        size: Size = "body",
        role: str = "ink",
        *,
        theme: Theme,
        weight: Literal["regular", "semibold"] = "regular",
        width: float | None = None,
    ) -> None:
        em = SIZES[size]
        super().__init__(set_text(text, weight=weight, width=None if width is None else width / em), em, role, theme)


class Formula(_Typeset):
    """A formula written in LaTeX; ``\\role{name}{…}`` gives a part the colour of a role."""

    def __init__(
        self, latex: str, size: Size = "body", role: str = "ink", *, theme: Theme, display: bool = True
    ) -> None:
        super().__init__(set_formula(latex, display=display), SIZES[size], role, theme)


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
        left = self.x - _SHARE[self.align] * self.width_of(text)
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


def value_said(text: Words | Formula, k: int = 0) -> float:
    """Return the value that the k-th number in a text says it stands for; nan where it has none."""
    values = text.origin.values
    return values[k] if k < len(values) else math.nan


def latex_number(value: float, decimals: int | None = None) -> str:
    """Return a number as LaTeX wants it, ``-0.25``: in full, or with as many decimals at most."""
    text = trimmed(value) if decimals is None else _written(value, decimals, in_full=shows(value, decimals))
    return text.replace(MINUS, "-")


def column(values: Sequence[float], decimals: int | None = None) -> list[str]:
    """Return a column of numbers: each in full if few decimals do, else all with the same (given) decimals."""
    fewest = decimals_for(values) if decimals is None else decimals
    in_full = all(shows(value, fewest) for value in values)
    return [_written(value, fewest, in_full=in_full) for value in values]


def _written(value: float, decimals: int, *, in_full: bool) -> str:
    text = format_number(value, decimals)
    return text.rstrip("0").rstrip(".") if in_full and "." in text else text


def line_equation(slope: float, intercept: float, decimals: int) -> str:
    """Return y = slope · x + intercept in LaTeX, with at most so many decimals, as one writes it: ``y = 4x - 4``.

    What these decimals cannot show is left out, and then the line only comes close: ``y \\approx 3``.
    """
    m, b = latex_number(slope, decimals), latex_number(abs(intercept), decimals)
    flat, through_zero = float(m) == 0, float(b) == 0
    sign = r"\approx" if (flat and slope != 0) or (through_zero and intercept != 0) else "="
    if flat:
        # What is left of nothing but small numbers shows how small: 0.000.
        return f"y {sign} " + ("0" if intercept == 0 else latex_number(intercept, decimals))
    m = {"1": "", "-1": "-"}.get(m, m)
    return f"y {sign} {m}x" + ("" if through_zero else f" {'-' if intercept < 0 else '+'} {b}")


def reads_as_line(equation: str, slope: float, intercept: float) -> Reads:
    """Return what the right side of a line's equation is to read as, as far as its digits go."""
    side = re.split(r"\\approx|=", equation)[-1].strip()
    m, b = (tree.Number(Fraction(number)) for number in (slope, intercept))
    line = Expression.derived(tree.Sum(tree.Product(m, tree.Variable("x")), b), ("x",))
    return Reads(side, line, rounded=True)
