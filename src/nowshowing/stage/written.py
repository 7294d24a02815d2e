"""Numbers and equations of lines as they are written, in LaTeX and in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from nowshowing.maths import tree
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import MINUS, decimals_for, format_number, shows, trimmed
from nowshowing.stage.origins import Reads


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
