"""Holds one clip against its scene: params, beats that play, script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from nowshowing.spec.document import Path, Problem
from nowshowing.spec.lesson import BeatScript
from nowshowing.spec.names import offer, quoted, shown
from nowshowing.spec.params_model import CheckedParams, ParamsChecker
from nowshowing.spec.scene_index import BeatInfo, SceneIndex, SceneInfo
from nowshowing.spec.script_check import ScriptCheck
from nowshowing.spec.texts import formula_complaints


@dataclass(frozen=True)
class CheckedClip:
    """What a clip comes to: its scene (None: unknown), its sound params, its script, and everything wrong with it."""

    scene: SceneInfo | None
    params: Mapping[str, Any] = field(default_factory=dict)
    script: Mapping[str, BeatScript] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass
class ClipCheck:
    """Checks the clips of one lesson; ``is_sound`` tells of a path whether nothing was found wrong there before."""

    index: SceneIndex
    folder: FilePath
    language: str
    default_params: Mapping[str, Any]
    is_sound: Callable[[Path], bool]
    is_written: Callable[[Path], bool]
    _checkers: dict[str, ParamsChecker] = field(default_factory=dict)

    def check(self, clip: Mapping[str, Any], path: Path) -> CheckedClip:
        """Check a clip as it was read; what is no mapping, list or text where it should be is passed over."""
        name = clip.get("scene")
        if not isinstance(name, str) or not self.is_sound((*path, "scene")):
            return CheckedClip(None)
        scene = self.index.scenes.get(name)
        if scene is None:
            return CheckedClip(None, problems=(Problem((*path, "scene"), self._unknown_scene(name)),))
        params, problems = self._params(clip, scene, path)
        skip, more = self._skip(clip, scene, path)
        problems += more
        silent = {
            beat.name: reason for beat in scene.beats if (reason := _why_silent(beat, params.values, skip)) is not None
        }
        script = _mapping(clip.get("script"))
        said: dict[str, BeatScript] = {}
        checking = ScriptCheck(scene, params.values, bool(params.problems), self.language, self.folder, self.is_sound)
        for beat, entry in script.items():
            place = (*path, "script", beat)
            known = next((info for info in scene.beats if info.name == beat), None)
            if known is None:
                names = [info.name for info in scene.beats if info.name not in silent]
                message = f'scene "{scene.name}" has no such beat; {offer(beat, names)}'
                problems.append(Problem(place, message, at_key=True))
            elif beat in silent:
                problems.append(Problem(place, silent[beat], at_key=True))
            elif self.is_sound(place):
                said[beat], more = checking.check(known, entry, place)
                problems += more
        return CheckedClip(scene, params.values, said, tuple(problems))

    def _unknown_scene(self, name: str) -> str:
        for file, reason in self.index.broken.items():
            if FilePath(file).stem == name:
                return f'the scene "{name}" cannot be used ({" ".join(reason.split())}); correct its file first'
        return f"no scene {shown(name)}; {offer(name, sorted(self.index.scenes))}"

    def _params(self, clip: Mapping[str, Any], scene: SceneInfo, path: Path) -> tuple[CheckedParams, list[Problem]]:
        checker = self._checkers.setdefault(scene.name, ParamsChecker(scene))
        own = (*path, "params")
        shared = {
            param.name: self.default_params[param.name] for param in scene.params if param.name in self.default_params
        }
        written = {**shared, **_mapping(clip.get("params"))}
        sound = {
            name: value
            for name, value in written.items()
            if self.is_sound((*own, name) if self.is_written((*own, name)) else ("defaults", "params", name))
        }
        checked = checker.check(sound)
        unread = written.keys() - sound.keys()
        if unread:
            values = {name: value for name, value in checked.values.items() if name not in unread}
            checked = CheckedParams(
                values, (*checked.problems, *(Problem((name,), "") for name in unread)), checked.needs
            )
        problems = [self._placed(problem, checked, own) for problem in checked.problems if problem.message]
        for param in scene.params:
            text = checked.values.get(param.name)
            if param.kind == "text" and isinstance(text, str) and self.is_written((*own, param.name)):
                complaints = formula_complaints(text)
                problems += [Problem((*own, param.name), message, offset) for offset, message in complaints]
        return checked, problems

    def _placed(self, problem: Problem, checked: CheckedParams, own: Path) -> Problem:
        """Put a problem where its param is written; if it is not, where a param is that it was held against."""
        name = str(problem.path[0])
        for above in (own, ("defaults", "params")):
            if self.is_written((*above, name)):
                return Problem((*above, *problem.path), problem.message, problem.offset, problem.at_key)
        for above in (own, ("defaults", "params")):
            for other in checked.needs.get(problem, ()):
                if self.is_written((*above, other)):
                    return Problem((*above, other), problem.message)
        return Problem((*own, name), problem.message)

    def _skip(self, clip: Mapping[str, Any], scene: SceneInfo, path: Path) -> tuple[tuple[str, ...], list[Problem]]:
        names = clip.get("skip")
        optional = [beat.name for beat in scene.beats if beat.optional]
        skipped, problems = [], []
        for number, name in enumerate(names if isinstance(names, list) else ()):
            place = (*path, "skip", number)
            if not isinstance(name, str) or not self.is_sound(place):
                continue
            if name in optional:
                skipped.append(name)
            elif any(name == beat.name for beat in scene.beats):
                instead = f"optional are {quoted(optional)}" if optional else "this scene has no optional beats"
                problems.append(Problem(place, f'the beat "{name}" always plays; {instead}'))
            else:
                problems.append(Problem(place, f'scene "{scene.name}" has no such beat; {offer(name, optional)}'))
        return tuple(skipped), problems


def _why_silent(beat: BeatInfo, params: Mapping[str, Any], skip: tuple[str, ...]) -> str | None:
    """Tell why a beat does not play; None where it does, or where a mistake keeps that from being known."""
    if beat.name in skip:
        return f'the beat "{beat.name}" is left out by "skip"; take it out there, or its script here'
    if not {*beat.only, *beat.given} <= set(params) or beat.plays(params, ()):
        return None
    wanted = [f"{name} is {quoted(values).replace(', ', ' or ')}" for name, values in beat.only.items()]
    wanted += [f"{name} is given" for name in beat.given]
    return f'the beat "{beat.name}" plays only if {" and ".join(wanted)}; set that, or take its script out'


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
