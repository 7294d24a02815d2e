"""What holds for every scene of the library; a new scene is tested by existing."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from nowshowing import data_files
from nowshowing.film.display import Frame
from nowshowing.film.frames import FrameValues, frames
from nowshowing.film.playing import play
from nowshowing.film.selection import Numbered
from nowshowing.spec.lesson import BeatScript, Utterance
from nowshowing.spec.profiles import ASPECTS
from nowshowing.stage.beats import beats_of
from nowshowing.stage.loader import describe, load_scene, scene_files
from nowshowing.stage.regions import MARGIN, frame_size
from nowshowing.stage.scene import LessonScene
from playing import QUICK, clip_of, frames_of

SCENES = scene_files(data_files.scenes())
NOT_ON_STAGE = {"Text", "Tex", "MathTex", "DecimalNumber", "Integer", "Typst", "MathTypst", "MarkupText", "Transform"}
each_scene = pytest.mark.parametrize("file", SCENES, ids=lambda file: file.stem)


@each_scene
def test_a_scene_says_what_it_shows(file: Path) -> None:
    """The class, each beat and each param have a docstring."""
    scene = load_scene(file)
    info = describe(scene, file)

    assert info.doc
    assert [beat.name for beat in info.beats if not beat.doc] == []
    assert [param.name for param in info.params if not param.doc] == []


@each_scene
def test_a_scene_uses_the_stage_for_text_and_change(file: Path) -> None:
    """Imports are explicit, and none brings a text class of Manim or Transform, whose variable would name the old."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}

    assert imported & (NOT_ON_STAGE | {"*"}) == set()


@each_scene
def test_cues_are_met_in_the_order_declared(file: Path) -> None:
    """Each beat meets all its cues, in order, once."""
    timeline, _ = frames_of(clip_of(file))
    declared = {beat.name: beat.cues for beat in beats_of(load_scene(file))}

    assert {beat.name: tuple(name for name, _ in beat.cues) for beat in timeline.beats} == {
        beat.name: declared[beat.name] for beat in timeline.beats
    }


@each_scene
def test_an_order_names_events_that_happen(file: Path) -> None:
    """A pair of events of which one has another name would hold whatever happens."""
    timeline, _ = frames_of(clip_of(file))
    declared = {name for pair in load_scene(file).order for name in pair}

    assert declared - {event.name for event in timeline.events} == set()


@each_scene
def test_a_frame_alone_is_the_frame_in_sequence(file: Path) -> None:
    """Evaluating frame k without the frames before it gives the same display list."""
    question = BeatScript(ask=Utterance("What comes next?"), think=1.0)
    first = beats_of(load_scene(file))[1].name
    clip = clip_of(file, script={first: question})
    _, frames = frames_of(clip)
    chosen = np.random.default_rng(7).choice(len(frames), size=12, replace=False)

    for number in sorted(int(n) for n in chosen):
        alone: list[Frame] = []
        play(clip, QUICK, lambda frame, _, alone=alone: alone.append(frame), Numbered(frozenset([number])))
        assert [shape.owner for shape in alone[0].shapes] == [shape.owner for shape in frames[number].shapes]
        for one, other in zip(alone[0].shapes, frames[number].shapes, strict=True):
            assert one.same_look(other), (number, one.owner)


@each_scene
def test_what_is_remembered_shows_on_no_frame(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every frame is what it is when nothing is remembered from the one before: shapes, texts and claims."""
    few = QUICK.model_copy(update={"frame_rate": 6})
    found = [held(now) for now in frames(clip_of(file), few)]
    monkeypatch.setattr(LessonScene, "_moves_by_values", lambda *_: False)
    expected = [held(now) for now in frames(clip_of(file), few)]

    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one == other


def held(now: FrameValues) -> tuple[object, ...]:
    """Return what a frame holds, to 1e-6 units, to be compared."""
    shapes = [
        (shape.owner, (shape.points.round(6) + 0.0).tobytes(), shape.colours, shape.width, shape.role, shape.presence)
        for shape in now.frame.shapes
    ]
    texts = [(text.owner, text.source, text.value, text.wanted, np.round(text.box, 6).tolist()) for text in now.texts]
    claims = [(claim.name, claim.owner, f"{claim.true:.6g}", round(claim.drawn, 6)) for claim in now.claims]
    return now.number, now.repeat, now.beat, shapes, texts, claims


@each_scene
@pytest.mark.parametrize("aspect", ASPECTS)
def test_nothing_leaves_the_frame_with_the_defaults(file: Path, aspect: str) -> None:
    """What is drawn stays inside the safe margin (lines may come nearer by half their width)."""
    width, height = frame_size(aspect)
    limits = np.array([width, height]) / 2 - MARGIN + 0.03

    _, frames = frames_of(clip_of(file, aspect=aspect))

    for number, frame in enumerate(frames):
        for shape in frame.shapes:
            assert (np.abs(shape.points).max(axis=0) <= limits).all(), (number, shape.owner)
