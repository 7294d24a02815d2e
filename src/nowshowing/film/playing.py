"""Plays a clip: opens its scene, evaluates frames, and hands them on as values. The one place that opens a Scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from manim import config, tempconfig
from manim.renderer.protocol import RendererCapabilities

from nowshowing.film.display import Frame
from nowshowing.film.selection import Every, Selection
from nowshowing.film.snapshots import Snapshots
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.loader import load_scene
from nowshowing.stage.regions import frame_size
from nowshowing.stage.scene import LessonScene

Take = Callable[[Frame, int], None]
"""Receives a frame and the number of times it is shown."""


class StopPlaying(Exception):
    """Raised inside a scene when no later frame is wanted."""


class Evaluator:
    """A renderer that draws nothing: it evaluates frames and gives each to ``take``, if there is one.

    ``selection`` restricts to some frames; what lies between them is passed over, not evaluated, so that a frame alone
    comes out as in sequence only if it depends on nothing before it. ``frame`` is the first of the present play,
    ``present`` the one being evaluated; ``shot`` counts the rests so far.
    """

    capabilities = RendererCapabilities(live_preview=False)

    def __init__(self, take: Take | None, selection: Selection | None = None) -> None:
        self.take, self.selection = take, selection or Every()
        self.camera = SimpleNamespace(use_z_index=True, background_color="#000000")
        self.skip_animations = False
        self.time = 0.0
        self.num_plays = 0
        self.frame = 0
        self.present = 0
        self.shot = 0
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
        rests = scene.is_current_animation_frozen_frame()
        if rests:
            self._hold(scene, count)
        else:
            self._move(scene, count)
        self.shot += rests
        self.frame += count
        self.time += count / config.frame_rate
        self.num_plays += 1
        if self.selection.is_over(self.frame):
            raise StopPlaying

    def _hold(self, scene: Any, count: int) -> None:
        for stretch in self._wanted(scene, count, rests=True) or [range(self.frame, self.frame)]:
            self.present = stretch.start
            scene.update_mobjects(0)
            self._show(scene, len(stretch))

    def _move(self, scene: Any, count: int) -> None:
        longest = max(animation.run_time for animation in scene.animations)
        for stretch in self._wanted(scene, count, rests=False):
            for number in stretch:
                self.present = number
                scene.update_to_time(longest * (number - self.frame + 1) / count)
                self._show(scene, 1)
        for animation in scene.animations:
            animation.finish()
            animation.clean_up_from_scene(scene)
        scene.update_mobjects(0)

    def _wanted(self, scene: Any, count: int, *, rests: bool) -> Sequence[range]:
        """Return which frames of a play are evaluated."""
        if self.take is None:
            return []
        wanted = self.selection.stretches(range(self.frame, self.frame + count), rests)
        if not wanted:
            self.snapshots.of(scene)  # what comes to the stage here is named here, as it would be in sequence
        return wanted

    def _show(self, scene: Any, repeat: int) -> None:
        if repeat and self.take is not None:
            self.take(self.snapshots.of(scene), repeat)


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
    selection: Selection | None = None,
    opened: Callable[[LessonScene], None] | None = None,
) -> Timeline:
    """Play a clip; give its frames to ``take``, in order, each with how often it is shown in a row.

    Without ``take`` only the timeline is worked out. With a ``selection`` only those frames are evaluated. ``opened``
    is given the scene as it was set up, before its first frame.
    Exceptions of the scene's own code pass through.
    """
    with _settings(clip, profile):
        scene = load_scene(Path(clip.scene_file))(clip=clip, renderer=Evaluator(take, selection))
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
