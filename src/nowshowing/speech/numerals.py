"""Numbers as they are said: ``4.25`` is four point two five."""

from __future__ import annotations

import re

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_MOST_DIGITS = 15


def say_whole(value: int) -> str:
    """Return a whole number from 0 up to 10¹⁵ in words."""
    if value < 20:
        return _SMALL[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f" {_SMALL[ones]}" if ones else "")
    size, name = next((size, name) for size, name in _GROUPS if value >= size)
    count, rest = divmod(value, size)
    return f"{say_whole(count)} {name}" + (f" {say_whole(rest)}" if rest else "")


def say_number(text: str) -> str:
    """Return a number without sign, as written (``1,000``, ``4.25``, ``.5``), in words."""
    whole, _, decimals = text.replace(",", "").partition(".")
    if len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        said = " ".join(_SMALL[int(digit)] for digit in whole)
    else:
        said = say_whole(int(whole or "0"))
    return said + (" point " + " ".join(_SMALL[int(digit)] for digit in decimals) if decimals else "")
