"""New lessons and new scenes, written so that they render as they stand."""

from __future__ import annotations

import keyword
import os
import re
from pathlib import Path

from nowshowing.errors import AuthorError, Mistake

LESSON = """\
title: {title}
slot: {slot}
summary: One or two sentences that say what the film shows.
clips:
  - id: chord-to-tangent
    title: From chord to tangent
    scene: secant_to_tangent
    params: {{function: x^2, at: 2, gaps: [2, 1, 0.5, 0.25]}}
    script:
      curve: Here is the parabola, and the point where $x$ is {{at}}.
      secant: Take a second point [second], a gap $h$ away. Rise over run [slope] is the slope of the chord, {{slope}}.
      shrink:
        ask: Where is the slope heading?
        say: Halve the gap, and halve it again. The slopes read {{slopes}}.
      tangent: In the limit the chord becomes the tangent, and its slope is {{limit}}.
"""

SCENE = '''\
"""A point runs along a curve."""

from __future__ import annotations

from typing import Annotated

from manim import Create

from nowshowing.maths.constraints import InDomain
from nowshowing.maths.expression import Expression
from nowshowing.maths.quantities import Value
from nowshowing.maths.windows import window
from nowshowing.stage import LessonScene, Params, Plot, Readout, Run, appear, beat


class {name}Params(Params):
    function: Expression = Expression("x^2")
    """The curve y = f(x)."""

    start: Annotated[float, InDomain("function")] = -1.0
    """Where the point begins, in units of x."""

    stop: Annotated[float, InDomain("function")] = 2.0
    """Where the point comes to rest, in units of x."""


class {name}(LessonScene):
    """A point runs along a curve, and its height is read off."""

    params: {name}Params
    values = {{"height": Value("function", "stop")}}

    def setup(self) -> None:
        p = self.params
        self.x = self.tracker(p.start)
        self.plot = Plot(window(p.function, [p.start, p.stop]), self.regions.plot, self.theme)
        self.graph = self.plot.curve(p.function)
        self.point = self.plot.dot(lambda: (self.x.get_value(), self.height()), "tangent")
        self.readout = Readout("height of the point", self.height, 2, "tangent", theme=self.theme)
        self.readout.place(self.regions.panel.left, self.regions.panel.centre[1])

    def height(self) -> float:
        """Return the height of the curve where the point is."""
        return float(self.params.function(self.x.get_value()))

    @beat
    def curve(self) -> None:
        """The curve, and a point on it."""
        self.play(appear(self.plot))
        self.play(Create(self.graph, run_time=1.4))
        self.play(appear(self.point), appear(self.readout))

    @beat(cues=("off",), publishes=("height",))
    def run(self) -> None:
        """The point runs along the curve; its height is read off all the way."""
        self.cue("off")
        self.play(Run(self.x, self.params.stop, 4))
        self.event("arrived", x=self.params.stop, height=self.height())
        self.wait(0.5)
'''

LESSON_OF_SCENE = """\
title: {title}
slot: {slot}
summary: One or two sentences that say what the film shows.
clips:
  - id: {slot}
    scene: {scene}
    params: {{function: x^2, start: -1, stop: 2}}
    script:
      curve: Here is a curve, and a point on it that begins at {{start}}.
      run: Watch the point run [off]. It comes to rest at height {{height}}.
"""


def new_lesson(file: Path) -> tuple[Path, ...]:
    """Write a lesson; never overwrites."""
    if file.suffix not in {".yaml", ".yml"}:
        raise AuthorError([Mistake(str(file), 0, 0, "", 'a lesson\'s name ends in ".yaml"')])
    return _write({file: LESSON.format(title=_title(file.stem), slot=_slot(file.stem))})


def new_scene(name: str, scenes: Path, lessons: Path) -> tuple[Path, ...]:
    """Write a scene into one folder and its lesson into another; never overwrites."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name) or keyword.iskeyword(name):
        message = 'not a name for a scene; write lowercase words joined by "_", such as "falling_ball"'
        raise AuthorError([Mistake(name, 0, 0, "", message)])
    class_name = "".join(part.capitalize() for part in name.split("_"))
    slot = _slot(name)
    return _write(
        {
            scenes / f"{name}.py": SCENE.format(name=class_name),
            lessons / f"{slot}.yaml": LESSON_OF_SCENE.format(title=_title(name), slot=slot, scene=name),
        }
    )


def _slot(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60] or "lesson"


def _title(stem: str) -> str:
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    title = words[:1].upper() + words[1:]
    # What YAML would not read as a plain text stands in quotes.
    is_plain = re.fullmatch(r"[A-Z][A-Za-z0-9 ]*[A-Za-z]", title) and title.lower() not in {"true", "false", "null"}
    return title if is_plain else '"' + re.sub(r'["\\\x00-\x1f]', "", title) + '"'


def _write(texts: dict[Path, str]) -> tuple[Path, ...]:
    there = [file for file in texts if os.path.lexists(file)]
    if there:
        raise AuthorError([Mistake(str(file), 0, 0, "", "is there already; choose another name") for file in there])
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    return tuple(texts)
