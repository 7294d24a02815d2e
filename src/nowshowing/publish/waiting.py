"""Lists the slots of pages: what waits, is filled, is stale, has no lesson; and texts that only promise a video."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nowshowing.errors import AuthorError
from nowshowing.publish.filling import filled_digest
from nowshowing.publish.html_tokens import Tag, tokens
from nowshowing.publish.manifest import Manifest, read_manifest
from nowshowing.publish.markdown_blocks import blank, mdx_prose, prose_only
from nowshowing.publish.pages import Page, read_pages
from nowshowing.publish.slots import Slot, find_slots
from nowshowing.publish.snippet import short_digest
from nowshowing.publish.waiting_words import COMING_SOON
from nowshowing.spec.names import name_problem

State = Literal["waiting", "filled", "stale", "no lesson"]
_HIDDEN = frozenset({"pre", "code", "samp", "kbd"})
_MDX_COMMENT = re.compile(r"\{\s*/\*.*?\*/\s*\}", re.DOTALL)
_LIST_MARK = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")


@dataclass(frozen=True)
class SlotState:
    """One slot of a page. ``has_bundle`` tells whether ``fill`` has something to put there."""

    file: str
    line: int
    column: int
    slot: str
    state: State
    has_bundle: bool


@dataclass(frozen=True)
class Hint:
    """A text that promises a video outside any slot; ``instead`` is to stand in place of ``line_text``."""

    file: str
    line: int
    column: int
    line_text: str
    instead: str


@dataclass(frozen=True)
class SlotsReport:
    """What ``slots`` found."""

    slots: tuple[SlotState, ...]
    hints: tuple[Hint, ...]


def slots(pages: Iterable[str | Path], out: Path, lesson_slots: Iterable[str]) -> SlotsReport:
    """Return the state of every slot of pages (files, folders, globs), given the slots that lessons claim.

    A filled slot is stale when its bundle in ``out`` shows something else by now. Raises AuthorError with all mistakes.
    """
    found, mistakes = read_pages(pages)
    claimed = list(dict.fromkeys(lesson_slots))
    states: list[SlotState] = []
    marked: list[tuple[Page, Sequence[Slot]]] = []
    for page in found:
        here, wrong = find_slots(page)
        mistakes += wrong
        marked.append((page, here))
        for slot in here:
            manifest = read_manifest(out / slot.name)
            state = _state(page, slot, manifest, slot.name in claimed)
            states.append(
                SlotState(str(page.file), *page.place(slot.outer_start), slot.name, state, manifest is not None)
            )
    if mistakes:
        raise AuthorError(mistakes)
    free = [name for name in claimed if name not in {state.slot for state in states}]
    hints = [hint for page, here in marked for hint in _hints(page, here, free)]
    return SlotsReport(tuple(states), tuple(hints))


def _state(page: Page, slot: Slot, manifest: Manifest | None, is_claimed: bool) -> State:
    digest = filled_digest(page, slot)
    if digest is not None:
        return "filled" if manifest is None or digest == short_digest(manifest) else "stale"
    return "waiting" if is_claimed or manifest is not None else "no lesson"


def _hints(page: Page, here: Sequence[Slot], free: Sequence[str]) -> Iterable[Hint]:
    visible = _visible(page, here)
    for found in COMING_SOON.finditer(visible):
        begin, end = page.line_start(found.start()), page.line_stop(found.start())
        line = page.words(page.content[begin:end]).removeprefix("\ufeff")
        around = visible[max(0, begin - 400) : end + 400]
        name = _suggested(page, around, free)
        yield Hint(str(page.file), *page.place(found.start()), line, _instead(page, line, name))


def _visible(page: Page, here: Sequence[Slot]) -> str:
    """Return the page with its slots blanked, and what no reader sees as text: tags, comments, scripts, code."""
    text = page.text
    for slot in here:
        start, stop = slot.outer_start, slot.outer_stop
        text = text[:start] + blank(text[start:stop]) + text[stop:]
    if page.kind == "mdx":
        text = _MDX_COMMENT.sub(lambda found: blank(found[0]), mdx_prose(text))
    elif page.kind == "markdown":
        text = prose_only(text)
    pieces, at, hidden = [], 0, 0
    for token in tokens(text):
        between = text[at : token.start]
        pieces += [blank(between) if hidden else between, blank(text[token.start : token.stop])]
        at = token.stop
        if isinstance(token, Tag) and token.name in _HIDDEN:
            hidden = max(0, hidden + (-1 if token.closes else 1))
    return "".join([*pieces, text[at:]])


def _suggested(page: Page, around: str, free: Sequence[str]) -> str:
    """Return the free slot of a lesson that fits the words around best, else a name made of the page's."""
    words = set(re.findall(r"[a-z0-9]+", f"{around} {page.file.stem}".lower()))

    def likeness(name: str) -> tuple[float, float]:
        own = name.split("-")
        return sum(part in words for part in own) / len(own), difflib.SequenceMatcher(
            None, name, page.file.stem
        ).ratio()

    if free:
        return max(free, key=likeness)
    stem = (
        page.file.stem
        if page.file.stem.lower() not in ("index", "readme", "page")
        else page.file.absolute().parent.name
    )
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:64]
    return slug if name_problem(slug) is None else "name-of-the-lesson"


def _instead(page: Page, line: str, name: str) -> str:
    """Return what to write for a line: the same line as the waiting content of a slot."""
    opening, closing = (
        ("{/* slot: %s */}", "{/* /slot */}") if page.kind == "mdx" else ("<!-- slot: %s -->", "<!-- /slot -->")
    )
    opening %= name
    if page.kind == "html":
        indent = line[: len(line) - len(line.lstrip())]
        content = line.strip()
        if _is_whole(content):
            return f"{indent}{opening}{content}{closing}"
        found = COMING_SOON.search(line)
        if found is None:
            return f"{indent}{opening}Video coming soon{closing}"
        return f"{line[: found.start()]}{opening}{found[0]}{closing}{line[found.end() :]}"
    mark = _LIST_MARK.match(line)
    start = mark[0] if mark else ""
    following = re.sub(r"[^ \t>]", " ", start)
    return "\n".join([f"{start}{opening}", f"{following}{line[len(start) :]}", f"{following}{closing}"])


def _is_whole(content: str) -> bool:
    """Tell whether every element that begins in a line of HTML ends in it."""
    opened: list[str] = []
    for token in tokens(content):
        if isinstance(token, Tag) and token.closes:
            if not opened or opened.pop() != token.name:
                return False
        elif isinstance(token, Tag) and token.name not in ("br", "img", "hr", "input", "wbr"):
            opened.append(token.name)
    return not opened
