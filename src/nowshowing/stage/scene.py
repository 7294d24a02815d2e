"""LessonScene: what every scene is. It plays the beats, holds them to the clock, and keeps frames whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, get_type_hints

import numpy as np
from manim import Animation, Mobject, Scene, Wait, config
from manim.animation.animation import prepare_animation
from numpy.typing import NDArray

from nowshowing.maths.quantity import Quantity
from nowshowing.maths.quantity_texts import shared_decimals
from nowshowing.spec.lesson import BeatScript, Clip, SpokenBeat
from nowshowing.stage.beats import beats_of
from nowshowing.stage.claims import Claim
from nowshowing.stage.clock import Clock
from nowshowing.stage.labels import place_on_curve
from nowshowing.stage.live import Live, Standing, apply_presence, family_of, redraw, set_clearance
from nowshowing.stage.motion import APPEAR, LEAVE, Fade, Run, appear, leave, restore, step_back
from nowshowing.stage.params import Params
from nowshowing.stage.places import CLEAR
from nowshowing.stage.plot import Plot
from nowshowing.stage.question import Question
from nowshowing.stage.regions import Region, divide
from nowshowing.stage.text import LEAST_EM, Formula, Words
from nowshowing.stage.theme import read_theme
from nowshowing.stage.values import Tracker, play_remembered, remembering


class LessonScene(Scene):
    """A scene with params, beats and published values.

    ``params`` is annotated in each scene with its own model. ``values`` names the quantities that a script may speak;
    which beat publishes which is said at the beat. Scenes are made with a resolved clip, or without one (plain Manim,
    tests): then they play with the defaults and in silence.
    """

    params: Params
    values: ClassVar[Mapping[str, Quantity]] = {}
    together: ClassVar[tuple[str, ...]] = ()
    """Names of values that are shown side by side and so share their decimals, on screen and in the script."""
    order: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of events of which the first, if it happens, happens before the second."""

    def __init__(self, clip: Clip | None = None, **options: Any) -> None:
        self.clip = clip or Clip(id="plain", title=plain_title(type(self)), scene="", scene_file="", params={})
        self.params = self.params_model()(**self.clip.params)
        self.theme = read_theme(self.clip.theme)
        self.regions = divide(self.clip.aspect)
        self.clock = Clock(round(config.frame_rate))
        self.frames_playing = 0
        self._standing: Standing | None = None
        self.beat = ""
        self.in_slot: Mobject | None = None
        self.claims: list[Claim] = []
        self.heading = Words(self.clip.title, "title", weight="semibold", theme=self.theme)
        self.heading.says_the_author().fit(self.regions.title.width).place(
            self.regions.title.left, self.regions.title.bottom + 0.12
        )
        super().__init__(**options)
        setattr(self.camera, "background_color", self.theme.background)  # noqa: B010 (only Cairo's camera declares it)

    @classmethod
    def params_model(cls) -> type[Params]:
        """Return the model of this scene's params."""
        model: type[Params] = get_type_hints(cls)["params"]
        return model

    def value(self, name: str) -> Any:
        """Return a published value, computed from the params."""
        return self.values[name].value(dict(self.params))

    def decimals(self) -> int:
        """Return the decimals with which the values that are shown together are shown."""
        return shared_decimals(self.values, self.together, dict(self.params))

    def claim(
        self,
        name: str,
        of: Mobject,
        drawn: Callable[[], float],
        true: Callable[[], float],
        scale: Callable[[], float] | float = 1.0,
    ) -> None:
        """State that what is drawn equals what is true, on every frame on which ``of`` is seen.

        ``drawn`` is measured from the object's points, ``true`` comes from ``maths``; ``scale`` is how many units of
        the frame an error of 1 would displace something, so that the tolerance can be half a pixel.
        """
        self.claims.append(Claim(name, of, drawn, true, scale))

    # What a scene may override.

    def question_region(self) -> Region:
        """Return where a question is shown."""
        return self.regions.panel

    def question_covers(self) -> Iterable[Mobject | None]:
        """Return what makes room for a question while it is shown."""
        return (self.in_slot,)

    # The course of events.

    def construct(self) -> None:
        """Play the title and all beats, in the order of the class."""
        self.add(self.heading)
        plain = self.params.plain()
        for info in beats_of(type(self)):
            if info.plays(plain, self.clip.skip):
                self.beat = info.name
                script = self.clip.script.get(info.name, BeatScript())
                self.clock.begin(info.name, info.doc, self.clip.spoken.get(info.name, SpokenBeat()))
                if script.ask is not None:
                    self._predict(script)
                self.clock.say()
                getattr(self, info.name)()
                self._hold(self.clock.until_end(script.pause))
                self.clock.end()

    def _predict(self, script: BeatScript) -> None:
        """Show the question, leave time to think, take it away again."""
        assert script.ask is not None
        covered = [mobject for mobject in self.question_covers() if mobject is not None and mobject in self.mobjects]
        question = Question(script.ask.text, self.question_region(), self.theme)
        if covered:
            self.play(*(step_back(mobject, 0.0) for mobject in covered))
        speech = self.clock.ask()
        before = self.clock.frame
        self.play(appear(question))
        self._hold(speech - (self.clock.frame - before))
        self.clock.think(self.clock.frames(script.think))
        self.event("question", think=script.think)
        self.play(question.countdown(script.think))
        self.play(leave(question))
        if covered:
            self.play(*(restore(mobject) for mobject in covered))

    def cue(self, name: str) -> None:
        """Hold until the narration reaches this cue of the beat; go on at once where the script does not mark it."""
        self._hold(self.clock.until_cue(name))
        self.clock.meet_cue(name)

    def event(self, name: str, **values: float | str) -> None:
        """Log that something has happened, with the values that hold at this moment."""
        self.clock.event(name, values)

    def show_in_slot(self, mobject: Mobject, run_time: float = APPEAR) -> None:
        """Show something in the place of what was last shown so; a question takes that place for a while too."""
        if mobject is self.in_slot:
            return
        if self.in_slot is not None:
            self.play(leave(self.in_slot, min(run_time, LEAVE)))
        self.in_slot = mobject
        self.play(appear(mobject, run_time))

    def add_below(self, mobject: Mobject, above: Mobject) -> None:
        """Add an object just behind another."""
        self.mobjects.insert(self.mobjects.index(above), mobject)

    def name_curve(self, latex: str, plot: Plot, obstacles: NDArray[np.float64]) -> Formula:
        """Return a curve's name, beside it or, where it has no room there, in the right end of the title's row."""
        name = Formula(latex, "body", "curve", theme=self.theme)
        if place_on_curve(name, plot, plot.pieces, obstacles) >= CLEAR:
            return name
        room = self.regions.title.width - self.heading.width_units - 0.6
        name = Formula(latex, "body", "curve", theme=self.theme, display=False)
        if room < LEAST_EM / name.em * name.width_units:
            set_clearance(name, 0.0)
            return name
        name.fit(room)
        # A deep formula keeps clear of what stands below the row.
        row, tall = self.regions.title, name.ink[3] - name.ink[1]
        lowest = row.bottom - CLEAR
        if tall > row.top - lowest:
            name.fit(name.width_units * max((row.top - lowest) / tall, LEAST_EM / name.em))
        baseline = max(min(self.heading.y, row.top - name.ink[3]), lowest - name.ink[1])
        return name.place(row.right, baseline, "right")

    def tracker(self, value: float) -> Tracker:
        """Return a value of the scene, which figures may read and beats may move."""
        return Tracker(value)

    # Time, in whole frames.

    def play(self, *animations: Any, run_time: float | None = None, **options: Any) -> None:
        """Play animations for a whole number of frames."""
        prepared = [prepare_animation(animation) for animation in animations]
        self._refuse_integrators(prepared)
        seconds = run_time if run_time is not None else max(animation.run_time for animation in prepared)
        frames = self.clock.frames(seconds)
        longest = max(animation.run_time for animation in prepared)
        for animation in prepared:
            animation.run_time *= frames / self.clock.frame_rate / longest
        self._play_frames(frames, *prepared, **options)

    def play_in_turn(self, plays: Iterable[Iterable[Any]]) -> None:
        """Play animations one after the other; each is made when those before it are over."""
        for animations in plays:
            self.play(*animations)

    def wait(self, duration: float = 1.0, stop_condition: Any = None, frozen_frame: bool | None = None) -> None:
        """Hold the frame for a length in seconds."""
        self._hold(self.clock.frames(duration))

    def _hold(self, frames: int) -> None:
        if frames > 0:
            # Manim truncates the frames of a still; a quarter of a frame keeps it from losing the last.
            self._play_frames(frames, Wait(run_time=(frames + 0.25) / self.clock.frame_rate))

    def _play_frames(self, frames: int, *animations: Animation, **options: Any) -> None:
        self.frames_playing = frames
        self._standing = None
        with remembering(self._moves_by_values(animations)):
            super().play(*animations, **options)
        self.clock.advance(frames)

    def _moves_by_values(self, animations: Iterable[Animation]) -> bool:
        """Tell whether only values and presences change while these play."""
        moved = [animation.tracker for animation in animations if isinstance(animation, Run)]
        carried: list[Any] = [animation.mobject for animation in animations]
        shown = family_of([*self.mobjects, *carried])
        return (
            all(type(animation) in (Fade, Run, Wait) for animation in animations)
            and all(isinstance(tracker, Tracker) for tracker in moved)
            and all(isinstance(mobject, Live) and len(mobject.updaters) == 1 for mobject in shown if mobject.updaters)
        )

    def get_time_progression(self, run_time: float, *arguments: Any, **options: Any) -> Any:
        """Return the times of the frames being played: as many as were counted, the last one at the end."""
        progression = super().get_time_progression(run_time, *arguments, **options)
        if not self.renderer.skip_animations:
            progression.iterable = [run_time * (k + 1) / self.frames_playing for k in range(self.frames_playing)]
        return progression

    def update_mobjects(self, dt: float) -> None:
        """Redraw what follows from values, then apply presence."""
        if play_remembered():
            # Within such a play nothing comes or goes below what is on the stage.
            if self._standing is None or self._standing.mobjects != self.mobjects:
                self._standing = Standing(self.mobjects)
            self._standing.update()
            return
        for mobject in self.mobjects:
            redraw(mobject)
        for mobject in self.mobjects:
            apply_presence(mobject)

    def _refuse_integrators(self, animations: Iterable[Animation]) -> None:
        moving: list[Any] = [animation.mobject for animation in animations if animation.mobject is not None]
        for mobject in [*self.mobjects, *moving]:
            if mobject.has_time_based_updater():
                raise ValueError("an updater that takes dt would make a frame depend on the frames before it")


def plain_title(scene: type) -> str:
    """Return a title made from a class name: ``SecantToTangent`` → ``Secant to tangent``."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in scene.__name__).strip()
    return words[:1].upper() + words[1:]
