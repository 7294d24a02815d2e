"""The factors of two functions in a row: numbers of the syllabus, order of events, any two functions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nowshowing import data_files
from nowshowing.film.frames import frames
from nowshowing.film.playing import timeline
from nowshowing.spec.timeline import Event
from nowshowing.stage.loader import load_scene
from nowshowing.trust.claims import displacement
from nowshowing.trust.texts import HALF_PIXEL
from playing import QUICK, clip_of, frames_of

FILE = data_files.scenes() / "chain_rule.py"
OPTIONAL = ("linear", "forgotten", "limit", "graph", "computation", "formula")


def events(beat: str, skip: tuple[str, ...] = (), **params: Any) -> list[Event]:
    """Return the events of one beat."""
    found = timeline(clip_of(FILE, params, skip=skip), QUICK).events
    return [event for event in found if event.beat == beat]


def numbers(beat: str, **params: Any) -> dict[str, float]:
    """Return what the events of a beat say, by event."""
    skip = tuple(name for name in OPTIONAL if name != beat)
    return {event.name: float(next(iter(event.values.values()))) for event in events(beat, skip, **params)}


def test_linear_maps_come_first() -> None:
    """3, then 2, makes 6."""
    found = numbers("linear")

    assert (found["inner factor"], found["outer factor"], found["product"]) == (3, 2, 6)


def test_the_sine_of_the_square() -> None:
    """At .8 the slopes are 1.60 and .80, their product 1.28; a nudge of .16 gives 1.76 · .71 = 1.25."""
    nudge, limit = numbers("nudge"), numbers("limit")

    assert nudge["dx measured"] == 0.16
    assert nudge["du measured"] == pytest.approx(0.2816)
    assert (nudge["inner factor"], nudge["outer factor"]) == pytest.approx((1.76, 0.708), abs=5e-4)
    assert nudge["product"] == pytest.approx(nudge["direct ratio"]) == pytest.approx(1.2461, abs=5e-5)
    assert limit["inner slope"] == pytest.approx(1.6)
    assert (limit["outer slope"], limit["slope of the composition"]) == pytest.approx((0.8021, 1.2834), abs=5e-5)


def test_the_zeros_come_closer() -> None:
    """sin x² is 0 at 0, 1.772, 2.507 and 3.070: the gaps shrink."""
    skip = tuple(name for name in OPTIONAL if name != "graph")
    zeros = [float(event.values["x"]) for event in events("graph", skip) if event.name == "zero"]

    assert zeros == pytest.approx([0, 1.772, 2.507, 3.070], abs=5e-4)
    gaps = [b - a for a, b in pairwise(zeros)]
    assert gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize(
    ("params", "factors"),
    [
        ({"outer": "u^5", "inner": "3x^2+1", "at": 1, "nudge": 0.1}, (6, 1280, 7680)),
        ({"outer": "e^u", "inner": "-x^2/2", "at": 1, "nudge": 0.3}, (-1, 0.6065, -0.6065)),
        ({"outer": "ln x", "inner": "1+x^2", "at": 1, "nudge": 0.4}, (2, 0.5, 1)),
        ({"outer": "-2u+1", "inner": "3-x", "at": 1, "nudge": -0.5}, (-1, -2, 2)),
        ({"outer": "cos u", "inner": "5", "at": 1, "nudge": 0.3}, (0, 0.9589, 0)),
        ({"outer": "sin u", "inner": "x^2", "at": 0, "nudge": 0.3}, (0, 1, 0)),
    ],
)
def test_slopes_of_other_pairs(params: dict[str, Any], factors: tuple[float, float, float]) -> None:
    """Huge, negative and vanishing factors too."""
    found = numbers("limit", **params)

    values = found["inner slope"], found["outer slope"], found["slope of the composition"]
    assert values == pytest.approx(factors, abs=5e-5)


@pytest.mark.parametrize("beat", ["linear", "nudge"])
def test_inner_comes_before_outer_and_factors_before_their_product(beat: str) -> None:
    """dx, du, dy; then the inner factor, the outer one, what they make, and what is measured past u."""
    found = events(beat)

    assert [event.name for event in found] == [
        *("dx measured", "du measured", "dy measured", "inner factor", "outer factor", "product", "direct ratio"),
    ]
    frames = [event.frame for event in found]
    assert frames == sorted(frames)
    assert len(set(frames)) == len(frames)


@pytest.mark.parametrize("beat", ["limit", "graph"])
def test_slopes_come_before_their_product(beat: str) -> None:
    """Wherever the limit is read."""
    names = [event.name for event in events(beat) if event.name != "zero"]

    assert names == ["inner slope", "outer slope", "slope of the composition"]


def test_the_computation_graph_fills_along_its_edges() -> None:
    """Nodes first, from x to y; then the edges, the inner one before the outer one; then the path."""
    names = [event.name for event in events("computation")]

    assert names == ["node", "node", "node", "inner edge", "outer edge", "path"]


@pytest.mark.parametrize("name", OPTIONAL)
def test_optional_beats_can_be_left_out(name: str) -> None:
    """One at a time, or all but one."""
    for skip in ((name,), tuple(other for other in OPTIONAL if other != name)):
        played = [beat.name for beat in timeline(clip_of(FILE, skip=skip), QUICK).beats]
        assert set(played).isdisjoint(skip)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"outer": "u^5", "inner": "3x^2+1", "at": 1, "nudge": 0.1},
        {"outer": "e^u", "inner": "-x^2/2", "at": 1, "nudge": -0.3},
        {"outer": "2^u", "inner": "x^2/x^2", "at": 1},
    ],
)
def test_what_is_drawn_is_true(params: dict[str, Any]) -> None:
    """Lengths, factors, the tangent and the replay stay within half a pixel of 1080p, on every frame."""
    shown = [claim for now in frames(clip_of(FILE, params), QUICK) for claim in now.claims]

    assert {"dx", "du", "dy", "inner factor", "outer factor", "slope of the composition"} <= {c.name for c in shown}
    assert [claim for claim in shown if not displacement(claim) <= HALF_PIXEL] == []


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"inner": "|x|", "at": 0}, "no derivative at x = 0, where |x| has a corner"),
        ({"outer": "|u|", "inner": "x - 1", "at": 1}, "no derivative at u = 0, where |u| has a corner"),
        ({"outer": "ln u", "inner": "x - 3", "at": 1}, "ln u has no value at u = −2"),
        ({"outer": "1/u", "inner": "x", "at": 1, "nudge": -2}, "meets a pole of 1/x at x = 0"),
        ({"nudge": 0}, "0 is not allowed"),
        ({"nudge": 0.000001}, "0.000001 is too small to show; give 0.00001 or more, up or down"),
        ({"outer": "e^u", "inner": "x^2", "at": 6}, "too large to show"),
        ({"span": [1, 2]}, 'give two numbers, one below and one above "at" = 0.8; or none'),
        (
            {"outer": "u e^(-u)", "inner": "e^(-x)", "at": -0.77, "span": [-5100, 2.74]},
            'e^(-x) grows a million times on "span"; give a shorter one',
        ),
        ({"linear": [0, 2]}, "0 is not allowed"),
        ({"inner": " + ".join(f"sin({k}x + 1)" for k in range(2, 10))}, "too long for one line of a narrow frame"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_reason(params: dict[str, Any], message: str) -> None:
    """By the params alone, without a picture."""
    with pytest.raises(ValidationError) as caught:
        load_scene(FILE).params_model()(**params)

    assert message in str(caught.value)


OUTER = ["sin u", "u^5", "e^u", "ln u", "sqrt(u)", "1/u", "2u", "-u/3", "u^2-3u", "tanh u", "|u|", "arctan x", "7"]
INNER = ["x^2", "3x^2+1", "-x^2/2", "1+x^2", "3x", "1-4x", "sin 3x", "e^x", "x^3-2x", "1/x", "cbrt(x)", "4"]
COMMON = settings(max_examples=6, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@COMMON
@given(
    outer=st.sampled_from(OUTER),
    inner=st.sampled_from(INNER),
    at=st.floats(-3, 3).map(lambda x: round(x, 2)),
    nudge=st.sampled_from([0.5, 0.1, -0.2, 0.01]),
    aspect=st.sampled_from(["16:9", "1:1", "9:16"]),
)
def test_any_accepted_pair_plays(outer: str, inner: str, at: float, nudge: float, aspect: str) -> None:
    """Whatever the functions, the place and the nudge; all numbers that are told are finite."""
    params = {"outer": outer, "inner": inner, "at": at, "nudge": nudge}
    try:
        load_scene(FILE).params_model()(**params)
    except ValidationError:
        assume(False)

    played, frames = frames_of(clip_of(FILE, params, aspect=aspect))

    assert len(frames) == played.frames
    assert all(abs(float(value)) < 1e13 for event in played.events for value in event.values.values())
