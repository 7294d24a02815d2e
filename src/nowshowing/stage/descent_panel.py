"""The panel beside a descent: the update rule with its numbers, the largest number, the loss against the step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nowshowing.maths.descent_digits import as_written, together, written_step
from nowshowing.maths.numbers import MINUS
from nowshowing.stage.claims import stating
from nowshowing.stage.descent import Descent
from nowshowing.stage.descent_sayings import AT, RATE, SLOPE, says_step, says_truly, true_to, writes
from nowshowing.stage.descent_symbols import Symbols
from nowshowing.stage.live import set_clearance
from nowshowing.stage.loss_trace import LossTrace
from nowshowing.stage.number import Readout
from nowshowing.stage.panel import divide_panel
from nowshowing.stage.regions import Regions
from nowshowing.stage.text import Formula, Size, Words
from nowshowing.stage.theme import Theme
from nowshowing.stage.written import latex_number

LEAST_READABLE = 0.26
"""Length of an em in units; a number that must be set smaller to fit is not shown: it is beyond all sense."""

MOST_DIGITS = 40
"""How many characters the numbers of a step may have together, to be set at all."""
TOO_LONG = "numbers too long to write"
LEAST_SHARE = 0.25
"""What share of the view's height the graph of the losses shows at least, so that it is flat where the view is."""


