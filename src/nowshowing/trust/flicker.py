"""Flicker: which stretches flash, by the light of some points over time (WCAG 2.3.1: general and red flashes)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nowshowing.trust.findings import Fault

Array = NDArray[np.float64]

MOST_FLASHES = 3
"""In any second."""
LEAST_AREA = 0.25
"""Of the frame."""
LEAST_CHANGE = np.array([[0.1], [0.0625]])
"""A flash is a change of luminance, or of saturated red, by this much and back …"""
DARK = np.array([[0.8], [np.inf]])
"""… where the darker side is darker than this."""


class Light(NamedTuple):
    """The luminance and the saturated red of each point from a frame on, (2, n); None where they are as before."""

    number: int
    beat: str
    values: Array | None


def flashes(lights: Iterable[Light], rate: int) -> list[Fault]:
    """Return the stretches that flash; each frame that differs from the last one is given."""
    flicker = _Flicker(rate)
    for light in lights:
        flicker.follow(light)
    return flicker.found


class _Flicker:
    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.values: Array | None = None
        self.extreme: Array = np.zeros(0)
        self.way: Array = np.zeros(0)
        self.turns: deque[tuple[int, NDArray[np.bool_]]] = deque()
        self.found: list[Fault] = []

    def follow(self, light: Light) -> None:
        """Follow the light; what flashes is known when it ends."""
        if light.values is not None:
            if self.values is None:
                self.extreme, self.way = light.values.copy(), np.zeros(light.values.shape)
            self.values = light.values
        elif not self.turns:
            return
        assert self.values is not None
        turned = self._turned(self.values)
        if turned.any():
            self.turns.append((light.number, turned))
        while self.turns and self.turns[0][0] <= light.number - self.rate:
            self.turns.popleft()
        # Two opposing changes are a flash.
        flashes = sum((turned.astype(int) for _, turned in self.turns), np.zeros(self.values.shape, int)) // 2
        share = float((flashes > MOST_FLASHES).mean(axis=1).max())
        if share >= LEAST_AREA:
            self._flash(light.beat, int(flashes.max()), share)

    def _flash(self, beat: str, flashes: int, share: float) -> None:
        """Take note of a stretch that flashes; stretches that touch are one."""
        first, stop = self.turns[0][0], self.turns[-1][0]
        value = f"{flashes} flashes a second over {share:.0%} of the frame"
        limit = f"at most {MOST_FLASHES} over {LEAST_AREA:.0%}"
        worst = flashes * share
        if self.found and first <= (self.found[-1].frames or (0, 0))[1] + 1:
            last = self.found.pop()
            first, beat = (last.frames or (first, 0))[0], last.beat or beat
            if last.excess > worst:
                value, worst = last.value, last.excess
        advice = "let it change slowly, or less often"
        self.found.append(Fault("flashes", (), value, limit, advice, worst, (first, stop), beat))

    def _turned(self, values: Array) -> NDArray[np.bool_]:
        """Tell where either has now changed by enough, against the way it went before."""
        change = values - self.extreme
        darker = np.minimum(values, self.extreme)
        way = np.sign(change)
        turned: NDArray[np.bool_] = (np.abs(change) >= LEAST_CHANGE) & (darker < DARK) & (way != self.way)
        self.way = np.where(turned, way, self.way)
        self.extreme = np.where(turned | (way == self.way), values, self.extreme)
        return turned
