"""Single frames of a clip."""

from __future__ import annotations

from PIL import Image

from nowshowing.film.canvas import Canvas
from nowshowing.film.display import Frame
from nowshowing.film.playing import play
from nowshowing.film.selection import Numbered
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.stage.regions import frame_size


def still(clip: Clip, profile: Profile, frame: int) -> Image.Image:
    """Return one frame of a clip, evaluated alone; raises IndexError where the clip has no such frame."""
    return stills(clip, profile, [frame])[0]


def stills(clip: Clip, profile: Profile, frames: list[int]) -> list[Image.Image]:
    """Return some frames of a clip, in the order asked for."""
    canvas = Canvas(profile.size(clip.aspect), frame_size(clip.aspect))
    drawn: list[Image.Image] = []

    def take(frame: Frame, _: int) -> None:
        canvas.draw(frame)
        drawn.append(canvas.image())

    numbers = sorted(set(frames))
    play(clip, profile, take, Numbered(frozenset(numbers)))
    if len(drawn) < len(numbers):
        raise IndexError(f"the clip has no frame {numbers[len(drawn)]}")
    return [drawn[numbers.index(number)] for number in frames]
