"""What happens during a run, as data, as text, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Started:
    """A lesson's clips are about to be rendered; ``frames`` is an estimate."""

    lesson: str
    clips: tuple[str, ...]
    frames: int


@dataclass(frozen=True)
class Drawn:
    """So many frames of a clip are done."""

    lesson: str
    clip: str
    done: int
    frames: int


@dataclass(frozen=True)
class ClipDone:
    """A clip is rendered."""

    lesson: str
    clip: str
    frames: int
    seconds: float


@dataclass(frozen=True)
class ClipFailed:
    """A clip could not be rendered; ``log`` is what was kept of its worker's words."""

    lesson: str
    clip: str
    messages: tuple[str, ...]
    trace: str
    log: str | None


@dataclass(frozen=True)
class Published:
    """A lesson's bundle, or a clip rendered alone, lies where it belongs; ``overruled`` is what was found in it."""

    lesson: str
    path: str
    overruled: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotPublished:
    """A lesson has no new bundle; an old one stays as it was."""

    lesson: str
    messages: tuple[str, ...]
    trace: str = ""


@dataclass(frozen=True)
class Ended:
    """The run is over."""

    clips: int
    failed: int
    seconds: float


News = Started | Drawn | ClipDone | ClipFailed | Published | NotPublished | Ended
Tell = Callable[[News], None]


def as_json(news: News) -> str:
    """Return news as one line of JSON."""
    return json.dumps({"event": type(news).__name__, **asdict(news)}, ensure_ascii=False)


def as_text(news: News) -> tuple[str, ...]:
    """Return news as lines for a reader."""
    match news:
        case Started(lesson, clips):
            return (f"{lesson}: {_count(len(clips), 'clip')} to render",)
        case Drawn(lesson, clip, done, frames):
            return (f"{lesson}/{clip}: {done} of {frames} frames",)
        case ClipDone(lesson, clip, frames, seconds):
            return (f"{lesson}/{clip}: rendered, {_count(frames, 'frame')}, {seconds:.1f} s",)
        case ClipFailed(lesson, clip, messages, trace, log):
            advice = (f"{lesson}/{clip}: its log is kept in {log}",) if log else ()
            return (*(f"{lesson}/{clip}: failed: {message}" for message in messages), *_reported(trace), *advice)
        case Published(lesson, path, overruled):
            return (*(f"{lesson}: published all the same: {finding}" for finding in overruled), f"{lesson}: {path}")
        case NotPublished(lesson, messages, trace):
            return (*(f"{lesson}: not published: {message}" for message in messages), *_reported(trace))
        case Ended(clips, failed, seconds):
            verdict = f"{failed} of {_count(clips, 'clip')} failed" if failed else f"{_count(clips, 'clip')} rendered"
            return (f"{verdict} in {seconds:.1f} s",)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _reported(trace: str) -> tuple[str, ...]:
    if not trace:
        return ()
    return (
        trace.rstrip(),
        "This is a bug of nowshowing, not a mistake of yours. Please report it with the lines above.",
    )


def shown(path: Path) -> str:
    """Return a path as it is best read: from the current folder where it lies below it."""
    absolute = path.absolute()
    return str(absolute.relative_to(Path.cwd())) if absolute.is_relative_to(Path.cwd()) else str(absolute)
