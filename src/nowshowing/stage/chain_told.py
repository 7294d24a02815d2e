"""What the numbers and formulas of a chain stand for: rows of factors, a computation graph, the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from manim import VGroup

from nowshowing.maths.calculus import NotDifferentiable, factor_slopes
from nowshowing.maths.chains import Nudge
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import affordable
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_names import Names
from nowshowing.stage.claims import Claim, reads
from nowshowing.stage.placing import says_so, shown_by, stands_for
from nowshowing.stage.product_row import ProductRow
from nowshowing.stage.replay import Replay
from nowshowing.stage.text import Formula, Words, value_said

SIX_DIGITS = 1e3
"""An error of the sixth digit counts as half a pixel: as many as an expression keeps when much cancels in it."""


def ratios_claimed(row: ProductRow, now: Callable[[], Nudge]) -> Iterator[Claim]:
    """Yield that a row reads as the factors of the present nudge, and their product as what is measured past u."""
    told = (*row.factors, row.product, row.beside)
    for readout, part in zip(told, ("inner", "outer", "direct", "direct"), strict=True):
        if readout is not None:
            yield reads(f"{part} ratio", readout.number, partial(shown_by, readout.number), partial(_part, now, part))


def _part(now: Callable[[], Nudge], part: str) -> float:
    return float(getattr(now(), part))


class Slopes:
    """The slopes of two functions at a place, and their product, from ``maths``."""

    def __init__(self, f: Expression, g: Expression, at: float) -> None:
        self.f, self.g, self.at = f, g, at
        self.outer, self.inner = factor_slopes(f, g, at)
        self.product = self.outer * self.inner
        self.names = Names(f, g, at)

    def claimed(self, row: ProductRow) -> Iterator[Claim]:
        """Yield that a row reads as the slopes, and that its names are theirs."""
        for readout, true in zip((*row.factors, row.product), (self.inner, self.outer, self.product), strict=True):
            yield reads("slope", readout.number, partial(shown_by, readout.number), partial(float, true))
            name = partial(self._named, readout.label)
            yield Claim("name of the slope", readout.label, name, partial(float, true), _six_digits(true), still=True)

    def _named(self, text: Words | Formula, side: int = 0) -> float:
        """Return the value of what a text names, on one side of its equals sign."""
        return self.names.value(text.source.split("=")[side])

    def graph_claimed(self, net: ChainGraph, first: Nudge) -> Iterator[Claim]:
        """Yield that a computation graph holds the values at its nodes, the slopes on its edges, and their product."""
        for number, place in zip(net.numbers, first.lines, strict=True):
            yield reads("node", number, partial(value_said, number), partial(float, place[0]))
        for mark, true in zip(net.marks, (self.inner, self.outer), strict=True):
            yield reads("edge", mark, partial(value_said, mark), partial(float, true))
        for k, true in enumerate((self.inner, self.outer, self.product)):
            yield reads("path", net.product, partial(value_said, net.product, k), partial(float, true))
        for formula, function in zip(net.described, (self.g, self.f), strict=True):
            yield says_so("formula of a node", formula, partial(_is, formula.origin.readings[0].truth, function))

    def formula_claimed(self, rows: ChainFormula) -> Iterator[Claim]:
        """Yield that the rule holds as it is written, and that the formulas below it are those of the slopes."""
        for side in (0, 1):
            shown, product = partial(self._named, rows.rule, side), partial(float, self.product)
            yield Claim("rule", rows.rule, shown, product, _six_digits(self.product), still=True)
        here = [(row, reading.truth) for row in _formulas(rows.here) for reading in row.origin.readings]
        for row in [] if here else _formulas(rows.here):
            shown = partial(self._named, row, 1)
            yield Claim("rule", row, shown, partial(float, self.product), _six_digits(self.product), still=True)
        for (row, written), part in zip(here, (0, 1), strict=False):
            yield from self._written_claimed("factor in the formula", row, written, (part,))
        for row in _formulas(rows.simplified):
            for reading in row.origin.readings:
                yield from self._written_claimed("product in the formula", row, reading.truth, (0, 1))
        told = [(row, k) for row in _formulas(rows.number) for k in range(len(row.origin.values))]
        for (row, k), true in zip(told, (self.at, self.outer, self.inner, self.product), strict=True):
            yield reads("number in the formula", row, partial(value_said, row, k), partial(float, true))

    def _written_claimed(self, name: str, row: Formula, written: Expression, parts: Sequence[int]) -> Iterator[Claim]:
        """Yield that an expression, in x or in u, has the value of some of the factors: outer (0), inner (1)."""
        for x in (self.at, self.at + ASIDE * max(abs(self.at), 1.0)):
            try:
                true = float(np.prod([factor_slopes(self.f, self.g, x)[part] for part in parts]))
            except NotDifferentiable:
                continue
            place = float(self.g(x)) if written.variable == "u" else x
            shown = float(written(place))
            # Where an expression has a gap it tells nothing; its slope may be there all the same.
            if np.isfinite(shown) and np.isfinite(true):
                yield Claim(name, row, partial(float, shown), partial(float, true), _six_digits(true), still=True)

    def paces_claimed(self, row: ProductRow, replay: Replay, decimals: int) -> Iterator[Claim]:
        """Yield that a row reads as the slopes at the x that the replay has come to."""
        pace = Pace(self, replay)

        def last(value: float) -> float:
            return 10.0 ** -affordable(value, decimals)

        for k, readout in enumerate((*row.factors, row.product)):
            number = readout.number
            yield stands_for("pace", number, partial(shown_by, number), partial(pace.slope, k, number.read), last)


class Pace:
    """The slopes at the x that a replay has come to, from ``maths``."""

    def __init__(self, slopes: Slopes, replay: Replay) -> None:
        self.slopes, self.replay = slopes, replay

    def slope(self, k: int, read: Callable[[], float]) -> float:
        """Return the slope of g (0), of f (1) or of f∘g (2); what is ``read`` where there is none, as at an end."""
        try:
            outer, inner = factor_slopes(self.slopes.f, self.slopes.g, self.replay.x.get_value())
        except ValueError:  # no slope, or a gap
            return read()
        found = (inner, outer, inner * outer)[k]
        return found if np.isfinite(found) else read()


ASIDE = 0.137
"""How far beside the place, as a share of it or of 1, formulas are looked at once more."""


def _formulas(rows: VGroup) -> list[Formula]:
    return [row for row in rows if isinstance(row, Formula)]


def _six_digits(true: float) -> float:
    return SIX_DIGITS / max(abs(true), 1.0)


def _is(written: Expression, function: Expression) -> bool:
    return written == function
