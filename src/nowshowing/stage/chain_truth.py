"""What the pictures of a chain of two functions state, all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nowshowing.maths.chains import in_u, linear_maps, nudged
from nowshowing.maths.expression import Expression
from nowshowing.maths.settling import settled
from nowshowing.stage.chain import START, ChainPictures
from nowshowing.stage.chain_claims import Nudges, lines_claimed
from nowshowing.stage.chain_told import Slopes, ratios_claimed
from nowshowing.stage.claims import Claim
from nowshowing.stage.replay_claims import replay_claimed


def chain_claims(
    made: ChainPictures,
    outer: Expression,
    inner: Expression,
    at: float,
    nudge: float,
    span: Sequence[float],
    linear: Sequence[float],
    decimals: int,
) -> Iterator[Claim]:
    """Yield all claims about the pictures of f∘g; all but the pictures are the scene's params."""
    f, first = in_u(outer), linear_maps(linear[0], linear[1])
    warm_up = Nudges(made.warm_up, *first, *START, 1.0)
    chain = Nudges(made.chain, f, inner, at, nudge, settled(f, inner, at, nudge, decimals))
    for true, row in ((warm_up, made.numbers.warm_up), (chain, made.numbers.ratios)):
        yield from lines_claimed(true)
        yield from ratios_claimed(row, true.now)
    slopes = Slopes(f, inner, at)
    yield from slopes.claimed(made.numbers.slopes)
    yield from replay_claimed(made.replay, f, inner, at, span)
    if made.numbers.paces is not None:
        yield from slopes.paces_claimed(made.numbers.paces, made.replay, decimals)
    yield from slopes.graph_claimed(made.net, nudged(f, inner, at, nudge))
    yield from slopes.formula_claimed(made.rows)
