"""What a map between lines publishes: images, factors, and where it folds."""

from __future__ import annotations

from dataclasses import dataclass

from nowshowing.maths import calculus, stretches
from nowshowing.maths.quantity import Params, Quantity


@dataclass(frozen=True)
class Images(Quantity):
    """f at each of some points, or at one of them."""

    function: str
    points: str
    index: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return f(x) for each point x, or for one."""
        images = tuple(calculus.value_at(params[self.function], x) for x in params[self.points])
        return images if self.index is None else images[self.index]


@dataclass(frozen=True)
class StretchFactors(Quantity):
    """The factors by which tiny intervals at some points are stretched, or that at one of them."""

    function: str
    points: str
    index: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return f′(x) for each point x, or for one; 0 where it is 0 to the eye."""
        factors = tuple(stretches.factor(params[self.function], x) for x in params[self.points])
        return factors if self.index is None else factors[self.index]


@dataclass(frozen=True)
class StretchSteps(Quantity):
    """The widths of the intervals shown at one of some points: ``widths``, or where f collapses them, those zoomed to.

    ``index`` is the point's; ``item`` takes one of the widths.
    """

    function: str
    points: str
    widths: str
    zoom: str
    index: int = 0
    item: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return the widths in the order shown, or one of them."""
        found = self.shown(params)
        return found if self.item is None else found[self.item]

    def shown(self, params: Params) -> tuple[float, ...]:
        """Return the widths in the order shown."""
        return stretches.steps(
            params[self.function], params[self.points][self.index], params[self.widths], params[self.zoom]
        )


@dataclass(frozen=True)
class StretchRatios(StretchSteps):
    """The ratios of image to interval for those widths, or that for one of them."""

    def shown(self, params: Params) -> tuple[float, ...]:
        """Return [f(x + dx) − f(x)]/dx for each width dx."""
        return stretches.ratios(params[self.function], params[self.points][self.index], super().shown(params))


@dataclass(frozen=True)
class Folds(Quantity):
    """The places in sight at which a map folds the line: where f turns."""

    function: str
    points: str
    widths: str
    domain: str

    def value(self, params: Params) -> tuple[float, ...]:
        """Return the places, ascending."""
        f = params[self.function]
        view = stretches.map_view(f, params[self.points], params[self.widths][0], params[self.domain])
        return stretches.folds(f, view.lo, view.hi)
