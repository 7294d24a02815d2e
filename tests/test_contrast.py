"""Colours as they are seen, by everyone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import CapStyleType, LineJointType

from nowshowing import data_files
from nowshowing.film.display import Frame, Shape
from nowshowing.film.frames import FrameValues
from nowshowing.stage.paths import Points, diamond, disc, rectangle, ring
from nowshowing.stage.theme import read_theme
from nowshowing.trust.colours import contrast, difference, from_hex, over
from nowshowing.trust.contrast import LINE, SCAFFOLD, TEXT, ContrastCheck
from nowshowing.trust.inspecting import inspect
from nowshowing.trust.roles import SCAFFOLDING, Drawn, alike
from playing import QUICK, clip_of

THEMES = sorted(file.stem for file in data_files.themes().glob("*.yaml"))
TEAL, PINK = (0.18, 0.77, 0.71), (1.0, 0.48, 0.6)
LINES = ("ink", "muted", "curve", "secant", "tangent", "gap", "rise")


@pytest.mark.parametrize(
    ("a", "b", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)]
)
def test_contrast_is_that_of_wcag(a: str, b: str, ratio: float) -> None:
    """Values from the reference tables, in either order."""
    assert float(contrast(from_hex(a), from_hex(b))) == pytest.approx(ratio, abs=0.01)
    assert float(contrast(from_hex(b), from_hex(a))) == pytest.approx(ratio, abs=0.01)


def test_what_is_translucent_lets_the_ground_through() -> None:
    """Half of white over black is middle grey."""
    assert over([0, 0, 0], [1, 1, 1, 0.5]).tolist() == [0.5, 0.5, 0.5]


def test_red_and_green_meet_for_deuteranopes() -> None:
    """Colours that differ in what they do not see are closer than for protanopes' other pair of blue and yellow."""
    red_green = difference(from_hex("#b35900"), from_hex("#6b8000"), "deuteranopia")
    blue_yellow = difference(from_hex("#0000ff"), from_hex("#ffff00"), "deuteranopia")

    assert red_green < 0.08 < blue_yellow


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_s_roles_stand_out_from_its_ground_and_its_bands(name: str) -> None:
    """Text 4.5, also on bands; lines 3; what steps back 1.3."""
    theme = read_theme(name)
    ground, band = from_hex(theme.background), from_hex(theme.band.color)
    for role, look in theme.roles.items():
        on_ground, on_band = (float(contrast(from_hex(look.color), behind)) for behind in (ground, band))
        least = SCAFFOLD if role in SCAFFOLDING else TEXT
        assert on_ground >= least, role
        assert role in SCAFFOLDING or on_band >= max(TEXT, LINE), role


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_s_lines_stay_apart_for_every_eye(name: str) -> None:
    """In grey and with fewer hues: by lightness, dash or width."""
    theme = read_theme(name)
    drawn = [
        Drawn(
            role, tuple(from_hex(theme.role(role).color).tolist()), theme.role(role).width, bool(theme.role(role).dash)
        )
        for role in LINES
    ]

    assert [(fault.objects, fault.value) for fault in alike(drawn)] == []


def test_two_hues_of_one_lightness_and_width_are_alike() -> None:
    """And are not where one is dashed, or much wider."""
    a, b = Drawn("gap", TEAL, 5.0), Drawn("rise", PINK, 5.0)

    assert [fault.objects for fault in alike((a, b))] == [("gap", "rise")]
    assert not list(alike((a, b._replace(is_dashed=True))))
    assert not list(alike((a, b._replace(width=3.5))))


def filled_shape(owner: str, points: Points, role: str, colour: tuple[float, ...]) -> Shape:
    """Return what a role fills with its colour."""
    fill, line = np.array([[*colour, 1.0]]), np.zeros((1, 4))
    look = (fill, line, 0.0, LineJointType.ROUND, CapStyleType.ROUND, 0.0)
    return Shape(owner, points[:, :2], *look, role=role)


@pytest.mark.parametrize(
    ("role", "points", "colour", "same"),
    [
        ("rise", disc((2, 1), 0.1), PINK, True),
        ("rise", disc((2, 1), 0.07), PINK, False),
        ("rise", diamond((2, 1), 0.1), PINK, False),
        ("rise", ring((2, 1), 0.1), PINK, False),
        ("gap", disc((2, 1), 0.1), PINK, False),
        ("band", disc((2, 1), 0.1), TEAL, False),
        ("ink", disc((2, 1), 0.1), (1.0, 1.0, 1.0), False),
        ("ink", disc((2, 1), 0.1), TEAL, True),
    ],
)
def test_marks_of_two_roles_differ_in_form_size_or_lightness(
    role: str, points: Points, colour: tuple[float, ...], same: bool
) -> None:
    """A disc beside another mark, both at rest."""
    first = filled_shape("first", disc((0, 0), 0.1), "gap", TEAL)
    other = filled_shape("other", points, role, colour)

    faults = ContrastCheck(clip_of("secant_to_tangent"), QUICK).look(
        FrameValues(0, 5, "beat", Frame("#10141f", (first, other)), (), (), False)
    )

    assert any(fault.kind == "roles look alike" for fault in faults) is same


ON_A_MARK = '''"""A line that passes over a mark."""

from nowshowing.stage import LessonScene, Live, Params, Run, beat
from nowshowing.stage.live import filled, stroke
from nowshowing.stage.paths import disc, polyline
from nowshowing.stage.values import Tracker


class PassingParams(Params):
    to: float = 2.0
    """How far it goes."""


class Passing(LessonScene):
    """A short line of the colour of a mark moves over it."""

    params: PassingParams

    @beat
    def pass_over(self) -> None:
        """From left to right."""
        self.x = Tracker(-1.0)
        self.mark = filled(self.theme.secant).set_points(disc((0.0, 0.0), 0.2))
        self.line = Live(stroke(self.theme.secant), draw=self.draw_line)
        self.line.draw()
        self.add(self.mark, self.line)
        self.wait(0.5)
        self.play(Run(self.x, self.params.to, 1.0))
        self.wait(0.5)

    def draw_line(self) -> None:
        """Draw it where the tracker is."""
        x = float(self.x.get_value())
        self.line.trace(0, polyline([(x - 0.1, 0), (x + 0.1, 0)]))
'''


@pytest.mark.parametrize(("to", "found"), [(2.0, []), (0.0, ["faint line"])])
def test_a_line_may_pass_over_a_mark_and_not_rest_on_it(tmp_path: Path, to: float, found: list[str]) -> None:
    """Contrast is judged at rest."""
    file = tmp_path / "passing.py"
    file.write_text(ON_A_MARK, encoding="utf-8")

    findings = inspect(clip_of(file, {"to": to}), QUICK).findings
    assert [finding.kind for finding in findings if finding.kind != "small text"] == found


@pytest.mark.parametrize(("veils", "found"), [(0, False), (2, False), (8, True)])
def test_what_many_veils_hide_together_is_found(veils: int, found: bool) -> None:
    """Each of them so faint that it covers nothing by itself."""
    mark = filled_shape("mark", disc((0, 0), 0.2), "gap", TEAL)
    covers = [filled_shape(f"veil[{k}]", rectangle(-3, -3, 3, 3), "band", (0.06, 0.08, 0.12)) for k in range(veils)]
    for cover in covers:
        cover.fill[0, 3] = 0.14

    faults = ContrastCheck(clip_of("secant_to_tangent"), QUICK).look(
        FrameValues(0, 5, "beat", Frame("#10141f", (mark, *covers)), (), (), False)
    )

    assert any(fault.objects == ("mark",) and fault.kind == "faint line" for fault in faults) is found
