"""What YAML's parser stumbled over, in words that help an author."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yaml.error import MarkedYAMLError

QUOTE_IT = 'put the text in single quotes or after ">-"'

_MISSING_SPACE = re.compile(r"^[ ]*(?:- +)*(?P<key>[A-Za-z_$][\w$-]*):(?=[^\s:/])")


@dataclass(frozen=True)
class LastScalar:
    """The text read before the parser stumbled: offsets, and how it is quoted (None: not at all)."""

    start: int
    stop: int
    quoted: bool


def translate(error: MarkedYAMLError, source: str, last: LastScalar | None) -> tuple[int, str]:
    """Return the offset to point at and the message for an error of YAML's scanner or parser."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(source)) if mark else 0
    opened = error.context_mark.index if error.context_mark else at
    problem, context = error.problem or "", error.context or ""
    return (
        _tab(source, at, problem)
        or _escape(source, at, problem)
        or _quote(source, at, opened, problem, context, last)
        or _colon(source, at, opened, problem)
        or _first_character(source, at, opened, problem, context)
        or _brackets(source, at, opened, problem, context)
        or _indentation(source, at, problem, context)
        or (at, "this cannot be read as YAML; compare the line with its neighbours: indentation, colons, quotes")
    )


def escape_advice(source: str, backslash: int) -> str:
    """Say what to do about a backslash in double quotes."""
    word = re.match(r"\\[A-Za-z]*", source[backslash : backslash + 24])
    shown = word.group() if word and len(word.group()) > 1 else source[backslash : backslash + 2]
    return f'"{shown}" stands in double quotes, where a backslash makes a control character; use single quotes or ">-"'


Advice = tuple[int, str] | None


def _tab(source: str, at: int, problem: str) -> Advice:
    start, line = _line(source, at)
    leading = re.match(r"[ ]*\t", line)
    if leading:
        return start + leading.end() - 1, "a tab in the indentation; indent with spaces"
    if "'\\t'" in problem:
        return at, "a tab; write a space"
    return None


def _escape(source: str, at: int, problem: str) -> Advice:
    if "unknown escape character" not in problem and "escape sequence of" not in problem:
        return None
    backslash = source.rfind("\\", 0, at + 1)
    return backslash, escape_advice(source, backslash)


def _quote(source: str, at: int, opened: int, problem: str, context: str, last: LastScalar | None) -> Advice:
    if "quoted scalar" in context and "unexpected" in problem:
        return opened, f"the quote {source[opened]} that opens here is never closed; close it, or {QUOTE_IT}"
    if last is None or not last.quoted:
        return None
    if "expected <block end>" not in problem and "expected ','" not in problem:
        return None
    if "\n" in source[last.start : last.stop]:
        closing = source.count("\n", 0, last.stop) + 1
        return last.start, f"the quote that opens here closes only in line {closing}; is one missing on this line?"
    if source.find("\n", last.stop) == -1 or at <= source.find("\n", last.stop):
        return at, (
            "the text goes on after its closing quote; "
            "quote the whole of it, and write a quote inside single quotes twice ('')"
        )
    return None


def _colon(source: str, at: int, opened: int, problem: str) -> Advice:
    if "mapping values are not allowed" not in problem and "could not find expected ':'" not in problem:
        return None
    for start, line in _lines_up_to(source, at):
        missing = _MISSING_SPACE.match(line)
        if missing:
            key = missing.group("key")
            return start + missing.end() - 1, f'no space after the colon; write "{key}: " and then the value'
    if "could not find" in problem:
        return opened, 'a line without a key; write "key: value", or indent a text that goes on deeper than its key'
    start, line = _line(source, at)
    before = line[: at - start]
    if re.fullmatch(r"[ ]*(?:- +)*[^\s:]+", before):
        indent = len(before) - len(before.lstrip())
        above, text = _lines_up_to(source, at)[0]
        if ":" not in text:
            return above, 'a line without a key; write "key: value"'
        return start + indent, (
            "this line is indented deeper than the one above, which has its value already; line the keys up"
        )
    return at, f'a text that holds ": " is read as a key with a value; {QUOTE_IT}'


