"""How the frame is divided, for each aspect. Units: the short side of the frame is 8."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nowshowing.spec.profiles import MARGIN, frame_size

__all__ = ["MARGIN", "Region", "Regions", "divide", "frame_size"]


@dataclass(frozen=True)
class Region:
    """A rectangle of the frame, in units, y up."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> NDArray[np.float64]:
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    def inset(self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0) -> Region:
        """Return the region made smaller on each side, in units."""
        return Region(self.left + left, self.bottom + bottom, self.right - right, self.top - top)


@dataclass(frozen=True)
class Regions:
    """The parts of a frame: ``wide`` is plot and panel together; ``caption`` stays free for captions."""

    frame: Region
    title: Region
    plot: Region
    panel: Region
    wide: Region
    caption: Region
    stacked: bool
    """True where the panel lies below the plot."""


def divide(aspect: str) -> Regions:
    """Return the regions of a frame of this aspect."""
    width, height = frame_size(aspect)
    left, right = -width / 2 + MARGIN, width / 2 - MARGIN
    top, bottom = height / 2 - MARGIN, -height / 2
    caption_top = bottom + (1.0 if aspect == "1:1" else 1.15)
    caption = Region(-width / 2, bottom, width / 2, caption_top)
    title = Region(left, top - 0.5, right, top)
    content_top = title.bottom - 0.25
    wide = Region(left, caption_top, right, content_top)
    if aspect == "16:9":
        split = left + 0.625 * (right - left)
        plot, panel = (
            Region(left, caption_top, split, content_top),
            Region(split + 0.55, caption_top, right, content_top),
        )
        stacked = False
    else:
        split = content_top - 0.54 * (content_top - caption_top)
        plot, panel = Region(left, split, right, content_top), Region(left, caption_top, right, split - 0.3)
        stacked = True
    return Regions(Region(-width / 2, bottom, width / 2, height / 2), title, plot, panel, wide, caption, stacked)
