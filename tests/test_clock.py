"""Beats, cues and waits in whole frames."""

from __future__ import annotations

import pytest

from nowshowing.spec.lesson import Spoken, SpokenBeat, Word
from nowshowing.stage.clock import BREATH, Clock


def spoken(duration: float, **cues: float) -> Spoken:
    return Spoken((Word("word", 0.0, duration),), tuple(cues.items()), duration)


def test_frames_of_a_length_are_the_nearest_whole_number() -> None:
    """A length is rounded to frames, and never to none."""
    clock = Clock(60)

    assert [clock.frames(seconds) for seconds in (0.0, 0.004, 0.5, 2.05, 4.15)] == [1, 1, 30, 123, 249]


@pytest.mark.parametrize("rate", [15, 30, 60])
def test_every_length_from_1_to_600_frames_is_kept(rate: int) -> None:
    """A length that is a whole number of frames comes back as that number."""
    clock = Clock(rate)

    assert [clock.frames(count / rate) for count in range(1, 601)] == list(range(1, 601))


def test_a_beat_lasts_as_long_as_its_speech_then_a_breath() -> None:
    """Animation that is shorter than the speech is followed by a hold to its end."""
    clock = Clock(10)
    clock.begin("curve", "", SpokenBeat(say=spoken(4.0)))
    clock.say()
    clock.advance(15)

    assert clock.until_end(0.0) == 25 + clock.frames(BREATH)


def test_a_beat_whose_animation_is_longer_ends_with_a_breath() -> None:
    """Speech that is over does not shorten the beat."""
    clock = Clock(10)
    clock.begin("curve", "", SpokenBeat(say=spoken(1.0)))
    clock.say()
    clock.advance(50)

    assert clock.until_end(1.0) == clock.frames(BREATH + 1.0)


def test_a_cue_holds_until_its_word() -> None:
    """The hold is what is left from now to the cue's time after the start of the speech."""
    clock = Clock(10)
    clock.advance(7)
    clock.begin("secant", "", SpokenBeat(say=spoken(4.0, second=2.0)))
    clock.say()
    clock.advance(5)

    assert clock.until_cue("second") == 15


def test_a_cue_that_is_past_or_not_marked_holds_nothing() -> None:
    """Cues that the script leaves out, or whose word has been spoken, do not stop the animation."""
    clock = Clock(10)
    clock.begin("secant", "", SpokenBeat(say=spoken(4.0, second=0.2)))
    clock.say()
    clock.advance(5)

    assert (clock.until_cue("second"), clock.until_cue("slope")) == (0, 0)


def test_the_timeline_has_beats_end_to_end_and_events_with_their_frames() -> None:
    """Beats tile the clip; an event carries the frame at which it happened."""
    clock = Clock(10)
    for name, frames in (("curve", 12), ("secant", 30)):
        clock.begin(name, f"{name}.", SpokenBeat())
        clock.advance(frames)
        clock.event(f"{name} done", {"slope": 4.0})
        clock.end()

    timeline = clock.timeline()

    assert [(beat.name, beat.start, beat.stop) for beat in timeline.beats] == [("curve", 0, 12), ("secant", 12, 42)]
    assert [(event.name, event.frame) for event in timeline.events] == [("curve done", 12), ("secant done", 42)]
    assert timeline.duration == 4.2
