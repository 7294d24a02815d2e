"""A computation graph: nodes that hold quantities, edges that carry them on, numbers on both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from nowshowing.stage.live import Live, filled, stroke
from nowshowing.stage.paths import along, dashes, disc, polyline, rectangle
from nowshowing.stage.places import densify
from nowshowing.stage.regions import Region
from nowshowing.stage.sitting import sits_on
from nowshowing.stage.text import LEAST_EM, SIZES, Formula, Size
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

Array = NDArray[np.float64]
PADDING, NARROW_PADDING = 0.24, 0.18
HEAD = 0.16
GAP = 0.16
NARROW = 9.0
"""Below this width the numbers of a graph that flows across are smaller, in units."""
LARGEST = 0.56
"""Of an em in a box, in units."""
LEAST_ARROW = 0.56
"""The least length of an arrow in an upright graph, where the mark beside it is a line high, in units."""
LEAST_VALUE = 1.1
"""Room for a number beside a node of an upright graph, in units."""


@dataclass(frozen=True)
class Node:
    """What a node says; ``layer`` counts along the flow, ``rank`` across it (0 is the middle of the graph).

    ``beside`` is the width of the number that will stand at it, in units.
    """

    name: str
    latex: str
    role: str
    layer: int
    rank: float = 0.0
    beside: float = 0.0


class Graph(VGroup):
    """Nodes in layers, left to right, or top to bottom (``upright``) where the region is tall; edges join their boxes.

    ``edges`` are pairs of nodes' names; an arrow is at least ``arrow`` units long. ``boxes`` and ``arrows`` hold the
    parts by name and pair; ``pulse`` makes a dot that runs along an edge, ``value`` a number at a node, ``mark`` a
    formula at an edge. ``em`` is the size of the texts in the boxes: small where they are long, and 0 where they do
    not fit at any legible size.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        edges: Sequence[tuple[str, str]],
        region: Region,
        theme: Theme,
        *,
        arrow: float = 1.5,
        upright: bool | None = None,
    ) -> None:
        self.theme, self.region = theme, region
        self.upright = region.height > region.width if upright is None else upright
        self.size = number_size(region, self.upright)
        self.padding = PADDING if region.width > NARROW else NARROW_PADDING
        self.beside = {node.name: node.beside for node in nodes}
        texts = {node.name: Formula(node.latex, "hero", node.role, theme=theme) for node in nodes}
        self.texts: Mapping[str, Formula] = texts
        self.em = self._shrink(nodes, texts, arrow)
        self.high = max(text.ascent + text.descent for text in texts.values()) + 2 * self.padding
        self.half = {name: np.array([self._width(text) / 2, self.high / 2]) for name, text in texts.items()}
        self.centres = self._places(nodes)
        self.boxes: Mapping[str, VGroup] = {node.name: self._box(node, texts[node.name]) for node in nodes}
        self.arrows: Mapping[tuple[str, str], VGroup] = {edge: self._arrow(*edge) for edge in edges}
        super().__init__(*self.arrows.values(), *self.boxes.values())

    def _shrink(self, nodes: Sequence[Node], texts: Mapping[str, Formula], arrow: float) -> float:
        """Let all texts get smaller until boxes, numbers and arrows have room; return their em, 0 if they never do."""
        em = LARGEST
        while em >= LEAST_EM:
            for text in texts.values():
                text.fit(text.width_units * em / text.em)
            if self._has_room(nodes, texts, arrow):
                return em
            em = 0.95 * em
        return 0.0

    def _has_room(self, nodes: Sequence[Node], texts: Mapping[str, Formula], arrow: float) -> bool:
        if self.upright:
            layers = {node.layer for node in nodes}
            high = max(text.ascent + text.descent for text in texts.values()) + 2 * self.padding
            fits = len(layers) * high + (len(layers) - 1) * LEAST_ARROW <= self.region.height
            return fits and sum(self._sides()) <= self.region.width
        layers = {node.layer for node in nodes}
        widths = [max(max(self._width(texts[n.name]), n.beside) for n in nodes if n.layer == layer) for layer in layers]
        return sum(widths) + (len(layers) - 1) * arrow <= self.region.width

    def _width(self, text: Formula) -> float:
        return max(text.width_units, 0.6) + 2 * self.padding

    def _sides(self) -> tuple[float, float]:
        """Return how far boxes, and on the right their numbers, reach from the middle of an upright graph."""
        halves = {name: self._width(text) / 2 for name, text in self.texts.items()}
        beside = {name: max(LEAST_VALUE, GAP + width) for name, width in self.beside.items()}
        return max(halves.values()), max(half + beside[name] for name, half in halves.items())

    def _places(self, nodes: Sequence[Node]) -> Mapping[str, Array]:
        """Return the boxes' centres: equal arrows along the flow, equal steps across it."""
        layers = sorted({node.layer for node in nodes})
        k = 1 if self.upright else 0
        size = {
            layer: max(max(2 * self.half[n.name][k], 0.0 if k else n.beside) for n in nodes if n.layer == layer)
            for layer in layers
        }
        length = self.region.height if self.upright else self.region.width
        arrow = (length - sum(size.values())) / max(1, len(layers) - 1)
        arrow = min(arrow, 3.4)
        run = sum(size.values()) + arrow * (len(layers) - 1)
        start = -run / 2
        middles: dict[int, float] = {}
        for layer in layers:
            middles[layer] = start + size[layer] / 2
            start += size[layer] + arrow
        across = (self.region.width if self.upright else self.region.height) / (
            2 * max(1.0, *(abs(n.rank) for n in nodes)) + 1
        )
        centre = self.region.centre[:2]
        if self.upright:
            left, right = self._sides()
            centre[0] = np.clip(centre[0], self.region.left + left, max(self.region.right - right, self.region.left))
        places = {}
        for node in nodes:
            shift = (
                (node.rank * across, -middles[node.layer])
                if self.upright
                else (middles[node.layer], -node.rank * across)
            )
            places[node.name] = centre + np.array(shift)
        return places

    def _box(self, node: Node, text: Formula) -> VGroup:
        (x, y), (half_width, half_height) = self.centres[node.name], self.half[node.name]
        shape = rectangle(x - half_width, y - half_height, x + half_width, y + half_height, 0.14)
        back = filled(self.theme.band).set_points(shape)
        look = self.theme.role(node.role)
        rim = stroke(look).set_points(shape)
        return VGroup(back, rim, sits_on(text.centre_at(x, y), back))

    def ends(self, source: str, target: str) -> Array:
        """Return where an edge leaves and reaches the boxes, in the frame (2, 2)."""
        a, b = self.centres[source], self.centres[target]
        return np.array([self._rim(source, b - a), self._rim(target, a - b)])

    def _rim(self, name: str, towards: Array) -> Array:
        half = self.half[name] + 0.06
        scale = np.min(half / np.maximum(np.abs(towards), 1e-9))
        rim: Array = self.centres[name] + towards * scale
        return rim

    def _arrow(self, source: str, target: str) -> VGroup:
        tail, tip = self.ends(source, target)
        u = (tip - tail) / np.hypot(*(tip - tail))
        across = np.array([-u[1], u[0]])
        line = stroke(self.theme.muted).set_points(polyline(np.array([tail, tip - 0.8 * HEAD * u])))
        head = filled(self.theme.muted)
        base = tip - HEAD * u
        head.set_points(polyline(np.array([tip, base + 0.5 * HEAD * across, base - 0.5 * HEAD * across, tip])))
        return VGroup(line, head)

    def footprint(self) -> Array:
        """Return frame points (n, 2) along the edges, for labels to keep clear of."""
        return densify([self.ends(*edge) for edge in self.arrows])

    def value(self, name: str, latex: str, role: str = "ink") -> Formula:
        """Return a number below a node (right of it in an upright graph)."""
        (x, y), (half_width, half_height) = self.centres[name], self.half[name]
        text = Formula(latex, self.size, role, theme=self.theme)
        if self.upright:
            text.fit(self.region.right - (x + half_width + GAP))
            return text.place(x + half_width + GAP, y - 0.33 * text.em)
        return text.place(x, y - half_height - GAP - 0.66 * text.em, "centre")

    def mark(self, source: str, target: str, latex: str, role: str, side: int = 1) -> Formula:
        """Return a formula beside an edge: above or, ``side`` −1, below (right or left in an upright graph)."""
        text = Formula(latex, self.size, role, theme=self.theme)
        ends = self.ends(source, target)
        middle, u = ends.mean(axis=0), (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
        across = side * (np.array([-u[1], u[0]]))
        if self.upright:
            text.fit(self.region.right - float(middle[0]) - GAP)
        left, bottom, right, top = text.ink
        reach = abs(across[0]) * (right - left) / 2 + abs(across[1]) * (top - bottom) / 2
        return text.centre_at(*(middle + (reach + GAP) * across))

    def pulse(self, source: str, target: str, progress: Tracker, role: str = "ink") -> Live:
        """Return a dot on an edge, as far along as ``progress`` says, 0 to 1."""
        ends = self.ends(source, target)
        length = float(np.hypot(*(ends[1] - ends[0])))

        def draw() -> None:
            live.trace(0, disc(along(ends, np.array([length * progress.get_value()]))[0], 0.1))

        live = Live(filled(self.theme.role(role)), draw=draw)
        draw()
        live.set_z_index(2)
        return live

    def outer_arc(self, source: str, target: str, role: str) -> VMobject:
        """Return a bracket from one node to another, past the numbers: what they do together."""
        a, b = self.centres[source], self.centres[target]
        look = self.theme.role(role)
        if self.upright:
            sides = [self.centres[name][0] - self.half[name][0] - 0.08 for name in (source, target)]
            x = min(centre[0] - self.half[name][0] for name, centre in self.centres.items()) - 0.45
            corners = [(sides[0], a[1]), (x, a[1]), (x, b[1]), (sides[1], b[1])]
        else:
            y = min(a[1], b[1]) - self.high / 2 - GAP - SIZES[self.size] - 0.4
            corners = [(a[0], y + 0.22), (a[0], y), (b[0], y), (b[0], y + 0.22)]
        path = polyline(corners) if look.dash is None else np.vstack([dashes(e, *look.dash) for e in pairwise(corners)])
        return stroke(look, width=3).set_points(path)


def number_size(region: Region, upright: bool) -> Size:
    """Return how large the numbers at nodes and edges of a graph in a region are."""
    return "title" if region.width > NARROW or (upright and region.height > region.width) else "body"
