"""The schema that editors complete lessons with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from nowshowing import data_files
from nowshowing.spec.models import LessonModel
from nowshowing.spec.reader import read_document
from nowshowing.spec.scene_index import SceneIndex
from nowshowing.spec.schema import lesson_schema, schema_text
from nowshowing.spec.syllabus import read_syllabus

DATA = Path(__file__).parent / "data"
KEPT = Path(__file__).parent.parent / "config" / "schema" / "lesson.schema.json"
INDEX = SceneIndex.model_validate_json((DATA / "scene_index.json").read_bytes())
MAKE = """
import sys
from nowshowing import data_files
from nowshowing.spec.schema import schema_text
from nowshowing.stage.loader import read_scenes
index = read_scenes([data_files.scenes()])
assert not index.broken, index.broken
sys.stdout.reconfigure(encoding="utf-8", newline="")
sys.stdout.write(schema_text(index))
"""


def test_the_kept_schema_is_current() -> None:
    """What lies in ``config/schema/`` is what our own scenes give (``nowshowing schema > config/schema/…``)."""
    made = subprocess.run([sys.executable, "-c", MAKE], check=True, capture_output=True, encoding="utf-8").stdout
    assert made == KEPT.read_text(encoding="utf-8")


def for_scene(name: str) -> dict[str, Any]:
    """Return what the schema says of clips that play a scene."""
    rules = lesson_schema(INDEX)["definitions"]["ClipModel"]["allOf"]
    found = [rule["then"]["properties"] for rule in rules if rule["if"]["properties"]["scene"]["const"] == name]
    assert len(found) == 1
    return dict(found[0])


def test_scenes_are_offered_with_their_docs() -> None:
    """Editors list the scenes, each with its sentence."""
    scene = lesson_schema(INDEX)["definitions"]["ClipModel"]["properties"]["scene"]
    assert scene["enum"] == ["recap_card", "secant_to_tangent"]
    assert scene["enumDescriptions"] == [INDEX.scenes[name].doc for name in scene["enum"]]


def test_params_have_docs_defaults_and_bounds() -> None:
    """A param's completion shows what it is, its default and its limits; other params are refused."""
    params = for_scene("secant_to_tangent")["params"]
    assert params["additionalProperties"] is False
    assert params["properties"]["gaps"] == {
        "description": "The gaps h, in the order shown.",
        "default": [2, 1, 0.5, 0.25],
        "type": "array",
        "items": {"type": "number"},
        "maxItems": 6,
        "minItems": 1,
    }
    assert params["properties"]["side"]["enum"] == ["right", "left", "both"]
    assert for_scene("recap_card")["params"]["properties"]["count"]["maximum"] == 5


def test_beats_are_offered_with_cues_and_values() -> None:
    """A beat's completion shows its sentence, its cues and what may be said there; other beats are refused."""
    script = for_scene("secant_to_tangent")["script"]
    assert script["additionalProperties"] is False
    assert script["properties"]["secant"]["description"] == (
        "A second point, and the chord. Cues: [second], [slope]. Values: {slope}."
    )
    assert for_scene("secant_to_tangent")["skip"]["items"]["enum"] == ["from_the_left", "equation"]


def test_points_are_offered_with_their_titles() -> None:
    """``teaches`` and ``assumes`` complete the points of the syllabus."""
    schema = lesson_schema(INDEX)
    assert schema["definitions"]["Point"]["enum"] == list(read_syllabus(data_files.syllabus()))
    assert schema["properties"]["assumes"]["items"] == {"$ref": "#/definitions/Point"}


def test_it_keeps_to_draft_07() -> None:
    """No keyword newer than draft-07 is used, and each reference leads somewhere."""
    text = schema_text(INDEX)
    assert "$defs" not in text
    assert "prefixItems" not in text
    definitions = json.loads(text)["definitions"]

    def references(schema: Any) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(references, schema))
        if isinstance(schema, dict):
            own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
            return own.union(*map(references, schema.values()))
        return set()

    assert references(json.loads(text)) <= {f"#/definitions/{name}" for name in definitions}


def test_every_key_is_described() -> None:
    """Each key of a lesson, a clip and a script entry has a sentence."""
    schema = lesson_schema(INDEX)
    assert schema["properties"].keys() == {field.alias or name for name, field in LessonModel.model_fields.items()}
    for part in (schema, *(schema["definitions"][name] for name in ("ClipModel", "ScriptEntry", "LinkModel"))):
        for key, value in part["properties"].items():
            assert value.get("description"), key


def test_the_syllabus_is_whole() -> None:
    """Each prerequisite is a point, none stands on itself, and the file is strict YAML."""
    points = read_syllabus(data_files.syllabus())
    assert read_document(data_files.syllabus()).mistakes == ()
    assert len(points) == 106
    done: set[str] = set()
    waiting = dict(points)
    while ready := [name for name, point in waiting.items() if done.issuperset(point.after)]:
        done |= {waiting.pop(name).id for name in ready}
    assert waiting == {}
    assert all(point.title and point.scenes and point.seed for point in points.values())
