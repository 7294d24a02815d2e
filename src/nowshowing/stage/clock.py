"""Beats, cues and waits in whole frames. Knows no Manim and no voice: it is given word times as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nowshowing.spec.lesson import SpokenBeat
from nowshowing.spec.timeline import BeatSpan, Event, Timeline

BREATH = 0.6
"""Seconds of rest after each beat."""


@dataclass
class Clock:
    """Counts frames, and records what happened at which.

    ``frame`` is the number of frames played so far. The stage tells the clock what it plays; the clock tells the
    stage how long to hold.
    """

    frame_rate: int
    frame: int = 0
    beats: list[BeatSpan] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    _spoken: SpokenBeat = field(default_factory=SpokenBeat)
    _name: str = ""
    _doc: str = ""
    _start: int = 0
    _cues: list[tuple[str, int]] = field(default_factory=list)
    _ask: int | None = None
    _think: tuple[int, int] | None = None
    _say: int | None = None

    def frames(self, seconds: float) -> int:
        """Return the whole number of frames nearest to a length, at least one."""
        return max(1, round(seconds * self.frame_rate))

    def advance(self, frames: int) -> None:
        """Take note that this many frames were played."""
        self.frame += frames

    def begin(self, name: str, doc: str, spoken: SpokenBeat) -> None:
        """Start a beat."""
        self._name, self._doc, self._spoken, self._start = name, doc, spoken, self.frame
        self._cues, self._ask, self._think, self._say = [], None, None, None

    def ask(self) -> int:
        """Start the question; return how many frames it takes to say."""
        self._ask = self.frame
        return self.frames(self._spoken.ask.duration) if self._spoken.ask else 0

    def think(self, frames: int) -> None:
        """Take note that the next frames are left for thinking."""
        self._think = (self.frame, self.frame + frames)

    def say(self) -> None:
        """Start the narration, if the beat has one."""
        if self._spoken.say is not None:
            self._say = self.frame

    def until_cue(self, name: str) -> int:
        """Return how many frames to hold until a cue is spoken; 0 where the script does not mark it."""
        times: Mapping[str, float] = dict(self._spoken.say.cues) if self._spoken.say else {}
        if name not in times or self._say is None:
            return 0
        return max(0, self._say + round(times[name] * self.frame_rate) - self.frame)

    def meet_cue(self, name: str) -> None:
        """Take note that a cue's moment is now."""
        self._cues.append((name, self.frame))

    def event(self, name: str, values: Mapping[str, float | str]) -> None:
        """Log an event at the present frame."""
        self.events.append(Event(name, self._name, self.frame, dict(values)))

    def until_end(self, pause: float) -> int:
        """Return how many frames the beat still lasts: to the end of the speech, then a breath and the pause."""
        speech = 0
        if self._spoken.say is not None and self._say is not None:
            speech = max(0, self._say + round(self._spoken.say.duration * self.frame_rate) - self.frame)
        return speech + self.frames(BREATH + pause)

    def end(self) -> None:
        """Close the beat."""
        cues = tuple(self._cues)
        self.beats.append(
            BeatSpan(self._name, self._doc, self._start, self.frame, cues, self._ask, self._think, self._say)
        )

    @property
    def predicting(self) -> bool:
        """Whether a question is being asked or thought about at the present frame."""
        return self._ask is not None and (self._think is None or self.frame < self._think[1])

    def timeline(self) -> Timeline:
        """Return what was recorded."""
        return Timeline(self.frame_rate, self.frame, tuple(self.beats), tuple(self.events))
