"""Claims: statements that what is drawn equals what is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from manim import Mobject


@dataclass(frozen=True)
class Claim:
    """That a number measured from an object's points equals one computed by ``maths``.

    ``scale`` is how many units of the frame an error of 1 would displace something. The claim holds as long as ``of``
    is seen.
    """

    name: str
    of: Mobject
    drawn: Callable[[], float]
    true: Callable[[], float]
    scale: Callable[[], float] | float = 1.0

    def error(self) -> float:
        """Return how far off the drawing is at present, in units of the frame."""
        scale = self.scale() if callable(self.scale) else self.scale
        return abs(self.drawn() - self.true()) * abs(scale)
