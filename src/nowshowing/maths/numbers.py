"""Numbers as they are shown: rounded as on paper, with a true minus sign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise

MINUS = "\N{MINUS SIGN}"
MOST_TO_TELL_APART = 6
MOST_DIGITS = 8
CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)


def format_number(value: float, decimals: int) -> str:
    """Return a number with that many decimals: ``−0.25``, never ``−0``; halves are rounded away from zero.

    The half is that of the shortest decimal number that stands for the float, which is what a reader sees: 2.675 gives
    2.68. Infinity is ``∞``, what is no number is an en dash.
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), context=CONTEXT)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):f}"


def in_digits(value: float, decimals: int, most: int = MOST_DIGITS) -> str:
    """Return a number with that many decimals, or with fewer where it would have more than ``most`` digits in all."""
    return format_number(value, affordable(value, decimals, most))


def affordable(value: float, decimals: int, most: int = MOST_DIGITS) -> int:
    """Return the decimals, at most that many, with which a number has no more than ``most`` digits; at least 0."""
    whole = len(str(int(abs(value)))) if math.isfinite(value) else 0
    return max(0, min(decimals, most - whole))


def shows(value: float, decimals: int) -> bool:
    """Tell whether a number with that many decimals is the value, to 1e-9 of it."""
    if not math.isfinite(value):
        return True
    return abs(round(value, decimals) - value) <= 1e-9 * abs(value)


def decimals_for(values: Sequence[float], most: int = 4) -> int:
    """Return the fewest decimals that show each value exactly (to 1e-9 of it), if ``most`` are enough.

    Otherwise as many as tell neighbours apart with one digit to spare: at least 2, at most ``most``, or up to 6 where
    they are needed to tell values apart at all.
    """
    finite = [float(value) for value in values if math.isfinite(value)]
    for decimals in range(most + 1):
        if all(shows(value, decimals) for value in finite):
            return decimals
    gaps = [high - low for low, high in pairwise(sorted(finite))]
    sizes = [gap for gap in gaps if gap > 1e-9 * max(map(abs, finite))] or [max(map(abs, finite))]
    needed = 1 - math.floor(math.log10(min(sizes)))
    decimals = min(max(needed, 2), most)
    while decimals < MOST_TO_TELL_APART and not tell_apart(finite, decimals):
        decimals += 1
    return decimals


def tell_apart(values: Sequence[float], decimals: int) -> bool:
    """Tell whether values that differ still differ when shown with that many decimals, and none is shown as 0."""
    different = set(values)
    texts = {format_number(value, decimals) for value in different}
    zero = format_number(0.0, decimals)
    return len(texts) == len(different) and all(
        value == 0 or format_number(value, decimals) != zero for value in different
    )


def trimmed(value: float, most: int = 6) -> str:
    """Return the shortest text that is the value: ``4.25``, ``5``, ``0.001``; else ``most`` significant digits."""
    if not math.isfinite(value):
        return format_number(value, 0)
    for decimals in range(13):
        if abs(round(value, decimals) - value) <= 2e-15 * abs(value):
            return format_number(value, decimals)
    decimals = max(most - 1 - math.floor(math.log10(abs(value))), 0)
    text = format_number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
