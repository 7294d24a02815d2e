"""Sweeps: params at random, and what is said about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from nowshowing import data_files
from nowshowing.batch.library import scene_index
from nowshowing.cli import main
from nowshowing.maths.constraints import CONSTRAINTS
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


def test_constraints_say_what_they_are_about() -> None:
    """What is not said to be about the mathematics counts as a refusal for the picture."""
    about = {name: kind.about for name, kind in CONSTRAINTS.items()}

    assert set(about.values()) == {"mathematics", "picture"}
    assert about["InDomain"] == about["DifferentiableAt"] == about["ChainDifferentiableAt"] == "mathematics"
    assert about["Moderate"] == about["TellApart"] == about["NudgeShown"] == "picture"


def test_refusals_for_the_picture_are_a_share_of_what_is_fine(tmp_path: Path) -> None:
    """A draw that the mathematics refuses, or that is out of its own bounds, is not counted among those."""
    (tmp_path / "refusing.py").write_text(REFUSING, encoding="utf-8")
    info = scene_index([tmp_path]).scenes["refusing"]

    draws = draw(info, 20, 5)

    mathematics, picture = ParamsChecker(info, "mathematics"), ParamsChecker(info)
    assert draws.unfit.total() == 0
    assert set(draws.refused) == {"at: # is not allowed"}
    assert draws.not_shown.total() > 0
    assert {reason.partition(":")[0] for reason in draws.not_shown} == {"many"}
    assert not mathematics.check({"at": 1.0, "many": [1.1, 1.2]}).problems
    assert picture.check({"at": 1.0, "many": [1.1, 1.2]}).problems


REFUSING = '''"""A scene that refuses some params."""

from typing import Annotated

from annotated_types import Ge, Le, Len

from nowshowing.maths.constraints import NonZero, TellApart
from nowshowing.stage import LessonScene, Params, beat


class RefusingParams(Params):
    at: Annotated[float, Ge(-2), Le(2), NonZero()] = 1.0
    """Where."""

    many: Annotated[list[Annotated[float, Ge(-60), Le(60)]], Len(2, 4), TellApart(0)] = [1.0, 2.0]
    """What must be told apart."""


class Refusing(LessonScene):
    """Nothing much."""

    params: RefusingParams

    @beat
    def stand(self) -> None:
        """Nothing moves."""
        self.wait(1.0)
'''


def test_a_sweep_tells_its_look_and_its_refusals(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Aspect and theme are part of what fails; the numbers are there for machines too."""
    (tmp_path / "overlapping.py").write_text(OVERLAPPING, encoding="utf-8")
    (tmp_path / "refusing.py").write_text(REFUSING, encoding="utf-8")
    ask = ["certify", "--scenes", str(tmp_path), "--seed", "3", "--count", "3", "--aspect", "1:1", "--theme", "paper"]

    assert main([*ask, "--sweep", "overlapping"]) == 1
    out = capfd.readouterr().out
    snippet = yaml.safe_load(out.partition("the smallest that fails:\n")[2].partition("\n{")[0])
    assert (snippet["aspect"], snippet["theme"]) == ("1:1", "paper")

    assert main([*ask, "--sweep", "refusing", "--json"]) == 0
    facts = json.loads(capfd.readouterr().out.splitlines()[0])
    refused = sum(facts["refused"]["picture"].values())
    assert (facts["aspect"], facts["theme"], facts["accepted"]) == ("1:1", "paper", 3)
    assert facts["fine"] == 3 + refused
    assert facts["refused_share"] == pytest.approx(refused / facts["fine"])

    assert main([*ask, "--sweep", "refusing", "--theme", "papr"]) == 2
    assert main(["certify", "lesson.yaml", "--aspect", "1:1"]) == 2
