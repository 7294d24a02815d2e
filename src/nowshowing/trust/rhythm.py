"""Rhythm: nothing stands still for too long, and nothing leaves before it can be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.findings import Fault

if TYPE_CHECKING:  # moments travel to a process that has no need of Manim
    from nowshowing.film.display import Frame, Shape
    from nowshowing.film.frames import FrameValues

LONGEST_STILL = 12.0
"""Seconds, outside predictions."""
READ_A_SECOND = 20.0
"""Characters, the same as for captions."""
LEAST_READING = 0.5
"""Seconds that anything takes to be noticed and read."""
READABLE = 0.6
"""How present a text must be to be read."""
NOTICED = 0.15
"""How present it is when it is seen that something is there."""
HALF_PIXEL = 0.5 * 8 / 1080
"""In units of the frame: what moves by less does not move."""
LEAST_CHANGE = 1 / 255
"""Of a colour."""


class Moment(NamedTuple):
    """A frame as rhythm has it: is it the ``same`` as those before, and which texts (by owner) are on it.

    Those in ``readable`` can be read, those in ``faint`` are seen to be there; ``numbers`` are the owners of those that
    are numbers, and ``running`` of those that have another value than on the frame before.
    """

    number: int
    repeat: int
    beat: str
    same: bool
    in_prediction: bool
    readable: tuple[tuple[str, str], ...]
    faint: tuple[tuple[str, str], ...] = ()
    numbers: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()


class RhythmCheck:
    """Takes note of frames on which nothing changes, and of those on which each text can be read."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.rate = profile.frame_rate
        self.last: FrameValues | None = None
        self.since: Frame | None = None
        self.numbers: dict[str, tuple[float | None, str]] = {}
        self.moments: list[Moment] = []

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Take note of what changes; what is wrong is known at the end."""
        if self.last is not None and self.last.shot != now.shot:
            self.since = self.last.frame
        same = self.since is not None and _looks_like(now.frame, self.since)
        self.since = self.since if same else now.frame
        self.last = now
        readable = tuple((text.owner, text.text) for text in now.texts if text.presence >= READABLE)
        faint = tuple((text.owner, text.text) for text in now.texts if NOTICED <= text.presence < READABLE)
        before, self.numbers = self.numbers, {t.owner: (t.value, t.text) for t in now.texts if t.kind == "number"}
        numbers = frozenset(self.numbers)
        running = frozenset(o for o, shown in self.numbers.items() if before.get(o, shown) != shown)
        if self.moments:
            last = self.moments[-1]
            readable = last.readable if last.readable == readable else readable
            faint = last.faint if last.faint == faint else faint
            numbers = last.numbers if last.numbers == numbers else numbers
        self.moments.append(
            Moment(now.number, now.repeat, now.beat, same, now.in_prediction, readable, faint, numbers, running)
        )
        return ()

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return what stood still for too long, and what was gone too soon."""
        return rhythm_faults(self.moments, timeline)


def _looks_like(frame: Frame, other: Frame) -> bool:
    """Tell whether nothing has moved by half a pixel, or changed its colour to be seen."""
    return (
        frame.background == other.background
        and len(frame.shapes) == len(other.shapes)
        and all(a is b or _is_near(a, b) for a, b in zip(frame.shapes, other.shapes, strict=True))
    )


def _is_near(a: Shape, b: Shape) -> bool:
    return (
        a.points.shape == b.points.shape
        and abs(a.width - b.width) / 100 < HALF_PIXEL
        and bool(np.abs(a.points - b.points).max(initial=0.0) < HALF_PIXEL)
        and all(
            one is other or (one.shape == other.shape and bool(np.abs(one - other).max(initial=0.0) < LEAST_CHANGE))
            for one, other in ((a.fill, b.fill), (a.stroke, b.stroke))
        )
    )


def rhythm_faults(moments: Iterable[Moment], timeline: Timeline) -> list[Fault]:
    """Return what stands still for too long in a clip, and what is gone too soon."""
    course = _Course(timeline.frame_rate)
    for moment in moments:
        course.follow(moment)
    course.end(timeline.frames)
    return course.faults


