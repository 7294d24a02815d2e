"""Inspects a clip: every frame, by every check; at once, or in parts that several processes share."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from nowshowing.film.frames import FrameValues, watch
from nowshowing.film.selection import Shots
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.captions import CaptionsCheck
from nowshowing.trust.certificate import Inspection, digest_of_code
from nowshowing.trust.claims import ClaimsCheck
from nowshowing.trust.contrast import ContrastCheck
from nowshowing.trust.findings import Check, Merger
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
"""Look at no frame, and judge at the end: with the clip's first shot."""


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
    return joined(clip, [inspect_part(clip, profile, every_shot, opened, progress, code)])


def every_shot(place: int) -> bool:
    """Choose every shot."""
    return True


def inspect_part(
    clip: Clip,
    profile: Profile,
    chooses: Callable[[int], bool],
    opened: Opened | None = None,
    progress: Callable[[int], None] | None = None,
    code: str | None = None,
) -> InspectedPart:
    """Inspect those shots of a clip that are chosen as they come: ``chooses`` is asked once for each, by its place.

    Parts in which every shot was chosen once are, ``joined``, the inspection of the clip, exactly: the rest before a
    shot is looked at as well, since a frame is judged by what differs from the last, and the frame after it is
    evaluated, since that is when the last is judged; a check that looks further back only takes notes, or begins anew
    with each shot. What is to be said of the clip as a whole comes with its first shot.
    """
    scenes = Path(clip.scene_file).parent
    code = code or digest_of_code(scenes)
    look = _Look(clip, profile, chooses, progress)
    timeline = watch(clip, profile, look.take, look.opening(opened), look.selection)
    # What changed meanwhile is no state of the code that was inspected.
    return replace(look.result(timeline), code=code if digest_of_code(scenes) == code else "")


class _Look:
    """Looks at the frames of chosen shots by all checks; of those beside them only note is taken."""

    def __init__(
        self, clip: Clip, profile: Profile, chooses: Callable[[int], bool], progress: Callable[[int], None] | None
    ) -> None:
        self.selection = Shots(chooses)
        self.checks = [check(clip, profile) for check in CHECKS]
        self.progress = progress
        self.merger = Merger(clip)
        self.frames = 0
        self.judged: set[int] = set()
        self.noted: Counter[str] = Counter()
        self.said: dict[tuple[int, str], int] = {}
        self.heard: Counter[int] = Counter()

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
        if now.shot not in self.selection.chosen:
            self._note(now)
            return
        self.judged.add(now.number)
        for check in self.checks:
            self.merger.take(now, check.look(now))
        self._hear(now.number)
        self.frames += now.repeat
        if self.progress is not None:
            self.progress(self.frames)

    def _note(self, now: FrameValues) -> None:
        """Let the checks see a frame that another part judges."""
        before = self._counts()
        for check in self.checks:
            deque(check.look(now), 0)
        self.noted.update(self._counts())
        self.noted.subtract(before)
        self._hear(now.number)

    def _hear(self, number: int) -> None:
        """Take note of what a check has said for the first time, and on which frame."""
        for check in self.checks:
            place = CHECKS.index(type(check))
            for text in getattr(check, "said", tuple)()[self.heard[place] :]:
                self.said.setdefault((place, text), number)
                self.heard[place] += 1

    def result(self, timeline: Timeline) -> InspectedPart:
        """Return what came of it."""
        is_first = 0 in self.selection.chosen
        of_the_whole = [check for check in self.checks if isinstance(check, OF_THE_WHOLE) and is_first]
        whole = [fault for check in of_the_whole for fault in check.end(timeline)]
        self._hear(timeline.frames)
        counts = self._counts()
        counts.subtract(self.noted)
        return InspectedPart(
            timeline,
            self.frames,
            self.merger.found(),
            tuple(whole),
            tuple(moment for moment in self._only(RhythmCheck).moments if moment.number in self.judged),
            tuple(light for light in self._only(FlashesCheck).lights if light.number in self.judged),
            tuple(step for step in self._only(ContrastCheck).subjects.steps if step.number in self.judged),
            counts,
            tuple((place, number, text) for (place, text), number in self.said.items()),
        )

    def _counts(self) -> Counter[str]:
        return Counter({what: n for check in self.checks for what, n in getattr(check, "counts", dict)().items()})

    def _only(self, kind: type[Kind]) -> Kind:
        return next(check for check in self.checks if isinstance(check, kind))
