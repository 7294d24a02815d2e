"""A chain's pictures cope with what is long, large or small: numbers, formulas, frames."""

from __future__ import annotations

import numpy as np
import pytest
from manim import smooth

from nowshowing.maths.chains import Beside, nudged, views
from nowshowing.maths.constraints import OneLine
from nowshowing.maths.expression import Expression
from nowshowing.maths.latex_width import latex_width
from nowshowing.maths.numbers import in_digits
from nowshowing.maths.windows import Window
from nowshowing.stage.chain_formula import ChainFormula
from nowshowing.stage.chain_graph import ChainGraph
from nowshowing.stage.chain_lines import FRAMES, ChainLines
from nowshowing.stage.heading import stack_heading
from nowshowing.stage.live import box_of
from nowshowing.stage.plot import Plot
from nowshowing.stage.product_row import ProductRow, Term
from nowshowing.stage.reading import reading_time
from nowshowing.stage.regions import Region, divide
from nowshowing.stage.replay import Replay
from nowshowing.stage.text import Formula
from nowshowing.stage.theme import read_theme
from nowshowing.stage.ticks import tick_texts
from nowshowing.stage.zero_marks import ZeroMarks
from nowshowing.trust.written import numbers_in
from nowshowing.typeset.outlines import set_formula

THEME = read_theme("midnight")
LONG = "((-2(u - 5))^2 - 1)^2 + 3sin(4u) - sqrt(1 + u^2)"


def outer(source: str) -> Expression:
    return Expression(source, ("u", "x"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.5403, 4, "0.5403"), (-1280.12345, 4, "−1280.1235"), (1103.66, 2, "1103.66"), (7.2e10, 2, "72000000000")],
)
def test_large_numbers_go_without_decimals(value: float, decimals: int, text: str) -> None:
    """Eight digits are enough."""
    assert in_digits(value, decimals) == text


@pytest.mark.parametrize("source", ["x^2", "sin(cos(x))", "1/(1+x^2)^3", "sqrt(1+(x e^(-x))^2)", "|x|/3 - ln(2x)"])
def test_a_width_is_told_without_setting_the_formula(source: str) -> None:
    """Rather too much than too little."""
    latex = Expression(source).latex
    width = set_formula(rf"\textstyle {latex}").width

    assert width <= latex_width(latex) <= 1.5 * width


def test_what_does_not_fit_on_a_line_is_refused() -> None:
    """With how much there is too much of it."""
    terms = " + ".join(f"sin({k}x + 1)" for k in range(2, 10))

    assert OneLine().problem({"inner": Expression("x^2 + sin(3x)")}, "inner") is None
    message = OneLine().problem({"inner": Expression(terms)}, "inner")
    assert message == "too long for one line of a narrow frame; write it about 52 % shorter"


def test_texts_beside_the_bands_have_room() -> None:
    """In a common view each stands within the line; the unit is the longest that allows it."""
    left, right = [Beside(0.64, 0.8)], [Beside(0.9216, 1.9), Beside(0.96, 1.5)]
    [view, *_] = views(nudged(outer("sin u"), Expression("x^2"), 0.8, 0.16), 5.4, left, right)

    assert all(view.at(text.value) >= text.room for text in left)
    ends = [view.at(text.value) + text.room for text in right]
    assert max(ends) <= 5.4 + 1e-9
    assert view.at(0.0) >= 0


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_lines_use_the_height_of_the_frame(aspect: str) -> None:
    """And their texts stay inside."""
    region = divide(aspect).wide.inset(bottom=1.25)
    lines = ChainLines(outer("e^u"), Expression("x^2"), 5.0, 0.1, region, THEME, 2)
    lines.carried.set_value(3.0)
    for part in (lines.bars, lines.follow):
        part.draw()

    assert lines.levels[0] - lines.levels[2] >= (0.6 if aspect == "9:16" else 0.35) * region.height
    boxes = np.array([box_of(text) for text in (*lines.places, *lines.measures, *lines.factors)])
    assert boxes[:, 0].min() >= region.left
    assert boxes[:, 2].max() <= region.right


