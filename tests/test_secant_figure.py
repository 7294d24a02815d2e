"""The parts of a secant's figure: panel, table, legs, labels, view."""

from __future__ import annotations

from itertools import combinations

import pytest

from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window, window
from nowshowing.stage.chords import Chord
from nowshowing.stage.labels import AxisRow
from nowshowing.stage.legs import UnitLegs
from nowshowing.stage.lines import touching_lines
from nowshowing.stage.live import box_of
from nowshowing.stage.panel import divide_panel
from nowshowing.stage.places import box_distance, inside
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region, divide
from nowshowing.stage.schedule import way
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.slope_panel import SlopePanel, two_digits
from nowshowing.stage.table import Table
from nowshowing.stage.text import LEAST_EM, Formula, Words
from nowshowing.stage.theme import read_theme
from nowshowing.stage.values import Tracker
from playing import clip_of, frames_of

THEME = read_theme("midnight")
SQUARE = Expression("x^2")
X = Expression("x")
VIEW = Window(-0.5, 4.8, -2.0, 22.0)


def box(region: Region) -> tuple[float, float, float, float]:
    """Return a region as a box."""
    return region.left, region.bottom, region.right, region.top


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize("in_columns", [True, False])
def test_the_parts_of_a_panel_keep_apart_and_inside(aspect: str, in_columns: bool) -> None:
    """Slot, readouts and table share the panel; a question above the table touches none of it."""
    panel = divide_panel(divide(aspect), in_columns=in_columns)
    whole = box(divide(aspect).panel)
    hero, beside = (
        (x, y, x + width, y + high)
        for (x, y), width, high in ((panel.hero, panel.hero_width, 1.0), (panel.beside, panel.beside_width, 0.7))
    )
    parts = [hero, beside, box(panel.slot), box(panel.table)]

    assert all(box_distance(a, b) >= 0.05 for a, b in combinations(parts, 2))
    assert all(inside(part, whole) >= -1e-9 for part in parts)
    assert box_distance(box(panel.above_table), box(panel.table)) >= 0.05


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("region", [Region(0, 0, 2.5, 2.35), Region(0, 0, 3.6, 2.75), Region(0, 0, 4.4, 2.25)])
def test_a_table_holds_its_rows_and_long_numbers(rows: int, region: Region) -> None:
    """Whatever is shown lies inside the region, the columns apart, the last row on its band too."""
    given, results = [-0.00097] * rows, [-1234.5678] * rows
    heads = Formula("h", "small", theme=THEME), Words("slope", "small", theme=THEME)
    texts = ["−0.00097"] * rows, ["−1234.5678"] * rows
    table = Table(heads, *texts, region, THEME, "secant", values=(given, results))
    table.row.set_value(rows - 1)
    table.band.draw()

    left, right = box_of(table.given), box_of(table.results)
    assert inside(tuple(box_of(table.band)), box(region)) >= -1e-9
    assert inside(tuple(left), box(region)) >= -1e-9
    assert inside(tuple(right), box(region)) >= -1e-9
    assert right[0] - left[2] >= 0.1


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0012345, "0.0012"), (-0.25, "−0.25"), (7500.0, "7500"), (12.6, "13"), (1.0, "1.0"), (1e-6, "0.0000010")],
)
def test_a_long_gap_is_shown_with_two_digits(value: float, text: str) -> None:
    """The digits that count, and no whole ones less."""
    assert two_digits(value) == text


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_the_readouts_of_the_panel_are_legible(aspect: str) -> None:
    """Gaps of very different size keep a legible number that fits."""
    regions, gaps = divide(aspect), [1e6, 1e-6]
    plot = Plot(VIEW, regions.plot, THEME)
    chord = Chord(plot, X, 0.0, Tracker(gaps[0]), [gaps], SecantTruth(X, 0.0, [gaps]))
    panel = SlopePanel(regions, chord, [(gaps, [1.0, 1.0])], (1.0, 1.0), 2)

    assert panel.gap.number.em >= LEAST_EM
    for gap in gaps:
        chord.gap.set_value(gap)
        panel.gap.number.draw()
        assert box_of(panel.gap.number)[2] <= box(regions.panel)[2]


def test_a_label_stands_where_it_fits_longest() -> None:
    """In a low plot h goes to where the triangle is high, so that it is there from the start."""
    low = Plot(Window(-2.0, 4.0, -0.5, 8.5), divide("1:1").plot, THEME)
    gap = Tracker(2.0)
    square, turns = Expression("(x - 1)^2"), [[2.0, 1.0, 0.5], [-2.0, -1.0, -0.5]]
    chord = Chord(low, square, 1.0, gap, turns, SecantTruth(square, 1.0, turns))
    h, rise = chord.legs.labels

    assert h.schedule() == rise.schedule() == 1.0
    assert h.spot[2] != 0.5
    assert box_distance(h.box(h.spot), rise.box(rise.spot)) >= 0.1


