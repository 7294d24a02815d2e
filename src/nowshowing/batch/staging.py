"""A private folder for a run's unfinished files, and the removal of what killed runs left."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nowshowing.errors import MachineError

try:
    import fcntl
except ImportError:  # no advisory locks here: nothing proves that a run is dead, so nothing is removed
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def staging_folder(out: Path) -> Iterator[Path]:
    """Give a folder under ``out``, on the same file system, that is gone afterwards whatever happens."""
    room = out / ".staging" / "clips"
    try:
        _clean(room)
        lock, folder = _claim(room)
    except OSError as error:
        raise MachineError(
            f"cannot write in {out}: {error.strerror or error}; choose another folder with --out"
        ) from error
    try:
        yield folder
    finally:
        _remove(folder, _lock_file(folder))
        os.close(lock)
        with contextlib.suppress(OSError):
            room.rmdir()
            room.parent.rmdir()


def require_space(folder: Path, needed: int) -> None:
    """Raise ``MachineError`` unless ``needed`` bytes are free where ``folder`` lies or will lie."""
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise MachineError(
            f"not enough disk space in {folder}: {free // 2**20} MB free, about {needed // 2**20} MB needed; "
            "free some, or choose another folder with --out"
        )


def _lock_file(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


def _claim(room: Path) -> tuple[int, Path]:
    """Make a folder whose lock is held as long as this process lives."""
    while True:
        # Another run may remove the empty room, or take folder and lock for leftovers, before the lock is held.
        with contextlib.suppress(FileNotFoundError):
            room.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=room))
            lock_file = _lock_file(folder)
            lock = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
            if fcntl is None:
                return lock, folder
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if os.path.samestat(os.fstat(lock), lock_file.stat()) and folder.is_dir():
                    return lock, folder
            except FileNotFoundError:
                pass
            os.close(lock)


def _clean(room: Path) -> None:
    """Remove the folders of runs that are dead."""
    if fcntl is None:
        return
    for lock_file in room.glob("*.lock"):
        folder = lock_file.with_name(lock_file.name.removesuffix(".lock"))
        with contextlib.suppress(OSError):
            lock = os.open(lock_file, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder, lock_file)
            finally:
                os.close(lock)


def _remove(folder: Path, lock_file: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        lock_file.unlink(missing_ok=True)
