"""Which parts of Markdown and MDX are markup, and which are code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from nowshowing.publish.html_tokens import Comment

_NEWLINE = re.compile(r"\r\n|\n|\r")
_NOT_NEWLINE = re.compile(r"[^\r\n]")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^\r\n]*)")
_MDX_COMMENT = re.compile(r"\{\s*/\*(.*?)\*/\s*\}", re.DOTALL)
_MDX_CODE = re.compile(r"<(pre|code|script|style|textarea)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TICKS = re.compile(r"`+")


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _NEWLINE.finditer(text))]


def blank(text: str) -> str:
    """Return a text of the same length in which only the newlines are left."""
    return _NOT_NEWLINE.sub(" ", text)


def _ranges(text: str, kinds: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of all blocks of some kinds, as CommonMark reads the text."""
    starts = [*_line_starts(text), len(text)]
    for token in MarkdownIt("commonmark").parse(text.replace("\x00", " ")):
        if token.type in kinds and token.map:
            yield starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]


def html_only(text: str) -> str:
    """Return Markdown with everything but its blocks of HTML blanked."""
    result, at = [], 0
    for start, stop in _ranges(text, ("html_block",)):
        result += [blank(text[at:start]), text[start:stop]]
        at = stop
    return "".join([*result, blank(text[at:])])


def prose_only(text: str) -> str:
    """Return Markdown with its code blanked."""
    for start, stop in _ranges(text, ("fence", "code_block")):
        text = text[:start] + blank(text[start:stop]) + text[stop:]
    return text


def stray_markers(text: str, *markers: re.Pattern[str]) -> Iterator[int]:
    """Yield the offsets of marker comments that stand inside a paragraph, where CommonMark keeps them inline."""
    for start, stop in _ranges(text, ("inline",)):
        block = without_code_spans(text[start:stop])
        for found in _HTML_COMMENT.finditer(block):
            if any(marker.fullmatch(found[1]) for marker in markers):
                yield start + found.start()


def without_code_spans(text: str) -> str:
    """Return a paragraph with its code spans blanked."""
    at = 0
    while opening := _TICKS.search(text, at):
        at = opening.end()
        if text[: opening.start()].endswith("\\"):
            continue
        closing = next((run for run in _TICKS.finditer(text, at) if len(run[0]) == len(opening[0])), None)
        if closing:
            text = text[: opening.start()] + blank(text[opening.start() : closing.end()]) + text[closing.end() :]
            at = closing.end()
    return text


def mdx_prose(text: str) -> str:
    """Return MDX with its code blanked: fences at any indentation, code spans, ``<pre>``, ``<script>`` and the like."""
    kept: list[str] = []
    fence = ""
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
            kept.append(blank(line))
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            fence = found[1]
            kept.append(blank(line))
        else:
            kept.append(line)
    prose = _MDX_CODE.sub(lambda found: blank(found[0]), "".join(kept))
    parts = re.split(r"((?:\r\n|\n|\r)[ \t>]*(?=\r\n|\n|\r))", prose)
    return "".join(map(without_code_spans, parts))


def mdx_comments(text: str) -> Iterator[Comment]:
    """Yield the comments ``{/* … */}`` of MDX outside its code."""
    for found in _MDX_COMMENT.finditer(mdx_prose(text)):
        yield Comment(found.start(), found.end(), text[found.start(1) : found.end(1)])
