"""What went wrong with a clip, as data, and whose it is to mend: the author's, the machine's, or ours."""

from __future__ import annotations

import errno
import signal
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from nowshowing import data_files
from nowshowing.errors import AuthorError, CommandLineError, MachineError, Mistake
from nowshowing.spec.lesson import Clip

_MACHINE_ERRORS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EMFILE, errno.ENOMEM}
)


class Blame(IntEnum):
    """Whose it is to mend; the number is the exit code."""

    AUTHOR_OR_MACHINE = 1
    COMMAND_LINE = 2
    US = 3


@dataclass(frozen=True)
class Failure:
    """Why a clip failed: the lines to print, and the traceback where it helps."""

    blame: Blame
    messages: tuple[str, ...]
    trace: str = ""


def exit_code(failures: Iterable[Failure]) -> int:
    """Return 0 where nothing failed, else the exit code of the worst."""
    return max((failure.blame.value for failure in failures), default=0)


def failure_of(error: BaseException, clip: Clip | None = None) -> Failure:
    """Return what ``error``, raised while ``clip`` was worked on, means for the one who called."""
    if isinstance(error, AuthorError):
        return Failure(Blame.AUTHOR_OR_MACHINE, tuple(map(str, error.mistakes)))
    if isinstance(error, MachineError):
        return Failure(Blame.AUTHOR_OR_MACHINE, (str(error),))
    if isinstance(error, CommandLineError):
        return Failure(Blame.COMMAND_LINE, (str(error),))
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, MemoryError):
        return Failure(Blame.AUTHOR_OR_MACHINE, ("memory ran out; try --jobs 1, or a smaller --profile",), trace)
    if isinstance(error, OSError) and error.errno in _MACHINE_ERRORS:
        return Failure(Blame.AUTHOR_OR_MACHINE, (str(error),), trace)
    mistake = _mistake_in_scene(error, clip) if clip else None
    if mistake:
        return Failure(Blame.AUTHOR_OR_MACHINE, (str(mistake),), trace)
    return Failure(Blame.US, (_sentence(error),), trace)


def failure_of_death(exit_code: int | None) -> Failure:
    """Return the failure of a worker that ended without a word."""
    if exit_code is not None and exit_code < 0:
        name = signal.Signals(-exit_code).name
        advice = "; memory may have run out: try --jobs 1, or a smaller --profile" if name == "SIGKILL" else ""
        blame = Blame.AUTHOR_OR_MACHINE if name in {"SIGKILL", "SIGTERM", "SIGHUP", "SIGXCPU"} else Blame.US
        return Failure(blame, (f"the worker was ended by {name}{advice}",))
    return Failure(Blame.US, (f"the worker ended with status {exit_code} and without a result",))


def _mistake_in_scene(error: BaseException, clip: Clip) -> Mistake | None:
    """Return the mistake where ``error`` passed through a scene file that is not ours, else None."""
    folder = Path(clip.scene_file).resolve().parent
    if folder == data_files.scenes().resolve():
        return None
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).resolve().parent == folder
    ]
    if not frames:
        return None
    # The stage calls the beat, so the scene's first frame is the beat's; the last is where it went wrong.
    beat, place = frames[0].name, frames[-1]
    return Mistake(place.filename, place.lineno or 0, (place.colno or 0) + 1, f"{clip.scene}.{beat}", _sentence(error))


def _sentence(error: BaseException) -> str:
    first_line = (str(error).strip().splitlines() or ["no reason given"])[0]
    return f"{type(error).__name__}: {first_line}"
