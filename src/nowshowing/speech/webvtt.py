"""WebVTT: captions, chapters and descriptions as a browser reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nowshowing.spec.timeline import Timeline
from nowshowing.speech.captions import Caption

_CONTROL = dict.fromkeys(range(32), " ") | {127: " ", 0x2028: " ", 0x2029: " "}


def webvtt(captions: Iterable[Caption], frame_rate: int) -> str:
    """Return a WebVTT file; cues without text or time are left out."""
    cues = []
    for caption in captions:
        lines = [line for line in map(_escaped, caption.lines) if line]
        if lines and caption.stop > caption.start:
            times = f"{timestamp(caption.start, frame_rate)} --> {timestamp(caption.stop, frame_rate)}"
            cues.append("\n".join([times, *lines]))
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def timestamp(frame: int, frame_rate: int) -> str:
    """Return the time at which a frame begins, ``00:00:00.000``, rounded to milliseconds."""
    milliseconds = (2000 * frame + frame_rate) // (2 * frame_rate)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def _escaped(line: str) -> str:
    # With ">" escaped as well, no line can hold the arrow that begins a cue.
    plain = " ".join(line.translate(_CONTROL).split())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def chapters(titles: Sequence[str], frames: Sequence[int]) -> tuple[Caption, ...]:
    """Return a chapter for each clip of a film, given their titles and lengths in frames."""
    found: list[Caption] = []
    start = 0
    for title, length in zip(titles, frames, strict=True):
        found.append(Caption(start, start + length, (title,)))
        start += length
    return tuple(found)


def descriptions(timeline: Timeline) -> tuple[Caption, ...]:
    """Return what is seen at each beat of a clip: the first paragraph of the beat's docstring."""
    return tuple(Caption(beat.start, beat.stop, (first_paragraph(beat.doc),)) for beat in timeline.beats if beat.doc)


def first_paragraph(doc: str) -> str:
    """Return the first paragraph of a docstring, in one line."""
    return " ".join(doc.strip().split("\n\n")[0].split())
