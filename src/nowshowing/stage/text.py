"""Words and formulas as objects of a scene; all of them are set by ``typeset`` and carry their source."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Self

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from nowshowing.maths.expression import Expression
from nowshowing.stage.live import family_of, filled
from nowshowing.stage.origins import AUTHOR, SCENE, Origin, Reads
from nowshowing.stage.paths import lift
from nowshowing.stage.regions import Region
from nowshowing.stage.theme import Theme
from nowshowing.typeset.outline import Outline
from nowshowing.typeset.outlines import set_formula, set_text

Size = Literal["small", "body", "title", "hero"]
SIZES: Mapping[str, float] = {"small": 0.31, "body": 0.37, "title": 0.44, "hero": 0.84}
"""Length of an em in units. Digits are about 0.65 em high; the least that is legible is 1/54 of 8 units."""
LEAST_EM = 8 / 54 / 0.64
MIDDLE = 0.33
"""How high above its baseline the middle of a number is, in em."""

Align = Literal["left", "centre", "right"]
SHARE: Mapping[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}


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
        x -= SHARE[align] * self.width_units
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


def value_said(text: Words | Formula, k: int = 0) -> float:
    """Return the value that the k-th number in a text says it stands for; nan where it has none."""
    values = text.origin.values
    return values[k] if k < len(values) else math.nan
