"""The points that lessons teach, with what must be known before each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Point:
    """One point of the syllabus. ``after`` are the points it stands on, ``seed`` the sources it was read off."""

    id: str
    title: str
    after: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    seed: tuple[str, ...] = ()


def read_syllabus(file: Path) -> dict[str, Point]:
    """Return the points of our own syllabus file, by id, in its order."""
    rows = yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        name: Point(name, row["title"], *(tuple(row.get(key, ())) for key in ("after", "scenes", "seed")))
        for name, row in rows.items()
    }
