"""How a point and a nudge are carried through a chain, the nudge is measured, and its factors multiply."""

from __future__ import annotations

from nowshowing.stage.cast import Cast
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.motion import LOOK, Run, appear, leave
from nowshowing.stage.product_row import ProductRow


def bring_in(cast: Cast, lines: ChainLines) -> None:
    """Show the lines; what follows a nudge on them is there too, unseen."""
    cast.scene.add(lines)
    cast.show(lines.lines)


def let_fall(cast: Cast, lines: ChainLines) -> None:
    """Show the point on the line of x, and carry it to u and on to y; meets the cues u and y."""
    places = [pair[0] for pair in lines.first.lines]
    cast.show(lines.point, lines.places[0])
    cast.scene.event("point", x=places[0])
    for k, name in enumerate("uy", start=1):
        fall = Run(lines.fallen, float(k))
        cast.reveal(name, lines.places[k], after=fall, event=f"inside {name}", values={name: places[k]}, look=0)


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


def magnify(cast: Cast, lines: ChainLines) -> None:
    """Let the nudge shrink to nothing under a growing magnification, in view of its factors."""
    cast.hide(lines.ghost, *lines.measures)
    cast.scene.play(*map(leave, lines.ticked))
    cast.show(lines.magnification)
    cast.scene.play(Run(lines.closeness, 1.0, 4.0))
    cast.scene.wait(LOOK)


def forget(cast: Cast, lines: ChainLines) -> None:
    """Show how long the image would be without the inner factor."""
    cast.show(lines.ghost)
    cast.scene.event("inner factor forgotten", wrong=lines.first.forgotten, dy=lines.first.dy)
    cast.scene.wait(LOOK)
