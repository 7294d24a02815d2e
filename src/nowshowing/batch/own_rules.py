"""What scenes with Python validators of their own say to a lesson's params; only these have to be imported for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from nowshowing.errors import Mistake
from nowshowing.spec.lesson import Clip, Lesson
from nowshowing.spec.scene_index import SceneIndex


def mistakes_of_own(lesson: Lesson, index: SceneIndex) -> Iterator[Mistake]:
    """Yield what the scenes' own validators refuse."""
    for number, clip in enumerate(lesson.clips):
        if index.scenes[clip.scene].needs_import:
            yield from _refused(clip, f"clips[{number}].params")


def _refused(clip: Clip, key: str) -> Iterator[Mistake]:
    from nowshowing.stage.loader import load_scene

    model = load_scene(Path(clip.scene_file)).params_model()
    try:
        model.model_validate(dict(clip.params))
    except ValidationError as error:
        for details in error.errors(include_url=False):
            name = str(details["loc"][0]) if details["loc"] else ""
            place = clip.params_places.get(name, clip.place)
            # All else was checked from the index; what is left was raised by a validator, in words of its author.
            message = str(details.get("ctx", {}).get("error", details["msg"]))
            yield Mistake(place.file, place.line, place.column, f"{key}.{name}".rstrip("."), message)
