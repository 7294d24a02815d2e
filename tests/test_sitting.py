"""Texts sit on what they declare, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowshowing.trust.inspecting import inspect
from playing import QUICK, clip_of

SCENE = '''"""A text, a line and a band."""

from manim import VGroup

from nowshowing.stage import LessonScene, Params, Words, appear, beat, leave
from nowshowing.stage.live import filled, stroke
from nowshowing.stage.motion import step_back
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
        self.other = Words("another ground", "small", theme=self.theme).says_the_author().place(0.1, 0.0)
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


def found(folder: Path, *lines: str) -> list[tuple[str, int]]:
    """Return what is found of layout in the scene with these lines, and for how many frames."""
    file = folder / f"lying_{len(list(folder.iterdir()))}.py"
    file.write_text(SCENE.replace("{body}", "\n        ".join(lines)), encoding="utf-8")
    findings = inspect(clip_of(file), QUICK.model_copy(update={"frame_rate": 10})).findings
    return [
        (finding.kind, finding.last - finding.first + 1) for finding in findings if finding.kind.startswith("text on")
    ]


@pytest.mark.parametrize(("presence", "kinds"), [(0.14, []), (0.16, ["text on text"])])
def test_overlap_counts_from_an_opacity_on(tmp_path: Path, presence: float, kinds: list[str]) -> None:
    """What is fainter is not there yet, or not any more."""
    kept = f"self.play(step_back(self.other, {presence}))", "self.play(appear(self.text))", "self.wait(1.0)"

    assert [kind for kind, _ in found(tmp_path, "self.add(self.other)", *kept)] == kinds


def test_a_text_may_turn_into_another(tmp_path: Path) -> None:
    """While one goes and the other comes in its place they are one; two that stay are not."""
    one, turn = "self.add(self.text)", "self.play(leave(self.text, 0.6), appear(self.other, 0.6))"
    both = "self.play(appear(self.other))"

    assert found(tmp_path, one, "self.wait(1.0)", turn) == []
    [(kind, frames)] = found(tmp_path, one, "self.wait(1.0)", both)
    assert kind == "text on text"
    assert frames >= 25
