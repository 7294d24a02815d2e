"""Trees as plain data, to be sent between processes and kept on disk."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from nowshowing.maths import tree
from nowshowing.maths.tree import Node

KINDS: dict[str, type[tree.Binary]] = {
    "+": tree.Sum,
    "-": tree.Difference,
    "*": tree.Product,
    "/": tree.Quotient,
    "^": tree.Power,
}
SIGNS = {kind: sign for sign, kind in KINDS.items()}


def written_tree(node: Node) -> list[Any]:
    """Return a tree as nested lists."""
    match node:
        case tree.Number(value, text):
            return ["number", str(value), text]
        case tree.Constant(name):
            return ["constant", name]
        case tree.Variable(name):
            return ["variable", name]
        case tree.Negative(operand):
            return ["negative", written_tree(operand)]
        case tree.Call(function, argument):
            return ["call", function, written_tree(argument)]
        case _:
            return [SIGNS[type(node)], written_tree(node.left), written_tree(node.right)]


def read_tree(data: Any) -> Node:
    """Return the tree that ``written_tree`` wrote."""
    match data:
        case ["number", value, text]:
            return tree.Number(Fraction(value), text)
        case ["constant", name]:
            return tree.Constant(name)
        case ["variable", name]:
            return tree.Variable(name)
        case ["negative", operand]:
            return tree.Negative(read_tree(operand))
        case ["call", function, argument]:
            return tree.Call(function, read_tree(argument))
        case [sign, left, right]:
            return KINDS[sign](read_tree(left), read_tree(right))
        case _:
            raise ValueError("not a tree")
