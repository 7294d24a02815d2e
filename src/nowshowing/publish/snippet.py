"""What a page shows of a bundle: a figure with the film, its tracks, its transcript and its data for search engines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from nowshowing.publish.manifest import Manifest
from nowshowing.spec.lesson import Link
from nowshowing.speech.markup import Child, Element, element, json_script
from nowshowing.speech.transcript import Passage, Section, plain, text_of, transcript

VIDEO, POSTER = "video.mp4", "poster.webp"
TRACKS = (("captions", "captions.vtt"), ("chapters", "chapters.vtt"), ("descriptions", "descriptions.vtt"))
_SHORT = 10
_LANGUAGES = {
    "ar": "العربية", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "en": "English", "es": "Español",
    "fi": "Suomi", "fr": "Français", "it": "Italiano", "ja": "日本語", "ko": "한국어", "nl": "Nederlands",
    "no": "Norsk", "pl": "Polski", "pt": "Português", "ru": "Русский", "sv": "Svenska", "tr": "Türkçe",
    "uk": "Українська", "zh": "中文",
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What the waiting slot showed; empty where it did not."""

    title: str = ""
    summary: str = ""
    length: str = ""


@dataclass(frozen=True)
class Links:
    """Where a page finds the bundle: ``prefix`` is empty or ends with ``/``; ``absolute`` serves search engines."""

    prefix: str = ""
    absolute: Callable[[str], str] = str

    def to(self, manifest: Manifest, name: str) -> str:
        """Return the link to a file, with a digest, so that a changed file is never taken from a cache."""
        return f"{self.prefix}{quote(name)}?v={manifest.files[name].sha256[:_SHORT]}"


def snippet(manifest: Manifest, links: Links, words: Words | None = None) -> Element:
    """Return the figure that fills a slot; the waiting slot's own ``words`` stay where it has them."""
    words = words or Words()
    title = words.title or plain(manifest.title)
    heading = text_of(words.title or manifest.title)
    summary = [words.summary] if words.summary else list(text_of(manifest.summary))
    length = words.length or clock(manifest.duration)
    caption = [element("p", element("strong", *heading), class_="nowshowing-title")]
    if summary:
        caption.append(element("p", *summary, class_="nowshowing-summary"))
    caption.append(
        element("p", element("time", length, datetime=iso_duration(manifest.duration)), class_="nowshowing-length")
    )
    return element(
        "figure",
        element("figcaption", *caption, own_lines=True),
        _video(manifest, links, title),
        element("details", element("summary", "Transcript"), _transcript(manifest), own_lines=True),
        json_script(linked_data(manifest, links)),
        own_lines=True,
        class_="nowshowing",
        data_nowshowing=manifest.slot,
        data_digest=manifest.digest[:_SHORT],
    )


def short_digest(manifest: Manifest) -> str:
    """Return what ``data-digest`` of a filled slot is when the page is current."""
    return manifest.digest[:_SHORT]


def _video(manifest: Manifest, links: Links, title: str) -> Element:
    video = links.to(manifest, VIDEO)
    children: list[Child] = [element("source", src=video, type="video/mp4")]
    for kind, name in TRACKS:
        label = language_name(manifest.language) if kind == "captions" else kind.title()
        source = links.to(manifest, name)
        default = kind == "captions"
        children.append(
            element("track", kind=kind, srclang=manifest.language, label=label, src=source, default=default)
        )
    children.append(element("a", title, href=video))
    return element(
        "video",
        *children,
        own_lines=True,
        controls=True,
        preload="metadata",
        playsinline=True,
        poster=links.to(manifest, POSTER),
        width=manifest.width,
        height=manifest.height,
        style="max-width:100%;height:auto",
        aria_label=title,
        # Tracks from another host are only read when the page asks for them openly.
        crossorigin="anonymous" if re.match(r"(?:https?:)?//", links.prefix) else False,
    )


def _transcript(manifest: Manifest) -> Element:
    return transcript(sections(manifest), [Link(link.title, link.url) for link in manifest.links])


def sections(manifest: Manifest) -> list[Section]:
    """Return what is said in the film, clip by clip."""
    return [
        Section(clip.title, tuple(Passage(passage.kind, passage.text) for passage in clip.passages))
        for clip in manifest.clips
    ]


def linked_data(manifest: Manifest, links: Links) -> dict[str, object]:
    """Return the JSON-LD of a film: a VideoObject that is a LearningResource."""
    content = links.absolute(links.to(manifest, VIDEO))
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": ["VideoObject", "LearningResource"],
        "name": plain(manifest.title),
        "description": plain(manifest.summary or manifest.title),
        "thumbnailUrl": links.absolute(links.to(manifest, POSTER)),
        "contentUrl": content,
        "encodingFormat": "video/mp4",
        "duration": iso_duration(manifest.duration),
        "width": manifest.width,
        "height": manifest.height,
        "inLanguage": manifest.language,
        "learningResourceType": "video",
        "accessibilityFeature": ["captions", "transcript"],
        "hasPart": [
            {
                "@type": "Clip",
                "name": plain(clip.title),
                "startOffset": clip.start,
                "endOffset": round(clip.frames[1] / manifest.frame_rate, 3),
                "url": f"{content}#t={clip.start:g}",
            }
            for clip in manifest.clips
        ],
    }
    if manifest.published:
        data["uploadDate"] = manifest.published
    if manifest.teaches:
        data["teaches"] = [point.title for point in manifest.teaches]
    if manifest.licence:
        data["license"] = manifest.licence
    if manifest.authors:
        data["author"] = [{"@type": "Person", "name": author} for author in manifest.authors]
    return data


def language_name(code: str) -> str:
    """Return a language's own name, or its code."""
    return _LANGUAGES.get(code.split("-")[0].lower(), code)


def clock(seconds: float) -> str:
    """Return a length as players show it: ``2:31``, ``1:02:31``."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def iso_duration(seconds: float) -> str:
    """Return a length as ISO 8601 writes it: ``PT2M31S``."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if value]
    return "PT" + "".join(parts)
