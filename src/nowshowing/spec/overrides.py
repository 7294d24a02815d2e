"""What the command line sets on a lesson: ``--set clips.0.params.at=3``."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from nowshowing.errors import AuthorError, Mistake
from nowshowing.spec.document import Document, Path, Problem, path_text
from nowshowing.spec.names import offer
from nowshowing.spec.reader import parse_document
from nowshowing.spec.scalars import resolve

Override = tuple[str, str]
"""A path such as ``clips.0.params.at`` (a clip's id may stand for its number) and a value as YAML."""


@dataclass(frozen=True)
class Source:
    """A document, some of whose values were set on the command line; knows which mistakes are whose."""

    document: Document
    options: dict[Path, str]

    @property
    def value(self) -> Any:
        """The values, overrides included."""
        return self.document.value

    def has(self, path: Path) -> bool:
        """Tell whether the author wrote this, in the file or on the command line."""
        return self.document.has(path) or self._option(path) is not None

    def mistake(self, problem: Problem) -> Mistake:
        """Give a problem its place: in the file, or the option that brought it."""
        option = self._option(problem.path)
        if option is None:
            return self.document.mistake(problem)
        return Mistake(option, 0, 0, path_text(problem.path), problem.message)

    def _option(self, path: Path) -> str | None:
        return next((self.options[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.options), None)


def apply(document: Document, overrides: Iterable[Override]) -> tuple[Source, list[Mistake]]:
    """Return the document with values set, and mistakes that name the options which cannot be."""
    value = copy.deepcopy(document.value)
    options: dict[Path, str] = {}
    mistakes: list[Mistake] = []
    for where, text in overrides:
        option = f"--set {where}={text}"
        try:
            options[_set(value, where, _parsed(text))] = option
        except ValueError as error:
            mistakes.append(Mistake(option, 0, 0, "", str(error)))
        except AuthorError as error:
            mistakes += [replace(mistake, file=option, line=0, column=0) for mistake in error.mistakes]
    return Source(replace(document, value=value), options), mistakes


def _parsed(text: str) -> Any:
    """Read a value as YAML does, but leave texts alone that YAML would stumble over."""
    if any("\ud800" <= char <= "\udfff" or (char < " " and char != "\n") for char in text):
        raise ValueError("holds a control character, or bytes that are no UTF-8; write it again")
    if text[:1] not in ("[", "{", "'", '"'):
        return resolve(text)
    parsed = parse_document(text, "")
    if parsed.mistakes:
        raise AuthorError(parsed.mistakes)
    return parsed.value


def _set(value: Any, where: str, new: Any) -> Path:
    steps = [step for step in re.split(r"[.\[\]]+", where) if step]
    if not steps:
        raise ValueError('names nothing; write a path, such as "clips.0.params.at"')
    path: Path = ()
    holder = value
    for number, name in enumerate(steps):
        last = number == len(steps) - 1
        step = _step(holder, name, path)
        path = (*path, step)
        if last:
            holder[step] = new
            return path
        if isinstance(holder, dict):
            inner = holder.get(step)
            if inner is None:
                holder[step] = {}
            elif isinstance(inner, str) and "script" in path[:-1]:
                holder[step] = {"say": inner}
        holder = holder[step]
    return path


def _step(holder: Any, name: str, path: Path) -> str | int:
    if isinstance(holder, dict):
        return name
    if not isinstance(holder, list):
        raise ValueError(f'"{path_text(path)}" is neither a list nor a mapping; end the path there')
    if name.isascii() and name.isdigit() and int(name[:9]) < len(holder):
        return int(name)
    ids = [str(entry["id"]) for entry in holder if isinstance(entry, dict) and "id" in entry]
    if name in ids:
        return next(n for n, entry in enumerate(holder) if isinstance(entry, dict) and str(entry.get("id")) == name)
    count = len(holder)
    known = [*ids, *map(str, range(count))] if ids else [*map(str, range(count))]
    raise ValueError(f'no "{name}" in "{path_text(path)}", which has {count}; {offer(name, known)}')
