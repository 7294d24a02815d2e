"""Published values as they are said: rounded as on screen, and listed as the language lists."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from nowshowing.maths.numbers import decimals_for, format_number
from nowshowing.maths.quantity import Known, Quantity

AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en"}


def as_text(value: Known | bool, language: str = "en", decimals: int | None = None) -> str:
    """Return a value as it is spoken and captioned, rounded as on screen: ``5``, ``6, 5, 4.5 and 4.25``.

    Numbers of one list that are shown in full each drop their needless zeros; rounded ones keep the same decimals,
    those of the values that they are shown with if ``decimals`` is given.
    """
    if isinstance(value, str | bool):
        return str(value)
    values: Sequence[float | str] = value if isinstance(value, tuple | list) else (value,)
    numbers = [item for item in values if isinstance(item, int | float)]
    if len(numbers) < len(values):
        texts = [str(item) for item in values]
    else:
        decimals = decimals_for(numbers) if decimals is None else decimals
        in_full = all(_is_shown(item, decimals) for item in numbers)
        texts = [_text(item, decimals, in_full) for item in numbers]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {AND.get(language.split('-')[0], AND['en'])} {texts[-1]}"


def _is_shown(value: float, decimals: int) -> bool:
    return math.isfinite(value) and abs(round(value, decimals) - value) <= 1e-9 * abs(value)


def _text(value: float, decimals: int, trim: bool) -> str:
    text = format_number(value, decimals)
    return text.rstrip("0").rstrip(".") if trim and "." in text else text


def shared_decimals(values: Mapping[str, Quantity], together: Sequence[str], params: Mapping[str, Any]) -> int:
    """Return the decimals that show all values named in ``together`` side by side; at least 2."""
    numbers: list[float] = []
    for name in together:
        value = values[name].value(params)
        items = value if isinstance(value, tuple | list) else [value]
        numbers += [item for item in items if isinstance(item, int | float)]
    return max(2, decimals_for(numbers))
