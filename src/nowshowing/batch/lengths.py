"""How long the beats and clips of a plan are; they are played, and nothing is drawn."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from nowshowing.batch.failures import Failure, exit_code
from nowshowing.batch.planning import LessonPlan, about_seconds, require_length
from nowshowing.batch.workers import Job, Progress, work
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline


def play(clip: Clip, _progress: Progress, profile: Profile) -> Timeline:
    """Play one clip without drawing; this runs in a worker."""
    from nowshowing.film.playing import timeline

    played = timeline(clip, profile)
    require_length(clip, played.duration)
    return played


def show(plans: Sequence[LessonPlan], at_once: int, as_json: bool) -> int:
    """Print the beats, frames and seconds of each clip, and the total; return the exit code."""
    rows = [(plan, clip) for plan in plans for clip in plan.clips]
    with tempfile.TemporaryDirectory(prefix="nowshowing-") as logs:
        jobs = [
            Job(
                f"{plan.lesson.slot}/{clip.id}",
                clip,
                partial(play, profile=plan.profile),
                Path(logs, f"{number}.log"),
                about_seconds(clip),
            )
            for number, (plan, clip) in enumerate(rows)
        ]
        outcomes = {outcome.job: outcome for outcome in work(jobs, at_once, lambda *_: None)}
    failures: list[Failure] = []
    played: list[Timeline] = []
    for job, (plan, clip) in zip(jobs, rows, strict=True):
        failure = outcomes[job].failure
        if failure is not None:
            failures.append(failure)
            print("\n".join(f"{job.name}: failed: {line}" for line in failure.messages), file=sys.stderr)
            print(failure.trace, end="", file=sys.stderr)
            continue
        timeline: Timeline = outcomes[job].result
        played.append(timeline)
        print(_json(plan, clip, timeline) if as_json else _text(job.name, timeline))
    if not as_json:
        seconds, frames = sum(one.duration for one in played), sum(one.frames for one in played)
        print(f"{len(played)} clips, {frames} frames, {_clock(seconds)}")
    return exit_code(failures)


def _json(plan: LessonPlan, clip: Clip, timeline: Timeline) -> str:
    beats = [
        {"name": beat.name, "start": beat.start, "frames": beat.stop - beat.start}
        | {"seconds": (beat.stop - beat.start) / timeline.frame_rate}
        for beat in timeline.beats
    ]
    row = {"lesson": plan.lesson.file, "slot": plan.lesson.slot, "clip": clip.id, "profile": plan.profile.name}
    return json.dumps(
        row | {"frames": timeline.frames, "seconds": timeline.duration, "beats": beats}, ensure_ascii=False
    )


def _text(name: str, timeline: Timeline) -> str:
    lines = [f"{name}: {timeline.frames} frames, {_clock(timeline.duration)}"]
    for beat in timeline.beats:
        frames = beat.stop - beat.start
        lines.append(f"    {beat.name:<24} {frames:>6} frames {frames / timeline.frame_rate:>7.2f} s")
    return "\n".join(lines)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{seconds:.1f} s"
