"""How the formulas beside a chord are read: with numbers in the place of their signs they have to come out right."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from nowshowing.maths.expression import Expression, ExpressionError
from nowshowing.stage.claims import in_place, stating
from nowshowing.stage.text import Formula

SIGNS = (("f'(x_0)", 7.0), ("f(x_0 + h)", 5.0), ("f(x_0)", 3.0), ("x_0", 2.0), ("h", 0.5))
"""Values that no two readings share."""
QUOTIENT_IS = (5.0 - 3.0) / 0.5
X, TANGENT_IS = 4.0, 3.0 + 7.0 * (4.0 - 2.0)


def reading_as(formula: Formula, value: float) -> Formula:
    """Let a formula state that it reads as it should: that with these numbers for its signs it has this value."""
    return stating(
        formula, in_place("formula", formula, lambda: 0.0 if worth(formula.source) == value else math.inf, still=True)
    )


@lru_cache(64)
def worth(latex: str) -> float:
    """Return the value of what stands behind the sign of an equation, at x = ``X``; nan where it has none."""
    side = re.sub(r"\\role\{[^{}]*\}\{([^{}]*)\}", r"\1", latex.rpartition("=")[2]).replace(r"\,", " ")
    plain = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", side)
    for sign, number in SIGNS:
        plain = plain.replace(sign, f"({number:g})")
    try:
        return float(Expression(plain, ("x",))(X))
    except ExpressionError:
        return math.nan
