"""How the panel is divided: a slot for what is explained, the hero readout, and a table."""

from __future__ import annotations

from dataclasses import dataclass

from nowshowing.stage.regions import Region, Regions

HERO_HEIGHT = 1.15
COLUMN_HEIGHT = 2.75
"""Height of the lower part of a panel in which two readouts stand one above the other, beside a table."""


@dataclass(frozen=True)
class Panel:
    """``slot`` holds a formula, a question or a lens; ``hero`` is the baseline's left end of the largest number;
    ``beside`` that of what stands next to it; ``table`` the rest. The widths are what their numbers may take.

    ``second`` is where another number as large as ``hero`` stands, if each takes no more than ``second_width``.
    """

    slot: Region
    hero: tuple[float, float]
    beside: tuple[float, float]
    table: Region
    hero_width: float
    beside_width: float
    second: tuple[float, float]
    second_width: float

    @property
    def above_table(self) -> Region:
        """The slot, and the readouts too where they are below it and nothing is beside them."""
        beside = self.table.left > self.slot.left and self.slot.right > self.table.left
        bottom = self.slot.bottom if beside else self.hero[1] - 0.15
        return Region(self.slot.left, bottom, self.slot.right, self.slot.top)


def divide_panel(regions: Regions, share_for_table: float = 0.42, *, in_columns: bool = False) -> Panel:
    """Return the parts of a frame's panel: one below the other where it is tall, else the table to the right.

    ``in_columns``: where it is tall and wide, the readouts stand one above the other, left of the table.
    """
    region = regions.panel
    if region.height < 4.5:
        split = region.left + 0.64 * region.width
        slot = Region(region.left, region.bottom + 0.1 + HERO_HEIGHT + 0.1, split - 0.3, region.top)
        table = Region(split, region.bottom, region.right, region.top)
        return _row(slot, (region.left, region.bottom + 0.1), table)
    if in_columns and region.width >= 6.0:
        top = region.bottom + COLUMN_HEIGHT
        split = region.left + 0.48 * region.width
        hero, beside = (region.left, top - HERO_HEIGHT), (region.left, region.bottom + 0.3)
        slot = Region(region.left, top + 0.25, region.right, region.top)
        table = Region(split, region.bottom, region.right, top)
        room = split - region.left - 0.35
        return Panel(slot, hero, beside, table, room, room, beside, room)
    table_top = region.bottom + share_for_table * region.height
    hero = region.left, table_top + 0.4
    slot = Region(region.left, hero[1] + HERO_HEIGHT + 0.15, region.right, region.top)
    return _row(slot, hero, Region(region.left, region.bottom, region.right, table_top))


def _row(slot: Region, hero: tuple[float, float], table: Region) -> Panel:
    """Return a panel whose readouts stand side by side under its slot."""
    beside = slot.left + min(3.1, slot.width - 1.15), hero[1]
    second = slot.left + 0.52 * slot.width, hero[1]
    return Panel(
        slot, hero, beside, table, beside[0] - slot.left - 0.3, slot.right - beside[0],
        second, min(second[0] - slot.left - 0.3, slot.right - second[0]),
    )  # fmt: skip
