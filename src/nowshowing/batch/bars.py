"""Bars on a terminal, one a lesson; apart, because rich takes a while to import."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from nowshowing.batch.news import ClipDone, Drawn, News, Started, Tell, as_text


class Bars:
    """Tells the news as one bar per lesson on a terminal, with lines above them."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}
        self._frames: dict[str, dict[str, tuple[int, int]]] = {}

    def __enter__(self) -> Tell:
        """Show the bars."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the bars as they are."""
        self._progress.stop()

    def __call__(self, news: News) -> None:
        """Tell the news."""
        match news:
            case Started(lesson, clips, frames):
                share = max(1, frames // max(1, len(clips)))
                self._frames[lesson] = dict.fromkeys(clips, (0, share))
                self._tasks[lesson] = self._progress.add_task(lesson, total=frames)
            case Drawn(lesson, clip, done, frames):
                self._move(lesson, clip, done, frames)
            case ClipDone(lesson, clip, frames):
                self._move(lesson, clip, frames, frames)
            case _:
                self._progress.console.print("\n".join(as_text(news)), markup=False, highlight=False, soft_wrap=True)

    def _move(self, lesson: str, clip: str, done: int, frames: int) -> None:
        state = self._frames[lesson]
        state[clip] = (done, frames)
        total = sum(frames for _, frames in state.values())
        self._progress.update(self._tasks[lesson], completed=sum(done for done, _ in state.values()), total=total)
