"""Findings: what is wrong on some frames in a row, said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from nowshowing.spec.lesson import Clip
from nowshowing.spec.timeline import Timeline

if TYPE_CHECKING:  # findings travel to processes that have no need of Manim
    from nowshowing.film.frames import FrameValues

DIGITS = 9
"""Of an excess; what is behind them is rounding, which depends on what was evaluated before."""


@dataclass(frozen=True)
class Fault:
    """What a check finds on one frame, or, with ``frames`` (first and last), on some.

    ``objects`` are named as the scene calls them. ``excess`` tells the worst of several faults: the higher the worse.
    """

    kind: str
    objects: tuple[str, ...]
    value: str
    limit: str
    advice: str
    excess: float = 0.0
    frames: tuple[int, int] | None = None
    beat: str | None = None


@dataclass(frozen=True)
class Finding:
    """A fault that lasts from frame ``first`` to ``last``; ``value`` is the worst of it, at frame ``worst``."""

    kind: str
    clip: str
    beat: str
    first: int
    last: int
    worst: int
    start: float
    stop: float
    """Seconds from the clip's start."""
    objects: tuple[str, ...]
    value: str
    limit: str
    advice: str
    place: str
    """``file:line`` of what the lesson says about the beat, or of the clip."""

    def __str__(self) -> str:
        frames = f"frame {self.first}" if self.first == self.last else f"frames {self.first} to {self.last}"
        about = [self.kind, " and ".join(self.objects)] if self.objects else [self.kind]
        said = f"{': '.join(about)}: {self.value}; {self.limit}; {self.advice}"
        return f"{self.place}: {self.clip}.{self.beat}: {frames} ({self.start:.2f} to {self.stop:.2f} s): {said}"


class Moment(Protocol):
    """Some frames in a row that are the same."""

    @property
    def number(self) -> int:
        """The first of them."""

    @property
    def repeat(self) -> int:
        """How many they are."""

    @property
    def beat(self) -> str:
        """The beat that they are in."""


class Check(Protocol):
    """Looks at each frame that differs from the last, in order; what it says at the end has frames of its own."""

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return what is wrong with a frame."""

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return what is wrong with the whole."""


_Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Lasting:
    """A fault on consecutive frames, so far: the worst of it, and its first beat."""

    fault: Fault
    beat: str
    first: int
    last: int
    worst: int

    def and_then(self, later: Lasting) -> Lasting:
        """Return this with what follows it."""
        if round(later.fault.excess, DIGITS) > round(self.fault.excess, DIGITS):
            return replace(self, fault=later.fault, last=later.last, worst=later.worst)
        return replace(self, last=later.last)


@dataclass
class Merger:
    """Joins the faults of consecutive frames into findings."""

    clip: Clip
    open: dict[_Key, Lasting] = field(default_factory=dict)
    closed: list[Lasting] = field(default_factory=list)

    def take(self, now: Moment, faults: Iterable[Fault]) -> None:
        """Take in the faults of a frame, or of frames of their own."""
        stop = now.number + now.repeat - 1
        for fault in faults:
            if fault.frames is not None:
                self._alone(fault, fault.beat if fault.beat is not None else now.beat)
            else:
                self._last(Lasting(fault, now.beat, now.number, stop, now.number))

    def take_up(self, found: Iterable[Lasting]) -> None:
        """Take in what another merger has ``found`` on later frames."""
        for lasting in found:
            if lasting.fault.frames is not None:
                self.closed.append(lasting)
            else:
                self._last(lasting)

    def found(self) -> tuple[Lasting, ...]:
        """Return what was taken in so far, in the order of time for each of its kind and objects."""
        return *self.closed, *self.open.values()

    def end(self, timeline: Timeline, faults: Iterable[Fault]) -> tuple[Finding, ...]:
        """Take in what holds for the whole, and return all findings by time."""
        for fault in faults:
            first = fault.frames[0] if fault.frames else 0
            self._alone(fault, fault.beat if fault.beat is not None else beat_at(timeline, first))
        found = sorted(self.found(), key=lambda lasting: (lasting.first, lasting.fault.kind, lasting.fault.objects))
        return tuple(self._finding(lasting, timeline.frame_rate) for lasting in found)

    def _last(self, later: Lasting) -> None:
        key = later.fault.kind, later.fault.objects
        lasting = self.open.get(key)
        if lasting is not None and lasting.last >= later.first - 1:
            self.open[key] = lasting.and_then(later)
            return
        if lasting is not None:
            self.closed.append(lasting)
        self.open[key] = later

    def _alone(self, fault: Fault, beat: str) -> None:
        first, last = fault.frames or (0, 0)
        self.closed.append(Lasting(fault, beat, first, last, first))

    def _finding(self, lasting: Lasting, rate: int) -> Finding:
        fault = lasting.fault
        return Finding(
            fault.kind, self.clip.id, lasting.beat, lasting.first, lasting.last, lasting.worst,
            round(lasting.first / rate, 3), round((lasting.last + 1) / rate, 3),
            fault.objects, fault.value, fault.limit, fault.advice, place_of(self.clip, lasting.beat),
        )  # fmt: skip


def beat_at(timeline: Timeline, frame: int) -> str:
    """Return the beat that a frame belongs to."""
    return next((span.name for span in timeline.beats if span.start <= frame < span.stop), "")


def place_of(clip: Clip, beat: str) -> str:
    """Return ``file:line`` of what a lesson says about a beat; of the clip where it says nothing."""
    script = clip.script.get(beat)
    place = script.place if script is not None and script.place.file else clip.place
    return f"{place.file}:{place.line}" if place.file else clip.scene_file


def counted(findings: Sequence[Finding]) -> Mapping[str, int]:
    """Return how many findings there are of each kind."""
    return {kind: sum(finding.kind == kind for finding in findings) for kind in sorted({f.kind for f in findings})}


def frames_of(findings: Iterable[Finding]) -> int:
    """Return on how many frames something was found."""
    return len(set(_numbers(findings)))


def _numbers(findings: Iterable[Finding]) -> Iterator[int]:
    for finding in findings:
        yield from range(finding.first, finding.last + 1)
