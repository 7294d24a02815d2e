"""A map of the number line: numbers of the syllabus, order of events, what is drawn to scale, any function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nowshowing import data_files
from nowshowing.film.frames import frames
from nowshowing.film.playing import timeline
from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import StretchFactors
from nowshowing.maths.stretches import direction_word, folds, map_view, size_word, steps
from nowshowing.spec.timeline import Event
from nowshowing.stage.lens_texts import LengthStyle, significant
from nowshowing.stage.live import redraw
from nowshowing.stage.loader import load_scene
from nowshowing.stage.map_claims import Points
from nowshowing.stage.map_room import nice_below
from nowshowing.trust.claims import displacement
from nowshowing.trust.texts import HALF_PIXEL
from playing import DRAFT, QUICK, clip_of, frames_of

FILE = data_files.scenes() / "stretch_mapping.py"


def events(**params: Any) -> list[Event]:
    """Return the events when the scene is played with these params."""
    return list(timeline(clip_of(FILE, params), QUICK).events)


def named(name: str, found: list[Event]) -> list[dict[str, Any]]:
    """Return the values of the events of a name."""
    return [dict(event.values) for event in found if event.name == name]


def ratios(found: list[Event], x: float) -> list[float]:
    """Return the ratios of image to interval at a point, in the order shown."""
    shown = [*named("ratio", found), *named("interval shrinks", found)]
    return [float(values["ratio"]) for values in shown if values["x"] == x]


def test_the_ratios_of_the_square_settle_on_its_slopes() -> None:
    """x² at 2 with dx = .2, .02, .002: 4.2, 4.02, 4.002 → 4; at 1, 3, ¼: 2, 6, ½."""
    found = events(points=[2, 1, 3, 0.25], widths=[0.2, 0.02, 0.002])

    assert ratios(found, 2) == pytest.approx([4.2, 4.02, 4.002])
    factors = {values["x"]: values["factor"] for values in named("factor", found)}
    assert factors == {2: 4, 1: 2, 3: 6, 0.25: 0.5}


@pytest.mark.parametrize(
    ("function", "x", "factor"),
    [("x^2", -2, -4), ("x^2", -1.5, -3), ("x^2", -0.25, -0.5), ("-3x+1", 0, -3), ("-3x+1", 1, -3), ("x^2+5", 0, 0)],
)
def test_the_factors_of_the_syllabus(function: str, x: float, factor: float) -> None:
    """Negative where the line is flipped, the same everywhere on a linear map, 0 where it collapses."""
    found = events(function=function, points=[x])

    assert named("factor", found)[0]["factor"] == pytest.approx(factor)


def test_a_linear_map_has_one_ratio_at_every_width() -> None:
    """−3x + 1: −3, however wide the interval."""
    found = events(function="-3x+1", points=[0, 1])

    assert ratios(found, 0) == pytest.approx([-3, -3, -3])


def test_at_a_collapse_the_zoom_goes_on_and_the_ratio_goes_to_0() -> None:
    """x² on [0, d]: ratio d = 1, then .1, .01, .001 as the lens goes 10, 100, 1000 times closer."""
    found = events(points=[0], widths=[1], zoom=[10, 100, 1000])

    assert ratios(found, 0) == pytest.approx([1, 0.1, 0.01, 0.001])
    assert [values["closer"] for values in named("zoom", found)] == [10, 100, 1000]


def test_a_collapse_still_has_an_output() -> None:
    """x² + 5 at 0: the factor is 0, the point lands on 5."""
    found = events(function="x^2+5", points=[0])

    assert (named("image", found)[0]["at"], named("factor", found)[0]["factor"]) == (5, 0)


def test_the_square_bends_the_line_at_0() -> None:
    """And nowhere else; a linear map does not bend it at all."""
    assert named("fold", events(points=[2])) == [{"x": 0.0}]
    assert named("fold", events(function="-3x+1", points=[1])) == []


def test_events_come_in_the_order_of_the_story() -> None:
    """The points move on one line before there are two; interval, image, ratio, shrinking, factor, elsewhere."""
    names = [event.name for event in events(points=[2, 1])]
    story = ["line", "points move", "fold", "lines apart", "interval", "image", "ratio", "interval shrinks", "factor"]

    assert list(dict.fromkeys(names)) == story
    assert names[-4:] == ["interval", "interval shrinks", "interval shrinks", "factor"]


@pytest.mark.parametrize(
    ("factor", "size", "direction"),
    [
        (4.0, "stretch", "kept"),
        (0.5, "squish", "kept"),
        (-3.0, "stretch", "flipped"),
        (-0.5, "squish", "flipped"),
        (1.0, "same size", "kept"),
        (-1.0, "same size", "flipped"),
        (0.0, "collapse", None),
        (3e-8, "collapse", None),
    ],
)
def test_badges_say_size_and_direction(factor: float, size: str, direction: str | None) -> None:
    """Four sizes, two directions; a collapse leaves no direction."""
    assert (size_word(factor), direction_word(factor)) == (size, direction)


def test_what_grows_beside_the_points_does_not_set_the_scale() -> None:
    """Left of −2.5 the image runs away to 10^31; it is cut off, and the line stays as long as it must be."""
    view = map_view(Expression("1 - x e^(-x)"), [-2.5, 3.3, 2200], 2.0, [0, 2])

    assert view.lo > -100
    assert view.hi < 2400


@pytest.mark.parametrize(
    "params",
    [
        {"function": "1/(x^4)", "points": [2, 1, 0.25], "domain": [0, 2]},
        {"function": "2^x sin x", "points": [11, 3], "domain": [1, 3]},
        {"function": "e^(x^2)", "points": [2, 1, 0.25], "widths": [1]},
        {"function": "2^x", "points": [4, 0.64], "widths": [10, 0.3]},
    ],
)
def test_the_string_passes_through_its_beads_however_far_it_goes(params: dict[str, Any]) -> None:
    """Beside images of 10^30, those that lie on the line keep their places."""
    scene = load_scene(FILE)(clip=clip_of(FILE, params))
    scene.setup()

    for carried in (0.0, 0.09, 0.5, 0.91, 1.0):
        scene.figure.carried.set_value(carried)
        scene.figure.string.draw()
        assert Points(scene.figure, scene.params.function).off_string() <= 8 / 1080 / 2


def test_the_magnification_is_measured_whenever_the_lens_changes() -> None:
    """Also where only the lens draws nearer, and the interval stays as it is."""
    clip = clip_of(FILE, {"function": "x^2", "points": [5, 0.0059], "widths": [1]})
    told = [c for now in frames(clip, QUICK) for c in now.claims if c.name == "number of the magnification"]

    assert len({round(claim.true, 3) for claim in told}) > 2
    assert [claim for claim in told if displacement(claim) > HALF_PIXEL] == []


def test_the_lens_has_room_for_lengths_that_turn_on_the_way() -> None:
    """From 6 to 3 the image of an interval shrinks to nothing, is turned round, and grows again."""
    params = {"function": "sin(2(x+1))", "points": [-91], "widths": [6, 3]}
    scene = load_scene(FILE)(clip=clip_of(FILE, params))
    scene.setup()
    style, longest = scene.meter.lens.styles[1], scene.meter.lens.texts.longest[1]
    f, widths = scene.params.function, np.linspace(3, 6, 500)
    lengths = f(-91 + widths) - f(-91.0)

    assert lengths.min() < 0 < lengths.max()
    number = scene.meter.lens.texts.numbers[1]
    assert max(number.width_of(style.text(float(length))) for length in lengths) <= number.width_of(longest) + 1e-9


@pytest.mark.parametrize("function", ["90000x", "-1900000x"])
def test_the_string_of_a_steep_map_is_true_on_its_way(function: str) -> None:
    """Where a hair's breadth of x fills the whole line."""
    clip = clip_of(FILE, {"function": function, "points": [0.2]})
    told = [c for now in frames(clip, DRAFT) if now.beat == "move" for c in now.claims if "string" in c.name]

    assert told
    assert [claim for claim in told if displacement(claim) > HALF_PIXEL] == []


