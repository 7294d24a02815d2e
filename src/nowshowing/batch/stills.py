"""Single frames of clips, as PNG files."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nowshowing.batch.failures import Blame, Failure, exit_code
from nowshowing.batch.news import shown
from nowshowing.batch.planning import LessonPlan, suggestion
from nowshowing.batch.workers import Job, Progress, work
from nowshowing.errors import CommandLineError
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import BeatSpan, Timeline

EACH = "*"
"""In place of a beat's name."""


@dataclass(frozen=True)
class Moment:
    """A beat (None: the last; EACH: each) and how far into it, 0 to 1."""

    beat: str | None
    at: float

    def frames(self, timeline: Timeline) -> list[tuple[str, int]]:
        """Return the names of the beats meant, each with its frame."""
        beats = {beat.name: beat for beat in timeline.beats}
        if self.beat == EACH:
            return [(name, self._frame(beat)) for name, beat in beats.items()]
        name = self.beat or timeline.beats[-1].name
        if name not in beats:
            raise CommandLineError(f'--beat: no beat "{name}" is played{suggestion(name, beats)}')
        return [(name, self._frame(beats[name]))]

    def _frame(self, beat: BeatSpan) -> int:
        return beat.start + min(round(self.at * (beat.stop - beat.start)), beat.stop - beat.start - 1)


def draw(clip: Clip, _progress: Progress, profile: Profile, moment: Moment, target: Path, numbered: bool) -> list[Path]:
    """Draw the frames of one clip; this runs in a worker."""
    from nowshowing.film.playing import timeline
    from nowshowing.film.stills import stills

    wanted = moment.frames(timeline(clip, profile))
    pictures = stills(clip, profile, [frame for _, frame in wanted])
    written = []
    for number, ((beat, _), picture) in enumerate(zip(wanted, pictures, strict=True), start=1):
        file = target / f"{clip.id}-{number:02d}-{beat}.png" if numbered else target
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        picture.save(unfinished, format="PNG")
        unfinished.replace(file)
        written.append(file)
    return written


def write(plans: Sequence[LessonPlan], moment: Moment, target: Path, at_once: int) -> int:
    """Write one frame to the file ``target``, or each beat's to the folder ``target``; return the exit code."""
    each = moment.beat == EACH
    clips = [(plan.profile, clip) for plan in plans for clip in plan.clips]
    with tempfile.TemporaryDirectory(prefix="nowshowing-") as logs:
        jobs = [
            Job(clip.id, clip, partial(draw, profile=profile, moment=moment, target=target.absolute(), numbered=each),
                Path(logs, f"{clip.id}.log"))
            for profile, clip in (clips if each else clips[:1])
        ]  # fmt: skip
        failures: list[Failure] = []
        for outcome in work(jobs, at_once, lambda *_: None):
            if outcome.failure is None:
                print("\n".join(map(shown, outcome.result)))
            elif outcome.failure.blame is Blame.COMMAND_LINE:
                raise CommandLineError(*outcome.failure.messages)
            else:
                failures.append(outcome.failure)
                print("\n".join(outcome.failure.messages), file=sys.stderr)
                print(outcome.failure.trace, end="", file=sys.stderr)
    return exit_code(failures)
