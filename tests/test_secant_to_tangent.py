"""A chord turns into the tangent: numbers of the syllabus, order of events, any function."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nowshowing import data_files
from nowshowing.film.playing import play, timeline
from nowshowing.spec.timeline import Event
from nowshowing.stage.loader import load_scene
from nowshowing.stage.places import CLEAR
from nowshowing.stage.text import LEAST_EM
from playing import QUICK, clip_of, frames_of

FILE = data_files.scenes() / "secant_to_tangent.py"


def events(name: str, **params: Any) -> list[Event]:
    """Return the events of a name when the scene is played with these params."""
    return [event for event in timeline(clip_of(FILE, params), QUICK).events if event.name == name]


def slopes(**params: Any) -> list[float]:
    """Return the slopes of the chords in the order shown."""
    return [float(event.values["slope"]) for name in ("slope", "gap closes") for event in events(name, **params)]


@pytest.mark.parametrize(
    ("params", "expected", "limit"),
    [
        ({"function": "x^2", "at": 2, "gaps": [2, 1, 0.5, 0.25]}, [6, 5, 4.5, 4.25], 4),
        ({"function": "x^2", "at": 1, "gaps": [0.1, 0.01, 0.001]}, [2.1, 2.01, 2.001], 2),
        (
            {"function": "sin x", "at": 1.2, "gaps": [1, 0.3, 0.1, 0.03, 0.01]},
            [-0.1235, 0.2182, 0.3152, 0.3483, 0.3577],
            0.3624,
        ),
    ],
)
def test_the_numbers_of_the_syllabus(params: dict[str, Any], expected: list[float], limit: float) -> None:
    """Slopes and limit are those of the source pages, to the digits given there."""
    assert slopes(**params) == pytest.approx(expected, abs=5e-5)
    assert events("limit", **params)[0].values["right"] == pytest.approx(limit, abs=5e-5)


@pytest.mark.parametrize(
    ("params", "equation"),
    [({"function": "x^2", "at": 2}, (4, -4)), ({"function": "sin x", "at": 1.2}, (0.3624, 0.4972))],
)
def test_the_equation_of_the_tangent(params: dict[str, Any], equation: tuple[float, float]) -> None:
    """y = 4x − 4 for x² at 2, y = .4972 + .3624x for sin at 1.2."""
    found = events("equation", **params)[0].values

    assert (found["slope"], found["intercept"]) == pytest.approx(equation, abs=5e-5)


def test_a_corner_has_two_limits_and_no_derivative() -> None:
    """|x| at 0 from both sides: −1 and 1, no unit run, no equation."""
    params = {"function": "|x|", "at": 0, "gaps": [1, 0.5], "side": "both"}
    found = events("limit", **params)[0].values

    assert (found["left"], found["right"]) == (-1, 1)
    assert events("unit run", **params) == events("equation", **params) == []


def test_both_sides_of_a_smooth_point_agree() -> None:
    """x² at 2 from both sides: 4 + h, then 4 − h, and one limit."""
    params = {"gaps": [1, 0.5], "side": "both"}

    assert slopes(**params) == pytest.approx([5, 4.5, 3.5])
    assert events("other side", **params)[0].values["h"] == -1
    assert events("limit", **params)[0].values == {"left": 4, "right": 4}


def test_from_the_left_the_gaps_are_negative() -> None:
    """``side: left`` takes the gaps to the left, whatever their sign."""
    assert slopes(gaps=[2, 1], side="left") == pytest.approx([2, 3])


def test_events_come_in_the_order_of_the_story() -> None:
    """Second point, slope, closing gaps, limit, unit run, equation."""
    names = [event.name for event in timeline(clip_of(FILE), QUICK).events]

    assert list(dict.fromkeys(names)) == ["second point", "slope", "gap closes", "limit", "unit run", "equation"]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"function": "|x|", "at": 0}, "no derivative at x = 0, where .x. has a corner"),
        ({"function": "cbrt(x)", "at": 0}, "no derivative at x = 0"),
        ({"function": "1/x", "at": 1, "gaps": [-2]}, "meets a pole of 1/x at x = 0"),
        ({"function": "ln x", "at": -1}, "ln x has no value at x = −1"),
        ({"function": "sqrt(x)", "at": 1, "gaps": [-2]}, "leaves the domain"),
        ({"gaps": []}, "at least 1 item"),
        ({"gaps": [1, 0]}, "0"),
        ({"gaps": [1] * 7}, "at most 6 items"),
        ({"gaps": [1e-9]}, "too small to tell two points apart"),
        ({"at": 2e6}, "less than or equal to 1000000"),
        ({"side": "above"}, "'right', 'left' or 'both'"),
        ({"gapps": [1]}, "Extra inputs"),
    ],
)
def test_what_mathematics_or_the_frame_refuses(params: dict[str, Any], reason: str) -> None:
    """Each param has its limits, and the scene itself keeps them, even without ``check``."""
    model = load_scene(FILE).params_model()

    with pytest.raises(ValidationError, match=reason):
        model(**params)


COEFFICIENT = st.sampled_from([-100, -3, -1, -0.25, 0.001, 0.5, 1, 2, 7, 40])
SHAPES = st.sampled_from(
    ["{a}x^2", "{a}x^3-x", "sin({a}x)", "exp({a}x/50)", "{a}/x", "ln(x^2+{b})", "sqrt({b}+x)", "tan x", "|x-{b}|",
     "{a}x+{b}", "{b}", "x^2 sin(1/x)", "cos x/x", "2^x", "x/(x^2+{b})", "arctan({a}x)"]
)  # fmt: skip


@st.composite
def params_of(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a function, a place and gaps."""
    shape = draw(SHAPES)
    a, b = draw(COEFFICIENT), abs(draw(COEFFICIENT))
    gap = st.sampled_from([-2.0, -1.0, -0.3, 0.001, 0.05, 0.1, 0.5, 1.0, 3.0])
    return {
        "function": shape.format(a=f"({a})", b=b),
        "at": draw(st.sampled_from([-2.0, -0.5, 0.0, 0.3, 1.0, 2.5, 10.0])),
        "gaps": draw(st.lists(gap, min_size=1, max_size=5)),
        "side": draw(st.sampled_from(["right", "left", "both"])),
    }


@given(params_of(), st.sampled_from(["16:9", "1:1", "9:16"]))
@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_accepted_plays(params: dict[str, Any], aspect: str) -> None:
    """Every accepted set builds, evaluates all its frames, and draws nothing that is not a number."""
    try:
        load_scene(FILE).params_model()(**params)
    except ValidationError:
        assume(False)

    _, frames = frames_of(clip_of(FILE, params, aspect=aspect), QUICK)

    for frame in frames:
        for shape in frame.shapes:
            assert abs(shape.points).max() < 1e3, shape.owner


def test_it_plays_without_a_lesson() -> None:
    """The defaults make a clip."""
    assert play(clip_of(FILE), QUICK).frames > 0


def test_a_deep_name_beside_the_title_keeps_clear_of_what_is_below() -> None:
    """The lens may stand there, with its caption."""
    params = {"function": "((x^2 - 1)^2)^(1/3)", "at": 0.3, "gaps": [0.03, 1.13], "side": "left"}
    scene = load_scene(FILE)(clip=clip_of(FILE, params))
    scene.setup()

    assert scene.name.y + scene.name.ink[1] >= scene.regions.title.bottom - CLEAR - 1e-9
    assert scene.name.em >= LEAST_EM
