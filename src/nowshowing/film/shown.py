"""The texts on screen, as read off a scene: what they say, where it comes from, and the shapes they are drawn with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import manim
import numpy as np
from manim import Mobject, VMobject
from numpy.typing import NDArray

from nowshowing.film.display import Shape, same_points
from nowshowing.film.snapshots import Snapshots
from nowshowing.stage.claims import Claim, claims_of
from nowshowing.stage.live import family_of
from nowshowing.stage.number import Number
from nowshowing.stage.origins import UNREAD, Origin
from nowshowing.stage.readback import how_drawn
from nowshowing.stage.sitting import grounds_of
from nowshowing.stage.text import Formula, Words
from nowshowing.typeset.outlines import extent

Box = tuple[float, float, float, float]
Kind = Literal["words", "formula", "number"]
Text = Words | Formula | Number
MANIMS = (manim.Text, manim.MarkupText, manim.SingleStringMathTex, manim.Typst, manim.DecimalNumber)
"""Texts that Manim sets itself."""
CAPITAL = 0.65
"""Height of capitals in em."""


@dataclass(frozen=True, eq=False)
class TextShown:
    """One text on a frame. While it does not change it is the same object.

    ``text`` is what a viewer reads, about; ``source`` what was set (for a number the digits that its outlines show).
    ``box`` is that of its ink (left, bottom, right, top); ``em`` its size in units, as drawn; ``presence`` the opacity
    of its strongest part. ``value`` is what a number should show at this moment, with so many ``decimals``; ``wanted``
    is how it should read. ``grounds`` are the names of what it declares itself to sit on. ``altered`` tells how its
    outlines differ from those that were set; "" where they are the same, moved and made larger or smaller.
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
    altered: str = ""

    def declares_to_sit_on(self, owner: str) -> bool:
        """Tell whether the text says that it sits on a shape of this name."""
        return any(owner == ground or owner.startswith((f"{ground}.", f"{ground}[")) for ground in self.grounds)


