"""Numbers at rest that only the scene vouches for: no param, published value or measured length is that."""

from __future__ import annotations

from collections.abc import Iterable

from nowshowing.film.frames import FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.findings import Fault
from nowshowing.trust.script import known_numbers
from nowshowing.trust.written import numbers_in, unroled

NEEDS_NO_SOURCE = (0.0, 1.0)
SAME = 1e-9
"""By how much a number may differ from what explains it, in parts of it."""


class PublishedCheck:
    """Lists such numbers, as what nobody has checked; that their digits are their values' is checked elsewhere."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.published: tuple[float, ...] = NEEDS_NO_SOURCE
        self.alone: dict[str, None] = {}

    def opened(self, scene: LessonScene) -> None:
        """Take note of the params and of all values that the scene publishes."""
        self.published = (*NEEDS_NO_SOURCE, *known_numbers(scene))

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Take note of the numbers that stand; that they are the scene's own is no fault."""
        if now.repeat > 1:
            measured = [claim.drawn for claim in now.claims]
            for text in now.texts:
                self._text(text, measured)
        return ()

    def _text(self, text: TextShown, measured: list[float]) -> None:
        if text.value is not None:
            if not any(_explains(known, text.value, text) for known in (*self.published, *measured)):
                self._list(text, text.source)
        elif text.origin.kind == "result":
            for value in text.origin.values:
                if not any(_explains(known, value) for known in (*self.published, *measured)):
                    self._list(text, f"{value:.6g}")

    def _list(self, text: TextShown, number: str) -> None:
        self.alone[f"{number} in {text.owner}: no param, published value or measured length is that"] = None

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return nothing: what is listed is no fault."""
        return ()

    def said(self) -> list[str]:
        """Return the numbers that the scene alone vouches for."""
        return list(self.alone)


def _explains(known: float, value: float, text: TextShown | None = None) -> bool:
    """Tell whether a number is one that is known, or, of a readout, shows that one's digits; signs may be words."""
    if abs(abs(known) - abs(value)) <= SAME * max(abs(known), abs(value)):
        return True
    written = numbers_in(unroled(text.source)) if text is not None else ()
    return any(number.shows(known) or number.shows(-known) for number in written)
