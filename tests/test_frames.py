"""A clip's frames as values."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nowshowing.film.encoder import count_frames
from nowshowing.film.frames import FrameValues, frames, watch
from nowshowing.film.rendering import render
from nowshowing.film.shown import as_read
from nowshowing.maths.numbers import format_number
from nowshowing.spec.lesson import BeatScript, Spoken, SpokenBeat, Utterance, Word
from nowshowing.stage.number import Face, Number
from nowshowing.stage.readback import UNREADABLE, read_glyphs
from nowshowing.stage.theme import read_theme
from nowshowing.typeset.glyphs import CHARACTERS, digits
from playing import QUICK, clip_of


@pytest.fixture(scope="module")
def taken() -> list[FrameValues]:
    """The frames of the first scene with its defaults."""
    return list(frames(clip_of("secant_to_tangent"), QUICK))


def test_as_many_frames_are_checked_as_are_in_the_video(tmp_path: Path, taken: list[FrameValues]) -> None:
    """What is given as values is frame for frame what is filmed."""
    take = render(clip_of("secant_to_tangent"), QUICK, tmp_path)

    assert sum(now.repeat for now in taken) == count_frames(take.video)


def test_frames_follow_one_another_without_a_gap(taken: list[FrameValues]) -> None:
    """Each begins where the last one ends."""
    assert [now.number + now.repeat for now in taken[:-1]] == [now.number for now in taken[1:]]


def test_a_frame_that_equals_the_last_is_given_once(taken: list[FrameValues]) -> None:
    """A hold is one frame, shown many times; no two in a row are the same."""
    assert max(now.repeat for now in taken) > 1
    assert not any(now.continues(last) for last, now in pairwise(taken))


def test_a_text_that_does_not_change_stays_the_same_object(taken: list[FrameValues]) -> None:
    """The title is one text from the first frame to the last."""
    titles = {id(text) for now in taken for text in now.texts if text.owner == "heading"}

    assert len(titles) == 1


def test_texts_are_named_as_their_scene_names_them(taken: list[FrameValues]) -> None:
    """Owners are ways through attributes, not positions in a heap."""
    owners = {text.owner for now in taken for text in now.texts}

    assert {"heading", "panel.slope.number", "panel.tables[0].results[0]", "plot.y_numbers[0]", "name"} <= owners


def test_boxes_hold_the_ink(taken: list[FrameValues]) -> None:
    """No point on an outline lies outside its text's box."""
    for text in taken[len(taken) // 2].texts:
        ends = np.vstack([shape.points[0::4] for shape in text.shapes])
        left, bottom, right, top = text.box
        assert (ends.min(axis=0) >= (left - 1e-9, bottom - 1e-9)).all()
        assert (ends.max(axis=0) <= (right + 1e-9, top + 1e-9)).all()


def test_a_readout_is_read_off_its_outlines(taken: list[FrameValues]) -> None:
    """On every frame the digits drawn are the rounded value of that frame."""
    readouts = [text for now in taken for text in now.texts if text.owner == "panel.slope.number"]

    assert len({text.source for text in readouts}) > 5
    for text in readouts:
        assert text.value is not None
        assert text.decimals is not None
        assert text.source == format_number(text.value, text.decimals)


@pytest.mark.parametrize("face", ["sans", "sans-semibold", "math"])
def test_every_character_of_a_number_is_read_back(face: str) -> None:
    """Whatever a live number may hold is told from everything else that it may hold; spaces leave no ink."""
    number = Number(lambda: 0.0, 0, theme=read_theme("midnight"), face=face, style=lambda _: CHARACTERS)  # type: ignore[arg-type]

    assert number.place(3.0, -1.25).drawn_text() == CHARACTERS.replace(" ", "")


@pytest.mark.parametrize("face", ["sans", "sans-semibold", "math"])
@pytest.mark.parametrize("likely", ["", "-1.5", "−1.6", "−1·5", "−1.5"])
def test_what_a_number_likely_shows_does_not_alter_what_is_read(face: Face, likely: str) -> None:
    """An outline reads as what it shows, whatever is looked for first."""
    number = Number(lambda: -1.5, 1, theme=read_theme("midnight"), face=face).place(3.0, -1.25)

    assert read_glyphs(number.shape.points, digits(face), number.em, likely) == "−1.5"


def test_what_are_no_glyphs_is_not_read() -> None:
    """Outlines that are slightly wrong give no digits at all."""
    number = Number(lambda: 0.0, 2, theme=read_theme("midnight"), style=lambda _: "3.14")
    points = number.shape.points.copy()
    points[10, 0] += 0.01

    assert read_glyphs(points, digits("sans-semibold"), number.em) == UNREADABLE
    assert read_glyphs(points, digits("sans-semibold"), number.em, "3.14") == UNREADABLE


def test_a_prediction_lasts_from_the_question_to_the_end_of_thinking() -> None:
    """Frames tell whether a question is open."""
    ask = Spoken((Word("Why?", 0.0, 1.0),), (), 1.0)
    clip = clip_of(
        "secant_to_tangent",
        script={"shrink": BeatScript(ask=Utterance("Why?"), think=2.0)},
        spoken={"shrink": SpokenBeat(ask=ask)},
    )
    asked: list[int] = []

    def take(now: FrameValues) -> None:
        if now.in_prediction:
            asked.extend(range(now.number, now.number + now.repeat))

    timeline = watch(clip, QUICK, take)
    shrink = timeline.beats[2]
    assert shrink.ask_start is not None
    assert shrink.think is not None
    assert asked == list(range(shrink.ask_start, shrink.think[1]))


def test_a_claim_is_made_while_its_object_is_seen(taken: list[FrameValues]) -> None:
    """The chord claims its slope from the frame on which it appears, not before."""
    seen = [now.number for now in taken if any(shape.owner.startswith("chord.line") for shape in now.frame.shapes)]
    claimed = [now.number for now in taken if any(claim.owner == "chord.line" for claim in now.claims)]

    assert claimed
    assert claimed == seen


@pytest.mark.parametrize(
    ("source", "formula", "read"),
    [
        (r"\frac{\role{rise}{\Delta y}}{h}", True, "∗∗yh"),
        (r"x_0 = 2", True, "x0=2"),
        (r"gap $h$", False, "gap h"),
        (r"at $x^{2}$ or so", False, "at x2 or so"),
    ],
)
def test_a_source_tells_about_what_is_read(source: str, formula: bool, read: str) -> None:
    """A command of LaTeX counts as one sign, its braces as none."""
    assert as_read(source, formula=formula) == read
