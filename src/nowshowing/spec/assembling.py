"""A lesson in which nothing is wrong, put together: models and checked clips become data for the rest of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from nowshowing.spec.clip_check import CheckedClip
from nowshowing.spec.document import Path
from nowshowing.spec.lesson import Clip, Lesson, Link, Place
from nowshowing.spec.models import ClipModel, LessonModel
from nowshowing.spec.names import title_of
from nowshowing.spec.overrides import Source
from nowshowing.spec.params_model import plain
from nowshowing.spec.scene_index import SceneInfo

DEFAULT_THEME = "midnight"


def assemble(source: Source, model: LessonModel, checked: Sequence[CheckedClip]) -> Lesson:
    """Return the lesson of a sound file."""
    document = source.document
    slot = model.slot or FilePath(document.file).stem
    return Lesson(
        file=document.file,
        digest=document.digest,
        title=model.title or title_of(slot),
        slot=slot,
        clips=tuple(
            _clip(source, model, written, found, found.scene, ("clips", number))
            for number, (written, found) in enumerate(zip(model.clips, checked, strict=True))
            if found.scene is not None
        ),
        summary=" ".join(model.summary.split()),
        published=model.published or None,
        language=model.language,
        authors=tuple(model.authors),
        licence=model.licence,
        links=tuple(Link(link.title, link.url) for link in model.links),
        theme=model.theme or DEFAULT_THEME,
        aspect=model.aspect,
        voice=model.voice,
        profile=model.profile or None,
        assumes=tuple(model.assumes),
    )


def _clip(
    source: Source, model: LessonModel, written: ClipModel, checked: CheckedClip, scene: SceneInfo, path: Path
) -> Clip:
    document = source.document
    script = {
        beat.name: replace(checked.script[beat.name], place=document.key_place((*path, "script", beat.name)))
        for beat in scene.beats
        if beat.name in checked.script
    }
    return Clip(
        id=written.id,
        title=written.title or title_of(written.id),
        scene=scene.name,
        scene_file=scene.file,
        params={name: plain(value) for name, value in checked.params.items()},
        script=script,
        skip=tuple(written.skip),
        slot=written.slot or None,
        order=tuple(tuple(pair) for pair in written.order),
        theme=model.theme or DEFAULT_THEME,
        aspect=model.aspect,
        voice=model.defaults.voice or model.voice,
        language=model.language,
        place=document.key_place(path),
        params_places=dict(_params_places(source, checked, path)),
    )


def _params_places(source: Source, checked: CheckedClip, path: Path) -> Iterator[tuple[str, Place]]:
    for name in checked.params:
        for above in ((*path, "params"), ("defaults", "params")):
            if source.document.has((*above, name)):
                yield name, source.document.value_place((*above, name))
                break
