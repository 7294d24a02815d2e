"""Number lines to one scale, and what is marked on them."""

from __future__ import annotations

import numpy as np
import pytest

from nowshowing.stage.marked_interval import Band, MarkedInterval, Measure
from nowshowing.stage.number_line import NumberLine, Scale, fit_scale
from nowshowing.stage.regions import Region
from nowshowing.stage.theme import read_theme
from nowshowing.stage.values import Tracker

THEME = read_theme("midnight")
REGION = Region(-5.0, -2.0, 5.0, 2.0)


def line_of(lo: float, hi: float, y: float = 0.0, **options: float) -> NumberLine:
    """Return a line that fills the region."""
    return NumberLine(fit_scale(lo, hi, REGION), lo, hi, y, THEME, numbers=int(options.get("numbers", -1)))


def clearance(thing: object) -> float:
    """Return how wholly something is there."""
    return float(vars(thing).get("clearance", 1.0))


def test_a_scale_fills_its_region_and_can_be_moved() -> None:
    """One unit, one zero; ``moved_to`` keeps the unit."""
    scale = fit_scale(-2, 8, REGION)

    assert scale == Scale(zero=-3.0, unit=1.0)
    assert float(scale.x(8)) == 5.0
    assert scale.moved_to(1000, 0.0) == Scale(-1000.0, 1.0)


@pytest.mark.parametrize(("lo", "hi"), [(-3, 9), (0, 0.004), (-1e5, 4e5), (998.2, 1001.8), (0.1, 0.3), (-12.5, 1.25)])
def test_numbers_stand_under_their_ticks_and_apart(lo: float, hi: float) -> None:
    """There are two at least, each in the middle of its tick, 0.3 units from the next."""
    line = line_of(lo, hi)
    middles = [number.x + number.width_units / 2 for number in line.numbers]

    assert len(line.ticks) >= 2
    assert middles == pytest.approx([float(x) for x in line.x(line.ticks)])
    gaps = [b.x - a.x - a.width_units for a, b in zip(line.numbers[:-1], line.numbers[1:], strict=True)]
    assert min(gaps) >= 0.3


def test_a_line_follows_its_height() -> None:
    """Line, numbers and marks move with a height that is read before every frame."""
    height = Tracker(1.0)
    line = NumberLine(fit_scale(0, 4, REGION), 0, 4, height.get_value, THEME)
    before = line.numbers[0].y
    height.set_value(-0.5)
    line.draw()

    assert line.numbers[0].y == pytest.approx(before - 1.5)
    assert line.at(2.0) == pytest.approx(np.array([0.0, -0.5]))


def test_an_interval_is_drawn_to_scale_with_its_sign() -> None:
    """The bar's length is the difference of the ends, negative where the second lies to the left."""
    line = line_of(0, 10)
    interval = MarkedInterval(line, lambda: (4.0, 3.25), "rise", THEME)

    assert interval.drawn_length() == pytest.approx(-0.75)


@pytest.mark.parametrize(("ends", "order"), [((4.0, 4.5), "ab"), ((4.0, 3.5), "ba"), ((4.0, 4.0), "ab")])
def test_names_of_ends_stand_outside_and_show_a_flip(ends: tuple[float, float], order: str) -> None:
    """From left to right a, b; or b, a where the interval is turned round. They never touch."""
    interval = MarkedInterval(line_of(0, 10), lambda: ends, "rise", THEME, names=("a", "b"))
    a, b = interval.names.submobjects
    left, right = (a, b) if order == "ab" else (b, a)

    assert left.x + left.width_units + 0.1 <= right.x


def test_a_label_tells_the_present_value_and_stays_in_bounds() -> None:
    """``dx = 0.20`` over the middle of the bar, pushed back at the bounds."""
    width = Tracker(0.2)
    label = Measure(r"\mathrm{d}x", width.get_value, 2, "gap", THEME)
    line = line_of(0, 10)
    MarkedInterval(line, lambda: (9.7, 9.7 + width.get_value()), "gap", THEME, label=label, bounds=(-5.0, 5.0))

    assert label.number.text == "0.20"
    assert label.symbol.x + label.width_units <= 5.0 + 1e-9


def test_a_band_goes_from_ends_to_ends_and_twists_with_a_flip() -> None:
    """The ring visits a, b, the image of b, the image of a; ``reach`` tells how far it has come."""
    upper, lower = line_of(0, 10, 1.0), line_of(0, 10, -1.0)
    first = MarkedInterval(upper, lambda: (2.0, 3.0), "gap", THEME)
    second = MarkedInterval(lower, lambda: (6.0, 4.0), "rise", THEME)
    reach = Tracker(1.0)
    band = Band(first, second, THEME, reach=reach)
    corners = band.area.points[::4, :2]

    assert corners == pytest.approx(np.array([(-3, 1), (-2, 1), (-1, -1), (1, -1)]))
    reach.set_value(0.5)
    band.draw()
    assert band.area.points[:, 1].min() == pytest.approx(0.0)


def test_numbers_make_way_for_what_would_touch_them() -> None:
    """A number leaves while the place is taken, and is back when it is free; the others stay."""
    width = Tracker(2.0)
    line = line_of(0, 10)

    def taken() -> np.ndarray:
        return np.array(
            [(float(line.x(x)), line.number_baseline + 0.1) for x in np.arange(4, 4 + width.get_value(), 0.1)]
        )

    line.make_way(width, [2.0, 1.0, 0.5], taken)
    shown = {tick: clearance(number) for tick, number in zip(line.ticks, line.numbers, strict=True)}
    assert [tick for tick, there in shown.items() if there == 0] == [4.0, 5.0, 6.0]

    width.set_value(0.5)
    line.draw()
    shown = {tick: clearance(number) for tick, number in zip(line.ticks, line.numbers, strict=True)}
    assert [tick for tick, there in shown.items() if there == 0] == [4.0]