FUNCTIONS = ["x^2", "1/x", "sin x", "-3x+1", "e^x", "x^2+5", "1000+x", "sin(30x)", "ln x", "x^3/3-x", "5", "x^2/1000"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_drawn_is_to_scale(function: str) -> None:
    """On the lines and under the lens: beads, images, ratios, at rest and on the way."""
    scene = load_scene(FILE)(clip=clip_of(FILE, {"function": function, "points": [0.5, 1.25]}))
    scene.setup()
    meter, figure = scene.meter, scene.figure
    figure.carried.set_value(1.0)
    meter.reach.set_value(1.0)

    for x, width in ((0.5, 0.2), (0.5, 0.013), (0.9, 0.002), (1.25, 0.2)):
        meter.start.set_value(x)
        meter.width.set_value(width)
        for live in (figure, meter.interval, meter.image, meter.band, meter.lens, meter.ratio):
            redraw(live)
        wrong = {claim.name for claim in scene.claims if not claim.error() <= 1e-6}
        # What is told at the end is told of one of the points at a time.
        assert wrong <= {"the point told of"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_part_of_the_line_that_is_shown_holds_the_intervals_and_their_images(function: str) -> None:
    """And neither part is lost beside the other: each is at least a twelfth of the whole, or has a line of its own."""
    f = Expression(function)
    view = map_view(f, [0.5, 1.25], 0.2)
    low, high = view.whole

    ends = [float(f(x)) for x in (0.5, 0.7, 1.25, 1.45)]

    assert view.lo < 0.5
    assert view.hi > 1.45
    assert view.bottom <= min(ends) <= max(ends) <= view.top
    assert (high - low) / (view.hi - view.lo) < 12 or not view.shared


def test_no_pole_lies_in_the_part_that_is_chosen() -> None:
    """1/x at 1: the line ends before 0; with ``domain`` the author decides."""
    f = Expression("1/x")

    assert map_view(f, [1.0], 0.2).lo > 0
    assert map_view(f, [1.0], 0.2, [-2.0, 2.0]).lo == -2.0


def test_what_a_map_folds() -> None:
    """The sine folds at its crests; a flat place that rises on both sides is no fold."""
    assert folds(Expression("sin x"), -3.0, 3.0) == pytest.approx((-np.pi / 2, np.pi / 2))
    assert folds(Expression("x^3"), -1.0, 1.0) == ()


def test_widths_at_a_collapse_come_from_the_zoom() -> None:
    """Elsewhere they are those given."""
    f = Expression("x^2")

    assert steps(f, 2.0, [0.2, 0.02], [10, 100]) == (0.2, 0.02)
    assert steps(f, 0.0, [0.2, 0.02], [10, 100]) == pytest.approx((0.2, 0.02, 0.002))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0.84, 5, "0.84"), (0.008004, 4, "0.008004"), (-0.57143, 5, "−0.57143"), (0, 3, "0"), (12.0, 3, "12")],
)
def test_lengths_are_shown_without_needless_zeros(value: float, digits: int, text: str) -> None:
    """A set number of significant digits, trimmed."""
    assert significant(value, digits) == text


