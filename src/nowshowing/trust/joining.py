"""Joins what came of the parts of a clip: what lasts from one into the next is one, as if there were no parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TypeVar

from nowshowing.spec.lesson import Clip
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.certificate import Inspection, digest_of
from nowshowing.trust.findings import Fault, Lasting, Merger
from nowshowing.trust.flicker import Light, flashes
from nowshowing.trust.rhythm import Moment, rhythm_faults
from nowshowing.trust.spoken_of import Step, steps_with_faults

Timed = TypeVar("Timed", Light, Moment, Step)


@dataclass(frozen=True)
class InspectedPart:
    """What came of inspecting some shots of a clip; it travels between processes.

    ``found`` lasts within its shots, ``of_the_whole`` holds for the clip and is told with its first shot. What shows
    over a longer time is not judged yet: ``moments``, ``lights`` and ``steps`` are taken note of. ``said``: the place
    of a check among all, the frame, and what nobody checks. ``code`` is the digest of the code that inspected, "" where
    it changed meanwhile.
    """

    timeline: Timeline
    frames: int = 0
    found: tuple[Lasting, ...] = ()
    of_the_whole: tuple[Fault, ...] = ()
    moments: tuple[Moment, ...] = ()
    lights: tuple[Light, ...] = ()
    steps: tuple[Step, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    said: tuple[tuple[int, int, str], ...] = ()
    code: str = ""


def joined(clip: Clip, parts: Sequence[InspectedPart]) -> Inspection:
    """Return the inspection of a clip, of which these are all parts; each has shots of its own."""
    timeline = parts[0].timeline
    merger = Merger(clip)
    merger.take_up(sorted((found for part in parts for found in part.found), key=attrgetter("first")))
    for step, wrong in steps_with_faults(_in_time(part.steps for part in parts)):
        merger.take(step, wrong)
    faults = [fault for part in parts for fault in part.of_the_whole]
    faults += flashes(_in_time(part.lights for part in parts), timeline.frame_rate)
    faults += rhythm_faults(_in_time(part.moments for part in parts), timeline)
    said = sorted((said for part in parts for said in part.said), key=itemgetter(0, 1))
    counts = Counter({"frames": 0})
    for part in parts:
        counts.update({"frames": part.frames, **part.counts})
    if counts["frames"] != timeline.frames:
        raise RuntimeError(f"{counts['frames']} of {timeline.frames} frames were inspected")
    codes = {part.code for part in parts}
    code = codes.pop() if len(codes) == 1 else ""
    texts = tuple(dict.fromkeys(text for _, _, text in said))
    return Inspection(
        clip.id, counts["frames"], merger.end(timeline, faults), dict(counts), texts, digest_of(clip), code
    )


def _in_time(parts: Iterable[Iterable[Timed]]) -> list[Timed]:
    return sorted(chain.from_iterable(parts), key=attrgetter("number"))
