"""The scenes that lessons may use: their index, made anew where a scene has changed, and shown to authors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nowshowing import data_files
from nowshowing.batch.planning import suggestion
from nowshowing.errors import CommandLineError
from nowshowing.spec.index_store import fresh_index
from nowshowing.spec.scene_index import BeatInfo, ParamInfo, SceneIndex, SceneInfo


def scene_index(folders: Sequence[Path] = ()) -> SceneIndex:
    """Return the index of our own scenes and those in ``folders``; imports Manim only where a file has changed."""
    return fresh_index((data_files.scenes(), *folders), _read)


def _read(folders: Sequence[Path]) -> SceneIndex:
    from nowshowing.stage.loader import read_scenes

    return read_scenes(folders)


def scene_named(name: str, index: SceneIndex) -> SceneInfo:
    """Return a scene by name."""
    if name not in index.scenes:
        raise CommandLineError(f'no scene "{name}"{suggestion(name, index.scenes)}')
    return index.scenes[name]


def overview(index: SceneIndex) -> str:
    """Return a line for each scene, and one for each file that cannot be used."""
    width = max(map(len, index.scenes), default=0)
    scenes = [f"{name:<{width}}  {_first_line(scene.doc)}" for name, scene in sorted(index.scenes.items())]
    return "\n".join([*scenes, *(f"{name}: cannot be used: {why}" for name, why in sorted(index.broken.items()))])


def description(scene: SceneInfo) -> str:
    """Return what a lesson may say to a scene."""
    params = [line for param in scene.params for line in _param_lines(param)]
    beats = [line for beat in scene.beats for line in _beat_lines(beat)]
    return "\n".join([f"{scene.name}: {scene.doc}", "", "params", *params, "", "beats", *beats])


def _param_lines(param: ParamInfo) -> list[str]:
    kind = f"list of {param.kind}s" if param.many else param.kind
    facts = [kind, *(["may be left empty"] if param.optional else []), *_bounds(param), *_items(param)]
    if param.choices:
        facts.append("one of " + ", ".join(param.choices))
    facts += [_words(rule.name) for rule in param.constraints]
    return [f"  {param.name} = {param.default}", f"      {param.doc}", f"      ({'; '.join(facts)})"]


def _bounds(param: ParamInfo) -> list[str]:
    bounds = (("≥", param.minimum), ("≤", param.maximum), (">", param.above), ("<", param.below))
    return [f"{sign} {bound:g}" for sign, bound in bounds if bound is not None]


def _items(param: ParamInfo) -> list[str]:
    facts = [
        ("at least {} items", param.least_items),
        ("at most {} items", param.most_items),
        ("at most {} characters", param.most_characters),
    ]
    return [text.format(number) for text, number in facts if number is not None]


def _beat_lines(beat: BeatInfo) -> list[str]:
    lines = [f"  {beat.name}{' (optional)' if beat.optional else ''}", f"      {_first_line(beat.doc)}"]
    if beat.only or beat.given:
        conditions = [f"{name} is {' or '.join(map(str, values))}" for name, values in beat.only.items()]
        conditions += [f"{name} is given" for name in beat.given]
        lines.append(f"      only where {' and '.join(conditions)}")
    if beat.cues:
        lines.append("      cues: " + ", ".join(f"[{cue}]" for cue in beat.cues))
    if beat.publishes:
        lines.append("      values: " + ", ".join(f"{{{value}}}" for value in beat.publishes))
    return lines


def _words(name: str) -> str:
    """Return a class name as words: ``DifferentiableAt`` → ``differentiable at``."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
