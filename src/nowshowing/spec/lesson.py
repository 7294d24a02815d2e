"""A lesson as the rest of the program sees it: every name resolved, every value filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Utterance:
    """Something said or asked: values filled in, cue marks taken out, formulas still between ``$…$``."""

    text: str
    cues: tuple[tuple[str, int], ...] = ()
    """Each cue with the offset in ``text`` of the word it stands before, in order."""
    meant: tuple[str, ...] = ()
    """Numbers that the author wrote as ``{=5}``: they mean what they say."""


@dataclass(frozen=True)
class BeatScript:
    """What the script has at one beat. ``think`` and ``pause`` are seconds."""

    say: Utterance | None = None
    ask: Utterance | None = None
    think: float = 4.0
    pause: float = 0.0
    teaches: tuple[str, ...] = ()
    recording: str | None = None
    place: Place = Place("", 0, 0)


@dataclass(frozen=True)
class Word:
    """One spoken word, in seconds from the start of its utterance, and its place in the caption text."""

    text: str
    """As captioned, with the punctuation that follows it."""
    start: float
    stop: float


@dataclass(frozen=True)
class Spoken:
    """An utterance with the times of its words, in seconds from its start."""

    words: tuple[Word, ...]
    cues: tuple[tuple[str, float], ...]
    duration: float


@dataclass(frozen=True)
class SpokenBeat:
    """What is heard at one beat."""

    say: Spoken | None = None
    ask: Spoken | None = None


@dataclass(frozen=True)
class Clip:
    """One clip, resolved: all that is needed to play it, and nothing that needs the lesson file again.

    Picklable, and free of Manim, so that it can travel to a worker process.
    """

    id: str
    title: str
    scene: str
    """The scene's name: its file's stem."""
    scene_file: str
    params: Mapping[str, Any]
    """As plain data (numbers, text, lists), validated, defaults filled in."""
    script: Mapping[str, BeatScript] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    slot: str | None = None
    order: tuple[Any, ...] = ()
    theme: str = "midnight"
    aspect: str = "16:9"
    voice: str = "none"
    language: str = "en"
    place: Place = Place("", 0, 0)
    params_places: Mapping[str, Place] = field(default_factory=dict)
    spoken: Mapping[str, SpokenBeat] = field(default_factory=dict)
    """Word times by beat; filled by ``speech.voices`` before the clip is played."""


@dataclass(frozen=True)
class Link:
    """A link that belongs to a lesson."""

    title: str
    url: str


@dataclass(frozen=True)
class Lesson:
    """One lesson file, resolved."""

    file: str
    digest: str
    """SHA-256 of the file's bytes, hexadecimal."""
    title: str
    slot: str
    clips: tuple[Clip, ...]
    summary: str = ""
    published: str | None = None
    """A date, ``YYYY-MM-DD``; never taken from the clock."""
    language: str = "en"
    authors: tuple[str, ...] = ()
    licence: str = ""
    links: tuple[Link, ...] = ()
    theme: str = "midnight"
    aspect: str = "16:9"
    voice: str = "none"
    profile: str | None = None
    assumes: tuple[str, ...] = ()
