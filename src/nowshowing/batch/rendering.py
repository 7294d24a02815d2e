"""Plans to bundles: each clip in a process of its own, each lesson published when all its clips are there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nowshowing.batch.failures import Blame, Failure, exit_code, failure_of
from nowshowing.batch.news import ClipDone, ClipFailed, Drawn, Ended, NotPublished, Published, Started, Tell, shown
from nowshowing.batch.planning import LessonPlan, about_seconds, require_length
from nowshowing.batch.staging import require_space, staging_folder
from nowshowing.batch.workers import Job, Outcome, Progress, work
from nowshowing.film.takes import Take
from nowshowing.spec.lesson import Clip, Lesson
from nowshowing.spec.profiles import Profile
from nowshowing.trust.certificate import Inspection, certificate, digest_of_code

if TYPE_CHECKING:
    from nowshowing.publish.bundle import Certified

GATED = "full"
"""The profile of which nothing is published that is not certified."""

REJECTED = "rejected"
"""The folder of the films that were not, to be looked at."""

_BYTES_A_PIXEL = 0.002
"""Of an encoded frame, on the safe side: most frames of ours hardly differ from the last."""

_COPIES = 3
"""A clip lies in the staging folder, as a clip of the bundle, and within the film."""


def render(plans: Sequence[LessonPlan], out: Path, at_once: int, tell: Tell, uncertified: bool = False) -> int:
    """Render and publish; return the exit code. A clip that fails costs its lesson's bundle, and nothing else.

    What is made at full quality is certified first, and not published where something is found, unless
    ``uncertified``.
    """
    begun = time.monotonic()
    require_space(out, sum(map(_about_bytes, plans)))
    with staging_folder(out) as staging:
        lessons = [_Progressing(plan, staging / plan.lesson.slot, uncertified) for plan in plans]
        jobs = {_job(lesson, clip): lesson for lesson in lessons for clip in lesson.plan.clips}
        for plan in plans:
            frames = sum(round(about_seconds(clip) * plan.profile.frame_rate) for clip in plan.clips)
            tell(Started(plan.lesson.slot, tuple(clip.id for clip in plan.clips), frames))

        def progress(job: Job, done: int, frames: int) -> None:
            tell(Drawn(jobs[job].plan.lesson.slot, job.clip.id, done, frames))

        for outcome in work(list(jobs), at_once, progress):
            lesson = jobs[outcome.job]
            lesson.take_in(outcome, out, tell)
            if lesson.is_complete():
                lesson.publish(out, tell)
    failures = [failure for lesson in lessons for failure in lesson.failures]
    failed = sum(len(lesson.failed) for lesson in lessons)
    tell(Ended(len(jobs), failed, time.monotonic() - begun))
    return exit_code(failures)


@dataclass(eq=False)
class _Progressing:
    """A lesson on its way: what is done, what failed."""

    plan: LessonPlan
    staging: Path
    uncertified: bool = False
    takes: dict[str, Take] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)

    def take_in(self, outcome: Outcome, out: Path, tell: Tell) -> None:
        """Note what became of a clip."""
        slot, clip = self.plan.lesson.slot, outcome.job.clip
        if outcome.failure is None:
            take, inspection = outcome.result
            self.takes[clip.id] = take
            if inspection is not None:
                self.inspections[clip.id] = inspection
            tell(ClipDone(slot, clip.id, take.timeline.frames, take.timeline.duration))
            return
        self.failed.add(clip.id)
        self.failures.append(outcome.failure)
        log = keep_log(outcome.job.log, out / "logs" / f"{slot}-{clip.id}.log")
        trace = outcome.failure.trace if outcome.failure.blame is Blame.US else ""
        tell(ClipFailed(slot, clip.id, outcome.failure.messages, trace, log))

    def is_complete(self) -> bool:
        """Tell whether no clip is still to come."""
        return len(self.takes) + len(self.failed) == len(self.plan.clips)

    def publish(self, out: Path, tell: Tell) -> None:
        """Put the bundle where it belongs; or, of a part of a lesson, its clips."""
        slot = self.plan.lesson.slot
        if self.failed and self.plan.whole:
            tell(NotPublished(slot, (f"of its clips, {', '.join(sorted(self.failed))} failed",)))
            return
        try:
            faults = [str(finding) for inspection in self.inspections.values() for finding in inspection.findings]
            if faults and not self.uncertified:
                kept = ", ".join(shown(path) for path in self._publish(out / REJECTED))
                reason = f"its certificate fails; the film lies in {kept}; mend it, or render with --uncertified"
                self.failures.append(Failure(Blame.AUTHOR_OR_MACHINE, (*faults, reason)))
                tell(NotPublished(slot, (*faults, reason)))
                return
            for path in self._publish(out):
                tell(Published(slot, shown(path), tuple(faults)))
        except Exception as error:  # one lesson's trouble must not take the others along
            failure = failure_of(error)
            self.failures.append(failure)
            tell(NotPublished(slot, failure.messages, failure.trace if failure.blame is Blame.US else ""))
        finally:
            shutil.rmtree(self.staging, ignore_errors=True)

    def _publish(self, out: Path) -> Sequence[Path]:
        from nowshowing.publish import bundle

        takes = [self.takes[clip.id] for clip in self.plan.clips if clip.id in self.takes]
        if self.plan.whole:
            return [bundle.publish(self.plan.lesson, takes, out, self._certify if self.inspections else None)]
        return [publish_alone(self.plan.lesson, take, out) for take in takes]

    def _certify(self, slot: str, takes: Sequence[Take]) -> Certified:
        from nowshowing.publish.bundle import Certified
        from nowshowing.publish.films import FilmError

        clips = [take.clip for take in takes]
        inspections = [self.inspections[clip.id] for clip in clips]
        made = certificate(self.plan.lesson, slot, clips, self.plan.profile, inspections)
        frames = [take.timeline.frames for take in takes]
        if not made.is_of(self.plan.lesson, clips, self.plan.profile) or frames != [one.frames for one in inspections]:
            raise FilmError(f"{slot}: what was certified is not what was drawn; render it again")
        return Certified(made.to_json(), "clean" if made.is_clean else "overruled" if self.uncertified else "rejected")


def publish_alone(lesson: Lesson, take: Take, out: Path) -> Path:
    """Put one clip where clips without their film go, beside the bundles: ``clips/<slot>/<id>.mp4``."""
    from nowshowing.publish import bundle, films

    target = bundle.folder_of(lesson, take, out) / "clips" / lesson.slot / f"{take.clip.id}.mp4"
    target.parent.mkdir(parents=True, exist_ok=True)
    ready = take.video.with_suffix(".ready.mp4")
    films.join([take.video], [take.timeline.frames], take.profile.frame_rate, ready)
    return ready.replace(target)


def keep_log(log: Path, kept: Path) -> str | None:
    """Keep what a worker wrote; return where, or None where it wrote nothing."""
    if not log.exists() or not log.stat().st_size:
        return None
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(log, kept)
    return shown(kept)


def film(clip: Clip, progress: Progress, profile: Profile, into: Path) -> tuple[Take, Inspection | None]:
    """Render one clip, and inspect it where it has to pass; this runs in a worker."""
    code = digest_of_code(Path(clip.scene_file).parent)
    from nowshowing.film.rendering import render as render_clip
    from nowshowing.trust.inspecting import inspect

    def watched(done: int, frames: int) -> None:
        # Known with the first frame, so that a clip that is too long is refused before it costs anything.
        require_length(clip, frames / profile.frame_rate)
        progress(done, frames)

    into.mkdir(parents=True, exist_ok=True)
    take = render_clip(clip, profile, into, watched)
    return take, inspect(clip, profile, code=code) if profile.name == GATED else None


def _job(lesson: _Progressing, clip: Clip) -> Job:
    task = partial(film, profile=lesson.plan.profile, into=lesson.staging)
    name = f"{lesson.plan.lesson.slot}/{clip.id}"
    return Job(name, clip, task, lesson.staging / f"{clip.id}.log", about_seconds(clip))


def _about_bytes(plan: LessonPlan) -> int:
    width, height = plan.profile.size(plan.lesson.aspect)
    frames = sum(about_seconds(clip) for clip in plan.clips) * plan.profile.frame_rate
    return round(width * height * frames * _BYTES_A_PIXEL * _COPIES) + 50 * 2**20
