"""What the scene of a map states: its picture, its lens, and what its numbers and words stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from nowshowing.maths.calculus import secant_slope, value_at
from nowshowing.maths.expression import Expression
from nowshowing.maths.stretches import direction_word, factor, size_word, steps
from nowshowing.stage.claims import Claim, in_place, reads
from nowshowing.stage.magnified_claims import lens_claimed
from nowshowing.stage.map_claims import Carried, intervals_claimed, points_claimed
from nowshowing.stage.map_room import Badges
from nowshowing.stage.placing import says_so, shown_by
from nowshowing.stage.stretch_meter import StretchMeter
from nowshowing.stage.table import Table
from nowshowing.stage.text import Words, value_said


def stretch_claims(
    meter: StretchMeter, f: Expression, points: Sequence[float], widths: Sequence[float], zoom: Sequence[float]
) -> Iterator[Claim]:
    """Yield all claims about a map x → f(x) and how it stretches at some points; these are the scene's params."""
    true = Carried(f, meter.start, meter.width)
    yield from points_claimed(meter.figure, f)
    yield from intervals_claimed(meter, true)
    yield from lens_claimed(meter.lens, meter.figure, true)
    yield reads("ratio", meter.ratio.number, partial(shown_by, meter.ratio.number), true.ratio)
    first = points[0], steps(f, points[0], widths, zoom)
    ratios = [partial(secant_slope, f, first[0], width) for width in first[1]]
    yield from _rows_claimed(meter.first_table, [partial(float, width) for width in first[1]], ratios)
    yield from meter.first_table.headed(rf"\mathrm{{d}}{f.variable}", "ratio")
    factors = [partial(factor, f, x) for x in points]
    yield from _rows_claimed(meter.points_table, [partial(float, x) for x in points], factors)
    yield from meter.points_table.headed(f.variable, f"f'({f.variable})")
    for k, x in enumerate(points):
        yield from _limit_claimed(meter, k, f, x)
        yield says_so("verdict", meter.badges[k], partial(_is_told, meter.badges[k], f, x))


def _rows_claimed(
    table: Table, given: Sequence[Callable[[], float]], found: Sequence[Callable[[], float]]
) -> Iterator[Claim]:
    """Yield what the numbers in each row of a table stand for."""
    for cells, values in ((table.given, given), (table.results, found)):
        for k, (cell, value) in enumerate(zip(cells, values, strict=True), start=1):
            assert isinstance(cell, Words)
            yield reads(f"row {k} of the table", cell, partial(value_said, cell, 0), value)


def _limit_claimed(meter: StretchMeter, k: int, f: Expression, x: float) -> Iterator[Claim]:
    """Yield that what is told as the factor at a point is that, and that the interval lies there meanwhile."""
    limit = meter.limits[k]
    yield reads("factor", limit.number, partial(shown_by, limit.number), partial(factor, f, x))
    places = [partial(float, x), partial(value_at, f, x), partial(float, x)]
    told = limit.label.origin.values
    for i, place in enumerate(places if len(told) == len(places) else places[:1]):
        yield reads("place and image", limit.label, partial(value_said, limit.label, i), place)
    yield in_place("the point told of", limit, lambda: abs(meter.start.get_value() - x) * meter.figure.upper.unit)


def _is_told(badges: Badges, f: Expression, x: float) -> bool:
    """Tell whether badges say what the factor at x does to size and to direction."""
    true = factor(f, x)
    said = [badge.words.source for badge in badges.submobjects]  # type: ignore[attr-defined]
    direction = direction_word(true)
    kept = r"$\rightarrow$" if true > 0 else r"$\leftarrow$"
    return said == [size_word(true), *([] if direction is None else [f"{kept} {direction}"])]
