"""The text of a file, or why it cannot be had."""

from __future__ import annotations

import difflib
import errno
import hashlib
import stat
from pathlib import Path

from nowshowing.errors import AuthorError, Mistake
from nowshowing.spec.document import line_starts

MOST_BYTES = 256 * 1024


def read_source(path: Path) -> tuple[str, str]:
    """Return the text of a UTF-8 file and the SHA-256 of its bytes. Raises ``AuthorError``."""
    data = _read_bytes(path)
    return _decode(data, str(path)), hashlib.sha256(data).hexdigest()


def _decode(data: bytes, file: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise AuthorError([Mistake(file, 1, 1, "", "the file is written in UTF-16; save it as UTF-8")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        starts = line_starts(before)
        place = (len(starts), len(before) - starts[-1] + 1)
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise AuthorError([Mistake(file, *place, "", message)]) from None


def _read_bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise AuthorError([Mistake(str(path), 0, 0, "", "is a folder; name a lesson file in it")])
        if not stat.S_ISREG(mode):
            raise AuthorError([Mistake(str(path), 0, 0, "", "is not a regular file; name a lesson file")])
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise AuthorError([Mistake(str(path), 0, 0, "", _why_unreadable(path, error))]) from None
    if len(data) > MOST_BYTES:
        line = data.count(b"\n") + 1
        raise AuthorError([Mistake(str(path), line, 1, "", "the file is larger than 256 KB; split the lesson")])
    return data


def _why_unreadable(path: Path, error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ENOTDIR):
        return f"there is no such file{_neighbour(path)}"
    reasons = {
        errno.EACCES: "may not be read; give yourself the right to read it",
        errno.EPERM: "may not be read; give yourself the right to read it",
        errno.ELOOP: "is a symbolic link that leads back to itself; name the file itself",
        errno.ENAMETOOLONG: "the name is too long for a file; check the path",
    }
    return reasons.get(number or 0, "cannot be read; check the path and the disk")


def _neighbour(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in (".yaml", ".yml")]
    except OSError:
        return "; check the path"
    close = difflib.get_close_matches(path.name, names, 1, 0.6)
    return f'; did you mean "{path.parent / close[0]}"?' if close else "; check the path"
