"""The figures of a chain of functions: views to scale, a graph of nodes and edges, braces, products as shown."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from nowshowing.maths.chains import (
    as_factor,
    linear_maps,
    magnified,
    natural_span,
    nudged,
    views,
    zeros_between,
)
from nowshowing.maths.expression import Expression
from nowshowing.maths.settling import settled
from nowshowing.stage.braces import Brace
from nowshowing.stage.chain_lines import POINT, ChainLines
from nowshowing.stage.chain_rows import pace_row
from nowshowing.stage.ghost_interval import GhostInterval
from nowshowing.stage.graph import Graph, Node
from nowshowing.stage.live import box_of
from nowshowing.stage.places import CLEAR, distance
from nowshowing.stage.product_row import ProductRow, Term, relation, side_by_side
from nowshowing.stage.regions import Region
from nowshowing.stage.replay import Replay
from nowshowing.stage.text import Formula, Words
from nowshowing.stage.theme import read_theme

THEME = read_theme("midnight")
REGION = Region(-6.6, -2.0, 6.6, 2.7)


def outer(source: str) -> Expression:
    return Expression(source, ("u", "x"))


def test_a_nudge_is_carried_by_the_functions_themselves() -> None:
    """Not by their slopes: x² takes [0.8, 0.96] to [0.64, 0.9216]; however small, nothing cancels."""
    nudge = nudged(outer("sin u"), Expression("x^2"), 0.8, 0.16)

    assert nudge.u == pytest.approx((0.64, 0.9216))
    assert nudge.inner * nudge.outer == pytest.approx(nudge.direct, rel=1e-14)
    assert nudged(outer("sin u"), Expression("x^2"), 0.8, 1e-12).inner == pytest.approx(1.6 + 1e-12, rel=1e-15)


def test_where_u_stays_put_the_outer_factor_is_the_slope() -> None:
    """There is no ratio to measure."""
    assert nudged(outer("u^2"), Expression("3"), 1, 0.5).outer == 6


@pytest.mark.parametrize(
    ("f", "g", "at", "nudge", "common_zero", "powers"),
    [
        ("sin u", "x^2", 0.8, 0.16, True, (0, 0, 0)),
        ("2u", "3x", 0.5, 0.5, True, (0, 0, 0)),
        ("u^2/9", "x+3", 10.0, 0.1, False, (0, 0, 0)),
        ("u^5", "3x^2+1", 1.0, 0.1, False, (0, 0, -3)),
    ],
)
def test_three_lines_share_a_scale_where_one_can_serve(
    f: str, g: str, at: float, nudge: float, common_zero: bool, powers: tuple[int, ...]
) -> None:
    """A common zero, else a common unit, else units apart by a stated power of ten; the nudge is always seen."""
    found = nudged(outer(f), Expression(g), at, nudge)
    shown = views(found, 9.0)

    assert (len({view.left for view in shown}) == 1) == common_zero
    assert tuple(view.power for view in shown) == powers
    assert all(view.unit == pytest.approx(shown[0].unit * 10.0**view.power) for view in shown)
    assert abs(found.dx) * shown[0].unit >= 0.1
    for view, ends in zip(shown, found.lines, strict=True):
        assert all(-1e-9 <= view.at(end) <= 9 + 1e-9 for end in ends)


def test_a_magnified_nudge_fills_most_of_the_width() -> None:
    """Whichever way its images point."""
    unit, start = magnified((1.0, -2.0, 1.5), (0, 0, 0), 7.0)

    assert 3.5 * unit == pytest.approx(5.25)
    assert (start - 2 * unit, start + 1.5 * unit) == pytest.approx((0.875, 6.125))


def test_the_span_shows_a_tame_unbroken_stretch() -> None:
    """Few turns, no pole, and a tangent that is not crushed."""
    assert natural_span(outer("sin u"), Expression("x^2"), 0.8) == pytest.approx((-1.7, 3.3))
    low, high = natural_span(outer("sin u"), Expression("1/x"), 0.5)
    assert 0 <= low < 0.5 < high
    low, high = natural_span(outer("sin u"), Expression("ln(cos x)"), 0.8)
    assert -math.pi / 2 < low < 0.8 < high < math.pi / 2
    assert max(abs(low), high) < math.pi / 2 - 1e-7, "at the pole itself rounding would decide where the value is"
    low, high = natural_span(outer("u^5"), Expression("3x^2+1"), 1.0)
    assert high < 1.7
    assert zeros_between(Expression("x^2-2"), 0, 3) == pytest.approx((np.sqrt(2),))


def test_factors_are_written_as_one_multiplies() -> None:
    """In brackets where they are sums, or negative and not the first."""
    assert as_factor(Expression("cos(1-x^2)"), first=True) == r"\cos\left(1 - x^{2}\right)"
    assert as_factor(Expression("-2x"), first=False) == r"\left( -2 x \right)"
    assert as_factor(Expression("-2x"), first=True) == "-2 x"
    assert as_factor(Expression("2x+1"), first=True).startswith(r"\left(")


@pytest.mark.parametrize(("factors", "sign"), [((3.0, 2.0), "="), ((1.6, 0.8021), "="), ((1.16, 0.714), r"\approx")])
def test_a_product_is_equal_only_if_its_digits_are(factors: tuple[float, float], sign: str) -> None:
    """What a viewer makes of the digits shown."""
    assert relation(factors, 2) == sign


def test_numbers_side_by_side_share_their_decimals() -> None:
    """Unless each is short in full."""
    assert side_by_side((6, 1280, 7680), 2) == ["6", "1280", "7680"]
    assert side_by_side((1.6, 0.8021, -1.2834), 2) == ["1.60", "0.80", "-1.28"]
    assert side_by_side((25936.9639826962, 1), 2) == ["25936.96", "1.00"]


def test_a_product_row_fits_its_region() -> None:
    """Numbers shrink; names and signs keep their places in between."""
    terms = [Term("a", lambda: 1e5, "gap", [1e5]), Term("b", lambda: -2e5, "rise", [-2e5])]
    product = Term("product", lambda: -2e10, "ink", [-2e10])
    row = ProductRow(terms, product, None, Region(-3.5, -3, 3.5, -1.8), 2, THEME)

    left, _, right, _ = box_of(row)
    assert left >= -3.51
    assert right <= 3.51


@pytest.mark.parametrize(
    ("f", "g", "has_paces"),
    [("sin u", "x^2", True), ("sin u", "(x + 0.5)^(1/3)", False), ("u^(1/3)", "x", False), ("u^2", "5", True)],
)
def test_paces_go_unsaid_where_a_curve_is_upright(f: str, g: str, has_paces: bool) -> None:
    """However close to a vertical tangent a frame falls, there is no room for all numbers that it may show."""
    replay = Replay(outer(f), Expression(g), -1.0, (-2.0, 1.0), (), 1.0, REGION, THEME)

    assert (pace_row(replay, REGION, 2, THEME) is not None) == has_paces


def drawn(lines: ChainLines, k: int) -> Callable[[], float]:
    """Return what measures a bar as drawn, in units of its line."""
    bar = lines.bars.submobjects[2 + k]
    return lambda: float(bar.points[-1, 0] - bar.points[0, 0]) / lines.unit(k) if len(bar.points) else 0.0


def test_bars_are_as_long_as_the_functions_make_them() -> None:
    """Wherever the nudge is on its way to nothing, and with flips."""
    f, g = outer("e^u"), Expression("-x^2/2")
    lines = ChainLines(f, g, 1.0, 0.3, REGION, THEME, 2)
    lines.carried.set_value(3.0)
    for closeness in (0.0, 0.4, 1.0):
        lines.closeness.set_value(closeness)
        lines.bars.draw()
        for k in range(3):
            assert drawn(lines, k)() == pytest.approx(lines.now().lengths[k], rel=1e-9)
    assert drawn(lines, 1)() < 0


@pytest.mark.parametrize(
    ("f", "g", "at", "nudge", "share"),
    [
        ("sin u", "x^2", 0.8, 0.16, 1e-3),
        ("2^u", "cos(10(x + 0.5))", 2.0, -8.0, 1e-6),
        ("(3(u - 2))^4", "cos(1/x^2)", -0.02, -2.0, 1e-11),
        ("u", "x^2/8", 0.5, -0.1, 1e-3),
        ("|u|", "x", 0.0, 0.1, 1e-3),
    ],
)
def test_a_nudge_shrinks_until_its_factors_read_as_the_slopes(
    f: str, g: str, at: float, nudge: float, share: float
) -> None:
    """Or as close to them as can be: what stays on screen beside the slopes does not contradict them."""
    assert math.log10(settled(outer(f), Expression(g), at, nudge, 2)) == pytest.approx(math.log10(share))


def test_a_graph_is_not_run_through_where_it_grows_without_measure() -> None:
    """Beside 2^x at −7400 its values far on the right are none that a plot could show."""
    f, g = outer("2^(2(u - 0.3))"), Expression("2^x")

    lo, hi = natural_span(f, g, -7400.0)

    assert lo < -7400 < hi
    assert float(g(np.linspace(lo, hi, 100))[94]) < 1e7


def test_the_lines_end_where_the_factors_read_as_the_slopes() -> None:
    """Magnified as much as that takes."""
    lines = ChainLines(outer("2^u"), Expression("cos(10(x + 0.5))"), 2.0, -8.0, REGION, THEME, 3)
    lines.closeness.set_value(1.0)

    assert [factor.text for factor in lines.factors] == ["× 1.324", "× 1.378"]
    assert lines.interval(0)[0, 0] - lines.interval(0)[1, 0] > 1


def test_what_is_not_yet_carried_is_not_drawn() -> None:
    """du appears on its line only when it has arrived."""
    lines = ChainLines(*linear_maps(3, 2), 0.5, 0.5, REGION, THEME, 0)
    lengths = []
    for carried in (0.0, 1.0, 2.0, 3.0):
        lines.carried.set_value(carried)
        lines.bars.draw()
        lengths.append([round(drawn(lines, k)(), 9) for k in range(3)])

    assert lengths == [[0, 0, 0], [0.5, 0, 0], [0.5, 1.5, 0], [0.5, 1.5, 3.0]]


@pytest.mark.parametrize("slant", [1.0, -0.5, 3.0])
def test_the_point_falls_clear_of_the_numbers(slant: float) -> None:
    """Those that it would pass too closely are not there, however it falls."""
    for at in np.linspace(0.3, 1.3, 11):
        lines = ChainLines(outer(f"{slant}u"), Expression("x^2"), float(at), 4.9, REGION, THEME, 2)
        numbers = [number for line in lines.ticked for i, number in enumerate(line.numbers) if line.shown[i]()]
        for fallen in np.linspace(0, 2, 81):
            lines.fallen.set_value(float(fallen))
            lines.point.draw()
            front = box_of(lines.point.submobjects[1 + int(np.ceil(fallen))])
            centre = np.array([(front[:2] + front[2:]) / 2])
            assert all(distance(tuple(box_of(number)), centre) >= POINT + CLEAR - 1e-6 for number in numbers)


def test_a_ghost_has_the_wrong_length_to_scale() -> None:
    """And its words stay in the region."""
    words = Words("without × 3", "small", "muted", theme=THEME)
    ghost = GhostInterval((6.0, 0.0), 0.25, 2.0, words, REGION, THEME)

    start, end = ghost.bar.points[[0, -1], 0]
    assert (end - start) / 2.0 == pytest.approx(0.25)
    assert box_of(words)[2] <= REGION.right


@pytest.mark.parametrize(("region", "axis"), [(REGION, 0), (Region(-3, -5, 3, 5), 1)])
def test_a_graph_flows_along_the_longer_side(region: Region, axis: int) -> None:
    """Boxes keep apart, arrows end at boxes, everything stays inside."""
    nodes = [Node("x", "x", "gap", 0), Node("u", "u = x^2", "secant", 1), Node("v", "v", "secant", 1, 1.0),
             Node("y", "y = uv", "rise", 2)]  # fmt: skip
    graph = Graph(nodes, [("x", "u"), ("x", "v"), ("u", "y"), ("v", "y")], region, THEME)

    along = [graph.centres[name][axis] for name in ("x", "u", "y")]
    assert along == sorted(along, reverse=axis == 1)
    left, bottom, right, top = box_of(graph)
    assert region.left <= left
    assert right <= region.right
    assert region.bottom <= bottom
    assert top <= region.top
    tail, tip = graph.ends("x", "u")
    assert abs(tip[axis] - tail[axis]) >= 0.5


def test_a_brace_lies_below_the_part_it_names() -> None:
    """As wide as that part, words at the end asked for."""
    formula = Formula(r"a + \role{rise}{bcd} + e", "title", theme=THEME).place(0, 0)
    part = next(s for p, s in zip(formula.outline.parts, formula.submobjects, strict=True) if p.role == "rise")
    brace = Brace(formula, "rise", "a product", THEME, "right")

    assert box_of(brace.shape)[[0, 2]] == pytest.approx(box_of(part)[[0, 2]])
    assert box_of(brace.shape)[3] < box_of(part)[1]
    assert box_of(brace.words)[2] == pytest.approx(box_of(part)[2], abs=0.05)
