"""Scenes as authors may write them, with Manim's own means: what they show is checked all the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import VMobject
from numpy.typing import NDArray

from nowshowing.film.frames import ClaimShown, FrameValues, frames
from nowshowing.stage.claims import Claim
from nowshowing.trust.claims import displacement
from nowshowing.trust.findings import Finding
from nowshowing.trust.inspecting import inspect
from playing import DRAFT, clip_of

HEAD = '''"""An author's scene."""

import manim

from nowshowing.stage import LessonScene, Number, Params, Run, appear, beat
from nowshowing.stage.live import Live, stroke
from nowshowing.stage.paths import polyline


class OwnParams(Params):
    """Nothing to set."""


class Own(LessonScene):
    """An author's scene."""

    params: OwnParams

    @beat
    def only(self) -> None:
        """Something happens."""
'''


def inspected(tmp_path: Path, *lines: str) -> list[Finding]:
    """Return what is found in a scene whose beat has these lines."""
    return list(inspect(clip_of(written(tmp_path, *lines)), DRAFT).findings)


def written(tmp_path: Path, *lines: str) -> Path:
    """Return the file of a scene whose beat has these lines."""
    scene = tmp_path / "own.py"
    scene.write_text(HEAD + "".join(f"        {line}\n" for line in lines), encoding="utf-8")
    return scene


@pytest.mark.parametrize("made", ['manim.Text("slope = 7")', 'manim.MarkupText("<b>7</b>")', 'manim.Text("no digits")'])
def test_a_text_of_manims_own_is_found(tmp_path: Path, made: str) -> None:
    """What it shows may differ from what it was made from, and nobody says where its digits come from."""
    found = inspected(tmp_path, f"text = {made}", "self.play(manim.FadeIn(text, run_time=1.0))", "self.wait(1.0)")

    assert [finding.kind for finding in found] == ["text without a source"]


def test_texts_of_manims_own_keep_apart(tmp_path: Path) -> None:
    """They are texts like others: two of them over each other are found."""
    found = inspected(
        tmp_path, 'self.add(manim.Text("a text"), manim.Text("another text"))', "self.wait(1.0)"
    )  # fmt: skip

    assert "text on text" in {finding.kind for finding in found}


def test_a_number_that_follows_from_a_place_on_screen_is_never_old(tmp_path: Path) -> None:
    """Nobody takes note of who reads a place; so it is read anew on every frame."""
    scene = written(
        tmp_path,
        "x = self.tracker(0.0)",
        'line = Live(stroke(self.theme.role("curve")))',
        "line.draw = lambda: line.trace(0, polyline([(x.get_value() - 3, 0), (x.get_value() - 2, 0)]))",
        "line.draw()",
        "number = Number(lambda: float(line.get_center()[0]), 2, theme=self.theme).place(-3.0, 2.0)",
        "self.add(line, number)",
        "self.play(Run(x, 4.0, 1.0))",
        "self.wait(1.0)",
    )

    assert [(now.number, *shown(now)) for now in frames(clip_of(scene), DRAFT)] == [
        (now.number, middle(now), middle(now)) for now in frames(clip_of(scene), DRAFT)
    ]


def shown(now: FrameValues) -> tuple[float, float]:
    """Return the number on a frame as its outlines have it, and as it should read, both with two digits."""
    [number] = [text for text in now.texts if text.kind == "number"]
    return tuple(float(text.replace("−", "-")) for text in (number.source, number.wanted or ""))  # type: ignore[return-value]


def middle(now: FrameValues) -> float:
    """Return where the middle of the line is drawn, to two digits."""
    [line] = [shape.points for shape in now.frame.shapes if shape.line_opacity > 0]
    ends: NDArray[np.float64] = line[:, 0]
    return float(f"{(ends.min() + ends.max()) / 2:.2f}") + 0.0


def test_a_claim_that_measures_by_a_scale_of_nothing_cannot_be_stated() -> None:
    """Every error would do."""
    with pytest.raises(ValueError, match="would always hold: its scale is 0"):
        Claim("slope", VMobject(), lambda: 1.0, lambda: 2.0, 0.0)

    assert displacement(ClaimShown("slope", "line", 1.0, 2.0, float("nan"))) == np.inf


def test_numbers_that_only_the_scene_vouches_for_are_listed(tmp_path: Path) -> None:
    """No param and no published value is that; it is no fault, but nobody has checked it."""
    scene = written(
        tmp_path,
        "number = Number(lambda: 3.02, 2, theme=self.theme).place(-3.0, 2.0)",
        "self.add(number)",
        "self.wait(1.0)",
    )
    inspection = inspect(clip_of(scene), DRAFT)

    assert inspection.findings == ()
    assert [said for said in inspection.said if said.startswith("3.02 in ")] != []


def test_a_claim_about_what_is_empty_does_not_hold(tmp_path: Path) -> None:
    """It is found, where the object is seen; nothing breaks."""
    found = inspected(
        tmp_path,
        'line, empty = stroke(self.theme.role("curve")), stroke(self.theme.role("curve"))',
        "line.set_points(polyline([(-3, 0), (2, 0)]))",
        'self.claim("length", line, lambda: empty.points[:, 0].max(), lambda: 5.0)',
        "self.add(line)",
        "self.wait(1.0)",
    )

    assert [(finding.kind, finding.value) for finding in found] == [("claim", "length: drawn nan")]
