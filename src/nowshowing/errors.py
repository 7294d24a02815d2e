"""The author's mistakes, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing that is wrong in a file, with the place and the fix.

    ``line`` and ``column`` count from 1; both are 0 where a file as a whole is meant (missing, unreadable).
    ``message`` reads ``what is wrong; what would be right``, lowercase, without a full stop, values in quotes.
    """

    file: str
    line: int
    column: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class AuthorError(Exception):
    """What the author gave cannot be used; carries every mistake, in file order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))


class MachineError(Exception):
    """The machine lacks something (a package, disk space, a right); the message says what and how to get it."""


class CommandLineError(Exception):
    """An option of the command line names something that is not there."""
