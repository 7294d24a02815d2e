"""Reads a LaTeX formula from left to right and writes it in Typst's mathematics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nowshowing.typeset import latex_commands as latex
from nowshowing.typeset.fonts import TypesetError
from nowshowing.typeset.latex_tokens import Token, Tokens, refuse_character, refuse_end

MOST_NESTING = 20
WORDS = "#words("
"""How words begin in the Typst of a formula."""

_PLAIN = {
    "-": "-",
    "*": "*",
    "/": 'class("normal", \\/)',
    "?": "?",
    "!": "!",
    ".": "\\.",
    ";": "\\;",
    ",": "\\,",
    ":": 'class("relation", \\:)',
}
_PLAIN |= {c: c for c in "+=<>"}
_ENDS = ("}", "&", "\\\\", "\\right", "\\end")
_SCRIPTS = ("^", "_", "'")
_BAR_CLASS = ("closing", "opening")

Construct = Callable[["Reader", Token], str]
"""Reads what a command needs after it, and writes it in Typst."""


class Reader:
    """One formula being read; ``roles`` fills up with the names that it gives to its parts.

    ``construct`` reads the commands with a syntax of their own; the tables of ``latex_commands`` hold the others.
    """

    def __init__(self, source: str, construct: Construct) -> None:
        self.tokens = Tokens(source)
        self.construct = construct
        self.depth = 0
        self.roles: list[str] = []

    def formula(self) -> str:
        """Read all of it."""
        typst = self.row(())
        if (token := self.tokens.peek()) is not None:
            refuse_end(token)
        return typst

    def row(self, ends: tuple[str, ...]) -> str:
        """Read atoms up to one of ``ends`` (not taken) or to what no row holds."""
        with self._deeper():
            pieces: list[str] = []
            bars: dict[str, list[int]] = {"|": [], "\\|": []}
            while (token := self.tokens.peek()) is not None and token.text not in ends and token.text not in _ENDS:
                if token.text[1:] in latex.STYLES and token.text[0] == "\\":
                    self.tokens.skip()
                    rest = self.row(ends)
                    pieces.append(f"{latex.STYLES[token.text[1:]]}({rest})" if rest else "")
                    break
                if token.text in bars:
                    bars[token.text].append(len(pieces))
                    self.tokens.skip()
                    side = _BAR_CLASS[len(bars[token.text]) % 2]
                    pieces.append(self.scripts(f'class("{side}", {latex.DELIMITERS[token.text]})'))
                else:
                    base = "" if token.text in _SCRIPTS else self.atom("")
                    pieces.append(self.scripts(base))
            for alone in (places[-1] for places in bars.values() if len(places) % 2):
                pieces[alone] = pieces[alone].replace(_BAR_CLASS[1], "normal", 1)
        return _joined(pieces)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MOST_NESTING:
            token = self.tokens.peek()
            offset = token.offset if token else self.tokens.end
            raise TypesetError(f"nested deeper than {MOST_NESTING}; write it in smaller parts", offset)
        yield
        self.depth -= 1

    def argument(self, command: str, *, ordinary: bool = True) -> str:
        """Read one argument: a group in braces, or the single token that LaTeX takes instead.

        A lone sign in braces becomes an ordinary atom, as in LaTeX, if ``ordinary``; else it keeps its spacing.
        """
        token = self.tokens.peek()
        wanted = f"{command} needs something after it, in {{…}}"
        if token is not None and token.text in _ENDS:
            raise TypesetError(wanted, token.offset)
        if token is not None and token.text == "{":
            self.tokens.skip()
            inner = self.group(token)
            return (self._ordinary(inner) if ordinary else inner) or "#none"
        self.tokens.shorten()
        with self._deeper():
            return self.atom(wanted) or "#none"

    def group(self, opening: Token, end: str = "}") -> str:
        """Read up to ``end``, which closes ``opening``."""
        inner = self.row((end,))
        token = self.tokens.peek()
        if token is None or token.text != end:
            if token is not None and token.text != "}":
                refuse_end(token)
            raise TypesetError(f'a "{opening.text}" that is never closed; add "{end}"', opening.offset)
        self.tokens.skip()
        return inner

    def scripts(self, base: str) -> str:
        """Attach the primes, the ``^`` and the ``_`` that follow to ``base``."""
        primes, above, below = 0, "", ""
        while (token := self.tokens.peek()) is not None and token.text in _SCRIPTS:
            self.tokens.skip()
            if token.text == "'":
                if above:
                    raise TypesetError("a prime after an exponent; write f'^{2} or (f^2)'", token.offset)
                primes += 1
            elif above if token.text == "^" else below:
                raise TypesetError(f'a second "{token.text}" on one base; group with {{…}}', token.offset)
            elif token.text == "^":
                above = self.argument('"^"')
            else:
                below = self.argument('"_"')
        if re.fullmatch(r"prime( prime)*|class\(\"normal\", prime\)", above):
            primes, above = primes + above.count("prime"), ""
        if not (primes or above or below):
            return base
        slots = [f"t: {above}"] if above else []
        slots += [f"b: {below}"] if below else []
        slots += [f"tr: #math.primes({primes})" if above else f"t: #math.primes({primes})"] if primes else []
        return f"attach({base or '#none'}, {', '.join(slots)})"

    def atom(self, wanted: str) -> str:
        """Read one atom: a character, a number, a group or a command with its arguments."""
        token = self.tokens.take(wanted)
        text = token.text
        if text == "{":
            return self._ordinary(self.group(token))
        if text[0] == "\\":
            return self.command(token)
        if text[0] in ".0123456789" and text != ".":
            return text if text[0] != "." else f"\\{text}"
        if text.isascii() and text.isalpha():
            return text
        if text in "()[]":
            return latex.DELIMITERS[text]
        if text in _PLAIN:
            return _PLAIN[text]
        return refuse_character(token)

    @staticmethod
    def _ordinary(inner: str) -> str:
        # A group is an ordinary atom in LaTeX: no space around the comma of 3{,}5.
        bare = inner in _PLAIN.values() or inner in latex.SYMBOLS.values()
        return f'class("normal", {inner})' if bare else inner

    def command(self, token: Token) -> str:
        """Read what a command needs after it, and write it in Typst."""
        name = token.text[1:]
        for table in (latex.SYMBOLS, latex.BIG_OPERATORS, latex.SPACES, latex.LITERALS):
            if name in table:
                return table[name]
        if name in latex.FUNCTIONS:
            return name
        if name in latex.ACCENTS:
            return f"accent({self.argument(token.text)}, {latex.ACCENTS[name]})"
        if name in latex.WRAPPERS:
            return latex.WRAPPERS[name].format(self.argument(token.text))
        if token.text in latex.DELIMITERS:
            return self._lone_delimiter(token.text)
        if name in latex.BIG_DELIMITERS:
            size, kind = latex.BIG_DELIMITERS[name]
            return f'class("{kind}", lr(size: #{size}, {self.delimiter(token)}))'
        return self.construct(self, token)

    @staticmethod
    def _lone_delimiter(text: str) -> str:
        kind = "opening" if text in latex.OPENING else "closing" if text in latex.CLOSING else "normal"
        return f'class("{kind}", {latex.DELIMITERS[text]})'

    def delimiter(self, command: Token) -> str:
        """Read the bracket that follows ``command``."""
        self.tokens.shorten()
        token = self.tokens.take(f"{command.text} needs a bracket after it")
        if token.text not in latex.DELIMITERS:
            raise TypesetError(f"{command.text} needs a bracket after it: ( [ \\{{ | or \\langle", token.offset)
        return latex.DELIMITERS[token.text]


def _joined(pieces: list[str]) -> str:
    # Typst's mathematics puts a space beside words where the source has one; LaTeX only draws those inside \\text{…}.
    row = ""
    for piece in filter(None, pieces):
        row += piece if not row or row.endswith(");") or piece.startswith(WORDS) else f" {piece}"
    return row
