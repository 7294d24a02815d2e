"""Typst's SVG to filled cubic Bézier paths, by colour."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

import numpy as np

from nowshowing.typeset.fonts import TypesetError
from nowshowing.typeset.outline import Points

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_COMMANDS = re.compile(r"[MmLlHhVvCcQqZz]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
_TRANSFORM = re.compile(r"(\w+)\(([^)]*)\)")


@dataclass(frozen=True)
class Shape:
    """One filled compound path of a page: its colour, its curves, and the first curve of each closed contour."""

    fill: str
    points: Points
    contours: tuple[int, ...]


@lru_cache(maxsize=8192)
def path(d: str) -> tuple[Points, tuple[int, ...], tuple[bool, ...]]:
    """Read an SVG path: curves (n, 4, 2), the first curve of each contour, and whether each contour is closed."""
    tokens = _COMMANDS.findall(d)
    curves: list[tuple[float, ...]] = []
    starts: list[int] = []
    closed: list[bool] = []
    x = y = from_x = from_y = 0.0
    pen_up, i, command = True, 0, "M"
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
        kind = command.upper()
        v = [float(t) for t in tokens[i : i + _TAKES[kind]]]
        i += _TAKES[kind]
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        if kind == "M":
            x, y = v[0] + dx, v[1] + dy
            from_x, from_y, pen_up = x, y, True
            command = "l" if command == "m" else "L"
            continue
        if pen_up:
            starts.append(len(curves))
            closed.append(False)
            pen_up = False
        if kind == "Z":
            if (x, y) != (from_x, from_y):
                curves.append(_line(x, y, from_x, from_y))
            x, y, closed[-1], pen_up = from_x, from_y, True, True
            continue
        if kind == "H":
            v = [v[0] + dx, y]
        elif kind == "V":
            v = [x, v[0] + dy]
        else:
            v = [value + (dy if k % 2 else dx) for k, value in enumerate(v)]
        if kind == "C":
            curves.append((x, y, *v))
        elif kind == "Q":
            cx, cy, ex, ey = v
            curves.append(
                (
                    x,
                    y,
                    x + (cx - x) * 2 / 3,
                    y + (cy - y) * 2 / 3,
                    ex + (cx - ex) * 2 / 3,
                    ey + (cy - ey) * 2 / 3,
                    ex,
                    ey,
                )
            )
        else:
            curves.append(_line(x, y, *v))
        x, y = v[-2], v[-1]
    points = np.array(curves, dtype=np.float64).reshape(-1, 4, 2)
    points.flags.writeable = False
    return points, tuple(starts), tuple(closed)


def _line(x: float, y: float, to_x: float, to_y: float) -> tuple[float, ...]:
    dx, dy = (to_x - x) / 3, (to_y - y) / 3
    return (x, y, x + dx, y + dy, x + 2 * dx, y + 2 * dy, to_x, to_y)


@dataclass(frozen=True)
class _Place:
    """An affine map: (x, y) → (a x + c y + e, b x + d y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, inner: _Place) -> _Place:
        return _Place(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def apply(self, points: Points) -> Points:
        matrix = np.array(((self.a, self.b), (self.c, self.d)))
        return np.asarray(points @ matrix + (self.e, self.f), dtype=np.float64)


def _transform(text: str | None) -> _Place:
    place = _Place()
    for name, numbers in _TRANSFORM.findall(text or ""):
        v = [float(n) for n in re.split(r"[ ,]+", numbers.strip())]
        if name == "matrix":
            place = place.then(_Place(*v))
        elif name == "translate":
            place = place.then(_Place(e=v[0], f=v[1] if len(v) > 1 else 0.0))
        elif name == "scale":
            place = place.then(_Place(a=v[0], d=v[-1]))
        elif name == "rotate" and len(v) == 1:
            cos, sin = math.cos(math.radians(v[0])), math.sin(math.radians(v[0]))
            place = place.then(_Place(cos, sin, -sin, cos))
        else:
            raise TypesetError(f'cannot be drawn: typst uses the transform "{name}"')
    return place


def shapes(page: str) -> list[Shape]:
    """Read every filled and stroked shape of a page of Typst's SVG, in drawing order, y down, in points."""
    root = ElementTree.fromstring(page)
    symbols = {
        symbol.get("id"): symbol[0].get("d", "")
        for defs in root.iter(f"{_SVG}defs")
        for symbol in defs.iter(f"{_SVG}symbol")
    }
    found: list[Shape] = []

    def walk(element: ElementTree.Element, place: _Place) -> None:
        for child in element:
            tag = child.tag.removeprefix(_SVG)
            here = place.then(_transform(child.get("transform")))
            if tag == "g":
                walk(child, here)
            elif tag == "use":
                at = here.then(_Place(e=float(child.get("x", 0)), f=float(child.get("y", 0))))
                points, contours, _ = path(symbols[child.get(_HREF, "")[1:]])
                found.append(Shape(child.get("fill", ""), at.apply(points), contours))
            elif tag == "path":
                found.extend(_drawn(child, here))
            elif tag != "defs":
                raise TypesetError(f'cannot be drawn: typst makes a "{tag}" of it')

    walk(root, _Place())
    return [shape for shape in found if len(shape.points)]


def _drawn(element: ElementTree.Element, place: _Place) -> list[Shape]:
    points, contours, closed = path(element.get("d", ""))
    fill, stroke = element.get("fill", "none"), element.get("stroke", "none")
    drawn = [] if fill == "none" else [Shape(fill, place.apply(points), contours)]
    if stroke != "none":
        outlined, starts = _stroked(points, contours, closed, float(element.get("stroke-width", 1)))
        drawn.append(Shape(stroke, place.apply(outlined), starts))
    return drawn


def _stroked(
    points: Points, contours: tuple[int, ...], closed: tuple[bool, ...], width: float
) -> tuple[Points, tuple[int, ...]]:
    """Turn straight strokes with butt ends (fraction bars, root bars) into rectangles, wound as our glyphs are."""
    bars: list[tuple[float, ...]] = []
    starts: list[int] = []
    for (x, y), _, _, (to_x, to_y) in points:
        length = math.hypot(to_x - x, to_y - y)
        if length == 0:
            continue
        across, along = -(to_y - y) / length * width / 2, (to_x - x) / length * width / 2
        corners = [
            (x - across, y - along),
            (x + across, y + along),
            (to_x + across, to_y + along),
            (to_x - across, to_y - along),
        ]
        starts.append(len(bars))
        bars += [_line(*corner, *corners[(k + 1) % 4]) for k, corner in enumerate(corners)]
    if len(closed) and any(closed):
        raise TypesetError("cannot be drawn: typst outlines a closed shape")
    return np.array(bars, dtype=np.float64).reshape(-1, 4, 2), tuple(starts)
