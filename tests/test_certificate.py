"""Certificates: what they say, what they speak of, and that nothing is published that fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image

from nowshowing import data_files
from nowshowing.batch import rendering
from nowshowing.cli import main
from nowshowing.film.encoder import count_frames
from nowshowing.film.rendering import render
from nowshowing.spec.lesson import BeatScript, Lesson, Place, Utterance
from nowshowing.speech.voices import speak
from nowshowing.stage.scene import LessonScene
from nowshowing.trust.certificate import certificate, digest_of, digest_of_code, read_certificate
from nowshowing.trust.findings import Fault, Finding, Merger
from nowshowing.trust.inspecting import inspect
from playing import DRAFT, QUICK, clip_of

LESSON = """
title: A slope
slot: a-slope
clips:
  - id: chord
    title: A chord
    scene: secant_to_tangent
    params: {gaps: [1]}
    skip: [equation]
    script: {curve: Here is a curve.}
"""
WRONG = LESSON.replace("    script:", "    order: [[limit, slope]]\n    script:")


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    file = tmp_path / "a-slope.yaml"
    file.write_text(LESSON, encoding="utf-8")
    return file


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render at full as at draft, with fewer frames."""
    full = DRAFT.model_copy(update={"name": "full", "frame_rate": 6})
    monkeypatch.setattr("nowshowing.batch.planning.read_profiles", lambda _: {"full": full, "draft": QUICK})


def test_as_many_frames_are_checked_as_the_video_has(tmp_path: Path) -> None:
    """And as the decoder gives."""
    clip = clip_of("secant_to_tangent", {"gaps": [1.0]})

    take = render(clip, QUICK, tmp_path)
    inspection = inspect(clip, QUICK)

    with av.open(str(take.video)) as film:
        decoded = sum(1 for _ in film.decode(video=0))
    assert inspection.frames == inspection.counts["frames"] == count_frames(take.video) == decoded


def test_findings_of_consecutive_frames_are_one() -> None:
    """With the worst value, and its frame; a frame between parts two."""
    clip = replace(clip_of("secant_to_tangent"), place=Place("slope.yaml", 9, 3))
    merger = Merger(clip)
    now = type("Now", (), {"number": 0, "repeat": 1, "beat": "curve"})
    for number, excess in ((3, 0.1), (4, 0.5), (5, 0.2), (9, 0.3)):
        now.number = number
        merger.take(now, [Fault("text on text", ("a", "b"), str(excess), "", "", excess)])  # type: ignore[arg-type]
    timeline = type("Timeline", (), {"frame_rate": 10, "beats": ()})

    found = merger.end(timeline, ())  # type: ignore[arg-type]

    assert [(f.first, f.last, f.worst, f.value, f.start, f.stop) for f in found] == [
        (3, 5, 4, "0.5", 0.3, 0.6), (9, 9, 9, "0.3", 0.9, 1.0),
    ]  # fmt: skip
    assert str(found[0]).startswith("slope.yaml:9: clip.curve: frames 3 to 5 (0.30 to 0.60 s): text on text: a and b: ")


def test_a_still_of_more_than_twelve_seconds_is_found_unless_one_thinks() -> None:
    """A pause counts, time to think does not."""
    paused = clip_of("secant_to_tangent", {"gaps": [1.0]}, script={"secant": BeatScript(pause=13.0)})
    asked = BeatScript(ask=Utterance("Where is it?"), think=14.0)
    thinking = clip_of("secant_to_tangent", {"gaps": [1.0]}, script={"secant": asked})

    assert [f.kind for f in inspect(paused, QUICK).findings if f.kind == "nothing moves"] == ["nothing moves"]
    assert [f.kind for f in inspect(speak(thinking), QUICK).findings if f.kind == "nothing moves"] == []


