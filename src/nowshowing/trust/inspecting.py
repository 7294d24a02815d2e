"""Inspects a clip: every frame, by every check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nowshowing.film.frames import FrameValues, watch
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.captions import CaptionsCheck
from nowshowing.trust.certificate import Inspection, digest_of, digest_of_code
from nowshowing.trust.claims import ClaimsCheck
from nowshowing.trust.contrast import ContrastCheck
from nowshowing.trust.findings import Check, Merger
from nowshowing.trust.flashes import FlashesCheck
from nowshowing.trust.layout import LayoutCheck
from nowshowing.trust.order import OrderCheck
from nowshowing.trust.rhythm import RhythmCheck
from nowshowing.trust.script import ScriptCheck
from nowshowing.trust.texts import TextsCheck

CHECKS: tuple[Callable[[Clip, Profile], Check], ...] = (
    ClaimsCheck,
    TextsCheck,
    ScriptCheck,
    OrderCheck,
    LayoutCheck,
    ContrastCheck,
    FlashesCheck,
    RhythmCheck,
    CaptionsCheck,
)


def inspect(
    clip: Clip,
    profile: Profile,
    opened: Callable[[LessonScene], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Inspection:
    """Play a clip, nothing drawn, and check each of its frames.

    ``opened`` is given the scene as it was set up; ``progress`` the frames done.
    """
    code = digest_of_code(Path(clip.scene_file).parent)
    checks = [check(clip, profile) for check in CHECKS]
    merger = Merger(clip)
    frames = 0

    def take(now: FrameValues) -> None:
        nonlocal frames
        for check in checks:
            merger.take(now, check.look(now))
        frames += now.repeat
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
    return Inspection(clip.id, frames, findings, counts, tuple(dict.fromkeys(said)), digest_of(clip), code)
