"""Finds the slots of a page: marked places in which a film is to appear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from nowshowing.errors import Mistake
from nowshowing.publish.html_tokens import Comment, Tag, Token, tokens
from nowshowing.publish.markdown_blocks import html_only, mdx_comments, stray_markers
from nowshowing.publish.pages import Page
from nowshowing.spec.names import name_problem

OPENING = re.compile(r"\s*slot\s*:\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
CLOSING = re.compile(r"\s*/\s*slot(?:\s*:.*?)?\s*", re.IGNORECASE | re.DOTALL)
_COMMENTED_OUT = re.compile(r".*<!--\s*slot\s*:[^>]*", re.IGNORECASE | re.DOTALL)
_LINE_PREFIX = re.compile(rb"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_NO_HOLDERS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "table", "thead", "tbody", "tfoot", "tr", "colgroup",
    "ul", "ol", "dl", "menu", "select", "option", "svg", "math", "html", "head",
})  # fmt: skip
_OPTIONAL_END = frozenset({
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup",
    "rt", "rp",
})  # fmt: skip
_CODE = frozenset({"pre", "code", "samp", "kbd"})


@dataclass(frozen=True)
class Slot:
    """A slot of a page: its content lies from ``start`` to ``stop``; the outer offsets take in what marks it.

    ``prefix`` begins each line that is put into it: indentation, quotation marks.
    """

    name: str
    start: int
    stop: int
    outer_start: int
    outer_stop: int
    prefix: bytes


@dataclass
class _Finding:
    """What has been found so far."""

    page: Page
    slots: list[Slot] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, offset: int, name: str, message: str) -> None:
        self.mistakes.append(self.page.mistake(offset, f"slot {name}" if name else "slot", message))

    def named(self, offset: int, name: str) -> bool:
        """Tell whether a slot's name is one, and new on this page."""
        if problem := name_problem(name):
            self.wrong(offset, "", problem)
            return False
        if any(slot.name == name for slot in self.slots):
            self.wrong(offset, name, "marked twice on this page; a film has one place on a page")
            return False
        return True

    def found(self, name: str, outer: tuple[int, int], inner: tuple[int, int]) -> None:
        self.slots.append(Slot(name, *inner, *outer, _prefix(self.page, outer[0])))


def find_slots(page: Page) -> tuple[tuple[Slot, ...], tuple[Mistake, ...]]:
    """Return the slots of a page, in order, and what is wrong with its markers.

    Nothing counts as a marker in code, ``<pre>``, ``<script>``, ``<style>``, ``<textarea>`` or within a comment.
    """
    finding = _Finding(page)
    if page.kind == "mdx":
        _pair(mdx_comments(page.text), finding, "{{/* {} */}}")
    else:
        text = page.text if page.kind == "html" else html_only(page.text)
        _walk(list(tokens(text)), finding, elements=page.kind == "html")
        if page.kind == "markdown":
            for offset in stray_markers(page.text, OPENING, CLOSING):
                finding.wrong(offset, "", "a marker in the middle of a paragraph; give it a line of its own")
    return tuple(sorted(finding.slots, key=lambda slot: slot.start)), tuple(sorted(finding.mistakes))


def _walk(found: list[Token], finding: _Finding, elements: bool) -> None:
    """Go through HTML and collect marker comments outside code, and elements with ``data-slot``."""
    outside: list[Token] = []
    depth = 0
    for token in found:
        if isinstance(token, Tag) and token.name in _CODE:
            depth = max(0, depth + (-1 if token.closes else 1))
        elif depth == 0:
            outside.append(token)
    taken: list[tuple[int, int]] = []
    if elements:
        taken = list(_elements(outside, finding))
    comments = list(_not_commented_out(token for token in outside if isinstance(token, Comment)))
    for start, stop in taken:
        inner = [c for c in comments if start < c.start < stop and OPENING.fullmatch(c.text)]
        for comment in inner:
            finding.wrong(comment.start, "", "a slot within a slot; end the first before the second begins")
    comments = [c for c in comments if not any(start < c.start < stop for start, stop in taken)]

    def whole(start: int, stop: int) -> str | None:
        return _unbalanced([t for t in outside if isinstance(t, Tag) and start <= t.start < stop])

    _pair(comments, finding, "<!-- {} -->", whole)


