"""What to render: lessons to clips."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nowshowing import data_files
from nowshowing.errors import AuthorError, CommandLineError, Mistake
from nowshowing.spec.lesson import BeatScript, Clip, Lesson, SpokenBeat
from nowshowing.spec.models import MOST_MINUTES
from nowshowing.spec.profiles import Profile, read_profiles

_LONGEST_CLIP = 60 * MOST_MINUTES
_SECONDS_A_BEAT = 2.0  # of animation, about, where nothing is said


@dataclass(frozen=True)
class LessonPlan:
    """A lesson, how to render it, and which of its clips. ``whole``: all of them, to be published as its bundle."""

    lesson: Lesson
    profile: Profile
    clips: tuple[Clip, ...]
    whole: bool = True


def plan(
    lessons: Iterable[Lesson], profile: str | None = None, clip: str | None = None, shard: tuple[int, int] = (1, 1)
) -> tuple[LessonPlan, ...]:
    """Choose profile and clips; a slot that is claimed twice is a mistake.

    ``shard`` is (i, n): the i-th of n parts of all clips, chosen by their names alone, so that n machines that know
    nothing of each other share the work.
    """
    lessons = tuple(lessons)
    _refuse_double_slots(lessons)
    profiles = read_profiles(data_files.profiles())
    chosen = []
    for lesson in lessons:
        clips = [one for one in lesson.clips if clip in (None, one.id) and _in_shard(lesson, one, shard)]
        if clips:
            name = profile or lesson.profile or "full"
            whole = clip is None and len(clips) == len(lesson.clips)
            chosen.append(LessonPlan(lesson, profile_named(name, profiles), tuple(clips), whole))
    if clip is not None and not any(one.id == clip for lesson in lessons for one in lesson.clips):
        raise CommandLineError(f'--clip: no clip "{clip}"{suggestion(clip, _clip_ids(lessons))}')
    return tuple(chosen)


def profile_named(name: str, profiles: dict[str, Profile]) -> Profile:
    """Return a profile by name."""
    if name not in profiles:
        raise CommandLineError(f'--profile: no profile "{name}"{suggestion(name, profiles)}')
    return profiles[name]


def about_seconds(clip: Clip) -> float:
    """Return roughly how long a clip will last, from what is said; nothing is played."""
    spoken = sum(_spoken_seconds(beat) for beat in clip.spoken.values())
    return spoken + sum(_silent_seconds(beat) for beat in clip.script.values()) + _SECONDS_A_BEAT


def require_length(clip: Clip, seconds: float) -> None:
    """Raise ``AuthorError`` where a clip is longer than a clip may be."""
    if seconds > _LONGEST_CLIP:
        message = f"the clip lasts {seconds:.1f} s; the most is {_LONGEST_CLIP} s, so make two clips of it"
        raise AuthorError([Mistake(clip.place.file, clip.place.line, clip.place.column, f"clips.{clip.id}", message)])


def _spoken_seconds(beat: SpokenBeat) -> float:
    return sum(spoken.duration for spoken in (beat.say, beat.ask) if spoken is not None)


def _silent_seconds(beat: BeatScript) -> float:
    return _SECONDS_A_BEAT + beat.pause + (beat.think if beat.ask is not None else 0.0)


def _refuse_double_slots(lessons: Sequence[Lesson]) -> None:
    claims: dict[str, str] = {}
    mistakes = []
    for lesson in lessons:
        places = [(lesson.slot, lesson.file, 0, 0, "slot")]
        places += [
            (clip.slot, clip.place.file, clip.place.line, clip.place.column, f"clips.{clip.id}.slot")
            for clip in lesson.clips
            if clip.slot is not None
        ]
        for slot, file, line, column, key in places:
            if slot in claims:
                message = f'the slot "{slot}" is claimed twice, first by {claims[slot]}; give one of them another slot'
                mistakes.append(Mistake(file, line, column, key, message))
            claims.setdefault(slot, file)
    if mistakes:
        raise AuthorError(mistakes)


def _in_shard(lesson: Lesson, clip: Clip, shard: tuple[int, int]) -> bool:
    number, parts = shard
    digest = hashlib.sha256(f"{lesson.slot}/{clip.id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % parts == number - 1


def _clip_ids(lessons: Sequence[Lesson]) -> list[str]:
    return [clip.id for lesson in lessons for clip in lesson.clips]


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return what to add to a message about an unknown name: the closest one, else all."""
    names = list(known)
    close = difflib.get_close_matches(name, names, 1)
    return f'; did you mean "{close[0]}"?' if close else f"; there is {', '.join(names) or 'none'}"
