"""What the layout check measures: outlines, distances, what lies inside what."""

from __future__ import annotations

import numpy as np
import pytest
from manim import CapStyleType, LineJointType
from numpy.typing import NDArray

from nowshowing.film.display import Frame, Shape
from nowshowing.film.frames import FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.spec.timeline import Timeline
from nowshowing.speech.captions import Caption
from nowshowing.stage.origins import SCENE
from nowshowing.stage.paths import disc, polyline, rectangle
from nowshowing.trust.captions import faults_of
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


@pytest.mark.parametrize(("every", "found"), [(2, True), (8, False)])
def test_more_than_three_flashes_a_second_are_found(every: int, found: bool) -> None:
    """A background that changes and comes back, often or seldom, at 15 frames a second."""
    check = FlashesCheck(clip_of("secant_to_tangent"), DRAFT)
    for number in range(45):
        colour = "#ffffff" if number // (every // 2) % 2 else "#101010"
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
