"""Colours by role: readable on their background, and apart without colour."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from manim import ManimColor

from nowshowing import data_files
from nowshowing.stage.theme import Role, read_theme

THEMES = sorted(file.stem for file in data_files.themes().glob("*.yaml"))
LINES = ("curve", "secant", "tangent", "gap", "rise", "ink", "muted")
WRITTEN = ("ink", "muted", "curve", "secant", "tangent", "gap", "rise", "keyword", "string", "number", "comment")
each_theme = pytest.mark.parametrize("name", THEMES)


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    rgb = np.array(ManimColor(color).to_rgb())
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21; the ratio does not depend on the order."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@each_theme
def test_what_is_read_stands_out(name: str) -> None:
    """Text in each role has 4.5:1 against the background and against a band."""
    theme = read_theme(name)

    for role in WRITTEN:
        for behind in (theme.background, theme.band.color):
            assert contrast(theme.role(role).color, behind) >= 4.5, (role, behind)


@each_theme
def test_scaffold_is_seen_and_no_more(name: str) -> None:
    """Scaffold has at least 1.3:1, and less than any line that means something."""
    theme = read_theme(name)
    meaning = min(contrast(theme.role(role).color, theme.background) for role in LINES)

    for role in ("scaffold", "ghost"):
        assert 1.3 <= contrast(theme.role(role).color, theme.background) < meaning


@each_theme
def test_roles_differ_without_colour(name: str) -> None:
    """Two roles of lines that meet differ in grey, width or dash."""
    theme = read_theme(name)

    def look(role: Role) -> tuple[float, float, bool]:
        return luminance(role.color), role.width, role.dash is not None

    for one, other in combinations(("curve", "secant", "tangent", "ghost", "scaffold"), 2):
        a, b = look(theme.role(one)), look(theme.role(other))
        assert abs(a[0] - b[0]) > 0.05 or abs(a[1] - b[1]) >= 0.5 or a[2] != b[2], (one, other)


def test_all_themes_have_the_same_roles() -> None:
    """A scene may name any role in any theme."""
    assert len({frozenset(read_theme(name).roles) for name in THEMES}) == 1


def test_a_role_that_does_not_exist_is_an_attribute_error() -> None:
    """A misspelt role is found where it is used."""
    with pytest.raises(AttributeError, match="no role 'secnat'"):
        _ = read_theme("midnight").secnat


def test_a_theme_file_is_all_there_is(tmp_path: Path) -> None:
    """The three themes of the design exist."""
    assert {"midnight", "paper", "contrast"} <= set(THEMES)
