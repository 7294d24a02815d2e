"""Each kind of mistake gives its line, its column and its fix; all mistakes of a file at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from nowshowing.errors import AuthorError
from nowshowing.spec.checking import load_lesson
from nowshowing.spec.mistakes import MESSAGES, problems
from nowshowing.spec.models import LessonModel
from nowshowing.spec.params_model import ParamsChecker
from nowshowing.spec.scene_index import SceneIndex

DATA = Path(__file__).parent / "data"
INDEX = SceneIndex.model_validate_json((DATA / "scene_index.json").read_bytes())
BAD = sorted(DATA.glob("bad_*.yaml"))


def mistakes_in(path: Path) -> list[str]:
    """Return the lines that ``check`` would print for a lesson, without the file's name."""
    with pytest.raises(AuthorError) as refused:
        load_lesson(path, INDEX)
    return str(refused.value).replace(f"{path}:", "").splitlines()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem.removeprefix("bad_"))
def test_the_mistakes_of_a_lesson(path: Path) -> None:
    """A bad lesson gives exactly the mistakes that its first lines (``#! line:column: …``) list."""
    expected = [line.removeprefix("#! ") for line in path.read_text().splitlines() if line.startswith("#! ")]
    assert mistakes_in(path) == expected


def test_there_are_many_kinds() -> None:
    """At least forty kinds of mistakes are held to their messages."""
    assert len(BAD) >= 40


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem.removeprefix("bad_"))
def test_messages_are_written_for_authors(path: Path) -> None:
    """A message is one line in lowercase without a full stop, in nobody's words but ours, and says what to do."""
    for line in mistakes_in(path):
        if line.startswith("    "):  # the expression and its caret
            continue
        assert not line.endswith(".")
        assert not any(
            word in line
            for word in ("Input should", "Field required", "pydantic", "while scanning", "Unexpected token")
        )
        assert any(word in line for word in (";", "?", "one of", "must be")), line


def test_mistakes_come_in_file_order() -> None:
    """Whatever finds them, mistakes are listed from the first line to the last."""
    with pytest.raises(AuthorError) as refused:
        load_lesson(DATA / "bad_everything_at_once.yaml", INDEX)
    places = [(mistake.line, mistake.column) for mistake in refused.value.mistakes]
    assert len(places) == 7
    assert places == sorted(places)


ERRORS_OF: dict[str, set[str]] = {
    "str": {"string_type"},
    "int": {"int_type"},
    "float": {"float_type"},
    "bool": {"bool_type"},
    "literal": {"literal_error"},
    "list": {"list_type"},
    "dict": {"dict_type"},
    "model": {"model_type"},
    "model-fields": {"missing", "extra_forbidden"},
    "function-after": {"author"},
    "function-plain": {"author"},
    "function-before": set(),
    "default": set(),
    "nullable": set(),
    "any": set(),
}
LIMITS = {
    "str": {"min_length": "string_too_short", "max_length": "string_too_long"},
    "list": {"min_length": "too_short", "max_length": "too_long"},
    "int": {"ge": "greater_than_equal", "le": "less_than_equal", "gt": "greater_than", "lt": "less_than"},
    "float": {"ge": "greater_than_equal", "le": "less_than_equal", "gt": "greater_than", "lt": "less_than"},
}


def errors_of(model: type[BaseModel]) -> set[str]:
    """Return the types of error that a model can produce, read off its core schema."""
    found: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            kind = schema.get("type")
            if isinstance(kind, str) and kind not in ("model-field", "no-info", "with-info"):
                found.update(ERRORS_OF[kind])
                found.update(error for limit, error in LIMITS.get(kind, {}).items() if schema.get(limit) is not None)
                if schema.get("allow_inf_nan") is False:
                    found.add("finite_number")
            for key, inner in schema.items():
                if key not in ("metadata", "serialization", "config", "cls", "default"):
                    walk(inner)
        elif isinstance(schema, list | tuple):
            for inner in schema:
                walk(inner)

    walk(model.__pydantic_core_schema__)
    return found


def models() -> Iterator[type[BaseModel]]:
    """Return the models that authors' data meets."""
    yield LessonModel
    yield from (ParamsChecker(scene).model for scene in INDEX.scenes.values())


def test_every_error_of_every_model_has_our_words() -> None:
    """No type of error that pydantic can raise for a lesson or for params is left to pydantic's words."""
    for model in models():
        assert errors_of(model) <= MESSAGES.keys(), model


@pytest.mark.parametrize("value", [None, True, 3, 2.5, "x", [], ["x"], {}, {"x": None}, float("inf"), "½"])
def test_any_value_anywhere_gives_our_words(value: Any) -> None:
    """Whatever stands at any key of the models, the messages are ours."""
    words = ("Input should", "Field required", "String should", "Extra inputs")
    clip = dict.fromkeys(("id", "scene", "params", "title", "slot", "skip", "order", "script", "other"), value)
    said = {"curve": dict.fromkeys(("say", "ask", "think", "teaches", "recording", "pause", "other"), value)}
    lesson = dict.fromkeys((field.alias or name for name, field in LessonModel.model_fields.items()), value)
    lesson |= {"clips": [clip, {"id": "a", "scene": "b", "script": said}, value], "links": [value, {"url": value}]}
    with pytest.raises(ValidationError) as refused:
        LessonModel.model_validate(lesson)
    for problem in problems(refused.value, LessonModel, lesson):
        assert not any(word in problem.message for word in words)