def test_no_image_leaves_the_line_while_it_is_magnified() -> None:
    """Even where its factor is larger on the way than at both ends."""
    region = divide("16:9").wide.inset(bottom=1.25)
    lines = ChainLines(outer("2(u^3 - 3u) + 1"), Expression("e^(x+1)"), 2.0, -1.58, region, THEME, 2)
    for closeness in np.linspace(0, 1, 41):
        lines.closeness.set_value(float(closeness))
        ends = np.array([lines.interval(k)[:, 0] for k in range(3)])
        assert ends.min() >= lines.lines.line.left
        assert ends.max() <= region.right


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize(
    ("f", "g", "at", "nudge"),
    [
        ("2^u", "cos(10(x + 0.5))", 2.0, -8.0),
        ("u", "sin(20x)/10", 0.3, 7.0),
        ("cos(3u)", "x^2 - 4", -3.0, 5.5),
        ("e^(-u)", "2sin(9x) + x", 1.0, -2.5),
    ],
)
def test_texts_beside_the_bands_have_room_while_they_are_magnified(
    aspect: str, f: str, g: str, at: float, nudge: float
) -> None:
    """However the factors and the images swing on the way, and whatever digits and signs that brings about."""
    region = divide(aspect).wide.inset(bottom=1.25)
    lines = ChainLines(outer(f), Expression(g), at, nudge, region, THEME, 3)
    for k in range(FRAMES + 1):
        lines.closeness.set_value(smooth(k / FRAMES))
        lines.follow.draw()
        for factor in lines.factors:
            factor.draw()
        boxes = np.array([box_of(text) for text in (*lines.places, *lines.factors)])
        assert boxes[:, 0].min() >= lines.lines.line.left - 0.05
        assert boxes[:, 2].max() <= region.right


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize(("f", "g"), [("sin u", "x^2"), (LONG, LONG.replace("u", "x")), ("u^5", "3x^2+1")])
def test_a_long_formula_is_broken_or_shortened(aspect: str, f: str, g: str) -> None:
    """All rows stay inside the region, one below the other."""
    region = divide(aspect).wide
    formula = ChainFormula(outer(f), Expression(g), 1.5, (2.0, 3.0), region, 2, THEME)

    rows = [formula.rule, *formula.here, *formula.simplified, *formula.number]
    boxes = np.array([box_of(row) for row in rows])
    assert region.left - 0.01 <= boxes[:, 0].min()
    assert boxes[:, 2].max() <= region.right + 0.01
    assert region.bottom <= boxes[:, 1].min()
    assert boxes[:, 3].max() <= region.top
    assert (boxes[:-1, 1] - boxes[1:, 3] >= 0.1).all()
    assert all(reading_time(row) < 10 for row in rows)


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize(("f", "g", "at"), [("sin u", "x^2", 0.8), ("e^u", "x^2", 5.0), (LONG, "ln(1 + x^2)", 2.0)])
def test_a_computation_stays_in_its_frame(aspect: str, f: str, g: str, at: float) -> None:
    """Where formulas do not fit into the boxes, these hold letters."""
    region, (inner, function) = divide(aspect).wide, (Expression(g), outer(f))
    nudge = nudged(function, inner, at, 0.1)
    net = ChainGraph(function, inner, nudge, (nudge.inner, nudge.outer), region, 2, THEME)

    assert bool(net.heading) == (f == LONG or (f == "e^u" and aspect == "1:1"))
    for part in (*net.boxes, *net.numbers, *net.marks, *net.heading, net.arc, net.product):
        left, bottom, right, top = box_of(part)
        assert region.left - 0.06 <= left
        assert right <= region.right + 0.06
        assert region.bottom <= bottom
        assert top <= region.top + 0.01


def test_what_takes_long_to_be_read_is_written_in_u() -> None:
    """A fraction in which the inside stands many times says less than the same one in u."""
    f, g = outer("(1/(1 + u^2)) / (u^3 - 3u)"), Expression("x e^(-x) + 1/x^2")
    formula = ChainFormula(f, g, 2.4, (2.3, -0.27), divide("16:9").wide, 2, THEME)

    assert "u^{10}" in formula.here.submobjects[0].source
    assert reading_time(*formula.here) <= 4


