"""Roles that stay apart for every eye: by lightness, hue, dash or width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from nowshowing.trust.colours import SEEN_BY, contrast, difference
from nowshowing.trust.findings import Fault

APART_IN_GREY = 1.25
"""The contrast at which two lines are told apart without their hue."""
APART_IN_COLOUR = 0.08
"""The distance in Oklab at which two colours are told apart."""
APART_IN_WIDTH = 1.25
"""The ratio of widths at which two lines are told apart."""

Drawn = tuple[str, tuple[float, ...], float, bool]
"""How a line looks: role, RGB, width, whether it is dashed."""


def alike(drawn: Iterable[Drawn]) -> Iterator[Fault]:
    """Yield the pairs of roles that some eyes cannot tell apart."""
    for a, b in combinations(sorted(drawn), 2):
        if a[0] == b[0] or a[3] != b[3] or max(a[2], b[2]) / min(a[2], b[2]) >= APART_IN_WIDTH:
            continue
        grey = float(contrast(a[1], b[1]))
        if grey < APART_IN_GREY:
            yield _fault(a, b, f"contrast {grey:.2f}:1 in grey", f"at least {APART_IN_GREY}:1", APART_IN_GREY / grey)
            continue
        for eyes in SEEN_BY:
            apart = difference(a[1], b[1], eyes)
            if apart < APART_IN_COLOUR:
                yield _fault(a, b, f"{apart:.3f} apart under {eyes}", f"at least {APART_IN_COLOUR}", 1 / (apart + 0.01))


def _fault(a: Drawn, b: Drawn, value: str, limit: str, excess: float) -> Fault:
    advice = "give them other dashes or widths, or lighter and darker colours"
    return Fault("roles look alike", (a[0], b[0]), value, limit, advice, excess)
