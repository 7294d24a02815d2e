"""Certifies lessons: each clip in a process of its own, every finding on a line."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from nowshowing.batch.failures import Blame, Failure, exit_code
from nowshowing.batch.planning import LessonPlan, about_seconds
from nowshowing.batch.workers import Job, Progress, work
from nowshowing.errors import CommandLineError
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.trust.certificate import Inspection


def inspect(clip: Clip, progress: Progress, profile: Profile, crops: Path | None) -> Inspection:
    """Inspect one clip, and draw what was found; this runs in a worker."""
    from nowshowing.trust.inspecting import inspect as inspect_clip

    inspection = inspect_clip(clip, profile)
    if crops is not None and inspection.findings:
        from nowshowing.trust.crops import write_crops

        write_crops(clip, profile, inspection.findings, crops)
    return inspection


def certify(plans: Sequence[LessonPlan], at_once: int, as_json: bool, crops: Path | None) -> int:
    """Certify the clips of lessons and tell what was found; return the exit code: 1 where something was."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nowshowing-") as logs:
        jobs = [
            Job(
                f"{plan.lesson.slot}/{clip.id}", clip,
                partial(inspect, profile=plan.profile, crops=crops / plan.lesson.slot if crops else None),
                Path(logs, plan.lesson.slot, f"{clip.id}.log"), about_seconds(clip),
            )
            for plan in plans
            for clip in plan.clips
        ]  # fmt: skip
        failures: list[Failure] = []
        clean = True
        frames = 0
        for outcome in work(jobs, at_once, lambda *_: None):
            if outcome.failure is None:
                clean &= not outcome.result.findings
                frames += outcome.result.frames
                _tell(outcome.job.name, outcome.result, as_json)
            elif outcome.failure.blame is Blame.COMMAND_LINE:
                raise CommandLineError(*outcome.failure.messages)
            else:
                failures.append(outcome.failure)
                print(f"{outcome.job.name}: failed: " + "\n".join(outcome.failure.messages), file=sys.stderr)
                print(outcome.failure.trace, end="", file=sys.stderr)
    print(f"{len(jobs)} clips, {frames} frames, in {time.monotonic() - begun:.1f} s", file=sys.stderr)
    return max(exit_code(failures), 0 if clean else 1)


def _tell(name: str, inspection: Inspection, as_json: bool) -> None:
    if as_json:
        facts = asdict(inspection)
        print(json.dumps({"job": name, **facts, "clean": not inspection.findings}, ensure_ascii=False), flush=True)
        return
    for finding in inspection.findings:
        print(finding, flush=True)
    checked = ", ".join(f"{count} {what}" for what, count in inspection.counts.items())
    verdict = f"{len(inspection.findings)} found" if inspection.findings else "clean"
    print(f"{name}: {verdict} ({checked})", flush=True)
    for said in inspection.said:
        print(f"{name}: said by the author, not checked: {said}", flush=True)
