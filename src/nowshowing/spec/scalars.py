"""What an unquoted word of YAML means: the YAML 1.2 core schema, without its surprises."""

from __future__ import annotations

import math
import re

MOST_DIGITS = 15

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NULL = frozenset({"", "~", "null"})


def resolve(word: str) -> str | int | float | bool | None:
    """Return the value of an unquoted word: a number, true, false, null, else the word as text.

    Raises ``ValueError`` with a message for authors where a number cannot be kept exactly.
    """
    if word in _NULL:
        return None
    if word in ("true", "false"):
        return word == "true"
    if _INTEGER.fullmatch(word):
        if len(word.lstrip("+-")) > MOST_DIGITS:
            raise ValueError(f"a number of more than {MOST_DIGITS} digits; write a shorter one, or put it in quotes")
        return int(word)
    if _FLOAT.fullmatch(word):
        number = float(word) if len(word) <= 64 else math.inf
        if not math.isfinite(number):
            raise ValueError("a number too large or too long to calculate with; write a smaller one")
        return number
    return word
