"""Gives a clip its voice: fills in when each word of its script is heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from nowshowing.errors import AuthorError, Mistake
from nowshowing.spec.lesson import BeatScript, Clip, Spoken, SpokenBeat, Utterance
from nowshowing.speech.reading import read

VOICES: Mapping[str, Callable[[Utterance], Spoken]] = {"none": read}
"""By name: what times the words of an utterance. ``none`` is timed silence."""


def speak(clip: Clip) -> Clip:
    """Return the clip with ``spoken`` filled in from its script. Raises AuthorError for a voice that is not there."""
    if clip.voice not in VOICES:
        at = clip.place
        names = ", ".join(f'"{name}"' for name in VOICES)
        raise AuthorError([Mistake(at.file, at.line, at.column, "voice", f'no voice "{clip.voice}"; there is {names}')])
    voice = VOICES[clip.voice]
    return replace(clip, spoken={beat: _speak_beat(script, voice) for beat, script in clip.script.items()})


def _speak_beat(script: BeatScript, voice: Callable[[Utterance], Spoken]) -> SpokenBeat:
    return SpokenBeat(
        say=voice(script.say) if script.say else None,
        ask=voice(script.ask) if script.ask else None,
    )
