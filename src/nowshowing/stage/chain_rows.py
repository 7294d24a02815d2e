"""The rows of numbers under the pictures of a chain: measured ratios, slopes on the way, slopes at a place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nowshowing.maths.calculus import breaks, derivative, factor_slopes
from nowshowing.maths.chains import Nudge
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import in_digits
from nowshowing.stage.chain_lines import ChainLines
from nowshowing.stage.product_row import ProductRow, Term, relation
from nowshowing.stage.regions import Region
from nowshowing.stage.replay import Replay
from nowshowing.stage.theme import Theme

D = r"\mathrm{d}"
DU_DX, DY_DU, DY_DX = (rf"${D}{above}/{D}{below}$" for above, below in ("ux", "yu", "yx"))
FRAMES = 540
"""Places at which the slopes of a replay are looked at: all that a film of 60 frames a second will show."""
LARGEST = 1e9
WIDE = 9.0
"""From which width on the row has room for long names."""
SLOPES = "$g'(x)$", "$f'(u)$", r"$(f \circ g)'(x)$"


def divide_chain(region: Region) -> tuple[Region, Region]:
    """Return what a picture of a chain fills, and the strip below it for a row of numbers."""
    return region.inset(bottom=1.25), region.inset(top=region.height - 1.2)


class ChainRows:
    """The rows, of which one at a time is shown: ``warm_up`` and ``ratios`` follow the nudge on their lines,
    ``paces`` the replay (None where its slopes grow beyond all bounds); ``slopes`` stay."""

    def __init__(
        self,
        warm_up: ChainLines,
        chain: ChainLines,
        replay: Replay,
        factors: tuple[float, float],
        region: Region,
        decimals: int,
        theme: Theme,
    ) -> None:
        self.warm_up = ratio_row(warm_up, region, warm_up.decimals, theme)
        self.ratios = ratio_row(chain, region, decimals, theme)
        self.slopes = slope_row(factors, region, decimals, theme)
        self.paces = pace_row(replay, region, decimals, theme)

    def every(self) -> tuple[ProductRow, ...]:
        """Return all rows."""
        rows = self.warm_up, self.ratios, self.slopes, self.paces
        return tuple(row for row in rows if row is not None)


def ratio_row(lines: ChainLines, region: Region, decimals: int, theme: Theme) -> ProductRow:
    """Return the factors of a nudge, live, their product, and the ratio that is measured past u."""
    first, last = lines.way[0], lines.way[-1]
    steady = _alike(first.inner, last.inner) and _alike(first.outer, last.outer)
    sign = relation((first.inner, first.outer), decimals) if steady else r"\approx"
    measured = f"{DY_DX} measured" if region.width > WIDE else "measured"
    inners, outers, directs = (_states(np.array(part), decimals) for part in zip(*map(_ratios, lines.way), strict=True))
    terms = [
        Term(DU_DX, lambda: lines.now().inner, "secant", inners),
        Term(DY_DU, lambda: lines.now().outer, "rise", outers),
        Term("product", lambda: lines.now().inner * lines.now().outer, "ink", directs),
        Term(measured, lambda: lines.now().direct, "ink", directs),
    ]
    return ProductRow(terms[:2], terms[2], terms[3], region, decimals, theme, sign)


def _ratios(nudge: Nudge) -> tuple[float, float, float]:
    return nudge.inner, nudge.outer, nudge.direct


def _alike(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * abs(a)


def pace_row(replay: Replay, region: Region, decimals: int, theme: Theme) -> ProductRow | None:
    """Return the slopes at the present x of a replay, live; None where they get too large to be shown."""
    g, f = derivative(replay.inner), derivative(replay.outer)

    def near(x: float) -> tuple[float, float]:
        inside = float(replay.inner(x)), float(replay.inner(replay.at))
        return _near(f, *inside), _near(g, x, replay.at)

    def slopes() -> tuple[float, float]:
        # Beside the end of a domain floats would not know them well enough.
        x = replay.x.get_value()
        try:
            found = factor_slopes(replay.outer, replay.inner, x)
        except ValueError:  # there is none
            return near(x)
        return found if np.isfinite(found).all() else near(x)

    def inner() -> float:
        return slopes()[1]

    def outer() -> float:
        return slopes()[0]

    x = np.linspace(*replay.span, 1 + FRAMES)
    u = replay.inner(x)
    if _is_upright(replay.inner, x) or _is_upright(replay.outer, u):
        return None
    inners = np.array([_near(g, at, replay.at) for at in x])
    outers = np.array([_near(f, float(at), float(replay.inner(replay.at))) for at in u])
    if not max(np.abs(values).max() for values in (inners, outers, inners * outers)) < LARGEST:
        return None
    terms = [
        Term(SLOPES[0], inner, "secant", _states(inners, decimals)),
        Term(SLOPES[1], outer, "rise", _states(outers, decimals)),
        Term(SLOPES[2], lambda: inner() * outer(), "ink", _states(inners * outers, decimals)),
    ]
    row = ProductRow(terms[:2], terms[2], None, region, decimals, theme, r"\approx")
    return row if row.fits else None


def _is_upright(function: Expression, places: NDArray[np.float64]) -> bool:
    """Tell whether a curve has a vertical tangent among some places: close to it, its slope knows no bounds."""
    known = places[np.isfinite(places)]
    return any(one.kind == "vertical" for one in breaks(function, float(known.min()), float(known.max())))


def _near(slope: Expression, x: float, towards: float) -> float:
    """Return a slope; where there is none, at the end of a domain, that of a place next to it."""
    places = x, x + 1e-4 * (towards - x), x + 1e-2 * (towards - x)
    return next((found for found in map(slope, places) if np.isfinite(found)), 0.0)


def _states(values: NDArray[np.float64], decimals: int) -> list[float]:
    """Return those of some values between which all others are, and one that takes as much room as any."""
    widths = [len(text) - 0.5 * text.count(".") for text in (in_digits(value, decimals) for value in values)]
    return [float(values.min()), float(values.max()), float(values[int(np.argmax(widths))])]


def _still(value: float) -> Callable[[], float]:
    return lambda: value


def slope_row(factors: tuple[float, float], region: Region, decimals: int, theme: Theme) -> ProductRow:
    """Return the two slopes at a place, and their product, the slope of f∘g."""
    inner, outer = factors
    values = (inner, outer, inner * outer)
    roles = "secant", "rise", "tangent"
    terms = [Term(name, _still(value), role, [value]) for name, value, role in zip(SLOPES, values, roles, strict=True)]
    return ProductRow(terms[:2], terms[2], None, region, decimals, theme, relation(factors, decimals))
