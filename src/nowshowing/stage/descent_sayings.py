"""What the texts about a descent state of themselves: the values of their numbers, and how their formulas read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np

from nowshowing.maths.expression import Expression, ExpressionError
from nowshowing.stage.claims import Claim, in_place, reads, stating
from nowshowing.stage.descent import Descent
from nowshowing.stage.descent_symbols import Symbols
from nowshowing.stage.number import Readout
from nowshowing.stage.text import Formula, Words

Text = TypeVar("Text", Formula, Words)
AT, RATE, SLOPE = 3.0, 2.0, 5.0
"""What the letters of a formula are taken to stand for, to tell whether it says what it should: w, η, L′ and L″."""


def true_to(readout: Readout, true: Callable[[], float]) -> Readout:
    """Let a readout state what it stands for."""
    number = readout.number
    stating(number, reads(readout.label.source, number, lambda: number.read(), true))
    return readout


def says_truly(text: Text, *true: float, also: Sequence[Claim] = ()) -> Text:
    """Let a text state what its numbers stand for, in their order."""
    claims = [reads(f"number {k + 1}", text, _said(text, k), _just(value)) for k, value in enumerate(true)]
    return stating(text, *claims, *also)


def says_step(text: Text, d: Descent, k: int) -> Text:
    """Let the rule with the numbers of step ``k`` state these, and that its arrow is never that of another step."""

    def off() -> float:
        ahead = round(d.index.get_value()) - k
        return 0.0 if ahead == 0 or (ahead == 1 and d.grown.get_value() == 0) else np.inf

    true = d.truth.weights[k], d.truth.step_size, d.truth.slopes[k], d.truth.weights[k + 1]
    return says_truly(text, *true, also=[in_place("step of the rule", text, off, still=True)])


def _said(text: Formula | Words, k: int) -> Callable[[], float]:
    return lambda: text.origin.values[k] if k < len(text.origin.values) else np.nan


def _just(value: float) -> Callable[[], float]:
    return lambda: value


def writes(text: Formula | Words, symbols: Symbols, worth: float) -> Claim:
    """Return the claim that the formula in a text has this value with ``AT``, ``RATE`` and ``SLOPE``.

    Of a rule it is what stands behind the arrow, of an equation what stands before its sign.
    """
    signs = (*((sign, SLOPE) for sign in (symbols.slope, symbols.slope_inline, "L''")), (symbols.rate, RATE))

    def off() -> float:
        return 0.0 if _worth(text.source, signs, symbols.variable) == worth else np.inf

    return in_place("formula", text, off, still=True)


@lru_cache(256)
def _worth(source: str, signs: tuple[tuple[str, float], ...], variable: str) -> float:
    """Return the value of a formula in which numbers stand for signs; nan where it is none."""
    formula = source.split("$")[1] if "$" in source else source
    formula = formula.split(r"\leftarrow")[-1].split("=")[0]
    plain = re.sub(r"\\role\{[^{}]*\}", "", formula).replace(r"\,", " ").replace(r"\cdot", "*")
    for sign, number in signs:
        plain = plain.replace(f"{{{sign}}}", sign).replace(sign, f"({number:g})")
    try:
        return float(Expression(plain, (variable,))(AT))
    except ExpressionError:
        return math.nan
