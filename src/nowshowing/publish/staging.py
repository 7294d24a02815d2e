"""Folders that are published whole or not at all, whatever stops us in between."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

STAGING = ".staging"
_NEW = ".nowshowing-new"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``target`` when the block ends without an exception.

    A reader sees the old folder or the new one. Where the system can exchange two folders there is no moment between;
    elsewhere there is one, of two renames, and if we are killed in it, the next call puts the old folder back.
    """
    room = target.parent / STAGING
    with _alone(room, target.name):
        fresh, old = room / f"{target.name}.new", room / f"{target.name}.old"
        recover(target)
        fresh.mkdir()
        try:
            yield fresh
            sync_tree(fresh)
            _swap(fresh, target, old)
            sync_folder(target.parent)
        finally:
            recover(target)


def recover(target: Path) -> None:
    """Clear away what a killed run left of ``target``, and put back what it had moved aside."""
    fresh, old = (target.parent / STAGING / f"{target.name}{ending}" for ending in (".new", ".old"))
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (fresh, old):
        if leftover.is_symlink():
            leftover.unlink()
        elif leftover.exists():
            shutil.rmtree(leftover)


def _swap(fresh: Path, target: Path, old: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        target.rename(old)
        fresh.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))


@contextlib.contextmanager
def _alone(room: Path, name: str) -> Iterator[None]:
    """Hold the lock of one target; the system lets go of it when a process dies."""
    lock = room / f"{name}.lock"
    while True:
        room.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:
            continue
        _lock(descriptor)
        # Whoever held it before may have removed it: then we hold a file that nobody else will find.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), lock.stat()):
                break
        os.close(descriptor)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(descriptor)
        with contextlib.suppress(OSError):
            room.rmdir()


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: one process at a time is left to the caller.
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def sync_tree(folder: Path) -> None:
    """Make sure that all files of a folder, and their names, are on the disk."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
        else:
            sync_folder(file)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system lets folders be synced."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def replacing(target: Path, mode: int | None = None) -> Iterator[Path]:
    """Yield the path of a new file that takes the place of ``target`` when the block ends without an exception.

    What killed runs left beside the target is cleared away.
    """
    for leftover in target.parent.glob(f".{glob.escape(target.name)}.*{_NEW}"):
        process = leftover.name.removesuffix(_NEW).rpartition(".")[2]
        if process.isdecimal() and not _is_alive(int(process)):
            leftover.unlink(missing_ok=True)
    fresh = target.parent / f".{target.name}.{os.getpid()}{_NEW}"
    try:
        yield fresh
        if mode is not None:
            fresh.chmod(mode)
        with fresh.open("rb") as stream:
            os.fsync(stream.fileno())
        fresh.replace(target)
        sync_folder(target.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    if os.name != "posix":  # Elsewhere asking could end it.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
