"""A lesson and its takes become bundles: all that a slot needs, published whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from nowshowing.errors import AuthorError, Mistake
from nowshowing.film.takes import Take
from nowshowing.publish.films import FilmError, join, verify
from nowshowing.publish.manifest import NAME, FileRecord, Manifest, Verdict, read_manifest, record_of
from nowshowing.publish.records import describe
from nowshowing.publish.snippet import POSTER, VIDEO, Links, sections, snippet
from nowshowing.publish.staging import staged
from nowshowing.spec.lesson import Lesson, Link
from nowshowing.speech.captions import Caption, captions
from nowshowing.speech.markup import Element, as_html
from nowshowing.speech.transcript import plain, transcript
from nowshowing.speech.voices import speak
from nowshowing.speech.webvtt import chapters, descriptions, webvtt

FULL = "full"
CERTIFICATE = "certificate.json"
_POSTER_QUALITY = 88
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
{body}
</body>
</html>
"""


@dataclass(frozen=True)
class Certified:
    """A film's certificate as it is written, and what came of it."""

    text: str
    verdict: Verdict


Certify = Callable[[str, Sequence[Take]], Certified]
"""Returns the certificate of the film that takes make for a slot."""


def publish(lesson: Lesson, takes: Sequence[Take], out: Path, certify: Certify | None = None) -> Path:
    """Publish the bundle of a lesson's film, and of each clip that has a slot of its own, below ``out``.

    ``takes`` are those of all the lesson's clips, in order. Return the folder of the film's bundle. Raises FilmError
    where a video is not what it should be, and AuthorError where something else lies in the place; the old bundle
    stays then.
    """
    if [take.clip.id for take in takes] != [clip.id for clip in lesson.clips]:
        raise ValueError(f"the takes of {lesson.slot!r} are not its clips, in order")
    folder = folder_of(lesson, takes[0], out)
    for take in takes:
        if take.clip.slot:
            of_clip = describe(lesson, [take], take.clip.slot, take.clip.title, lesson.summary)
            _publish(of_clip, [take], folder, certify)
    _publish(describe(lesson, takes, lesson.slot, lesson.title, lesson.summary), takes, folder, certify)
    return folder / lesson.slot


def folder_of(lesson: Lesson, take: Take, out: Path) -> Path:
    """Return where bundles of a take's make lie: ``out`` for what a lesson is by itself, else a folder below it."""
    parts = [take.profile.name]
    if take.clip.aspect != lesson.aspect:
        parts.append(take.clip.aspect.replace(":", "x"))
    if take.clip.language != lesson.language:
        parts.append(take.clip.language)
    return out if parts == [FULL] else out / "-".join(parts)


def _publish(manifest: Manifest, takes: Sequence[Take], folder: Path, certify: Certify | None) -> None:
    target = folder / manifest.slot
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and read_manifest(target) is None)):
        problem = "is there and is no bundle; move it away or choose another --out"
        raise AuthorError([Mistake(str(target), 0, 0, "", problem)])
    with staged(target) as staging:
        _write_films(takes, staging)
        _write_poster(takes[0].poster, staging / POSTER, (manifest.width, manifest.height))
        for name, cues in _tracks(takes).items():
            (staging / name).write_text(webvtt(cues, manifest.frame_rate), encoding="utf-8")
        sealed = manifest.sealed(_records(staging))
        _write_page(staging / "transcript.html", sealed, _whole_transcript(sealed))
        _write_page(staging / "embed.html", sealed, snippet(sealed, Links()))
        sealed = _certified(sealed, takes, staging, certify).with_files(_records(staging))
        (staging / NAME).write_text(sealed.to_json(), encoding="utf-8")
        _verify(staging, sealed)


def _certified(manifest: Manifest, takes: Sequence[Take], staging: Path, certify: Certify | None) -> Manifest:
    """Write the certificate, and say in the manifest how it came out."""
    if certify is None:
        return manifest
    certified = certify(manifest.slot, takes)
    (staging / CERTIFICATE).write_text(certified.text, encoding="utf-8")
    return manifest.model_copy(update={"certificate": certified.verdict})


def _write_films(takes: Sequence[Take], staging: Path) -> None:
    rate = takes[0].profile.frame_rate
    lengths = [take.timeline.frames for take in takes]
    (staging / "clips").mkdir()
    for take, length in zip(takes, lengths, strict=True):
        join([take.video], [length], rate, staging / "clips" / f"{take.clip.id}.mp4")
    join([take.video for take in takes], lengths, rate, staging / VIDEO)


def _write_poster(picture: Path, into: Path, size: tuple[int, int]) -> None:
    with Image.open(picture) as image:
        if image.size != size:
            raise FilmError(f"{picture}: {image.width}×{image.height} pixels, {size[0]}×{size[1]} expected")
        image.convert("RGB").save(into, "WEBP", quality=_POSTER_QUALITY, method=4)


def _tracks(takes: Sequence[Take]) -> dict[str, list[Caption]]:
    said: list[Caption] = []
    seen: list[Caption] = []
    start = 0
    for take in takes:
        spoken = take.clip.spoken or speak(take.clip).spoken
        said += (caption.moved(start) for caption in captions(take.timeline, spoken))
        seen += (caption.moved(start) for caption in descriptions(take.timeline))
        start += take.timeline.frames
    titles = [plain(take.clip.title) for take in takes]
    parts = list(chapters(titles, [take.timeline.frames for take in takes]))
    return {"captions.vtt": said, "chapters.vtt": parts, "descriptions.vtt": seen}


def _whole_transcript(manifest: Manifest) -> Element:
    return transcript(sections(manifest), [Link(link.title, link.url) for link in manifest.links])


def _write_page(file: Path, manifest: Manifest, body: Element) -> None:
    title, language = as_html(plain(manifest.title)), as_html(manifest.language)
    page = _PAGE.format(language=language, title=title, body=as_html(body))
    file.write_text(page, encoding="utf-8")


def _records(folder: Path) -> dict[str, FileRecord]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): record_of(file) for file in files}


def _verify(staging: Path, manifest: Manifest) -> None:
    """Make sure that the bundle is complete and its videos are whole. Raises FilmError."""
    verify(staging / VIDEO, manifest.frames, manifest.frame_rate)
    for clip in manifest.clips:
        verify(staging / clip.file, clip.frames[1] - clip.frames[0], manifest.frame_rate)
    empty = [name for name, record in manifest.files.items() if record.size == 0]
    if empty:
        raise FilmError(f"{staging / empty[0]}: nothing was written")
    with Image.open(staging / POSTER) as image:
        image.load()
