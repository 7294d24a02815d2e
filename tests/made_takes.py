"""Takes made of a few synthetic frames, for tests that need a film but no scene."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from nowshowing.film.takes import Take
from nowshowing.spec.lesson import BeatScript, Clip, Lesson, Utterance
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import BeatSpan, Event, Timeline
from nowshowing.speech.voices import speak

CHEAP = {"preset": "ultrafast", "qp": "30", "bf": "0", "x264-params": "cabac=1:partitions=i4x4,i8x8", "threads": "1"}
FULL = Profile(name="full", short_side=90, frame_rate=30, encoder=CHEAP)
DRAFT = Profile(name="draft", short_side=60, frame_rate=15, encoder=CHEAP)

Script = Mapping[str, BeatScript]
SCRIPT: Script = {
    "curve": BeatScript(say=Utterance("Here is the parabola $x^2$.")),
    "shrink": BeatScript(
        say=Utterance("Halve the gap, and halve it again."),
        ask=Utterance("Where is the slope heading?"),
        think=1.0,
        teaches=("chord-slope", "derivative-limit"),
    ),
}


def make_clip(
    name: str = "one", slot: str | None = None, script: Script = SCRIPT, title: str = "From chord to tangent"
) -> Clip:
    """Return a clip, spoken."""
    return speak(Clip(name, title, "secant_to_tangent", "scenes/secant_to_tangent.py", {}, script, slot=slot))


def make_lesson(*clips: Clip, slot: str = "slope-at-a-point", **more: object) -> Lesson:
    """Return a lesson of such clips."""
    values: dict[str, object] = {"summary": "Chords settle on the tangent.", "title": "Slope at a single point", **more}
    return Lesson("lessons/slope.yaml", "0" * 64, slot=slot, clips=clips, **values)  # type: ignore[arg-type]


def make_timeline(clip: Clip, frame_rate: int) -> Timeline:
    """Play a clip's script as the clock would: each beat as long as its speech and a short breath."""
    beats, events, frame = [], [], 0

    def whole(seconds: float) -> int:
        return -int(-seconds * frame_rate // 1)

    for name, script in clip.script.items():
        start, ask_start, think, say_start = frame, None, None, None
        spoken = clip.spoken[name]
        if spoken.ask:
            ask_start = frame
            think = (frame + whole(spoken.ask.duration), frame + whole(spoken.ask.duration) + whole(script.think))
            frame = think[1]
        if spoken.say:
            say_start = frame
            frame += whole(spoken.say.duration)
        frame += whole(0.2)
        beats.append(BeatSpan(name, f"What is seen at {name}.", start, frame, (), ask_start, think, say_start))
        events.append(Event(f"{name} begins", name, start, {"slope": 4.25, "limit": float("inf")}))
    return Timeline(frame_rate, frame, tuple(beats), tuple(events))


def make_take(folder: Path, clip: Clip, profile: Profile = FULL) -> Take:
    """Film a clip: a square that moves over a plain ground."""
    timeline = make_timeline(clip, profile.frame_rate)
    width, height = profile.size(clip.aspect)
    video, poster = folder / f"{clip.id}.mp4", folder / f"{clip.id}.png"
    with av.open(str(video), "w") as container:
        stream = container.add_stream("libx264", rate=profile.frame_rate, options=dict(profile.encoder))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, profile.frame_rate)
        context = stream.codec_context
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
        for index in range(timeline.frames):
            picture = np.full((height, width, 3), 24, np.uint8)
            at = index % (width - 16)
            picture[20:36, at : at + 16] = (255, 200, 60)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p", dst_colorspace=1)
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    Image.new("RGB", (width, height), (24, 24, 60)).save(poster)
    return Take(clip, profile, video, poster, timeline.frames - 1, timeline)
