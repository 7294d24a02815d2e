"""A LaTeX formula as tokens with their places, and what to say of those that cannot stand where they do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from nowshowing.typeset import latex_commands as latex
from nowshowing.typeset.fonts import TypesetError, name_of

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\.\d+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A command, a number, a run of space or one character, with its offset in the source."""

    text: str
    offset: int


class Tokens:
    """The tokens of one formula, and how far they are read."""

    def __init__(self, source: str) -> None:
        self._tokens = [Token(m.group(), m.start()) for m in _TOKEN.finditer(source)]
        self._next = 0
        self.end = len(source)

    def peek(self) -> Token | None:
        """The next token that is not space."""
        while self._next < len(self._tokens) and self._tokens[self._next].text.isspace():
            self._next += 1
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self, wanted: str) -> Token:
        """The next token, which something before it needs; ``wanted`` says what, for the message."""
        token = self.peek()
        if token is None:
            raise TypesetError(f"the formula ends too early; {wanted}", self.end)
        self._next += 1
        return token

    def verbatim(self, command: Token) -> str:
        """The text between the braces that follow ``command``, as it stands."""
        opening = self.take(f"{command.text} needs {{…}} after it")
        if opening.text != "{":
            raise TypesetError(f"{command.text} needs {{…}} after it", opening.offset)
        start, depth = self._next, 1
        while self._next < len(self._tokens):
            text = self._tokens[self._next].text
            depth += (text == "{") - (text == "}")
            self._next += 1
            if depth == 0:
                return "".join(t.text for t in self._tokens[start : self._next - 1])
        raise TypesetError('a "{" that is never closed; add "}"', opening.offset)

    def skip(self) -> None:
        """Go past the token that was peeked at."""
        self._next += 1

    def shorten(self) -> None:
        """Leave only the first character of the next token as the next, and the rest after it: x^12 is x¹2."""
        token = self.peek()
        if token is not None and len(token.text) > 1 and token.text[0] in ".0123456789":
            first, rest = Token(token.text[0], token.offset), Token(token.text[1:], token.offset + 1)
            self._tokens[self._next : self._next + 1] = [first, rest]


def refuse_end(token: Token) -> NoReturn:
    """Refuse a token that ends something which was never begun."""
    wrong = {
        "}": 'a "}" that closes nothing; remove it or open it with "{"',
        "&": 'an "&" outside a matrix or \\begin{cases}; write \\& for the character',
        "\\\\": "a line break outside a matrix or \\begin{cases}; make two formulas of it",
        "\\right": "a \\right without its \\left; write both, or neither",
        "\\end": "an \\end without its \\begin; remove it",
    }
    raise TypesetError(wrong[token.text], token.offset)


def refuse_character(token: Token) -> NoReturn:
    """Refuse a character that has no place in a formula, with what to write instead."""
    c = token.text
    if c in latex.UNICODE:
        raise TypesetError(f'"{c}" is not LaTeX; write {latex.UNICODE[c]}', token.offset)
    advice = {
        "$": 'a "$" inside a formula; write \\$ for the character',
        "#": 'a "#" in a formula; leave it out',
        "%": 'a "%" in a formula; write \\% for the character',
        "~": 'a "~" in a formula; write \\, for a space',
        "`": 'a "`" in a formula; leave it out',
        '"': "a double quote in a formula; write \\text{…} for words",
        "@": 'an "@" in a formula; leave it out',
        "^": 'a second "^" on one base; group with {…}',
        "_": 'a second "_" on one base; group with {…}',
        "'": "a prime where an argument should be; use {…}",
    }
    raise TypesetError(advice.get(c, f"{name_of(c)} in a formula; write words as \\text{{…}}"), token.offset)
