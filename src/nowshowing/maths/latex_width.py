"""About how wide a formula is on one line, told without setting it: to refuse in time what no frame can hold."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.")
_SPACED = {"+": 1.25, "-": 1.25, "=": 1.32, r"\cdot": 0.75, r"\times": 1.25}
_SIGNS = {".": 0.28, "(": 0.4, ")": 0.4, "[": 0.3, "]": 0.3, "|": 0.3, "/": 0.5, ",": 0.45, r"\pi": 0.6, r"\,": 0.17}
_DELIMITER = 0.62
_SMALL = 0.74
"""How much smaller exponents and the parts of a fraction are."""
_DIGIT, _LETTER, _UPRIGHT = 0.5, 0.63, 0.54


def latex_width(latex: str) -> float:
    """Return about the width in em of a formula written by ``maths.formula``, rather too much than too little."""
    tokens = [token for token in _TOKEN.findall(latex) if not token.isspace()]
    tokens.reverse()
    return _row(tokens)


def _row(tokens: list[str]) -> float:
    """Return the width of what stands up to the end of the group, and take it off the tokens."""
    total = 0.0
    while tokens and tokens[-1] != "}":
        total += _item(tokens)
    return total


def _group(tokens: list[str]) -> float:
    """Return the width of an argument, in braces or of a single sign."""
    if tokens and tokens[-1] == "{":
        tokens.pop()
        total = _row(tokens)
        if tokens:
            tokens.pop()
        return total
    return _item(tokens) if tokens else 0.0


def _item(tokens: list[str]) -> float:
    match tokens.pop():
        case "{":
            tokens.append("{")
            return _group(tokens)
        case "^" | "_":
            return _SMALL * _group(tokens) + 0.05
        case r"\frac":
            return _SMALL * max(_group(tokens), _group(tokens)) + 0.3
        case r"\sqrt":
            index = 0.0
            if tokens and tokens[-1] == "[":
                del tokens[-3:]
                index = 0.3
            return _group(tokens) + 0.95 + index
        case r"\left" | r"\right":
            tokens.pop()
            return _DELIMITER
        case r"\operatorname" | r"\mathrm" | r"\text":
            return _UPRIGHT / _LETTER * _group(tokens) + 0.35
        case token if token in _SPACED or token in _SIGNS:
            return {**_SPACED, **_SIGNS}[token]
        case token if token.startswith("\\"):
            return _UPRIGHT * (len(token) - 1) + 0.35
        case token:
            return _DIGIT if token.isdigit() else _LETTER
