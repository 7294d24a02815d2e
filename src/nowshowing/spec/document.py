"""A YAML file that was read: plain values, and where each of them stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nowshowing.errors import Mistake
from nowshowing.spec.lesson import Place

Path = tuple[str | int, ...]
"""Where something is in the values: keys of mappings, indices of lists."""


@dataclass(frozen=True)
class Problem:
    """A mistake that knows what it is about, but not yet its place in the file.

    ``offset`` counts characters into the text at ``path``; ``at_key`` means the key and not the value.
    """

    path: Path
    message: str
    offset: int = 0
    at_key: bool = False


@dataclass(frozen=True)
class Spot:
    """Offsets into the source: of the key (of the value, in lists), and of the value's start and end."""

    key: int
    start: int
    stop: int


@dataclass(frozen=True)
class Document:
    """Values with their places. ``mistakes`` are those that did not keep the file from being read."""

    file: str
    source: str
    value: Any = None
    spots: Mapping[Path, Spot] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    unsound: frozenset[Path] = frozenset()
    """Paths whose value is not what the author meant (an alias, for instance); checking passes them over."""
    digest: str = ""

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.source)

    def place(self, offset: int) -> Place:
        """Return the place of an offset into the source."""
        line = bisect_right(self._line_starts, offset)
        return Place(self.file, line, offset - self._line_starts[line - 1] + 1)

    def has(self, path: Path) -> bool:
        """Tell whether the path is written in the file."""
        return path in self.spots

    def value_place(self, path: Path, offset: int = 0) -> Place:
        """Return where the value stands, or ``offset`` characters into a text; for what is not written, its parent."""
        spot = self._spot(path)
        text = self.text_at(path) if offset else None
        if text is not None and spot.start < spot.stop:
            return self.place(spot.start + offset_in_scalar(self.source[spot.start : spot.stop], text, offset))
        return self.place(spot.start)

    def key_place(self, path: Path) -> Place:
        """Return where the key stands; for what is not written, its parent."""
        return self.place(self._spot(path).key)

    def mistake(self, problem: Problem) -> Mistake:
        """Give a problem its place."""
        place = self.key_place(problem.path) if problem.at_key else self.value_place(problem.path, problem.offset)
        return Mistake(place.file, place.line, place.column, path_text(problem.path), problem.message)

    def text_at(self, path: Path) -> str | None:
        """Return the text at a path, None where there is no text."""
        value = self.value
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value if isinstance(value, str) else None

    def _spot(self, path: Path) -> Spot:
        while path not in self.spots and path:
            path = path[:-1]
        return self.spots.get(path, Spot(0, 0, 0))


def line_starts(source: str) -> list[int]:
    """Return the offset of each line's first character; lines end at LF, CR LF or CR, as editors count."""
    starts = [0]
    for offset, char in enumerate(source):
        if char == "\n" or (char == "\r" and source[offset + 1 : offset + 2] != "\n"):
            starts.append(offset + 1)
    return starts


def path_text(path: Path) -> str:
    """Write a path as authors read it: ``clips[0].params.at``."""
    text = ""
    for step in path:
        key = step if isinstance(step, int) else " ".join(step.split())[:64]
        text += f"[{key}]" if isinstance(step, int) else f".{key}" if text else str(key)
    return text


def offset_in_scalar(source: str, value: str, offset: int) -> int:
    """Return where character ``offset`` of ``value`` stands in the scalar ``source``, quotes and folding included."""
    at = source.find("\n") + 1 if source[0] in "|>" else int(source[0] in "'\"")
    for char in value[:offset]:
        if char.isspace():
            while at < len(source) and source[at].isspace():
                at += 1
        else:
            found = source.find(char, at)
            at = found + 1 if found >= 0 else at
    while not value[offset : offset + 1].isspace() and at < len(source) and source[at].isspace():
        at += 1
    return min(at, len(source) - 1)
