"""Names that authors write: what fits, and what was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})
MOST_LISTED = 40
MOST_SHOWN = 60


def offer(wrong: str, known: Iterable[str], whole: str = "one of") -> str:
    """Return what to write instead: the closest known name, else all of them."""
    names = list(known)
    close = difflib.get_close_matches(wrong[:MOST_SHOWN].lower(), [name.lower() for name in names], 1, 0.6)
    if close:
        match = next(name for name in names if name.lower() == close[0])
        return f'did you mean "{match}"?'
    if not names:
        return "there are none here"
    if len(names) > MOST_LISTED:
        return f"{len(names)} are known, {quoted(names[:3])} among them"
    return f"{whole} {quoted(names)}"


def shown(text: object) -> str:
    """Return a text in double quotes, on one line and not too long to read."""
    line = " ".join(str(text).split())
    return f'"{line}"' if len(line) <= MOST_SHOWN else f'"{line[: MOST_SHOWN - 1]}…"'


def quoted(names: Iterable[object]) -> str:
    """Return the names in double quotes, with commas between."""
    return ", ".join(map(shown, names))


def name_problem(text: str) -> str | None:
    """Tell why a text cannot be an id or a slot (they become names of files on every system)."""
    if not NAME.fullmatch(text):
        return f'found {shown(text)}, but a name is made of a to z, 0 to 9 and "-"; write "{name_like(text)}"'
    if text in RESERVED:
        return f'"{text}" cannot name a file on Windows; choose another name'
    return None


def name_like(text: str) -> str:
    """Return the name that is most like a text."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64].strip("-")
    return f"the-{name}" if name in RESERVED else name or "a-name"


def title_of(name: str) -> str:
    """Make a title of an id: ``chord-to-tangent`` is called "Chord to tangent"."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