def test_as_many_digits_as_show_all_lengths_at_rest() -> None:
    """Five at most, and then it is said that they are rounded."""
    exact = LengthStyle.choose([0.84, 0.0804, 0.008004])
    rounded = LengthStyle.choose([1 / 3, -0.02 / 3])

    assert (exact.digits, exact.exact, len(exact.longest)) == (4, True, len("0.008004"))
    assert (rounded.digits, rounded.exact, rounded.text(-0.02 / 3)) == (5, False, "−0.0066667")


@given(st.floats(-9, 9), st.lists(st.floats(1e-7, 1e4), min_size=1, max_size=4))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_no_length_is_written_longer_than_room_was_kept_for(way: float, sizes: list[float]) -> None:
    """Also not on the way from one to another, through 0 or not."""
    lengths = [size if k % 2 else -size for k, size in enumerate(sizes)]
    style = LengthStyle.choose(lengths, [-max(sizes), max(sizes)])
    between = max(sizes) * np.sin(way)

    assert len(style.text(between)) <= len(style.longest)


def test_a_steep_map_still_shows_some_of_the_line() -> None:
    """x² at 40: a tenth as much as of its image, which is cut off."""
    view = map_view(Expression("x^2"), [40.0, 3.0], 0.2)

    assert view.hi - view.lo >= 0.1 * (view.top - view.bottom) * (1 - 1e-9)
    assert view.bottom <= 9 < 1616.04 <= view.top


def test_a_factor_that_is_0_to_the_eye_is_0() -> None:
    """The cosine of 1.5707963 is 3e-8; the author meant π/2."""
    params = {"f": Expression("sin x"), "points": [1.5707963, 0.0]}

    assert StretchFactors("f", "points").value(params) == (0.0, 1.0)


def test_under_the_lens_the_image_stays_in_sight() -> None:
    """However the ratio changes on the way; and at each width there is more than a dot to be seen."""
    params = {"function": "sin(30x)", "points": [0.5]}
    scene = load_scene(FILE)(clip=clip_of(FILE, params))
    scene.setup()
    meter, lens = scene.meter, scene.meter.lens
    left, right = lens.span

    for width in np.geomspace(0.2, 0.002, 40):
        meter.width.set_value(width)
        lens.result.draw()
        assert left <= lens.result.bar.points[:, 0].min() <= lens.result.bar.points[:, 0].max() <= right

    for width, length in zip(meter.steps[0], meter.lengths[0], strict=True):
        meter.width.set_value(width)
        lens.length.set_value(length)
        lens.result.draw()
        assert np.ptp(lens.result.bar.points[:, 0]) >= 0.3 * (right - left)


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize("title", ["A title", "A title that leaves no room for a formula beside it"])
def test_the_lines_begin_below_the_formula(aspect: str, title: str) -> None:
    """However tall it is."""
    function = "1/(1+1/(1+1/(1+x^2)))"
    scene = load_scene(FILE)(clip=clip_of(FILE, {"function": function}, aspect=aspect, title=title))
    scene.setup()
    name = scene.map_name

    assert name.first.y + name.first.ink[1] >= name.whole.top