@dataclass
class _Seen:
    """A text that can be read since frame ``first``; a number was ``before`` that for so many frames, and ``runs``."""

    text: str
    first: int
    frames: int
    beat: str
    before: int = 0
    runs: bool = False


class _Course:
    """Counts the frames on which nothing changes, and those on which each text can be read."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.last: Moment | None = None
        self.still_since = 0
        self.seen: dict[str, _Seen] = {}
        self.faint: dict[str, _Seen] = {}
        self.met: set[tuple[str, str]] = set()
        self.known: set[tuple[str, str]] = set()
        self.faults: list[Fault] = []

    def follow(self, now: Moment) -> None:
        if not now.same or now.in_prediction:
            self._stood_still(now.number)
            self.still_since = now.number
        if now.in_prediction:
            self.still_since = now.number + now.repeat
        self.last = now
        self._read(now)

    def end(self, frames: int) -> None:
        self._stood_still(frames)
        for owner in list(self.seen):
            self._gone(owner, frames)
        for owner in list(self.faint):
            self._never_read(owner, frames)

    def _stood_still(self, until: int) -> None:
        seconds = (until - self.still_since) / self.rate
        if self.last is not None and seconds > LONGEST_STILL:
            self.faults.append(
                Fault(
                    "nothing moves",
                    (),
                    f"{seconds:.1f} s",
                    f"at most {LONGEST_STILL:g} s",
                    "say less in this beat, or let the narration mark a cue",
                    seconds,
                    (self.still_since, until - 1),
                    self.last.beat,
                )
            )

    def _read(self, now: Moment) -> None:
        readable = dict(now.readable)
        there = readable | dict(now.faint)
        for owner in [owner for owner in self.seen if owner not in readable]:
            self._gone(owner, now.number)
        for owner in [owner for owner, seen in self.faint.items() if there.get(owner) != seen.text]:
            self._never_read(owner, now.number)
        for owner, text in now.faint:
            if (owner, text) not in self.met and owner not in self.faint and owner not in now.numbers:
                self.faint[owner] = _Seen(text, now.number, now.repeat, now.beat)
        for owner, text in readable.items():
            self.faint.pop(owner, None)
            self.met.add((owner, text))
            seen = self.seen.get(owner)
            if seen is None:
                self.seen[owner] = _Seen(text, now.number, now.repeat, now.beat)
            elif owner in now.running:
                # Who follows a number that runs has read it wherever it stops.
                runs = seen.frames < self.rate * LEAST_READING
                frames = seen.before + seen.frames
                self.seen[owner] = _Seen(text, now.number, now.repeat, now.beat, frames, runs)
            elif seen.text != text:
                self._gone(owner, now.number)
                self.seen[owner] = _Seen(text, now.number, now.repeat, now.beat)
            else:
                seen.frames += now.repeat

    def _never_read(self, owner: str, at: int) -> None:
        """Tell of what was there, but never so much that it could be read."""
        seen = self.faint.pop(owner)
        self._too_short(owner, seen, 0.0, at)

    def _gone(self, owner: str, at: int) -> None:
        seen = self.seen.pop(owner)
        had = (seen.frames + (seen.before if seen.runs else 0)) / self.rate
        if had >= reading_time(seen.text) - 1 / self.rate:
            # What comes back after a question, or for a moment, was read before.
            self.known.add((owner, seen.text))
        elif (owner, seen.text) not in self.known:
            self._too_short(owner, seen, had, at)

    def _too_short(self, owner: str, seen: _Seen, had: float, at: int) -> None:
        needed = reading_time(seen.text)
        self.faults.append(
            Fault(
                "gone before it is read",
                (owner,),
                f"{had:.2f} s for “{seen.text}”",
                f"at least {needed:.2f} s",
                "let it stay longer, or leave it out",
                needed / max(had, 1e-3),
                (seen.first, at - 1),
                seen.beat,
            )
        )


def reading_time(text: str) -> float:
    """Return the seconds that a text takes to be read."""
    return max(LEAST_READING, len(text) / READ_A_SECOND)
