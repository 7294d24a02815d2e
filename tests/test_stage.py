"""The figures of the stage: what they draw, measured from their points."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import ValueTracker

from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window, window
from nowshowing.stage.chords import Chord
from nowshowing.stage.labels import AxisRow, place_on_curve
from nowshowing.stage.legs import UnitLegs, unit_runs
from nowshowing.stage.lens import Lens, two_digits
from nowshowing.stage.lines import SlopeLine
from nowshowing.stage.number import Number
from nowshowing.stage.paths import clip_polyline, dashes, disc, polyline, rectangle
from nowshowing.stage.places import box_distance, densify, distance, inside
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import MARGIN, Region, divide, frame_size
from nowshowing.stage.sampling import thin
from nowshowing.stage.schedule import Schedule, way
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.theme import read_theme
from nowshowing.stage.ticks import tick_texts
from nowshowing.stage.written import column, latex_number, line_equation

THEME = read_theme("midnight")
SQUARE = Expression("x^2")
VIEW = Window(0.0, 4.0, 0.0, 16.0)
PLOT = Plot(VIEW, Region(-6, -3, 2, 3), THEME)


def in_plane(points: np.ndarray) -> np.ndarray:
    """Return frame points carried back into the plane of PLOT."""
    area = PLOT.area
    x = VIEW.x_lo + (points[:, 0] - area.left) / area.width * VIEW.width
    y = VIEW.y_lo + (points[:, 1] - area.bottom) / area.height * VIEW.height
    return np.column_stack([x, y])


def test_a_curve_is_drawn_where_the_function_is() -> None:
    """Every corner of the drawn curve lies on the graph, to a thousandth of a unit of the frame."""
    plane = in_plane(PLOT.curve(SQUARE).points)

    assert np.abs(plane[:, 1] - plane[:, 0] ** 2).max() * PLOT.y_unit < 1e-3


@pytest.mark.parametrize(("height", "drawn"), [(0.5, True), (0.0, False), (-0.5, False), (np.nan, False)])
def test_a_drop_line_without_length_is_not_drawn(height: float, drawn: bool) -> None:
    """From a point on the lower edge, or below it, nothing goes down."""
    low = float(PLOT.y_value(PLOT.area.bottom))

    assert bool(len(PLOT.drop(lambda: (1.0, low + height)).submobjects[0].points)) is drawn


def test_a_curve_is_cut_at_the_window_and_at_a_pole() -> None:
    """1/x in a window around 0 is two pieces, neither outside the window nor across the pole."""
    plot = Plot(Window(-2.0, 2.0, -4.0, 4.0), Region(-6, -3, 2, 3), THEME)

    pieces = plot.trace(Expression("1/x"))

    left, bottom, right, top = plot.box
    assert len(pieces) == 2
    assert all((piece[:, 0] >= left - 1e-9).all() and (piece[:, 0] <= right + 1e-9).all() for piece in pieces)
    assert all((piece[:, 1] >= bottom - 1e-9).all() and (piece[:, 1] <= top + 1e-9).all() for piece in pieces)
    assert pieces[0][:, 0].max() < float(plot.x(0)) < pieces[1][:, 0].min()


@pytest.mark.parametrize("gap", [2.0, 1.0, 0.5, 0.25, 0.001, -0.5])
def test_a_chord_is_drawn_with_its_slope(gap: float) -> None:
    """The slope measured from the ends of the line is the difference quotient, 4 + h."""
    chord = Chord(PLOT, SQUARE, 2.0, ValueTracker(gap), [[gap]], SecantTruth(SQUARE, 2.0, [[gap]]))

    assert chord.line.drawn_slope() == pytest.approx(4 + gap, abs=1e-6)
    assert chord.true_slope() == pytest.approx(4 + gap, abs=1e-12)


def test_legs_are_as_long_as_run_and_rise() -> None:
    """For h = 1 at 2 on x² the run is 1 and the rise 5."""
    chord = Chord(PLOT, SQUARE, 2.0, ValueTracker(1.0), [[1.0]], SecantTruth(SQUARE, 2.0, [[1.0]]))
    start, corner, end = in_plane(chord.legs.corners())

    assert corner - start == pytest.approx([1, 0], abs=1e-9)
    assert end - corner == pytest.approx([0, 5], abs=1e-9)


@pytest.mark.parametrize("slope", [4.0, 100.0, 0.0, -4.0])
def test_the_unit_leg_rises_by_the_slope(slope: float) -> None:
    """The rise over the run of the unit legs is the slope."""
    legs = UnitLegs(PLOT, lambda: (2.0, 4.0), slope, 2, 0.1, truth=SecantTruth(SQUARE, 2.0, []))
    start, corner, end = in_plane(legs.corners())

    assert (end - corner)[1] / (corner - start)[0] == pytest.approx(slope)


@pytest.mark.parametrize(("slope", "first"), [(4.0, 1.0), (0.0, 1.0), (-4.0, 1.0), (-10.0, -1.0), (40.0, 0.2)])
def test_a_run_of_1_is_taken_where_it_fits(slope: float, first: float) -> None:
    """The run is 1 where its rise stays in the window, to the left where only there, else the next round number."""
    assert unit_runs(PLOT, 2.0, 4.0, slope)[0] == first


def test_a_vertical_line_has_a_direction() -> None:
    """A tangent of infinite slope is upright, not nothing."""
    line = SlopeLine(PLOT, lambda: (2.0, 4.0), lambda: math.inf, "tangent")

    assert line.direction() == pytest.approx([0, 1])
    assert np.isfinite(line.ends()).all()


def test_a_lens_shows_both_points_well_apart() -> None:
    """The magnification grows as the gap shrinks, in proportion."""
    gap = ValueTracker(0.1)
    chord = Chord(PLOT, SQUARE, 2.0, gap, [[0.1, 0.01]], SecantTruth(SQUARE, 2.0, [[0.1, 0.01]]))
    lens = Lens(
        PLOT, SQUARE, chord.both, chord.line.direction, Region(2, 0, 5, 3), THEME, truth=chord.truth, gap=gap.get_value
    )
    near = lens.magnification()
    gap.set_value(0.01)

    assert lens.magnification() / near == pytest.approx(10, rel=0.05)


@pytest.mark.parametrize(("value", "text"), [(1.73, "1.7"), (9.99, "10.0"), (38.4, "38"), (1749.0, "1700")])
def test_a_magnification_has_two_digits(value: float, text: str) -> None:
    """A magnification is a rough number and looks like one."""
    assert two_digits(value) == text


def test_labels_leave_when_their_leg_is_too_short_and_are_whole_at_rest() -> None:
    """At each gap of the list a label is wholly there or wholly gone, and once gone it stays away."""
    gaps = [2.0, 1.0, 0.5, 0.25, 0.1, 0.01]
    gap = ValueTracker(gaps[0])
    plot = Plot(Window(0.0, 5.0, 0.0, 20.0), Region(-6, -3, 2, 3), THEME)
    chord = Chord(plot, SQUARE, 2.0, gap, [gaps], SecantTruth(SQUARE, 2.0, [gaps]))

    for label in chord.legs.labels:
        shown = []
        for value in gaps:
            gap.set_value(value)
            label.draw()
            shown.append(label.clearance)
        assert set(shown) <= {0.0, 1.0}
        assert shown == sorted(shown, reverse=True)
        assert (shown[0], shown[-1]) == (1.0, 0.0)


def test_numbers_on_the_axis_make_room_for_marks() -> None:
    """The number under a mark is gone while the mark is there, and the mark leaves before it meets the fixed one."""
    gaps = [1.0, 0.05]
    gap = ValueTracker(1.0)
    plot = Plot(VIEW, Region(-6, -3, 2, 3), THEME)
    fixed, moving = (_formula("x_0 = 2"), 2.0), _formula("x_0 + h")
    places = (lambda: 2.0), (lambda: 2 + gap.get_value())
    row = AxisRow(plot, fixed, moving, places[1], gap, way(gaps), true=places)
    clearance = {x: vars(number).get("clearance", 1.0) for x, number in plot.x_numbers}

    assert (clearance[2.0], clearance[3.0], clearance[4.0]) == (0.0, 0.0, 1.0)
    gap.set_value(0.05)
    row.draw()
    assert vars(moving)["clearance"] == 0.0
    assert {x: vars(number).get("clearance", 1.0) for x, number in plot.x_numbers}[3.0] == 1.0


def _formula(latex: str):  # type: ignore[no-untyped-def]
    from nowshowing.stage.text import Formula

    return Formula(latex, "small", theme=THEME)


def test_a_name_keeps_clear_of_the_curve() -> None:
    """A label placed beside a curve has the clearance that it reports."""
    name = _formula("y = x^2")
    PLOT.curve(SQUARE)
    taken = densify(PLOT.pieces)

    room = place_on_curve(name, PLOT, PLOT.pieces, taken)

    left, bottom, right, top = name.ink
    box = (name.x + left, name.y + bottom, name.x + right, name.y + top)
    assert room >= 0.1
    assert distance(box, taken) >= room - 1e-9
    assert inside(box, PLOT.box) >= 0


def test_a_schedule_is_whole_at_its_samples_and_fades_between() -> None:
    """Presence is 1 or 0 at the places of rest, fades between them, and is 0 before there is no room."""
    value = ValueTracker(1.0)
    schedule = Schedule(value, [1.0, 0.1], lambda: value.get_value() > 0.5)

    def at(x: float) -> float:
        value.set_value(x)
        return schedule()

    assert (at(1.0), at(0.1)) == (1.0, 0.0)
    assert 0 < at(0.7) < 1
    assert at(0.5) == pytest.approx(0, abs=0.05)
    assert at(0.3) == 0


def test_a_schedule_sees_what_sweeps_by_between_its_samples() -> None:
    """Where there is no room for a moment on the way, something is gone by then, and stays away."""
    value = ValueTracker(10.0)
    schedule = Schedule(value, [10.0, 8.0, 6.0], lambda: not 9.2 < value.get_value() < 9.5)

    def at(x: float) -> float:
        value.set_value(x)
        return schedule()

    assert at(10.0) == 1.0
    assert [at(x) for x in (9.5, 9.3, 8.0, 6.0)] == [pytest.approx(0, abs=0.05), 0, 0, 0]


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_regions_keep_the_margin_and_do_not_overlap(aspect: str) -> None:
    """Title, plot, panel and captions are apart, inside the frame's margin."""
    width, height = frame_size(aspect)
    regions = divide(aspect)
    boxes = [(r.left, r.bottom, r.right, r.top) for r in (regions.title, regions.plot, regions.panel, regions.caption)]

    assert min(width, height) == 8
    assert all(box_distance(a, b) >= -1e-9 for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert all(inside(box, (-width / 2, -height / 2, width / 2, height / 2)) >= MARGIN - 1e-9 for box in boxes[:3])


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=2, max_size=12))
@settings(derandomize=True, max_examples=60)
def test_a_clipped_line_stays_in_its_box(corners: list[tuple[float, float]]) -> None:
    """Whatever the line, its pieces lie inside the box, and what was inside is kept."""
    box = (-1.0, -2.0, 3.0, 1.0)
    xy = np.array(corners)

    pieces = clip_polyline(xy, box)

    for piece in pieces:
        assert inside((piece[:, 0].min(), piece[:, 1].min(), piece[:, 0].max(), piece[:, 1].max()), box) >= -1e-9
    kept = densify(pieces, 0.01)
    for a, b in pairwise(xy):
        middle = (a + b) / 2
        if inside((*middle, *middle), box) > 1e-3:
            assert distance((*middle, *middle), kept) <= 0.02


