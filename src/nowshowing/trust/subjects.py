"""What a beat speaks of: it may not step back, whatever the scene declares it to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from nowshowing.film.display import Shape
from nowshowing.film.frames import ClaimShown, FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.spec.script_check import numbers_of
from nowshowing.stage.beats import beats_of
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.findings import Fault
from nowshowing.trust.outlines import touch
from nowshowing.trust.spoken_of import Step

NOTHING = 1e-9
"""A claim of 0 says that something is in its place; it stands for no number that is spoken of."""
MOST_KNOWN = 4000


class Subjects:
    """Takes note of what a beat may speak of among what is declared to step back: of that, to the beat's end,

    - what comes or moves while nothing else does, most of the way up to a rest, for then nothing else is looked at;
    - what is claimed to stand for a value that the beat publishes, unless something in full view stands for it too.

    Texts are never scaffold, and what a text declares itself to sit on is looked at for the text's sake.
    """

    def __init__(self, is_scaffold: Callable[[Shape], bool]) -> None:
        self.is_scaffold = is_scaffold
        self.published: Mapping[str, frozenset[str]] = {}
        self.faded: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()
        self.parts: dict[str, frozenset[str]] = {}
        self.scaffold: dict[Shape, bool] = {}
        self.steps: list[Step] = []

    def opened(self, scene: LessonScene) -> None:
        """Take note of the values that each beat publishes."""
        self.published = {
            info.name: frozenset(_key(number) for name in info.publishes for number in _values(scene, name))
            for info in beats_of(type(scene))
        }

    def look(
        self, now: FrameValues, changed: Sequence[Shape], before: Mapping[str, Shape], faint: Mapping[str, Fault]
    ) -> None:
        """Take note of a frame.

        ``changed`` are the shapes that were not on the last frame, and ``before`` those that were, by owner; ``faint``
        as a step has it.
        """
        self.scaffold.update((shape, self.is_scaffold(shape)) for shape in changed)
        if len(self.scaffold) > MOST_KNOWN:
            self.scaffold = {shape: self.scaffold[shape] for shape in now.frame.shapes}
        coming = [shape for shape in changed if _comes(shape, before.get(shape.owner))]
        behind = [
            shape
            for shape in coming
            if shape not in now.text_of and (self.scaffold[shape] or _stays_back(shape, before.get(shape.owner)))
        ]
        sitting = [text for text in now.texts if text.grounds]
        followed = frozenset(shape.owner for shape in behind if not _carries_any(shape, sitting))
        alone = 1 if len(behind) == len(coming) else -1
        if self.steps and self.steps[-1].faint == faint:
            faint = self.steps[-1].faint
        claimed = self._claimed(now)
        self.steps.append(Step(now.number, now.repeat, now.beat, now.shot, alone, followed, claimed, faint))

    def _claimed(self, now: FrameValues) -> frozenset[str]:
        """Return the owners of what stands for a published value and steps back, with nothing else that does."""
        published = self.published.get(now.beat)
        if not published:
            return frozenset()
        told = [
            (claim.owner, key) for claim in now.claims if (key := _key(claim.true)) in published and _is_told(claim)
        ]
        if not told:
            return frozenset()
        back = frozenset(shape.owner for shape in now.frame.shapes if shape.presence < 1 or self.scaffold[shape])
        front = frozenset(shape.owner for shape in now.frame.shapes) - back
        if (back, front) != self.faded:
            hidden = _figures(back) - _figures(front)
            self.faded, self.parts = (back, front), {figure: _parts(figure, back) for figure in hidden}
        in_view = {key for owner, key in told if owner not in self.parts}
        hidden_parts = (self.parts[owner] for owner, key in told if owner in self.parts and key not in in_view)
        return frozenset().union(*hidden_parts)


def _values(scene: LessonScene, name: str) -> Iterator[float]:
    try:
        yield from numbers_of(scene.value(name))
    except ValueError:  # no slope at a corner, say: then nothing can speak of it
        return


@lru_cache(MOST_KNOWN)
def _key(number: float) -> str:
    return f"{abs(number):.9g}"


def _is_told(claim: ClaimShown) -> bool:
    return abs(claim.true) > NOTHING


def _comes(shape: Shape, last: Shape | None) -> bool:
    """Tell whether a shape that changes is new, moves, or comes to the fore."""
    return last is None or shape.presence >= last.presence


def _stays_back(shape: Shape, last: Shape | None) -> bool:
    """Tell whether a shape was made less present than it is, and remains so."""
    return last is not None and shape.presence == last.presence < 1


def _carries_any(shape: Shape, texts: Iterable[TextShown]) -> bool:
    low, high = shape.points.min(axis=0), shape.points.max(axis=0)
    box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
    return any(touch(text.box, box) and text.declares_to_sit_on(shape.owner) for text in texts)


def _figures(owners: Iterable[str]) -> frozenset[str]:
    """Return the names of shapes and of all figures that they are parts of."""
    return frozenset(owner[:end] for owner in owners for end in (*_ends(owner), len(owner)))


def _ends(owner: str) -> Iterator[int]:
    return (place for place, sign in enumerate(owner) if sign in ".[" and place)


def _parts(figure: str, owners: Iterable[str]) -> frozenset[str]:
    return frozenset(owner for owner in owners if owner == figure or owner.startswith((f"{figure}.", f"{figure}[")))
