"""JSON Schema of a lesson, for editors: keys, scenes, their params and their beats, with help for each.

Kept to what draft-07 knows, because editors' YAML support is written for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from nowshowing import data_files
from nowshowing.spec.models import MOST_ITEMS, MOST_TEXT, LessonModel
from nowshowing.spec.profiles import read_profiles
from nowshowing.spec.scene_index import BeatInfo, ParamInfo, SceneIndex, SceneInfo
from nowshowing.spec.syllabus import read_syllabus

Schema = dict[str, Any]

_TYPES = {"number": "number", "integer": "integer", "boolean": "boolean", "text": "string", "choice": "string"}
_BOUNDS = {"minimum": "minimum", "maximum": "maximum", "above": "exclusiveMinimum", "below": "exclusiveMaximum"}


def schema_text(index: SceneIndex) -> str:
    """Return the schema as JSON text, as it is kept in ``config/schema/lesson.schema.json``."""
    return json.dumps(lesson_schema(index), indent=2, ensure_ascii=False) + "\n"


def lesson_schema(index: SceneIndex) -> Schema:
    """Return the schema of lessons that use the scenes of an index."""
    scenes = [index.scenes[name] for name in sorted(index.scenes)]
    made = _plain(LessonModel.model_json_schema(by_alias=True, ref_template="#/definitions/{model}"))
    definitions: Schema = made.pop("$defs")
    definitions["Point"] = _points()
    for holder, key in ((definitions["ScriptEntry"], "teaches"), (made, "assumes")):
        holder["properties"][key]["items"] = {"$ref": "#/definitions/Point"}
    clip = definitions["ClipModel"]
    clip["properties"]["scene"] |= _choice((scene.name, scene.doc) for scene in scenes)
    clip["properties"]["script"]["additionalProperties"] = _SAID
    clip["allOf"] = [_one_scene(scene) for scene in scenes]
    definitions["DefaultsModel"]["properties"]["params"] |= _shared_params(scenes)
    made["properties"]["theme"]["examples"] = sorted(file.stem for file in data_files.themes().glob("*.yaml"))
    made["properties"]["profile"]["examples"] = list(read_profiles(data_files.profiles()))
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made, "definitions": definitions}


_SAID: Schema = {"anyOf": [{"type": "string", "maxLength": MOST_TEXT}, {"$ref": "#/definitions/ScriptEntry"}]}


def _one_scene(scene: SceneInfo) -> Schema:
    """Return what holds for clips that play one scene."""
    optional = [(beat.name, beat.doc) for beat in scene.beats if beat.optional]
    properties = {
        "params": _mapping({param.name: _param(param) for param in scene.params}, scene.doc),
        "script": _mapping({beat.name: {"description": _beat_doc(beat), **_SAID} for beat in scene.beats}, scene.doc),
        "skip": {"items": {"type": "string", **_choice(optional)}},
    }
    return {
        "if": {"properties": {"scene": {"const": scene.name}}, "required": ["scene"]},
        "then": {"properties": properties},
    }


def _param(param: ParamInfo) -> Schema:
    one: Schema = {"type": _TYPES.get(param.kind, ["string", "number"])}
    one |= {key: getattr(param, name) for name, key in _BOUNDS.items() if getattr(param, name) is not None}
    if param.kind == "choice":
        one["enum"] = list(param.choices)
    if param.kind == "text":
        one["maxLength"] = param.most_characters or MOST_TEXT
    if param.many:
        one = {"type": "array", "items": one, "maxItems": param.most_items or MOST_ITEMS}
        one |= {"minItems": param.least_items} if param.least_items else {}
    if param.optional:
        one = {"anyOf": [one, {"type": "null"}]}
    return {"description": param.doc, "default": param.default, **one}


def _beat_doc(beat: BeatInfo) -> str:
    notes = [beat.doc]
    if beat.cues:
        notes.append("Cues: " + ", ".join(f"[{cue}]" for cue in beat.cues) + ".")
    if beat.publishes:
        notes.append("Values: " + ", ".join(f"{{{name}}}" for name in beat.publishes) + ".")
    if beat.optional:
        notes.append("May be skipped.")
    return " ".join(notes)


def _shared_params(scenes: Iterable[SceneInfo]) -> Schema:
    """Return the params that any scene has; one that several scenes have may be what it is in any of them."""
    kinds: dict[str, list[Schema]] = {}
    for scene in scenes:
        for param in scene.params:
            found = _param(param)
            if found not in kinds.setdefault(param.name, []):
                kinds[param.name].append(found)
    properties = {name: found[0] if len(found) == 1 else {"anyOf": found} for name, found in sorted(kinds.items())}
    return {"properties": properties, "additionalProperties": False}


def _points() -> Schema:
    points = read_syllabus(data_files.syllabus()).values()
    return {"type": "string", **_choice((point.id, point.title) for point in points)}


def _mapping(properties: Mapping[str, Schema], description: str) -> Schema:
    return {"description": description, "properties": dict(properties), "additionalProperties": False}


def _choice(named: Iterable[tuple[str, str]]) -> Schema:
    pairs = list(named)
    return {"enum": [name for name, _ in pairs], "enumDescriptions": [doc for _, doc in pairs]} if pairs else {}


def _plain(schema: Any) -> Any:
    """Take out what only pydantic wants: titles made of names, and null beside a type."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _plain(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    options = kept.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options:
        rest = [option for option in options if option != {"type": "null"}]
        if len(rest) == 1:
            kept.pop("anyOf")
            kept.pop("default", None)
            kept |= rest[0]
    return kept
