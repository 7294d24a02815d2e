"""The fonts of every picture, and the Typst compiler that holds them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Literal

import typst

SANS = "Source Sans Pro"
MATHS = "New Computer Modern Math"
MONO = "DejaVu Sans Mono"

Face = Literal["sans", "sans-semibold", "math", "mono"]

_FILES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf")
STYLES: dict[Face, str] = {
    "sans": f'font: "{SANS}", weight: 400',
    "sans-semibold": f'font: "{SANS}", weight: 600',
    "math": f'font: "{MATHS}", weight: 450',
    "mono": f'font: "{MONO}", weight: 400',
}
_NO_PACKAGES = Path(tempfile.gettempdir()) / "nowshowing-has-no-typst-packages"
_LOCK = RLock()


class TypesetError(Exception):
    """What cannot be set; ``offset`` counts characters from 0 in the given source, None where no place is meant."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def _font_files() -> tuple[Path, ...]:
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return tuple(folder / name for name in _FILES)


@cache
def fonts_digest() -> str:
    """Digest of everything that decides a glyph's shape: our font files, and Typst with the fonts built into it."""
    digest = hashlib.sha256(typst_version().encode())
    for path in _font_files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:32]


@cache
def typst_version() -> str:
    """Version of the installed Typst wheel, which also names its built-in fonts."""
    from importlib.metadata import version

    return version("typst")


def _remember_fork() -> None:
    # Typst's threads do not live on in a forked child, which would wait for them for ever.
    if _compiler.cache_info().currsize:
        _USED_BEFORE_FORK.append(True)


_USED_BEFORE_FORK: list[bool] = []


@cache
def _compiler() -> typst.Compiler:
    # Typst reads whole folders, and the wheel's folder holds each face twice (.otf and .ttf) in an order that the disk
    # decides. So it sees a folder with our files only; each file is read on first use, which is why both are used here.
    with tempfile.TemporaryDirectory(prefix="nowshowing-fonts-") as folder:
        for path in _font_files():
            shutil.copyfile(path, Path(folder) / path.name)
        shared = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
        compiler = typst.Compiler(
            font_paths=shared,
            ignore_system_fonts=True,
            package_path=_NO_PACKAGES,
            package_cache_path=_NO_PACKAGES,
        )
        both = "".join(f"#text({STYLES[face]})[x]" for face in ("sans", "sans-semibold"))
        compiler.compile(both.encode(), format="svg")
    return compiler


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_remember_fork)


def compile_pages(source: str) -> list[str]:
    """Compile a Typst document to one SVG a page. Raises TypesetError for an error and for a warning."""
    if _USED_BEFORE_FORK:
        raise RuntimeError("typst was used before this process was forked, and would hang; use forkserver or spawn")
    try:
        with _LOCK:
            pages, warnings = _compiler().compile_with_warnings(source.encode(), format="svg")
    except typst.TypstError as error:
        raise TypesetError("cannot be set as it stands; write it more simply") from error
    if warnings or pages is None:
        raise TypesetError("cannot be set without loss; write it more simply") from (warnings[0] if warnings else None)
    return [page.decode() for page in (pages if isinstance(pages, list) else [pages])]


def literal(text: str) -> str:
    """Write ``text`` as a Typst string literal, in which nothing is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in escaped) + '"'


_KNOWN: dict[Face, dict[str, bool]] = {"sans": {}, "sans-semibold": {}, "math": {}, "mono": {}}
_CONTROLS = {
    "\t": "tab",
    "\n": "line break",
    "\r": "carriage return",
    "\f": "form feed",
    "\b": "backspace",
    "\x1b": "escape",
}
_NOWHERE = "\U0010fffe"


def missing(text: Iterable[str], face: Face) -> list[str]:
    """Characters of ``text`` that ``face`` has no glyph for, each once, in order. (Every face has those of ASCII.)"""
    wanted = [c for c in dict.fromkeys(text) if not (c.isspace() or (c.isascii() and c.isprintable()))]
    with _LOCK:
        known = _KNOWN[face]
        new = [c for c in wanted if c not in known]
        if new:
            known.update(_look_up(new, face))
        return [c for c in wanted if not known[c]]


def _look_up(characters: list[str], face: Face) -> dict[str, bool]:
    # Typst draws the font's box for a glyph that is not there: the same box as for a character that no font has.
    head = f"#set page(width: auto, height: auto, margin: 0pt)\n#set text(fallback: false, {STYLES[face]})\n"
    pages = compile_pages(head + "#pagebreak()\n".join(f"#{literal(c)}\n" for c in [_NOWHERE, *characters]))
    box, *found = (glyphs(page) for page in pages)
    return {c: bool(drawn) and drawn != box for c, drawn in zip(characters, found, strict=True)}


def glyphs(page: str) -> list[str]:
    """Names of the glyphs on a page of SVG, in drawing order; the same glyph at the same size has the same name."""
    return [piece.split('"', 1)[0] for piece in page.split('<use xlink:href="')[1:]]


def name_of(character: str) -> str:
    """Name a character for a message: itself in quotes with its code point and Unicode name."""
    code = f"U+{ord(character):04X}"
    described = unicodedata.name(character, "").lower() or _CONTROLS.get(character, "unnamed")
    return f'"{character}" ({code}, {described})' if character.isprintable() else f"{code} ({described})"
