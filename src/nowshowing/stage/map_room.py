"""How a frame is divided for two number lines and what is measured on them; the badges that say what a map does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import VGroup

from nowshowing.maths.expression import Expression
from nowshowing.maths.stretches import direction_word, size_word
from nowshowing.stage.live import filled, set_clearance
from nowshowing.stage.paths import rectangle
from nowshowing.stage.regions import Region, Regions
from nowshowing.stage.sitting import sits_on
from nowshowing.stage.text import Formula, Words
from nowshowing.stage.theme import Theme

BADGE_HEIGHT = 0.5
BADGES_WIDTH = 3.45
PADDING = 0.18
NAME_ROW = 0.62


@dataclass(frozen=True)
class MapRoom:
    """``lines`` holds the two lines; ``strip`` what is below: ``hero`` (baseline of the largest number), ``badges``,
    ``lens`` and ``table``."""

    lines: Region
    strip: Region
    hero: tuple[float, float]
    badges: Region
    lens: Region
    table: Region


class MapName:
    """The map's formula: ``first`` stands beside the title, or where that is too long, below it.

    In a square frame there is no room for that row later: then ``later`` is the formula above the badges. ``whole`` is
    what is left of the frame at first; ``room`` how it is divided later.
    """

    def __init__(self, f: Expression, title: str, regions: Regions, theme: Theme) -> None:
        latex, row = f"f({f.variable}) = {f.latex}", regions.title
        self.first = Formula(latex, "title", "curve", theme=theme, display=False).says(f)
        self.later: Formula | None = None
        self.whole = wide = regions.wide
        heading = Words(title, "title", weight="semibold", theme=theme).fit(row.width)
        beside = heading.width_units + 0.6 + self.first.width_units <= row.width
        _, low, _, high = self.first.ink
        if beside:
            self.first.place(row.right, min(row.bottom + 0.12, row.top - high), "right")
        else:
            _, low, _, high = self.first.fit(wide.width).ink
            self.first.place(wide.left, wide.top + min(-0.3, 0.05 - high))
        # However deep the formula reaches, the lines begin below it.
        reach = wide.top - self.first.y - low + (0.05 if beside else 0.1)
        self.whole = wide.inset(top=max(reach, 0.0 if beside else NAME_ROW))
        self.room = divide_map(regions, wide if is_square(regions) and not beside else self.whole)
        if not beside and is_square(regions):
            self.later = self._above_badges(Formula(latex, "body", "curve", theme=theme, display=False).says(f))

    def _above_badges(self, name: Formula) -> Formula:
        badges, lens = self.room.badges, self.room.lens
        _, low, _, high = name.fit(badges.width).ink
        name.place(badges.right, badges.top + max(0.2, 0.12 - low), "right")
        fits = name.width_units <= badges.width + 1e-6 and name.y + high <= lens.bottom - 0.1
        set_clearance(name, float(fits))
        return name

    @property
    def caption_width(self) -> float:
        """How long the words over the largest number may be: as the badges, or as far as the name above them."""
        room = self.room
        if room.badges.left == room.hero[0]:
            return room.badges.width
        return room.strip.width - (0.0 if self.later is None else self.later.width_units + 0.4)


def is_square(regions: Regions) -> bool:
    """Tell whether a frame is about as high as it is wide, so that there is little room in either direction."""
    return regions.stacked and regions.wide.height < regions.wide.width


def divide_map(regions: Regions, wide: Region) -> MapRoom:
    """Return the parts of a region: below the lines a strip, in one row where there is width, else in two.

    Of two rows the upper is the lens, near the lines that it magnifies; in a square frame the table stands beside it.
    """
    if not regions.stacked:
        return _in_one_row(wide, wide.bottom + 0.05)
    square = is_square(regions)
    strip = Region(wide.left, wide.bottom + 0.05, wide.right, wide.bottom + (3.05 if square else 6.15))
    lines = Region(wide.left, strip.top + 0.1, wide.right, wide.top)
    if square:
        middle = strip.right - 2.5
        lens = Region(strip.left, strip.bottom + 1.25, middle - 0.25, strip.top)
        table = Region(middle, lens.bottom, strip.right, lens.top)
        hero = strip.left, strip.bottom
        badges = Region(strip.left + 2.95, hero[1], strip.right, hero[1] + BADGE_HEIGHT)
        return MapRoom(lines, strip, hero, badges, lens, table)
    row = strip.bottom + 2.35
    lens = Region(strip.left, row + 0.35, strip.right, strip.top)
    table = Region(strip.left + BADGES_WIDTH + 0.35, strip.bottom, strip.right, row)
    return MapRoom(lines, strip, *_below_each_other(strip.left, strip.bottom), lens, table)


def _in_one_row(wide: Region, bottom: float) -> MapRoom:
    strip = Region(wide.left, bottom, wide.right, bottom + 2.15)
    left, right = strip.left + BADGES_WIDTH + 0.3, strip.right - 3.15
    return MapRoom(
        Region(wide.left, strip.top + 0.1, wide.right, wide.top),
        strip,
        *_below_each_other(strip.left, bottom),
        Region(left, bottom, right - 0.35, strip.top),
        Region(right, bottom, strip.right, strip.top),
    )


def _below_each_other(left: float, bottom: float) -> tuple[tuple[float, float], Region]:
    """Return where the largest number and the badges below it stand."""
    return (left, bottom + 1.05), Region(left, bottom, left + BADGES_WIDTH, bottom + BADGE_HEIGHT)


class Badge(VGroup):
    """A word on a pill."""

    def __init__(self, text: str, role: str, left: float, bottom: float, theme: Theme) -> None:
        self.words = Words(text, "small", role, theme=theme, weight="semibold")
        right = left + self.words.width_units + 2 * PADDING
        self.right_end = right
        self.pill = filled(theme.band)
        self.pill.set_points(rectangle(left, bottom, right, bottom + BADGE_HEIGHT, BADGE_HEIGHT / 2))
        self.words.place(left + PADDING, bottom + 0.5 * BADGE_HEIGHT - 0.33 * self.words.em)
        super().__init__(self.pill, sits_on(self.words, self.pill))


class Badges(VGroup):
    """What a factor does to size and to direction: one badge for each; a collapse leaves no direction."""

    def __init__(self, factor: float, region: Region, theme: Theme) -> None:
        size, direction = size_word(factor), direction_word(factor)
        self.size_badge = Badge(size, "tangent", region.left, region.bottom, theme)
        super().__init__(self.size_badge)
        if direction is not None:
            arrow = r"$\rightarrow$" if direction == "kept" else r"$\leftarrow$"
            self.direction_badge = Badge(
                f"{arrow} {direction}", "ink", self.size_badge.right_end + 0.16, region.bottom, theme
            )
            self.add(self.direction_badge)


def nice_below(value: float) -> float:
    """Return the greatest of 1, 2, 3, 4, 5, 6, 8 times a power of ten that is no greater than a value above 0."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(power * max(m for m in (1, 2, 3, 4, 5, 6, 8) if m * power <= value * (1 + 1e-9)))
