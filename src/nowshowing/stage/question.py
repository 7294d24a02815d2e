"""A prediction: the question, shown while the viewer thinks."""

from __future__ import annotations

from manim import VGroup, linear

from nowshowing.stage.live import Live, filled
from nowshowing.stage.motion import Run
from nowshowing.stage.paths import rectangle
from nowshowing.stage.regions import Region
from nowshowing.stage.text import Size, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.values import Tracker

SIZES_TRIED: tuple[Size, ...] = ("title", "body", "small")
BAR = 0.05
"""Height of the bar that shows how much time to think is left, in units."""


class Question(VGroup):
    """A question in a region, with a bar that runs out while there is time to think."""

    def __init__(self, text: str, region: Region, theme: Theme) -> None:
        for size in SIZES_TRIED:
            self.words = Words(text, size, theme=theme, weight="semibold", width=region.width)
            if self.words.ascent + self.words.descent <= region.height - 0.6:
                break
        self.words.says_the_author()
        self.remaining = Tracker(1.0)
        self.region = region
        height = self.words.ascent + self.words.descent
        top = region.top - max(0.0, (region.height - height - 0.6) / 2)
        self.words.place(region.left, top - self.words.ascent)
        self.bar_y = top - height - 0.45
        self.bar = Live(filled(theme.muted), draw=self._draw_bar)
        super().__init__(self.words, self.bar)
        self._draw_bar()

    def _draw_bar(self) -> None:
        width = max(BAR, self.region.width * self.remaining.get_value())
        shape = rectangle(self.region.left, self.bar_y, self.region.left + width, self.bar_y + BAR, BAR / 2)
        self.bar.submobjects[0].set_points(shape)

    def countdown(self, seconds: float) -> Run:
        """Return the animation of the time that is left to think."""
        return Run(self.remaining, 0.0, seconds, rate_func=linear)
