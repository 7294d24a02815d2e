"""Worker processes: results, news, deaths, and that none outlives its parent."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from nowshowing.batch.failures import Blame, exit_code, failure_of
from nowshowing.batch.workers import Job, Outcome, Progress, work
from nowshowing.errors import AuthorError, MachineError, Mistake
from nowshowing.spec.lesson import Clip

Task = Callable[[Clip, Progress], object]


def clip_named(name: str) -> Clip:
    """Return a clip of no scene."""
    return Clip(id=name, title=name, scene="none", scene_file="none.py", params={})


def say_id(clip: Clip, progress: Progress) -> str:
    """Return the clip's name, with news on the way."""
    progress(1, 2)
    progress(2, 2)
    return clip.id


def say_process(clip: Clip, progress: Progress) -> tuple[int, str | None]:
    """Return where the work is done."""
    return os.getpid(), os.environ.get("OMP_NUM_THREADS")


def fail(clip: Clip, progress: Progress, error: BaseException) -> None:
    """Raise an exception."""
    print("words of the worker")
    raise error


def die(clip: Clip, progress: Progress, number: int) -> None:
    """End by a signal, as when memory runs out."""
    os.kill(os.getpid(), number)


def sleep(clip: Clip, progress: Progress, note: Path) -> None:
    """Leave the process's number and sleep."""
    note.write_text(str(os.getpid()))
    time.sleep(60)


def outcomes(tmp_path: Path, tasks: dict[str, Task], at_once: int = 2) -> dict[str, Outcome]:
    """Return what became of some tasks, by name."""
    jobs = [Job(name, clip_named(name), task, tmp_path / f"{name}.log") for name, task in tasks.items()]
    return {outcome.job.name: outcome for outcome in work(jobs, at_once, lambda *_: None)}


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Wait for a condition; tell whether it came about."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def test_each_job_gets_its_result(tmp_path: Path) -> None:
    """More jobs than processes all end."""
    done = outcomes(tmp_path, dict.fromkeys("abcde", say_id))
    assert {name: outcome.result for name, outcome in done.items()} == {name: name for name in "abcde"}


def test_each_job_has_a_process_with_one_thread(tmp_path: Path) -> None:
    """Processes are not shared, so that Manim's settings are not either; libraries do not multiply threads."""
    results = [outcome.result for outcome in outcomes(tmp_path, dict.fromkeys("abc", say_process)).values()]
    assert len({pid for pid, _ in results} | {os.getpid()}) == 4
    assert {threads for _, threads in results} == {"1"}


def test_the_heaviest_job_is_begun_first(tmp_path: Path) -> None:
    """So that the last to end is short."""
    jobs = [
        Job(n, clip_named(n), say_id, tmp_path / n, weight=w) for n, w in (("light", 1), ("heavy", 9), ("middle", 5))
    ]
    assert [outcome.job.name for outcome in work(jobs, 1, lambda *_: None)] == ["heavy", "middle", "light"]


def test_progress_is_told_and_ends_complete(tmp_path: Path) -> None:
    """The last frame is always told."""
    told: list[tuple[str, int, int]] = []
    list(
        work([Job("a", clip_named("a"), say_id, tmp_path / "a")], 1, lambda job, *news: told.append((job.name, *news)))
    )
    assert told[-1] == ("a", 2, 2)


@pytest.mark.parametrize(
    ("error", "blame", "message"),
    [
        (AuthorError([Mistake("l.yaml", 3, 4, "key", "wrong")]), Blame.AUTHOR_OR_MACHINE, "l.yaml:3:4: key: wrong"),
        (MachineError("no voice"), Blame.AUTHOR_OR_MACHINE, "no voice"),
        (MemoryError(), Blame.AUTHOR_OR_MACHINE, "memory ran out; try --jobs 1, or a smaller --profile"),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            Blame.AUTHOR_OR_MACHINE,
            "[Errno 28] No space left on device",
        ),
        (ZeroDivisionError("division by zero"), Blame.US, "ZeroDivisionError: division by zero"),
        (SystemExit(), Blame.US, "SystemExit: no reason given"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_exception_is_a_failure_of_its_clip_alone(
    tmp_path: Path, error: BaseException, blame: Blame, message: str
) -> None:
    """The failure says whose it is to mend; the other clip goes on."""
    done = outcomes(tmp_path, {"bad": partial(fail, error=error), "good": say_id})
    failure = done["bad"].failure
    assert failure is not None
    assert (failure.blame, failure.messages) == (blame, (message,))
    assert done["good"].result == "good"
    assert "words of the worker" in (tmp_path / "bad.log").read_text()


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [
        (
            signal.SIGKILL,
            1,
            "the worker was ended by SIGKILL; memory may have run out: try --jobs 1, or a smaller --profile",
        ),
        (signal.SIGSEGV, 3, "the worker was ended by SIGSEGV"),
    ],
)
def test_a_killed_worker_is_a_failed_clip(tmp_path: Path, number: int, code: int, message: str) -> None:
    """As when the system takes back memory; the others go on."""
    done = outcomes(tmp_path, {"bad": partial(die, number=number), "good": say_id, "fine": say_id})
    failure = done["bad"].failure
    assert failure is not None
    assert (failure.messages, exit_code([failure])) == ((message,), code)
    assert (done["good"].result, done["fine"].result) == ("good", "fine")


def test_workers_end_when_nobody_waits_for_them(tmp_path: Path) -> None:
    """Closing the iteration, as an exception in the caller does, ends what runs."""
    note = tmp_path / "pid"
    jobs = [
        Job("slow", clip_named("slow"), partial(sleep, note=note), tmp_path / "l", 9),
        Job("a", clip_named("a"), say_id, tmp_path / "a"),
    ]
    iteration = work(jobs, 2, lambda *_: None)
    assert next(iteration).job.name == "a"
    assert wait_until(lambda: note.exists() and note.read_text() != "")
    iteration.close()
    assert not is_alive(int(note.read_text()))


PARENT = """
import sys
from functools import partial
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_workers import Job, clip_named, sleep, work

if __name__ == "__main__":
    note = Path(sys.argv[2])
    list(work([Job("slow", clip_named("slow"), partial(sleep, note=note), note.with_name("log"))], 1, lambda *_: None))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, number: int) -> None:
    """Even when the parent has no chance to end them."""
    program, note = tmp_path / "parent.py", tmp_path / "pid"
    program.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(program), str(Path(__file__).parent), str(note)], stderr=subprocess.DEVNULL
    )
    assert wait_until(lambda: note.exists() and note.read_text() != "")
    worker = int(note.read_text())
    assert is_alive(worker)
    parent.send_signal(number)
    parent.wait(timeout=20)
    assert wait_until(lambda: not is_alive(worker))


SCENE = """
class Breaks:
    def curve(self):
        self.settle()

    def settle(self):
        return 1 / 0
"""


def test_an_exception_in_an_authors_scene_names_file_line_and_beat(tmp_path: Path) -> None:
    """It is the author's to mend, though no mistake of the lesson."""
    file = tmp_path / "breaks.py"
    file.write_text(SCENE)
    names: dict[str, type] = {}
    exec(compile(SCENE, str(file), "exec"), names)
    clip = Clip(id="c", title="c", scene="breaks", scene_file=str(file), params={})
    try:
        names["Breaks"]().curve()
    except ZeroDivisionError as error:
        failure = failure_of(error, clip)
    assert failure.messages == (f"{file}:7:16: breaks.curve: ZeroDivisionError: division by zero",)
    assert failure.blame is Blame.AUTHOR_OR_MACHINE
