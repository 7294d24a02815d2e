"""Outlines that were made before: in memory, and on disk between runs."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from nowshowing.typeset.fonts import fonts_digest
from nowshowing.typeset.outline import Outline, Part
from nowshowing.typeset.requests import Request

MOST_IN_MEMORY = 4096

_MEMORY: OrderedDict[Request, Outline] = OrderedDict()
_LOCK = Lock()


def recall(request: Request) -> Outline | None:
    """The outline of ``request`` if it was made before, by this process or another with the same fonts and code."""
    with _LOCK:
        if request in _MEMORY:
            _MEMORY.move_to_end(request)
            return _MEMORY[request]
    outline = _read(_file(request))
    if outline is not None:
        _remember(request, outline)
    return outline


def keep(request: Request, outline: Outline) -> None:
    """Keep ``outline`` for the next time; a disk that cannot be written only costs time."""
    _remember(request, outline)
    _write(_file(request), outline)


def forget() -> None:
    """Forget what is in memory (what is on disk stays)."""
    with _LOCK:
        _MEMORY.clear()


def folder() -> Path:
    """Where outlines lie: in ``$NOWSHOWING_STORE``, else in the user's cache."""
    if store := os.environ.get("NOWSHOWING_STORE"):
        return Path(store) / "outlines"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nowshowing" / "outlines"


def _remember(request: Request, outline: Outline) -> None:
    with _LOCK:
        _MEMORY[request] = outline
        _MEMORY.move_to_end(request)
        if len(_MEMORY) > MOST_IN_MEMORY:
            _MEMORY.popitem(last=False)


@cache
def _makers_digest() -> str:
    digest = hashlib.sha256(fonts_digest().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _file(request: Request) -> Path:
    key = hashlib.sha256(f"{_makers_digest()} {request!r}".encode()).hexdigest()[:40]
    return folder() / key[:2] / f"{key[2:]}.outline"


def _write(path: Path, outline: Outline) -> None:
    curves = b"".join(np.ascontiguousarray(part.points, dtype="<f8").tobytes() for part in outline.parts)
    head = {
        "source": outline.source,
        "size": (outline.width, outline.ascent, outline.descent, *outline.ink),
        "parts": [(part.role, len(part.points), part.contours) for part in outline.parts],
    }
    content = json.dumps(head).encode() + b"\n" + curves
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as staged:
            staged.write(hashlib.sha256(content).digest() + content)
    except OSError:
        return
    try:
        Path(staged.name).replace(path)
    except OSError:
        Path(staged.name).unlink(missing_ok=True)


def _read(path: Path) -> Outline | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, content = content[:32], content[32:]
    if hashlib.sha256(content).digest() != digest:
        return None
    line, curves = content.split(b"\n", 1)
    head = json.loads(line)
    points = np.frombuffer(curves, dtype="<f8").astype(np.float64).reshape(-1, 4, 2)
    points.flags.writeable = False
    parts, at = [], 0
    for role, count, contours in head["parts"]:
        parts.append(Part(role, points[at : at + count], tuple(contours)))
        at += count
    width, ascent, descent, *ink = head["size"]
    return Outline(head["source"], tuple(parts), width, ascent, descent, (ink[0], ink[1], ink[2], ink[3]))
