"""Which frames of a clip are evaluated: all, some by their numbers, or those of beats that are chosen as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from nowshowing.stage.scene import LessonScene


class Selection(Protocol):
    """Tells, play by play, which frames are evaluated."""

    def stretches(self, scene: LessonScene, play: range) -> Iterator[range]:
        """Yield the frames of a play that are evaluated, in order; a still is given once for each stretch."""

    def is_over(self, frame: int) -> bool:
        """Tell whether none is wanted from this frame on."""


class Every:
    """All frames."""

    def stretches(self, scene: LessonScene, play: range) -> Iterator[range]:
        """Yield the whole play."""
        yield play

    def is_over(self, frame: int) -> bool:
        """Go on to the end."""
        return False


@dataclass(frozen=True)
class Numbered:
    """Frames by their numbers, each by itself."""

    numbers: frozenset[int]

    def stretches(self, scene: LessonScene, play: range) -> Iterator[range]:
        """Yield each number that is wanted."""
        return (range(number, number + 1) for number in play if number in self.numbers)

    def is_over(self, frame: int) -> bool:
        """Stop behind the last."""
        return frame > max(self.numbers, default=-1)


class Beats:
    """All frames of some beats, and for each the frame before its first and the one after its last.

    ``chooses`` is asked once for each beat, by its place in the clip from 0, just before it begins; when the last ends,
    for one that never comes. ``has_first`` tells whether the clip's first beat is chosen, ``names`` are those so far.
    """

    def __init__(self, chooses: Callable[[int], bool]) -> None:
        self.chooses = chooses
        self.has_first = chooses(0)
        self.names: set[str] = set()
        self._place, self._beat = -1, ""
        self._before, self._present = False, False
        self._next: bool | None = self.has_first

    def stretches(self, scene: LessonScene, play: range) -> Iterator[range]:
        """Yield the play, or its first frame, or its last, or both."""
        begins = scene.beat != self._beat
        if begins:
            self._begin(scene.beat)
        if scene.is_closing and self._next is None:
            self._next = self.chooses(self._place + 1)
        if self._present:
            yield play
            return
        follows = begins and self._before
        if follows:
            yield play[:1]
        if self._next and not (follows and len(play) == 1):
            yield play[-1:]

    def is_over(self, frame: int) -> bool:
        """Go on to the end: only then the clip's timeline is known."""
        return False

    def _begin(self, beat: str) -> None:
        self._place, self._beat = self._place + 1, beat
        self._before, self._present, self._next = self._present, bool(self._next), None
        if self._present:
            self.names.add(beat)
