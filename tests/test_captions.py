"""Captions can be read: short lines, enough time, no overlap."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowshowing.spec.lesson import SpokenBeat, Utterance
from nowshowing.spec.timeline import BeatSpan, Timeline
from nowshowing.speech.captions import Caption, Heard, captions, captions_of
from nowshowing.speech.reading import read
from nowshowing.speech.webvtt import chapters, descriptions, timestamp, webvtt

WORDS = st.text(st.sampled_from("abcdefghi'é−²"), min_size=1, max_size=14)
TEXTS = st.lists(
    st.one_of(
        WORDS, WORDS.map("{},".format), WORDS.map("{}.".format), st.just(r"$\frac{f(x+h)-f(x)}{h}$"), st.just("4.25")
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


def played(texts: list[str], frame_rate: int, pause: int = 3) -> tuple[Timeline, dict[str, SpokenBeat]]:
    """A clip with one beat for each text, as the clock would play it."""
    beats, spoken, frame = [], {}, 0
    for index, text in enumerate(texts):
        said = read(Utterance(text))
        stop = frame + -int(-said.duration * frame_rate // 1) + pause
        beats.append(BeatSpan(f"b{index}", "", frame, stop, say_start=frame))
        spoken[f"b{index}"] = SpokenBeat(say=said)
        frame = stop
    return Timeline(frame_rate, frame, tuple(beats), ()), spoken


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([15, 30, 60]))
@settings(max_examples=60, deadline=None)
def test_captions_of_any_script_at_reading_speed_keep_every_limit(texts: list[str], frame_rate: int) -> None:
    """At most 2 lines of 42, 1 to 7 s, 20 characters a second, in order, every word there."""
    timeline, spoken = played(texts, frame_rate)
    found = captions(timeline, spoken)
    for caption in found:
        seconds = (caption.stop - caption.start) / frame_rate
        assert len(caption.lines) <= 2
        assert max(map(len, caption.lines)) <= 42
        assert 1 <= seconds <= 7
        assert len(" ".join(caption.lines)) <= 20 * seconds + 1e-9
    assert all(one.stop <= other.start for one, other in itertools.pairwise(found))
    assert found[-1].stop <= timeline.frames
    heard = [word.text for beat in spoken.values() if beat.say for word in beat.say.words]
    assert " ".join(" ".join(caption.lines) for caption in found) == " ".join(heard)


@given(st.lists(st.tuples(WORDS, st.integers(0, 40), st.booleans()), max_size=40), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_words_at_any_speed_never_overlap_or_widen(rows: list[tuple[str, int, bool]], spare: int) -> None:
    """Speech too fast to be read still gives captions of two lines, 7 s at most, one after the other."""
    words, frame = [], 0
    for text, length, last in rows:
        words.append(Heard(text, frame, frame + length, last))
        frame += length
    found = captions_of(words, 30, frame + spare)
    assert all(one.stop <= other.start for one, other in itertools.pairwise(found))
    assert all(len(c.lines) <= 2 and max(map(len, c.lines)) <= 42 and 0 < c.stop - c.start <= 210 for c in found)


def test_captions_break_where_a_sentence_or_a_clause_ends() -> None:
    """Not in the middle of one."""
    text = (
        "Take a second point, a gap away from the first one. Rise over run is the slope of the chord, "
        "and it changes as the gap gets smaller."
    )
    found = captions(*played([text], 30))
    assert [caption.lines for caption in found] == [
        ("Take a second point,", "a gap away from the first one."),
        ("Rise over run is the slope of the chord,", "and it changes as the gap gets smaller."),
    ]


def test_a_question_is_captioned_when_it_is_asked() -> None:
    """The captions of ask and say stand at their own frames."""
    ask, say = read(Utterance("Where is the slope heading?")), read(Utterance("The slope is four."))
    beat = BeatSpan("shrink", "", 10, 400, ask_start=20, think=(100, 220), say_start=230)
    found = captions(Timeline(30, 400, (beat,), ()), {"shrink": SpokenBeat(say=say, ask=ask)})
    assert [(caption.start, caption.lines) for caption in found] == [
        (20, ("Where is the slope heading?",)),
        (230, ("The slope is four.",)),
    ]


def test_a_word_wider_than_a_line_is_cut() -> None:
    """Nothing is lost."""
    found = captions(*played(["m" * 100], 30))
    assert "".join(line for caption in found for line in caption.lines) == "m" * 100


def test_webvtt_escapes_what_would_be_markup() -> None:
    """No text can end a cue, begin one or open a tag."""
    written = webvtt([Caption(0, 60, ("a --> b & <c>", "line\n\nNOTE x"))], 30)
    assert written == "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\na --&gt; b &amp; &lt;c&gt;\nline NOTE x\n"


@given(st.text(max_size=80), st.text(max_size=80))
def test_webvtt_has_one_arrow_for_each_cue(upper: str, lower: str) -> None:
    """Whatever the text holds."""
    written = webvtt([Caption(0, 60, (upper, "x" + lower))], 30)
    assert written.count("-->") == 1
    assert len(re.findall(r"\n\n", written)) == 1


@pytest.mark.parametrize(
    ("frame", "frame_rate", "expected"),
    [(0, 60, "00:00:00.000"), (1, 60, "00:00:00.017"), (61, 15, "00:00:04.067"), (60 * 3661, 60, "01:01:01.000")],
)
def test_times_are_rounded_to_milliseconds(frame: int, frame_rate: int, expected: str) -> None:
    """From whole frames."""
    assert timestamp(frame, frame_rate) == expected


def test_a_chapter_spans_each_clip() -> None:
    """One after the other."""
    assert chapters(["One", "Two"], [30, 45]) == (Caption(0, 30, ("One",)), Caption(30, 75, ("Two",)))


def test_descriptions_are_the_first_paragraphs_of_the_beats() -> None:
    """At the beats' frames; a beat without a docstring has none."""
    beats = (BeatSpan("curve", "The curve\n    and a point.\n\nMore.", 0, 30), BeatSpan("next", "", 30, 60))
    assert descriptions(Timeline(30, 60, beats, ())) == (Caption(0, 30, ("The curve and a point.",)),)
