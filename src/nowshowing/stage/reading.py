"""How long a text wants to be seen, so that it can be read."""

from __future__ import annotations

import re

from nowshowing.stage.motion import LOOK
from nowshowing.stage.text import Formula, Words

READ_A_SECOND = 18.0
"""Signs of a formula, letters of words."""
_UNSEEN = re.compile(r"\\role\{[^{}]*\}|[{}^_\s]")
_COMMAND = re.compile(r"\\[A-Za-z]+ ?|\\.")


def reading_time(*texts: Formula | Words) -> float:
    """Return the seconds that the longest of some texts takes to be read, and not less than for a look."""
    signs = (len(_COMMAND.sub("*", _UNSEEN.sub("", text.source))) for text in texts)
    return max([LOOK, *(count / READ_A_SECOND for count in signs)])
