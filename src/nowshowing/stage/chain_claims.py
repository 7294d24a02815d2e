"""What the pictures of a chain state: bars as long as the numbers beside them say, slopes and heights as computed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from nowshowing.maths.calculus import value_at
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.claims import Claim, in_place
from nowshowing.stage.measures import apart, centre_of
from nowshowing.stage.plot import Plot
from nowshowing.stage.replay import Replay

Array = NDArray[np.float64]


def chain_claims(warm_up: ChainLines, chain: ChainLines, replay: Replay) -> Iterator[Claim]:
    """Yield all claims of the three pictures."""
    yield from lengths_claimed(warm_up)
    yield from lengths_claimed(chain)
    yield ghost_claimed(chain)
    yield from replay_claimed(replay)


def lengths_claimed(lines: ChainLines) -> Iterator[Claim]:
    """Yield that the bars are as long as the numbers beside them say, and stretched by the factors shown."""
    for k, name in enumerate(("dx", "du", "dy")):
        yield Claim(name, lines.measures[k], lines.drawn(k), lines.true(k), lines.unit(k))
    for k, name in enumerate(("inner", "outer")):
        yield Claim(f"{name} factor", lines.factors[k], *lines.stretching(k))
    yield from places_claimed(lines)


def places_claimed(lines: ChainLines) -> Iterator[Claim]:
    """Yield that the lines share their unit, but for the power of ten that is said, and that the point stands at x, u
    and y on them, once it has come there, until they are magnified."""
    first = lines.ticked[0]
    for k, (ruler, ends) in enumerate(zip(lines.ticked, lines.first.lines, strict=True)):
        dot, unit = lines.point.submobjects[1 + k], partial(_unit_of, lines, k)
        assert isinstance(dot, VMobject)
        yield in_place("point on a line", dot, partial(_off_place, lines, dot, k, ruler.at(ends[0])))
        if ruler is not first:
            yield Claim("one scale", ruler, ruler.drawn_unit, unit, (ruler.hi - ruler.lo) / 2)


def _unit_of(lines: ChainLines, k: int) -> float:
    powers = lines.views[k].power - lines.views[0].power
    return lines.ticked[0].drawn_unit() * 10.0**powers


def _off_place(lines: ChainLines, dot: VMobject, k: int, place: Array) -> float:
    is_there = lines.fallen.get_value() >= k and lines.closeness.get_value() == 0
    return apart(centre_of(dot), place) if is_there else 0.0


def ghost_claimed(lines: ChainLines) -> Claim:
    """Return that the ghost is as long as the image would be if the inner factor were forgotten."""
    ghost = lines.ghost
    return Claim(
        "length without the inner factor", ghost, ghost.drawn_length, lambda: lines.first.forgotten, lines.unit(2)
    )


def replay_claimed(replay: Replay) -> Iterator[Claim]:
    """Yield that the tangent is as steep, the dots where they belong, and the steps as long, as computed."""
    tangent, left = replay.tangent, replay.left
    yield Claim("slope of the composition", tangent, tangent.drawn_slope, lambda: replay.slope, tangent.turn)
    yield Claim("f(g(x))", replay.dots, replay.drawn_height, replay.true_height, left.y_unit)
    for k, plot in enumerate((left, replay.right)):
        dot, pace = replay.dots[k].submobjects[0], replay.paces.submobjects[k]
        assert isinstance(dot, VMobject)
        assert isinstance(pace, VMobject)
        yield in_place("point of the replay", dot, partial(_off_point, replay, dot, plot, k))
        yield Claim(
            "step of the replay", pace, partial(_drawn_step, pace, plot), partial(_step, replay, k), plot.x_unit
        )


def _across(replay: Replay, k: int, x: float) -> float:
    """Return what stands on the lower edge of a plot at x: x itself, or g(x)."""
    return value_at(replay.inner, x) if k else x


def _off_point(replay: Replay, dot: VMobject, plot: Plot, k: int) -> float:
    x = replay.x.get_value()
    return apart(centre_of(dot), plot.at(_across(replay, k, x), replay.true_height()))


def _drawn_step(pace: VMobject, plot: Plot) -> float:
    return float(pace.points[-1, 0] - pace.points[0, 0]) / plot.x_unit


def _step(replay: Replay, k: int) -> float:
    x = replay.x.get_value()
    return _across(replay, k, min(x + replay.step, replay.span[1])) - _across(replay, k, x)
