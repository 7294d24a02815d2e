"""Clips to videos and stills."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from nowshowing.film.canvas import Canvas
from nowshowing.film.encoder import Encoder, count_frames
from nowshowing.film.playing import timeline
from nowshowing.film.rendering import render
from nowshowing.film.stills import still
from nowshowing.spec.lesson import BeatScript, Clip, Spoken, SpokenBeat, Utterance, Word
from nowshowing.stage.regions import frame_size
from playing import DRAFT, PROFILES, QUICK, clip_of, frames_of

HOLDS = '''
from manim import Dot

from nowshowing.stage import LessonScene, Params, Run, appear, beat, filled
from nowshowing.stage.paths import disc
from typing import Annotated
from annotated_types import Ge


class HoldsParams(Params):
    frames: Annotated[int, Ge(1)] = 1
    """How many frames the beat plays."""


class Holds(LessonScene):
    """Moves, and holds, for a number of frames."""

    params: HoldsParams

    @beat
    def only(self) -> None:
        """Play, then hold."""
        rate, frames = self.clock.frame_rate, self.params.frames
        shape = filled(self.theme.curve).set_points(disc((0, 0), 1))
        self.play(appear(shape, frames / rate))
        self.wait(frames / rate)
'''


@pytest.fixture(scope="module")
def holds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("own_scenes") / "holds.py"
    file.write_text(HOLDS, encoding="utf-8")
    return file


@pytest.mark.parametrize("rate", [15, 30, 60])
def test_a_play_and_a_hold_have_exactly_their_frames(holds: Path, rate: int) -> None:
    """Lengths from 1 to 600 frames are played to the frame, in motion and at rest."""
    profile = QUICK.model_copy(update={"frame_rate": rate})
    breath = round(0.6 * rate)

    for count in range(1, 601):
        assert timeline(clip_of(holds, {"frames": count}), profile).frames == 2 * count + breath


@pytest.mark.parametrize("count", [1, 2, 7, 41, 123])
def test_as_many_frames_are_shown_as_were_counted(holds: Path, count: int) -> None:
    """The frames handed on are those of the timeline."""
    played, frames = frames_of(clip_of(holds, {"frames": count}))

    assert len(frames) == played.frames


def spoken_clip() -> Clip:
    """Return a clip that speaks and asks, with times as the speech room would give them."""
    say = Spoken((Word("Look.", 0.0, 2.0),), (("second", 1.5),), 2.0)
    ask = Spoken((Word("Why?", 0.0, 1.0),), (), 1.0)
    script = {
        "secant": BeatScript(say=Utterance("Look.")),
        "shrink": BeatScript(ask=Utterance("Why?"), say=Utterance("Look."), think=2.0),
    }
    spoken = {"secant": SpokenBeat(say=say), "shrink": SpokenBeat(ask=ask, say=say)}
    return clip_of("secant_to_tangent", script=script, spoken=spoken)


def test_a_cue_is_met_when_its_word_is_spoken() -> None:
    """The clock holds the animation until the cue's time."""
    secant = timeline(spoken_clip(), DRAFT).beats[1]

    assert secant.say_start is not None
    assert dict(secant.cues)["second"] - secant.say_start == round(1.5 * DRAFT.frame_rate)


def test_a_question_is_asked_thought_over_and_then_answered() -> None:
    """The narration begins after the time to think, which lasts as long as the script says."""
    shrink = timeline(spoken_clip(), DRAFT).beats[2]

    assert shrink.ask_start is not None
    assert shrink.think is not None
    assert shrink.say_start is not None
    assert shrink.ask_start < shrink.think[0] < shrink.think[1] < shrink.say_start
    assert shrink.think[1] - shrink.think[0] == 2 * DRAFT.frame_rate


def test_a_rendered_clip_has_all_its_frames_and_says_what_it_is(tmp_path: Path) -> None:
    """H.264, 4:2:0, BT.709, the index before the data, every frame there, the poster at full size."""
    take = render(clip_of("secant_to_tangent"), DRAFT, tmp_path)

    assert count_frames(take.video) == take.timeline.frames
    data = take.video.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(take.video)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt, int(stream.average_rate or 0)) == ("h264", "yuv420p", 15)
        assert (int(context.colorspace), int(context.color_primaries), int(context.color_trc)) == (1, 1, 1)
        assert (context.width, context.height) == (854, 480)


def test_a_render_repeated_is_the_same_file(tmp_path: Path) -> None:
    """Nothing of the clock, of threads or of the order of hashing gets into a film."""
    clip = clip_of("secant_to_tangent", {"gaps": [1.0]}, skip=("equation",))
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        render(clip, QUICK, folder)

    assert (first / "clip.mp4").read_bytes() == (second / "clip.mp4").read_bytes()


def test_a_still_is_the_frame_of_the_film() -> None:
    """A frame drawn alone has the pixels of the frame drawn in sequence."""
    clip = clip_of("secant_to_tangent")
    _, frames = frames_of(clip)
    canvas = Canvas(QUICK.size(clip.aspect), frame_size(clip.aspect))
    canvas.draw(frames[70])

    assert np.array_equal(np.asarray(still(clip, QUICK, 70)), np.asarray(canvas.image()))


def test_a_still_beyond_the_end_is_an_error() -> None:
    """A clip has no frame after its last."""
    with pytest.raises(IndexError, match="no frame 100000"):
        still(clip_of("secant_to_tangent"), QUICK, 100000)


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_sizes_are_even_and_named_by_their_short_side(name: str, aspect: str) -> None:
    """Video of odd size cannot be 4:2:0."""
    profile = PROFILES[name]
    width, height = profile.size(aspect)

    assert (width % 2, height % 2, min(width, height)) == (0, 0, profile.short_side)


def test_colours_survive_encoding(tmp_path: Path) -> None:
    """The theme's background comes back from the video within rounding: the BT.709 matrix is used and declared."""
    clip = clip_of("secant_to_tangent")
    _, frames = frames_of(clip)
    canvas = Canvas((160, 90), frame_size("16:9"))
    canvas.draw(frames[0])
    file = tmp_path / "one.mp4"
    with Encoder(file, (160, 90), QUICK) as encoder:
        encoder.write(canvas.video_frame(), 3)

    with av.open(str(file)) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24")

    assert np.abs(picture[80, 5].astype(int) - np.asarray(canvas.image())[80, 5].astype(int)).max() <= 4
