"""Texts sit on what they declare, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowshowing.trust.inspecting import inspect
from playing import QUICK, clip_of

SCENE = '''"""A text, a line and a band."""

from manim import VGroup

from nowshowing.stage import LessonScene, Params, Words, beat
from nowshowing.stage.live import filled, stroke
from nowshowing.stage.paths import polyline, rectangle
from nowshowing.stage.sitting import sits_on


class LyingParams(Params):
    pass


class Lying(LessonScene):
    """A text that lies on something."""

    params: LyingParams

    @beat
    def first(self) -> None:
        """All of it."""
        self.text = Words("on its ground", "small", theme=self.theme).says_the_author().place(0.0, 0.0)
        self.line = stroke(self.theme.curve).set_points(polyline([(-1, 0.05), (4, 0.05)]))
        self.band = filled(self.theme.band).set_points(rectangle(-0.5, -0.5, 3.5, 0.7, 0.1))
        {body}
        self.wait(2.0)
'''


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ("self.add(self.line, self.text)", ["text on line"]),
        ("self.add(self.line, sits_on(self.text, self.line))", []),
        ("self.add(self.band, self.text)", ["text on shape"]),
        ("self.add(self.band, sits_on(self.text, self.band))", []),
        ("self.add(self.band, sits_on(VGroup(self.text), self.band))", []),
        ("self.add(self.line, self.band, sits_on(self.text, self.band))", []),
        ("self.add(self.band, self.line, sits_on(self.text, self.band))", ["text on line"]),
        ("self.add(sits_on(self.text, self.band), self.band)", ["text covered"]),
        ("self.add(sits_on(self.text, self.line), self.line)", ["text on line"]),
    ],
)
def test_what_a_text_lies_on_is_declared(tmp_path: Path, lines: str, kinds: list[str]) -> None:
    """Lines and shapes, faint ones too; what lies over it is no ground, and what a ground hides is not met."""
    file = tmp_path / "lying.py"
    file.write_text(SCENE.replace("{body}", lines), encoding="utf-8")

    found = [finding.kind for finding in inspect(clip_of(file), QUICK).findings]
    assert [kind for kind in found if kind != "small text"] == kinds
