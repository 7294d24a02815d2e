"""Digits on screen: each is vouched for, and reads as what vouches for it, rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from nowshowing.film.display import Shape
from nowshowing.film.frames import FrameValues
from nowshowing.film.shown import TextShown
from nowshowing.maths.calculus import have_same_value
from nowshowing.maths.expression import Expression
from nowshowing.maths.numbers import format_number
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.stage.origins import Origin, Reads
from nowshowing.stage.readback import UNREADABLE
from nowshowing.trust.arithmetic import RELATION, are_sums, arithmetic_faults, comes_close, figure_of, lines_of
from nowshowing.trust.findings import Fault
from nowshowing.trust.vouched import numbers_of
from nowshowing.trust.written import WrittenNumber, blanked, numbers_in, read_back, unroled

HALF_PIXEL = 0.5 * 8 / 1080
"""In units of the frame, at full size."""
SAMPLES = np.array([-2.17, -1.3, -0.61, -0.09, 0.13, 0.47, 0.88, 1.21, 1.9, 2.6, 3.7, 11.3])
WIDER = np.concatenate([np.linspace(-50.03, 50, 997), *(side * np.geomspace(1e-6, 1e9, 301) for side in (-1, 1))])
"""Where more samples are taken from, if fewer than ``ENOUGH`` of the first lie in a function's domain."""
ENOUGH = 4


MOST_KEPT = 2000
Said = tuple[str, str, str, Origin, float | None]
"""What a text says, whatever it looks like."""


class TextsCheck:
    """Checks every text when it changes, and what it says together with others on its line."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.checked = 0
        self.by_author: dict[str, None] = {}
        self._known: dict[TextShown, list[Fault]] = {}
        self._axes: dict[str, tuple[Shape, ...]] = {}
        self._lines: dict[tuple[TextShown, ...], list[Fault]] = {}
        self._judged: dict[tuple[bool, tuple[Said, ...]], list[Fault]] = {}

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return what is wrong with the digits on a frame."""
        before, axes = self._axes, _axes(now)
        moved = {figure for figure, axis in axes.items() if axis != before.get(figure)}
        known: dict[TextShown, list[Fault]] = {}
        for text in now.texts:
            faults = self._known.get(text)
            if faults is None:
                faults = self._judge_new(text)
            elif moved and text.origin.kind == "tick" and figure_of(text.owner) in moved:
                faults = list(text_faults(text))
            known[text] = faults
        lines: dict[tuple[TextShown, ...], list[Fault]] = {}
        for line in lines_of(now.texts):
            faults = self._lines.get(line)
            lines[line] = self._once(lambda *texts: arithmetic_faults(texts), *line) if faults is None else faults
        last, self._known, self._axes, self._lines = self._known, known, axes, lines
        for faults in (*known.values(), *lines.values()):
            yield from faults
        for text in now.texts:
            if text.altered and (now.repeat > 1 or text in last):
                yield _altered_fault(text)

    def _judge_new(self, text: TextShown) -> list[Fault]:
        self.checked += 1
        if text.origin.kind == "author":
            self.by_author[text.source] = None
        return self._once(text_faults, text) if text.origin.kind in ("result", "scene") else list(text_faults(text))

    def _once(self, judge: Callable[..., Iterable[Fault]], *texts: TextShown) -> list[Fault]:
        """Judge what texts say, but not again when they only look different."""
        said = judge is text_faults, tuple(map(_said, texts))
        if said not in self._judged:
            if len(self._judged) > MOST_KEPT:
                self._judged.clear()
            self._judged[said] = list(judge(*texts))
        return self._judged[said]

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return nothing: all was said frame by frame."""
        return ()

    def counts(self) -> dict[str, int]:
        """Return how much was checked."""
        return {"texts": self.checked}

    def said(self) -> list[str]:
        """Return what the author says on screen, which nobody checks."""
        return list(self.by_author)


def _said(text: TextShown) -> Said:
    return text.owner, text.kind, text.source, text.origin, text.value


def _axes(now: FrameValues) -> dict[str, tuple[Shape, ...]]:
    """Return what is drawn, beside texts, of the figures that have ticks: a tick is off where its axis is."""
    found: dict[str, list[Shape]] = {figure_of(text.owner): [] for text in now.texts if text.origin.kind == "tick"}
    for shape in now.frame.shapes if found else ():
        if shape not in now.text_of and (figure := figure_of(shape.owner)) in found:
            found[figure].append(shape)
    return {figure: tuple(shapes) for figure, shapes in found.items()}


def text_faults(text: TextShown) -> Iterator[Fault]:
    """Yield what is wrong with the digits of one text."""
    match text.origin.kind:
        case "readout":
            yield from _readout_faults(text)
        case "tick":
            yield from _tick_faults(text)
        case "result":
            yield from _result_faults(text)
        case "unread":
            advice = "set it with Words, Formula or Number, which say where their digits come from"
            yield _fault(
                "text without a source", text, f"“{text.text}” is a text of Manim's", "every text is read", advice
            )
        case "scene":
            unexplained = [number.text for number in numbers_of(text)]
            if unexplained:
                yield _fault(
                    "number without a source", text, f"shows {', '.join(unexplained)}", "every number has a source",
                    "set it from a value, and say so with says(…)",
                )  # fmt: skip


def _altered_fault(text: TextShown) -> Fault:
    advice = "set a text of its own for what it turns into, and let it come in this one's place"
    if text.altered.startswith("it"):
        advice = "let it stand upright, as it is read"
    value, limit = f"shows {text.altered}", f"stands for {text.source}"
    return _fault("text shows something else", text, value, limit, advice)


def _fault(kind: str, text: TextShown, value: str, limit: str, advice: str, excess: float = 0.0) -> Fault:
    return Fault(kind, (text.owner,), value, limit, advice, excess)


def _readout_faults(text: TextShown) -> Iterator[Fault]:
    assert text.value is not None
    assert text.wanted is not None
    assert text.decimals is not None
    drawn, wanted = text.source.replace(" ", ""), text.wanted.replace(" ", "")
    if drawn != wanted:
        shown = "no digits" if UNREADABLE in drawn else drawn
        advice = "let the readout be redrawn from its value on every frame"
        yield _fault("stale readout", text, f"shows {shown}", f"its value now reads {wanted}", advice)
    if wanted.lstrip("×≈") == format_number(text.value, text.decimals):
        return
    numbers = numbers_in(text.wanted)
    if len(numbers) != 1 or not _rounds(numbers[0].text, numbers[0].value, numbers[0].half, text.value):
        advice = "round as maths.numbers does"
        yield _fault("wrong rounding", text, f"writes {wanted}", f"the value is {text.value:.10g}", advice)


def _rounds(written: str, value: float, half: float, true: float) -> bool:
    """Tell whether digits are a value rounded; a whole number's last zeros may stand for digits left out."""
    if "." not in written:
        digits = written.lstrip("-− ")
        half = 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else 0.5
    return abs(value - true) <= half * (1 + 1e-9) + 1e-9 * abs(true)


