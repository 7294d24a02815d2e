"""Names such as f′(g(x)): what a reader takes them for, worked out for two functions at a place."""

from __future__ import annotations

import math
import re

from nowshowing.maths.calculus import NotDifferentiable, composition, slope_at, value_at
from nowshowing.maths.expression import Expression

_DRESS = re.compile(r"\\role\{[^{}]*\}|\\mathrm|\\left|\\right|[{}$\s]")
_NAME = re.compile(r"(\(f\\circg\)|[fg])('?)\((.+)\)")
_SHORT = {"u": "g(x)", r"\fracdydx": r"(f\circg)'(x)"}


class Names:
    """Two functions f and g, and a place x of g."""

    def __init__(self, f: Expression, g: Expression, x: float) -> None:
        self.functions = {"f": f, "g": g, r"(f\circg)": composition(f, g)}
        self.x = x

    def value(self, latex: str) -> float:
        """Return the value of a product of named values and slopes; nan where it is none."""
        text = _DRESS.sub("", latex)
        try:
            return math.prod(self._value(part) for part in text.split(r"\cdot"))
        except (KeyError, NotDifferentiable):
            return math.nan

    def _value(self, name: str) -> float:
        if name == "x":
            return self.x
        found = _NAME.fullmatch(_SHORT.get(name, name))
        if found is None:
            raise KeyError(name)
        function, dash, inside = found.groups()
        return (slope_at if dash else value_at)(self.functions[function], self._value(inside))
