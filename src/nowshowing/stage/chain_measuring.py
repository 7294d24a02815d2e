"""How the pictures of a chain tell their numbers: what a nudge measures, what the ratios settle on, where f∘g is 0."""

from __future__ import annotations

from collections.abc import Iterable

from nowshowing.stage.cast import Cast
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.motion import LOOK, Run, appear, step_back
from nowshowing.stage.product_row import ProductRow
from nowshowing.stage.replay import Replay


def measure(cast: Cast, lines: ChainLines, row: ProductRow) -> None:
    """Carry the nudge from line to line and measure it; then let its factors multiply, beside the ratio past u.

    Meets the cues dx, du, dy, inner, outer and product.
    """
    carry(cast, lines)
    multiply(cast, lines, row)


def carry(cast: Cast, lines: ChainLines) -> None:
    """Carry the nudge from line to line; each length is measured when it has arrived."""
    cast.add(lines.bars)
    for k, name in enumerate(("dx", "du", "dy")):
        length = {name: lines.first.lengths[k]}
        cast.reveal(name, lines.measures[k], after=Run(lines.carried, k + 1.0), event=f"{name} measured", values=length)


def multiply(cast: Cast, lines: ChainLines, row: ProductRow) -> None:
    """Show the factor of each map beside its band, then their product beside the ratio measured past u."""
    scene, first = cast.scene, lines.first
    cast.enlist(row)
    for name, shown, factor in zip(("inner", "outer"), lines.factors, (first.inner, first.outer), strict=True):
        cast.reveal(name, shown, event=f"{name} factor", values={"factor": factor})
    scene.cue("product")
    scene.play(*map(appear, (*row.factors, *row.dots)))
    scene.play(appear(row.equals), appear(row.product))
    scene.event("product", product=first.inner * first.outer)
    scene.wait(LOOK)
    if row.beside is not None:
        scene.play(appear(row.beside))
        scene.event("direct ratio", ratio=first.direct)


def tell_slopes(cast: Cast, row: ProductRow, inner: float, outer: float, slope: float) -> None:
    """Show the slopes at a place, and log them and what they make."""
    cast.show(row)
    cast.scene.event("inner slope", factor=inner)
    cast.scene.event("outer slope", factor=outer)
    cast.scene.event("slope of the composition", slope=slope)


def tell_zeros(cast: Cast, replay: Replay, zeros: Iterable[float]) -> None:
    """Mark where f∘g is 0, in place of the numbers of the axis where these have room; log where that is."""
    if replay.zero_numbers:
        cast.scene.play(*(step_back(number, 0.0) for number in replay.axis_numbers))
        cast.show(replay.zeros)
    for zero in zeros:
        cast.scene.event("zero", x=zero)
