"""Reads the tags and comments of HTML as a browser would, without changing a byte."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"})
_FOREIGN = frozenset({"svg", "math"})
_START = re.compile(r"<(?:!--|!\[CDATA\[|[!?]|/?[A-Za-z]|/(?=[^>]))")
_NAME = re.compile(r"[^\s/>]+")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?""")
_COMMENT_END = re.compile(r"--!?>")


@dataclass(frozen=True)
class Comment:
    """A comment; ``start`` and ``stop`` are offsets in the page."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True)
class Tag:
    """A start or end tag; ``start`` and ``stop`` are offsets in the page."""

    start: int
    stop: int
    name: str
    attributes: Mapping[str, str]
    closes: bool
    self_closing: bool


@dataclass(frozen=True)
class Raw:
    """What stands in a script, a style sheet or another element whose content is no markup."""

    start: int
    stop: int


Token = Comment | Tag | Raw


def tokens(page: str) -> Iterator[Token]:
    """Yield comments, tags and raw contents, in order; everything between them is text."""
    at = foreign = 0
    while found := _START.search(page, at):
        start, opening = found.start(), found.group()
        if opening == "<!--":
            comment = _comment(page, start)
            yield comment
            at = comment.stop
        elif opening[-1].isalpha():
            tag = _tag(page, start, opening.startswith("</"))
            if tag is None:
                return
            yield tag
            at = tag.stop
            if tag.name in _FOREIGN:
                foreign += -1 if tag.closes else not tag.self_closing
            elif tag.name in _RAW and not tag.closes and foreign <= 0:
                raw = Raw(at, _raw_end(page, at, tag.name))
                yield raw
                at = raw.stop
        else:
            ending = "]]>" if opening == "<![CDATA[" and foreign > 0 else ">"
            stop = page.find(ending, found.end())
            at = len(page) if stop < 0 else stop + len(ending)
            yield Comment(start, at, "")


def _comment(page: str, start: int) -> Comment:
    inner = start + 4
    for short in (">", "->"):
        if page.startswith(short, inner):
            return Comment(start, inner + len(short), "")
    end = _COMMENT_END.search(page, inner)
    return Comment(start, end.end(), page[inner : end.start()]) if end else Comment(start, len(page), page[inner:])


def _tag(page: str, start: int, closes: bool) -> Tag | None:
    name = _NAME.match(page, start + 1 + closes)
    if name is None:
        return None
    at = name.end()
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(page, at):
        value = found[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        attributes.setdefault(found[1].lower(), html.unescape(value))
        at = found.end()
    end = page.find(">", at)
    if end < 0:
        return None
    return Tag(start, end + 1, name[0].lower(), attributes, closes, page[end - 1] == "/")


def _raw_end(page: str, at: int, name: str) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, at)
    return end.start() if end else len(page)
