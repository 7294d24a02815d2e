"""How to render: size, frame rate and encoder, by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

ASPECTS: Mapping[str, tuple[int, int]] = {"16:9": (16, 9), "1:1": (1, 1), "9:16": (9, 16)}
SHORT_SIDE = 8.0
"""Length of a frame's short side in units, whatever its size in pixels."""
MARGIN = 0.5
"""What stays free along the edges of a frame, in units."""


def frame_size(aspect: str) -> tuple[float, float]:
    """Return a frame's width and height in units."""
    across, down = ASPECTS[aspect]
    unit = SHORT_SIDE / min(across, down)
    return across * unit, down * unit


class Profile(BaseModel):
    """One profile of ``config/profiles.yaml``. ``short_side`` is in pixels, ``frame_rate`` in frames a second."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    short_side: int
    frame_rate: int
    encoder: Mapping[str, str]

    def size(self, aspect: str) -> tuple[int, int]:
        """Return width and height in pixels, both even."""
        across, down = ASPECTS[aspect]
        long_side = self.short_side * max(across, down) / min(across, down)
        even = 2 * round(long_side / 2)
        return (even, self.short_side) if across >= down else (self.short_side, even)


def read_profiles(file: Path) -> dict[str, Profile]:
    """Return the profiles of a file, by name."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: Profile(name=name, **row) for name, row in rows.items()}
