"""Claims: what is drawn, measured, is what ``maths`` says, to half a pixel."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nowshowing.film.frames import ClaimShown, FrameValues
from nowshowing.spec.lesson import Clip
from nowshowing.spec.profiles import Profile
from nowshowing.spec.timeline import Timeline
from nowshowing.trust.findings import Fault
from nowshowing.trust.texts import HALF_PIXEL


class ClaimsCheck:
    """Checks all claims about what is seen; counts them, frame by frame."""

    def __init__(self, clip: Clip, profile: Profile) -> None:
        self.checked = 0

    def look(self, now: FrameValues) -> Iterable[Fault]:
        """Return the claims that do not hold on a frame."""
        self.checked += len(now.claims) * now.repeat
        for claim in now.claims:
            off = displacement(claim)
            if not off <= HALF_PIXEL:
                yield Fault(
                    "claim", (claim.owner,), f"{claim.name}: drawn {claim.drawn:.6g}", f"true is {claim.true:.6g}",
                    f"it is off by {off * 1080 / 8:.1f} px at full size; draw it from the true value", off,
                )  # fmt: skip

    def end(self, timeline: Timeline) -> Iterable[Fault]:
        """Return nothing: all was said frame by frame."""
        return ()

    def counts(self) -> dict[str, int]:
        """Return how much was checked."""
        return {"claims": self.checked}


def displacement(claim: ClaimShown) -> float:
    """Return how far off a drawing is, in units of the frame; infinite where it cannot be told."""
    if claim.drawn == claim.true:
        return 0.0
    off = abs(claim.drawn - claim.true) * abs(claim.scale)
    return off if math.isfinite(off) else math.inf
