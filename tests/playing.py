"""Clips and profiles for tests that play scenes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nowshowing import data_files
from nowshowing.film.display import Frame
from nowshowing.film.playing import play
from nowshowing.spec.lesson import BeatScript, Clip
from nowshowing.spec.profiles import Profile, read_profiles
from nowshowing.spec.timeline import Timeline

PROFILES = read_profiles(data_files.profiles())
DRAFT = PROFILES["draft"]
QUICK = Profile(name="quick", short_side=120, frame_rate=4, encoder=DRAFT.encoder)


def clip_of(scene: str | Path, params: dict[str, Any] | None = None, **facts: Any) -> Clip:
    """Return a clip of a scene of the library (by name) or of a file, in silence unless a script is given."""
    file = scene if isinstance(scene, Path) else data_files.scenes() / f"{scene}.py"
    facts.setdefault("title", "A title")
    return Clip(id="clip", scene=file.stem, scene_file=str(file), params=params or {}, **facts)


def frames_of(clip: Clip, profile: Profile = QUICK) -> tuple[Timeline, list[Frame]]:
    """Play a clip and return its timeline and every frame."""
    frames: list[Frame] = []
    timeline = play(clip, profile, lambda frame, repeat: frames.extend([frame] * repeat))
    return timeline, frames


def silent(**beats: BeatScript) -> dict[str, BeatScript]:
    """Return a script."""
    return dict(beats)
