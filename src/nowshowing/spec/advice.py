"""What a sound lesson could do better: points before their prerequisites, points in too little time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nowshowing import data_files
from nowshowing.errors import Mistake
from nowshowing.spec.lesson import BeatScript, Clip, Lesson
from nowshowing.spec.syllabus import Point, read_syllabus

SECONDS_A_POINT = 25
WORDS_A_MINUTE = 150


def advice(lesson: Lesson, seconds: Mapping[str, float] | None = None) -> list[Mistake]:
    """Return warnings, in file order. ``seconds`` are the lengths of planned clips by id; else speech is estimated."""
    syllabus = read_syllabus(data_files.syllabus())
    return sorted([*_before_their_time(lesson, syllabus), *_hurried(lesson, seconds or {})])


def _before_their_time(lesson: Lesson, syllabus: Mapping[str, Point]) -> Iterator[Mistake]:
    known = set(lesson.assumes)
    for number, clip in enumerate(lesson.clips):
        for beat, script in clip.script.items():
            for name in script.teaches:
                missing = [before for before in syllabus[name].after if before not in known | set(script.teaches)]
                if missing and name not in known:
                    named = " and ".join(f'"{before}"' for before in missing)
                    message = f'"{name}" stands on {named}; teach that before, or list it under "assumes"'
                    yield _at(number, beat, script, message)
            known |= set(script.teaches)


def _hurried(lesson: Lesson, seconds: Mapping[str, float]) -> Iterator[Mistake]:
    known = set(lesson.assumes)
    for number, clip in enumerate(lesson.clips):
        new = [name for script in clip.script.values() for name in script.teaches if name not in known]
        new = list(dict.fromkeys(new))
        known |= set(new)
        length = seconds.get(clip.id) or _speaking_time(clip)
        if length < SECONDS_A_POINT * len(new):
            points = "1 new point" if len(new) == 1 else f"{len(new)} new points"
            message = (
                f"{points} in {length:.0f} s; take at least {SECONDS_A_POINT} s for each, "
                'or move "teaches" to where there is time'
            )
            beat, script = next((beat, script) for beat, script in clip.script.items() if script.teaches)
            yield _at(number, beat, script, message)


def _speaking_time(clip: Clip) -> float:
    """Estimate the seconds that the texts of a clip take; animation that outlasts them is not counted."""
    total = 0.0
    for script in clip.script.values():
        words = sum(len(said.text.split()) for said in (script.say, script.ask) if said)
        total += words * 60 / WORDS_A_MINUTE + script.pause + (script.think if script.ask else 0)
    return total


def _at(number: int, beat: str, script: BeatScript, message: str) -> Mistake:
    place = script.place
    return Mistake(place.file, place.line, place.column, f"clips[{number}].script.{beat}.teaches", message)
