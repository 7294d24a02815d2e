"""Captions that can be read: their lines, their time, their speed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.speech.captions import (
    LEAST_SECONDS,
    MOST_CHARACTERS,
    MOST_LINES,
    MOST_SECONDS,
    MOST_SPEED,
    Caption,
    captions,
)
from nowshowing.trust.findings import Fault

_SAY_LESS = "say it in fewer or shorter words, or give it a pause"


class CaptionsCheck:
    """Measures the captions that a clip will have."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.clip = clip
        self.checked = 0

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Frames hold no captions."""
        return ()

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return what is wrong with the captions."""
        made = captions(timeline, self.clip.spoken)
        self.checked = len(made)
        return [fault for caption in made for fault in faults_of(caption, timeline.frame_rate)]

    def counts(self) -> dict[str, int]:
        """Return how many captions there are."""
        return {"captions": self.checked}


def faults_of(caption: Caption, frame_rate: int) -> Iterator[Fault]:
    """Yield what is wrong with one caption."""
    seconds = (caption.stop - caption.start) / frame_rate
    widest = max(map(len, caption.lines), default=0)
    characters = sum(map(len, caption.lines)) + len(caption.lines) - 1
    frame = 0.5 / frame_rate
    if len(caption.lines) > MOST_LINES:
        yield _fault(caption, f"{len(caption.lines)} lines", f"at most {MOST_LINES}")
    if widest > MOST_CHARACTERS:
        yield _fault(caption, f"a line of {widest} characters", f"at most {MOST_CHARACTERS}")
    if not LEAST_SECONDS - frame <= seconds <= MOST_SECONDS + frame:
        yield _fault(caption, f"shown for {seconds:.2f} s", f"{LEAST_SECONDS:g} to {MOST_SECONDS:g} s")
    if characters > MOST_SPEED * (seconds + frame):
        speed = characters / max(seconds, frame)
        yield _fault(caption, f"{speed:.1f} characters a second", f"at most {MOST_SPEED:g}")


def _fault(caption: Caption, value: str, limit: str) -> Fault:
    text = " ".join(caption.lines)
    return Fault("caption", (f"“{text}”",), value, limit, _SAY_LESS, 1.0, (caption.start, caption.stop - 1))
