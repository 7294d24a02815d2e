"""A clip inspected in parts: joined, they say what its inspection as a whole says, to the letter."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nowshowing import data_files
from nowshowing.batch import certifying
from nowshowing.batch.planning import LessonPlan
from nowshowing.cli import main
from nowshowing.film.display import Frame
from nowshowing.film.frames import frames
from nowshowing.film.playing import play
from nowshowing.film.selection import Shots
from nowshowing.spec.lesson import Clip, Lesson
from nowshowing.spec.profiles import Profile
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.certificate import Inspection
from nowshowing.trust.findings import Fault, Lasting, Merger
from nowshowing.trust.inspecting import inspect, inspect_part
from nowshowing.trust.joining import joined
from planted_looks import LOOKS
from planting import grow
from playing import DRAFT, QUICK, clip_of, frames_of

SLOW = QUICK.model_copy(update={"frame_rate": 3})
FINE = QUICK.model_copy(update={"frame_rate": 30})

SCENE = '''"""Much is wrong here, from one beat into the next."""

from nowshowing.stage import LessonScene, Live, Params, Run, Words, appear, beat, leave
from nowshowing.stage.live import filled
from nowshowing.stage.paths import rectangle
from nowshowing.stage.values import Tracker


class WrongParams(Params):
    """Nothing to set."""


class Wrong(LessonScene):
    """Texts that collide, flash, stand still, and leave too soon."""

    params: WrongParams

    def setup(self) -> None:
        """Make all of it."""
        theme = self.theme
        self.ticks, self.spot = Tracker(0.0), Tracker(-2.9)
        self.typed = Words("4711", "body", theme=theme).place(-5.0, 2.0)
        self.note = Words("a note that is much too long to be read by anyone", "small", theme=theme)
        self.note.says_the_author().place(0.0, 2.0)
        self.light = Live(filled(theme.role("ink")), draw=self.draw_light)
        self.block = Live(filled(theme.role("curve")), draw=self.draw_block)

    def draw_light(self) -> None:
        """Cover much of the frame on every second frame."""
        size = 2.5 if round(self.ticks.get_value()) % 2 else 0.1
        self.light.trace(0, rectangle(-size * 2, -size, size * 2, size, 0.05))

    def draw_block(self) -> None:
        """Stand where the tracker says."""
        x = float(self.spot.get_value())
        self.block.trace(0, rectangle(x - 2.0, 1.8, x, 2.4, 0.05))

    @beat
    def first(self) -> None:
        """It begins."""
        self.play(appear(self.typed))
        self.add(self.light)
        self.play(Run(self.ticks, 5.0, 5 / 30, rate_func=lambda t: t))
        self.play(appear(self.note, 2 / 30))

    @beat
    def second(self) -> None:
        """It goes on."""
        self.play(Run(self.ticks, 10.0, 5 / 30, rate_func=lambda t: t))
        self.play(leave(self.note, 2 / 30))
        self.add(self.block)
        self.play(Run(self.spot, -3.4, 0.5))
        self.wait(7.0)

    @beat
    def third(self) -> None:
        """And on."""
        self.wait(7.0)
        self.play(Run(self.spot, -3.9, 0.5))
        {last}
'''


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A scene with defects that last from beat to beat."""
    file = tmp_path / "wrong.py"
    file.write_text(SCENE.replace("{last}", "self.wait(1.0)"), encoding="utf-8")
    return file


def in_parts(clip: Clip, profile: Profile, of: int, opened: Callable[[LessonScene], None] | None = None) -> Inspection:
    """Return a clip's inspection by several processes that have every n-th shot, each sent as from a worker."""
    parts = [inspect_part(clip, profile, lambda place, part=part: place % of == part, opened) for part in range(of)]
    return joined(clip, pickle.loads(pickle.dumps(parts)))


def shots_of(clip: Clip, profile: Profile) -> list[range]:
    """Return the frames of each shot."""
    rests: list[int] = []
    opened: list[LessonScene] = []

    def take(_: Frame, repeat: int) -> None:
        renderer: Any = opened[0].renderer
        if renderer.shot == len(rests):
            rests.append(0)
        rests[-1] = renderer.present + repeat

    play(clip, profile, take, opened=opened.append)
    return [range(first, stop) for first, stop in pairwise((0, *rests))]


