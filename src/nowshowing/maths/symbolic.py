"""Formulas from SymPy, which works in a process of its own that may be stopped: 2 s a question, bounded memory."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import nowshowing
from nowshowing.maths import answers
from nowshowing.maths.differentiation import differentiate
from nowshowing.maths.expression import Expression
from nowshowing.maths.tree import Node
from nowshowing.maths.written_trees import read_tree, written_tree

SECONDS = 2.0
SECONDS_TO_START = 20.0


class NotStarted(Exception):
    """The worker's process does not run here; formulas are then made by the rules alone."""


class Worker:
    """One process with SymPy; started with the first question, replaced after one that took too long."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._lock = threading.Lock()

    def ask(self, questions: Sequence[Any], seconds: float = SECONDS) -> list[Any]:
        """Return an answer for each question, in order; None for one that took too long or went wrong."""
        with self._lock:
            found: list[Any] = []
            while len(found) < len(questions):
                waiting = questions[len(found) :]
                found.extend(self._ask_until_stopped(waiting, seconds))
            return found

    def _ask_until_stopped(self, questions: Sequence[Any], seconds: float) -> list[Any]:
        """Return answers up to and including the first that failed."""
        found: list[Any] = []
        stdin = self._started()
        try:
            for question in questions:
                stdin.write(json.dumps(question) + "\n")
                stdin.flush()
                found.append(json.loads(self._lines.get(timeout=seconds)))
        except (OSError, ValueError, queue.Empty):
            self.stop()
            found.append(None)
        return found

    def _started(self) -> IO[str]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._lines = queue.Queue()
            paths = [str(Path(nowshowing.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "nowshowing.maths.symbolic_worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    encoding="utf-8",
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
                )
                threading.Thread(target=_pump, args=(self._process.stdout, self._lines), daemon=True).start()
                if self._lines.get(timeout=SECONDS_TO_START) != "ready\n":
                    raise NotStarted
            except (OSError, queue.Empty) as error:
                self.stop()
                raise NotStarted from error
        assert self._process is not None
        assert self._process.stdin is not None
        return self._process.stdin

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            with contextlib.suppress(OSError):
                for stream in (process.stdin, process.stdout):
                    if stream is not None:
                        stream.close()


def _pump(lines: IO[str], into: queue.Queue[str]) -> None:
    with contextlib.suppress(ValueError, OSError):
        for line in lines:
            into.put(line)
    into.put("")


@lru_cache(maxsize=1)
def worker() -> Worker:
    """Return this process's worker; it is ended with the process."""
    made = Worker()
    atexit.register(made.stop)
    return made


@lru_cache(maxsize=1024)
def derivative(f: Expression) -> Node:
    """Return the derivative's tree, from SymPy; by the rules alone where SymPy takes too long or goes wrong."""
    try:
        return read_tree(answers.recalled("derivative", f, (), lambda: _work_out_derivative(f)))
    except NotStarted:
        return differentiate(f.tree, f.variable)


def _work_out_derivative(f: Expression) -> Any:
    question = {"ask": "derivative", "of": written_tree(f.tree), "in": f.variable}
    (answer,) = worker().ask([question])
    ours = differentiate(f.tree, f.variable)
    if answer is None or not _agree(read_tree(answer), ours, f):
        return written_tree(ours)
    return answer


def _agree(shown: Node, ours: Node, f: Expression) -> bool:
    """Tell whether two trees have the same values at places all over the axis, where both are real."""
    from mpmath import mp

    from nowshowing.maths.precise import precise

    with mp.workdps(30):
        for place in ("0.3127", "-0.4411", "1.7313", "-2.2371", "5.1417", "-7.7231", "23.137", "-0.0713"):
            at = {f.variable: mp.mpf(place)}
            first, second = precise(shown, at), precise(ours, at)
            if mp.isfinite(second) and mp.isfinite(precise(f.tree, at)):
                scale = abs(first) + abs(second)
                if not abs(first - second) <= mp.mpf("1e-15") * scale:
                    return False
    return True
