"""Opens scene files: our own, an author's, each folder as a private package; and tells what is in them, as data."""

from __future__ import annotations

import enum
import hashlib
import importlib
import importlib.machinery
import sys
import traceback
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from nowshowing.maths.constraints import CONSTRAINTS
from nowshowing.maths.expression import Expression, Variables
from nowshowing.spec.scene_index import ParamInfo, Rule, SceneIndex, SceneInfo
from nowshowing.stage.beats import beats_of
from nowshowing.stage.params import Params
from nowshowing.stage.scene import LessonScene

PREFIX = "nowshowing_scenes_"


class SceneFileError(Exception):
    """A scene file cannot be used; the message names the file and says why."""


class _FromSource(importlib.machinery.SourceFileLoader):
    """Compiles the file as it is: bytecode counts as current when only whole seconds and the length agree."""

    def get_code(self, fullname: str) -> types.CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _package(folder: Path) -> str:
    folder = folder.resolve()
    name = PREFIX + hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if name not in sys.modules:
        package = types.ModuleType(name, "A folder of scenes.")
        package.__path__ = [str(folder)]
        package.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        sys.modules[name] = package
        # Helpers, too, are found by way of the package's path.
        reader = (_FromSource, importlib.machinery.SOURCE_SUFFIXES)
        sys.path_importer_cache[str(folder)] = importlib.machinery.FileFinder(str(folder), reader)
    return name


def forget() -> None:
    """Drop all scene modules, so that the next load reads their files again."""
    for name in [name for name in sys.modules if name.startswith(PREFIX)]:
        del sys.modules[name]


def load_scene(file: Path) -> type[LessonScene]:
    """Return the scene class of a file; raises SceneFileError where it cannot be imported or holds none or several."""
    name = f"{_package(file.parent)}.{file.stem}"
    try:
        module = importlib.import_module(name)
    except Exception as error:
        place = next(
            (f"{frame.filename}:{frame.lineno}: " for frame in reversed(traceback.extract_tb(error.__traceback__))
             if Path(frame.filename).parent == file.parent.resolve()), f"{file}: ")  # fmt: skip
        raise SceneFileError(f"{place}{type(error).__name__}: {error}") from error
    found = [
        member
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, LessonScene) and member.__module__ == name
    ]
    if len(found) != 1:
        names = ", ".join(scene.__name__ for scene in found) or "none"
        raise SceneFileError(f"{file}: one class derived from LessonScene is wanted, found {names}")
    return found[0]


def scene_files(folder: Path) -> list[Path]:
    """Return the files of a folder that hold a scene: not those that begin with an underscore."""
    return sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))


def read_scenes(folders: Sequence[Path]) -> SceneIndex:
    """Return the index of all scenes in some folders; a later folder's scene replaces an earlier one of its name."""
    scenes: dict[str, SceneInfo] = {}
    broken: dict[str, str] = {}
    for folder in folders:
        for file in scene_files(folder):
            try:
                scenes[file.stem] = describe(load_scene(file), file)
                broken.pop(file.stem, None)
            except (SceneFileError, TypeError, ValueError) as error:
                broken[file.stem] = str(error)
                scenes.pop(file.stem, None)
    return SceneIndex(scenes=scenes, broken=broken)


def describe(scene: type[LessonScene], file: Path) -> SceneInfo:
    """Return what a lesson may say to a scene, as data."""
    model = scene.params_model()
    beats = beats_of(scene)
    for beat in beats:
        missing = [name for name in beat.publishes if name not in scene.values]
        if missing:
            raise ValueError(f"{file}: beat {beat.name} publishes {missing[0]!r}, which is not in values")
    return SceneInfo(
        name=file.stem,
        doc=(scene.__doc__ or "").strip(),
        file=str(file.resolve()),
        class_name=scene.__name__,
        params=tuple(_param(name, field, model) for name, field in model.model_fields.items()),
        beats=beats,
        values={name: _rule(quantity) for name, quantity in scene.values.items()},
        together=scene.together,
        needs_import=_has_validators(model),
    )


def _has_validators(model: type[Params]) -> bool:
    base = Params.__pydantic_decorators__.model_validators
    own = model.__pydantic_decorators__
    return bool(own.field_validators or own.validators or set(own.model_validators) - set(base))


def _rule(thing: Any) -> Rule:
    args = asdict(thing) if is_dataclass(thing) and not isinstance(thing, type) else {}
    return Rule(name=type(thing).__name__, args=args)


_KINDS: Mapping[Any, Literal["number", "integer", "boolean", "text", "expression"]] = {
    float: "number",
    int: "integer",
    bool: "boolean",
    str: "text",
    Expression: "expression",
}


def _param(name: str, field: FieldInfo, model: type[Params]) -> ParamInfo:
    annotation, metadata = field.annotation, list(field.metadata)
    optional = many = False
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is typing.Annotated:
            annotation, metadata = arguments[0], [*metadata, *arguments[1:]]
        elif origin in (types.UnionType, typing.Union) and type(None) in arguments:
            optional = True
            annotation = next(argument for argument in arguments if argument is not type(None))
        elif origin in (list, tuple):
            many, annotation = True, arguments[0]
        else:
            break
    facts: dict[str, Any] = {}
    if get_origin(annotation) is Literal:
        facts |= {"kind": "choice", "choices": tuple(str(choice) for choice in get_args(annotation))}
    elif isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        facts |= {"kind": "choice", "choices": tuple(str(member.value) for member in annotation)}
    elif annotation in _KINDS:
        facts["kind"] = _KINDS[annotation]
    else:
        raise TypeError(f"{model.__name__}.{name}: a param of type {annotation!r} cannot be set from a lesson")
    constraints = []
    for fact in metadata:
        if type(fact).__name__ in CONSTRAINTS:
            constraints.append(_rule(fact))
        else:
            facts |= _bound(fact, many or facts["kind"] == "text", many)
    default = field.get_default(call_default_factory=True)
    return ParamInfo(
        name=name,
        many=many,
        optional=optional,
        default=_plain(default),
        doc=(field.description or "").strip(),
        constraints=tuple(constraints),
        **facts,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Expression):
        return value.source
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, enum.Enum) else value


def _bound(fact: Any, sized: bool, many: bool) -> dict[str, Any]:
    match fact:
        case Variables():
            return {"variables": tuple(fact.allowed), "together": fact.together}
        case annotated_types.Ge(ge=bound):
            return {"minimum": bound}
        case annotated_types.Le(le=bound):
            return {"maximum": bound}
        case annotated_types.Gt(gt=bound):
            return {"above": bound}
        case annotated_types.Lt(lt=bound):
            return {"below": bound}
        case annotated_types.MinLen(min_length=least) if many:
            return {"least_items": least}
        case annotated_types.MaxLen(max_length=most) if sized:
            return {"most_items": most} if many else {"most_characters": most}
        case annotated_types.Len(min_length=least, max_length=most) if many:
            return {"least_items": least, "most_items": most}
    return {}