def seams(clip: Clip, profile: Profile) -> list[int]:
    """Return the first frame of each shot but the first."""
    return [shot.start for shot in shots_of(clip, profile)[1:]]


@pytest.mark.parametrize("scene", sorted(file.stem for file in data_files.scenes().glob("[!_]*.py")))
def test_every_scene_is_inspected_alike_in_parts(scene: str) -> None:
    """Findings (in so small a picture all texts are found), frames, counts, and what the author says."""
    clip = clip_of(scene)
    whole = inspect(clip, SLOW)

    assert whole.findings
    assert min(whole.counts[what] for what in ("frames", "claims", "texts", "orders", "pairs")) > 0
    assert (joins := in_parts(clip, SLOW, 2)) == whole
    assert list(joins.counts) == list(whole.counts)


@pytest.mark.parametrize("of", [2, 3, 5])
def test_what_lasts_across_a_seam_is_found_once(wrong: Path, of: int) -> None:
    """What is there from a part into the next, flashes, stands still, and leaves too soon; with its worst frame."""
    clip = clip_of(wrong)
    whole = inspect(clip, FINE)

    assert in_parts(clip, FINE, of) == whole
    across = {
        finding.kind for finding in whole.findings for seam in seams(clip, FINE) if finding.first < seam <= finding.last
    }
    assert across >= {"number without a source", "flashes", "nothing moves", "gone before it is read"}
    [covered] = [finding for finding in whole.findings if finding.objects == ("typed", "block[0]")]
    assert covered.first < seams(clip, FINE)[1] <= covered.last


def test_planted_defects_are_found_alike_in_parts() -> None:
    """Those that are there when one shot ends and the next begins."""
    clip = clip_of("secant_to_tangent", {"gaps": [1.0]})
    seam = seams(clip, DRAFT)[2]
    still = next(now for now in frames(clip, DRAFT) if now.number + now.repeat == seam)
    window = still.number, seam + 4
    names = ("name on the heading", "small heading", "dark curve", "thin axis", "edge over the margin")
    planted = [defect for defect in LOOKS if defect.name in names]
    windows = {defect.name: window for defect in planted}

    def opened(scene: LessonScene) -> None:
        grow(scene, planted, windows)

    whole = inspect(clip, DRAFT, opened)

    assert in_parts(clip, DRAFT, 2, opened) == whole
    assert {finding.kind for finding in whole.findings if (finding.first, finding.last) == window} >= {
        defect.kind for defect in planted
    }


@pytest.mark.parametrize("mine", [{0}, {1}, {2}, {0, 2}, {0, 1}, {1, 2, 3}, set(), {0, 1, 2, 3}])
def test_chosen_shots_come_whole_with_what_is_beside_them(wrong: Path, mine: set[int]) -> None:
    """The rest before, the frame after; a rest comes once; all is as when the whole is evaluated."""
    clip = clip_of(wrong)
    timeline, shown = frames_of(clip, FINE)
    shots = shots_of(clip, FINE)
    asked: list[int] = []
    taken: list[tuple[int, Frame, int]] = []
    opened: list[LessonScene] = []

    def chooses(place: int) -> bool:
        asked.append(place)
        return place in mine

    def take(frame: Frame, repeat: int) -> None:
        renderer: Any = opened[0].renderer
        taken.append((renderer.present, frame, repeat))

    selection = Shots(chooses)
    played = play(clip, FINE, take, selection, opened.append)

    numbers = [number + k for number, _, repeat in taken for k in range(repeat)]
    inside = {number for place in mine for number in shots[place]}
    before = {shots[place].start - 1 for place in mine - {0}}
    after = {shots[place].stop for place in mine} - {timeline.frames}
    assert played == timeline
    assert asked == list(range(len(shots) + 1))
    assert selection.chosen == mine
    assert numbers == sorted(set(numbers))
    assert inside | before | after <= set(numbers)
    rests = {number for place in mine - {0} for number in shots[place - 1]}
    assert set(numbers) <= inside | after | rests
    for number, frame, _ in taken:
        expected = shown[number].shapes
        assert [shape.owner for shape in frame.shapes] == [shape.owner for shape in expected]
        assert all(a.same_look(b) for a, b in zip(frame.shapes, expected, strict=True))


