"""How the pictures of a chain tell what they show: slopes, the run of the graph, nodes and edges, the rule."""

from __future__ import annotations

from collections.abc import Sequence

from nowshowing.stage.cast import Cast
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_texts import SYMBOLS
from nowshowing.stage.motion import LOOK, Run, step_back
from nowshowing.stage.product_row import ProductRow
from nowshowing.stage.reading import reading_time
from nowshowing.stage.replay import Replay


def tell_slopes(cast: Cast, row: ProductRow, inner: float, outer: float, slope: float) -> None:
    """Show the slopes at a place, and log them and what they make."""
    cast.show(row)
    cast.scene.event("inner slope", factor=inner)
    cast.scene.event("outer slope", factor=outer)
    cast.scene.event("slope of the composition", slope=slope)


def run_through(cast: Cast, replay: Replay, paces: ProductRow | None) -> None:
    """Let x run through its span at an even pace, and draw the graph behind it; meets the cue run."""
    cast.scene.cue("run")
    cast.add(replay.trace)
    rows = [paces] if paces is not None else []
    cast.show(replay.link, replay.paces, replay.dots, *rows)
    cast.scene.play(*replay.run())
    if rows:
        cast.scene.wait(LOOK)  # at what the row comes to in the end
    cast.hide(*rows)


def tell_zeros(cast: Cast, replay: Replay, zeros: Sequence[float]) -> None:
    """Mark where f∘g is 0, with numbers in place of those of the axis if these have room; log where that is."""
    if replay.zeros.displaced:
        cast.scene.play(*(step_back(number, 0.0) for number in replay.zeros.displaced))
    if zeros:
        cast.show(replay.zeros)
    for zero in zeros:
        cast.scene.event("zero", x=zero)


def touch(cast: Cast, replay: Replay) -> None:
    """Take x back to its place, and draw the tangent there; meets the cue tangent."""
    cast.scene.cue("tangent")
    cast.scene.play(Run(replay.x, replay.at))
    cast.show(replay.tangent)


def tell_edges(cast: Cast, net: ChainGraph, factors: Sequence[float], slope: float) -> None:
    """Fill the computation graph along its edges, then its path; meets the cues inner, outer and product."""
    if net.heading:
        cast.show(*net.heading)
    for k, (name, value) in enumerate(zip(SYMBOLS, net.values, strict=True)):
        if k:
            cast.show(net.arrows[k - 1])
        cast.show(net.boxes[k], net.numbers[k])
        cast.scene.event("node", **{name: value})
    for name, mark, factor in zip(("inner", "outer"), net.marks, factors, strict=True):
        cast.reveal(name, mark, event=f"{name} edge", values={"factor": factor})
    look = reading_time(net.product)
    cast.reveal("product", net.arc, net.product, event="path", values={"slope": slope}, look=look)


def tell_rule(cast: Cast, rows: ChainFormula, slope: float) -> None:
    """Show the rule, then how it reads for these functions; meets the cues outer, inner and simplified."""
    cast.show(rows.rule)
    cast.reveal("outer", rows.outside, look=0)
    cast.reveal("inner", rows.inside, look=0)
    cast.show(rows.here)
    cast.scene.wait(reading_time(*rows.here))
    cast.scene.cue("simplified")
    if rows.simplified:
        cast.show(rows.simplified)
    cast.show(rows.number)
    cast.scene.event("formula", slope=slope)
    cast.scene.wait(max(2 * LOOK, reading_time(*rows.simplified, *rows.number)))
