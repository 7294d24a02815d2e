"""Motion by purpose: appear, leave, step back, move. Easing and timing are defined here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import Animation, Mobject, Scene, smooth

from nowshowing.stage.live import presence_of, set_presence
from nowshowing.stage.values import Tracker

APPEAR = 0.6
LEAVE = 0.4
MOVE = 1.8
DRAW = 1.4
EMPHASISE = 0.8
LOOK = 0.8
"""Seconds; ``LOOK`` is the time left to see a change before the next."""


class Fade(Animation):
    """Change an object's presence, from what it is to ``to``; values that move meanwhile are still followed."""

    def __init__(self, mobject: Mobject, to: float, run_time: float = APPEAR, **options: Any) -> None:
        options.setdefault("rate_func", smooth)
        super().__init__(mobject, run_time=run_time, introducer=to > 0, suspend_mobject_updating=False, **options)
        self.faded, self.to, self.start = mobject, to, 0.0

    def begin(self) -> None:
        self.start = presence_of(self.faded)
        self.starting_mobject = self.mobject
        self.interpolate(0)

    def get_all_mobjects_to_update(self) -> list[Mobject]:
        return []

    def clean_up_from_scene(self, scene: Scene) -> None:
        # A part of a figure stays where it is, unseen: taking it out would take the figure apart.
        super().clean_up_from_scene(scene)
        if self.to == 0 and self.faded in scene.mobjects:
            scene.remove(self.faded)

    def interpolate_mobject(self, alpha: float) -> None:
        set_presence(self.faded, self.start + (self.to - self.start) * self.rate_func(alpha))


def appear(mobject: Mobject, run_time: float = APPEAR) -> Fade:
    """Let an object fade in."""
    set_presence(mobject, 0.0)
    return Fade(mobject, 1.0, run_time)


def restore(mobject: Mobject, run_time: float = APPEAR) -> Fade:
    """Bring an object that had stepped back to the fore."""
    return Fade(mobject, 1.0, run_time)


def leave(mobject: Mobject, run_time: float = LEAVE) -> Fade:
    """Let an object fade out and be gone."""
    return Fade(mobject, 0.0, run_time)


def step_back(mobject: Mobject, to: float = 0.35, run_time: float = LEAVE) -> Fade:
    """Let an object fade to less than it was."""
    return Fade(mobject, to, run_time)


class Run(Animation):
    """Carry a value to another, eased; ``through`` maps the two and progress 0…1 to the value (default: straight)."""

    def __init__(
        self,
        tracker: Tracker,
        to: float,
        run_time: float = MOVE,
        through: Callable[[float, float, float], float] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("rate_func", smooth)
        super().__init__(tracker, run_time=run_time, suspend_mobject_updating=False, **options)
        self.tracker, self.to, self.start = tracker, to, 0.0
        self.through = through or straight

    def begin(self) -> None:
        self.start = float(self.tracker.get_value())
        self.starting_mobject = self.mobject
        self.interpolate(0)

    def get_all_mobjects_to_update(self) -> list[Mobject]:
        return []

    def interpolate_mobject(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        self.tracker.set_value(self.to if eased == 1 else self.through(self.start, self.to, eased))


def straight(a: float, b: float, t: float) -> float:
    """Return the value on the way from a to b at which equal times make equal differences."""
    return a + (b - a) * t


def geometrically(a: float, b: float, t: float) -> float:
    """Return the value on the way from a to b at which equal times make equal ratios; straight where signs differ."""
    if a * b <= 0:
        return straight(a, b, t)
    return float(a * (b / a) ** t)
