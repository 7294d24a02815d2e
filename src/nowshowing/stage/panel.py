"""How the panel is divided: a slot for what is explained, the hero readout, and a table."""

from __future__ import annotations

from dataclasses import dataclass

from nowshowing.stage.regions import Region, Regions

HERO_HEIGHT = 1.15


@dataclass(frozen=True)
class Panel:
    """``slot`` holds a formula, a question or a lens; ``hero`` is the baseline's left end of the largest number;
    ``beside`` that of what stands next to it; ``table`` the rest."""

    slot: Region
    hero: tuple[float, float]
    beside: tuple[float, float]
    table: Region

    @property
    def hero_width(self) -> float:
        """How wide the largest number may be, so that it keeps clear of what stands beside it."""
        return self.beside[0] - self.hero[0] - 0.3

    @property
    def beside_width(self) -> float:
        """How wide the number beside it may be."""
        return self.slot.right - self.beside[0]

    @property
    def above_table(self) -> Region:
        """Slot and hero together."""
        return Region(self.slot.left, self.hero[1] - 0.15, self.slot.right, self.slot.top)


def divide_panel(regions: Regions, share_for_table: float = 0.42) -> Panel:
    """Return the parts of a frame's panel: one below the other where it is tall, else the table to the right."""
    region = regions.panel
    if region.height >= 4.5:
        table_top = region.bottom + share_for_table * region.height
        hero = table_top + 0.4
        slot = Region(region.left, hero + HERO_HEIGHT + 0.15, region.right, region.top)
        table = Region(region.left, region.bottom, region.right, table_top)
        return Panel(slot, (region.left, hero), (region.left + 2.95, hero), table)
    split = region.left + 0.64 * region.width
    hero = region.bottom + 0.1
    slot = Region(region.left, hero + HERO_HEIGHT + 0.1, split - 0.3, region.top)
    return Panel(
        slot, (region.left, hero), (region.left + 2.75, hero), Region(split, region.bottom, region.right, region.top)
    )
