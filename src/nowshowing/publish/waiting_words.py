"""What a waiting slot shows: its title, its summary, its length; and texts that promise a video."""

from __future__ import annotations

import html
import re

from nowshowing.publish.pages import Kind
from nowshowing.publish.snippet import Words

# Pages are searched byte for byte, so a dash may also come as the three bytes that UTF-8 makes of it.
_DASH = "(?:[:–—-]|\xe2\x80[\x93\x94])"
COMING_SOON = re.compile(
    r"\b(?:an?\s+|the\s+|this\s+|our\s+)?video(?:s|\s+lesson)?\s+"
    r"(?:(?:is|are)\s+)?(?:coming\s+(?:very\s+)?soon|(?:will|to)\s+be\s+(?:added|uploaded|published|available)"
    r"(?:\s+(?:here|soon|later|shortly))*|(?:follows|to\s+follow)\b(?:\s+soon)?)"
    rf"|\bcoming\s+(?:very\s+)?soon\s*{_DASH}\s*(?:an?\s+|the\s+)?video\b"
    rf"|\bvideo\s*{_DASH}\s*coming\s+(?:very\s+)?soon\b",
    re.IGNORECASE,
)
_UNIT = r"(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)\b\.?"
_LENGTH = re.compile(
    rf"[^\w~≈]*(?:(?:length|duration|runtime|time)\W+)?(?:about|approx\.?|around|ca\.?|circa)?[\s~≈]*"
    rf"(?:\d+(?:[.,]\d+)?\s*(?:[-–]\s*\d+\s*)?{_UNIT}(?:\s*\d+\s*{_UNIT})*|\d+:\d\d(?::\d\d)?)(?:\s+(?:video|long))?\W*",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<!--.*?-->|\{\s*/\*.*?\*/\s*\}|<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<(h[1-6]|strong|b)\b[^>]*>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|aside|header|footer|figure|figcaption|h[1-6]|ul|ol|li|dl|dt|dd|br|hr|blockquote|"
    r"main|nav|table|tr|td|th|details|summary|center|address)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_MARK = "\x02"
_BREAK = "\x01"


def waiting_words(content: str, kind: Kind) -> Words:
    """Return what the content of a waiting slot says about the film that is to come."""
    title = length = ""
    plain: list[str] = []
    for line in _lines(content, kind):
        heading = _MARK in line
        kept: list[str] = []
        for piece in line.replace(_MARK, "").split(_BREAK):
            if not length and piece.strip() and _LENGTH.fullmatch(piece.strip()):
                # A clock drawn before the length belongs to it.
                while kept and not re.search(r"\w", kept[-1]):
                    piece = f"{kept.pop()} {piece}"
                length = " ".join(piece.split())
            else:
                kept.append(piece)
        said = _without_promise(" ".join("".join(kept).split()))
        if said and heading and not title:
            title = said
        elif said:
            plain.append(said)
    if not title and plain and (len(plain) > 1 or not plain[0].endswith((".", "!", "?"))):
        title = plain.pop(0)
    return Words(title, " ".join(plain), length)


def _without_promise(text: str) -> str:
    """Take *video coming soon* out; a sentence that says only this goes as a whole."""
    found = COMING_SOON.search(text)
    if found is None:
        return text
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    rest = after if re.match(r"[:–—|-]\s*\w", after) else before if re.search(r"[:–—|-]$", before) else ""
    return rest.strip(" :–—|-.")


def _lines(content: str, kind: Kind) -> list[str]:
    """Split content into the lines that a reader sees; headings carry a mark, other inline tags a break."""
    text = _HIDDEN.sub(" ", content)
    text = _HEADING.sub(rf"\g<0>{_MARK}", text)
    text = re.sub(rf"(</h[1-6]\s*>){_MARK}", rf"{_MARK}\1", text, flags=re.IGNORECASE)
    if kind == "html":
        text = re.sub(r"\s+", " ", text)
    else:
        text = re.sub(r"^[ \t>]*#{1,6}[ \t]+(.*?)[ \t#]*$", rf"\1{_MARK}", text, flags=re.MULTILINE)
        text = re.sub(r"^[ \t>]*(?:[-*+][ \t]+)?(\*\*|__)(.+?)\1[ \t]*$", rf"\2{_MARK}", text, flags=re.MULTILINE)
        text = re.sub(r"^[ \t>]+|^[ \t]*[-*+][ \t]+", "", text, flags=re.MULTILINE)
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"(\*\*|__|\*|_(?=\w)|(?<=\w)_(?!\w)|`)", "", text)
    if kind == "mdx":
        text = re.sub(r"\{\s*([\"'])(.*?)\1\s*\}", r"\2", text)
        text = re.sub(r"\{[^{}]*\}", " ", text)
    text = _TAG.sub(_BREAK, _BLOCK.sub("\n", text))
    text = html.unescape(text)
    return [line for line in text.splitlines() if line.replace(_BREAK, "").replace(_MARK, "").strip()]
