"""Plays a clip: opens its scene, evaluates frames, and hands them on as values. The one place that opens a Scene."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from manim import config, tempconfig
from manim.renderer.protocol import RendererCapabilities

from nowshowing.film.display import Frame, Snapshots
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.loader import load_scene
from nowshowing.stage.regions import frame_size
from nowshowing.stage.scene import LessonScene

Take = Callable[[Frame, int], None]
"""Receives a frame and the number of times it is shown."""
Wanted = frozenset[int] | range
"""Numbers of frames."""


class StopPlaying(Exception):
    """Raised inside a scene when no later frame is wanted."""


class Evaluator:
    """A renderer that draws nothing: it evaluates frames and gives each to ``take``.

    ``wanted`` restricts to some frames (by number); what lies between them is passed over, not evaluated, so that a
    frame alone comes out as in sequence only if it depends on nothing before it. Of a range, a still is given once,
    with the number of times that it is shown within; of a set, every frame by itself. ``frame`` is the first of the
    present play, ``present`` the one being evaluated. ``differing`` counts each beat's frames, a still as one.
    """

    capabilities = RendererCapabilities(live_preview=False)

    def __init__(self, take: Take | None, wanted: Wanted | None = None) -> None:
        self.take, self.wanted = take, wanted
        self.differing: Counter[str] = Counter()
        self.camera = SimpleNamespace(use_z_index=True, background_color="#000000")
        self.skip_animations = False
        self.time = 0.0
        self.num_plays = 0
        self.frame = 0
        self.present = 0
        self.static_image = None
        self.file_writer = SimpleNamespace(subcaptions=[])
        self.snapshots = Snapshots()

    def init_scene(self, *_: Any) -> None:
        """Nothing to prepare."""

    def play(self, scene: Any, *animations: Any, **options: Any) -> None:
        """Evaluate one call of ``play``, frame by frame."""
        scene.compile_animation_data(*animations, **options)
        for animation in scene.animations:
            animation._setup_scene(scene)
            animation.begin()
        count = scene.frames_playing
        self.present = self.frame
        is_still = scene.is_current_animation_frozen_frame()
        self.differing[scene.beat] += 1 if is_still else count
        if self._passes_over(count):
            self.snapshots.of(scene)  # what comes to the stage here is named here, as it would be in sequence
        if is_still:
            scene.update_mobjects(0)
            self._show(scene, 0, count)
        else:
            longest = max(animation.run_time for animation in scene.animations)
            for k in range(count):
                self.present = self.frame + k
                if self._wants(k):
                    scene.update_to_time(longest * (k + 1) / count)
                    self._show(scene, k, 1)
            for animation in scene.animations:
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
        self.frame += count
        self.time += count / config.frame_rate
        self.num_plays += 1
        if self.wanted is not None and self.frame > max(self.wanted, default=-1):
            raise StopPlaying

    def _wants(self, k: int) -> bool:
        return self.take is not None and (self.wanted is None or self.frame + k in self.wanted)

    def _passes_over(self, count: int) -> bool:
        return self.take is not None and not any(self._wants(k) for k in range(count))

    def _show(self, scene: Any, k: int, repeat: int) -> None:
        if self.take is None:
            return
        if self.wanted is None:
            self.take(self.snapshots.of(scene), repeat)
            return
        shown = sum(number in self.wanted for number in range(self.frame + k, self.frame + k + repeat))
        for times in [shown] if shown and isinstance(self.wanted, range) else [1] * shown:
            self.take(self.snapshots.of(scene), times)


@contextmanager
def _settings(clip: Clip, profile: Profile) -> Iterator[None]:
    width, height = frame_size(clip.aspect)
    across, down = profile.size(clip.aspect)
    settings = {
        "frame_width": width,
        "frame_height": height,
        "pixel_width": across,
        "pixel_height": down,
        "frame_rate": profile.frame_rate,
        "dry_run": True,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "seed": 0,
    }
    with tempconfig(settings):
        yield


def play(
    clip: Clip,
    profile: Profile,
    take: Take | None = None,
    wanted: Wanted | None = None,
    opened: Callable[[LessonScene], None] | None = None,
) -> Timeline:
    """Play a clip; give its frames to ``take``, in order, each with how often it is shown in a row.

    Without ``take`` only the timeline is worked out. With ``wanted`` only those frames are evaluated. ``opened`` is
    given the scene as it was set up, before its first frame.
    Exceptions of the scene's own code pass through.
    """
    return _played(clip, profile, Evaluator(take, wanted), opened)


def _played(
    clip: Clip, profile: Profile, evaluator: Evaluator, opened: Callable[[LessonScene], None] | None = None
) -> Timeline:
    with _settings(clip, profile):
        scene = load_scene(Path(clip.scene_file))(clip=clip, renderer=evaluator)
        try:
            scene.setup()
            if opened is not None:
                opened(scene)
            scene.construct()
        except StopPlaying:
            pass
        return scene.clock.timeline()


def timeline(clip: Clip, profile: Profile) -> Timeline:
    """Return the beats, frames and events of a clip; nothing is drawn."""
    return play(clip, profile)


def plan(clip: Clip, profile: Profile) -> tuple[Timeline, Counter[str]]:
    """Return a clip's timeline, and how many frames of each beat there are to evaluate; nothing is drawn."""
    evaluator = Evaluator(None)
    return _played(clip, profile, evaluator), evaluator.differing