def _not_commented_out(comments: Iterable[Comment]) -> Iterator[Comment]:
    """Leave out the ends of slots whose beginning stands in a comment."""
    skipped = 0
    for comment in comments:
        if _COMMENTED_OUT.fullmatch(comment.text):
            skipped += 1
        elif skipped and CLOSING.fullmatch(comment.text):
            skipped -= 1
        else:
            yield comment


def _pair(
    comments: Iterable[Comment],
    finding: _Finding,
    form: str,
    problem: Callable[[int, int], str | None] = lambda start, stop: None,
) -> None:
    """Pair the markers that begin a slot with those that end one."""
    opened: list[tuple[Comment, str]] = []
    ending = form.format("/slot")
    for comment in comments:
        if begins := OPENING.fullmatch(comment.text):
            if opened:
                finding.wrong(comment.start, begins[1], f"a slot within a slot; put {ending} before it")
            opened.append((comment, begins[1]))
        elif CLOSING.fullmatch(comment.text):
            if not opened:
                finding.wrong(comment.start, "", f"{ending} ends a slot that never began; remove it")
                continue
            begin, name = opened.pop()
            if opened:
                continue
            if torn := problem(begin.stop, comment.start):
                finding.wrong(begin.start, name, torn)
            elif finding.named(begin.start, name):
                finding.found(name, (begin.start, comment.stop), (begin.stop, comment.start))
    for begin, name in opened:
        finding.wrong(begin.start, name, f"never ended; put {ending} where the slot ends")


def _elements(outside: list[Token], finding: _Finding) -> Iterator[tuple[int, int]]:
    """Collect elements with ``data-slot``; yield the spans that they take."""
    index = 0
    while index < len(outside):
        token = outside[index]
        index += 1
        if not isinstance(token, Tag) or token.closes or "data-slot" not in token.attributes:
            continue
        name = token.attributes["data-slot"].strip()
        if token.name in _VOID or token.self_closing:
            finding.wrong(token.start, name, f"<{token.name}> has no inside; put data-slot on a <div>…</div>")
            continue
        if token.name in _NO_HOLDERS:
            finding.wrong(token.start, name, f"<{token.name}> cannot hold a film; put data-slot on a <div>")
            continue
        end = _end_of(outside, index, token.name)
        if end is None:
            finding.wrong(token.start, name, f"<{token.name}> is never ended; put </{token.name}> where the slot ends")
            continue
        last = outside[end]
        for inner in outside[index:end]:
            if isinstance(inner, Tag) and not inner.closes and "data-slot" in inner.attributes:
                message = "a slot within a slot; end the first before the second begins"
                finding.wrong(inner.start, inner.attributes["data-slot"].strip(), message)
        if finding.named(token.start, name):
            finding.found(name, (token.start, last.stop), (token.stop, last.start))
        yield token.start, last.stop
        index = end + 1


def _end_of(outside: list[Token], index: int, name: str) -> int | None:
    depth = 1
    for at in range(index, len(outside)):
        token = outside[at]
        if isinstance(token, Tag) and token.name == name:
            depth += -1 if token.closes else 1
            if depth == 0:
                return at
    return None


def _unbalanced(tags: Iterable[Tag]) -> str | None:
    """Tell which tag keeps what lies between two markers from being whole."""
    opened: list[str] = []
    for tag in tags:
        if tag.name in _VOID or tag.name in _OPTIONAL_END or tag.self_closing:
            continue
        if not tag.closes:
            opened.append(tag.name)
        elif tag.name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(tag.name) :]
        else:
            return f"holds </{tag.name}> of an element that began outside; put both markers into one element"
    return f"holds a <{opened[0]}> that ends outside; put both markers into one element" if opened else None


def _prefix(page: Page, offset: int) -> bytes:
    """Return what begins the lines put after a marker: its indentation, and the quotation marks before it."""
    start = page.line_start(offset)
    line = page.content[start:offset].removeprefix(b"\xef\xbb\xbf")
    if page.kind == "html":
        return line if not line.strip() else b""
    found = _LINE_PREFIX.match(line)
    return re.sub(rb"[^ \t>]", b" ", found[0]) if found else b""
