"""Which value stands behind each number that is written in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nowshowing.film.shown import TextShown
from nowshowing.trust.written import WrittenNumber, blanked, numbers_in, prose, unroled


@dataclass(frozen=True)
class Vouched:
    """A number as it is written, and the value that its digits, without their sign, stand for, if that is known."""

    number: WrittenNumber
    value: float | None


def plain(text: TextShown) -> str:
    """Return what a text says, without the marks of roles."""
    return unroled(text.source)


def numbers_of(text: TextShown, source: str | None = None) -> tuple[WrittenNumber, ...]:
    """Return the numbers of a text, or of what is left of its ``source``."""
    source = plain(text) if source is None else source
    return numbers_in(prose(source) if text.kind == "words" else source)


def vouched(text: TextShown) -> Iterator[Vouched]:
    """Yield the numbers of a text, in order, with the values that it says they come from."""
    values = [text.value] if text.value is not None else list(text.origin.values)
    for number in numbers_of(text, _without_parts(text)):
        place = next((k for k, value in enumerate(values) if value is not None and _is_of(number, value, text)), None)
        yield Vouched(number, None if place is None else _unsigned(number, float(values[place] or 0.0)))
        values = values if place is None else values[place + 1 :]


def _is_of(number: WrittenNumber, value: float, text: TextShown) -> bool:
    # Whether a live number shows its value is a question of its own, and how many of its digits, too.
    return text.value is not None or number.shows(value)


def _unsigned(number: WrittenNumber, value: float) -> float:
    written = abs(number.value)
    if not number.text.startswith(("-", "−")):
        return value
    return -value if not number.may_subtract or abs(-value - written) <= abs(value - written) else value


def _without_parts(text: TextShown) -> str:
    """Return the text with blanks for what is set from expressions, and for constants."""
    source = plain(text)
    for latex in (*(part.latex for part in text.origin.readings), *text.origin.constants):
        at = source.find(latex)
        if at >= 0:
            source = blanked(source, at, at + len(latex))
    return source
