"""What the pictures of a chain state: bars as long as the numbers beside them say, slopes and heights as computed."""

from __future__ import annotations

from collections.abc import Iterator

from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.claims import Claim
from nowshowing.stage.replay import Replay


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


def ghost_claimed(lines: ChainLines) -> Claim:
    """Return that the ghost is as long as the image would be if the inner factor were forgotten."""
    ghost = lines.ghost
    return Claim(
        "length without the inner factor", ghost, ghost.drawn_length, lambda: lines.first.forgotten, lines.unit(2)
    )


def replay_claimed(replay: Replay) -> Iterator[Claim]:
    """Yield that the tangent is as steep, and the dots as high, as computed."""
    tangent, left = replay.tangent, replay.left
    yield Claim("slope of the composition", tangent, tangent.drawn_slope, lambda: replay.slope, left.x_unit)
    yield Claim("f(g(x))", replay.dots, replay.drawn_height, replay.true_height, left.y_unit)
