"""What is put into a slot, and how the waiting content is kept within it, byte for byte."""

from __future__ import annotations

import re

from nowshowing.publish.manifest import Manifest
from nowshowing.publish.pages import Page
from nowshowing.publish.slots import Slot
from nowshowing.publish.snippet import Links, Words, snippet
from nowshowing.publish.waiting_words import waiting_words
from nowshowing.speech.markup import as_html, as_jsx

_LABEL = b"nowshowing keeps: "
_KEPT = re.compile(rb"\s*[> \t]*(?:<!--|\{/\*) " + _LABEL + rb"([^\r\n]*?) (?:-->|\*/\})")
_DIGEST = re.compile(rb"<figure [^>]*?data-digest=\{?\"([0-9a-f]+)\"")
_UNSAFE = re.compile(rb"[\x00-\x1f\x7f\\<>{}]|(?<=-)-|(?<=\*)/|`")
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


def filled(page: Page, slot: Slot, manifest: Manifest, links: Links) -> bytes:
    """Return the content of a slot with its film in it, the waiting content kept beside."""
    waiting = waiting_content(page, slot)
    words = slot_words(page, slot)
    figure = snippet(manifest, links, words)
    ascii_only = not page.is_utf8
    if page.kind == "mdx":
        lines = [b"{/* " + _LABEL + _escaped(waiting) + b" */}", *as_jsx(figure, ascii_only).encode().split(b"\n")]
    else:
        lines = [b"<!-- " + _LABEL + _escaped(waiting) + b" -->", *as_html(figure, ascii_only).encode().split(b"\n")]
    newline = page.newline + slot.prefix
    after = newline
    if page.kind == "markdown" and _continues(page, slot):
        # Without a blank line, what follows the slot would be read as HTML.
        after = page.newline + slot.prefix.rstrip() + newline
    return newline + newline.join(lines) + after


def slot_words(page: Page, slot: Slot) -> Words:
    """Return what the waiting slot says, or said before it was filled."""
    return waiting_words(page.words(waiting_content(page, slot)), page.kind)


def waiting_content(page: Page, slot: Slot) -> bytes:
    """Return the content of a slot as it was before it was filled."""
    content = page.content[slot.start : slot.stop]
    kept = _KEPT.match(content)
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), kept[1]) if kept else content


def is_filled(page: Page, slot: Slot) -> bool:
    """Tell whether a film stands in a slot."""
    return filled_digest(page, slot) is not None


def filled_digest(page: Page, slot: Slot) -> str | None:
    """Return the short digest of the film that stands in a slot, None in a waiting slot."""
    content = page.content[slot.start : slot.stop]
    if not _KEPT.match(content):
        return None
    found = _DIGEST.search(content)
    return found[1].decode() if found else ""


def _escaped(content: bytes) -> bytes:
    """Write bytes in one line that ends no comment and that no template language reads."""
    return _UNSAFE.sub(lambda found: b"\\x%02x" % found[0][0], content)


def _continues(page: Page, slot: Slot) -> bool:
    """Tell whether Markdown's text goes on right after a slot, without a blank line."""
    rest = page.content[slot.outer_stop : page.line_stop(slot.outer_stop)]
    if rest.strip():
        return True
    start = re.match(rb"\r\n|\r|\n|", page.content[page.line_stop(slot.outer_stop) :])
    begin = page.line_stop(slot.outer_stop) + (start.end() if start else 0)
    following = page.content[begin : page.line_stop(begin)].strip(b" \t>")
    return bool(following) and not following.startswith(b"<")
