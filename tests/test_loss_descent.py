"""A weight steps down its loss: numbers of the syllabus, order of events, true arrows, any loss."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nowshowing import data_files
from nowshowing.film.display import Frame
from nowshowing.film.playing import play, timeline
from nowshowing.spec.timeline import Event
from nowshowing.stage.descent import Descent
from nowshowing.stage.loader import load_scene
from nowshowing.stage.scene import LessonScene
from playing import QUICK, clip_of, frames_of

FILE = data_files.scenes() / "loss_descent.py"


def events(name: str = "", **params: Any) -> list[Event]:
    """Return the events of a name, or all, when the scene is played with these params."""
    return [event for event in timeline(clip_of(FILE, params), QUICK).events if name in ("", event.name)]


def scene_with(**params: Any) -> LessonScene:
    """Return the scene as it was set up."""
    opened: list[LessonScene] = []
    play(clip_of(FILE, params), QUICK, opened=opened.append)
    return opened[0]


def test_the_predicted_drop_is_not_the_real_one() -> None:
    """w² at 1 with η = 0.1: 0.40 by the line, 0.36 by the curve; on screen with two digits each."""
    params = {"loss": "w^2", "start": 1, "step_sizes": [0.1]}
    found = events("drop", **params)[0].values
    panel = scene_with(**params).panel

    assert (found["predicted"], found["drop"]) == (pytest.approx(0.4), pytest.approx(0.36))
    assert (panel.predicted.number.text, panel.drop.number.text) == ("0.40", "0.36")


def test_a_plateau_stalls() -> None:
    """1 − e^(−w²) at 3: slope 0.00074, and after six steps w has hardly moved."""
    params = {"loss": "1-exp(-w^2)", "start": 3, "step_sizes": [0.5]}

    assert float(events("slope", **params)[0].values["slope"]) == pytest.approx(0.00074, abs=5e-6)
    assert float(events("step", **params)[-1].values["w"]) > 2.99
    assert scene_with(**params).panel.slope.number.text == "0.00074"


def test_the_regression_step() -> None:
    """(3 − 2w)² at ½, α = 0.1: slope −8, step 0.8, w = 1.3: a negative slope steps right."""
    params = {"loss": "(3-2w)^2", "start": 0.5, "step_sizes": [0.1], "symbols": "alpha partial"}

    assert events("slope", **params)[0].values["slope"] == pytest.approx(-8)
    assert events("arrow", **params)[0].values["step"] == pytest.approx(0.8)
    assert events("step", **params)[0].values["w"] == pytest.approx(1.3)


def test_step_sizes_on_the_parabola() -> None:
    """One side below ½, lands at ½, oscillates in up to 1, bounces at 1; beyond 1 it diverges."""
    small = events("verdict", loss="w^2", start=1, step_sizes=[0.01, 0.1, 0.5, 0.9])
    large = events("verdict", loss="w^2", start=1, step_sizes=[1, 1.1])

    words = [event.values["verdict"] for event in (*small, *large)]
    assert words == ["creeps", "converges", "lands", "oscillates", "bounces", "diverges"]


@pytest.mark.parametrize("params", [{}, {"loss": "w^4-2w^2+0.3w", "start": 1.5, "second_start": -1.6, "steps": 4}])
def test_slope_arrow_step_loss_always_in_this_order(params: dict[str, Any]) -> None:
    """At every step of every descent, each once, and each at a frame of its own."""
    log = [event for event in events(**{"step_sizes": [0.1], **params}) if event.name in STEP]

    assert [event.name for event in log] == list(STEP) * (len(log) // 4)
    assert len(log) == 4 * (4 + 4 if params else 6)
    assert all(a.frame < b.frame for a, b in pairwise(log))


STEP = ("slope", "arrow", "step", "loss")


def test_each_step_follows_the_rule_from_where_the_last_one_ended() -> None:
    """w − η · slope, the slope being that of the loss there."""
    log = events(loss="w^2", start=1, step_sizes=[0.1])
    slopes, arrows, ends = ([e.values for e in log if e.name == name] for name in ("slope", "arrow", "step"))

    for slope, arrow, end in zip(slopes, arrows, ends, strict=True):
        assert slope["slope"] == pytest.approx(2 * float(slope["w"]))
        assert arrow["step"] == pytest.approx(-0.1 * float(slope["slope"]))
        assert end["w"] == pytest.approx(float(slope["w"]) + float(arrow["step"]))


def test_the_graph_of_the_losses_keeps_step() -> None:
    """When a loss is found, its point is there, and the next one is not."""
    opened: list[LessonScene] = []
    reached: list[tuple[int, float]] = []

    def look(_: Frame, repeat: int) -> None:
        reached.extend([(opened[0].clock.frame, opened[0].panel.trace.reached["curve"].get_value())] * repeat)

    log = play(clip_of(FILE, {"steps": 4}), QUICK, look, opened=opened.append).events
    found = [event.frame for event in log if event.name == "loss"]

    assert [reached[frame][1] for frame in found] == pytest.approx([1, 2, 3, 4])
    assert [reached[frame - 1][1] for frame in found] == pytest.approx([1, 2, 3, 4])


def test_another_start_ends_in_another_minimum() -> None:
    """w⁴ − 2w² + 0.3w: near 0.96 from the right, near −1.04 from the left."""
    found = events("ends", loss="w^4-2w^2+0.3w", start=1.5, second_start=-1.6, step_sizes=[0.05])[0].values

    assert found["first"] == pytest.approx(0.96, abs=0.02)
    assert found["second"] == pytest.approx(-1.04, abs=0.02)
    assert events("ends") == []


def test_a_step_out_of_the_view_is_shown_and_is_the_last() -> None:
    """100w² with η = 0.02: 1, −3, and then 9 lies far outside."""
    log = events(loss="100w^2", start=1, step_sizes=[0.02])

    assert [event.values["w"] for event in log if event.name == "step"] == pytest.approx([-3, 9])
    assert [event.values["w"] for event in log if event.name == "leaves the view"] == pytest.approx([9])


@pytest.mark.parametrize("loss", ["w^2", "100w^2", "0.01w^2", "1-exp(-w^2)", "w^4-2w^2+0.3w", "cosh w", "3-w"])
def test_arrows_are_as_long_as_the_steps(loss: str) -> None:
    """Measured from the points on every frame on which an arrow is drawn; so are slopes and heights."""
    opened: list[LessonScene] = []
    worst: list[float] = []

    def look(_: Frame, __: int) -> None:
        scene = opened[0]
        shown = {id(part) for part in scene.mobjects}
        for claim in scene.claims:
            if id(claim.of) in shown and claim.of.clearance and claim.of.family_members_with_points():
                claim.measure_anew()
                worst.append(claim.error())

    play(clip_of(FILE, {"loss": loss, "start": 1.2, "step_sizes": [0.001]}), QUICK, look, opened=opened.append)
    assert max(worst) < 1e-6


def test_the_arrow_shrinks_with_its_step_and_its_label_makes_room() -> None:
    """A label that is longer than the arrow stands beside it, or, where there is no room, is left to the panel."""
    d = scene_with(loss="w^2", start=1, step_sizes=[0.1]).descents[0]
    assert isinstance(d, Descent)
    left, _, right, _ = d.label.texts[0].ink

    for k, spot in enumerate(d.label.spots):
        d.start_step(k)
        d.grown.set_value(1)
        tail, tip = d.arrow.ends()
        over = spot is not None and min(tail, tip) < spot[0] < max(tail, tip)
        assert not over or abs(tip - tail) > right - left


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"loss": "|w|", "start": 0}, "no derivative at w = 0, where .w. has a corner"),
        ({"loss": "|w|", "start": 1, "step_sizes": [0.5]}, "step 2 leads to w = 0, where .w. has a corner"),
        ({"loss": "ln w", "start": -1}, "ln w has no value at w = −1"),
        ({"loss": "sqrt(w)", "start": 1, "step_sizes": [3]}, "leads to w = −0.5, where sqrt.w. has no value"),
        ({"loss": "sqrt(w)", "start": 4, "second_start": 0.1, "step_sizes": [0.5]}, "no value"),
        ({"loss": "e^w", "start": 20}, "beyond 1,000,000"),
        ({"start": 2e4}, "less than or equal to 10000"),
        ({"steps": 1}, "greater than or equal to 2"),
        ({"steps": 13}, "less than or equal to 12"),
        ({"step_sizes": []}, "at least 1 item"),
        ({"step_sizes": [0.1] * 5}, "at most 4 items"),
        ({"step_sizes": [0.1, 0.1]}, "0.1 occurs twice"),
        ({"step_sizes": [0]}, "greater than or equal to 0.000001"),
        ({"symbols": "beta"}, "'eta prime'"),
        ({"losss": "w"}, "Extra inputs"),
    ],
)
def test_what_mathematics_or_the_frame_refuses(params: dict[str, Any], reason: str) -> None:
    """Each param has its limits, and the scene itself keeps them, even without ``check``."""
    with pytest.raises(ValidationError, match=reason):
        load_scene(FILE).params_model()(**params)


LOSSES = st.sampled_from(
    ["w^2", "100w^2", "0.01w^2", "(w-2)^2", "w^4-2w^2+0.3w", "1-exp(-w^2)", "cosh w", "ln(1+w^2)", "sin(3w)+w^2/4",
     "e^w-w", "w-ln w", "|w|", "-w^2", "3-w", "5", "w^3", "arctan w", "1/w+w", "x^2/2", "w^(4/3)", "1/(1+e^(-w))"]
)  # fmt: skip
PLACES = st.sampled_from([-20.0, -2.5, -1.0, 0.0, 0.1, 0.7, 1.0, 3.0, 12.5])

SIZES = st.sampled_from([1e-4, 0.02, 0.1, 0.45, 1.0, 7.0])


@st.composite
def params_of(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a loss, starts, step sizes, a number of steps and symbols."""
    return {
        "loss": draw(LOSSES),
        "start": draw(PLACES),
        "second_start": draw(st.none() | PLACES),
        "step_sizes": draw(st.lists(SIZES, min_size=1, max_size=4, unique=True)),
        "steps": draw(st.integers(2, 12)),
        "symbols": draw(st.sampled_from(["eta prime", "alpha partial", "eta d"])),
    }  # fmt: skip


@given(params_of(), st.sampled_from(["16:9", "1:1", "9:16"]))
@settings(derandomize=True, max_examples=9, deadline=None, suppress_health_check=list(HealthCheck))
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
