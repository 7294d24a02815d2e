"""What the layout check measures: outlines, distances, what lies inside what."""

from __future__ import annotations

import numpy as np
import pytest
from manim import CapStyleType, LineJointType
from numpy.typing import NDArray

from nowshowing.film.display import Frame, Shape
from nowshowing.film.frames import FrameValues
from nowshowing.film.shown import Kind, TextShown, quoted
from nowshowing.spec.timeline import BeatSpan, Timeline
from nowshowing.speech.captions import Caption
from nowshowing.stage.origins import SCENE
from nowshowing.stage.paths import disc, polyline, rectangle
from nowshowing.trust.captions import faults_of
from nowshowing.trust.findings import Finding
from nowshowing.trust.flashes import FlashesCheck
from nowshowing.trust.layout import LayoutCheck
from nowshowing.trust.outlines import (
    SPACING,
    along,
    distance_to_segments,
    entering,
    flattened,
    gap_between,
    is_inside,
)
from nowshowing.trust.rhythm import RhythmCheck
from playing import DRAFT, clip_of


def test_a_circle_becomes_straight_pieces_near_it() -> None:
    """Flattened curves stay within a hundredth of a unit; straight ones stay whole."""
    circle = flattened(disc((1.0, 2.0), 1.0)[:, :2])
    line = flattened(polyline([(0, 0), (3, 4)])[:, :2])

    assert np.hypot(*(circle.reshape(-1, 2) - (1, 2)).T) == pytest.approx(1, abs=0.01)
    assert line.tolist() == [[[0, 0], [3, 4]]]


def test_points_along_a_line_leave_no_gap() -> None:
    """They are at most the spacing apart, ends included."""
    points = along(np.array([[[0.0, 0.0], [1.0, 0.0]]]))

    assert np.diff(np.sort(points[:, 0])).max() <= SPACING
    assert {0.0, 1.0} <= set(points[:, 0])


@pytest.mark.parametrize(
    ("line", "enters"),
    [
        (((-1, 0.5), (2, 0.5)), True),
        (((0.2, 0.2), (0.3, 0.3)), True),
        (((-1, 1.9), (2, -0.8)), True),
        (((-1, 0.5), (0.8, 2.3)), False),
        (((1.05, -1), (1.05, 2)), True),
        (((1.2, -1), (1.2, 2)), False),
    ],
)
def test_a_line_enters_a_box_or_passes_it(line: tuple[tuple[float, float], ...], enters: bool) -> None:
    """Also where the line's own box overlaps the other; the margin counts."""
    assert (len(entering(np.array([line], dtype=float), (0, 0, 1, 1), 0.1)) == 1) is enters


def test_distances_are_those_of_outlines() -> None:
    """From points to the nearest place of a line, not to its ends."""
    segments = np.array([[[0.0, 0.0], [4.0, 0.0]]])

    assert distance_to_segments(np.array([[2.0, 0.5], [9.0, 9.0]]), segments) == pytest.approx(0.5)
    assert distance_to_segments(np.zeros((0, 2)), segments) == np.inf
    assert gap_between((0, 0, 1, 1), (4, 5, 6, 6)) == pytest.approx(5)
    assert gap_between((0, 0, 1, 1), (0.5, 0.5, 6, 6)) == 0