@pytest.mark.parametrize(("value", "nice"), [(7.3, 6), (2.0, 2), (0.19, 0.1), (1999, 1000)])
def test_magnifications_are_round(value: float, nice: float) -> None:
    """One digit times a power of ten."""
    assert nice_below(value) == pytest.approx(nice)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"function": "|x|", "points": [0]}, "no derivative at x = 0, where .x. has a corner"),
        ({"function": "ln x", "points": [-1]}, "ln x has no value at x = −1"),
        ({"function": "1/x", "points": [-1], "widths": [2]}, "meets a pole of 1/x at x = 0"),
        (
            {"function": "x^9", "points": [5]},
            "x.9 stretches an interval at x = 5 3,515,625 times, 2,000,000 can be",
        ),
        ({"points": []}, "at least 1 item"),
        ({"points": [1, 2, 3, 4, 5]}, "at most 4 items"),
        ({"points": [1, 1]}, "1 occurs twice"),
        ({"widths": [0.1, 0.2]}, "each must be nearer to 0 than the one before"),
        ({"widths": [0]}, "greater than"),
        ({"widths": [101]}, "less than or equal to 100"),
        ({"zoom": [1]}, "greater than 1"),
        ({"zoom": [100, 10]}, "rising order"),
        ({"domain": [1]}, "at least 2 items"),
        ({"domain": [2, 1]}, "rising order"),
    ],
)
def test_what_mathematics_or_the_frame_refuses(params: dict[str, Any], reason: str) -> None:
    """Each param has its limits, and the scene itself keeps them, even without ``check``."""
    model = load_scene(FILE).params_model()

    with pytest.raises(ValidationError, match=reason):
        model(**params)


COEFFICIENT = st.sampled_from([-20, -3, -1, -0.25, 0.001, 0.5, 1, 2, 7])
SHAPES = st.sampled_from(
    ["{a}x^2", "{a}x^3-x", "sin({a}x)", "exp({a}x/5)", "{a}/x", "ln(x^2+{b})", "sqrt({b}+x)", "tan x", "|x-{b}|",
     "{a}x+{b}", "{b}", "x^2 sin(1/x)", "cos x/x", "2^x", "x/(x^2+{b})", "arctan({a}x)", "1000{a}+x^2"]
)  # fmt: skip


@st.composite
def params_of(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a function, points, widths, zoom and domain."""
    a, b = draw(COEFFICIENT), abs(draw(COEFFICIENT))
    place = st.sampled_from([-2.0, -0.5, 0.0, 0.3, 1.0, 2.5, 10.0, 1.5707963])
    width = st.sampled_from([2.0, 1.0, 0.3, 0.1, 0.05, 0.001, 0.0001])
    return {
        "function": draw(SHAPES).format(a=f"({a})", b=b),
        "points": draw(st.lists(place, min_size=1, max_size=4, unique=True)),
        "widths": sorted(draw(st.lists(width, min_size=1, max_size=4, unique=True)), reverse=True),
        "zoom": sorted(draw(st.lists(st.sampled_from([2.0, 10.0, 50.0, 1000.0]), min_size=1, max_size=3, unique=True))),
        "domain": draw(st.sampled_from([None, None, [-3.0, 3.0], [0.0, 1.0]])),
    }


@given(params_of(), st.sampled_from(["16:9", "1:1", "9:16"]))
@settings(derandomize=True, max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_accepted_plays(params: dict[str, Any], aspect: str) -> None:
    """Every accepted set builds, evaluates all its frames, and draws nothing outside of the frame's margin."""
    try:
        load_scene(FILE).params_model()(**params)
    except ValidationError:
        assume(False)

    _, frames = frames_of(clip_of(FILE, params, aspect=aspect), QUICK)

    half = np.array({"16:9": (7.11, 4), "1:1": (4, 4), "9:16": (4, 7.11)}[aspect]) - 0.4
    for number, frame in enumerate(frames):
        for shape in frame.shapes:
            assert (np.abs(shape.points).max(axis=0) <= half).all(), (number, shape.owner)
