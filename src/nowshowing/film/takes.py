"""A take: one clip, rendered; what film hands to publish."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline


@dataclass(frozen=True)
class Take:
    """One rendered clip, verified. ``poster`` is frame ``poster_frame`` as a PNG at full size."""

    clip: Clip
    profile: Profile
    video: Path
    poster: Path
    poster_frame: int
    timeline: Timeline