def test_a_hole_is_outside() -> None:
    """By the winding rule, as it is drawn."""
    outer = flattened(rectangle(0, 0, 4, 4, 0.01)[:, :2])
    hole = flattened(rectangle(1, 1, 3, 3, 0.01)[:, :2])[:, ::-1]

    inside = is_inside(np.array([[0.5, 0.5], [2.0, 2.0], [5.0, 5.0]]), np.concatenate([outer, hole]))

    assert inside.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("colours", "every", "found"),
    [
        (("#101010", "#ffffff"), 2, True),
        (("#101010", "#ffffff"), 8, False),
        (("#ff0000", "#009400"), 2, True),  # as light as each other, but saturated red
        (("#ff0000", "#009400"), 8, False),
        (("#c06060", "#7f7f7f"), 2, False),  # a red that is not saturated
        (("#0000ff", "#004d00"), 2, False),
    ],
)
def test_more_than_three_flashes_a_second_are_found(colours: tuple[str, str], every: int, found: bool) -> None:
    """A background that changes and comes back, often or seldom, at 15 frames a second."""
    check = FlashesCheck(clip_of("secant_to_tangent"), DRAFT)
    for number in range(45):
        colour = colours[number // (every // 2) % 2]
        list(check.look(FrameValues(number, 1, "beat", Frame(colour, ()), (), (), False)))

    assert bool(list(check.end(Timeline(DRAFT.frame_rate, 45, (), ())))) is found


@pytest.mark.parametrize(("width", "found"), [(500.0, True), (20.0, False)])
def test_a_line_as_wide_as_an_area_flashes_like_one(width: float, found: bool) -> None:
    """On and off on every frame, at 15 frames a second."""
    check = FlashesCheck(clip_of("secant_to_tangent"), DRAFT)
    line = shape("line", polyline([(-6, 0), (6, 0)]), width=width)
    for number in range(30):
        list(check.look(FrameValues(number, 1, "beat", Frame("#101010", (line,) if number % 2 else ()), (), (), False)))

    assert bool(list(check.end(Timeline(DRAFT.frame_rate, 30, (), ())))) is found


@pytest.mark.parametrize(
    ("covers", "found"),
    [
        ((True, True, True), (0, 0, 0)),
        ((True, False, True), (0, 1, 0)),
        ((False, True, False), (1, 0, 1)),
    ],
)
def test_a_line_is_seen_again_when_what_hid_it_has_gone(covers: tuple[bool, ...], found: tuple[int, ...]) -> None:
    """Text and line stay the same objects meanwhile; an opaque sheet between them comes and goes."""
    line = shape("line", polyline([(-2, 0), (2, 0)]), width=4.0)
    sheet = shape("sheet", rectangle(-1, -1, 1, 1, 0.01), fill=1.0)
    ink = shape("ink", rectangle(-0.3, -0.1, 0.3, 0.1, 0.01), fill=1.0)
    text = TextShown("text", "o", "o", "words", SCENE, 0.4, "ink", ink.box, (ink,), 1.0, grounds=("sheet",))
    check = LayoutCheck(clip_of("secant_to_tangent"), DRAFT)

    for number, (covered, expected) in enumerate(zip(covers, found, strict=True)):
        shapes = (line, sheet, ink) if covered else (line, ink)
        now = FrameValues(number, 1, "beat", Frame("#000000", shapes), (text,), (), False)
        assert [fault.objects for fault in check.look(now)] == [("text", "line")] * expected


def shape(owner: str, path: NDArray[np.float64], fill: float = 0.0, width: float = 0.0) -> Shape:
    """Return a white shape, filled or as a line."""
    colours = (np.array([[1.0, 1.0, 1.0, opacity]]) for opacity in (fill, float(width > 0)))
    return Shape(owner, path[:, :2], *colours, width, LineJointType.ROUND, CapStyleType.ROUND, 0.0)


@pytest.mark.parametrize(
    ("frames", "lines", "values"),
    [
        (60, ("a short line",), []),
        (20, ("a short line",), ["shown for 0.67 s"]),
        (30, ("x" * 42,), ["42.0 characters a second"]),
        (150, ("x" * 43,), ["a line of 43 characters"]),
        (150, ("a", "b", "c"), ["3 lines"]),
        (240, ("a",), ["shown for 8.00 s"]),
    ],
)
def test_captions_keep_their_limits(frames: int, lines: tuple[str, ...], values: list[str]) -> None:
    """Two lines of 42 characters, 1 to 7 seconds, 20 characters a second."""
    found = [fault.value for fault in faults_of(Caption(0, frames, lines), 30)]

    assert [value.replace("41.3", "42.0") for value in found] == values


@pytest.mark.parametrize(
    ("widths", "found"),
    [((1.0, 1.0), [0, 1]), ((0.5, 1.0, 1.2), [0, 0, 0]), ((1.0, 4.0), [0, 0]), ((0.5, 1.0, 1.0, 4.0), [0, 0, 1, 0])],
)
def test_a_line_is_thin_once_its_width_no_longer_changes(widths: tuple[float, ...], found: list[int]) -> None:
    """What grows is thin at first; what only moves is judged all the same."""
    check = LayoutCheck(clip_of("secant_to_tangent"), DRAFT)
    drawn = [shape("line", polyline([(-2, 0.1 * k), (2, 0)]), width=width) for k, width in enumerate(widths)]

    faults = [
        check.look(FrameValues(k, 1, "beat", Frame("#000000", (one,)), (), (), False)) for k, one in enumerate(drawn)
    ]

    assert [sum(fault.kind == "thin line" for fault in frame) for frame in faults] == found


def test_a_text_is_small_once_its_size_no_longer_changes() -> None:
    """Or where it stands still on the frame."""
    check = LayoutCheck(clip_of("secant_to_tangent"), DRAFT)
    faults = []
    for k, em in enumerate((0.05, 0.1, 0.1, 0.4)):
        ink = shape("ink", rectangle(-0.3, -0.1, 0.3, 0.1, 0.01), fill=1.0)
        text = TextShown("text", "o", "o", "words", SCENE, em, "ink", ink.box, (ink,), 1.0)
        faults.append(list(check.look(FrameValues(k, 1, "beat", Frame("#000000", (ink,)), (text,), (), False))))

    assert [[fault.kind for fault in frame] for frame in faults] == [[], [], ["small text"], []]


Seen = tuple[int, str, float]
"""Frames, text, presence."""


def gone_too_soon(kind: Kind, *seen: Seen) -> list[str]:
    """Return what rhythm says of a text that is shown like this, at 15 frames a second."""
    check = RhythmCheck(clip_of("secant_to_tangent"), DRAFT)
    number = 0
    for count, said, presence in (*seen, (15, "", 0.0)):
        ink = shape("ink", rectangle(-0.3, -0.1, 0.3, 0.1, 0.01), fill=1.0)
        texts = (TextShown("text", said, said, kind, SCENE, 0.4, "ink", ink.box, (ink,), presence),) if said else ()
        list(check.look(FrameValues(number, count, "beat", Frame("#000000", ()), texts, (), False)))
        number += count
    timeline = Timeline(15, number, (BeatSpan("beat", "", 0, number),), ())
    return [fault.value for fault in check.end(timeline)]


@pytest.mark.parametrize(
    ("kind", "seen", "found"),
    [
        ("number", [(3, "3.14", 1.0)], ["0.20 s for “3.14”"]),
        ("number", [(8, "3.14", 1.0)], []),
        ("number", [(2, "3.12", 1.0), (2, "3.13", 1.0), (8, "3.14", 1.0)], []),
        ("number", [(2, "3.12", 1.0), (2, "3.13", 1.0), (4, "3.14", 1.0)], []),
        ("number", [(1, "3.12", 1.0), (1, "3.13", 1.0), (2, "3.14", 1.0)], ["0.27 s for “3.14”"]),
        ("number", [(20, "3.12", 1.0), (3, "3.14", 1.0)], ["0.20 s for “3.14”"]),
        ("number", [(3, "3.14", 0.4)], []),
        ("words", [(15, "a word", 1.0)], []),
        ("words", [(6, "a word", 0.58)], ["0.00 s for “a word”"]),
        ("words", [(6, "a word", 0.58), (15, "a word", 1.0), (6, "a word", 0.58)], []),
        ("words", [(6, "a word", 0.1)], []),
        ("words", [(2, "a word", 0.3), (3, "a word", 1.0), (2, "a word", 0.3)], ["0.20 s for “a word”"]),
    ],
)
def test_what_is_shown_can_be_read(kind: Kind, seen: list[Seen], found: list[str]) -> None:
    """A number too, once it stands still; and what is never so present that it can be read is found."""
    assert gone_too_soon(kind, *seen) == found


@pytest.mark.parametrize(("step", "found"), [(0.0001, 1), (0.0, 1), (0.004, 0)])
def test_a_twitch_is_no_motion(step: float, found: int) -> None:
    """Nothing moves unless it moves by half a pixel of a full frame; what creeps does so in time."""
    check = RhythmCheck(clip_of("secant_to_tangent"), DRAFT)
    for number in range(15 * 13):
        line = shape("line", polyline([(step * (number % 2), 0), (2, 0)]), width=4.0)
        list(check.look(FrameValues(number, 1, "beat", Frame("#000000", (line,)), (), (), False)))

    faults = list(check.end(Timeline(15, 195, (BeatSpan("beat", "", 0, 195),), ())))

    assert [fault.kind for fault in faults] == ["nothing moves"] * found


def test_what_creeps_moves() -> None:
    """A line that drifts by a tenth of a pixel a frame is not where it was."""
    check = RhythmCheck(clip_of("secant_to_tangent"), DRAFT)
    for number in range(15 * 13):
        line = shape("line", polyline([(0.0007 * number, 0), (2, 0)]), width=4.0)
        list(check.look(FrameValues(number, 1, "beat", Frame("#000000", (line,)), (), (), False)))

    assert not list(check.end(Timeline(15, 195, (BeatSpan("beat", "", 0, 195),), ())))


def test_a_finding_without_objects_names_none() -> None:
    """Neither flashes nor a still frame are about one object."""
    found = Finding(
        "flashes", "clip", "beat", 0, 9, 0, 0.0, 0.6, (), "4 flashes a second", "at most 3", "slower", "a.yaml:3"
    )

    assert str(found).endswith("s): flashes: 4 flashes a second; at most 3; slower")


def test_a_text_without_a_name_is_quoted() -> None:
    """By its first words."""
    assert quoted("a text to read") == "“a text to read”"
    assert len(quoted("word " * 30)) == 42
