"""Sweeps a scene: certifies it with many params drawn at random, so that what ``check`` accepts comes out well."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from nowshowing import data_files
from nowshowing.batch.library import scene_index, scene_named
from nowshowing.batch.planning import profile_named, suggestion
from nowshowing.batch.workers import Job, Progress, work
from nowshowing.errors import CommandLineError
from nowshowing.spec.lesson import Clip
from nowshowing.spec.names import title_of
from nowshowing.spec.profiles import Profile, read_profiles
from nowshowing.spec.scene_index import SceneInfo
from nowshowing.trust.findings import Finding, frames_of

if TYPE_CHECKING:
    from nowshowing.trust.draws import Draws

PROFILE = "draft"
A_BATCH = 4
"""Draws that a worker takes at a time: what it has imported and typeset serves them all."""
MOST_STEPS = 12
"""Rounds of making a failing example simpler."""


@dataclass(frozen=True)
class Drawn:
    """What came of one draw; ``error`` where it could not be played."""

    params: Mapping[str, Any]
    frames: int = 0
    findings: tuple[Finding, ...] = ()
    error: str = ""

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings and not self.error


@dataclass(frozen=True)
class Look:
    """The frame and the colours in which a scene is swept."""

    aspect: str = "16:9"
    theme: str = "midnight"

    def unusual(self) -> dict[str, str]:
        """Return what differs from the default, as a lesson writes it."""
        return {key: value for key, value in asdict(self).items() if value != getattr(Look(), key)}


USUAL = Look()


@dataclass
class Sweep:
    """What came of a sweep."""

    scene: str
    look: Look
    draws: Draws
    drawn: list[Drawn] = field(default_factory=list)
    smallest: Drawn | None = None

    def facts(self) -> dict[str, Any]:
        """Return the sweep as numbers.

        ``refused`` counts by reason, ``refused_share`` is that of the draws that are mathematically fine and yet
        refused, for the picture.
        """
        kinds = Counter(finding.kind for drawn in self.drawn for finding in drawn.findings)
        refused = {
            "types": self.draws.unfit, "mathematics": self.draws.refused, "picture": self.draws.not_shown,
        }  # fmt: skip
        fine = len(self.draws.accepted) + self.draws.not_shown.total()
        return {
            "scene": self.scene,
            **asdict(self.look),
            "accepted": len(self.drawn),
            "refused": {what: dict(reasons.most_common()) for what, reasons in refused.items()},
            "fine": fine,
            "refused_share": self.draws.not_shown.total() / max(fine, 1),
            "defects": sum(not drawn.is_clean for drawn in self.drawn),
            "frames": sum(drawn.frames for drawn in self.drawn),
            "defect_frames": sum(frames_of(drawn.findings) for drawn in self.drawn),
            "errors": sum(bool(drawn.error) for drawn in self.drawn),
            "kinds": dict(kinds.most_common()),
        }


def sweep(
    name: str, folders: Sequence[Path], count: int, seed: int, at_once: int, as_json: bool, look: Look = USUAL
) -> int:
    """Sweep a scene and tell what came of it; return the exit code."""
    from nowshowing.trust.draws import draw

    scene = scene_named(name, scene_index(folders))
    profile = profile_named(PROFILE, read_profiles(data_files.profiles()))
    draws = draw(scene, count, seed)
    made = Sweep(name, look, draws)
    for drawn in _inspected(scene, draws.accepted, profile, at_once, look):
        made.drawn.append(drawn)
        if not drawn.is_clean and not as_json:
            print(f"{name}: {_told(drawn)}", flush=True)
    failing = [drawn for drawn in made.drawn if not drawn.is_clean]
    if failing:
        made.smallest = _smallest(scene, min(failing, key=_size), profile, at_once, look)
    _tell(made, as_json)
    return 1 if failing else 0


def look(aspect: str | None, theme: str | None) -> Look:
    """Return the look that was asked for; raise CommandLineError for a theme that there is not."""
    themes = sorted(file.stem for file in data_files.themes().glob("*.yaml"))
    if theme is not None and theme not in themes:
        raise CommandLineError(f'--theme: no theme "{theme}"{suggestion(theme, themes)}')
    return Look(aspect or USUAL.aspect, theme or USUAL.theme)


def clip_of(scene: SceneInfo, params: Mapping[str, Any], look: Look = USUAL) -> Clip:
    """Return a clip that plays a scene with some params, in silence."""
    title = title_of(scene.name.replace("_", "-"))
    return Clip(
        id=scene.name, title=title, scene=scene.name, scene_file=scene.file, params=params, theme=look.theme,
        aspect=look.aspect,
    )  # fmt: skip


def inspect_some(clip: Clip, progress: Progress, draws: Sequence[Mapping[str, Any]], profile: Profile) -> list[Drawn]:
    """Inspect a scene with each of some params; this runs in a worker."""
    from nowshowing.trust.inspecting import inspect

    made: list[Drawn] = []
    for params in draws:
        try:
            inspection = inspect(replace(clip, params=params), profile)
            made.append(Drawn(params, inspection.frames, inspection.findings))
        except Exception as error:  # whatever it is, it is what the sweep is looking for
            made.append(Drawn(params, error=f"{type(error).__name__}: {error}"))
    return made


def _inspected(
    scene: SceneInfo, accepted: Sequence[Mapping[str, Any]], profile: Profile, at_once: int, look: Look,
    a_batch: int = A_BATCH,
) -> Iterator[Drawn]:  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="nowshowing-") as logs:
        jobs = [
            Job(
                f"{scene.name}-{number}", clip_of(scene, draws[0], look),
                partial(inspect_some, draws=draws, profile=profile), Path(logs, f"{number}.log"),
            )
            for number, draws in enumerate(accepted[at : at + a_batch] for at in range(0, len(accepted), a_batch))
        ]  # fmt: skip
        for outcome in work(jobs, at_once, lambda *_: None):
            if outcome.failure is None:
                yield from outcome.result
            else:
                yield Drawn(outcome.job.clip.params, error="\n".join(outcome.failure.messages))


def _smallest(scene: SceneInfo, failing: Drawn, profile: Profile, at_once: int, look: Look) -> Drawn:
    """Return a failing draw that no single step makes simpler, or the best that was found in some rounds."""
    from nowshowing.spec.params_model import ParamsChecker
    from nowshowing.trust.draws import simpler

    checker = ParamsChecker(scene)
    for _ in range(MOST_STEPS):
        options = [params for params in simpler(failing.params, scene) if not checker.check(params).problems]
        found = [
            drawn for drawn in _inspected(scene, options, profile, at_once, look, 1) if _kinds(drawn) & _kinds(failing)
        ]  # fmt: skip
        better = min(found, key=_size, default=failing)
        if _size(better) >= _size(failing):
            break
        failing = better
    return failing


def _kinds(drawn: Drawn) -> set[str]:
    return {finding.kind for finding in drawn.findings} | ({"error"} if drawn.error else set())


def _size(drawn: Drawn) -> tuple[int, str]:
    written = yaml.safe_dump(dict(drawn.params), allow_unicode=True)
    return len(written), written


def _told(drawn: Drawn) -> str:
    params = json.dumps(dict(drawn.params), ensure_ascii=False)
    found = drawn.error or "\n  ".join(map(_short, drawn.findings))
    return f"{params}\n  {found}"


def _short(finding: Finding) -> str:
    subject = " and ".join(finding.objects)
    frames = f"frames {finding.first} to {finding.last}"
    return f"{finding.beat}: {frames}: {finding.kind}: {subject}: {finding.value}; {finding.limit}"


def _tell(made: Sweep, as_json: bool) -> None:
    facts = made.facts()
    if as_json:
        smallest = dict(made.smallest.params) if made.smallest else None
        print(json.dumps({**facts, "smallest": smallest}, ensure_ascii=False))
        return
    for what, reasons in facts["refused"].items():
        for why, times in reasons.items():
            print(f"{made.scene}: refused {times} times for the {what}: {why}", file=sys.stderr)
    print(f"{made.scene}: {_refusals(facts)}")
    share = f"{facts['defect_frames']} of {facts['frames']} frames have defects"
    seen = "".join(f", {key} {value}" for key, value in made.look.unusual().items())
    print(f"{made.scene}{seen}: {facts['accepted']} draws, {facts['defects']} with defects, {share}")
    for kind, times in facts["kinds"].items():
        print(f"{made.scene}: {times} × {kind}")
    if made.smallest is not None:
        entry = {"id": "smallest", "scene": made.scene, "params": dict(made.smallest.params)}
        print("the smallest that fails:")
        print(yaml.safe_dump({**made.look.unusual(), "clips": [entry]}, allow_unicode=True, sort_keys=False), end="")
        print(_told(made.smallest))


def _refusals(facts: Mapping[str, Any]) -> str:
    """Say how often params were refused; what counts is how many were that only the picture could not take."""
    times = {what: sum(reasons.values()) for what, reasons in facts["refused"].items()}
    share = f"{times['picture']} of {facts['fine']} draws that are fine ({100 * facts['refused_share']:.1f} %)"
    types = f"{times['types']} for their types or bounds, " if times["types"] else ""
    return f"refused: {types}{times['mathematics']} for the mathematics, {share} for the picture"
