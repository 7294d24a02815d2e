"""What is said of a run of gradient descent, in a word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from nowshowing.maths import calculus
from nowshowing.maths.calculus import NotDifferentiable
from nowshowing.maths.descent import FARTHEST, Step, floor_below, losses
from nowshowing.maths.expression import Expression

FLAT = 1e-9
"""A slope is level, and two lengths are the same, to this share of the first one."""

MOST_OF_THE_WAY = 0.75
"""Of the height down to the floor: in a parabola, half of the way."""

NEXT_TO_NOTHING = 0.01
"""Of the height down to the floor, or of the distance from 0."""

PLATEAU = 0.1
"""The slope on a plateau is at most this share of the mean slope down to the floor."""

Verdict = Literal[
    "stays", "lands", "stalls", "creeps", "converges", "keeps falling", "speeds up", "oscillates", "bounces",
    "overshoots", "diverges",
]  # fmt: skip


def verdict(loss: Expression, path: Sequence[Step]) -> Verdict:
    """Return in a word how a run of steps goes.

    With L″ constant and m = 1 − η·L″: creeps or converges for 0 < m < 1 (creeps if over half of the way is left at the
    end), lands for m = 0, oscillates for −1 < m < 0, bounces for m = −1, diverges for m < −1. Other losses can also
    stall on a plateau, speed up, away from a maximum or off a plateau, keep falling where there is no floor, or
    overshoot: end higher than they began, with shorter steps.
    """
    first, last = path[0], path[-1]
    if first.slope == 0:
        return "stays"
    if abs(path[1].slope if len(path) > 1 else last.slope) <= FLAT * abs(first.slope):
        return "lands"
    if abs(last.end) > FARTHEST or _grows(path):
        return "diverges"
    turns = [a.slope * b.slope < 0 for a, b in pairwise(path)]
    late = turns[len(turns) // 2 :]
    if late and late[-1] and 2 * sum(late) >= len(late):
        same = all(abs(abs(b.slope) - abs(a.slope)) <= FLAT * abs(first.slope) for a, b in pairwise(path))
        return "bounces" if same else "oscillates"
    end = losses(loss, path)[-1]
    if max(last.loss, end) > first.loss + FLAT * abs(first.predicted_drop):
        return "overshoots"
    return _downhill(loss, path, end)


def _downhill(loss: Expression, path: Sequence[Step], end: float) -> Verdict:
    """Return the word for a run that goes down without turning back and forth."""
    floor = _floor(loss, path[-1].end)
    if floor is None:
        moved = abs(path[-1].end - path[0].w)
        still = moved <= NEXT_TO_NOTHING * max(abs(path[0].w), 1.0)
        return "stalls" if still else "speeds up" if _gains(path) else "keeps falling"
    height = path[0].loss - calculus.value_at(loss, floor)
    covered = (path[0].loss - end) / height if height > 0 else 1.0
    if covered >= MOST_OF_THE_WAY:
        return "converges"
    mean_slope = height / max(abs(path[0].w - floor), 1e-300)
    if covered <= NEXT_TO_NOTHING and abs(path[0].slope) <= PLATEAU * mean_slope:
        return "stalls"
    return "speeds up" if _gains(path) else "creeps"


def _floor(loss: Expression, w: float) -> float | None:
    """Return the bottom of the basin in which w lies, w itself where it is level there; None if there is none."""
    try:
        level = calculus.slope_at(loss, w) == 0
    except NotDifferentiable:
        return None
    return w if level else floor_below(loss, w)


def _gains(path: Sequence[Step]) -> bool:
    """Tell whether the slopes grow: to more than twice the first one, or in each step of the second half."""
    if abs(path[-1].slope) > 2 * abs(path[0].slope):
        return True
    half = [abs(step.slope) for step in path[len(path) // 2 :]]
    return len(half) > 1 and half[-1] > 1.2 * half[0] and all(b > a for a, b in pairwise(half))


def _grows(path: Sequence[Step]) -> bool:
    """Tell whether the run goes up: the loss ends higher than it began, with longer steps than at first."""
    first, last = path[0], path[-1]
    climbs = last.loss > first.loss + FLAT * max(abs(first.loss), abs(first.predicted_drop))
    return climbs and abs(last.step) > (1 + FLAT) * abs(first.step)
