"""What is said: its numbers are params, published values or of events, or else the author means them as they stand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip, Utterance
from nowshowing.spec.profiles import Profile
from nowshowing.spec.said_numbers import SaidNumber, numbers_in_formula, numbers_in_words
from nowshowing.spec.script_check import numbers_of
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.arithmetic import wrong_sums
from nowshowing.trust.findings import Fault


class ScriptCheck:
    """Checks the numbers in a clip's script against what was played."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.clip = clip
        self.known: list[float] = []
        self.checked = 0
        self.unchecked: list[str] = []

    def opened(self, scene: LessonScene) -> None:
        """Take note of the params and of all values that the scene publishes."""
        self.known = list(known_numbers(scene))

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return nothing: the events are known at the end."""
        return ()

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return the numbers that are said and that nothing explains."""
        for span in timeline.beats:
            script = self.clip.script.get(span.name)
            told: list[Any] = [value for e in timeline.events if e.beat == span.name for value in e.values.values()]
            known = [*self.known, *(number for value in told for number in numbers_of(value))]
            for utterance in (script.ask, script.say) if script is not None else ():
                if utterance is not None:
                    yield from self._utterance(utterance, known, span.name, (span.start, span.stop - 1))

    def _utterance(self, said: Utterance, known: list[float], beat: str, frames: tuple[int, int]) -> Iterator[Fault]:
        for wrong in wrong_sums(said.text):
            yield Fault(
                "said arithmetic", ("script",), f"says {wrong.text}", wrong.told, "say more digits, or ≈",
                frames=frames, beat=beat,
            )  # fmt: skip
        meant = list(said.meant)
        for number in numbers_said(said.text):
            self.checked += 1
            if number.text in meant:
                meant.remove(number.text)
                self.unchecked.append(f"{number.text} in “{said.text}”")
            elif not number.is_explained_by(known):
                yield Fault(
                    "said number", ("script",), f"says {number.text}", "no param, value or event is that",
                    "say {name} for a value, or {=…} if you mean it", frames=frames, beat=beat,
                )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Return how much was checked."""
        return {"said numbers": self.checked}

    def said(self) -> list[str]:
        """Return the numbers that the author means as they stand."""
        return self.unchecked


def known_numbers(scene: LessonScene) -> Iterator[float]:
    """Yield the numbers among the params and in all values that a scene publishes."""
    params = dict(scene.params)
    for value in params.values():
        yield from numbers_of(value)
    for quantity in scene.values.values():
        with contextlib.suppress(ValueError):  # no slope at a corner, say: then nothing can speak of it
            yield from numbers_of(quantity.value(params))


def numbers_said(text: str) -> Iterator[SaidNumber]:
    """Yield the numbers in a text, those in its formulas too."""
    for k, part in enumerate(text.split("$")):
        yield from numbers_in_formula(part) if k % 2 else numbers_in_words(part)
