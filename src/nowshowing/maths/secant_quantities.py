"""What secants publish: gaps, and slopes over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nowshowing.maths import calculus
from nowshowing.maths.quantity import Params, Quantity


@dataclass(frozen=True)
class Gaps(Quantity):
    """The gaps with the signs of the side that they are taken on; ``side`` names the param, if there is one.

    ``turn`` is 0 for the side that comes first, 1 for the second where ``side`` is ``both``; ``index`` takes one.
    """

    gaps: str
    side: str | None = None
    turn: int = 0
    index: int | None = None

    def value(self, params: Params) -> float | tuple[float, ...]:
        """Return the gaps of that turn, or one of them; none where there is no such turn."""
        gaps = self.of_turn(params)
        return gaps if self.index is None else gaps[self.index]

    def of_turn(self, params: Params) -> tuple[float, ...]:
        """Return the gaps of that turn."""
        turns = gap_turns(params[self.gaps], params[self.side] if self.side else "right")
        return turns[self.turn] if self.turn < len(turns) else ()


@dataclass(frozen=True)
class SecantSlope(Quantity):
    """The slope of the chord from ``at`` over one of the gaps."""

    function: str
    at: str
    gaps: str
    index: int = 0
    side: str | None = None

    def value(self, params: Params) -> float:
        """Return [f(at + h) − f(at)]/h."""
        gaps = Gaps(self.gaps, self.side).of_turn(params)
        return calculus.secant_slope(params[self.function], params[self.at], gaps[self.index])


@dataclass(frozen=True)
class SecantSlopes(Quantity):
    """The slopes of the chords from ``at`` over all gaps, as in ``Gaps``."""

    function: str
    at: str
    gaps: str
    side: str | None = None
    turn: int = 0

    def value(self, params: Params) -> tuple[float, ...]:
        """Return [f(at + h) − f(at)]/h for each gap h."""
        f, at = params[self.function], params[self.at]
        return tuple(calculus.secant_slope(f, at, gap) for gap in Gaps(self.gaps, self.side, self.turn).of_turn(params))


def gap_turns(gaps: Sequence[float], side: str) -> tuple[tuple[float, ...], ...]:
    """Return the gaps of each turn: as given (``right``), all negative (``left``), or positive, then negative."""
    positive = tuple(abs(float(gap)) for gap in gaps)
    negative = tuple(-gap for gap in positive)
    match side:
        case "both":
            return positive, negative
        case "left":
            return (negative,)
    return (tuple(float(gap) for gap in gaps),)
