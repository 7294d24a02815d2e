"""Joins clips into the lesson's film without encoding anything again."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


class FilmError(Exception):
    """A video is damaged, or clips do not go together; the message names the file."""


def join(videos: Sequence[Path], frames: Sequence[int], frame_rate: int, into: Path) -> None:
    """Write ``videos``, which have so many ``frames``, one after the other into one MP4 that starts fast.

    All must come from the same encoder settings. Raises FilmError where they do not, or where frames are missing.
    """
    with contextlib.ExitStack() as stack:
        film = stack.enter_context(av.open(str(into), "w", format="mp4", options=_OPTIONS))
        first = stack.enter_context(_opened(videos[0]))
        pattern = _stream(first, videos[0])
        stream = film.add_stream_from_template(pattern)
        stream.time_base = Fraction(1, frame_rate * 512)
        offset = 0
        for video, length in zip(videos, frames, strict=True):
            with _opened(video) as source:
                part = _stream(source, video)
                if _make(part) != _make(pattern):
                    raise FilmError(f"{video}: made with other encoder settings than {videos[0]}; render both again")
                found = _append(source, part, film, stream, Fraction(offset, frame_rate), Fraction(1, frame_rate))
            if found != length:
                raise FilmError(f"{video}: {found} frames, {length} expected; render the clip again")
            offset += length


def _opened(video: Path) -> InputContainer:
    try:
        return av.open(str(video))
    except (av.FFmpegError, OSError) as error:
        raise FilmError(f"{video}: not a video that can be opened; render the clip again") from error


def _stream(source: InputContainer, video: Path) -> VideoStream:
    if not source.streams.video:
        raise FilmError(f"{video}: holds no video; render the clip again")
    return source.streams.video[0]


def _make(stream: VideoStream) -> tuple[object, ...]:
    context = stream.codec_context
    return context.name, context.width, context.height, context.pix_fmt, context.extradata


def _append(
    source: InputContainer,
    part: VideoStream,
    film: OutputContainer,
    stream: VideoStream,
    offset: Fraction,
    frame: Fraction,
) -> int:
    """Copy all pictures of ``part``, later by ``offset`` seconds, and return their number."""
    begin = Fraction(part.start_time or 0) * Fraction(part.time_base or 1)
    unit = Fraction(part.time_base or 1)
    target = Fraction(stream.time_base or unit)
    count = 0
    for packet in source.demux(part):
        if packet.pts is None or packet.dts is None:
            continue
        presented = packet.pts * unit - begin + offset
        decoded = packet.dts * unit - begin + offset
        packet.stream = stream
        packet.time_base = target
        packet.pts, packet.dts = round(presented / target), round(decoded / target)
        packet.duration = round(frame / target)
        film.mux(packet)
        count += 1
    return count


def verify(video: Path, frames: int, frame_rate: int) -> None:
    """Make sure that an MP4 opens, shows its first and last picture and has so many frames. Raises FilmError."""
    try:
        with av.open(str(video)) as source:
            stream = _stream(source, video)
            times = sorted(packet.pts for packet in source.demux(stream) if packet.pts is not None)
            unit = Fraction(stream.time_base or 1)
            step = round(Fraction(1, frame_rate) / unit)
            regular = times == [times[0] + step * index for index in range(len(times))] if times else False
            shown = [_picture_at(source, stream, at) for at in (times[0], times[-1])] if times else [False]
    except (av.FFmpegError, OSError) as error:
        raise FilmError(f"{video}: cannot be read; {error}") from error
    if len(times) != frames:
        raise FilmError(f"{video}: {len(times)} frames, {frames} expected")
    if not regular or not all(shown):
        raise FilmError(f"{video}: its pictures do not follow one another at {frame_rate} frames a second")


def _picture_at(source: InputContainer, stream: VideoStream, at: int) -> bool:
    source.seek(at, stream=stream)
    return any(picture.pts == at for picture in source.decode(stream))
