"""What happens when in a played clip, in whole frames. Plain data: stage records it, publish and trust read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """A named moment, with the values that held there."""

    name: str
    beat: str
    frame: int
    values: Mapping[str, float | str]


@dataclass(frozen=True)
class BeatSpan:
    """One beat as it was played: frames ``start`` to ``stop`` (exclusive).

    ``ask_start``/``say_start`` are the frames at which the question and the narration begin (None where there is none);
    ``think`` is the span of frames left for a prediction. ``cues`` are the frames at which the cues were met.
    """

    name: str
    doc: str
    start: int
    stop: int
    cues: tuple[tuple[str, int], ...] = ()
    ask_start: int | None = None
    think: tuple[int, int] | None = None
    say_start: int | None = None


@dataclass(frozen=True)
class Timeline:
    """A played clip: how long it is, its beats and its events."""

    frame_rate: int
    frames: int
    beats: tuple[BeatSpan, ...]
    events: tuple[Event, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.frames / self.frame_rate
