"""Pages as bytes: which kind they are, their newlines, and where in them something stands."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nowshowing.errors import Mistake
from nowshowing.publish.manifest import NAME

Kind = Literal["html", "markdown", "mdx"]
KINDS: dict[str, Kind] = {
    ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".mdx": "mdx",
}  # fmt: skip
_SKIPPED = frozenset({"node_modules", "__pycache__"})
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Page:
    """A page as it lies on the disk; ``root`` is the folder it was found in, which stands for the site."""

    file: Path
    root: Path
    kind: Kind
    content: bytes

    @property
    def text(self) -> str:
        """The content with one character for each byte, so that offsets are those of bytes."""
        text = self.content.decode("latin-1")
        return "   " + text[3:] if self.content.startswith(BOM) else text

    @property
    def newline(self) -> bytes:
        """The newline that the page uses most."""
        windows = self.content.count(b"\r\n")
        counts = {b"\n": self.content.count(b"\n") - windows, b"\r\n": windows}
        counts[b"\r"] = self.content.count(b"\r") - windows
        return max(counts, key=lambda newline: counts[newline])

    @property
    def is_utf8(self) -> bool:
        """Tell whether all of the page is valid UTF-8."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    def words(self, content: bytes) -> str:
        """Return a part of the page as text."""
        return content.decode("utf-8" if self.is_utf8 else "cp1252", "replace")

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column, from 1, of a byte."""
        before = self.content[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before[before.rfind(b"\n") + 1 :].removeprefix(BOM)
        return before.count(b"\n") + 1, len(line.decode("utf-8", "replace")) + 1

    def mistake(self, offset: int, key: str, message: str) -> Mistake:
        """Return a mistake at a byte."""
        return Mistake(str(self.file), *self.place(offset), key, message)

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of a byte begins."""
        return max(self.content.rfind(b"\n", 0, offset), self.content.rfind(b"\r", 0, offset)) + 1

    def line_stop(self, offset: int) -> int:
        """Return the offset of the newline after a byte, or of the page's end."""
        ends = [at for at in (self.content.find(b"\n", offset), self.content.find(b"\r", offset)) if at >= 0]
        return min(ends, default=len(self.content))


def read_pages(sources: Iterable[str | Path]) -> tuple[tuple[Page, ...], tuple[Mistake, ...]]:
    """Return the pages of files, folders and globs, in order, each once, and what could not be read."""
    pages: dict[Path, Page] = {}
    mistakes: list[Mistake] = []
    for source in sources:
        found = list(_files(source))
        if not found:
            mistakes.append(Mistake(str(source), 0, 0, "", _nothing(Path(source))))
        for file, root in found:
            if file not in pages:
                page = _read(file, root)
                if isinstance(page, Mistake):
                    mistakes.append(page)
                else:
                    pages[file] = page
    return tuple(pages.values()), tuple(mistakes)


def _nothing(source: Path) -> str:
    kinds = ", ".join(KINDS)
    if source.is_dir():
        return f"no page in this folder; pages end in {kinds}"
    return "no such file or folder; check the path"


def _files(source: str | Path) -> Iterator[tuple[Path, Path]]:
    path = Path(source)
    if path.is_dir():
        yield from ((file, path) for file in _in_folder(path))
    elif path.exists() or path.is_symlink():
        yield path, path.parent
    elif glob.has_magic(str(source)):
        for match in sorted(map(Path, glob.glob(str(source), recursive=True))):  # noqa: PTH207  a pattern may be absolute
            if match.is_file() and match.suffix.lower() in KINDS:
                yield match, _fixed_part(str(source))


def _fixed_part(pattern: str) -> Path:
    parts = Path(pattern).parts
    fixed = next((index for index, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    return Path(*parts[:fixed]) if fixed else Path()


def _in_folder(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        # Hidden folders, packages and our own bundles hold no pages of the author's.
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _SKIPPED and not (Path(where) / name / NAME).is_file()
        )
        yield from (Path(where) / name for name in sorted(files) if Path(name).suffix.lower() in KINDS)


def _read(file: Path, root: Path) -> Page | Mistake:
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        return Mistake(str(file), 0, 0, "", f"not a page by its name; pages end in {', '.join(KINDS)}")
    try:
        content = file.read_bytes()
    except OSError as error:
        return Mistake(str(file), 0, 0, "", f"cannot be read; {(error.strerror or 'unreadable').lower()}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Mistake(str(file), 0, 0, "", "written in UTF-16; save the page as UTF-8")
    return Page(file, root, kind, content)
