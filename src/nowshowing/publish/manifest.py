"""What a bundle says about itself: all that a page needs to know, and nothing from the clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

FORMAT = 1
NAME = "manifest.json"


Verdict = Literal["clean", "overruled", "rejected", "none"]
"""Of the certificate: every frame passed; something was found, and the film published all the same, or not; nobody
looked."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FileRecord(_Record):
    """A file of the bundle; ``size`` is in bytes."""

    sha256: str
    size: int


class PassageRecord(_Record):
    """Something said, asked or seen; formulas between ``$…$``."""

    kind: Literal["say", "ask", "seen"]
    text: str


class BeatRecord(_Record):
    """A beat; times are seconds from the start of the film, ``frames`` its first frame and the one after its last."""

    name: str
    start: float
    stop: float
    frames: tuple[int, int]
    cues: Mapping[str, float] = {}


class PredictionRecord(_Record):
    """A question, and the span in seconds that is left to think: where a player may stop."""

    beat: str
    question: str
    start: float
    stop: float


class EventRecord(_Record):
    """A named moment and the values that held there."""

    name: str
    beat: str
    time: float
    frame: int
    values: Mapping[str, float | str]


class PointRecord(_Record):
    """A point of the syllabus."""

    id: str
    title: str


class ClipRecord(_Record):
    """A clip, which is a chapter of the film; frames and times count from the film's start."""

    id: str
    title: str
    scene: str
    file: str
    start: float
    duration: float
    frames: tuple[int, int]
    beats: tuple[BeatRecord, ...]
    predictions: tuple[PredictionRecord, ...]
    events: tuple[EventRecord, ...]
    teaches: tuple[PointRecord, ...]
    passages: tuple[PassageRecord, ...]


class LinkRecord(_Record):
    """A link that belongs to the lesson."""

    title: str
    url: str


class LessonRecord(_Record):
    """Which lesson the bundle was made from."""

    file: str
    title: str
    digest: str


class Manifest(_Record):
    """The bundle of one slot. ``digest`` stands for all that a page shows of it."""

    nowshowing: int = FORMAT
    slot: str
    title: str
    summary: str
    language: str
    published: str | None
    authors: tuple[str, ...]
    licence: str
    links: tuple[LinkRecord, ...]
    profile: str
    aspect: str
    theme: str
    width: int
    height: int
    frame_rate: int
    frames: int
    duration: float
    clips: tuple[ClipRecord, ...]
    teaches: tuple[PointRecord, ...]
    lesson: LessonRecord
    certificate: Verdict = "none"
    versions: Mapping[str, str]
    files: Mapping[str, FileRecord] = {}
    digest: str = ""

    def sealed(self, files: Mapping[str, FileRecord]) -> Manifest:
        """Return the manifest with its files and its digest.

        The digest leaves out versions, certificate and the lesson's own digest: a page is stale when what it shows has
        changed.
        """
        filled = self.model_copy(update={"files": dict(files)})
        shown = filled.model_dump(mode="json", exclude={"versions", "certificate", "lesson", "digest"})
        written = json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()
        return filled.model_copy(update={"digest": hashlib.sha256(written).hexdigest()})

    def with_files(self, files: Mapping[str, FileRecord]) -> Manifest:
        """Return the manifest with more files, its digest unchanged: pages made from it do not change what it shows."""
        return self.model_copy(update={"files": {**self.files, **files}})

    def to_json(self) -> str:
        """Return the manifest as it is written."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def record_of(file: Path) -> FileRecord:
    """Return a file's digest and size."""
    with file.open("rb") as stream:
        return FileRecord(sha256=hashlib.file_digest(stream, "sha256").hexdigest(), size=file.stat().st_size)


def read_manifest(bundle: Path) -> Manifest | None:
    """Return the manifest of a bundle's folder, None where there is none that can be read."""
    try:
        return Manifest.model_validate_json((bundle / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def damage(bundle: Path, manifest: Manifest) -> str | None:
    """Return what is wrong with the files of a bundle, None where all are as the manifest says."""
    for name, record in manifest.files.items():
        file = bundle / name
        if not file.is_file():
            return f"{name} is missing"
        if record_of(file) != record:
            return f"{name} is not the file that its manifest names"
    return None