class DescentPanel:
    """Objects for a frame's panel, laid out; a scene shows and hides them.

    ``rule`` stands in the slot, with the numbers of a step, ``rules[run][k]``; ``slope``, ``step``, ``drop`` and
    ``losses`` take turns as the largest number; ``outside`` is said, in place of the rule, where a run leaves the view;
    ``trace`` is the graph of the losses.
    """

    def __init__(
        self, descents: Sequence[Descent], step_size: float, symbols: Symbols, regions: Regions, theme: Theme
    ) -> None:
        self.theme, self.symbols = theme, symbols
        self.room = room = divide_panel(regions)
        first = descents[0]
        self.rule = self._rule().fit(room.slot.width)
        self.rules = [[self._numbers(d, k, step_size) for k in range(d.shown_steps)] for d in descents]
        _, low, _, high = self.rule.ink
        numbers = room.slot.bottom + max(0.1, (room.slot.height - (high - low) - 0.75) / 2)
        self.rule.place(room.slot.left, min(numbers + 0.5, room.slot.top - high + low) - low)
        for run in self.rules:
            for line in run:
                line.place(room.slot.left, numbers)
        begin = first.path[0]
        slope, move = [as_written(begin.slope)], [as_written(begin.step)]
        self.slope = self._hero(f"slope ${symbols.slope_inline}$", lambda: begin.slope, slope, "tangent")
        self.step = self._hero(f"step ${symbols.step}$", lambda: begin.step, move, "gap")
        drop, foretold = first.losses[0] - first.losses[1], begin.predicted_drop
        texts = together([drop, foretold])
        self.drop = self._hero("real drop", lambda: drop, texts[:1], "curve")
        self.predicted = self._hero("predicted", lambda: foretold, texts[1:], "tangent", "title").place(*room.beside)
        for text, worth in ((self.rule, AT - RATE * SLOPE), (self.step.label, -RATE * SLOPE)):
            stating(text, writes(text, symbols, worth))
        for d in descents:
            stating(d.label.texts[0], writes(d.label.texts[0], symbols, -RATE * SLOPE))
        true_to(self.slope, lambda: first.truth.slopes[0])
        true_to(self.step, lambda: first.truth.moves[0])
        true_to(self.drop, lambda: first.truth.drop(0))
        true_to(self.predicted, lambda: first.truth.predictions[0])
        self.losses = [self._loss(descent) for descent in descents]
        self.ends = [self._end(d, k) for k, d in reversed(list(enumerate(descents)))]
        self.outside = [self._outside(d) for d in descents]
        self.trace = self._trace(descents)

    def _rule(self) -> Formula:
        """Return the rule, with the slope as a fraction where the slot is high enough."""
        tall = Formula(self.symbols.rule(self.symbols.slope), "title", theme=self.theme)
        if tall.ink[3] - tall.ink[1] + 0.65 <= self.room.slot.height:
            return tall
        return Formula(self.symbols.rule(self.symbols.slope_inline), "title", theme=self.theme)

    def _hero(
        self, label: str, value: Callable[[], float], texts: Sequence[str], role: str, size: Size = "hero"
    ) -> Readout:
        """Return a readout in the place of the largest number, which shows one of some texts."""
        made = Readout(label, value, 2, role, theme=self.theme, size=size)
        return self._written(made, lambda _: texts[0], texts).place(*self.room.hero)

    def _written(self, readout: Readout, style: Callable[[float], str], texts: Sequence[str]) -> Readout:
        number = readout.number
        split = self.room.beside[0]
        room = split - self.room.hero[0] - 0.25 if number.em > 0.5 else min(self.room.slot.right - split, 2.0)
        number.style = style
        number.em *= min(1.0, room / max(number.width_of(text) for text in texts))
        set_clearance(readout, float(number.em >= LEAST_READABLE))
        return readout

    def _loss(self, descent: Descent) -> Readout:
        found = descent.losses[: descent.shown_steps + 1]
        texts = dict(zip(found, together(found), strict=True))
        made = Readout("loss", lambda: descent.losses[descent.reached()], 2, descent.role_of_loss, theme=self.theme)
        true_to(made, lambda: descent.truth.losses[descent.number + (descent.risen.get_value() == 1)])
        return self._written(made, lambda value: texts[value], list(texts.values())).place(*self.room.hero)

    def _end(self, descent: Descent, k: int) -> Readout:
        last, w = descent.weights[descent.shown_steps], self.symbols.variable
        label, role = (f"second ${w}$", "secant") if k else (f"first ${w}$", "ink")
        made = self._hero(label, lambda: last, [as_written(last)], role, "hero" if k else "title")
        true_to(made, lambda: descent.truth.weights[descent.truth.shown_steps(descent.view)])
        return made if k else made.place(*self.room.beside)

    def _numbers(self, descent: Descent, k: int, step_size: float) -> Formula | Words:
        step = descent.path[k]
        w = written_step(step, step_size)
        if len(w) > MOST_DIGITS:
            return Words(TOO_LONG, "body", theme=self.theme)
        slope = f"({w.slope})" if w.slope.startswith(MINUS) else w.slope
        sign = "=" if w.exact else r"\approx"
        texts = [text.replace(MINUS, "-") for text in (w.w, w.step_size, slope, w.end)]
        start, size, times, end = texts
        line = rf"{start} - \role{{gap}}{{{size}}} \cdot \role{{tangent}}{{{times}}} {sign} {end}"
        made = Formula(line, "body", theme=self.theme).says(step.w, step_size, step.slope, step.end)
        says_step(made, descent, k).fit(self.room.slot.width)
        return made if made.width_units <= self.room.slot.width + 1e-6 else Words(TOO_LONG, "body", theme=self.theme)

    def _outside(self, descent: Descent) -> Words:
        w = descent.weights[descent.shown_steps]
        variable, value = self.symbols.variable, latex_number(w, 2)
        if len(value) > MOST_DIGITS / 2:
            words = Words(f"${variable}$ lies far out of view", "body", theme=self.theme)
        else:
            words = Words(f"${variable} = {value}$ lies out of view", "body", theme=self.theme).says(w)
            says_truly(words, descent.truth.weights[descent.truth.shown_steps(descent.view)])
        return words.fit(self.room.slot.width).place(self.rule.x, self.rule.y)

    def _trace(self, descents: Sequence[Descent]) -> LossTrace:
        view = descents[0].view
        seen = [high for d in descents for k, high in enumerate(d.losses) if d.in_view(k)]
        floor = min([*seen, *(d.lowest for d in descents)])
        lowest, highest = max(0.0 if 0 < floor < 0.5 * max(seen) else floor, view.y_lo), max(seen)
        missing = LEAST_SHARE * view.height - (highest - lowest)
        if missing > 0:
            lowest = max(lowest - missing / 2, view.y_lo)
            highest = min(lowest + LEAST_SHARE * view.height, view.y_hi)
        runs = {d.role_of_loss: d.losses[: d.shown_steps + 1] for d in descents}
        truths = {d.role_of_loss: d.truth for d in descents}
        steps = max(len(d.path) for d in descents)
        return LossTrace(runs, truths, steps, lowest, highest, self.room.table, self.theme)
