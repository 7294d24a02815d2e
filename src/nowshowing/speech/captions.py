"""Captions from word times: short lines, broken where the sentence breathes, in whole frames."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nowshowing.spec.lesson import Spoken, SpokenBeat
from nowshowing.spec.timeline import Timeline

MOST_LINES = 2
MOST_CHARACTERS = 42
LEAST_SECONDS, MOST_SECONDS = 1.0, 7.0
MOST_SPEED = 20.0
"""Characters a second."""
CLOSE = 0.5
"""Seconds between two captions that are closed, so that the strip does not flicker."""

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
_CLAUSE = re.compile(r"[,;:–—][\"'”’)\]]*$")
_CLINGING_WORDS = "a an the of to in on at by for from with and or but is are was its it this that as if than into not"
_CLINGING = frozenset(_CLINGING_WORDS.split())


@dataclass(frozen=True)
class Caption:
    """Lines shown from frame ``start`` to ``stop`` (exclusive)."""

    start: int
    stop: int
    lines: tuple[str, ...]

    def moved(self, frames: int) -> Caption:
        """Return the same caption, later by ``frames``."""
        return Caption(self.start + frames, self.stop + frames, self.lines)


@dataclass(frozen=True)
class Heard:
    """A word in frames of the clip; ``last`` where an utterance ends with it."""

    text: str
    start: int
    stop: int
    last: bool


def captions(timeline: Timeline, spoken: Mapping[str, SpokenBeat]) -> tuple[Caption, ...]:
    """Return a clip's captions, in order, none overlapping.

    At most two lines of 42 characters and 7 s, always; at least 1 s and at most 20 characters a second wherever the
    time until the next word allows it, which it does at reading speed.
    """
    heard: list[Heard] = []
    for span in timeline.beats:
        beat = spoken.get(span.name)
        for said, start in ((beat.ask, span.ask_start), (beat.say, span.say_start)) if beat else ():
            if said is not None and start is not None:
                heard += _heard(said, start, timeline.frame_rate)
    return captions_of(heard, timeline.frame_rate, timeline.frames)


def _heard(said: Spoken, start: int, frame_rate: int) -> Iterable[Heard]:
    for index, word in enumerate(said.words):
        parts = _in_parts(word.text)
        begin, length = word.start, (word.stop - word.start) / len(parts)
        for at, part in enumerate(parts):
            yield Heard(
                part,
                start + round((begin + at * length) * frame_rate),
                start + round((begin + (at + 1) * length) * frame_rate),
                index == len(said.words) - 1 and at == len(parts) - 1,
            )


def _in_parts(text: str) -> list[str]:
    """Split a text that has spaces, or that no line can hold."""
    parts = []
    for word in text.split():
        parts += [word[at : at + MOST_CHARACTERS] for at in range(0, len(word), MOST_CHARACTERS)]
    return parts or [""]


def captions_of(heard: Sequence[Heard], frame_rate: int, frames: int) -> tuple[Caption, ...]:
    """Group words, in order, into captions; of all groupings that fit, the one that costs the reader least."""
    words = [word for word in heard if word.text]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            if (lines := _lines(words[start:end])) is None:
                break
            options.append((best[start][0] + _cost(words, start, end, lines, frame_rate, frames), start))
        best.append(min(options))
    found: list[Caption] = []
    end = len(words)
    while end:
        start = best[end][1]
        begin, stop = _times(words, start, end, frame_rate, frames)
        found.append(Caption(begin, stop, _lines(words[start:end]) or ()))
        end = start
    return tuple(caption for caption in reversed(found) if caption.stop > caption.start)


def _times(words: Sequence[Heard], start: int, end: int, frame_rate: int, frames: int) -> tuple[int, int]:
    """Return the frames of a caption of words ``start`` to ``end``: while they are said, and on until it is read."""
    begin, stop = words[start].start, words[end - 1].stop
    free = min(words[end].start if end < len(words) else frames, begin + math.floor(MOST_SECONDS * frame_rate))
    length = sum(len(word.text) + 1 for word in words[start:end]) - 1
    needed = begin + math.ceil(max(LEAST_SECONDS, length / MOST_SPEED) * frame_rate)
    wanted = max(stop, needed)
    return begin, free if free - wanted <= CLOSE * frame_rate else wanted


def _cost(words: Sequence[Heard], start: int, end: int, lines: tuple[str, ...], frame_rate: int, frames: int) -> float:
    begin, stop = _times(words, start, end, frame_rate, frames)
    seconds = max(stop - begin, 0) / frame_rate
    length = sum(map(len, lines)) + len(lines) - 1
    cost = 3.0 + _break_cost(words[end - 1]) + 0.4 * (len(lines) - 1)
    cost += 10_000 * max(0.0, LEAST_SECONDS - seconds) + 1_000 * max(0.0, length - MOST_SPEED * seconds)
    said = (words[end - 1].stop - begin) / frame_rate
    cost += 1_000 * max(0.0, said - MOST_SECONDS) if end - start > 1 else 0.0
    # Two sentences in one caption are fine, two utterances only where one alone would be too short.
    inside = words[start : end - 1]
    cost += sum(300.0 if word.last else 1.5 for word in inside if word.last or _SENTENCE.search(word.text))
    return cost + max(0.0, 1.5 - seconds) * 2


def _break_cost(word: Heard) -> float:
    """Return how much a break after a word disturbs."""
    if word.last or _SENTENCE.search(word.text):
        return 0.0
    if _CLAUSE.search(word.text):
        return 1.0
    return 7.0 if word.text.lower() in _CLINGING else 4.0


def _lines(words: Sequence[Heard]) -> tuple[str, ...] | None:
    """Set words in one or two lines; None where they do not fit."""
    texts = [word.text for word in words]
    whole = " ".join(texts)
    if len(whole) <= MOST_CHARACTERS:
        return (whole,)
    if len(whole) > MOST_LINES * MOST_CHARACTERS + 1:
        return None
    options = []
    for at in range(1, len(texts)):
        upper, lower = " ".join(texts[:at]), " ".join(texts[at:])
        if len(upper) <= MOST_CHARACTERS and len(lower) <= MOST_CHARACTERS:
            uneven = abs(len(upper) - len(lower)) / MOST_CHARACTERS
            options.append((_break_cost(words[at - 1]) + 4 * uneven, (upper, lower)))
    return min(options)[1] if options else None
