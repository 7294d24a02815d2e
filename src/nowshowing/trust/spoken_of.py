"""What beats speak of, frame by frame: it may not be faint. It follows from notes of what comes and moves by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nowshowing.trust.findings import Fault


class Step(NamedTuple):
    """A frame as subjects have it.

    ``alone`` is 1 where nothing comes or moves but what steps back, else -1; ``followed`` are the owners of that, and
    ``claimed`` those of what stands for a value that the beat publishes. ``faint`` says what is wrong with what steps
    back, by owner, if the beat speaks of it.
    """

    number: int
    repeat: int
    beat: str
    shot: int
    alone: int
    followed: frozenset[str]
    claimed: frozenset[str]
    faint: Mapping[str, Fault]


def steps_with_faults(steps: Iterable[Step]) -> Iterator[tuple[Step, list[Fault]]]:
    """Yield all steps of a clip, each with what is wrong with what its beat speaks of."""
    spoken_of: set[str] = set()
    alone: dict[str, int] = {}
    last: Step | None = None
    for step in steps:
        if last is None or step.shot != last.shot:
            spoken_of |= {owner for owner, frames in alone.items() if frames > 0}
            alone = {}
        if last is None or step.beat != last.beat:
            spoken_of = set()
        followed = {owner: alone.get(owner, 0) + step.alone for owner in step.followed}
        spoken_of |= {owner for owner, frames in alone.items() if frames > 0 and owner not in followed}
        if step.repeat > 1:
            spoken_of |= {owner for owner, frames in followed.items() if frames > 0}
        yield step, [fault for owner, fault in step.faint.items() if owner in spoken_of or owner in step.claimed]
        alone, last = followed, step
