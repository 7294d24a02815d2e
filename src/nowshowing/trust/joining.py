"""Joins what came of the parts of a clip: what lasts from one into the next is one, as if there were no parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nowshowing.spec.lesson import Clip
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.certificate import Inspection, digest_of
from nowshowing.trust.findings import Fault, Lasting, Merger
from nowshowing.trust.flicker import Light, flashes
from nowshowing.trust.rhythm import Moment, rhythm_faults


@dataclass(frozen=True)
class InspectedPart:
    """What came of inspecting some frames of a clip in a row; it travels between processes.

    ``found`` lasts within the part, ``of_the_whole`` holds for the clip and is told in its first part. What shows over
    a longer time is not judged yet: ``moments`` and ``lights`` are taken note of. ``code`` is the digest of the code
    that inspected, "" where it changed meanwhile.
    """

    timeline: Timeline
    frames: int = 0
    found: tuple[Lasting, ...] = ()
    of_the_whole: tuple[Fault, ...] = ()
    moments: tuple[Moment, ...] = ()
    lights: tuple[Light, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By check."""
    code: str = ""


def joined(clip: Clip, parts: Sequence[InspectedPart]) -> Inspection:
    """Return the inspection of a clip, of which these are all parts, in order."""
    timeline = parts[0].timeline
    merger = Merger(clip)
    counts: dict[str, int] = {"frames": sum(part.frames for part in parts)}
    for part in parts:
        merger.take_up(part.found)
        for what, count in part.counts.items():
            counts[what] = counts.get(what, 0) + count
    faults = [fault for part in parts for fault in part.of_the_whole]
    faults += flashes((light for part in parts for light in part.lights), timeline.frame_rate)
    faults += rhythm_faults((moment for part in parts for moment in part.moments), timeline)
    said = dict.fromkeys(text for check in parts[0].said for part in parts for text in part.said.get(check, ()))
    codes = {part.code for part in parts}
    code = codes.pop() if len(codes) == 1 else ""
    return Inspection(
        clip.id, counts["frames"], merger.end(timeline, faults), counts, tuple(said), digest_of(clip), code
    )
