"""A formula as it is said: *f of x plus h, minus f of x, all over h*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nowshowing.speech.formula_symbols import FRACTIONS
from nowshowing.speech.formula_text import is_differential, write_row
from nowshowing.speech.formula_tree import Accent, Atom, Fence, Fraction, Grid, Node, Root, Row, Scripts
from nowshowing.speech.numerals import NUMBER, say_number

_FUNCTION_LETTERS = "fgFGJLCPR"
_BEFORE_COMMA = re.compile(r"\s+,|(?:,\s*){2,}")


def say_row(items: Sequence[Node]) -> str:
    """Return things side by side in words; a comma is a short pause."""
    said: list[str] = []
    for index, node in enumerate(items):
        before = items[index - 1] if index else None
        after = items[index + 1] if index + 1 < len(items) else None
        if isinstance(node, Fence) and before is not None:
            said.append(_joining_word(before, node))
        elif isinstance(node, Atom) and node.kind in ("binary", "relation") and before and _is_long(before):
            said.append(",")
        said.append(_say_in_row(node, after))
    return tidy(" ".join(word for word in said if word))


def tidy(said: str) -> str:
    """Set commas close and single."""
    return _BEFORE_COMMA.sub(lambda found: ", " if "," in found[0][1:].strip(", ") else ",", said).strip(" ,")


def _say_in_row(node: Node, after: Node | None) -> str:
    said = say(node)
    base = node.base if isinstance(node, Scripts) else node
    if isinstance(node, Fraction) and after is not None and len(node.above.items) == 1 and is_differential(node.below):
        return f"{said} of"
    if isinstance(base, Atom) and after is not None:
        if base.kind == "large":
            return f"{said} of"
        if base.kind == "function" and said.startswith("the ") and not isinstance(after, Fence):
            return f"{said} of"
    return said


def _joining_word(before: Node, fence: Fence) -> str:
    """Tell whether brackets after something mean *of* or *times*."""
    base = before.base if isinstance(before, Scripts) else before
    if isinstance(base, Row) and len(base.items) == 1:
        base = base.items[0]
    if fence.left in ("|", "‖", "⌊", "⌈"):
        return "times" if isinstance(base, Atom) and base.kind in ("letter", "number") else ""
    if isinstance(base, Fence | Fraction):
        return "of" if isinstance(before, Scripts) and before.primes else "times"
    if not isinstance(base, Atom):
        return ""
    if base.kind in ("function", "words"):
        return "" if base.text == "exp" or base.kind == "words" else "of"
    if base.kind == "letter":
        applied = base.text in _FUNCTION_LETTERS or len(fence.body.items) == 1 or _has_comma(fence.body)
        return "of" if applied else "times"
    return "times" if base.kind == "number" else ""


def _has_comma(row: Row) -> bool:
    return any(isinstance(item, Atom) and item.kind == "comma" for item in row.items)


def _is_long(node: Node) -> bool:
    if isinstance(node, Fence):
        return len(node.body.items) > 1
    return isinstance(node, Fraction) and (len(node.above.items) > 1 or len(node.below.items) > 1)


def say(node: Node) -> str:
    """Return one node in words."""
    match node:
        case Atom():
            return say_number(node.said) if node.kind == "number" and NUMBER.fullmatch(node.said) else node.said
        case Row():
            return say_row(node.items)
        case Scripts():
            return _say_scripts(node)
        case Fraction():
            return _say_fraction(node)
        case Root():
            index = write_row(node.index.items) if node.index else "2"
            kind = {"2": "square", "3": "cube", "4": "fourth"}.get(
                index, f"{say_row(node.index.items if node.index else ())}th"
            )
            return f"the {kind} root of {say(node.body)}" + ("," if len(node.body.items) > 1 else "")
        case Fence():
            opening = {"|": "the absolute value of", "‖": "the length of", "⌊": "the floor of", "⌈": "the ceiling of"}
            return f"{opening.get(node.left, '')} {say(node.body)}".strip()
        case Accent():
            return f"{say(node.body)} {node.said}".strip()
        case Grid():
            return ", ".join(say(cell) for row in node.rows for cell in row)


def _say_fraction(node: Fraction) -> str:
    above, below = say(node.above), say(node.below)
    if node.binomial:
        return f"{above} choose {below}"
    written = write_row(node.above.items), write_row(node.below.items)
    if written in FRACTIONS:
        return FRACTIONS[written][1]
    if is_differential(node.below):
        return f"{above} by {below}"
    joined = ", all over" if any(isinstance(i, Atom) and i.kind == "binary" for i in node.above.items[1:]) else " over"
    return f"{above}{joined} {below}" + ("," if len(node.below.items) > 2 else "")


def _say_scripts(node: Scripts) -> str:
    base = say(node.base)
    if isinstance(node.base, Atom) and (node.base.kind == "large" or base in ("the minimum", "the maximum")):
        return _say_large(node, base)
    if isinstance(node.base, Fence) and node.base.right == "|" and not node.base.left and node.below:
        return f"{base} at {say(node.below)}"
    if isinstance(node.base, Atom) and node.base.kind == "relation":
        return " ".join([base, *(say(script) for script in (node.above, node.below) if script)])
    words = [
        base,
        *{0: [], 1: ["prime"], 2: ["double prime"], 3: ["triple prime"]}.get(node.primes, ["prime"] * node.primes),
    ]
    if node.below is not None:
        below = say(node.below)
        plain = "nought" if below == "zero" else below
        words.append(plain if all(_is_number(item) for item in node.below.items) else f"sub {plain}")
    if node.above is not None:
        words.append(_say_power(node.above))
    return " ".join(words)


def _is_number(node: Node) -> bool:
    return isinstance(node, Atom) and node.kind in ("number", "words")


def _say_power(above: Row) -> str:
    written = write_row(above.items, True)
    named = {"2": "squared", "3": "cubed", "+": "from above", "−": "from below", "∘": "degrees", "°": "degrees"}
    named |= {"·": "star", "∗": "star", "": ""}
    if written in named:
        return named[written]
    return f"to the {say(above)}" + ("," if len(above.items) > 2 else "")


def _say_large(node: Scripts, base: str) -> str:
    below = say(node.below) if node.below is not None else ""
    above = say(node.above) if node.above is not None else ""
    if isinstance(node.base, Atom) and node.base.text.startswith("lim"):
        return f"{base} as {below}," if below else base
    if above:
        return f"{base} from {below} to {above}" if below else f"{base} to {above}"
    return f"{base} over {below}" if below else base