def test_what_was_not_inspected_is_no_certificate(wrong: Path) -> None:
    """A shot that nobody took, for whatever reason, is told."""
    clip = clip_of(wrong)

    with pytest.raises(RuntimeError, match=r"of \d+ frames were inspected"):
        joined(clip, [inspect_part(clip, SLOW, lambda place: place != 1)])


def test_what_lasts_is_taken_up_with_its_worst() -> None:
    """From one merger into the next: the first of the worst counts, and rounding does not make a fault worse."""
    merger = Merger(clip_of("secant_to_tangent"))

    def lasting(first: int, last: int, excess: float) -> Lasting:
        return Lasting(Fault("claim", ("a",), str(excess), "", "", excess), "curve", first, last, first)

    merger.take_up([lasting(0, 2, 0.1), lasting(5, 9, 0.3)])
    merger.take_up([lasting(10, 12, 0.3 + 1e-15), lasting(14, 15, 0.4)])
    merger.take_up([lasting(16, 20, 0.5)])

    assert [(one.first, one.last, one.worst, one.fault.value) for one in merger.found()] == [
        (0, 2, 0, "0.1"), (5, 12, 5, "0.3"), (14, 20, 16, "0.5"),
    ]  # fmt: skip


LESSON = """
title: Wrong
slot: wrong
clips:
  - {id: one, scene: wrong}
"""


def certified(capfd: pytest.CaptureFixture[str], lesson: Path, *options: str) -> tuple[int, str, str]:
    """Return the exit code of certify, and what it says."""
    code = main(["certify", str(lesson), "--scenes", str(lesson.parent), "--profile", "draft", *options])
    told = capfd.readouterr()
    return code, told.out, told.err


def test_certify_says_the_same_with_any_number_of_processes(wrong: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Of one clip, in one process or in parts; what is found is drawn from what the parts found together."""
    lesson = wrong.with_name("lesson.yaml")
    lesson.write_text(LESSON, encoding="utf-8")
    crops = wrong.parent / "crops"

    alone = certified(capfd, lesson, "--jobs", "1", "--json")
    shared = certified(capfd, lesson, "--jobs", "3", "--json", "--crops", str(crops))

    assert alone[:2] == shared[:2]
    assert (alone[0], shared[1].count("\n")) == (1, 1)
    assert shared[2].startswith("1 clips, ")
    assert len(list((crops / "wrong").glob("one-*.png"))) == len(json.loads(shared[1])["findings"])


def test_a_scene_that_fails_in_the_middle_is_told_once(wrong: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """However many processes met it; and another clip is certified all the same."""
    wrong.with_name("broken.py").write_text(
        SCENE.replace("Wrong", "Broken").replace("{last}", "raise RuntimeError('no more')"), encoding="utf-8"
    )
    lesson = wrong.with_name("lesson.yaml")
    lesson.write_text(LESSON + "  - {id: two, scene: broken}\n", encoding="utf-8")

    code, out, err = certified(capfd, lesson, "--jobs", "3", "--json")

    assert code == 1
    assert [json.loads(line)["job"] for line in out.splitlines()] == ["wrong/one"]
    assert err.count("wrong/two: failed: ") == err.count("Traceback") == 1
    assert "broken.py:" in err


@pytest.mark.parametrize(
    ("clips", "at_once", "parts"), [(1, 1, 1), (1, 2, 2), (1, 64, 8), (3, 2, 1), (3, 3, 1), (3, 8, 3), (0, 4, 0)]
)
def test_clips_are_shared_where_cores_would_idle(
    clips: int, at_once: int, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In as many parts as it takes, and no more than are of use."""
    begun: list[Any] = []

    def work(jobs: list[Any], *_: Any) -> Iterator[Any]:
        begun.extend(jobs)
        return iter(())

    monkeypatch.setattr(certifying, "work", work)
    some = tuple(clip_of("secant_to_tangent") for _ in range(clips))

    certifying.certify([LessonPlan(Lesson("a.yaml", "", "A", "a", some), QUICK, some)], at_once, False, None)

    assert len(begun) == clips * parts
    assert len({job.log for job in begun}) == clips * parts, "clips of one name share nothing"
