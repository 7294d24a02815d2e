"""The texts on screen, as read off a scene: what they say, where it comes from, and the shapes they are drawn with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from manim import Mobject, VMobject

from nowshowing.film.display import Shape, Snapshots
from nowshowing.stage.claims import Claim, claims_of
from nowshowing.stage.live import family_of
from nowshowing.stage.origins import Origin
from nowshowing.stage.sitting import grounds_of
from nowshowing.stage.text import Formula, Number, Words
from nowshowing.typeset.outlines import extent

Box = tuple[float, float, float, float]
Kind = Literal["words", "formula", "number"]
Text = Words | Formula | Number


@dataclass(frozen=True, eq=False)
class TextShown:
    """One text on a frame. While it does not change it is the same object.

    ``text`` is what a viewer reads, about; ``source`` what was set (for a number the digits that its outlines show).
    ``box`` is that of its ink (left, bottom, right, top); ``em`` its size in units, as drawn; ``presence`` the opacity
    of its strongest part. ``value`` is what a number should show at this moment, with so many ``decimals``; ``wanted``
    is how it should read. ``grounds`` are the names of what it declares itself to sit on.
    """

    owner: str
    text: str
    source: str
    kind: Kind
    origin: Origin
    em: float
    role: str
    box: Box
    shapes: tuple[Shape, ...]
    presence: float
    value: float | None = None
    decimals: int | None = None
    wanted: str | None = None
    grounds: tuple[str, ...] = ()

    def declares_to_sit_on(self, owner: str) -> bool:
        """Tell whether the text says that it sits on a shape of this name."""
        return any(owner == ground or owner.startswith((f"{ground}.", f"{ground}[")) for ground in self.grounds)


class Showing:
    """What a scene shows at the moment at which its last snapshot was taken."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene
        self.snapshots: Snapshots = scene.renderer.snapshots
        self._family: list[Mobject] | None = None
        self._found: list[tuple[Text, list[VMobject]]] = []
        self._last: dict[int, TextShown] = {}
        self._leaves: dict[int, list[VMobject]] = {}
        self._stated: dict[int, tuple[Mobject, tuple[Claim, ...]]] = {}
        self._claims: list[Claim] = []
        self._boxes: dict[int, tuple[Shape, Box]] = {}

    def texts(self) -> tuple[TextShown, ...]:
        """Return the texts that are to be seen."""
        self._look_around()
        shown: dict[int, TextShown] = {}
        for text, leaves in self._found:
            shapes = tuple(shape for leaf in leaves if (shape := self.snapshots.shape_of(leaf)) is not None)
            if shapes:
                shown[id(text)] = self._text(text, shapes)
        self._last = shown
        return tuple(shown.values())

    def sees(self, mobject: Mobject) -> bool:
        """Tell whether some part of an object is to be seen."""
        return any(self.snapshots.shape_of(leaf) is not None for leaf in self._leaves_of(mobject))

    def shapes_of(self, mobject: Mobject) -> tuple[Shape, ...]:
        """Return the shapes of an object that are to be seen."""
        shapes = (self.snapshots.shape_of(leaf) for leaf in self._leaves_of(mobject))
        return tuple(shape for shape in shapes if shape is not None)

    def _leaves_of(self, mobject: Mobject) -> list[VMobject]:
        """Return an object's parts that may have points; they stay the same while the stage does."""
        if id(mobject) not in self._leaves:
            self._leaves[id(mobject)] = [part for part in family_of([mobject]) if isinstance(part, VMobject)]
        return self._leaves[id(mobject)]

    def claims(self) -> list[Claim]:
        """Return what the figures on the stage state of themselves; after ``texts``."""
        return self._claims

    def owner_of(self, mobject: Mobject) -> str:
        """Return the name that an object goes by in the scene."""
        return self.snapshots.owners.get(id(mobject), type(mobject).__name__)

    def _look_around(self) -> None:
        """Find the texts anew if what is on the stage has changed."""
        family = self.snapshots.family
        if family is self._family:
            return
        self._family = family
        self._leaves = {}
        texts = {id(member): member for member in family if isinstance(member, Words | Formula | Number)}
        self._found = [(text, list(_leaves(text))) for text in texts.values()]
        for member in family:
            if id(member) not in self._stated:
                self._stated[id(member)] = member, tuple(claims_of(member))
        self._claims = list(dict.fromkeys(claim for member in family for claim in self._stated[id(member)][1]))

    def _text(self, text: Text, shapes: tuple[Shape, ...]) -> TextShown:
        value = float(text.read()) if isinstance(text, Number) else None
        last = self._last.get(id(text))
        if last is not None and last.value == value and _same(last.shapes, shapes):
            return last
        box = self._box(shapes)
        presence = max(float(shape.fill[:, 3].max(initial=0.0)) for shape in shapes)
        owner = self.owner_of(text)
        grounds = tuple(map(self.owner_of, grounds_of(text)))
        if isinstance(text, Number):
            drawn = text.drawn_text()
            return TextShown(
                owner, drawn, drawn, "number", text.origin, text.em, text.role, box, shapes, presence, value,
                text.decimals, text.text, grounds,
            )  # fmt: skip
        kind: Kind = "words" if isinstance(text, Words) else "formula"
        low, high = text.outline.ink[1], text.outline.ink[3]
        em = (box[3] - box[1]) / (high - low) if high > low and len(shapes) == len(text.submobjects) else text.em
        said = as_read(text.source, formula=kind == "formula")
        return TextShown(
            owner, said, text.source, kind, text.origin, em, text.role, box, shapes, presence, grounds=grounds
        )

    def _box(self, shapes: tuple[Shape, ...]) -> Box:
        boxes = np.array([self._box_of(shape) for shape in shapes])
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def _box_of(self, shape: Shape) -> Box:
        kept = self._boxes.get(id(shape))
        if kept is None or kept[0] is not shape:
            low, high = extent(shape.points.reshape(-1, 4, 2))
            box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
            kept = self._boxes[id(shape)] = shape, box
            if len(self._boxes) > 4000:
                self._boxes = {id(shape): kept}
        return kept[1]


def _leaves(text: Text) -> Iterator[VMobject]:
    for leaf in text.get_family():
        if isinstance(leaf, VMobject) and not leaf.submobjects:
            yield leaf


def _same(first: tuple[Shape, ...], second: tuple[Shape, ...]) -> bool:
    return len(first) == len(second) and all(a is b for a, b in zip(first, second, strict=True))


_ROLE = re.compile(r"\\role\{[^{}]*\}")
_COMMAND = re.compile(r"\\[A-Za-z]+ ?|\\.")


def as_read(source: str, *, formula: bool) -> str:
    """Return about the characters that a viewer reads: a sign for each command of LaTeX, without its braces."""

    def plain(latex: str) -> str:
        return re.sub(r"[{}^_\s]", "", _COMMAND.sub("∗", _ROLE.sub("", latex)))

    if formula:
        return plain(source)
    return re.sub(r"\$([^$]*)\$", lambda match: plain(match.group(1)), source)
