"""The index of scenes on disk, so that checking a lesson imports no scene (and no Manim) until a scene changes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from nowshowing.data_files import PACKAGE
from nowshowing.spec.scene_index import SceneIndex

MOST_KEPT = 32
"""Indices of that many sets of scene files are kept; the oldest go."""

_OUR_CODE = ("stage", "maths", "spec/scene_index.py")


def fresh_index(folders: Sequence[Path], read: Callable[[Sequence[Path]], SceneIndex]) -> SceneIndex:
    """Return the index of the scenes in some folders: the stored one if nothing changed, else what ``read`` gives.

    An index with broken files is not stored, for what broke them may lie outside the folders.
    """
    stored = store() / f"{_key(folders)}.json"
    try:
        return SceneIndex.model_validate_json(stored.read_bytes())
    except (OSError, ValidationError):
        pass
    text = read(folders).model_dump_json()
    index = SceneIndex.model_validate_json(text)
    if not index.broken:
        with contextlib.suppress(OSError):
            _write(stored, text)
    return index


def store() -> Path:
    """Return the folder of the stored indices: ``$NOWSHOWING_STORE/index``, else in the user's cache."""
    ours = os.environ.get("NOWSHOWING_STORE")
    if ours:
        return Path(ours) / "index"
    cache = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(cache) if cache else Path.home() / ".cache") / "nowshowing" / "index"
    except RuntimeError:  # no home
        return Path(tempfile.gettempdir()) / "nowshowing" / "index"


def _key(folders: Sequence[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in _OUR_CODE:
        _add(digest, PACKAGE / name, name)
    for folder in folders:
        _add(digest, folder, str(folder.absolute()))
    return digest.hexdigest()


def _add(digest: hashlib._Hash, path: Path, name: str) -> None:
    digest.update(f"\0{name}\0".encode(errors="surrogateescape"))
    for file in sorted(_modules(path)):
        relative = os.fsencode(file.relative_to(path))
        with contextlib.suppress(OSError):
            digest.update(relative + b"\0" + hashlib.sha256(file.read_bytes()).digest())


def _modules(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, inner, files in os.walk(path):
        inner[:] = [name for name in inner if not name.startswith(".") and name != "__pycache__"]
        yield from (Path(folder) / name for name in files if name.endswith(".py"))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".new", delete=False) as staged:
        staged.write(text)
    Path(staged.name).replace(file)
    kept = sorted(file.parent.glob("*.json"), key=lambda other: other.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        old.unlink(missing_ok=True)
