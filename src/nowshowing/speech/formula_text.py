"""A formula as one line of text for captions: ``(f(x+h) − f(x))/h``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from nowshowing.speech.formula_symbols import FRACTIONS, SUBSCRIPTS, SUPERSCRIPTS
from nowshowing.speech.formula_tree import Accent, Atom, Fence, Fraction, Grid, Node, Root, Row, Scripts

_OPERANDS = ("letter", "number", "sign", "words")
_MOST_RAISED = 6
_DIFFERENTIALS = ("d", "∂", "Δ", "δ")


def write_row(items: Sequence[Node], tight: bool = False) -> str:
    """Return things side by side; ``tight`` leaves out the spaces around operators."""
    text = ""
    before: Node | None = None
    for index, node in enumerate(items):
        after = items[index + 1] if index + 1 < len(items) else None
        piece = _piece(node, before, after, tight)
        if _wants_space(before, node) and text and not text.endswith(" "):
            text += " "
        text += piece
        before = node
    return " ".join(text.split())


def _piece(node: Node, before: Node | None, after: Node | None, tight: bool) -> str:
    if isinstance(node, Atom) and node.kind == "binary":
        unary = before is None or (isinstance(before, Atom) and before.kind not in _OPERANDS)
        return node.text if unary or tight or after is None or node.text == "/" else f" {node.text} "
    if isinstance(node, Atom) and node.kind == "relation":
        return node.text if tight or before is None or after is None else f" {node.text} "
    if isinstance(node, Atom) and node.kind == "comma":
        return node.text + " "
    written = write(node, tight)
    stands_beside = any(
        beside is not None and _is_operand(beside) and not _is_named(beside) for beside in (before, after)
    )
    if isinstance(node, Fraction) and "/" in written and stands_beside and not is_differential(node.below):
        return f"({written})"
    return written


def _wants_space(before: Node | None, node: Node) -> bool:
    if before is None:
        return False
    if _is_named(node):
        return _is_operand(before) or _is_named(before)
    if _is_named(before):
        return not isinstance(node, Fence) and not (isinstance(node, Atom) and node.kind in ("binary", "comma"))
    if isinstance(before, Fraction) and is_differential(before.below):
        return _is_operand(node)
    return False


def _is_named(node: Node) -> bool:
    base = node.base if isinstance(node, Scripts) else node
    if isinstance(base, Row) and len(base.items) == 1:
        base = base.items[0]
    return isinstance(base, Atom) and base.kind in ("function", "large", "words")


def _is_operand(node: Node) -> bool:
    return not isinstance(node, Atom) or node.kind in _OPERANDS


def write(node: Node, tight: bool = False) -> str:
    """Return one node as text."""
    match node:
        case Atom():
            return node.text
        case Row():
            return write_row(node.items, tight)
        case Scripts():
            return _write_scripts(node, tight)
        case Fraction():
            return _write_fraction(node, tight)
        case Root():
            sign = {"": "√", "3": "∛", "4": "∜"}.get(write_row(node.index.items) if node.index else "")
            body = write_row(node.body.items, True)
            inner = body if len(node.body.items) == 1 and len(body) == 1 else f"({body})"
            return f"{sign}{inner}" if sign else f"{inner}^(1/{write(node.index or Row(()), True)})"
        case Fence():
            return f"{node.left}{write_row(node.body.items, True)}{node.right}"
        case Accent():
            body = write_row(node.body.items, tight)
            return unicodedata.normalize("NFC", body + node.mark) if len(body) == 1 else body
        case Grid():
            rows = "; ".join(" ".join(write(cell, True) for cell in row) for row in node.rows)
            return f"{node.left}{rows}{node.right}"


def _write_scripts(node: Scripts, tight: bool) -> str:
    base = write(node.base, tight)
    if isinstance(node.base, Fraction) or (isinstance(node.base, Row) and _is_sum(node.base)):
        base = f"({base})"
    text = base + "′" * node.primes
    if node.below is not None:
        text += _script(node.below, SUBSCRIPTS, "_", _is_named(node.base))
    if node.above is not None:
        text += _script(node.above, SUPERSCRIPTS, "^", False)
    return text


def _script(row: Row, table: Mapping[str, str], mark: str, named: bool) -> str:
    text = write_row(row.items, True)
    if not text:
        return ""
    if text in ("°", "∘") and mark == "^":
        return "°"
    if text in ("*", "·", "∗") and mark == "^":
        return "*"
    if len(text) <= _MOST_RAISED and all(character in table for character in text):
        return "".join(table[character] for character in text)
    if named:
        return f"({text})"
    return mark + (text if text.isalnum() else f"({text})")


def _write_fraction(node: Fraction, tight: bool) -> str:
    above, below = write_row(node.above.items, tight), write_row(node.below.items, tight)
    if node.binomial:
        return f"C({above}, {below})"
    if (above, below) in FRACTIONS:
        return FRACTIONS[above, below][0]
    if _is_sum(node.above) or any(isinstance(item, Fraction) for item in node.above.items):
        above = f"({above})"
    plain = len(node.below.items) == 1 and not isinstance(node.below.items[0], Fraction)
    if not (plain or is_differential(node.below) or _is_application(node.below)):
        below = f"({below})"
    return f"{above}/{below}"


def _is_sum(row: Row) -> bool:
    """Tell whether an operator or a relation stands at the top level, after something."""
    return any(isinstance(item, Atom) and item.kind in ("binary", "relation", "comma") for item in row.items[1:])


def is_differential(row: Row) -> bool:
    """Tell whether a row reads dx, ∂w or Δx (also with a script, as in dx²)."""
    if len(row.items) != 2 or not isinstance(row.items[0], Atom):
        return False
    base = row.items[1].base if isinstance(row.items[1], Scripts) else row.items[1]
    return row.items[0].text in _DIFFERENTIALS and isinstance(base, Atom) and base.kind == "letter"


def _is_application(row: Row) -> bool:
    return len(row.items) == 2 and isinstance(row.items[1], Fence) and isinstance(row.items[0], Atom | Scripts)
