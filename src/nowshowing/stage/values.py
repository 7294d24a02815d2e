"""Values that scenes move, and work that is done again only when a value that it read has changed.

While an animation plays, nothing but the values that it carries and the presence of what fades changes. So whatever
was worked out from values that are still the same need not be worked out again; which values those are is noted while
it is. Between animations a scene's code may change anything: then nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any, Generic, TypeVar, overload

from manim import ValueTracker

Result = TypeVar("Result")
Read = tuple[Callable[[], float], float]
"""What gives a value without a note being taken, and what it gave."""


class _Notes:
    """What is being read; ``play`` counts the plays, 0 while none is on."""

    def __init__(self) -> None:
        self.reads: list[Read] = []
        self.readers = 0
        self.play = 0
        self.plays = 0


_notes = _Notes()


def note(peek: Callable[[], float]) -> float:
    """Return a value, and note that whatever is being worked out depends on it."""
    value = peek()
    if _notes.readers:
        _notes.reads.append((peek, value))
    return value


def play_remembered() -> int:
    """Return the number of the play that is on, if nothing changes in it but noted values, else 0."""
    return _notes.play


class Tracker(ValueTracker):
    """A value of a scene, which figures read and animations carry."""

    def peek(self) -> float:
        """Return the value without a note being taken."""
        return float(self.points[0, 0])

    def get_value(self) -> float:
        """Return the value."""
        return note(self.peek)


@contextmanager
def remembering(wanted: bool = True) -> Iterator[None]:
    """Let results be remembered while a play is on; ``wanted`` is false where more than noted values may change."""
    _notes.plays += 1
    _notes.play = _notes.plays if wanted else 0
    try:
        yield
    finally:
        _notes.play = 0


class Remembered(Generic[Result]):
    """A function whose last result holds, within a play, for as long as the values that it read do.

    If it read none it is ``constant``, unless it may follow from something else.
    """

    def __init__(self, work: Callable[[], Result], constant: bool = True) -> None:
        self.work, self.constant = work, constant
        self.play = -1
        self.reads: tuple[Read, ...] = ()
        self.result: Result

    def forget(self) -> None:
        """Work it out anew when it is asked for next."""
        self.play = -1

    def __call__(self) -> Result:
        if _notes.play and self.play == _notes.play:
            for peek, value in self.reads:
                if peek() != value:
                    break
            else:
                if _notes.readers:
                    _notes.reads.extend(self.reads)
                return self.result
        start = len(_notes.reads)
        _notes.readers += 1
        try:
            self.result = self.work()
            self.reads = tuple(dict.fromkeys(_notes.reads[start:]))
            self.play = _notes.play if self.reads or self.constant else -1
        finally:
            _notes.readers -= 1
            if not _notes.readers:
                _notes.reads.clear()
        return self.result


class remembered(Generic[Result]):
    """A method without arguments whose last result is remembered."""

    def __init__(self, method: Callable[[Any], Result]) -> None:
        self.method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, figure: None, owner: type) -> remembered[Result]: ...
    @overload
    def __get__(self, figure: object, owner: type) -> Remembered[Result]: ...
    def __get__(self, figure: object | None, owner: type) -> remembered[Result] | Remembered[Result]:
        if figure is None:
            return self
        # From now on the object's own attribute is found first.
        found = vars(figure)[self.name] = Remembered(MethodType(self.method, figure))
        return found