def test_a_certificate_speaks_of_one_state_of_a_lesson(tmp_path: Path) -> None:
    """It is read back as it was written, and is stale when clip, lesson, profile or code differ."""
    clip = clip_of("secant_to_tangent", {"gaps": [1.0]})
    lesson = Lesson("slope.yaml", "d1", "Slope", "slope", (clip,))
    made = certificate(lesson, "slope", [clip], QUICK, [inspect(clip, QUICK)])
    (tmp_path / "certificate.json").write_text(made.to_json(), encoding="utf-8")

    read = read_certificate(tmp_path / "certificate.json")

    assert read is not None
    assert read.is_of(lesson, [clip], QUICK)
    assert not read.is_of(lesson, [replace(clip, params={"gaps": [2.0]})], QUICK)
    assert not read.is_of(replace(lesson, digest="d2"), [clip], QUICK)
    assert not read.is_of(lesson, [clip], DRAFT)
    assert not read.model_copy(update={"code": "other"}).is_of(lesson, [clip], QUICK)
    earlier = replace(read.clips[0], code="as it was when the clip was inspected")
    assert not read.model_copy(update={"clips": (earlier,)}).is_of(lesson, [clip], QUICK)
    facts = json.loads(made.to_json())
    assert facts["counts"]["frames"] == read.clips[0].frames
    assert min(facts["counts"][what] for what in ("frames", "claims", "texts", "pairs")) > 0
    assert facts["versions"].keys() >= {"nowshowing", "manim", "numpy", "typst"}
    assert (facts["lesson_digest"], facts["code"], facts["clean"]) == ("d1", made.code, made.is_clean)
    assert facts["clips"][0]["code"] != ""


def test_a_clip_s_digest_knows_no_place() -> None:
    """The same clip in another folder is the same clip; another title is not."""
    clip = clip_of("secant_to_tangent")

    assert digest_of(clip) == digest_of(replace(clip, place=Place("elsewhere", 1, 1), scene_file="/elsewhere.py"))
    assert digest_of(clip) != digest_of(replace(clip, title="Another"))


