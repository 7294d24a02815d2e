"""Frames to H.264 in an MP4, through PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from nowshowing.spec.profiles import Profile

KEYFRAME_SECONDS = 5
"""A keyframe at least this often, so that seeking is quick."""


class Encoder:
    """Writes one video. Use as a context; the file is complete when the context ends without an exception."""

    def __init__(self, file: Path, size: tuple[int, int], profile: Profile) -> None:
        self._container = av.open(str(file), "w", format="mp4", options={"movflags": "+faststart"})
        rate = profile.frame_rate
        # One thread: x264's output depends on the number of threads, and clips are spread over cores anyway.
        options = {**profile.encoder, "threads": "1", "g": str(KEYFRAME_SECONDS * rate)}
        stream = self._container.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        self._tick = Fraction(1, rate)
        context = stream.codec_context
        context.time_base = self._tick
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        context.profile = "High"
        self._stream = stream
        self.frames = 0

    def write(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """Append a frame, shown ``repeat`` times."""
        for _ in range(repeat):
            frame.pts, frame.time_base = self.frames, self._tick
            self._container.mux(self._stream.encode(frame))
            self.frames += 1

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()


def count_frames(file: Path) -> int:
    """Return the number of frames in a video, by its packets; raises av.error.FFmpegError where it cannot be read."""
    with av.open(str(file)) as container:
        return sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)
