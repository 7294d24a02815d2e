"""Where a lens finds room: in a free corner of its plot, as large as it can be, or in another region."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nowshowing.stage.places import CLEAR, distance
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region
from nowshowing.stage.text import SIZES

CAPTION = SIZES["small"] + 0.12
"""Height of what is written over a lens, in units."""
SIZES_TRIED = (
    (2.9, 2.9),
    (2.6, 2.6),
    (2.3, 2.3),
    (2.0, 2.0),
    (1.7, 1.7),
    (2.7, 1.4),
    (2.7, 1.1),
    (2.0, 1.4),
    (1.7, 1.2),
)
"""Widths and heights of a lens that is put into a plot, in units."""


def room_for_lens(plot: Plot, obstacles: NDArray[np.float64], otherwise: Region) -> Region:
    """Return the corner of a plot in which a lens finds most room, as large as it can be; else another region.

    ``obstacles`` are the frame points (n, 2) that it must keep clear of.
    """
    left, bottom, right, top = plot.box
    for width, height in SIZES_TRIED:
        high = height + CAPTION
        corners = [
            Region(x, y, x + width, y + high)
            for x in (left + 0.25, right - width - 0.1)
            for y in (top - high, bottom + 0.2)
        ]
        rooms = [distance((c.left, c.bottom, c.right, c.top), obstacles) for c in corners]
        if max(rooms) >= 2 * CLEAR:
            return corners[int(np.argmax(rooms))]
    return otherwise
