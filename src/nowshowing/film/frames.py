"""A clip's frames as values: what is drawn, which texts are on screen and where from, and what is claimed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from nowshowing.film.display import Frame, Shape, same_points
from nowshowing.film.playing import play
from nowshowing.film.selection import Selection
from nowshowing.film.shown import Showing, TextShown
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.claims import Claim
from nowshowing.stage.scene import LessonScene


class ClaimShown(NamedTuple):
    """A claim about something that is seen: what was measured, and what ``maths`` says; nan where there is nothing.

    ``scale``: units of the frame a unit of the quantity.
    """

    name: str
    owner: str
    drawn: float
    true: float
    scale: float


@dataclass(frozen=True)
class FrameValues:
    """One frame, shown ``repeat`` times from frame ``number`` on.

    ``shot`` counts the rests before it: what is played up to the next one, that included, is a shot. ``in_prediction``
    is true while a question is asked or thought about.
    """

    number: int
    repeat: int
    beat: str
    frame: Frame
    texts: tuple[TextShown, ...]
    claims: tuple[ClaimShown, ...]
    in_prediction: bool
    shot: int = 0

    @cached_property
    def text_of(self) -> Mapping[Shape, TextShown]:
        """The shapes that texts are drawn with, and the text of each."""
        return _text_of(self.texts)

    def continues(self, last: FrameValues) -> bool:
        """Tell whether this comes right after ``last``, and nothing that can be checked differs."""
        return (
            self.number == last.number + last.repeat
            and self.frame.same_as(last.frame)
            and (self.beat, self.shot, self.in_prediction) == (last.beat, last.shot, last.in_prediction)
            and len(self.texts) == len(last.texts)
            and all(a is b for a, b in zip(self.texts, last.texts, strict=True))
            and self.claims == last.claims
        )


@lru_cache(2)
def _text_of(texts: tuple[TextShown, ...]) -> Mapping[Shape, TextShown]:
    return {shape: text for text in texts for shape in text.shapes}


def frames(clip: Clip, profile: Profile) -> Iterator[FrameValues]:
    """Yield every frame of a clip, nothing drawn; frames that are the same in a row are one, with their number.

    They are all kept until the last was evaluated; ``watch`` gives them one by one.
    """
    taken: list[FrameValues] = []
    watch(clip, profile, taken.append)
    yield from taken


def watch(
    clip: Clip,
    profile: Profile,
    take: Callable[[FrameValues], None],
    opened: Callable[[LessonScene], None] | None = None,
    selection: Selection | None = None,
) -> Timeline:
    """Play a clip and give its frames to ``take`` as ``frames`` would; ``opened`` is given the scene as set up.

    With a ``selection`` only those frames are evaluated.
    """
    watcher = _Watcher(take)

    def open_scene(scene: LessonScene) -> None:
        watcher.scene, watcher.showing = scene, Showing(scene)
        if opened is not None:
            opened(scene)

    timeline = play(clip, profile, watcher.see, selection, open_scene)
    watcher.flush()
    return timeline


class _Watcher:
    """Reads frames off a scene as they are evaluated, and joins those that are the same."""

    scene: LessonScene
    showing: Showing

    def __init__(self, take: Callable[[FrameValues], None]) -> None:
        self.take = take
        self.waiting: FrameValues | None = None
        self.still: dict[int, tuple[Shape, ...]] = {}

    def see(self, frame: Frame, repeat: int) -> None:
        """Read what is on screen now."""
        scene, showing = self.scene, self.showing
        texts = showing.texts()
        claims = tuple(
            self._claim(claim, shapes)
            for claim in (*scene.claims, *showing.claims())
            if (shapes := showing.shapes_of(claim.of))
        )
        evaluator: Any = scene.renderer
        now = FrameValues(
            evaluator.present, repeat, scene.beat, frame, texts, claims, scene.clock.predicting, evaluator.shot
        )
        if self.waiting is not None and now.continues(self.waiting):
            self.waiting = replace(self.waiting, repeat=self.waiting.repeat + repeat)
            return
        self.flush()
        self.waiting = now

    def flush(self) -> None:
        """Hand on the frame that is still waiting for one that differs."""
        if self.waiting is not None:
            self.take(self.waiting)
            self.waiting = None

    def _claim(self, claim: Claim, shapes: tuple[Shape, ...]) -> ClaimShown:
        if claim.still and (before := self.still.get(id(claim))) is not shapes:
            self.still[id(claim)] = shapes
            if before is None or not same_points(before, shapes):
                claim.measure_anew()
        owner = self.showing.owner_of(claim.of)
        scale = _measured(claim.scale) if callable(claim.scale) else float(claim.scale)
        return ClaimShown(claim.name, owner, _measured(claim.drawn), _measured(claim.true), scale)


def _measured(measure: Callable[[], float]) -> float:
    """Return a number, nan where it cannot be measured, as of an empty object: then a claim does not hold."""
    try:
        return float(measure())
    except (ArithmeticError, ValueError, LookupError):
        return float("nan")
