"""What a beat speaks of: it may not be scaffold, however it is declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowshowing import data_files
from nowshowing.stage.theme import read_theme
from nowshowing.trust.colours import contrast, from_hex
from nowshowing.trust.contrast import LINE
from nowshowing.trust.inspecting import inspect, inspect_part
from nowshowing.trust.joining import joined
from playing import QUICK, clip_of

SCENE = '''"""A faint line, and what comes with it."""

from typing import Annotated

from manim import VGroup

from nowshowing.maths.quantities import Param
from nowshowing.stage import LessonScene, Live, Params, Run, Words, appear, beat
from nowshowing.stage.claims import Claim
from nowshowing.stage.live import filled, stroke
from nowshowing.stage.motion import restore, step_back
from nowshowing.stage.paths import polyline, rectangle
from nowshowing.stage.sitting import sits_on
from nowshowing.stage.values import Tracker


class FaintParams(Params):
    far: float = 2.0
    """How long it is."""


class Faint(LessonScene):
    """A line that is declared to step back."""

    params: FaintParams
    values = {"far": Param("far")}

    def setup(self) -> None:
        """Draw them all."""
        far, theme = self.params.far, self.theme
        self.moved = Tracker(0.0)
        self.faint = stroke(theme.band, width=4).set_points(polyline([(0, 0), (far, 0)]))
        self.plain = stroke(theme.curve).set_points(polyline([(0, -1), (far, -1)]))
        self.text = Words("as long as that", "small", theme=theme).says_the_author().place(0.0, 1.0)
        self.area = filled(theme.band).set_points(rectangle(-0.3, 0.7, 3.3, 1.5, 0.1))
        self.sliding = Live(stroke(theme.curve), draw=self.draw_sliding)

    def draw_sliding(self) -> None:
        """Draw a line where the tracker is."""
        x = float(self.moved.get_value())
        self.sliding.trace(0, polyline([(x, -1), (x + 2, -1)]))

    def long(self, line) -> None:
        """Claim a line's length."""
        self.claim("length", line, lambda: line.points[-1, 0] - line.points[0, 0], lambda: self.params.far)

    @beat(publishes=("far",))
    def first(self) -> None:
        """What is looked at."""
        {body}

    @beat
    def second(self) -> None:
        """Something else."""
        self.play(step_back(self.heading, 0.0))
        self.wait(1.0)
'''


def found(folder: Path, *lines: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what the certificate says about the looks of a scene whose first beat has these lines."""
    file = folder / f"faint_{len(list(folder.iterdir()))}.py"
    file.write_text(SCENE.replace("{body}", "\n        ".join(lines)), encoding="utf-8")
    clip, profile = clip_of(file), QUICK.model_copy(update={"frame_rate": 8})
    parts = [inspect_part(clip, profile, lambda place, part=part: place % 2 == part) for part in (0, 1)]  # type: ignore[misc]
    findings = inspect(clip, profile).findings
    assert joined(clip, parts).findings == findings, "also where the beat is inspected in parts"
    return [(finding.beat, finding.kind, finding.objects) for finding in findings if finding.kind.startswith("faint")]


FAINT = ("first", "faint subject", ("faint",))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["self.play(appear(self.faint))", "self.wait(1.0)"], [FAINT]),
        (["self.play(appear(self.faint))"], [FAINT]),
        (["self.play(appear(self.faint))", "self.wait(1.0)", "self.play(appear(self.plain))"], [FAINT]),
        (["self.play(appear(self.faint), appear(self.plain))", "self.wait(1.0)"], []),
        (["self.play(appear(self.faint), appear(self.text))", "self.wait(1.0)"], []),
        (["self.play(appear(self.area))", "self.wait(1.0)"], [("first", "faint subject", ("area",))]),
        (["sits_on(self.text, self.area)", "self.play(appear(self.text))", "self.play(appear(self.area))"], []),
    ],
)  # fmt: skip
def test_what_comes_alone_is_spoken_of(
    tmp_path: Path, lines: list[str], expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """Until its beat ends, and not where something comes along that does not step back."""
    assert found(tmp_path, *lines) == expected


def test_what_moves_alone_is_spoken_of(tmp_path: Path) -> None:
    """Though it was shown in full before it stepped back."""
    lines = ["self.play(appear(self.sliding))", "self.wait(1.0)", "self.play(step_back(self.sliding, 0.3))"]

    assert found(tmp_path, *lines, "self.wait(1.0)") == []
    assert found(tmp_path, *lines, "self.play(Run(self.moved, 1.0))", "self.wait(1.0)") == [
        ("first", "faint subject", ("sliding[0]",))
    ]


def test_what_stands_for_a_published_value_is_spoken_of(tmp_path: Path) -> None:
    """Unless something in full view stands for it too, or it stands for another value."""
    show = ["self.play(appear(self.faint), appear(self.plain))", "self.wait(1.0)"]
    other = 'self.claim("place", self.faint, lambda: self.faint.points[0, 0] + 1, lambda: 1.0)'

    assert found(tmp_path, "self.long(self.faint)", *show) == [FAINT]
    assert found(tmp_path, "self.long(self.faint)", "self.long(self.plain)", *show) == []
    assert found(tmp_path, other, *show) == []


def test_texts_never_step_back_to_be_hard_to_read(tmp_path: Path) -> None:
    """They are wholly there, or wholly gone, or can be read."""
    lines = ["self.play(appear(self.text))", "self.wait(1.0)", "self.play(step_back(self.text, 0.4))", "self.wait(1.0)"]

    assert found(tmp_path, *lines)[:1] == [("first", "faint text", ("text",))]
    assert found(tmp_path, *lines[:2], "self.play(step_back(self.text, 0.0))", "self.wait(1.0)") == []


@pytest.mark.parametrize("name", sorted(file.stem for file in data_files.themes().glob("*.yaml")))
def test_the_lines_that_step_back_may_be_spoken_of(name: str) -> None:
    """In every theme they have what any line needs."""
    theme = read_theme(name)
    for role in (theme.scaffold, theme.ghost):
        assert float(contrast(from_hex(role.color), from_hex(theme.background))) >= LINE