def _tick_faults(text: TextShown) -> Iterator[Fault]:
    numbers = numbers_in(unroled(text.source))
    [true] = text.origin.values
    if len(numbers) != 1 or abs(numbers[0].value - true) > 1e-9 * max(abs(true), 1e-9):
        yield _fault("wrong number", text, f"reads {text.source}", f"stands at {true:.10g}", "write the tick's value")
    off = text.origin.off() if text.origin.off is not None else 0.0
    if not off <= HALF_PIXEL:
        advice = "place the number at its tick"
        yield _fault("misplaced number", text, f"{off:.4f} units from its place", f"{HALF_PIXEL:.4f}", advice, off)


def _result_faults(text: TextShown) -> Iterator[Fault]:
    source = unroled(text.source)
    for part in text.origin.readings:
        place = _place_of(part, source)
        if place is None:
            limit = f"is to hold {part.latex}"
            yield _fault("wrong formula", text, f"reads {source}", limit, f"write {part.latex}")
            return
        if part.latex == source[slice(*place)] and not _reads_as(part.latex, part):
            said = f"{part.latex} does not read as {part.truth.source}"
            yield _fault("wrong formula", text, said, "a formula reads as what it was set from", "set it anew")
        source = blanked(source, *place)
    for constant in text.origin.constants:
        at = source.find(constant)
        source = source if at < 0 else blanked(source, at, at + len(constant))
    yield from _number_faults(text, source)


def _place_of(part: Reads, source: str) -> tuple[int, int] | None:
    """Return where a part stands in a formula: as it is written, else a side that reads as the same function."""
    at = source.find(part.latex)
    if at >= 0:
        return at, at + len(part.latex)
    edges = [0, *(edge for match in RELATION.finditer(source) for edge in match.span()), len(source)]
    sides = zip(edges[::2], edges[1::2], strict=True)
    return next((side for side in sides if _reads_as(source[slice(*side)], part)), None)


def _number_faults(text: TextShown, source: str) -> Iterator[Fault]:
    """Hold the numbers written against the values, in order; a factor of 1 and a term of 0 need not be written.

    A minus belongs to its number, as in y = 4x − 4, but in a sum that is worked out it may subtract.
    """
    expected = list(text.origin.values)
    sums = list(are_sums(text))
    for number in numbers_of(text, source):
        shows = number.shows if _lies_in(number, sums) else number.shows_signed
        place = next((k for k, value in enumerate(expected) if shows(value)), None)
        skipped = expected[:place] if place is not None else []
        if place is None or any(abs(value) not in (0.0, 1.0) for value in skipped):
            limit = f"stands for {expected[0]:.10g}" if expected else "nothing vouches for it"
            turned = any(number.shows(value) for value in expected[:1])
            advice = "name what is subtracted with its sign, or turn the sign" if turned else "set it from its value"
            yield _fault("wrong number", text, f"reads {number.text}", limit, advice)
            return
        expected = expected[place + 1 :]
    missing = [value for value in expected if abs(value) not in (0.0, 1.0) and np.isfinite(value)]
    if missing:
        yield _fault("missing number", text, f"does not show {missing[0]:.10g}", "shows every value", "write it")


def _lies_in(number: WrittenNumber, places: Iterable[tuple[int, int]]) -> bool:
    return any(start <= number.start < stop for start, stop in places)


def _reads_as(latex: str, part: Reads) -> bool:
    """Tell whether a formula, read back, has the expression's values; many digits decide where doubles differ."""
    expression = part.truth
    if part.rounded:
        return comes_close(latex, expression, [*SAMPLES])
    found = read_back(latex, expression.variables)
    if found is None:
        return False
    places = _places(expression)
    alike = np.isclose(expression(places), found(places), rtol=1e-9, atol=0.0)
    return all(have_same_value(expression, found, float(x)) for x in places[~alike])


def _places(expression: Expression) -> NDArray[np.float64]:
    """Return where a formula is looked at: places in the expression's domain among them, wherever that lies."""
    if np.isfinite(expression(SAMPLES)).sum() >= ENOUGH:
        return SAMPLES
    inside = WIDER[np.isfinite(expression(WIDER))]
    return np.concatenate([SAMPLES, inside[:: max(1, len(inside) // len(SAMPLES))]])
