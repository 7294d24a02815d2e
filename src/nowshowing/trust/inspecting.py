"""Inspects a clip: every frame, by every check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nowshowing.film.frames import FrameValues, watch
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.captions import CaptionsCheck
from nowshowing.trust.contrast import ContrastCheck
from nowshowing.trust.findings import Check, Finding, Merger
from nowshowing.trust.flashes import FlashesCheck
from nowshowing.trust.layout import LayoutCheck
from nowshowing.trust.rhythm import RhythmCheck

CHECKS: tuple[Callable[[Clip, Profile], Check], ...] = (
    LayoutCheck,
    ContrastCheck,
    FlashesCheck,
    RhythmCheck,
    CaptionsCheck,
)


@dataclass(frozen=True)
class Inspection:
    """What came out: the findings, by time; how much was checked; what the author says and nobody checked."""

    clip: str
    timeline: Timeline
    findings: tuple[Finding, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


def inspect(
    clip: Clip,
    profile: Profile,
    opened: Callable[[LessonScene], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Inspection:
    """Play a clip, nothing drawn, and check each of its frames; ``opened`` is given the scene as it was set up."""
    checks = [check(clip, profile) for check in CHECKS]
    merger = Merger(clip)
    frames = 0

    def take(now: FrameValues) -> None:
        nonlocal frames
        for check in checks:
            merger.take(now, check.look(now))
        frames = now.number + now.repeat
        if progress is not None:
            progress(frames)

    def open_scene(scene: LessonScene) -> None:
        for check in checks:
            if (begin := getattr(check, "opened", None)) is not None:
                begin(scene)
        if opened is not None:
            opened(scene)

    timeline = watch(clip, profile, take, open_scene)
    findings = merger.end(timeline, [fault for check in checks for fault in check.end(timeline)])
    counts: dict[str, int] = {"frames": frames}
    said: list[str] = []
    for check in checks:
        counts |= getattr(check, "counts", dict)()
        said += getattr(check, "said", list)()
    return Inspection(clip.id, timeline, findings, counts, tuple(dict.fromkeys(said)))
