"""Sweeps: params at random, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nowshowing import data_files
from nowshowing.batch.library import scene_index
from nowshowing.cli import main
from nowshowing.maths.expression import Expression
from nowshowing.spec.params_model import ParamsChecker
from nowshowing.trust.draws import draw, reason, simpler

SCENES = sorted(file.stem for file in data_files.scenes().glob("[!_]*.py"))


@pytest.mark.parametrize("name", SCENES)
def test_draws_are_accepted_differ_and_come_again(name: str) -> None:
    """Each is sound, no two are the same, and a seed gives the same ones again."""
    scene = scene_index(())
    info = scene.scenes[name]

    first, again, other = (draw(info, 6, seed).accepted for seed in (1, 1, 2))

    assert first == again != other
    assert len({repr(params) for params in first}) == 6
    assert [ParamsChecker(info).check(params).problems for params in first] == [()] * 6


def test_what_is_refused_is_counted_by_reason() -> None:
    """Numbers and names that differ from draw to draw are left out."""
    assert reason('no derivative at x = −2.5, where "|x + 2.5|" has a corner; move it') == (
        'no derivative at x = #, where "…" has a corner'
    )


def test_simpler_params_differ_in_one() -> None:
    """Towards the default, shorter, rounder; the default itself has none."""
    info = scene_index(()).scenes["secant_to_tangent"]
    default = {param.name: param.default for param in info.params}
    odd = {**default, "function": "sin(x)", "gaps": [1.23, 0.5]}

    assert simpler(default, info) == []
    assert all(sum(one[name] != odd[name] for name in odd) == 1 for one in simpler(odd, info))
    assert all(Expression(one["function"]) for one in simpler(odd, info))


OVERLAPPING = '''"""Two words in one place."""

from manim import VGroup

from nowshowing.stage import LessonScene, Params, Words, appear, beat


class OverlappingParams(Params):
    far: float = 0.0
    """How far apart."""


class Overlapping(LessonScene):
    """Two words that meet unless they are far apart."""

    params: OverlappingParams

    @beat
    def meet(self) -> None:
        """Both words."""
        self.one = Words("one", theme=self.theme).says_the_author().place(-2.0, 0.0)
        far = min(6.0, abs(self.params.far))
        self.other = Words("other", theme=self.theme).says_the_author().place(far - 2.0, 0.0)
        self.play(appear(VGroup(self.one, self.other)))
        self.wait(1.0)
'''


def test_a_sweep_finds_the_smallest_that_fails(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As a lesson's entry that can be tried."""
    (tmp_path / "overlapping.py").write_text(OVERLAPPING, encoding="utf-8")

    assert main(["certify", "--sweep", "overlapping", "--scenes", str(tmp_path), "--count", "6", "--seed", "3"]) == 1

    out = capfd.readouterr().out
    snippet = out.partition("the smallest that fails:\n")[2].partition("\n{")[0]
    assert yaml.safe_load(snippet) == {"clips": [{"id": "smallest", "scene": "overlapping", "params": {"far": 0.0}}]}
    assert "text on text: one and other: overlap" in out
