"""Inspects a clip: every frame, by every check; at once, or in parts that several processes share."""

from __future__ import annotations

import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TypeVar

from nowshowing.film.frames import FrameValues, watch
from nowshowing.film.playing import plan
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.captions import CaptionsCheck
from nowshowing.trust.certificate import Inspection, digest_of_code
from nowshowing.trust.claims import ClaimsCheck
from nowshowing.trust.contrast import ContrastCheck
from nowshowing.trust.findings import Check, Fault, Merger
from nowshowing.trust.flashes import FlashesCheck
from nowshowing.trust.joining import InspectedPart, joined
from nowshowing.trust.layout import LayoutCheck
from nowshowing.trust.order import OrderCheck
from nowshowing.trust.published import PublishedCheck
from nowshowing.trust.rhythm import RhythmCheck
from nowshowing.trust.script import ScriptCheck
from nowshowing.trust.texts import TextsCheck

Opened = Callable[[LessonScene], None]
Kind = TypeVar("Kind", bound=Check)

CHECKS: tuple[Callable[[Clip, Profile], Check], ...] = (
    ClaimsCheck,
    TextsCheck,
    PublishedCheck,
    ScriptCheck,
    OrderCheck,
    LayoutCheck,
    ContrastCheck,
    FlashesCheck,
    RhythmCheck,
    CaptionsCheck,
)
OF_THE_WHOLE = (ScriptCheck, OrderCheck, CaptionsCheck)
"""Look at no frame: one part of a clip has them, its first."""
ALL = range(sys.maxsize)


def inspect(
    clip: Clip,
    profile: Profile,
    opened: Opened | None = None,
    progress: Callable[[int], None] | None = None,
    code: str | None = None,
) -> Inspection:
    """Play a clip, nothing drawn, and check each of its frames.

    ``opened`` is given the scene as it was set up; ``progress`` the frames done; ``code`` is the digest of the code
    from before the scene was loaded, where that was earlier.
    """
    return joined(clip, [inspect_part(clip, profile, opened=opened, progress=progress, code=code)])


def inspect_part(
    clip: Clip,
    profile: Profile,
    part: int = 0,
    of: int = 1,
    opened: Opened | None = None,
    progress: Callable[[int], None] | None = None,
    code: str | None = None,
) -> InspectedPart:
    """Inspect those beats of a clip that are its ``part``, from 0, where it is shared out among ``of``.

    Whoever asks is given the same parts. All of them, ``joined``, are the inspection of the clip, exactly: the frame
    before the first is looked at as well, since a frame is judged by what differs from the last, and the one after
    the last is evaluated, since that is when the last is judged; a check that looks further back only takes notes, or
    begins anew with each beat.
    """
    scenes = Path(clip.scene_file).parent
    code = code or digest_of_code(scenes)
    found = _inspected(clip, profile, part, of, opened, progress)
    # What changed meanwhile is no state of the code that was inspected.
    return replace(found, code=code if digest_of_code(scenes) == code else "")


def _inspected(
    clip: Clip, profile: Profile, part: int, of: int, opened: Opened | None, progress: Callable[[int], None] | None
) -> InspectedPart:
    if of == 1:
        look = _Look(clip, profile, CHECKS, ALL, progress)
        return look.result(watch(clip, profile, look.take, look.opening(opened)))
    timeline, frames = shared_out(clip, profile, of)
    mine = frames[part]
    if part and not mine:
        return InspectedPart(timeline)
    checks = CHECKS if part == 0 else [check for check in CHECKS if check not in OF_THE_WHOLE]
    look = _Look(clip, profile, checks, mine, progress)
    watch(clip, profile, look.take, look.opening(opened), range(max(0, mine.start - 1), mine.stop + 1))
    return look.result(timeline)


def shared_out(clip: Clip, profile: Profile, of: int) -> tuple[Timeline, list[range]]:
    """Return a clip's timeline, and its frames in so many parts, which begin with a beat and are about as much work.

    Where there are fewer beats than parts, some parts are empty.
    """
    timeline, differing = plan(clip, profile)
    starts = [*(beat.start for beat in timeline.beats), timeline.frames]
    work = list(accumulate((differing[beat.name] for beat in timeline.beats), initial=0))
    seams = [
        starts[min(range(len(starts)), key=lambda k: (abs(work[k] * of - work[-1] * part), -k))]
        for part in range(1, of)
    ]
    return timeline, [range(first, stop) for first, stop in pairwise((0, *seams, timeline.frames))]


class _Look:
    """Looks at frames by some checks; of the frame before those that are ``judged`` only note is taken."""

    def __init__(
        self,
        clip: Clip,
        profile: Profile,
        checks: Sequence[Callable[[Clip, Profile], Check]],
        judged: range,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.checks = [check(clip, profile) for check in checks]
        self.judged, self.progress = judged, progress
        self.merger = Merger(clip)
        self.frames = 0
        self.before: Counter[str] = Counter()

    def opening(self, opened: Opened | None) -> Opened:
        """Return what is to be done with the scene as it was set up."""

        def open_scene(scene: LessonScene) -> None:
            for check in self.checks:
                if (begin := getattr(check, "opened", None)) is not None:
                    begin(scene)
            if opened is not None:
                opened(scene)

        return open_scene

    def take(self, now: FrameValues) -> None:
        """Check a frame."""
        if now.number >= self.judged.stop:
            return
        judges = self.merger.take if now.number >= self.judged.start else _forget
        for check in self.checks:
            judges(now, check.look(now))
        if now.number < self.judged.start:
            self.before = self._counts()
            return
        self.frames += now.repeat
        if self.progress is not None:
            self.progress(self.frames)

    def result(self, timeline: Timeline) -> InspectedPart:
        """Return what came of it."""
        whole = [fault for check in self.checks if isinstance(check, OF_THE_WHOLE) for fault in check.end(timeline)]
        counts = self._counts()
        counts.subtract(self.before)
        return InspectedPart(
            timeline,
            self.frames,
            self.merger.found(),
            tuple(whole),
            tuple(moment for moment in self._only(RhythmCheck).moments if moment.number >= self.judged.start),
            tuple(light for light in self._only(FlashesCheck).lights if light.number >= self.judged.start),
            counts,
            {type(check).__name__: tuple(getattr(check, "said", list)()) for check in self.checks},
        )

    def _counts(self) -> Counter[str]:
        return Counter({what: n for check in self.checks for what, n in getattr(check, "counts", dict)().items()})

    def _only(self, kind: type[Kind]) -> Kind:
        return next(check for check in self.checks if isinstance(check, kind))


def _forget(_now: FrameValues, faults: Iterable[Fault]) -> None:
    deque(faults, 0)
