"""How the rule of a descent is written."""

from __future__ import annotations


class Symbols:
    """How the rule is written: the step size is η or α, the slope L′(w), dL/dw or ∂L/∂w."""

    def __init__(self, kind: str, variable: str) -> None:
        rate, notation = kind.split()
        self.variable, self.rate = variable, {"eta": r"\eta", "alpha": r"\alpha"}[rate]
        self.slope = {
            "prime": rf"L'({variable})",
            "d": rf"\frac{{dL}}{{d{variable}}}",
            "partial": rf"\frac{{\partial L}}{{\partial {variable}}}",
        }[notation]
        self.slope_inline = {
            "prime": self.slope,
            "d": rf"dL / d{variable}",
            "partial": rf"\partial L / \partial {variable}",
        }[notation]
        self.step = rf"-{self.rate} \, {self.slope_inline}"

    def rule(self, slope: str) -> str:
        """Return the update rule, its parts in their roles."""
        w = self.variable
        return rf"{w} \leftarrow {w} - \role{{gap}}{{{self.rate}}} \cdot \role{{tangent}}{{{slope}}}"

    def factor(self, value: str) -> str:
        """Return |1 − η·L″| with its value."""
        return rf"|1 - {self.rate} L''| = {value}"