def test_a_formula_has_no_exponent_that_no_author_may_write() -> None:
    """What it would simplify to is left out."""
    formula = ChainFormula(outer("(u^4)^4"), Expression("(x^4)^4"), 1.0, (16.0, 16.0), divide("16:9").wide, 2, THEME)

    assert formula.here.submobjects
    assert not any("255" in row.source for row in (*formula.here, *formula.simplified))


def test_formulas_over_a_plot_give_way_to_names() -> None:
    """Where they would be too small to be read."""
    replay = Replay(outer(LONG), Expression("x^2"), 0.8, [0.5, 1.0], (), 1.0, divide("9:16").wide, THEME)
    sources = [text.source for text in replay.plots.submobjects if isinstance(text, Formula)]

    assert sources == ["y = f(g(x))", "y = f(u)", r"u = \textstyle x^{2}"]


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize(
    ("f", "g", "at"),
    [
        ("1/(e^u)^2", "(e^x)^2 - 1", -10.0),
        ("1/(sin u)^2", "(e^x)^2 - 1", -10.0),
        ("u/1000", "x/10 + 1234.5", 0.5),
        ("u^2", "x/1000 + 1", -1234.5),
    ],
)
def test_numbers_of_two_plots_keep_apart(aspect: str, f: str, g: str, at: float) -> None:
    """What hardly moves is shown to stand still; numbers are legible, and none reaches over to the other plot."""
    replay = Replay(outer(f), Expression(g), at, [], (), 0.0, divide(aspect).wide, THEME)
    left, right = (np.array([box_of(n) for n in plot.numbers]) for plot in (replay.left, replay.right))

    assert right[:, 0].min() - left[:, 2].max() >= 0.1
    assert all(len(number.source) <= 8 for number in (*replay.left.numbers, *replay.right.numbers))


@pytest.mark.parametrize(
    "ticks",
    [(-0.999999975, -0.99999995), (9900.00001, 9900.00002, 9900.00003), (98010000.05, 98010000.1), (5e-13, 1e-12)],
)
def test_ticks_are_numbered_in_full(ticks: tuple[float, ...]) -> None:
    """However close together they are."""
    texts = tick_texts(ticks)

    assert len(set(texts)) == len(ticks)
    for text, tick in zip(texts, ticks, strict=True):
        [number] = numbers_in(text)
        assert number.value == pytest.approx(tick, rel=1e-9)


def test_a_heading_is_stacked_where_it_must_be() -> None:
    """Side by side in a wide region, below each other in a narrow one."""
    names = [Formula(text, "body", theme=THEME) for text in ("u = x^2 + 1", "y = u^5 - 3 u")]

    wide, narrow = stack_heading(names, Region(0, 0, 9, 2)), stack_heading(names, Region(0, 0, 4, 2))

    assert wide < narrow
    assert names[0].x == names[1].x == 0


def test_a_product_row_goes_without_what_has_no_room() -> None:
    """The comparison at its end is what matters least."""
    terms = [Term(name, lambda: 1e12, "ink", [1e12]) for name in "abcd"]
    row = ProductRow(terms[:2], terms[2], terms[3], Region(-3.5, -3, 3.5, -1.8), 2, THEME)

    assert row.beside is None
    assert box_of(row)[2] <= 3.51


def test_zeros_are_marked_in_the_row_of_the_axis() -> None:
    """As exactly as there is room for; only the axis' own numbers that they would touch make way."""
    plot = Plot(Window(-0.5, 3.5, -1, 1), Region(-5, -2, 3, 2), THEME)

    marks = ZeroMarks(plot, (0.0, 1.772, 2.507))
    crowded = ZeroMarks(plot, (1.0, 1.01, 1.02))

    assert [number.source for number in marks.numbers] == ["0", "1.772", "2.507"]
    assert 0 < len(marks.displaced) < len(plot.x_numbers)
    assert crowded.numbers == []
    assert ZeroMarks(plot, (7.0,)).numbers == []
