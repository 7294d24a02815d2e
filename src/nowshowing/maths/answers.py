"""Answers kept on disk, so that a question about a function is worked out once; shared by processes, safe to delete."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nowshowing.maths.expression import Expression

MOST_REMEMBERED = 4096


def folder() -> Path:
    """Return where answers are kept: in the store, else in the user's cache."""
    store = os.environ.get("NOWSHOWING_STORE")
    if store:
        return Path(store) / "answers"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "nowshowing" / "answers"


def recalled(question: str, f: Expression, args: Sequence[float], work_out: Callable[[], Any]) -> Any:
    """Return the answer to a question about a function: as kept, or worked out now and kept.

    An answer is plain data. A kept answer that cannot be read counts as none, and a folder that cannot be
    written is no error.
    """
    key = _key(question, f.source, f.variable, tuple(map(repr, args)))
    answer = read(key)
    if answer is None:
        answer = work_out()
        write(key, answer)
    return answer


@lru_cache(maxsize=MOST_REMEMBERED)
def _key(question: str, source: str, variable: str, args: tuple[str, ...]) -> str:
    text = json.dumps([question, source, variable, args, engine()])
    return hashlib.sha256(text.encode()).hexdigest()[:40]


@lru_cache(maxsize=1)
def engine() -> str:
    """Return a digest of everything that an answer depends on: our code here, and the versions of what it uses."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    for package in ("sympy", "mpmath", "numpy"):
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()


def read(key: str) -> Any:
    """Return a kept answer; None where there is none that can be trusted."""
    try:
        kept = json.loads((folder() / key[:2] / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept["answer"] if isinstance(kept, dict) and kept.get("key") == key and "answer" in kept else None


def write(key: str, answer: Any) -> None:
    """Keep an answer, whole or not at all."""
    file = folder() / key[:2] / f"{key}.json"
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{key}.", suffix=".part")
        try:
            with open(handle, "w", encoding="utf-8") as part:  # noqa: PTH123
                json.dump({"key": key, "answer": answer}, part)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
