"""Holds the script of one clip against the beats of its scene."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any

from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import from_rule
from nowshowing.maths.quantity_texts import as_text, shared_decimals
from nowshowing.spec.document import Path, Problem
from nowshowing.spec.lesson import BeatScript, Utterance
from nowshowing.spec.names import shown
from nowshowing.spec.said_numbers import numbers_in_expression, numbers_in_words
from nowshowing.spec.scene_index import BeatInfo, SceneInfo
from nowshowing.spec.texts import Vocabulary, resolve_text


@dataclass
class ScriptCheck:
    """Knows what the texts of a clip may speak of. ``in_doubt`` says that some params are not known for a mistake."""

    scene: SceneInfo
    params: Mapping[str, Any]
    in_doubt: bool
    language: str
    folder: FilePath
    is_sound: Callable[[Path], bool]
    _values: dict[str, Any] = field(default_factory=dict)

    def check(self, beat: BeatInfo, entry: Any, path: Path) -> tuple[BeatScript, list[Problem]]:
        """Return the script of a beat, values filled in, and what is wrong with it."""
        fields = {"say": entry} if isinstance(entry, str) else entry if isinstance(entry, dict) else {}
        vocabulary, problems = self._vocabulary(beat, path)
        say, more = self._text(fields.get("say"), vocabulary, path if isinstance(entry, str) else (*path, "say"))
        ask, still_more = self._text(fields.get("ask"), replace(vocabulary, cues=None), (*path, "ask"))
        problems += [*more, *still_more, *self._companions(fields, path)]
        kept: dict[str, Any] = {
            key: fields[key]
            for key in ("think", "pause", "recording")
            if fields.get(key) is not None and self.is_sound((*path, key))
        }
        teaches = fields.get("teaches")
        return BeatScript(say, ask, teaches=tuple(teaches) if isinstance(teaches, list) else (), **kept), problems

    def _text(self, text: Any, words: Vocabulary, path: Path) -> tuple[Utterance | None, list[Problem]]:
        if not isinstance(text, str) or not text or not self.is_sound(path):
            return None, []
        said, complaints = resolve_text(text, words)
        return said, [Problem(path, message, offset) for offset, message in complaints]

    def _companions(self, fields: Mapping[str, Any], path: Path) -> list[Problem]:
        """Find keys that mean nothing without another, or name a file that is not there."""
        problems = []
        if "think" in fields and "ask" not in fields:
            message = '"think" is the time for a question; write "ask" too, or "pause" for a rest'
            problems.append(Problem((*path, "think"), message, at_key=True))
        recording = fields.get("recording")
        if isinstance(recording, str) and self.is_sound((*path, "recording")):
            if "say" not in fields:
                message = 'a recording needs its words in "say", for captions; write them'
                problems.append(Problem((*path, "recording"), message, at_key=True))
            if not _is_file(self.folder / recording):
                message = f"there is no file {shown(recording)} beside the lesson; record it, or correct the name"
                problems.append(Problem((*path, "recording"), message))
        return problems

    def _vocabulary(self, beat: BeatInfo, path: Path) -> tuple[Vocabulary, list[Problem]]:
        problems: list[Problem] = []
        known: dict[str, Any] = {}
        for name in beat.publishes:
            try:
                known[name] = self._published(name)
            except ValueError as error:
                known[name] = None
                problems.append(Problem(path, f'"{name}" has no value here: {error}', at_key=True))
        known |= {param.name: self.params.get(param.name) for param in self.scene.params}
        spoken = {
            name: None if value is None else self._spoken(value, self._decimals(name)) for name, value in known.items()
        }
        elsewhere = {name: other.name for other in self.scene.beats for name in other.publishes if other is not beat}
        numbers = None if self.in_doubt else tuple(number for value in known.values() for number in numbers_of(value))
        return Vocabulary(beat.name, spoken, elsewhere, beat.cues, numbers), problems

    def _published(self, name: str) -> Any:
        rule = self.scene.values.get(name)
        if rule is None or self.in_doubt:
            return None
        if name not in self._values:
            value = from_rule(rule.name, rule.args).value(self.params)
            if isinstance(value, float) and math.isnan(value):
                raise ValueError("there is none with these params; choose others, or leave it out of the script")
            self._values[name] = value
        return self._values[name]

    def _decimals(self, name: str) -> int | None:
        """Return the decimals of a value that is shown together with others; None where it stands for itself."""
        together = self.scene.together
        if self.in_doubt or name not in together:
            return None
        quantities = {other: from_rule(rule.name, rule.args) for other, rule in self.scene.values.items()}
        return shared_decimals(quantities, together, self.params)

    def _spoken(self, value: Any, decimals: int | None = None) -> str:
        match value:
            case Expression():
                return f"${value.latex}$"
            case bool():
                return str(value).lower()
            case str():
                return value
            case list() if any(isinstance(item, Expression | str) for item in value):
                return ", ".join(self._spoken(item) for item in value)
            case _:
                return str(as_text(tuple(value) if isinstance(value, list) else value, self.language, decimals))


def numbers_of(value: Any) -> list[float]:
    """Return the numbers in a value: of a list each, of a text and of an expression those written in it."""
    match value:
        case bool() | None:
            return []
        case str():
            return [number.values[0] for number in numbers_in_words(value)]
        case int() | float():
            return [float(value)]
        case Expression():
            return numbers_in_expression(value.source)
        case list() | tuple():
            return [number for item in value for number in numbers_of(item)]
    return []


def _is_file(path: FilePath) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
