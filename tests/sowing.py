"""Sows untruths into scenes, a few frames each: sources of values go wrong, drawings go astray, numbers go stale."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nowshowing.film.frames import FrameValues, frames, watch
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.claims import ClaimsCheck
from nowshowing.trust.findings import Check, Finding, Merger
from nowshowing.trust.order import OrderCheck
from nowshowing.trust.script import ScriptCheck
from nowshowing.trust.texts import TextsCheck

PIXEL = 8 / 1080
TRUTH: tuple[Callable[[Clip, Profile], Check], ...] = (ClaimsCheck, TextsCheck, OrderCheck, ScriptCheck)


def inspect_truth(
    clip: Clip, profile: Profile, sow: Callable[[LessonScene], None] | None = None
) -> tuple[tuple[Finding, ...], dict[str, int], Timeline]:
    """Play a clip past the checks of truth; ``sow`` is given the scene before it plays."""
    checks = [check(clip, profile) for check in TRUTH]
    merger = Merger(clip)
    counts: dict[str, int] = {}

    def take(now: FrameValues) -> None:
        for check in checks:
            merger.take(now, check.look(now))

    def opened(scene: LessonScene) -> None:
        if sow is not None:
            sow(scene)
        for check in checks:
            if (begin := getattr(check, "opened", None)) is not None:
                begin(scene)

    timeline = watch(clip, profile, take, opened)
    found = merger.end(timeline, [fault for check in checks for fault in check.end(timeline)])
    for check in checks:
        counts |= getattr(check, "counts", dict)()
    return found, counts, timeline


@dataclass
class Window:
    """The frames on which a defect is there; all of them if there is no ``length``."""

    first: int = 0
    length: int | None = None
    scene: Any = None

    @property
    def open(self) -> bool:
        """Tell whether the defect is there on the frame that is being evaluated."""
        present = self.scene.renderer.present
        return bool(self.length is None or self.first <= present < self.first + self.length)


Seed = Callable[[Any, Window], None]


@dataclass(frozen=True)
class Untruth:
    """A defect: how it is sown, what kind of finding it makes, and how the names of its objects begin.

    Without a ``length`` it lasts as long as its object is seen; else so many frames, drawn at random among those that
    are evaluated one by one, on each of which a text differs from the frame before the first if ``changing``.
    ``event``: what is found lies at its frame; ``beat``: on all of its frames, or, without a name, at the start.
    ``during`` is the beat in which it is sown; ``also`` are other objects that are no longer right then.
    """

    name: str
    seed: Seed
    kind: str
    owner: str
    length: int | None = 3
    changing: bool = False
    event: str | None = None
    beat: str | None = None
    during: str | None = None
    also: tuple[str, ...] = ()


@dataclass
class Bed:
    """A clip and its defects: played once without, once with all of them, each in frames of its own."""

    clip: Clip
    profile: Profile
    sown: Sequence[Untruth]
    found: tuple[Finding, ...] = ()
    expected: dict[str, tuple[int, int]] = field(default_factory=dict)

    def grow(self, seed: int) -> Bed:
        """Find a place for each defect, and play."""
        clean = list(frames(self.clip, self.profile))
        draw, taken = random.Random(seed), dict[str, set[int]]()
        windows = {one.name: self._window(one, clean, draw, taken.setdefault(one.owner, set())) for one in self.sown}

        def sow(scene: LessonScene) -> None:
            waiting = list(self.sown)
            play = scene.play
            setattr(scene, "_moves_by_values", lambda _: False)  # noqa: B010 (what is sown is no value: redraw always)

            def sow_what_is_there() -> None:
                for one in list(waiting):
                    windows[one.name].scene = scene
                    with contextlib.suppress(AttributeError):  # its object is made later, in a beat
                        one.seed(scene, windows[one.name])
                        waiting.remove(one)

            def played(*animations: Any, **options: Any) -> None:
                sow_what_is_there()
                play(*animations, **options)

            sow_what_is_there()
            setattr(scene, "play", played)  # noqa: B010

        self.found, _, timeline = inspect_truth(self.clip, self.profile, sow)
        for one in self.sown:
            if one.event is not None:
                at = next(event.frame for event in timeline.events if event.name == one.event)
                self.expected[one.name] = at, at
            elif one.beat is not None:
                spans = {beat.name: (beat.start, beat.stop - 1) for beat in timeline.beats}
                self.expected[one.name] = spans.get(one.beat, (0, 0))
        return self

    def _window(self, one: Untruth, clean: list[FrameValues], draw: random.Random, taken: set[int]) -> Window:
        if one.event is not None or one.beat is not None:
            return Window()
        looks = {now.number: _looks(one.owner, now) for now in clean}
        seen = [now for now in clean if looks[now.number]]
        assert seen, f"{one.owner} is never seen"
        if one.length is None:
            self.expected[one.name] = seen[0].number, seen[-1].number + seen[-1].repeat - 1
            return Window()
        single = {now.number for now in seen if now.repeat == 1 and one.during in (None, now.beat)}
        starts = [
            first
            for first in sorted(single)
            if all(n in single and n not in taken for n in range(first, first + one.length))
            and (not one.changing or _changes(looks, first, one.length))
        ]
        assert starts, f"no room for {one.name}"
        first = draw.choice(starts)
        taken |= set(range(first - 2, first + one.length + 2))
        self.expected[one.name] = first, first + one.length - 1
        return Window(first, one.length)

    def finding(self, one: Untruth) -> Finding | None:
        """Return what was found of a defect, at its frames ±1."""
        first, last = self.expected[one.name]
        return next((finding for finding in self.found if self._is(one, finding, first, last)), None)

    @staticmethod
    def _is(one: Untruth, finding: Finding, first: int, last: int) -> bool:
        named = any(name.startswith(one.owner) for name in finding.objects)
        near = abs(finding.first - first) <= 1 and (one.event is not None or abs(finding.last - last) <= 1)
        return finding.kind == one.kind and named and near

    def strays(self) -> list[Finding]:
        """Return what was found at frames at which nothing was sown into those objects."""

        def sown(finding: Finding) -> bool:
            return any(
                any(name.startswith((one.owner, *one.also)) for name in finding.objects)
                and self.expected[one.name][0] - 1 <= finding.first
                and (one.event is not None or finding.last <= self.expected[one.name][1] + 1)
                for one in self.sown
            )

        return [finding for finding in self.found if not sown(finding)]


def _looks(owner: str, now: FrameValues) -> tuple[Any, ...]:
    """Return what an object shows on a frame: its texts, else what it claims; nothing if it is not seen."""
    texts = tuple(text.source for text in now.texts if text.owner.startswith(owner))
    return texts or tuple(claim for claim in now.claims if claim.owner.startswith(owner))


def _changes(looks: dict[int, tuple[Any, ...]], first: int, length: int) -> bool:
    before = looks.get(first - 1)
    return bool(before) and all(looks[n] != before for n in range(first, first + length))


# Ways to sow.


def after_drawing(get: Callable[[Any], Any], change: Callable[[Any, Any], None]) -> Seed:
    """Change what a live figure has drawn; ``change`` is given the figure and the scene."""

    def seed(scene: Any, window: Window) -> None:
        figure = get(scene)
        draw = figure.draw

        def drawn() -> None:
            vars(figure)["_drawn"] = None  # by which a number knows that it need not be redrawn
            draw()
            if window.open:
                change(figure, scene)

        figure.draw = drawn

    return seed


def moved(get: Callable[[Any], Any], dx: float = 0.0, dy: float = 0.0, part: int | None = None) -> Seed:
    """Move what a live figure draws, or one part of it, in pixels of a full frame."""

    def change(figure: Any, _: Any) -> None:
        for leaf in (figure if part is None else figure[part]).family_members_with_points():
            leaf.points = np.add(leaf.points, [dx * PIXEL, dy * PIXEL, 0.0])

    return after_drawing(get, change)


def bent(get: Callable[[Any], Any], part: int, scale: float = 1.0, turn: float = 0.0) -> Seed:
    """Stretch a straight path that a live figure draws, and turn it (radians), about its first point."""

    def change(figure: Any, _: Any) -> None:
        leaf = figure[part]
        if len(leaf.points):
            x, y = (scale * (leaf.points - leaf.points[0]))[:, :2].T
            away = [[a - turn * b, b + turn * a, 0.0] for a, b in zip(x, y, strict=True)]
            leaf.points = leaf.points[0] + away

    return after_drawing(get, change)


def wrong(get: Callable[[Any], Any], name: str, change: Callable[[Any, Any], Any]) -> Seed:
    """Let a figure's source of a value be wrong; ``change`` is given the true value and the scene."""

    def seed(scene: Any, window: Window) -> None:
        figure = get(scene)
        true = getattr(figure, name)
        setattr(figure, name, lambda *args: change(true(*args), scene) if window.open else true(*args))

    return seed


def stale(get: Callable[[Any], Any]) -> Seed:
    """Let a live figure not be redrawn."""

    def seed(scene: Any, window: Window) -> None:
        figure = get(scene)
        draw = figure.draw
        figure.draw = lambda: None if window.open else draw()

    return seed


def reset(get: Callable[[Any], Any], make: Callable[[Any], Any]) -> Seed:
    """Put another text in a text's place: its outlines and its source, but not what it says it is from."""

    def seed(scene: Any, _: Window) -> None:
        text, other = get(scene), make(scene.theme)
        other.place(text.x, text.y)
        text.outline, text.source = other.outline, other.source
        text.submobjects = list(other.submobjects)

    return seed


def shifted(get: Callable[[Any], Any], dx: float = 0.0, dy: float = 0.0) -> Seed:
    """Move something that stands still, in pixels of a full frame, for as long as it is there."""
    return lambda scene, _: get(scene).shift([dx * PIXEL, dy * PIXEL, 0.0])
