"""The order of events: what a scene declares of itself, and what a lesson adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nowshowing.film.frames import FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.findings import Fault

Pair = Sequence[str]


class OrderCheck:
    """Holds the event log against pairs of events of which the first must come before the second.

    Of a scene's own pairs either may be missing, since beats may be left out; a lesson's pairs must both happen.
    """

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.asked: tuple[Pair, ...] = clip.order
        self.declared: tuple[Pair, ...] = ()
        self.checked = 0

    def opened(self, scene: LessonScene) -> None:
        """Take note of what the scene declares."""
        self.declared = scene.order

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return nothing: order shows at the end."""
        return ()

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return the pairs that came in the wrong order, and those that a lesson expects in vain."""
        for pair in (*self.declared, *self.asked):
            self.checked += 1
            yield from self._pair(timeline, pair, must=pair in self.asked)

    def _pair(self, timeline: Timeline, pair: Pair, must: bool) -> Iterable[Fault]:
        first, second = pair
        firsts = [k for k, event in enumerate(timeline.events) if event.name == first]
        seconds = [k for k, event in enumerate(timeline.events) if event.name == second]
        if must and not (firsts and seconds):
            known = ", ".join(dict.fromkeys(event.name for event in timeline.events)) or "none"
            missing = " and ".join(f'"{name}"' for name, found in ((first, firsts), (second, seconds)) if not found)
            yield Fault("order", tuple(pair), f"there is no event {missing}", f"events are {known}", "correct the name")
        elif seconds and (must or firsts) and firsts[0] > seconds[0]:
            early = timeline.events[seconds[0]]
            at = min(early.frame, timeline.frames - 1)
            yield Fault(
                "order", tuple(pair), f'"{second}" comes before "{first}"', f'"{first}" comes first',
                "change the order of the beats, or the assertion", frames=(at, at), beat=early.beat,
            )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Return how much was checked."""
        return {"orders": self.checked}
