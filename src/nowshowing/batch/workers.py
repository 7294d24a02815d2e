"""Work on clips in processes of their own, a few at a time, so that none can harm another."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from nowshowing.batch.failures import Failure, failure_of, failure_of_death
from nowshowing.spec.lesson import Clip

Progress = Callable[[int, int], None]
"""Told the frames done and the frames in all."""

PRELOADED = ("nowshowing.batch.preloaded",)
"""What a worker has imported before it is born: forking costs milliseconds, importing Manim a second."""

_NEWS_INTERVAL = 0.1  # seconds between two reports of progress


def cores() -> int:
    """Return the number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, eq=False)
class Job:
    """One clip and what to do with it. ``task`` and its result travel between processes, so both can be pickled."""

    name: str
    clip: Clip
    task: Callable[[Clip, Progress], Any]
    log: Path
    """Takes what the worker writes to its standard streams."""
    weight: float = 1.0
    """How long it will take, in any unit; the heaviest job is begun first."""


@dataclass(frozen=True)
class Outcome:
    """What became of a job: a result, or a failure."""

    job: Job
    result: Any = None
    failure: Failure | None = None


def warm_up() -> None:
    """Let the server from which workers are forked begin to import Manim, while this process does something else.

    Called before a verb imports what it needs itself, it saves as long as that takes.
    """
    _context()


def work(jobs: Sequence[Job], at_once: int, progress: Callable[[Job, int, int], None]) -> Iterator[Outcome]:
    """Yield each job's outcome as it ends; at most ``at_once`` are worked on.

    However the iteration ends (an exception, Ctrl-C, an early ``close``), no worker outlives it.
    """
    context = _context()
    waiting = sorted(jobs, key=lambda job: job.weight)
    running: dict[connection.Connection, _Running] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                begun = _begin(context, waiting.pop())
                running[begun.news] = begun
            for news in connection.wait(list(running)):
                assert isinstance(news, connection.Connection)
                outcome = _hear(running[news], progress)
                if outcome is not None:
                    _end(running.pop(news))
                    yield outcome
    finally:
        for left in running.values():
            _end(left)


@dataclass(frozen=True)
class _Running:
    job: Job
    process: BaseProcess
    news: connection.Connection


def _context() -> BaseContext:
    """Return how to start processes: from a server that has Manim loaded, where there is one."""
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    # Started with Ctrl-C ignored, the server and its workers leave it to this process, which ends them.
    with _interrupts_ignored():
        forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(context: BaseContext, job: Job) -> _Running:
    news, teller = context.Pipe(duplex=False)
    process = context.Process(target=_worker, args=(job, teller), name=job.name)  # type: ignore[attr-defined]
    process.start()
    teller.close()
    return _Running(job, process, news)


def _hear(running: _Running, progress: Callable[[Job, int, int], None]) -> Outcome | None:
    """Take one piece of news; return the outcome when it is the last."""
    try:
        kind, *content = running.news.recv()
    except (EOFError, OSError):
        running.process.join(timeout=5)
        return Outcome(running.job, failure=failure_of_death(running.process.exitcode))
    if kind == "progress":
        progress(running.job, *content)
        return None
    return Outcome(running.job, **{kind: content[0]})


def _end(running: _Running) -> None:
    """Make sure that the worker, and whatever it started, is gone."""
    if running.process.pid is not None:
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(running.process.pid, signal.SIGKILL)
        running.process.kill()
        running.process.join()
    running.news.close()


def _worker(job: Job, teller: connection.Connection) -> None:
    """Do one job in a process of its own."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _write_to(job.log)
    try:
        teller.send(("result", job.task(job.clip, _throttled(teller))))
    except BaseException as error:  # whatever it is, it is this clip's alone, and is told
        failure = failure_of(error, job.clip)
        print(failure.trace or "\n".join(failure.messages), file=sys.stderr, flush=True)
        teller.send(("failure", failure))


def _end_with_parent() -> None:
    """Wait for the parent's death, however it comes, and follow it."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _write_to(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    # Written line by line, nothing is lost when this process is killed.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True)
    faulthandler.enable(file=2)


def _throttled(teller: connection.Connection) -> Progress:
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _NEWS_INTERVAL or done == total:
            last = now
            teller.send(("progress", done, total))

    return tell