class Showing:
    """What a scene shows at the moment at which its last snapshot was taken."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene
        self.snapshots: Snapshots = scene.renderer.snapshots
        self._family: list[Mobject] | None = None
        self._found: list[Text] = []
        self._foreign: list[VMobject] = []
        self._last: dict[int, TextShown] = {}
        self._shapes: dict[int, tuple[Shape, ...]] = {}
        self._followers: dict[int, set[int]] = {}
        self._stated: dict[int, tuple[Mobject, tuple[Claim, ...]]] = {}
        self._claims: list[Claim] = []
        self._boxes: dict[int, tuple[NDArray[np.float64], Box]] = {}

    def texts(self) -> tuple[TextShown, ...]:
        """Return the texts that are to be seen."""
        self._look_around()
        shown: dict[int, TextShown] = {}
        for text in self._found:
            if shapes := self.shapes_of(text):
                shown[id(text)] = self._text(text, shapes)
        for foreign in self._foreign:
            if shapes := self.shapes_of(foreign):
                shown[id(foreign)] = self._unread(foreign, shapes)
        self._last = shown
        return tuple(shown.values())

    def shapes_of(self, mobject: Mobject) -> tuple[Shape, ...]:
        """Return the shapes of an object that are to be seen."""
        kept = self._shapes.get(id(mobject))
        if kept is None:
            parts = [part for part in family_of([mobject]) if isinstance(part, VMobject)]
            seen = (self.snapshots.shape_of(part) for part in parts)
            kept = self._shapes[id(mobject)] = tuple(shape for shape in seen if shape is not None)
            for part in parts:
                self._followers.setdefault(id(part), set()).add(id(mobject))
        return kept

    def _forget_changed(self) -> None:
        """Forget the shapes of what may look different from the frame before."""
        if self.snapshots.changed is None:
            self._shapes, self._followers = {}, {}
            return
        for part in self.snapshots.changed:
            for follower in self._followers.get(part, ()):
                self._shapes.pop(follower, None)

    def claims(self) -> list[Claim]:
        """Return what the figures on the stage state of themselves; after ``texts``."""
        return self._claims

    def owner_of(self, mobject: Mobject) -> str:
        """Return the name that an object goes by in the scene."""
        return self.snapshots.owners.get(id(mobject), type(mobject).__name__)

    def _look_around(self) -> None:
        """Find the texts anew if what is on the stage has changed."""
        self._forget_changed()
        family = self.snapshots.family
        if family is self._family:
            return
        self._family = family
        texts = {id(member): member for member in family if isinstance(member, Words | Formula | Number)}
        self._found = list(texts.values())
        foreign = [member for member in dict.fromkeys(family) if isinstance(member, MANIMS)]
        inside = {id(part) for text in foreign for part in family_of(text.submobjects)}
        self._foreign = [text for text in foreign if id(text) not in inside]
        for member in family:
            if id(member) not in self._stated:
                self._stated[id(member)] = member, tuple(claims_of(member))
        self._claims = list(dict.fromkeys(claim for member in family for claim in self._stated[id(member)][1]))

    def _text(self, text: Text, shapes: tuple[Shape, ...]) -> TextShown:
        value = float(text.read()) if isinstance(text, Number) else None
        last = self._last.get(id(text))
        if last is not None and last.value == value and last.shapes == shapes:
            return last
        box = self._box(shapes)
        presence = max(shape.fill_opacity for shape in shapes)
        owner = self.owner_of(text)
        grounds = tuple(map(self.owner_of, grounds_of(text)))
        if isinstance(text, Number):
            drawn = text.drawn_text()
            return TextShown(
                owner, drawn, drawn, "number", text.origin, text.em, text.role, box, shapes, presence, value,
                text.decimals, text.text, grounds,
            )  # fmt: skip
        kind: Kind = "words" if isinstance(text, Words) else "formula"
        if last is not None and same_points(last.shapes, shapes):
            em, altered = last.em, last.altered
        else:
            em, altered = how_drawn(text.outline, [shape.points for shape in shapes])
        owner = self.snapshots.owners.get(id(text)) or quoted(text.source)
        said = as_read(text.source, formula=kind == "formula")
        return TextShown(
            owner, said, text.source, kind, text.origin, em or text.em, text.role, box, shapes, presence,
            grounds=grounds, altered=altered,
        )  # fmt: skip

    def _unread(self, text: VMobject, shapes: tuple[Shape, ...]) -> TextShown:
        """Return a text of Manim's own: what it was made from is not what it need show."""
        last = self._last.get(id(text))
        if last is not None and last.shapes == shapes:
            return last
        box, presence = self._box(shapes), max(shape.opacity for shape in shapes)
        made_from = str(getattr(text, "text", getattr(text, "tex_string", type(text).__name__)))
        em = (box[3] - box[1]) / CAPITAL
        return TextShown(
            self.owner_of(text), made_from, made_from, "words", UNREAD, em, "", box, shapes, presence,
            grounds=tuple(map(self.owner_of, grounds_of(text))),
        )  # fmt: skip

    def _box(self, shapes: tuple[Shape, ...]) -> Box:
        if len(shapes) == 1:
            return self._box_of(shapes[0])
        boxes = np.array([self._box_of(shape) for shape in shapes])
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def _box_of(self, shape: Shape) -> Box:
        points = shape.points
        kept = self._boxes.get(id(points))
        if kept is None or kept[0] is not points:
            low, high = extent(points.reshape(-1, 4, 2))
            box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
            kept = self._boxes[id(points)] = points, box
            if len(self._boxes) > 4000:
                self._boxes = {id(points): kept}
        return kept[1]


LONGEST_QUOTED = 40


def quoted(source: str) -> str:
    """Return what a text without a name is called: its first words."""
    return f"“{source if len(source) <= LONGEST_QUOTED else source[: LONGEST_QUOTED - 1] + '…'}”"


_ROLE = re.compile(r"\\role\{[^{}]*\}")
_COMMAND = re.compile(r"\\[A-Za-z]+ ?|\\.")


@lru_cache(1000)
def as_read(source: str, *, formula: bool) -> str:
    """Return about the characters that a viewer reads: a sign for each command of LaTeX, without its braces."""

    def plain(latex: str) -> str:
        return re.sub(r"[{}^_\s]", "", _COMMAND.sub("∗", _ROLE.sub("", latex)))

    if formula:
        return plain(source)
    return re.sub(r"\$([^$]*)\$", lambda match: plain(match.group(1)), source)