@pytest.mark.parametrize("far", [1e6, 1e15, 1e36])
def test_what_comes_from_far_out_is_clipped_into_the_box(far: float) -> None:
    """Rounding of what is far away does not carry a line out of its box."""
    box = (-1.0, -2.0, 3.0, 1.0)

    for xy in ([(0, 0), (far, 0.3 * far), (0.5, 0.5)], [(-far, 0.1), (0.2, 0.1)], [(far, -1), (-far, 1)]):
        for piece in clip_polyline(np.array(xy, dtype=float), box):
            assert inside((piece[:, 0].min(), piece[:, 1].min(), piece[:, 0].max(), piece[:, 1].max()), box) >= 0


def test_dashes_begin_and_end_with_a_dash() -> None:
    """Both ends of a dashed line are drawn, whatever its length."""
    for length in (0.05, 0.31, 1.0, 2.37):
        points = dashes([(0, 0), (length, 0)], 0.2, 0.13)
        assert points[:, 0].min() == pytest.approx(0)
        assert points[:, 0].max() == pytest.approx(length)


def test_circles_and_rectangles_have_their_size() -> None:
    """A disc has its radius everywhere (to 3e-4 of it); a rounded rectangle its box."""
    radii = np.hypot(*disc((1, 2), 0.5)[::4, :2].T - np.array([[1], [2]]))
    box = rectangle(-1, -2, 3, 4, 0.3)

    assert radii == pytest.approx(0.5, rel=3e-4)
    assert (box[:, 0].min(), box[:, 1].min(), box[:, 0].max(), box[:, 1].max()) == pytest.approx((-1, -2, 3, 4))
    assert len(polyline([(0, 0)])) == 0


