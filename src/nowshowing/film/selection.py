"""Which frames of a clip are evaluated: all, some by their numbers, or those of shots that are chosen as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Selection(Protocol):
    """Tells, play by play, which frames are evaluated."""

    def stretches(self, play: range, rests: bool) -> Sequence[range]:
        """Return the frames of a play that are evaluated, in order; what ``rests`` is given once for each stretch."""

    def is_over(self, frame: int) -> bool:
        """Tell whether none is wanted from this frame on."""


class Every:
    """All frames."""

    def stretches(self, play: range, rests: bool) -> Sequence[range]:
        """Return the whole play."""
        return [play]

    def is_over(self, frame: int) -> bool:
        """Go on to the end."""
        return False


@dataclass(frozen=True)
class Numbered:
    """Frames by their numbers, each by itself."""

    numbers: frozenset[int]

    def stretches(self, play: range, rests: bool) -> Sequence[range]:
        """Return each number that is wanted."""
        return [range(number, number + 1) for number in play if number in self.numbers]

    def is_over(self, frame: int) -> bool:
        """Stop behind the last."""
        return frame > max(self.numbers, default=-1)


class Shots:
    """All frames of some shots, and for each the rest before it and the first frame after it.

    A shot is what is played up to a rest, that included. ``chooses`` is asked once for each, by its place in the clip
    from 0, just before it begins; when the last ends, for one that never comes. ``chosen`` are the places so far.
    """

    def __init__(self, chooses: Callable[[int], bool]) -> None:
        self.chooses = chooses
        self.chosen: set[int] = set()
        self._place = 0
        self._before, self._present = False, self._choose(0)
        self._begins = True

    def stretches(self, play: range, rests: bool) -> Sequence[range]:
        """Return the play, or its first frame, or nothing."""
        follows = self._begins and self._before
        wanted = [play] if self._present else [play[:1]] if follows else []
        self._begins = rests
        if rests:
            self._place += 1
            self._before, self._present = self._present, self._choose(self._place)
            wanted = [play] if self._present else wanted
        return wanted

    def is_over(self, frame: int) -> bool:
        """Go on to the end: only then the clip's timeline is known."""
        return False

    def _choose(self, place: int) -> bool:
        chosen = self.chooses(place)
        if chosen:
            self.chosen.add(place)
        return chosen