def _first_character(source: str, at: int, opened: int, problem: str, context: str) -> Advice:
    if "cannot start any token" in problem:
        return at, f'a text cannot begin with "{source[at : at + 1]}"; {QUOTE_IT}'
    if "block scalar" in context:
        return (
            opened,
            f'"{source[opened]}" begins a text on the lines below; to begin a text with it, use single quotes',
        )
    if "alias" in context or "anchor" in context:
        return opened, f'a text cannot begin with "{source[opened]}"; {QUOTE_IT}'
    if "tag" in context or "tag" in problem:
        return opened, f'a text cannot begin with "!"; {QUOTE_IT}'
    if "sequence entries are not allowed" in problem:
        return at, f'"- " begins a list entry and cannot stand here; begin the list on the next line, or {QUOTE_IT}'
    if "mapping keys are not allowed" in problem:
        return at, f'a text cannot begin with "? "; {QUOTE_IT}'
    if "directive" in context or "directive" in problem:
        return opened, f'a line cannot begin with "%"; {QUOTE_IT}'
    return None


def _brackets(source: str, at: int, opened: int, problem: str, context: str) -> Advice:
    if "flow" in context:
        if source[opened : opened + 1] not in ("[", "{"):
            opened = max(source.rfind("[", 0, at), source.rfind("{", 0, at), 0)
        bracket = source[opened]
        kind, closing = ("list", "]") if bracket == "[" else ("mapping", "}")
        return opened, (
            f'this "{bracket}" opens a {kind}, and no "{closing}" closes it as it should; '
            f"close it, or, if a text begins here, {QUOTE_IT}"
        )
    before = source[:at].rstrip(" ")
    if "expected <block end>" in problem and before[-1:] in ("]", "}"):
        bracket = {"]": "[", "}": "{"}[before[-1]]
        opening = before.rfind(bracket)
        kind = "list" if bracket == "[" else "mapping"
        return max(opening, 0), f'a text that begins with "{bracket}" is read as a {kind}; {QUOTE_IT}'
    if source[at : at + 1] in ("]", "}", ",") and source[at : at + 1]:
        return at, f'nothing is open that "{source[at]}" could close; take it out, or {QUOTE_IT}'
    return None


def _indentation(source: str, at: int, problem: str, context: str) -> Advice:
    if "document start" in problem and "%" in _line(source, at)[1][:1]:
        return _line(source, at)[0], f'a line cannot begin with "%"; {QUOTE_IT}'
    if "document start" in problem:
        return at, "this line is indented less than the first one; begin every key of the lesson at the line's start"
    if "expected <block end>" not in problem:
        return None
    if source[at : at + 1] == ":":
        return at, 'a value without a key; write "key: value"'
    start, line = _line(source, at)
    indent = len(line) - len(line.lstrip(" "))
    if source[start:at].strip(" -"):
        return at, f"something stands here after the value has ended; {QUOTE_IT}"
    if source[at : at + 1] == "-" and "mapping" in context:
        return at, 'a list entry ("- ") among keys; indent it below the key whose list it belongs to'
    spaces = "1 space" if indent == 1 else f"{indent} spaces"
    return start + indent, f"indented by {spaces}, which fits no line above; line it up with what it belongs to"


def _line(source: str, at: int) -> tuple[int, str]:
    start = source.rfind("\n", 0, at) + 1
    stop = source.find("\n", at)
    return start, source[start : stop if stop >= 0 else len(source)].rstrip("\r")


def _lines_up_to(source: str, at: int) -> list[tuple[int, str]]:
    """Return the line of ``at`` and the one above that is not blank, the upper first."""
    here = _line(source, at)
    above = here
    while above[0] > 0 and (above == here or not above[1].strip()):
        above = _line(source, above[0] - 1)
    return [here] if above == here else [above, here]
