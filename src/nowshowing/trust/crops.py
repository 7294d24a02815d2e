"""Pictures of what was found: each at its worst frame, with some room around the objects."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PIL import Image

from nowshowing.film.canvas import Canvas
from nowshowing.film.display import Frame, Shape
from nowshowing.film.playing import play
from nowshowing.film.selection import Numbered
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile, frame_size
from nowshowing.trust.findings import Finding
from nowshowing.trust.outlines import Box

ROOM = 0.6
"""Around the objects, in units."""


def write_crops(clip: Clip, profile: Profile, findings: Sequence[Finding], folder: Path) -> list[Path]:
    """Draw each finding into ``folder``; return the files, in the order of the findings."""
    folder.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(profile.size(clip.aspect), frame_size(clip.aspect))
    by_frame: dict[int, list[Finding]] = {}
    for finding in findings:
        by_frame.setdefault(finding.worst, []).append(finding)
    waiting = iter(sorted(by_frame))
    written: dict[int, Path] = {}

    def take(frame: Frame, _: int) -> None:
        number = next(waiting)
        canvas.draw(frame)
        picture = canvas.image()
        for finding in by_frame[number]:
            place = findings.index(finding)
            written[place] = _save(_cropped(picture, frame, finding, clip.aspect), folder / _name(place, finding))

    play(clip, profile, take, Numbered(frozenset(by_frame)))
    return [written[place] for place in sorted(written)]


def _name(place: int, finding: Finding) -> str:
    kind = re.sub(r"\W+", "-", finding.kind)
    return f"{finding.clip}-{place + 1:02d}-{kind}-{finding.worst}.png"


def _save(picture: Image.Image, file: Path) -> Path:
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    picture.save(unfinished, format="PNG")
    return unfinished.replace(file)


def _cropped(picture: Image.Image, frame: Frame, finding: Finding, aspect: str) -> Image.Image:
    boxes = [shape.box for shape in _of(finding.objects, frame.shapes)]
    if not boxes:
        return picture
    width, height = frame_size(aspect)
    scale = picture.height / height
    left, bottom, right, top = _around(boxes)
    pixels = (
        max(0, round((left - ROOM + width / 2) * scale)),
        max(0, round((height / 2 - top - ROOM) * scale)),
        min(picture.width, round((right + ROOM + width / 2) * scale)),
        min(picture.height, round((height / 2 - bottom + ROOM) * scale)),
    )
    is_on_screen = pixels[0] < pixels[2] and pixels[1] < pixels[3]
    return picture.crop(pixels) if is_on_screen else picture


def _of(names: Iterable[str], shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Yield the shapes of objects: those that have their name, and their parts."""
    starts = tuple(start for name in names for start in (f"{name}[", f"{name}."))
    yield from (shape for shape in shapes if shape.owner in names or shape.owner.startswith(starts))


def _around(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
