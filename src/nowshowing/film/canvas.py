"""Draws display lists with Cairo, and hands the picture on as video frames or images."""

from __future__ import annotations

from collections import OrderedDict

import av
import cairo
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from manim import CapStyleType, LineJointType, ManimColor
from numpy.typing import NDArray
from PIL import Image

from nowshowing.film.display import Frame, Shape

_JOINTS = {
    LineJointType.AUTO: cairo.LineJoin.MITER,
    LineJointType.ROUND: cairo.LineJoin.ROUND,
    LineJointType.BEVEL: cairo.LineJoin.BEVEL,
    LineJointType.MITER: cairo.LineJoin.MITER,
}
_CAPS = {
    CapStyleType.AUTO: cairo.LineCap.BUTT,
    CapStyleType.ROUND: cairo.LineCap.ROUND,
    CapStyleType.BUTT: cairo.LineCap.BUTT,
    CapStyleType.SQUARE: cairo.LineCap.SQUARE,
}
_PATHS_KEPT = 2000


class Canvas:
    """A picture of a size in pixels, on which frames of a size in units are drawn."""

    def __init__(self, size: tuple[int, int], units: tuple[float, float]) -> None:
        self.width, self.height = size
        self.pixels: NDArray[np.uint8] = np.zeros((self.height, self.width, 4), np.uint8)
        surface = cairo.ImageSurface.create_for_data(
            self.pixels.data, cairo.FORMAT_RGB24, self.width, self.height, self.width * 4
        )
        self.context = cairo.Context(surface)
        scale = self.height / units[1]
        self.context.translate(self.width / 2, self.height / 2)
        self.context.scale(scale, -scale)
        self._paths: OrderedDict[Shape, cairo.Path] = OrderedDict()

    def draw(self, frame: Frame) -> None:
        """Draw a frame over whatever was there."""
        context = self.context
        context.set_source_rgb(*ManimColor(frame.background).to_rgb())
        context.paint()
        for shape in frame.shapes:
            context.new_path()
            context.append_path(self._path(shape))
            if shape.fill[:, 3].any():
                self._colour(shape, shape.fill)
                context.fill_preserve()
            if shape.width > 0 and shape.stroke[:, 3].any():
                self._colour(shape, shape.stroke)
                context.set_line_width(shape.width / 100)
                context.set_line_join(_JOINTS[shape.joint])
                context.set_line_cap(_CAPS[shape.cap])
                context.stroke()

    def image(self) -> Image.Image:
        """Return the picture as an image."""
        return Image.fromarray(np.ascontiguousarray(self.pixels[:, :, 2::-1]), "RGB")

    def video_frame(self) -> av.VideoFrame:
        """Return the picture as a frame of video: 4:2:0, BT.709, limited range."""
        source = av.VideoFrame.from_numpy_buffer(self.pixels, format="bgra")
        return source.reformat(
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
        )

    def _path(self, shape: Shape) -> cairo.Path:
        path = self._paths.get(shape)
        if path is None:
            self.context.new_path()
            _trace(self.context, shape.points)
            path = self._paths[shape] = self.context.copy_path()
            if len(self._paths) > _PATHS_KEPT:
                self._paths.popitem(last=False)
        return path

    def _colour(self, shape: Shape, rows: NDArray[np.float64]) -> None:
        if len(rows) == 1 or shape.gradient is None:
            self.context.set_source_rgba(*rows[0])
            return
        pattern = cairo.LinearGradient(*shape.gradient.ravel())
        for offset, row in zip(np.linspace(0, 1, len(rows)), rows, strict=True):
            pattern.add_color_stop_rgba(offset, *row)
        self.context.set_source(pattern)


def _trace(context: cairo.Context[cairo.ImageSurface], points: NDArray[np.float64]) -> None:
    """Trace cubics (4n, 2) as contours: a new one begins where a curve does not start at the last one's end."""
    curves = points[: len(points) // 4 * 4].reshape(-1, 4, 2)
    if not len(curves):
        return
    breaks = np.flatnonzero(np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-6) + 1
    for contour in np.split(curves, breaks):
        context.move_to(*contour[0, 0])
        for curve in contour[:, 1:].reshape(-1, 6).tolist():
            context.curve_to(*curve)
        if np.abs(contour[0, 0] - contour[-1, 3]).max() < 1e-6:
            context.close_path()
