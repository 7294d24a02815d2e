"""Describes a film: from a lesson and its takes to the manifest."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nowshowing import __version__, data_files
from nowshowing.film.takes import Take
from nowshowing.publish import manifest as records
from nowshowing.spec.lesson import Clip, Lesson
from nowshowing.spec.syllabus import read_syllabus
from nowshowing.spec.timeline import BeatSpan, Timeline
from nowshowing.speech.transcript import section


def describe(lesson: Lesson, takes: Sequence[Take], slot: str, title: str, summary: str) -> records.Manifest:
    """Return the manifest of the film that the takes make, without its files."""
    rate = takes[0].profile.frame_rate
    frames = sum(take.timeline.frames for take in takes)
    width, height = takes[0].profile.size(takes[0].clip.aspect)
    clips = []
    start = 0
    for take in takes:
        clips.append(_clip(take, start))
        start += take.timeline.frames
    return records.Manifest(
        slot=slot,
        title=title,
        summary=summary,
        language=takes[0].clip.language,
        published=lesson.published,
        authors=lesson.authors,
        licence=lesson.licence,
        links=tuple(records.LinkRecord(title=link.title, url=link.url) for link in lesson.links),
        profile=takes[0].profile.name,
        aspect=takes[0].clip.aspect,
        theme=takes[0].clip.theme,
        width=width,
        height=height,
        frame_rate=rate,
        frames=frames,
        duration=_seconds(frames, rate),
        clips=tuple(clips),
        teaches=_points(point for take in takes for point in _taught(take.clip, take.timeline)),
        lesson=records.LessonRecord(file=Path(lesson.file).name, title=lesson.title, digest=lesson.digest),
        versions=versions(),
    )


def _clip(take: Take, start: int) -> records.ClipRecord:
    clip, timeline = take.clip, take.timeline
    rate = timeline.frame_rate
    return records.ClipRecord(
        id=clip.id,
        title=clip.title,
        scene=clip.scene,
        file=f"clips/{clip.id}.mp4",
        start=_seconds(start, rate),
        duration=_seconds(timeline.frames, rate),
        frames=(start, start + timeline.frames),
        beats=tuple(
            records.BeatRecord(
                name=span.name,
                start=_seconds(start + span.start, rate),
                stop=_seconds(start + span.stop, rate),
                frames=(start + span.start, start + span.stop),
                cues={name: _seconds(start + frame, rate) for name, frame in span.cues},
            )
            for span in timeline.beats
        ),
        predictions=tuple(_predictions(clip, timeline.beats, start, rate)),
        events=tuple(
            records.EventRecord(
                name=event.name,
                beat=event.beat,
                time=_seconds(start + event.frame, rate),
                frame=start + event.frame,
                values=_plain(event.values),
            )
            for event in timeline.events
        ),
        teaches=_points(_taught(clip, timeline)),
        passages=tuple(
            records.PassageRecord(kind=passage.kind, text=passage.text) for passage in section(clip, timeline).passages
        ),
    )


def _predictions(clip: Clip, spans: Sequence[BeatSpan], start: int, rate: int) -> list[records.PredictionRecord]:
    found = []
    for span in spans:
        script = clip.script.get(span.name)
        if script and script.ask and span.think:
            begin, end = (_seconds(start + frame, rate) for frame in span.think)
            found.append(records.PredictionRecord(beat=span.name, question=script.ask.text, start=begin, stop=end))
    return found


def _taught(clip: Clip, timeline: Timeline) -> list[str]:
    """Return the points that a clip's played beats teach, in order."""
    scripts = (clip.script.get(span.name) for span in timeline.beats)
    return [point for script in scripts if script for point in script.teaches]


def _points(ids: Iterable[str]) -> tuple[records.PointRecord, ...]:
    titles = _titles()
    return tuple(records.PointRecord(id=point, title=titles.get(point, point)) for point in dict.fromkeys(ids))


@cache
def _titles() -> Mapping[str, str]:
    return {name: point.title for name, point in read_syllabus(data_files.syllabus()).items()}


def _plain(values: Mapping[str, float | str]) -> dict[str, float | str]:
    """Return values that JSON can hold: infinities and what is no number become words."""
    return {
        name: value if isinstance(value, str) else float(value) if math.isfinite(value) else str(float(value))
        for name, value in values.items()
    }


def _seconds(frame: int, rate: int) -> float:
    return round(frame / rate, 3)


def versions() -> dict[str, str]:
    """Return the versions of what made the film."""
    found = {"nowshowing": __version__, "python": platform.python_version()}
    for package in ("manim", "av"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "none"
    return found
