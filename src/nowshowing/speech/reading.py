"""When each word would be said if someone read the script aloud; a model, so that silent films keep time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowshowing.spec.lesson import Spoken, Utterance, Word
from nowshowing.speech.formulas import captioned, spoken
from nowshowing.speech.numerals import NUMBER, say_number

WORDS_A_MINUTE = 150
CHARACTERS_A_SECOND = 17.0
"""No word is said faster than this, so that captions (at most 20) can always be read."""
COMMA = 0.2
SENTENCE = 0.45
LEAST = 1.2
"""Seconds that an utterance lasts at least: as long as a caption must stand, and a little more."""

FORMULA = re.compile(r"\$([^$]*)\$")
_CHUNK = re.compile(r"(?:\$[^$]*\$|[^\s$]|\$)+")
_CLOSING = "\"'”’)]}»"
_SIGNS = {
    "²": "squared", "³": "cubed", "′": "prime", "″": "double prime", "−": "minus", "+": "plus", "=": "equals",
    "×": "times", "·": "times", "/": "over", "%": "percent", "→": "to", "≈": "about", "Δ": "delta", "<": "less than",
    ">": "greater than", "≤": "at most", "≥": "at least", "√": "root", "π": "pi", "∞": "infinity", "°": "degrees",
}  # fmt: skip
_SPELT = re.compile("|".join(re.escape(sign) for sign in _SIGNS))
_ALIVE = re.compile(r"\w")
_VOWELS = re.compile(r"[aeiouyäöüàáâèéêìíîòóôùúû]+", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A word as captioned, as said, and the offset in the utterance's text where it begins."""

    text: str
    said: str
    offset: int


def read(utterance: Utterance) -> Spoken:
    """Return the words of an utterance with the times a reader at 150 words a minute would need.

    Words share the time by their syllables. A cue gets the start of the word after it, or the end of the last.
    """
    readings = tuple(readings_of(utterance.text))
    words: list[Word] = []
    clock = 0.0
    for reading, length in zip(readings, _lengths(readings), strict=True):
        words.append(Word(reading.text, round(clock, 6), round(clock + length, 6)))
        clock += length + _pause(reading.text)
    end = words[-1].stop if words else 0.0
    starts = [(reading.offset, word.start) for reading, word in zip(readings, words, strict=True)]
    cues = tuple((name, next((start for at, start in starts if at >= offset), end)) for name, offset in utterance.cues)
    return Spoken(tuple(words), cues, max(end, LEAST) if words else 0.0)


def _lengths(readings: Sequence[Reading]) -> list[float]:
    """Share the time of all words by their syllables, leaving each long enough to be read in a caption."""
    weights = [_syllables(reading.said) for reading in readings]
    least = [(len(reading.text) + 1) / CHARACTERS_A_SECOND for reading in readings]
    time = sum(_count(reading.said) for reading in readings) * 60 / WORDS_A_MINUTE
    free = set(range(len(readings)))
    while free:
        left = time - sum(least[index] for index in range(len(readings)) if index not in free)
        pace = left / sum(weights[index] for index in sorted(free))
        short = {index for index in free if weights[index] * pace < least[index]}
        if not short:
            return [weights[index] * pace if index in free else least[index] for index in range(len(readings))]
        free -= short
    return least


def readings_of(text: str) -> Iterator[Reading]:
    """Split a text into its words; a formula becomes the words of its caption, sharing what is said."""
    before = ""
    pending: list[Reading] = []
    for chunk in _CHUNK.finditer(text):
        written, said = _written(chunk.group()), _said(chunk.group())
        if not said and pending and not before:
            # A dash or dots alone belong to the word before them.
            last = pending[-1]
            pending[-1] = Reading(f"{last.text} {written}", last.said, last.offset)
            continue
        if not said:
            before += written + " "
            continue
        yield from pending
        first, *rest = _shared(written, said, chunk.start())
        pending = [Reading(before + first.text, first.said, first.offset), *rest]
        before = ""
    yield from pending
    if before:
        yield Reading(before.strip(), "", 0)


def _written(chunk: str) -> str:
    return FORMULA.sub(lambda found: captioned(found[1]), chunk)


def _said(chunk: str) -> str:
    said = FORMULA.sub(lambda found: f" {spoken(found[1])} ", chunk)
    said = NUMBER.sub(lambda found: f" {say_number(found[0])} ", said)
    said = _SPELT.sub(lambda found: f" {_SIGNS[found[0]]} ", said)
    return said if _ALIVE.search(said) else ""


def _shared(written: str, said: str, offset: int) -> Iterator[Reading]:
    """Give each word of a caption its share of what is said."""
    parts = written.split() or [written]
    if len(parts) == 1:
        yield Reading(parts[0], said, offset)
        return
    heard = said.split()
    length = sum(map(len, parts))
    taken = done = 0
    for part in parts:
        done += len(part)
        upto = round(len(heard) * done / length)
        # All parts begin where the formula begins: a cue never stands within one.
        yield Reading(part, " ".join(heard[taken:upto]), offset)
        taken = upto


def _count(said: str) -> int:
    return sum(1 for word in said.split() if _ALIVE.search(word))


def _syllables(said: str) -> float:
    """Weigh what is said: about its syllables, and a little for the word itself."""
    words = [word for word in said.split() if _ALIVE.search(word)]
    return max(0.5, sum(0.6 + max(1, len(_VOWELS.findall(word.removesuffix("e")))) for word in words))


def _pause(text: str) -> float:
    bare = text.rstrip(_CLOSING)
    if bare.endswith((".", "!", "?", "…")):
        return SENTENCE
    return COMMA if bare.endswith((",", ";", ":", "–", "—")) else 0.0
