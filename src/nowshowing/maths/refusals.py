"""What is said when an expression cannot be read: the place, what is wrong there, and what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from nowshowing.maths.tree import CONSTANTS, FUNCTIONS


class ExpressionError(ValueError):
    """An expression that cannot be read; ``column`` counts from 0 in ``source``."""

    def __init__(self, message: str, column: int, source: str) -> None:
        super().__init__(message, column, source)
        self.message = message
        self.column = column
        self.source = source

    def __str__(self) -> str:
        return f"{self.message}\n{self.pointer()}" if self.source.strip() else self.message

    def pointer(self) -> str:
        """Return the source line and below it a caret at the column."""
        shown = "".join(character if character.isprintable() else " " for character in self.source)
        return f"{shown}\n{' ' * self.column}^"


OTHER_NAMES = {
    **{f"{prefix}{name}": f"arc{name}" for name in ("sin", "cos", "tan") for prefix in ("a", "ar")},
    **{"tg": "tan", "ctg": "cot", "cotan": "cot", "cosec": "csc", "sgn": "sign", "signum": "sign", "root": "sqrt"},
    **{"lg": "log10", "ld": "log2", "lb": "log2", "sh": "sinh", "ch": "cosh", "th": "tanh", "logistic": "sigmoid"},
    **{"sine": "sin", "cosine": "cos", "tangent": "tan", "arctg": "arctan", "cuberoot": "cbrt", "squareroot": "sqrt"},
}


def listed(names: Sequence[str]) -> str:
    """Return names in quotes: ``"u" and "x"``."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def split(name: str, variables: Sequence[str]) -> list[str] | None:
    """Split a run of letters into names that we know, the longest first; None where that is impossible."""
    if not name:
        return []
    for known in sorted({*variables, *CONSTANTS, *FUNCTIONS}, key=lambda known: (-len(known), known)):
        if name.startswith(known):
            rest = split(name[len(known) :], variables)
            if rest is not None:
                return [known, *rest]
    return None


def unknown_name(name: str, variables: Sequence[str]) -> str:
    """Return the message for a word that is no name of ours, with the readings or the closest match."""
    if name.lower() == "log":
        return '"log" could mean two things; write "ln" or "log10"'
    if (other := OTHER_NAMES.get(name.lower())) is not None:
        return f'unknown name "{name}"; did you mean "{other}"?'
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if digits and letters in {*variables, *CONSTANTS}:
        return f'"{name}" could mean two things; write "{letters}*{digits}" or "{letters}^{digits}"'
    if (parts := split(letters, variables)) and (len(parts) > 1 or digits):
        written = parts[0]
        for before, after in zip(parts, [*parts[1:], digits][: len(parts) - 1], strict=False):
            written += (" " if before in FUNCTIONS or after in FUNCTIONS else "*") + after
        if digits:
            written += (" " if parts[-1] in FUNCTIONS else "*") + digits
        return f'"{name}" is read as one name; write "{written}"'
    known = [*variables, *CONSTANTS, *FUNCTIONS]
    close = get_close_matches(name.lower(), [word for word in known if len(word) > 1], n=1, cutoff=0.6)
    if close:
        return f'unknown name "{name}"; did you mean "{close[0]}"?'
    if name.lower() in variables:
        return f'unknown name "{name}"; did you mean "{name.lower()}"?'
    if not variables:
        return f'unknown name "{name}"; no variable is allowed here'
    return f'unknown name "{name}"; the variable{"s" if len(variables) > 1 else ""} here: {listed(variables)}'
