"""The name of a step beside its arrow, in the strip below a curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nowshowing.stage.arrow import HEAD
from nowshowing.stage.live import Live, set_clearance
from nowshowing.stage.places import CLEAR, Array, distance, inside
from nowshowing.stage.plot import Plot
from nowshowing.stage.text import Formula, Words

TOO_SHORT = 0.2
"""A step that is no longer than this in the frame, in units, is hidden by the mark that walks it."""
AWAY = 0.18
"""How far the label stands from an end of the arrow, in units."""


@dataclass(frozen=True)
class StepRoom:
    """Where a step's arrow lies in the frame, and what its label keeps clear of: upright lines, and points (n, 2)."""

    tail: float
    tip: float
    step: float
    uprights: Sequence[float]
    taken: Array


class StepLabel(Live):
    """Stands above the arrow of the step that is shown, or beyond an end; nowhere where there is no room.

    It is the step's formula; where the step is too short to be seen, or there is none, it says so. ``spots`` are its
    places, for each step.
    """

    def __init__(self, plot: Plot, latex: str, rooms: Sequence[StepRoom], number: Callable[[], int]) -> None:
        self.plot, self.number = plot, number
        words = ("too short to see", "no step")
        self.texts: tuple[Formula | Words, ...] = (
            Formula(latex, "body", "gap", theme=plot.theme),
            *(Words(text, "small", "gap", theme=plot.theme) for text in words),
        )
        self.kinds = [self._kind(room) for room in rooms]
        self.spots = [self._spot(room, self.texts[kind]) for room, kind in zip(rooms, self.kinds, strict=True)]
        super().__init__(*self.texts)
        self.draw()

    def _kind(self, room: StepRoom) -> int:
        return 2 if room.step == 0 else 1 if abs(room.tip - room.tail) <= TOO_SHORT else 0

    def _spot(self, room: StepRoom, text: Formula | Words) -> tuple[float, float] | None:
        left, bottom, right, top = text.ink
        half, high = (right - left) / 2, top - bottom
        y = self.plot.area.bottom + HEAD[1] + CLEAR + high / 2
        way = 1 if room.tip >= room.tail else -1
        beyond = half + AWAY
        for x in ((room.tail + room.tip) / 2, room.tail - way * beyond, room.tip + way * beyond):
            box = (x - half, y - high / 2, x + half, y + high / 2)
            clear = all(not box[0] - CLEAR < line < box[2] + CLEAR for line in room.uprights)
            if clear and inside(box, self.plot.box) >= CLEAR and distance(box, room.taken) >= CLEAR:
                return x, y
        return None

    def draw(self) -> None:
        number = self.number()
        spot = self.spots[number]
        for kind, text in enumerate(self.texts):
            shown = spot is not None and kind == self.kinds[number]
            set_clearance(text, float(shown))
            if shown and spot is not None:
                text.centre_at(*spot)
