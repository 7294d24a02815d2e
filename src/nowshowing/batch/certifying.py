"""Certifies lessons: clips in processes of their own, or parts of them where cores would idle; each finding a line."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from nowshowing.batch.failures import Blame, Failure, exit_code
from nowshowing.batch.planning import LessonPlan, about_seconds
from nowshowing.batch.workers import Job, Outcome, Progress, work
from nowshowing.errors import CommandLineError
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.trust.certificate import Inspection
from nowshowing.trust.findings import Finding
from nowshowing.trust.joining import InspectedPart, joined

MOST_PARTS = 8
"""Of a clip; each is played from its beginning to its end, and more would hardly be done sooner."""


@dataclass(frozen=True)
class Claims:
    """Shares a clip's shots out among processes: whoever asks first for one has it. ``folder`` is their common one."""

    folder: Path

    def __call__(self, place: int) -> bool:
        """Tell whether the shot at this place is for the one who asks."""
        try:
            (self.folder / f"shot-{place}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def inspect(clip: Clip, progress: Progress, profile: Profile, claims: Claims) -> InspectedPart:
    """Inspect those shots of a clip that no other process does; this runs in a worker."""
    from nowshowing.trust.inspecting import inspect_part

    return inspect_part(clip, profile, claims)


def draw(clip: Clip, progress: Progress, profile: Profile, findings: Sequence[Finding], folder: Path) -> None:
    """Draw what was found in a clip; this runs in a worker."""
    from nowshowing.trust.crops import write_crops

    write_crops(clip, profile, findings, folder)


@dataclass(eq=False)
class _Certified:
    """A clip, and what came of its parts so far."""

    plan: LessonPlan
    clip: Clip
    of: int
    folder: Path
    """Of its own: for logs, and for what its processes share."""
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.plan.lesson.slot}/{self.clip.id}"

    def jobs(self) -> list[Job]:
        self.folder.mkdir()
        task = partial(inspect, profile=self.plan.profile, claims=Claims(self.folder))
        weight = about_seconds(self.clip) / self.of
        return [Job(self.name, self.clip, task, self.folder / f"{part}.log", weight) for part in range(self.of)]

    def drawing(self, findings: Sequence[Finding], crops: Path) -> Job:
        task = partial(draw, profile=self.plan.profile, findings=findings, folder=crops / self.plan.lesson.slot)
        return Job(self.name, self.clip, task, self.folder / "crops.log", len(findings))

    def is_complete(self) -> bool:
        return len(self.outcomes) == self.of

    def failure(self) -> Failure | None:
        """Return what failed first in the clip, though several parts may fail."""
        failures = (self.outcomes[part].failure for part in range(self.of))
        return next((failure for failure in failures if failure is not None), None)

    def inspection(self) -> Inspection:
        return joined(self.clip, [self.outcomes[part].result for part in range(self.of)])


def certify(plans: Sequence[LessonPlan], at_once: int, as_json: bool, crops: Path | None) -> int:
    """Certify the clips of lessons and tell what was found; return the exit code: 1 where something was."""
    begun = time.monotonic()
    failures: list[Failure] = []
    drawings: list[Job] = []
    clean = True
    frames = 0
    with tempfile.TemporaryDirectory(prefix="nowshowing-") as logs:
        clips = _shared(plans, at_once, Path(logs))
        for certified in _worked(clips, at_once):
            if (failure := certified.failure()) is not None:
                _tell_failure(certified.name, failure, failures)
                continue
            inspection = certified.inspection()
            clean &= not inspection.findings and bool(inspection.code)
            frames += inspection.frames
            _tell(certified.name, inspection, as_json)
            if crops is not None and inspection.findings:
                drawings.append(certified.drawing(inspection.findings, crops))
        for outcome in work(drawings, at_once, lambda *_: None):
            if outcome.failure is not None:
                _tell_failure(outcome.job.name, outcome.failure, failures)
    print(f"{len(clips)} clips, {frames} frames, in {time.monotonic() - begun:.1f} s", file=sys.stderr)
    return max(exit_code(failures), 0 if clean else 1)


def _shared(plans: Sequence[LessonPlan], at_once: int, logs: Path) -> list[_Certified]:
    """Return the clips, each to be inspected in as many parts as it takes for no core to idle."""
    clips = [(plan, clip) for plan in plans for clip in plan.clips]
    of = min(MOST_PARTS, -(-at_once // len(clips))) if clips else 1
    return [_Certified(plan, clip, of, logs / str(number)) for number, (plan, clip) in enumerate(clips)]


def _worked(clips: Sequence[_Certified], at_once: int) -> Iterator[_Certified]:
    """Yield each clip when all its parts are done."""
    jobs = {job: (clip, part) for clip in clips for part, job in enumerate(clip.jobs())}
    for outcome in work(list(jobs), at_once, lambda *_: None):
        clip, part = jobs[outcome.job]
        clip.outcomes[part] = outcome
        if outcome.failure is not None and outcome.failure.blame is Blame.COMMAND_LINE:
            raise CommandLineError(*outcome.failure.messages)
        if clip.is_complete():
            yield clip


def _tell_failure(name: str, failure: Failure, failures: list[Failure]) -> None:
    failures.append(failure)
    print(f"{name}: failed: " + "\n".join(failure.messages), file=sys.stderr)
    print(failure.trace, end="", file=sys.stderr)


def _tell(name: str, inspection: Inspection, as_json: bool) -> None:
    if as_json:
        facts = asdict(inspection)
        print(
            json.dumps(
                {"job": name, **facts, "clean": not inspection.findings and bool(inspection.code)}, ensure_ascii=False
            ),
            flush=True,
        )
        return
    for finding in inspection.findings:
        print(finding, flush=True)
    checked = ", ".join(f"{count} {what}" for what, count in inspection.counts.items())
    verdict = f"{len(inspection.findings)} found" if inspection.findings else "clean"
    if not inspection.code:
        verdict = f"{verdict}, but the code changed meanwhile: certify it again"
    print(f"{name}: {verdict} ({checked})", flush=True)
    for said in inspection.said:
        print(f"{name}: said by the author, not checked: {said}", flush=True)
