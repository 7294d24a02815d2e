"""Files to lessons: every mistake of every file at once."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nowshowing.batch.library import scene_index
from nowshowing.batch.own_rules import mistakes_of_own
from nowshowing.errors import AuthorError, CommandLineError, Mistake
from nowshowing.spec.checking import load_lesson
from nowshowing.spec.lesson import Lesson
from nowshowing.spec.overrides import Override
from nowshowing.spec.reader import read_document
from nowshowing.speech.voices import speak


def read_lessons(
    given: Sequence[str], scene_folders: Sequence[Path] = (), settings: Sequence[str] = ()
) -> tuple[Lesson, ...]:
    """Return the lessons that files, folders and globs name, with their voices; ``settings`` are PATH=VALUE."""
    overrides = tuple(map(_override, settings))
    files, mistakes = lesson_files(given)
    index = scene_index(scene_folders)
    lessons: list[Lesson] = []
    for file in files:
        try:
            lesson = load_lesson(file, index, overrides)
            mistakes += mistakes_of_own(lesson, index)
            lessons.append(replace(lesson, clips=tuple(map(speak, lesson.clips))))
        except AuthorError as error:
            mistakes += error.mistakes
    if mistakes:
        raise AuthorError(mistakes)
    return tuple(lessons)


def lesson_files(given: Sequence[str]) -> tuple[tuple[Path, ...], list[Mistake]]:
    """Return each file that is named, once, a folder's in order of their names; and what names nothing.

    A plain name is returned whether or not there is such a file: reading it says best what is wrong.
    """
    found: dict[Path, Path] = {}
    mistakes: list[Mistake] = []
    for name in given:
        files, reason = _files_of(name)
        if not files:
            mistakes.append(Mistake(name, 0, 0, "", reason))
        for file in files:
            found.setdefault(file.resolve(), file)
    return tuple(found.values()), mistakes


def claimed_slots(given: Sequence[str]) -> tuple[str, ...]:
    """Return the slots that lessons and their clips claim, whether or not the lessons are sound otherwise."""
    files, mistakes = lesson_files(given)
    if mistakes:
        raise AuthorError(mistakes)
    return tuple(slot for file in files for slot in _slots_of(file))


def _slots_of(file: Path) -> Iterator[str]:
    lesson = read_document(file).value
    if not isinstance(lesson, dict):
        return
    clips = lesson.get("clips")
    entries = [lesson, *(clip for clip in (clips if isinstance(clips, list) else ()) if isinstance(clip, dict))]
    slots = [entry.get("slot") for entry in entries]
    yield from (slot for slot in [slots[0] or file.stem, *slots[1:]] if isinstance(slot, str))


def _files_of(name: str) -> tuple[list[Path], str]:
    path = Path(name)
    if path.is_dir():
        lessons = sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"} and file.is_file())
        return lessons, 'no lesson in this folder; lessons end in ".yaml"'
    if glob.has_magic(name) and not path.exists():
        matches = sorted(map(Path, glob.glob(name, recursive=True)))  # noqa: PTH207 - also for absolute patterns
        return [file for file in matches if file.is_file()], "no file matches this pattern"
    return [path], ""


def _override(setting: str) -> Override:
    path, sign, value = setting.partition("=")
    if not sign or not path:
        raise CommandLineError(f'--set: found "{setting}"; write PATH=VALUE, such as clips.0.params.at=3')
    return path, value
