"""The lens of a secant, where it finds room, and the graph that is sampled for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from nowshowing.maths.expression import Expression
from nowshowing.maths.windows import Window
from nowshowing.stage.chords import Chord
from nowshowing.stage.lens import Lens
from nowshowing.stage.lens_room import room_for_lens
from nowshowing.stage.places import box_distance, filling
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region, divide
from nowshowing.stage.sampling import BEYOND, sampled
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.theme import read_theme
from nowshowing.stage.values import Tracker

THEME = read_theme("midnight")
BOX = (-3.0, -2.0, 3.0, 2.0)

Array = NDArray[np.float64]


def graph(f: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return the points of a graph for parameters."""
    return lambda t: np.column_stack([t, f(t)])


def lens(function: str, at: float, gap: float, view: Window, region: Region) -> Lens:
    """Return a lens on the ends of a chord."""
    f = Expression(function)
    plot = Plot(view, divide("16:9").plot, THEME)
    truth = SecantTruth(f, at, [[gap]])
    chord = Chord(plot, f, at, Tracker(gap), [[gap]], truth)
    return Lens(plot, f, chord.both, chord.line.direction, region, THEME, truth=truth, gap=chord.gap.get_value)


@pytest.mark.parametrize("f", [np.sin, np.abs, lambda t: 30 * (t - 1.2), lambda t: np.exp(40 * t), lambda t: 0 * t])
def test_a_graph_is_sampled_as_finely_as_it_is_seen(f: Callable[[Array], Array]) -> None:
    """Halfway between two points in sight the graph is where the straight line is, to 2 thousandths of a unit."""
    [piece] = sampled(graph(f), [-3.0, 3.0], BOX)

    seen = (np.abs(piece[:-1, 1]) < 2) & (np.abs(piece[1:, 1]) < 2)
    middles = (piece[:-1] + piece[1:])[seen] / 2
    steps = np.diff(piece, axis=0)[seen]
    off = np.abs(f(middles[:, 0]) - middles[:, 1]) * np.abs(steps[:, 0]) / np.hypot(*steps.T)
    assert off.max() < 2e-3


def test_a_sampled_graph_stays_near_its_box_and_is_broken_at_its_ends() -> None:
    """1/t runs away at 0 on either side, and nothing joins the two."""
    left, right = sampled(graph(lambda t: 1 / t), [-3.0, 0.0, 3.0], BOX)

    assert left[-1, 0] < 0 < right[0, 0]
    assert (left[-1, 1], right[0, 1]) == (-2 - BEYOND, 2 + BEYOND)


@pytest.mark.parametrize(
    ("function", "at", "gap", "view"),
    [
        ("x^2", 2.0, 0.1, Window(0, 5, 0, 20)),
        ("0.1 * e^(-x) + 2", -6.0, 1.0, Window(-160, 900, -20, 400)),
        ("tan(x)", 1.5, 0.02, Window(0, 3, -50, 150)),
        ("(3 * (x - 2))^(1/3)", 0.0, -0.001, Window(-4650, 1550, -39, 19)),
        ("|x|", 0.0, 0.01, Window(-2, 2, -1, 3)),
    ],
)
def test_what_a_lens_states_is_true(function: str, at: float, gap: float, view: Window) -> None:
    """Curve, chord and points stand where they belong, to half a pixel, however much is magnified."""
    glass = lens(function, at, gap, view, Region(2, 0, 5, 3))

    assert glass.magnifies()
    assert max(claim.error() for claim in glass.claims()) < 0.5 * 8 / 1080


def test_a_marker_beside_what_is_seen_closer_is_found() -> None:
    """It stands around the points, to half a pixel."""
    glass = lens("x^2", 2.0, 0.1, Window(0, 5, 0, 20), Region(2, 0, 5, 3))
    [marked] = [claim for claim in glass.claims() if claim.of is glass.marker]
    before = marked.error()
    glass.marker.shift([8 / 1080, 0, 0])

    assert before < 1e-6
    assert marked.error() > 0.5 * 8 / 1080


def test_a_lens_shows_nothing_smaller_than_the_plot() -> None:
    """With the points far apart there is nothing to see closer."""
    glass = lens("x^2", 1.0, 3.0, Window(0, 5, 0, 20), Region(2, 0, 5, 3))

    assert not glass.magnifies()
    assert len(glass.curve.submobjects[0].points) == 0


def test_in_a_low_region_the_caption_stands_beside_the_lens() -> None:
    """The glass keeps the region's height; elsewhere it leaves the room above it to the caption."""
    low, high = Region(0, 0, 4, 1), Region(0, 0, 4, 2.5)

    assert lens("x^2", 1.0, 0.1, Window(0, 5, 0, 20), low).glass.height == low.height
    assert lens("x^2", 1.0, 0.1, Window(0, 5, 0, 20), high).glass.width == high.width


def test_a_lens_takes_a_free_corner_or_another_region() -> None:
    """It keeps clear of what is there, as large as it can be; where no corner is free it goes elsewhere."""
    plot = Plot(Window(0, 5, 0, 20), divide("16:9").plot, THEME)
    left, bottom, right, top = plot.box
    elsewhere = Region(0, 0, 1, 1)
    half = filling((left, bottom, (left + right) / 2, top))

    found = room_for_lens(plot, half, elsewhere)

    assert found is not elsewhere
    assert box_distance((found.left, found.bottom, found.right, found.top), (left, bottom, (left + right) / 2, top)) > 0
    assert room_for_lens(plot, filling(plot.box), elsewhere) is elsewhere


@pytest.mark.parametrize(
    ("function", "x_range", "y_range"),
    [
        ("ln(x)", (-20000.0, 120000.0), (-6.0, 18.0)),
        ("sin(1/x)", (-0.3, 1.3), (-1.2, 1.2)),
        ("e^(-x^2)", (-4000.0, 9000.0), (-0.1, 1.1)),
    ],
)
def test_a_curve_is_measured_where_it_is_all_but_upright(
    function: str, x_range: tuple[float, float], y_range: tuple[float, float]
) -> None:
    """A curve drawn right is found right, however steeply it ends or swings; one drawn 2 px too high is found wrong."""
    plot = Plot(Window(*x_range, *y_range), divide("16:9").plot, THEME)
    curve = plot.curve(Expression(function))
    pixel = 8 / 1080

    assert plot.off_graph(curve, Expression(function)) < pixel / 2
    curve.shift(np.array([0.0, 2 * pixel, 0.0]))
    assert plot.off_graph(curve, Expression(function)) > pixel
