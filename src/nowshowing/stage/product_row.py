"""A product as a row of readouts: its factors, what they make, and what it is to be compared with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Literal

from manim import VGroup

from nowshowing.maths.numbers import MINUS, format_number, in_digits
from nowshowing.stage.number import Readout
from nowshowing.stage.regions import Region
from nowshowing.stage.text import LEAST_EM, SIZES, Formula
from nowshowing.stage.theme import Theme
from nowshowing.stage.written import column

FACTOR_EM = 0.6
SIGN_ROOM = 0.62
APART = 0.7
Relation = Literal["=", r"\approx"]


@dataclass(frozen=True)
class Term:
    """A quantity of the row: its name, its live value, its role, and values for which to keep room."""

    name: str
    read: Callable[[], float]
    role: str
    states: Sequence[float]


def relation(factors: Sequence[float], decimals: int) -> Relation:
    """Return the sign before the product: = if a viewer who multiplies the factors as shown gets it as shown."""
    made = math.prod(Fraction(_plain(in_digits(factor, decimals))) for factor in factors)
    product = in_digits(math.prod(factors), decimals)
    agrees = format_number(float(made), len(product.partition(".")[2])) == product
    return "=" if agrees else r"\approx"


def side_by_side(values: Sequence[float], decimals: int) -> list[str]:
    """Return numbers as LaTeX: each in full where that is short, else all with the same decimals."""
    rounded = [in_digits(value, decimals) for value in values]
    full = column(values, decimals)
    short = all(len(a) <= len(b) for a, b in zip(full, rounded, strict=True))
    return [_plain(text) for text in (full if short else rounded)]


def _plain(text: str) -> str:
    return text.replace(MINUS, "-")


class ProductRow(VGroup):
    """``factors`` · … = ``product`` from the left edge of a region on; ``beside`` stands apart at the end.

    Parts: ``factors`` (readouts), ``dots`` between them, ``equals``, ``product``, ``beside``. The row shrinks until the
    widest states fit; where even legible numbers leave no room for ``beside``, it goes without. ``fits`` tells whether
    that was enough.
    """

    def __init__(
        self,
        factors: Sequence[Term],
        product: Term,
        beside: Term | None,
        region: Region,
        decimals: int,
        theme: Theme,
        relation: Relation = "=",
    ) -> None:
        terms = [*factors, product, *([beside] if beside else [])]
        readouts = [Readout(term.name, term.read, decimals, term.role, theme=theme) for term in terms]
        sizes = [FACTOR_EM] * len(factors) + [SIZES["hero"]] + [FACTOR_EM]
        for readout, em in zip(readouts, sizes, strict=False):
            readout.number.em, readout.number.style = em, partial(in_digits, decimals=decimals)
        room = region.width - SIGN_ROOM * len(factors)
        widths = self._fitted(readouts, terms, room - (APART if beside else 0.0))
        if beside and sum(widths) > room - APART:
            beside = None
            widths = self._fitted(readouts[:-1], terms[:-1], room)
            readouts = readouts[:-1]
        small = [readout.number for readout in readouts if readout is not readouts[len(factors)]]
        for number in small:
            number.em = min(one.em for one in small)
        self.factors, self.product = readouts[: len(factors)], readouts[len(factors)]
        self.beside = readouts[-1] if beside else None
        baseline, x = region.bottom + 0.12, region.left
        signs: list[Formula] = []
        for k, (readout, width) in enumerate(zip(readouts, widths, strict=True)):
            if 0 < k <= len(factors):
                sign = Formula(r"\cdot" if k < len(factors) else relation, "title", theme=theme)
                signs.append(sign.place(x + SIGN_ROOM / 2, baseline + 0.06, "centre"))
            x += 0.0 if k == 0 else SIGN_ROOM if k <= len(factors) else APART
            readout.place(x, baseline)
            x += width
        self.fits = x <= region.right + 1e-6
        self.equals = signs.pop()
        self.dots = signs
        super().__init__(*readouts, *self.dots, self.equals)

    def _fitted(self, readouts: Sequence[Readout], terms: Sequence[Term], room: float) -> list[float]:
        """Shrink the numbers until the row fits, and return the widths of its readouts."""
        for _ in range(40):
            numbers = [self._number_width(readout, term) for readout, term in zip(readouts, terms, strict=True)]
            widths = [max(number, r.label.width_units) for number, r in zip(numbers, readouts, strict=True)]
            if sum(widths) <= room:
                break
            for readout, number in zip(readouts, numbers, strict=True):
                if number > readout.label.width_units:
                    readout.number.em = max(LEAST_EM, 0.95 * readout.number.em)
        return widths

    @staticmethod
    def _number_width(readout: Readout, term: Term) -> float:
        number = readout.number
        return max(number.width_of(in_digits(state, number.decimals)) for state in term.states)
