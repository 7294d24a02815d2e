"""Reads LaTeX mathematics into a tree."""

from __future__ import annotations

import re

from nowshowing.speech import formula_symbols as symbols
from nowshowing.speech.formula_tree import Accent, Atom, Fence, Fraction, Grid, Kind, Node, Root, Row, Scripts

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|\.\d+|\s+|.", re.DOTALL)
_SPACES = {",", ":", ";", ">", "!", " ", "quad", "qquad", "thinspace", "enspace", "negthinspace"}
_IGNORED = {"displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "!", "negthinspace"}
_WRAPPERS = {"boldsymbol", "mathbf", "mathit", "mathcal", "mathfrak", "mathsf", "mathbin", "mathrel", "mathord",
             "mathop", "cancel", "overbrace", "underbrace"}  # fmt: skip
_OPENING = {"(": "(", "[": "[", "\\{": "{", "\\lbrace": "{", "\\lbrack": "[", "\\langle": "⟨", "\\lfloor": "⌊",
            "\\lceil": "⌈", "\\lvert": "|", "\\lVert": "‖"}  # fmt: skip
_CLOSING = {")": ")", "]": "]", "\\}": "}", "\\rbrace": "}", "\\rbrack": "]", "\\rangle": "⟩", "\\rfloor": "⌋",
            "\\rceil": "⌉", "\\rvert": "|", "\\rVert": "‖"}  # fmt: skip
_BARS = {"|": "|", "\\vert": "|", "\\|": "‖", "\\Vert": "‖"}
_DELIMITERS = _OPENING | _CLOSING | _BARS | {".": "", "/": "/"}
_BIG = re.compile(r"\\([bB]igg?)([lrm]?)$")
_GRIDS = {
    "pmatrix": "()",
    "bmatrix": "[]",
    "vmatrix": "||",
    "Vmatrix": "‖‖",
    "Bmatrix": "{}",
    "matrix": "  ",
    "cases": "{ ",
}
_MOST_NESTING = 40


def read_formula(latex: str) -> Row:
    """Read a formula; what is not known is kept as a word, nothing is refused (``typeset`` has done that)."""
    return _Reader(latex).row(())


class _Reader:
    def __init__(self, latex: str) -> None:
        tokens = _TOKEN.findall(latex)
        self.tokens = [token for token in tokens if not token.isspace()]
        self.raw = tokens
        self.position = 0
        self.depth = 0
        self.latex = latex

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.position += 1
        return token

    def row(self, ends: tuple[str, ...]) -> Row:
        """Read up to one of ``ends``, which stays."""
        items: list[Node] = []
        self.depth += 1
        while (token := self.peek()) and token not in ends:
            if token in ("}", "&", "\\\\", "\\end", "\\right") and self.depth > 1:
                break
            self.position += 1
            node = self.bar(items) if token in _BARS else self.node(token)
            if node is not None:
                items.append(self.scripts(node))
        self.depth -= 1
        return Row(tuple(items))

    def bar(self, before: list[Node]) -> Node:
        """Read what a bar opens, up to the next bar; a bar after an operand stands alone."""
        bar = _BARS[self.tokens[self.position - 1]]
        operand = before and not (isinstance(before[-1], Atom) and before[-1].kind not in ("letter", "number", "sign"))
        closes = [i for i in range(self.position, len(self.tokens)) if _BARS.get(self.tokens[i]) == bar]
        if not closes or (operand and len(closes) % 2 == 0) or self.depth > _MOST_NESTING:
            return Atom("sign", bar, "")
        body = self.row(tuple(token for token, shape in _BARS.items() if shape == bar))
        if _BARS.get(self.peek()) != bar:
            return Row((Atom("sign", bar, ""), *body.items))
        self.position += 1
        return Fence(bar, body, bar)

    def scripts(self, base: Node) -> Node:
        """Attach primes, ``^`` and ``_`` to ``base``."""
        below: Row | None = None
        above: Row | None = None
        primes = 0
        while (token := self.peek()) and token in ("'", "′", "^", "_"):
            self.position += 1
            if token in ("'", "′"):
                primes += 1
            elif token == "_":
                below = self.argument()
            else:
                above = self.argument()
                if above.items and all(isinstance(i, Atom) and i.text == "′" for i in above.items):
                    primes, above = primes + len(above.items), None
        if below is None and above is None and not primes:
            return base
        return Scripts(base, below, above, primes)

    def argument(self) -> Row:
        """Read a group in braces, or the single token that LaTeX takes instead."""
        token = self.take()
        if token == "{":
            return self.group("}")
        if not token or token in ("}", "&", "\\\\", "\\end", "\\right"):
            self.position -= 1
            return Row(())
        if len(token) > 1 and token[0].isdigit():
            # LaTeX takes one digit: x^12 is x¹2.
            self.tokens.insert(self.position, token[1:])
            token = token[0]
        node = self.node(token)
        return node if isinstance(node, Row) else Row((node,) if node is not None else ())

    def group(self, end: str) -> Row:
        inner = self.row((end,)) if self.depth < _MOST_NESTING else Row(())
        if self.peek() == end:
            self.position += 1
        return inner

    def verbatim(self) -> str:
        """Take ``{…}`` as plain words."""
        if self.peek() != "{":
            return self.take()
        # Count the braces again in the tokens that still have their spaces.
        start = self._raw_position(self.position) + 1
        depth, stop = 1, start
        while stop < len(self.raw) and depth:
            depth += (self.raw[stop] == "{") - (self.raw[stop] == "}")
            stop += 1
        words = self.raw[start : stop - 1] if not depth else self.raw[start:]
        self.position += 1 + sum(not token.isspace() for token in self.raw[start:stop])
        return "".join(words).strip()

    def _raw_position(self, position: int) -> int:
        # Tokens split by ``argument`` only ever lie before the end, so count what remains.
        left = len(self.tokens) - position
        for index in range(len(self.raw) - 1, -1, -1):
            left -= not self.raw[index].isspace()
            if left == 0:
                return index
        return 0

    def node(self, token: str) -> Node | None:
        """Read what one token begins; None for what leaves no trace."""
        if token == "{":
            return self.group("}")
        if token in ("^", "_", "'", "′"):
            self.position -= 1
            return Row(())
        if token in _OPENING:
            return self.fence(_OPENING[token])
        if token in _CLOSING:
            return Atom("sign", _CLOSING[token], "")
        if token in _BARS:
            return Atom("sign", _BARS[token], "")
        if token[0] == "\\":
            return self.command(token[1:])
        if token[0].isdigit() or (token[0] == "." and len(token) > 1):
            return Atom("number", token, token)
        return _character(token)

    def fence(self, left: str) -> Node:
        """Read what a bracket opens; without its partner the bracket stands alone."""
        body = self.row(tuple(_CLOSING)) if self.depth < _MOST_NESTING else Row(())
        if self.peek() not in _CLOSING:
            return Row((Atom("sign", left, ""), *body.items))
        return Fence(left, body, _CLOSING[self.take()])

    def command(self, name: str) -> Node | None:
        if name in _IGNORED:
            return None
        if name in _SPACES:
            return Atom("space", " ", "")
        if known := symbol(name):
            return known
        if name in ("frac", "dfrac", "tfrac", "binom"):
            above, below = self.argument(), self.argument()
            return Fraction(above, below, name == "binom")
        if name == "sqrt":
            index = None
            if self.peek() == "[":
                self.position += 1
                index = self.group("]")
            return Root(self.argument(), index)
        if name in symbols.ACCENTS:
            mark, said = symbols.ACCENTS[name]
            return Accent(self.argument(), mark, said)
        if name in ("text", "mathrm", "operatorname", "mathbb", "role", "not", "left", "begin"):
            return self.special(name)
        if name in _WRAPPERS:
            return self.argument()
        if name in ("overset", "underset", "stackrel"):
            over, base = self.argument(), self.argument()
            return Scripts(base, over, None, 0) if name == "underset" else Scripts(base, None, over, 0)
        if big := _BIG.match("\\" + name):
            token = self.take()
            if big[2] in ("", "l") and token in _OPENING:
                return self.big_fence(_OPENING[token])
            return Atom("sign", _DELIMITERS.get(token, token), "")
        return Atom("words", name, name)

    def big_fence(self, left: str) -> Node:
        ends = tuple(f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("r", ""))
        body = self.row(ends)
        if self.peek() not in ends:
            return Row((Atom("sign", left, ""), *body.items))
        self.position += 1
        return Fence(left, body, _DELIMITERS.get(self.take(), ""))

    def special(self, name: str) -> Node | None:
        if name == "left":
            left = _DELIMITERS.get(self.take(), "")
            body = self.row(("\\right",))
            self.position += 1
            return Fence(left, body, _DELIMITERS.get(self.take(), ""))
        if name == "not":
            token = self.take()
            struck = {"=": "ne", "\\in": "notin"}.get(token)
            relation = self.node(token) if token else None
            if struck is None and isinstance(relation, Atom):
                return Atom("relation", relation.text + "\u0338", "not " + relation.said)
            return symbol(struck or "ne")
        words = self.verbatim()
        if name == "role":
            return self.argument()
        if name == "begin":
            return self.grid(words)
        if name == "mathbb" and words in symbols.BLACKBOARD:
            return Atom("sign", *symbols.BLACKBOARD[words])
        if name == "operatorname":
            return Atom("function", words, symbols.FUNCTIONS.get(words, words))
        return Atom("letter", words, words) if len(words) == 1 else Atom("words", words, words)

    def grid(self, name: str) -> Grid:
        rows: list[list[Row]] = [[]]
        while self.peek():
            rows[-1].append(self.row(("&", "\\\\", "\\end")))
            end = self.take()
            if end == "\\\\":
                rows.append([])
            elif end == "\\end":
                self.verbatim()
                break
        brackets = _GRIDS.get(name, "  ")
        kept = tuple(tuple(row) for row in rows if any(cell.items for cell in row))
        return Grid(kept, brackets[0].strip(), brackets[1].strip())


def _character(character: str) -> Atom | None:
    if character == "/":
        return Atom("binary", "/", "over")
    if character in symbols.RELATIONS:
        return Atom("relation", *symbols.RELATIONS[character])
    if character in symbols.BINARY:
        return Atom("binary", *symbols.BINARY[character])
    if character in (",", ";"):
        return Atom("comma", character, ",")
    if character == "~":
        return Atom("space", " ", "")
    if character in ("{", "}", "&", "$"):
        return None
    if character.isalpha():
        return Atom("letter", character, symbols.NAME_OF.get(character, character))
    return Atom("sign", *symbols.ORDINARY.get(character, (character, "")))


def symbol(name: str) -> Atom | None:
    """Return what a command without arguments stands for."""
    if name in symbols.GREEK:
        return Atom("letter", symbols.GREEK[name], symbols.NAME_OF[symbols.GREEK[name]])
    tables: tuple[tuple[Kind, dict[str, tuple[str, str]]], ...] = (
        ("relation", dict(symbols.RELATIONS)),
        ("binary", dict(symbols.BINARY)),
        ("large", dict(symbols.LARGE)),
        ("sign", dict(symbols.ORDINARY)),
    )
    for kind, table in tables:
        if name in table and (name.isalpha() or name in "%#&$_"):
            return Atom(kind, *table[name])
    return Atom("function", name, symbols.FUNCTIONS[name]) if name in symbols.FUNCTIONS else None
