"""A clip to a video."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nowshowing.film.canvas import Canvas
from nowshowing.film.display import Frame
from nowshowing.film.encoder import Encoder, count_frames
from nowshowing.film.playing import play, timeline
from nowshowing.film.takes import Take
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.stage.regions import frame_size


class FilmError(Exception):
    """A film did not come out as it was played."""


def render(clip: Clip, profile: Profile, into: Path, progress: Callable[[int, int], None] | None = None) -> Take:
    """Render a clip to ``into/<id>.mp4`` with a poster beside it, and make sure that every frame is there.

    ``progress`` is told the frames done and the frames in all.
    """
    plan = timeline(clip, profile)
    poster_frame = poster_of(plan.frames, [beat.stop for beat in plan.beats])
    video, poster = into / f"{clip.id}.mp4", into / f"{clip.id}.png"
    canvas = Canvas(profile.size(clip.aspect), frame_size(clip.aspect))
    last: Frame | None = None
    picture = canvas.video_frame()

    with Encoder(video, profile.size(clip.aspect), profile) as encoder:

        def take(frame: Frame, repeat: int) -> None:
            nonlocal last, picture
            if not frame.same_as(last):
                canvas.draw(frame)
                picture = canvas.video_frame()
                last = frame
            if encoder.frames <= poster_frame < encoder.frames + repeat:
                canvas.image().save(poster)
            encoder.write(picture, repeat)
            if progress is not None:
                progress(encoder.frames, plan.frames)

        played = play(clip, profile, take)
    found = count_frames(video)
    if not played.frames == plan.frames == found:
        raise FilmError(f"planned {plan.frames} frames, played {played.frames}, found {found} in {video.name}")
    return Take(clip, profile, video, poster, poster_frame, played)


def poster_of(frames: int, beat_stops: list[int]) -> int:
    """Return the frame that stands for a clip: the end of the last beat but one, where most is on screen."""
    stop = beat_stops[-2] if len(beat_stops) > 1 else frames
    return max(0, min(frames, stop) - 1)