def test_certify_tells_what_it_finds(lesson: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Clean: 0. Else 1, each finding on a line with its place, and a picture of it."""
    assert main(["certify", str(lesson), "--profile", "draft"]) == 0
    assert capfd.readouterr().out.startswith("a-slope/chord: clean (")

    lesson.write_text(WRONG, encoding="utf-8")
    assert main(["certify", str(lesson), "--profile", "draft", "--json", "--crops", str(tmp_path / "crops")]) == 1
    facts = json.loads(capfd.readouterr().out.splitlines()[0])
    assert [finding["kind"] for finding in facts["findings"]] == ["order"]
    assert facts["findings"][0]["place"].startswith(str(lesson))
    assert len(list((tmp_path / "crops" / "a-slope").glob("chord-01-order-*.png"))) == 1


def test_certify_wants_lessons_or_a_scene(lesson: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Not both, and not neither."""
    assert main(["certify"]) == 2
    assert main(["certify", str(lesson), "--sweep", "secant_to_tangent"]) == 2
    assert "give either lessons or --sweep SCENE" in capfd.readouterr().err


@pytest.mark.usefixtures("at_once")
def test_nothing_is_published_that_fails(lesson: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The bundle holds its certificate; a film that fails lies apart, the old bundle stays; unless one insists."""
    out = tmp_path / "media"
    assert main(["render", str(lesson), "--out", str(out)]) == 0
    bundle = out / "a-slope"
    first = json.loads((bundle / "manifest.json").read_text())
    assert first["certificate"] == "clean"
    assert first["files"]["certificate.json"]["size"] == (bundle / "certificate.json").stat().st_size

    lesson.write_text(WRONG, encoding="utf-8")
    assert main(["render", str(lesson), "--out", str(out)]) == 1
    assert "not published" in capfd.readouterr().err
    assert json.loads((bundle / "manifest.json").read_text()) == first
    rejected = out / rendering.REJECTED / "a-slope"
    assert json.loads((rejected / "manifest.json").read_text())["certificate"] == "rejected"
    assert (rejected / "video.mp4").exists()
    assert not json.loads((rejected / "certificate.json").read_text())["clean"]

    assert main(["render", str(lesson), "--out", str(out), "--uncertified"]) == 0
    assert "published all the same" in capfd.readouterr().err
    assert json.loads((bundle / "manifest.json").read_text())["certificate"] == "overruled"


@pytest.mark.usefixtures("at_once")
def test_a_stale_certificate_is_not_accepted(
    lesson: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was inspected with code that has changed since is not published, not even by those who insist."""
    monkeypatch.setattr("nowshowing.trust.certificate.digest_of_code", lambda _: "changed since")
    out = tmp_path / "media"

    assert main(["render", str(lesson), "--out", str(out), "--uncertified"]) != 0

    assert "what was certified is not what was drawn" in capfd.readouterr().err
    assert not list(out.rglob("video.mp4"))


def test_what_changes_while_it_is_inspected_is_not_certified(tmp_path: Path) -> None:
    """The scene is loaded, then its file is saved: what is inspected is the old one, or is it the new?"""
    scene = tmp_path / "secant_to_tangent.py"
    scene.write_bytes((data_files.scenes() / scene.name).read_bytes())
    clip = clip_of(scene, {"gaps": [1.0]})
    few = QUICK.model_copy(update={"frame_rate": 1})

    def save(_: LessonScene) -> None:
        scene.write_text(scene.read_text(encoding="utf-8") + "# changed", encoding="utf-8")

    assert inspect(clip, few).code == digest_of_code(tmp_path)
    assert inspect(clip, few, opened=save).code == ""
    assert inspect(clip, few, code="from before it was drawn").code == ""


TWO = (
    LESSON
    + """  - id: wrong
    title: Another chord
    scene: secant_to_tangent
    params: {gaps: [1]}
    skip: [equation]
    order: [[limit, slope]]
"""
)


def test_certify_takes_one_clip_and_a_profile(lesson: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The other clip's fault is not met; the profile's frames are counted."""
    lesson.write_text(TWO, encoding="utf-8")

    assert main(["certify", str(lesson), "--profile", "draft", "--clip", "chord", "--json"]) == 0
    one = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert main(["certify", str(lesson), "--profile", "draft", "--json"]) == 1
    both = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert main(["certify", str(lesson), "--profile", "preview", "--clip", "chord", "--json"]) == 0
    [finer] = [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    assert [(facts["job"], facts["clean"]) for facts in one] == [("a-slope/chord", True)]
    assert {(facts["job"], facts["clean"]) for facts in both} == {("a-slope/chord", True), ("a-slope/wrong", False)}
    assert finer["frames"] == finer["counts"]["frames"] == pytest.approx(2 * one[0]["frames"], rel=0.01)
    wrong = next(facts for facts in both if not facts["clean"])["findings"]
    assert [finding["place"] for finding in wrong] == [f"{lesson}:11"]


def test_a_finding_names_all_that_one_needs(lesson: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Place, beat, frames and times, objects, value, limit, advice; and its crop shows the worst frame."""
    lesson.write_text(WRONG, encoding="utf-8")

    assert main(["certify", str(lesson), "--profile", "draft", "--json", "--crops", str(tmp_path)]) == 1
    [finding] = json.loads(capfd.readouterr().out.splitlines()[0])["findings"]

    assert set(finding) >= {
        "place", "clip", "beat", "first", "last", "worst", "start", "stop", "kind", "objects", "value", "limit",
        "advice",
    }  # fmt: skip
    assert finding["start"] == pytest.approx(finding["first"] / DRAFT.frame_rate, abs=1e-3)
    [crop] = (tmp_path / "a-slope").glob("*.png")
    assert crop.name.endswith(f"-{finding['worst']}.png")
    with Image.open(crop) as picture:
        assert picture.size == DRAFT.size("16:9")


def test_a_finding_is_data() -> None:
    """It can be sent between processes and compared."""
    facts = ("kind", "clip", "beat", 1, 2, 1, 0.1, 0.2, ("a",), "v", "l", "advice", "file:1")

    assert Finding(*facts) == Finding(*facts)
    assert str(Finding(*facts)) == "file:1: clip.beat: frames 1 to 2 (0.10 to 0.20 s): kind: a: v; l; advice"