def test_thinning_keeps_the_shape() -> None:
    """A thinned polyline deviates from the full one by less than a hundredth of a unit, with far fewer corners."""
    x = np.linspace(0, 6, 2000)
    full = np.column_stack([x, np.sin(x)])
    thinned = thin(full)

    assert len(thinned) < 1200
    assert np.abs(np.interp(x, thinned[:, 0], thinned[:, 1]) - full[:, 1]).max() < 1e-2


@pytest.mark.parametrize(
    ("ticks", "texts"),
    [
        ((-1.0, 0.0, 1.0), ["-1", "0", "1"]),
        ((0.0, 0.25, 0.5), ["0", "0.25", "0.50"]),
        ((0.0, 1e6, 2e6), ["0", r"1 \cdot 10^{6}", r"2 \cdot 10^{6}"]),
        ((), []),
    ],
)
def test_numbers_of_an_axis_share_their_form(ticks: tuple[float, ...], texts: list[str]) -> None:
    """Ticks have the same decimals; very large ones a power of ten."""
    assert tick_texts(ticks) == texts


@pytest.mark.parametrize(
    ("slope", "intercept", "latex"),
    [
        (4.0, -4.0, "y = 4x - 4"),
        (1.0, 0.0, "y = x"),
        (-1.0, 2.5, "y = -x + 2.5"),
        (0.0, 3.0, "y = 3"),
        (0.36235775, 0.4972, "y = 0.3624x + 0.4972"),
        (-2e-8, -4.5, r"y \approx -4.5"),
        (2.0, 3e-7, r"y \approx 2x"),
        (1e-9, 1e-9, r"y \approx 0.0000"),
    ],
)
def test_a_line_is_written_as_one_writes_it(slope: float, intercept: float, latex: str) -> None:
    """No 1x, no + 0, no + −4; what is too small for the decimals is left out and the line only comes close."""
    assert line_equation(slope, intercept, 4) == latex


def test_columns_of_numbers_agree_in_their_digits() -> None:
    """Exact numbers drop needless zeros; rounded ones keep the same decimals."""
    assert column([6.0, 5.0, 4.5, 4.25]) == ["6", "5", "4.5", "4.25"]
    assert column([-0.12347, 0.21822, 0.36], 4) == ["−0.1235", "0.2182", "0.3600"]
    assert column([45913.68227731, 5.5], 4) == ["45913.6823", "5.5"]
    assert latex_number(-0.25) == "-0.25"


def test_a_live_number_shows_its_value() -> None:
    """The text follows the value; the glyphs follow the text."""
    value = ValueTracker(4.25)
    number = Number(value.get_value, 2, theme=THEME)
    before = number.shape.points.copy()
    value.set_value(-4.0)
    number.draw()

    assert number.text == "−4.00"
    assert number.shape.points.shape != before.shape or not np.array_equal(number.shape.points, before)


def test_windows_show_the_points() -> None:
    """The window chosen for a chord holds both its points."""
    view = window(SQUARE, [2.0, 4.0])

    assert view.contains(2.0, 4.0)
    assert view.contains(4.0, 16.0)
