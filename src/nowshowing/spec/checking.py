"""From a lesson file to a lesson, or to every mistake in it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from nowshowing import data_files
from nowshowing.errors import AuthorError
from nowshowing.spec.assembling import assemble
from nowshowing.spec.clip_check import CheckedClip, ClipCheck
from nowshowing.spec.document import Path, Problem
from nowshowing.spec.frame_fit import cannot_be_set, too_long
from nowshowing.spec.lesson import Lesson
from nowshowing.spec.mistakes import problems as model_problems
from nowshowing.spec.models import FORMAT_VERSION, LessonModel
from nowshowing.spec.names import name_like, name_problem, offer, shown
from nowshowing.spec.overrides import Override, Source, apply
from nowshowing.spec.profiles import ASPECTS, read_profiles
from nowshowing.spec.reader import read_document
from nowshowing.spec.scene_index import SceneIndex
from nowshowing.spec.syllabus import read_syllabus
from nowshowing.spec.texts import formula_complaints


def load_lesson(path: FilePath, index: SceneIndex, overrides: Sequence[Override] = ()) -> Lesson:
    """Read a lesson and resolve every name in it. Raises ``AuthorError`` with all mistakes of the file."""
    document = read_document(path)
    source, refused = apply(document, overrides)
    check = _LessonCheck(path, source, index)
    check.run()
    mistakes = {*document.mistakes, *refused, *map(source.mistake, check.problems)}
    if mistakes:
        raise AuthorError(mistakes)
    if check.model is None:
        raise RuntimeError(f"{path}: no mistake was found, and no lesson")
    return assemble(source, check.model, check.clips)


@dataclass
class _LessonCheck:
    path: FilePath
    source: Source
    index: SceneIndex
    problems: list[Problem] = field(default_factory=list)
    clips: list[CheckedClip] = field(default_factory=list)
    model: LessonModel | None = None
    _unsound: set[Path] = field(default_factory=set)

    def run(self) -> None:
        """Fill ``problems``, and ``model`` and ``clips`` where there are none."""
        data = self.source.value
        self._unsound = set(self.source.document.unsound)
        if not isinstance(data, dict):
            message = 'a lesson is made of "key: value" lines; begin with "title:" and "clips:"'
            self.problems.append(Problem((), message))
            return
        version = data.get("nowshowing")
        if type(version) is int and version > FORMAT_VERSION:
            message = f"written for version {version}, and this program knows {FORMAT_VERSION}; update nowshowing"
            self.problems.append(Problem(("nowshowing",), message))
            return
        self._hold_against_model(data)
        self._unsound |= {problem.path for problem in self.problems if not problem.at_key}
        self.problems += self._names(data)
        self.problems += self._formulas(data)
        self.problems += self._shown(data)
        self._check_clips(data)

    def is_sound(self, path: Path) -> bool:
        return not any(path[:end] in self._unsound for end in range(len(path) + 1))

    def _hold_against_model(self, data: Mapping[str, Any]) -> None:
        try:
            self.model = LessonModel.model_validate(data)
        except ValidationError as error:
            found = model_problems(error, LessonModel, data)
            self.problems += [problem for problem in found if self.is_sound(problem.path)]

    def _names(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        if "theme" in data:
            yield from self._known(("theme",), data["theme"], sorted(file.stem for file in _theme_files()), "theme")
        if "profile" in data:
            yield from self._known(("profile",), data["profile"], list(read_profiles(data_files.profiles())), "profile")
        if "slot" not in data:
            stem = self.path.stem
            if name_problem(stem):
                instead = f'cannot stand in for it; write "slot: {name_like(stem)}"'
                message = f"is missing, and the file's name {shown(stem)} {instead}"
                yield Problem(("slot",), message)
        yield from self._points(data)
        yield from self._doubled(data)

    def _known(self, path: Path, name: Any, known: Collection[str], noun: str) -> Iterator[Problem]:
        if isinstance(name, str) and self.is_sound(path) and name not in known:
            yield Problem(path, f"no {noun} {shown(name)}; {offer(name, known)}")

    def _points(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        named: list[tuple[Path, Any]] = [(("assumes", n), name) for n, name in enumerate(_list(data.get("assumes")))]
        for number, clip in _clips(data):
            for beat, entry in _dict(clip.get("script")).items():
                for place, name in enumerate(_list(_dict(entry).get("teaches"))):
                    named.append((("clips", number, "script", beat, "teaches", place), name))
        known = read_syllabus(data_files.syllabus()) if named else {}
        for path, name in named:
            yield from self._known(path, name, known, "point")

    def _doubled(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        ids: dict[str, Path] = {}
        slots: dict[str, Path] = {str(data.get("slot") or self.path.stem): ("slot",)}
        for number, clip in _clips(data):
            for key, seen in (("id", ids), ("slot", slots)):
                name, path = clip.get(key), ("clips", number, key)
                if not isinstance(name, str) or not self.is_sound(path):
                    continue
                first = seen.setdefault(name.lower(), path)
                if first != path:
                    yield Problem(path, f"{shown(name)} is the {key} of {self._where(first)}, too; choose another")

    def _where(self, path: Path) -> str:
        owner = f"clips[{path[1]}]" if len(path) > 1 else "the lesson"
        if not self.source.document.has(path):
            return owner
        return f"{owner} (line {self.source.document.value_place(path).line})"

    def _formulas(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        texts: list[tuple[Path, Any]] = [((key,), data.get(key)) for key in ("title", "summary")]
        texts += [(("clips", number, "title"), clip.get("title")) for number, clip in _clips(data)]
        for path, text in texts:
            if isinstance(text, str) and self.is_sound(path):
                yield from (Problem(path, message, offset) for offset, message in formula_complaints(text))

    def _shown(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        aspect = data.get("aspect", "16:9")
        paths: dict[Path, Any] = {("clips", number, "title"): clip.get("title") for number, clip in _clips(data)}
        for number, clip in _clips(data):
            for beat, entry in _dict(clip.get("script")).items():
                paths["clips", number, "script", beat, "ask"] = _dict(entry).get("ask")
        sound: dict[Path, str] = {}
        for path, text in paths.items():
            if isinstance(text, str) and self.is_sound(path) and not formula_complaints(text):
                reason = cannot_be_set(text)
                if reason is not None:
                    yield Problem(path, reason)
                elif path[-1] == "title":
                    sound[path] = text
        if sound and aspect in ASPECTS:
            wrong = too_long(tuple(sound.values()), aspect)
            yield from (Problem(path, wrong[title]) for path, title in sound.items() if title in wrong)

    def _check_clips(self, data: Mapping[str, Any]) -> None:
        shared = _dict(_dict(data.get("defaults")).get("params"))
        language = data.get("language")
        check = ClipCheck(
            index=self.index,
            folder=self.path.parent,
            language=language if isinstance(language, str) else "en",
            default_params=shared,
            is_sound=self.is_sound,
            is_written=self.source.has,
        )
        for number, clip in _clips(data):
            checked = check.check(clip, ("clips", number))
            self.clips.append(checked)
            self.problems += checked.problems
        scenes = [clip.scene for clip in self.clips]
        used = {param.name for scene in scenes if scene for param in scene.params}
        if None not in scenes:
            for name in shared.keys() - used:
                message = f"no clip's scene has such a param; {offer(str(name), sorted(used))}"
                self.problems.append(Problem(("defaults", "params", name), message, at_key=True))


def _theme_files() -> Iterator[FilePath]:
    return data_files.themes().glob("*.yaml")


def _clips(data: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    return [(number, clip) for number, clip in enumerate(_list(data.get("clips"))) if isinstance(clip, dict)]


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
