"""Layout: texts apart from each other and from lines, inside the margin, outside the caption strip, large enough.

A frame is compared with the one before it, and only pairs with a changed member are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Shape
from nowshowing.film.frames import FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import MARGIN, SHORT_SIDE, Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.places import CLEAR
from nowshowing.stage.regions import Region, divide
from nowshowing.stage.text import LEAST_EM
from nowshowing.trust.findings import Fault
from nowshowing.trust.outlines import (
    Box,
    along,
    apart,
    are_in_another_order,
    boxes_of,
    distance_to_segments,
    entering,
    gap_between,
    half_width,
    is_inside,
    segments_of,
)

COUNTS_FROM = 0.15
"""What is fainter than this is not there yet, or not any more."""
CLEAR_OF_LINES = 0.03
"""The least distance of glyphs from lines and edges, in units."""
LEAST_LINE = 2 / 1080 * SHORT_SIDE
"""The least width of a line: 2 px at 1080p, in units."""
LEAST_PIXELS = 8
"""The least height of digits and capitals in pixels of the profile."""
CAPITAL = 0.64
"""Height of digits, in em."""

OF_SIZE = ("small text", "thin line")

Pair = tuple[TextShown, TextShown | Shape]
_KEEP_APART = "move one of them, or let one leave while the other is there"


class LayoutCheck:
    """Finds what overlaps, sticks out or is too small."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        regions = divide(clip.aspect)
        self.safe = regions.frame.inset(MARGIN, MARGIN, MARGIN, MARGIN)
        self.strip = regions.caption.top
        self.pixels = profile.short_side / SHORT_SIDE
        self.texts: tuple[TextShown, ...] = ()
        self.others: tuple[Shape, ...] = ()
        self.drawn: tuple[Shape, ...] = ()
        self.shown: tuple[TextShown, ...] = ()
        self.faults: dict[Pair, Fault] = {}
        self.alone: dict[TextShown | Shape, tuple[Fault, ...]] = {}
        self.small: set[tuple[str, float]] = set()
        self.pairs = 0

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return what is wrong with a frame."""
        texts = tuple(text for text in now.texts if text.presence >= COUNTS_FROM)
        drawn = [s for s in now.frame.shapes if s.fill_opacity >= COUNTS_FROM or s.line_opacity >= COUNTS_FROM]
        others = tuple(shape for shape in drawn if shape not in now.text_of)
        self._compare(texts, others, now)
        before, self.shown = self.shown, now.texts
        turning = _turning(before, now.texts) if self.faults else {}
        found = [fault for pair, fault in self.faults.items() if not turning or not _one_becomes(pair, turning)]
        return found + self._wrong_alone((*texts, *others), now)

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()

    def counts(self) -> dict[str, int]:
        """Return how many pairs were looked at."""
        return {"pairs": self.pairs}

    # Pairs.

    def _compare(self, texts: tuple[TextShown, ...], others: tuple[Shape, ...], now: FrameValues) -> None:
        """Look at the pairs that are new on this frame, and forget those that are gone."""
        before, self.drawn = self.drawn, now.frame.shapes
        if (texts, others, before) == (self.texts, self.others, self.drawn):
            return
        had, had_others = set(self.texts), set(self.others)
        fresh = [place for place, text in enumerate(texts) if text not in had]
        fresh_others = [place for place, shape in enumerate(others) if shape not in had_others]
        gone = had_others.difference(others)
        if are_in_another_order(before, self.drawn) or any(
            self._hides(shape) for shape in (*gone, *(others[place] for place in fresh_others))
        ):
            # What is seen of a shape may have changed, though the shape has not.
            fresh, fresh_others = list(range(len(texts))), list(range(len(others)))
        self.texts, self.others = texts, others
        if self.faults:
            stay: set[TextShown | Shape] = {*texts, *others}
            self.faults = {pair: fault for pair, fault in self.faults.items() if stay.issuperset(pair)}
        if texts and (fresh or fresh_others):
            self._look_at(fresh, fresh_others)

    def _look_at(self, fresh: list[int], fresh_others: list[int]) -> None:
        """Look at the pairs with a member that is fresh, given by their places, where the two are near each other."""
        texts, others = self.texts, self.others
        known = sorted({*range(len(texts))}.difference(fresh))
        self.pairs += len(fresh) * (len(texts) + len(others)) + len(known) * len(fresh_others)
        order = {shape: place for place, shape in enumerate(self.drawn)}
        boxes, other_boxes = boxes_of(texts), boxes_of(others)
        for i, k in np.argwhere(apart(boxes[fresh], boxes) < CLEAR).tolist():
            if fresh[i] != k:
                pair = texts[fresh[i]], texts[k]
                self._judge(pair, self._between(*pair))
        for ones, those in ((fresh, [*range(len(others))]), (known, fresh_others)):
            for i, k in np.argwhere(apart(boxes[ones], other_boxes[those]) < CLEAR_OF_LINES).tolist():
                crossed = texts[ones[i]], others[those[k]]
                self._judge(crossed, self._crossing(*crossed, order))

    def _judge(self, pair: Pair, fault: Fault | None) -> None:
        other = pair[1], pair[0]
        if fault is not None and other not in self.faults:
            self.faults[pair] = fault
        elif fault is None:
            self.faults.pop(pair, None)

    def _between(self, a: TextShown, b: TextShown) -> Fault | None:
        """Judge two texts by their glyphs."""
        if gap_between(a.box, b.box) >= CLEAR:
            return None
        near_a = entering(self._segments(a), b.box, CLEAR)
        near_b = entering(self._segments(b), a.box, CLEAR)
        if not len(near_a) or not len(near_b):
            return None
        gap = distance_to_segments(along(near_a), near_b)
        if gap < 1e-3 or is_inside(near_a[:, 0], self._segments(b)).any():
            gap = 0.0
        if gap >= CLEAR - 1e-3:
            return None
        value = f"{gap:.2f} units apart" if gap else "overlap"
        first, second = sorted((a.owner, b.owner))
        return Fault("text on text", (first, second), value, f"at least {CLEAR} units", _KEEP_APART, CLEAR - gap)

    def _crossing(self, text: TextShown, shape: Shape, order: dict[Shape, int]) -> Fault | None:
        """Judge a text and a line or an area."""
        half = half_width(shape)
        segments = segments_of(shape)
        reach = half + CLEAR_OF_LINES
        above = order[shape] > max(order[part] for part in text.shapes if part in order)
        filled = shape.fill_opacity >= COUNTS_FROM
        sat_on = not above and text.declares_to_sit_on(shape.owner)
        gap, lies_on = np.inf, False
        if not sat_on:
            near = entering(segments, text.box, reach)
            if len(near):
                ink = along(entering(self._segments(text), shape.box, reach))
                gap = distance_to_segments(ink, near) - half
            lies_on = filled and bool(is_inside(self._segments(text)[:, 0], segments).any())
        if (gap >= CLEAR_OF_LINES and not lies_on) or self._is_hidden(text, shape, order):
            return None
        objects = (text.owner, shape.owner)
        if lies_on and above:
            return Fault("text covered", objects, "something opaque lies over it", "nothing", _KEEP_APART, 1.0)
        if lies_on:
            value, limit = "lies on it", "sits on nothing that it does not declare"
            return Fault("text on shape", objects, value, limit, "move it, or declare it with sits_on", 1.0)
        value = f"{gap:.3f} units apart" if gap > 0 else "crossed"
        return Fault("text on line", objects, value, f"at least {CLEAR_OF_LINES} units", _KEEP_APART, -gap)

    def _is_hidden(self, text: TextShown, shape: Shape, order: dict[Shape, int]) -> bool:
        """Tell whether something opaque lies over a shape and behind all of a text."""
        first = min(order[part] for part in text.shapes if part in order)
        corners = np.array(text.box)[[[0, 1], [2, 1], [0, 3], [2, 3]]]
        return any(
            self._hides(other) and is_inside(corners, segments_of(other)).all()
            for other in self.others
            if order[shape] < order[other] < first
        )

    def _hides(self, shape: Shape) -> bool:
        if shape.fill_opacity < 0.85 or shape.fill[:, 3].min() < 0.85:
            return False
        left, bottom, right, top = shape.box
        return (right - left) * (top - bottom) > 0.25

    def _segments(self, text: TextShown) -> NDArray[np.float64]:
        return segments_of(*text.shapes)

    # One alone.

    def _wrong_alone(self, things: Sequence[TextShown | Shape], now: FrameValues) -> list[Fault]:
        """Return what is wrong with each thing, whatever else there is."""
        found: list[Fault] = []
        before, self.small = self.small, set()
        for thing in things:
            if thing not in self.alone:
                self.alone[thing] = tuple(self._judged(thing))
            for fault in self.alone[thing]:
                if fault.kind in OF_SIZE:
                    # What grows is small at first: a size counts once it no longer changes.
                    size = fault.objects[0], round(fault.excess, 9)
                    self.small.add(size)
                    if now.repeat == 1 and size not in before:
                        continue
                found.append(fault)
        if len(self.alone) > 4 * len(things) + 200:
            self.alone = {thing: self.alone[thing] for thing in things}
        return found

    def _judged(self, thing: TextShown | Shape) -> Iterator[Fault]:
        if isinstance(thing, TextShown):
            yield from self._place(thing.owner, thing.box, "text")
            yield from self._small(thing)
        else:
            yield from self._place(thing.owner, thing.box, "figure", half_width(thing) + 0.01)
            yield from self._thin(thing)

    def _small(self, text: TextShown) -> Iterator[Fault]:
        if text.em >= LEAST_EM - 1e-3 and text.em * CAPITAL * self.pixels >= LEAST_PIXELS:
            return
        limit = f"at least {LEAST_EM:.2f} units an em, and digits {LEAST_PIXELS} px high"
        value = f"an em of {text.em:.2f} units, digits {text.em * CAPITAL * self.pixels:.1f} px high"
        yield Fault("small text", (text.owner,), value, limit, "say it shorter, or give it more room", 1 / text.em)

    def _thin(self, shape: Shape) -> Iterator[Fault]:
        width = shape.width / 100
        if not 0 < width < LEAST_LINE - 1e-4 or shape.stroke[:, 3].max(initial=0.0) < COUNTS_FROM:
            return
        value, limit = f"{width:.4f} units", f"at least {LEAST_LINE:.4f} units"
        yield Fault("thin line", (shape.owner,), value, limit, "draw it wider", 1 / width)

    def _place(self, owner: str, box: Box, kind: str, tolerance: float = 0.01) -> Iterator[Fault]:
        out = _sticks_out(box, self.safe)
        if out > tolerance:
            yield Fault(
                f"{kind} outside the margin", (owner,), f"{out:.2f} units beyond", f"{MARGIN} units from the edge",
                "move it in, or make it smaller", out,
            )  # fmt: skip
        elif self.strip - box[1] > tolerance:
            below = self.strip - box[1]
            yield Fault(
                f"{kind} in the caption strip", (owner,), f"{below:.2f} units inside", "the strip stays free",
                "move it up", below,
            )  # fmt: skip


def _turning(before: Sequence[TextShown], texts: Sequence[TextShown]) -> dict[str, int]:
    """Return which texts are on the way in (1) or out (-1)."""
    presences = {text.owner: text.presence for text in before}
    ways = {text.owner: round(text.presence - presences.get(text.owner, 0.0), 9) for text in texts}
    return {owner: 1 if way > 0 else -1 for owner, way in ways.items() if way}


def _one_becomes(pair: Pair, turning: dict[str, int]) -> bool:
    """Tell whether one of two texts comes in the place of the other, which goes."""
    a, b = pair
    if not isinstance(b, TextShown) or turning.get(a.owner, 0) * turning.get(b.owner, 0) != -1:
        return False
    return _holds_middle(a.box, b.box) or _holds_middle(b.box, a.box)


def _sticks_out(box: Box, region: Region) -> float:
    return max(region.left - box[0], region.bottom - box[1], box[2] - region.right, box[3] - region.top)


def _holds_middle(a: Box, b: Box) -> bool:
    x, y = (b[0] + b[2]) / 2, (b[1] + b[3]) / 2
    return a[0] <= x <= a[2] and a[1] <= y <= a[3]
