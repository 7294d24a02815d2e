"""Tells the news of a run: bars on a terminal, plain lines elsewhere, JSON for programs."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from nowshowing.batch.news import ClipFailed, Drawn, Ended, News, NotPublished, Published, Tell, as_json, as_text

_PROGRESS_INTERVAL = 1.0  # seconds between two lines about the progress of one clip


def teller(json_lines: bool, quiet: bool, verbose: bool) -> AbstractContextManager[Tell]:
    """Return how to tell the news: JSON to standard output, or else bars on a terminal, lines elsewhere.

    What failed is told on standard error in any case.
    """
    if json_lines:
        return nullcontext(JsonLines())
    if sys.stderr.isatty() and not quiet:
        from nowshowing.batch.bars import Bars

        return Bars()
    return nullcontext(Lines(quiet=quiet, verbose=verbose))


@dataclass
class _Pace:
    """Lets through news of a clip's progress now and then, and all other news."""

    last: dict[tuple[str, str], float] = field(default_factory=dict)

    def admits(self, news: News) -> bool:
        if not isinstance(news, Drawn):
            return True
        now, clip = time.monotonic(), (news.lesson, news.clip)
        if now - self.last.get(clip, 0.0) < _PROGRESS_INTERVAL and news.done < news.frames:
            return False
        self.last[clip] = now
        return True


@dataclass(frozen=True)
class JsonLines:
    """Tells the news as JSON on standard output, and what failed also as text on standard error."""

    pace: _Pace = field(default_factory=_Pace)

    def __call__(self, news: News) -> None:
        """Tell the news."""
        if self.pace.admits(news):
            print(as_json(news), flush=True)
        if isinstance(news, ClipFailed | NotPublished):
            print("\n".join(as_text(news)), file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Lines:
    """Tells the news as plain lines on standard error; progress only when ``verbose``."""

    quiet: bool = False
    verbose: bool = False
    pace: _Pace = field(default_factory=_Pace)

    def __call__(self, news: News) -> None:
        """Tell the news."""
        if isinstance(news, Drawn) and not (self.verbose and self.pace.admits(news)):
            return
        failed = isinstance(news, ClipFailed | NotPublished) or (isinstance(news, Ended) and news.failed)
        failed = failed or (isinstance(news, Published) and bool(news.overruled))
        if failed or not self.quiet:
            print("\n".join(as_text(news)), file=sys.stderr, flush=True)
