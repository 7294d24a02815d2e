"""Who is on stage: what comes, what leaves, and how one picture makes way for the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from manim import Animation, Mobject

from nowshowing.stage.motion import LOOK, appear, leave


class Director(Protocol):
    """What a cast asks of its scene."""

    def play(self, *animations: Any) -> None: ...

    def add(self, *mobjects: Mobject) -> Any: ...

    def wait(self, duration: float) -> None: ...

    def cue(self, name: str) -> None: ...

    def event(self, name: str, **values: float | str) -> None: ...


class Cast:
    """The things that a scene has brought on stage, so that all can leave when another picture comes."""

    def __init__(self, scene: Director) -> None:
        self.scene = scene
        self._present: list[Mobject] = []

    def everyone(self) -> tuple[Mobject, ...]:
        """Return what is on stage, in the order in which it came."""
        return tuple(self._present)

    def enlist(self, *mobjects: Mobject) -> None:
        """Count things in whose parts come one by one."""
        self._present += mobjects

    def add(self, *coming: Mobject) -> None:
        """Bring in, all at once, what draws itself from values."""
        self.enlist(*coming)
        self.scene.add(*coming)

    def show(self, *coming: Mobject) -> None:
        """Let things appear together."""
        self.scene.play(*map(appear, coming))
        self.enlist(*coming)

    def hide(self, *leaving: Mobject) -> None:
        """Let things leave together, those that are there."""
        gone = [mobject for mobject in leaving if mobject in self._present]
        if gone:
            self.scene.play(*map(leave, gone))
            self._present = [mobject for mobject in self._present if mobject not in gone]

    def clear(self) -> None:
        """Let everything leave."""
        self.hide(*self._present)

    def reveal(
        self,
        cue: str,
        *coming: Mobject,
        after: Animation | None = None,
        event: str | None = None,
        values: Mapping[str, float] | None = None,
        look: float = LOOK,
    ) -> None:
        """Let things appear at a cue, once ``after`` has been played; log the event, and leave time to look."""
        self.scene.cue(cue)
        if after is not None:
            self.scene.play(after)
        self.show(*coming)
        if event is not None:
            self.scene.event(event, **(values or {}))
        if look:
            self.scene.wait(look)
