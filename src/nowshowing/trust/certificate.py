"""The certificate: what was checked, what was found, and digests of exactly what it speaks of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from nowshowing import __version__, data_files
from nowshowing.spec.lesson import Clip, Lesson
from nowshowing.spec.profiles import Profile
from nowshowing.trust.findings import Finding

FORMAT = 1
NAME = "certificate.json"
_PACKAGES = ("manim", "numpy", "typst", "sympy", "mpmath")


@dataclass(frozen=True)
class Inspection:
    """What came of inspecting a clip.

    ``counts`` says how much was checked, ``said`` what only the author vouches for; ``digest`` is the clip's, ``code``
    that of the code that was inspected, by whoever inspected it, "" where that changed meanwhile.
    """

    clip: str
    frames: int
    findings: tuple[Finding, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    digest: str = ""
    code: str = ""


class Certificate(BaseModel):
    """The inspections of a film's clips; of what is in it nothing comes from the clock."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    nowshowing: int = FORMAT
    slot: str
    lesson: str
    lesson_digest: str
    profile: str
    frame_rate: int
    code: str
    """Digest of all that the clips' frames follow from beside the lesson: our code, the scenes, the themes."""
    versions: Mapping[str, str]
    clips: tuple[Inspection, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not any(clip.findings for clip in self.clips)

    def to_json(self) -> str:
        """Return the certificate as it is written."""
        totals: dict[str, int] = {}
        for clip in self.clips:
            for name, count in clip.counts.items():
                totals[name] = totals.get(name, 0) + count
        facts = {**self.model_dump(mode="json"), "counts": totals, "clean": self.is_clean}
        return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=1) + "\n"

    def is_of(self, lesson: Lesson, clips: Sequence[Clip], profile: Profile) -> bool:
        """Tell whether this speaks of these clips as they are now, with the code as it is now."""
        return self.model_copy(update={"clips": ()}) == _about(lesson, self.slot, clips, profile) and [
            (clip.clip, clip.digest, clip.code) for clip in self.clips
        ] == [(clip.id, digest_of(clip), digest_of_code(Path(clip.scene_file).parent)) for clip in clips]


def certificate(
    lesson: Lesson, slot: str, clips: Sequence[Clip], profile: Profile, inspections: Iterable[Inspection]
) -> Certificate:
    """Return the certificate of a film made of these clips."""
    about = _about(lesson, slot, clips, profile)
    return about.model_copy(update={"clips": tuple(inspections)})


def _about(lesson: Lesson, slot: str, clips: Sequence[Clip], profile: Profile) -> Certificate:
    return Certificate(
        slot=slot,
        lesson=Path(lesson.file).name,
        lesson_digest=lesson.digest,
        profile=profile.name,
        frame_rate=profile.frame_rate,
        code=_digest(digest_of_code(folder) for folder in sorted({Path(clip.scene_file).parent for clip in clips})),
        versions=versions(),
        clips=(),
    )


def read_certificate(file: Path) -> Certificate | None:
    """Return a certificate, None where there is none that can be read."""
    try:
        return Certificate.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def digest_of(clip: Clip) -> str:
    """Return the digest of what a clip shows and says, wherever its files lie."""
    facts = json.dumps(_without_places(asdict(clip)), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(facts.encode()).hexdigest()


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = {"place", "params_places", "scene_file"}
        return {str(key): _without_places(part) for key, part in value.items() if key not in left_out}
    return [_without_places(part) for part in value] if isinstance(value, list | tuple) else value


def digest_of_code(scenes: Path) -> str:
    """Return the digest of our code and data, and of a folder of scenes, as the files are now."""
    return _digest(
        f"{file.relative_to(folder).as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}"
        for folder in (data_files.PACKAGE, data_files.themes(), scenes)
        for file in _sources(folder)
    )


def _sources(folder: Path) -> Iterator[Path]:
    yield from sorted(file for file in folder.rglob("*") if file.suffix in {".py", ".yaml"} and file.is_file())


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of what the frames follow from."""
    found = {"nowshowing": __version__}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "none"
    return found
