"""Texts of a script: values filled in, cue marks taken out, numbers and formulas checked.

``{name}`` is a value, ``{=5}`` a number that is meant as it stands, ``{{`` and ``}}`` are braces, ``[cue]`` marks a
moment, ``\\[`` and ``\\]`` are brackets. Inside ``$…$`` braces and brackets belong to LaTeX, and only ``{=5}`` is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nowshowing.spec.lesson import Utterance
from nowshowing.spec.names import offer, quoted, shown
from nowshowing.spec.said_numbers import numbers_in_formula, numbers_in_words
from nowshowing.typeset.latex import check_formula

_TOKEN = re.compile(
    r"\$(?P<formula>[^$]*)\$"
    r"|(?P<brace>\{\{|\}\})"
    r"|\{=(?P<meant>[^{}]*)\}"
    r"|\{(?P<name>[^{}]*)\}"
    r"|\\(?P<bracket>[\[\]])"
    r"|\[(?P<cue>[^\[\]]*)\]"
    r"|(?P<stray>[{}\[\]$\\])"
)
_MEANT = re.compile(r"\{=([^{}]*)\}")
_NUMBER = re.compile(r"[-−]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|\d+/\d+|\d*[½⅓⅔¼¾⅕⅙⅛⅜])")
_CUE = "\x00"
_BETWEEN_WORDS = frozenset(" ,.;:!?)]…”\"'’–—")

Complaint = tuple[int, str]
"""Offset into the text, and the message."""


@dataclass(frozen=True)
class Vocabulary:
    """What the texts of one beat may speak of.

    ``values`` are names with their spoken texts; None where a mistake elsewhere keeps the value from being known.
    ``elsewhere`` maps names to the beat that publishes them. ``cues`` is None where none may stand. ``numbers``
    explains bare numbers; None: do not ask.
    """

    beat: str
    values: Mapping[str, str | None] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    cues: tuple[str, ...] | None = ()
    numbers: tuple[float, ...] | None = None


def resolve_text(text: str, vocabulary: Vocabulary) -> tuple[Utterance, list[Complaint]]:
    """Return the text as it is said, with its cues, and everything that is wrong with it."""
    pieces: list[str] = []
    cues: list[str] = []
    complaints: list[Complaint] = []
    done = 0
    for token in _TOKEN.finditer(text):
        pieces.append(text[done : token.start()])
        done = token.end()
        if token["cue"] is not None:
            problem = _cue_problem(token["cue"], cues, vocabulary)
            cues.append(token["cue"])
            pieces.append(_CUE)
        else:
            said, problem = _said(token, vocabulary)
            pieces.append(said)
        if problem:
            complaints.append((token.start(), problem))
    pieces.append(text[done:])
    complaints += formula_complaints(text)
    complaints += _number_complaints(text, vocabulary)
    words, offsets = _without_cues("".join(pieces))
    meant = tuple(match[1].strip() for match in _MEANT.finditer(text))
    return Utterance(words, tuple(zip(cues, offsets, strict=True)), meant), sorted(complaints)


def formula_complaints(text: str) -> list[Complaint]:
    """Return what is wrong with the formulas of a text."""
    complaints = []
    for token in _TOKEN.finditer(text):
        if token["formula"] is None:
            continue
        if not token["formula"].strip():
            complaints.append((token.start(), 'an empty formula "$$"; write one "$" at each end of a formula'))
            continue
        blanked = _MEANT.sub(lambda meant: "{" + meant[1].rjust(len(meant[0]) - 2, " ") + "}", token["formula"])
        problem = check_formula(blanked)
        if problem:
            complaints.append((token.start() + 1 + problem.offset, problem.message))
    return complaints


def _said(token: re.Match[str], vocabulary: Vocabulary) -> tuple[str, str | None]:
    """Return what a token other than a cue becomes, and what is wrong with it."""
    if token["formula"] is not None:
        return _MEANT.sub(lambda meant: meant[1].strip(), token[0]), None
    if token["brace"]:
        return token["brace"][0], None
    if token["bracket"]:
        return token["bracket"], None
    if token["meant"] is not None:
        meant = token["meant"].strip()
        return meant, None if _NUMBER.fullmatch(
            meant
        ) else f"{shown(f'{{={meant}}}')} holds no number; write one, such as {{=5}}"
    if token["name"] is not None:
        return _value(token["name"].strip(), vocabulary)
    return token[0], _STRAY[token["stray"]]


_STRAY = {
    "{": 'this "{" is never closed; write {name} for a value, or {{ for a brace',
    "}": 'nothing is open that this "}" could close; write }} for a brace',
    "[": 'this "[" is never closed; write [cue] for a cue, or \\[ for a bracket',
    "]": 'nothing is open that this "]" could close; write \\] for a bracket',
    "$": 'this "$" opens a formula that is never closed; write "$" at both ends',
    "\\": 'a backslash outside a formula; put formulas between "$" and "$"',
}


def _value(name: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    if name in vocabulary.values:
        return vocabulary.values[name] or "", None
    if name in vocabulary.elsewhere:
        beat = vocabulary.elsewhere[name]
        return "", f'"{name}" is not known at beat "{vocabulary.beat}"; it belongs to beat "{beat}": say it there'
    bare = re.split(r"[:.!\[]", name)[0].strip()
    if bare != name and bare in vocabulary.values:
        return "", f"values are spoken as they are shown; write {{{bare}}} and nothing else in the braces"
    if _NUMBER.fullmatch(name):
        return "", f"a number in braces; write {{={name}}} to mean it"
    return "", f'no value {shown(name)} at beat "{vocabulary.beat}"; {offer(name, vocabulary.values)}'


def _cue_problem(cue: str, before: list[str], vocabulary: Vocabulary) -> str | None:
    known = vocabulary.cues
    if known is None:
        return "a cue belongs into what is said, not into a question; move it, or write \\[ for a bracket"
    if cue not in known:
        if not known:
            return f'beat "{vocabulary.beat}" has no cues; take {shown(f"[{cue}]")} out, or write \\[ for a bracket'
        return f'no cue {shown(cue)} in beat "{vocabulary.beat}"; {offer(cue, known)}; a bracket is written \\['
    if cue in before:
        return f'the cue "{cue}" stands here a second time; keep one'
    later = [other for other in before if other in known and known.index(other) > known.index(cue)]
    if later:
        return f'the cue "{cue}" comes before "{later[0]}"; keep the order {quoted(known)}'
    return None


def _number_complaints(text: str, vocabulary: Vocabulary) -> Iterator[Complaint]:
    if vocabulary.numbers is None:
        return
    prose = _TOKEN.sub(lambda token: "\n" * len(token[0]), text)
    said = list(numbers_in_words(prose))
    offsets = [(number, number.offset) for number in said]
    for token in _TOKEN.finditer(text):
        if token["formula"] is not None:
            formula = _MEANT.sub(lambda meant: " " * len(meant[0]), token["formula"])
            offsets += [(number, token.start() + 1 + number.offset) for number in numbers_in_formula(formula)]
    values = [f"{{{name}}}" for name, said in vocabulary.values.items() if said and said.strip("−")[:1].isdigit()]
    for number, offset in offsets:
        if number.is_explained_by(vocabulary.numbers):
            continue
        written = number.text if len(number.text) <= 24 else f"{number.text[:20]}…"
        instead = f"write {{={written}}} to mean it"
        if values:
            instead = f"write the value's name ({', '.join(values)}), or {{={written}}} to mean it"
        yield offset, f'nothing at beat "{vocabulary.beat}" explains the number {written}; {instead}'


def _without_cues(marked: str) -> tuple[str, list[int]]:
    """Take the cue marks out; return the text and, for each, the offset of the word it stood before."""
    text = re.sub(r"\s+", " ", marked).strip()
    stood: list[int] = []
    while _CUE in text:
        before, _, after = text.partition(_CUE)
        if before.endswith(" ") and (not after or after[0] in _BETWEEN_WORDS):
            before = before[:-1]
        if not before:
            after = after.lstrip()
        text = before + after
        stood.append(len(before))
    return text, [_next_word(text, offset) for offset in stood]


def _next_word(text: str, offset: int) -> int:
    if 0 < offset < len(text) and text[offset - 1].isalnum():
        while offset < len(text) and text[offset] not in _BETWEEN_WORDS:
            offset += 1
    while offset < len(text) and text[offset] in _BETWEEN_WORDS:
        offset += 1
    return offset
