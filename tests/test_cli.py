"""The verbs: what they print, their exit codes, what they leave behind and what they import."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent

LESSON = """\
title: Slope at a point
slot: slope
clips:
  - id: chord
    scene: secant_to_tangent
    params: {function: x^2, at: 2, gaps: [1]}
"""


@dataclass
class Place:
    """A folder with a lesson, and the command line run in it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def lesson(self, text: str = LESSON, name: str = "slope.yaml") -> Path:
        """Write a lesson."""
        file = self.folder / name
        file.write_text(text)
        return file

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Start nowshowing."""
        command = [sys.executable, "-m", "nowshowing.cli", *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, **self.environment},
        )  # fmt: skip

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Run nowshowing; return its exit code and what it wrote."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def files(self) -> set[str]:
        """Return all files below, but not the store's."""
        return {str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Give an empty folder; the index of scenes is the one that all tests share."""
    return Place(tmp_path)


def imported_by(place: Place, *arguments: str) -> set[str]:
    """Return which of the slow packages a verb imports."""
    program = (
        "import sys; from nowshowing.cli import main; main(sys.argv[1:]);"
        "print('\\n', *(name for name in ('manim', 'sympy', 'scipy', 'av') if name in sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=place.folder, capture_output=True, text=True, check=False
    )
    return set(ran.stdout.splitlines()[-1].split())


# Exit codes and messages.


def test_help_names_every_verb(place: Place) -> None:
    """Exit 0."""
    code, out, _ = place.run("--help")
    verbs = {line.split()[0] for line in out.partition("Commands:")[2].splitlines() if line.strip()}
    assert (code, verbs) == (
        0,
        {"certify", "check", "doctor", "fill", "new", "render", "scenes", "schema", "slots", "still"},
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["rendr"],
        ["render"],
        ["render", "slope.yaml", "--jobs", "0"],
        ["render", "slope.yaml", "--shard", "5/4"],
        ["render", "slope.yaml", "--profile", "ful"],
        ["render", "slope.yaml", "--clip", "chrod"],
        ["check", "slope.yaml", "--set", "nonsense"],
        ["still", "slope.yaml"],
        ["still", "slope.yaml", "-o", "a.png", "--beat", "nonsense"],
        ["scenes", "secant_to_tangnet"],
        ["new"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_exit_2(place: Place, arguments: list[str]) -> None:
    """With a word on it, without a traceback, and nothing written."""
    place.lesson()
    code, out, err = place.run(*arguments)
    assert (code, out) == (2, ""), err
    assert "Error: " in err
    assert "Traceback" not in err
    assert place.files() == {"slope.yaml"}


def test_an_unknown_name_on_the_command_line_offers_the_closest(place: Place) -> None:
    """As in lessons."""
    place.lesson()
    assert (
        place.run("scenes", "secant_to_tangnet")[2]
        == 'Error: no scene "secant_to_tangnet"; did you mean "secant_to_tangent"?\n'
    )
    assert (
        place.run("render", "slope.yaml", "--profile", "ful")[2]
        == 'Error: --profile: no profile "ful"; did you mean "full"?\n'
    )


def test_check_reports_all_mistakes_of_all_files(place: Place) -> None:
    """One line each, in file order, exit 1, and a missing file among them."""
    place.lesson(LESSON.replace("scene: secant", "scene: scant"), "a.yaml")
    place.lesson(LESSON.replace("gaps", "gapps").replace("title", "titel"), "b.yaml")
    code, out, err = place.run("check", "b.yaml", "missing.yaml", "a.yaml")
    assert (code, out) == (1, "")
    assert [line.split(": ")[0].split(":")[0] for line in err.splitlines()] == [
        "a.yaml",
        "b.yaml",
        "b.yaml",
        "missing.yaml",
    ]
    assert 'did you mean "secant_to_tangent"?' in err


def test_check_counts_what_is_sound(place: Place) -> None:
    """Exit 0."""
    place.lesson()
    assert place.run("check", "slope.yaml") == (0, "1 lesson with 1 clip: no mistakes\n", "")


def test_check_gives_mistakes_as_json(place: Place) -> None:
    """One object a line, on standard output."""
    place.lesson(LESSON.replace("gaps", "gapps"))
    code, out, _ = place.run("check", "slope.yaml", "--json")
    (row,) = map(json.loads, out.splitlines())
    assert (code, row["file"], row["line"], row["column"], row["key"]) == (
        1,
        "slope.yaml",
        6,
        36,
        "clips[0].params.gapps",
    )


def test_settings_change_a_lesson(place: Place) -> None:
    """And are checked like what the file says."""
    place.lesson()
    assert place.run("check", "slope.yaml", "--set", "clips.chord.params.at=3")[0] == 0
    code, _, err = place.run("check", "slope.yaml", "--set", "clips.0.params.function=|x-2|")
    assert code == 1
    assert "corner" in err


def test_a_bug_of_ours_is_exit_3(place: Place) -> None:
    """With the traceback and the request to report it."""
    program = (
        "import sys; from nowshowing import cli; from nowshowing.batch import library;"
        "library.scene_index = lambda scenes: 1 / 0; sys.exit(cli.main(['scenes']))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert "ZeroDivisionError" in ran.stderr
    assert ran.stderr.endswith("Please report it with the lines above.\n")


CHOOSY = '''
"""Takes even numbers only."""

from pydantic import field_validator

from nowshowing.stage import LessonScene, Params, beat


class ChoosyParams(Params):
    count: int = 2
    """How many."""

    @field_validator("count")
    @classmethod
    def even(cls, count: int) -> int:
        if count % 2:
            raise ValueError("must be even; take one more")
        return count


class Choosy(LessonScene):
    """It counts."""

    params: ChoosyParams

    @beat
    def count(self) -> None:
        """It counts."""
        self.wait(1)
'''


def test_a_scenes_own_validators_are_heard(place: Place) -> None:
    """On the line of the param, in the words of the scene's author."""
    (place.folder / "mine").mkdir()
    (place.folder / "mine" / "choosy.py").write_text(CHOOSY)
    place.lesson("title: T\nclips:\n  - id: a\n    scene: choosy\n    params: {count: 3}\n")
    code, _, err = place.run("check", "slope.yaml", "--scenes", "mine")
    assert (code, err) == (1, "slope.yaml:5:21: clips[0].params.count: must be even; take one more\n")
    assert place.run("check", "slope.yaml", "--scenes", "mine", "--set", "clips.a.params.count=4")[0] == 0


# The library, new lessons and scenes.


def test_scenes_shows_params_beats_cues_and_values(place: Place) -> None:
    """In words, and as JSON for programs."""
    code, out, _ = place.run("scenes", "secant_to_tangent")
    assert code == 0
    for words in ("function = x^2", "at = 2.0", "gaps = ", "  secant\n", "cues: [second]", "values: {slope}"):
        assert words in out
    shown = json.loads(place.run("scenes", "secant_to_tangent", "--json")[1])
    assert [param["name"] for param in shown["params"]] == ["function", "at", "gaps", "side"]


def test_a_new_lesson_is_sound_as_it_stands(place: Place) -> None:
    """Its title and slot come from the file's name."""
    assert place.run("new", "my first-lesson.yaml")[0] == 0
    assert "title: My first lesson\nslot: my-first-lesson\n" in (place.folder / "my first-lesson.yaml").read_text()
    assert place.run("check", "my first-lesson.yaml")[0] == 0


def test_a_new_scene_and_its_lesson_are_sound_as_they_stand(place: Place) -> None:
    """In the folders where scenes and lessons lie, and in the style of the house."""
    assert place.run("new", "--scene", "falling_ball")[0] == 0
    assert place.files() == {"scenes/falling_ball.py", "config/lessons/falling-ball.yaml"}
    check = place.run("check", "config/lessons", "--scenes", "scenes")
    assert check == (0, "1 lesson with 1 clip: no mistakes\n", "")
    ruff = [sys.executable, "-m", "ruff"]
    config = ["--config", CHECKOUT / "pyproject.toml", "scenes"]
    # Whether nowshowing is ours or another's, and so how imports are grouped, depends on where the scene lies.
    lint = subprocess.run([*ruff, "check", "--ignore", "I001", *config], cwd=place.folder, check=False)
    layout = subprocess.run([*ruff, "format", "--check", *config], cwd=place.folder, check=False)
    assert (lint.returncode, layout.returncode) == (0, 0)


@pytest.mark.parametrize("name", ["Falling", "class", "9balls", "a-b", "../up", ""])
def test_a_scene_needs_a_name_that_python_can_import(place: Place, name: str) -> None:
    """Nothing is written otherwise."""
    assert place.run("new", "--scene", name)[0] in {1, 2}
    assert place.files() == set()


def test_new_never_overwrites(place: Place) -> None:
    """Neither a lesson nor a scene."""
    file = place.lesson("mine")
    code, _, err = place.run("new", "slope.yaml")
    assert (code, err) == (1, "slope.yaml: is there already; choose another name\n")
    assert file.read_text() == "mine"


def test_schema_is_printed(place: Place) -> None:
    """As JSON."""
    code, out, _ = place.run("schema")
    assert (code, json.loads(out)["type"]) == (0, "object")


def test_doctor_says_what_is_there(place: Place) -> None:
    """This machine, which runs the tests, lacks nothing."""
    code, out, _ = place.run("doctor", "--json")
    findings = [json.loads(line) for line in out.splitlines()]
    assert (code, [finding for finding in findings if not finding["is_sound"]]) == (0, [])
    assert {"python", "cairo", "pango", "manim", "typst", "disk", "cores"} <= {finding["name"] for finding in findings}


# Speed: what is not imported is not waited for.


@pytest.mark.parametrize(
    "verb",
    ["--help", "doctor", "new a.yaml", "scenes", "schema", "check slope.yaml", "slots page.html", "fill page.html"],
)
def test_quick_verbs_import_nothing_slow(place: Place, verb: str) -> None:
    """Neither Manim nor SymPy, once scenes and expressions have been read."""
    place.lesson()
    (place.folder / "page.html").write_text("<!-- slot: slope -->soon<!-- /slot -->")
    place.run("check", "slope.yaml")
    assert imported_by(place, *verb.split()) & {"manim", "sympy", "scipy"} == set()


# Rendering.


@pytest.mark.slow
def test_render_publishes_a_bundle(place: Place) -> None:
    """With news as JSON lines, and nothing but the bundle left."""
    place.lesson()
    code, out, err = place.run("render", "slope.yaml", "--profile", "draft", "--json")
    assert code == 0, err
    events = [json.loads(line) for line in out.splitlines()]
    assert [event["event"] for event in events if event["event"] != "Drawn"] == [
        "Started",
        "ClipDone",
        "Published",
        "Ended",
    ]
    assert {"video.mp4", "manifest.json", "captions.vtt"} <= {
        file.name for file in (place.folder / "media/draft/slope").iterdir()
    }
    assert {path.parts[0] for path in map(Path, place.files())} == {"slope.yaml", "media"}
    assert [path.name for path in (place.folder / "media").iterdir()] == ["draft"]


@pytest.mark.slow
def test_a_clip_rendered_alone_leaves_the_bundle_as_it_is(place: Place) -> None:
    """It lies beside the bundles, also where the lesson has no other clip."""
    place.lesson()
    code, _, err = place.run("render", "slope.yaml", "--profile", "draft", "--clip", "chord", "--out", "films")
    assert code == 0, err
    assert place.files() == {"slope.yaml", "films/draft/clips/slope/chord.mp4"}


@pytest.mark.slow
def test_plan_tells_lengths_and_writes_nothing(place: Place) -> None:
    """For each clip its beats, in whole frames that add up."""
    place.lesson()
    code, out, err = place.run("render", "slope.yaml", "--plan", "--json")
    assert code == 0, err
    (row,) = map(json.loads, out.splitlines())
    assert (row["slot"], row["clip"], row["profile"]) == ("slope", "chord", "full")
    assert row["seconds"] == row["frames"] / 60
    assert [beat["name"] for beat in row["beats"]][:2] == ["curve", "secant"]
    assert sum(beat["frames"] for beat in row["beats"]) == row["frames"]
    assert place.files() == {"slope.yaml"}


BROKEN = '''
"""Breaks."""

from nowshowing.stage import LessonScene, Params, beat


class BreaksParams(Params):
    pass


class Breaks(LessonScene):
    """It breaks."""

    params: BreaksParams

    @beat
    def fall(self) -> None:
        """It falls."""
        self.missing.grow()
'''


@pytest.mark.slow
def test_a_failed_clip_costs_its_own_lesson_only(place: Place) -> None:
    """The author's scene is named with file, line and beat; the other lesson is published; a log is kept."""
    (place.folder / "mine").mkdir()
    (place.folder / "mine" / "breaks.py").write_text(BROKEN)
    place.lesson()
    place.lesson("title: Bad\nslot: bad\nclips:\n  - {id: b, scene: breaks}\n", "bad.yaml")
    code, _, err = place.run("render", ".", "--scenes", "mine", "--profile", "draft")
    scene = place.folder / "mine" / "breaks.py"
    assert code == 1, err
    assert f"bad/b: failed: {scene}:19:9: breaks.fall: AttributeError: " in err
    assert "1 of 2 clips failed" in err
    assert (place.folder / "media/draft/slope/video.mp4").exists()
    assert not (place.folder / "media/draft/bad").exists()
    assert (place.folder / "media/logs/bad-b.log").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_render_leaves_nothing(place: Place, number: int, code: int) -> None:
    """Neither a process nor a file, where the bundle should be or elsewhere."""
    place.lesson()
    process = place.start("render", "slope.yaml", "-v")
    assert process.stderr is not None
    while "frames" not in (line := process.stderr.readline()):
        assert line, "it ended before it was interrupted"
    process.send_signal(number)
    begun = time.monotonic()
    _, err = process.communicate(timeout=30)
    assert (process.returncode, time.monotonic() - begun < 5) == (code, True)
    assert "Traceback" not in err
    assert place.files() == {"slope.yaml"}


@pytest.mark.slow
def test_stills_of_each_beat(place: Place) -> None:
    """Numbered in the order of the beats."""
    place.lesson()
    code, out, err = place.run("still", "slope.yaml", "--each-beat", "beats", "--profile", "draft")
    assert code == 0, err
    names = sorted(file.name for file in (place.folder / "beats").iterdir())
    assert names[:2] == ["chord-01-curve.png", "chord-02-secant.png"]
    assert sorted(out.split()) == [f"beats/{name}" for name in names]


# Pages.

PAGE = """<h1>Slopes</h1>
<!-- slot: slope -->Video coming soon<!-- /slot -->
<!-- slot: other -->soon<!-- /slot -->
<p>A video is coming soon.</p>
"""


def test_slots_tells_what_waits_and_what_has_no_lesson(place: Place) -> None:
    """And what to write for a promise that is no slot; lessons need not be sound for it."""
    place.lesson(LESSON.replace("gaps", "gapps"))
    (place.folder / "page.html").write_text(PAGE)
    code, out, err = place.run("slots", "page.html", "--lessons", "slope.yaml")
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "page.html:2:1: slope: waiting; render its lesson",
        "page.html:3:1: other: no lesson claims it",
        "page.html:4:4: promises a video and is no slot; write instead:",
    ]
    rows = [json.loads(line) for line in place.run("slots", "page.html", "--json")[1].splitlines()]
    assert [row["kind"] for row in rows] == ["slot", "slot", "hint"]


@pytest.mark.slow
def test_from_a_lesson_to_a_filled_page(place: Place) -> None:
    """Render, look, fill, look again, take back."""
    place.lesson()
    page = place.folder / "page.html"
    page.write_text(PAGE)
    assert place.run("render", "slope.yaml", "--profile", "draft", "-q") == (0, "", "")
    pages = ("page.html", "--out", "media/draft")
    assert "slope: waiting; its bundle is there, fill it\n" in place.run("slots", *pages)[1]
    assert place.run("fill", *pages, "--check")[0] == 1
    code, out, _ = place.run("fill", *pages, "--dry-run")
    assert (code, page.read_text()) == (0, PAGE)
    assert "page.html:2:1: slope: would be filled\n" in out
    assert "+<figure " in out
    code, out, _ = place.run("fill", *pages)
    assert code == 0
    assert "page.html:2:1: slope: filled\n" in out
    assert ": other: no bundle; render its lesson first, the slot stays as it is\n" in out
    assert "<video controls" in page.read_text()
    assert place.run("fill", *pages, "--check")[0] == 0
    assert "slope: filled\n" in place.run("slots", *pages)[1]
    assert place.run("fill", *pages, "--empty")[0] == 0
    assert page.read_text() == PAGE