def test_a_name_that_is_off_its_leg_is_found() -> None:
    """It stands as close beside its own leg as names do, to half a pixel."""
    turns = [[2.0, 1.0]]
    plot = Plot(VIEW, divide("16:9").plot, THEME)
    legs = Chord(plot, SQUARE, 2.0, Tracker(2.0), turns, SecantTruth(SQUARE, 2.0, turns)).legs
    named = [claim for claim in legs.claims() if claim.name == "name beside its leg"]
    before = [claim.error() for claim in named]
    for claim in named:
        claim.of.shift([0.01, 0.01, 0])

    assert max(before) < 1e-6
    assert min(claim.error() for claim in named) > 0.5 * 8 / 1080


def test_ghosts_of_one_side_are_none_of_the_other() -> None:
    """On its way back from the left a label need not keep clear of chords that had been to the right."""
    plot = Plot(VIEW, divide("16:9").plot, THEME)
    gap = Tracker(-1.0)
    both = Chord(
        plot, SQUARE, 2.0, gap, [[2.0, 1.0], [-2.0, -1.0]], SecantTruth(SQUARE, 2.0, [[2.0, 1.0], [-2.0, -1.0]])
    )
    left = Chord(plot, SQUARE, 2.0, gap, [[-2.0, -1.0]], SecantTruth(SQUARE, 2.0, [[-2.0, -1.0]]))

    assert len(both.obstacles()) == len(left.obstacles())


@pytest.mark.parametrize("at", [-0.5, 4.8])
def test_a_mark_stays_inside_the_region_of_its_plot(at: float) -> None:
    """At the window's edge a mark stands as near to its place as the margin allows."""
    plot = Plot(VIEW, divide("1:1").plot, THEME)
    fixed = Formula("x_0 = 0.000123456", "small", theme=THEME)
    gap = Tracker(1.0)
    AxisRow(
        plot,
        (fixed, at),
        Formula("x_0 + h", "small", theme=THEME),
        lambda: 2.0,
        gap,
        way([1.0]),
        true=(lambda: at, lambda: 2.0),
    )

    left, _, right, _ = box_of(fixed)
    assert plot.region.left - 1e-9 <= left
    assert right <= plot.region.right + 1e-9


def test_a_tangent_reaches_beyond_the_legs_that_measure_it() -> None:
    """The rise ends on the tangent, not in the air."""
    plot = Plot(Window(-0.5, 2.0, -1.2, 1.5), divide("16:9").plot, THEME)
    legs = UnitLegs(plot, lambda: (0.3, 1.0), 0.354, 3, truth=SecantTruth(X, 0.3, []))
    [tangent] = touching_lines(plot, (0.3, 1.0), (0.354, 0.354), legs.spans(), truth=SecantTruth(X, 0.3, []))

    assert tangent.ends()[1, 0] > legs.corners()[2, 0] + 0.3


def test_two_halves_of_a_tangent_cross_at_a_corner() -> None:
    """Each goes on a little beyond the point, so that both are seen where they lie on the curve elsewhere."""
    plot = Plot(Window(-2.0, 2.0, -1.0, 3.0), divide("16:9").plot, THEME)
    left, right = touching_lines(plot, (0.0, 0.0), (-1.0, 1.0), truth=SecantTruth(Expression("|x|"), 0.0, []))
    touch = float(plot.x(0.0))

    assert left.ends()[1, 0] > touch > right.ends()[0, 0]


def test_a_view_follows_the_middle_of_a_curve() -> None:
    """An end that runs away does not squash the points of interest."""
    view = window(Expression("2^(10 * (x + 1))"), [-0.9, 0.1, -1.4, -0.8])

    assert (2**11 - 2) / view.height > 0.2


def test_a_range_too_narrow_for_its_ticks_is_shown_wider() -> None:
    """Where decimals could not tell ticks apart the curve is shown flat, as it is."""
    view = window(Expression("5 + 10^(-10) x"), [1.0, 2.0])

    assert view.height > 1


def test_the_lens_leaves_before_it_would_show_things_smaller() -> None:
    """With a gap of 750 after one of 1 no lens is to be seen at rest, and the quotient is back if it had its place."""
    params = {"function": "0.1 * e^(-x) + 2", "at": -6, "gaps": [1, 750]}
    timeline, frames = frames_of(clip_of("secant_to_tangent", params))
    closes = next(event.frame for event in timeline.events if event.name == "gap closes")
    slope = next(event.frame for event in timeline.events if event.name == "slope")
    shown = [any(shape.owner.startswith("lens") for shape in frames[k].shapes) for k in range(slope, closes)]

    assert any(shown)
    assert not shown[-1]
