"""Reads a LaTeX formula from left to right and writes it in Typst's mathematics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

from nowshowing.typeset import latex_commands as latex
from nowshowing.typeset.fonts import TypesetError, literal, missing, name_of

MOST_NESTING = 20
ROLE_COLOUR = "#01{:04x}"

_WORDS = "#words("
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\.\d+|\s+|.", re.DOTALL)
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
_BAR_CLASS = ("closing", "opening")


@dataclass(frozen=True)
class Token:
    """A command, a number, a run of space or one character, with its offset in the source."""

    text: str
    offset: int


class Reader:
    """One formula being read; ``roles`` fills up with the names that it gives to its parts."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [Token(m.group(), m.start()) for m in _TOKEN.finditer(source)]
        self.position = 0
        self.depth = 0
        self.roles: list[str] = []

    def formula(self) -> str:
        """Read all of it."""
        typst = self.row(())
        self._refuse_the_rest()
        return typst

    def _refuse_the_rest(self) -> None:
        token = self.peek()
        if token is None:
            return
        wrong = {
            "}": 'a "}" that closes nothing; remove it or open it with "{"',
            "&": 'an "&" outside a matrix or \\begin{cases}; write \\& for the character',
            "\\\\": "a line break outside a matrix or \\begin{cases}; make two formulas of it",
            "\\right": "a \\right without its \\left; write both, or neither",
            "\\end": "an \\end without its \\begin; remove it",
        }
        raise TypesetError(wrong[token.text], token.offset)

    # tokens

    def peek(self) -> Token | None:
        """The next token that is not space."""
        while self.position < len(self.tokens) and self.tokens[self.position].text.isspace():
            self.position += 1
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self, wanted: str) -> Token:
        """The next token, which something before it needs; ``wanted`` says what, for the message."""
        token = self.peek()
        if token is None:
            raise TypesetError(f"the formula ends too early; {wanted}", len(self.source))
        self.position += 1
        return token

    def verbatim(self, command: Token) -> str:
        """The text between the braces that follow ``command``, as it stands."""
        opening = self.take(f"{command.text} needs {{…}} after it")
        if opening.text != "{":
            raise TypesetError(f"{command.text} needs {{…}} after it", opening.offset)
        start, depth = self.position, 1
        while self.position < len(self.tokens):
            text = self.tokens[self.position].text
            depth += (text == "{") - (text == "}")
            self.position += 1
            if depth == 0:
                return "".join(t.text for t in self.tokens[start : self.position - 1])
        raise TypesetError('a "{" that is never closed; add "}"', opening.offset)

    # rows

    def row(self, ends: tuple[str, ...]) -> str:
        """Read atoms up to one of ``ends`` (not taken) or to what no row holds."""
        with self._deeper():
            pieces: list[str] = []
            bars: dict[str, list[int]] = {"|": [], "\\|": []}
            while (token := self.peek()) is not None and token.text not in ends and token.text not in _ENDS:
                if token.text[1:] in latex.STYLES and token.text[0] == "\\":
                    self.position += 1
                    rest = self.row(ends)
                    pieces.append(f"{latex.STYLES[token.text[1:]]}({rest})" if rest else "")
                    break
                if token.text in bars:
                    bars[token.text].append(len(pieces))
                    self.position += 1
                    side = _BAR_CLASS[len(bars[token.text]) % 2]
                    pieces.append(self.scripts(f'class("{side}", {latex.DELIMITERS[token.text]})'))
                else:
                    pieces.append(self.scripts(self.atom("")))
            for alone in (places[-1] for places in bars.values() if len(places) % 2):
                pieces[alone] = pieces[alone].replace(_BAR_CLASS[1], "normal", 1)
        return _joined(pieces)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MOST_NESTING:
            token = self.peek()
            offset = token.offset if token else len(self.source)
            raise TypesetError(f"nested deeper than {MOST_NESTING}; write it in smaller parts", offset)
        yield
        self.depth -= 1

    def argument(self, command: str, *, ordinary: bool = True) -> str:
        """Read one argument: a group in braces, or the single token that LaTeX takes instead.

        A lone sign in braces becomes an ordinary atom, as in LaTeX, if ``ordinary``; else it keeps its spacing.
        """
        token = self.peek()
        if token is not None and token.text != "{" and token.text[0].isdigit() and len(token.text) > 1:
            # LaTeX takes one digit: x^12 is x¹2.
            self.tokens[self.position : self.position + 1] = [
                Token(token.text[0], token.offset),
                Token(token.text[1:], token.offset + 1),
            ]
        if token is not None and token.text in _ENDS:
            raise TypesetError(f"{command} needs something after it, in {{…}}", token.offset)
        wanted = f"{command} needs something after it, in {{…}}"
        if token is not None and token.text == "{":
            self.position += 1
            inner = self.group(token)
            return (self._ordinary(inner) if ordinary else inner) or "#none"
        with self._deeper():
            return self.atom(wanted) or "#none"

    def group(self, opening: Token, end: str = "}") -> str:
        """Read up to ``end``, which closes ``opening``."""
        inner = self.row((end,))
        token = self.peek()
        if token is None or token.text != end:
            if token is not None and token.text != "}":
                self._refuse_the_rest()
            raise TypesetError(f'a "{opening.text}" that is never closed; add "{end}"', opening.offset)
        self.position += 1
        return inner

    def scripts(self, base: str) -> str:
        """Attach the primes, the ``^`` and the ``_`` that follow to ``base``."""
        primes, above, below = 0, "", ""
        while (token := self.peek()) is not None and token.text in ("'", "^", "_"):
            self.position += 1
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

    # atoms

    def atom(self, wanted: str) -> str:
        """Read one atom: a character, a number, a group or a command with its arguments."""
        token = self.take(wanted)
        text = token.text
        if text == "{":
            return self._ordinary(self.group(token))
        if text in ("^", "_", "'"):
            self.position -= 1
            return "#none" if not wanted else self._refuse(token)
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
        return self._refuse(token)

    @staticmethod
    def _ordinary(inner: str) -> str:
        # A group is an ordinary atom in LaTeX: no space around the comma of 3{,}5.
        bare = inner in _PLAIN.values() or inner in latex.SYMBOLS.values()
        return f'class("normal", {inner})' if bare else inner

    def _refuse(self, token: Token) -> str:
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
            return self.lone_delimiter(token.text)
        if name in latex.BIG_DELIMITERS:
            size, kind = latex.BIG_DELIMITERS[name]
            return f'class("{kind}", lr(size: #{size}, {self.delimiter(token)}))'
        if name in _SPECIAL:
            return _SPECIAL[name](self, token)
        raise TypesetError(_unknown(name), token.offset)

    def lone_delimiter(self, text: str) -> str:
        kind = "opening" if text in latex.OPENING else "closing" if text in latex.CLOSING else "normal"
        return f'class("{kind}", {latex.DELIMITERS[text]})'

    def delimiter(self, command: Token) -> str:
        token = self.take(f"{command.text} needs a bracket after it")
        if token.text not in latex.DELIMITERS:
            raise TypesetError(f"{command.text} needs a bracket after it: ( [ \\{{ | or \\langle", token.offset)
        return latex.DELIMITERS[token.text]

    def _fraction(self, token: Token) -> str:
        above, below = self.argument(token.text), self.argument(token.text)
        style = {"\\dfrac": "display", "\\tfrac": "inline"}.get(token.text)
        fraction = f"frac({above}, {below})"
        return f"{style}({fraction})" if style else fraction

    def _binomial(self, token: Token) -> str:
        return f"binom({self.argument(token.text)}, {self.argument(token.text)})"

    def _root(self, token: Token) -> str:
        after = self.peek()
        if after is not None and after.text == "[":
            self.position += 1
            index = self.group(after, "]")
            return f"root({index}, {self.argument(token.text)})"
        return f"sqrt({self.argument(token.text)})"

    def _left_right(self, token: Token) -> str:
        left = self.delimiter(token)
        inner = self.row(("\\right",))
        closing = self.peek()
        if closing is None or closing.text != "\\right":
            raise TypesetError(
                "a \\left without its \\right; write both, or neither (\\right. draws nothing)", token.offset
            )
        self.position += 1
        right = self.delimiter(closing)
        return f"lr({left} {inner} {right})"

    def _operator_name(self, token: Token) -> str:
        after = self.peek()
        starred = after is not None and after.text == "*"
        self.position += starred
        return f"op({literal(self._name(token))}, limits: #{str(starred).lower()})"

    def _upright(self, token: Token) -> str:
        return f"upright({' '.join(self._name(token))})"

    def _name(self, token: Token) -> str:
        name = self.verbatim(token)
        if not re.fullmatch(r"[A-Za-z0-9 ]+", name):
            raise TypesetError(f"{token.text} holds letters and digits only; write words as \\text{{…}}", token.offset)
        return name

    def _words(self, token: Token) -> str:
        words = self.verbatim(token)
        for sign in "\\${}":
            if sign in words:
                raise TypesetError(f'{token.text} holds plain words only, without "{sign}"', token.offset)
        absent = [c for c in words if not (c.isprintable() or c.isspace())] or missing(words, "sans")
        if absent:
            raise TypesetError(f"no font has the character {name_of(absent[0])}; write it differently", token.offset)
        return f"{_WORDS}{literal(words)});"

    def _stacked(self, token: Token) -> str:
        above, base = self.argument(token.text), self.argument(token.text, ordinary=False)
        side = "b" if token.text == "\\underset" else "t"
        return f"attach(limits({base}), {side}: {above})"

    def _role(self, token: Token) -> str:
        name = self.verbatim(token)
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            raise TypesetError(f'no role can be called "{name}"; use small letters, digits, "_" and "-"', token.offset)
        if name not in self.roles:
            self.roles.append(name)
        colour = ROLE_COLOUR.format(self.roles.index(name))
        return f'text(fill: #rgb("{colour}"), {self.argument(token.text, ordinary=False)})'

    def _not(self, token: Token) -> str:
        after = self.take("\\not needs a relation after it")
        struck = {"=": "eq.not", "\\in": "in.not", "\\equiv": "equiv.not", "\\subset": "subset.not"}
        if after.text not in struck:
            raise TypesetError("\\not goes with = \\in \\equiv or \\subset only", after.offset)
        return struck[after.text]

    def _environment(self, token: Token) -> str:
        name = self.verbatim(token)
        if name not in latex.MATRICES and name != "cases":
            known = ", ".join([*latex.MATRICES, "cases"])
            raise TypesetError(f'no environment "{name}"; there are {known}', token.offset)
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.row(("&", "\\\\", "\\end")) or "#none")
            end = self.take(f"\\begin{{{name}}} needs its \\end{{{name}}}")
            if end.text == "\\\\":
                rows.append([])
            elif end.text == "\\end":
                if (other := self.verbatim(end)) != name:
                    raise TypesetError(
                        f"\\begin{{{name}}} ended by \\end{{{other}}}; write \\end{{{name}}}", end.offset
                    )
                break
            elif end.text != "&":
                self.position -= 1
                self._refuse_the_rest()
        if rows[-1] == ["#none"] and len(rows) > 1:
            rows.pop()
        if name == "cases":
            return "cases(" + ", ".join(" & ".join(row) for row in rows) + ")"
        return f"mat(delim: {latex.MATRICES[name]}, " + "; ".join(", ".join(row) for row in rows) + ")"


def _joined(pieces: list[str]) -> str:
    # Typst's mathematics puts a space beside words where the source has one; LaTeX only draws those inside \\text{…}.
    row = ""
    for piece in filter(None, pieces):
        row += piece if not row or row.endswith(");") or piece.startswith(_WORDS) else f" {piece}"
    return row


def _unknown(name: str) -> str:
    if not name:
        return 'a "\\" with no command after it; remove it'
    if name in latex.ADVICE:
        return f'"\\{name}" is not allowed in a formula; {latex.ADVICE[name]}'
    near = get_close_matches(name, known_commands(), n=1, cutoff=0.6)
    return f'no command "\\{name}"; ' + (f'did you mean "\\{near[0]}"?' if near else "words are written as \\text{…}")


def known_commands() -> list[str]:
    """Names (without backslash) of all commands that a formula may hold."""
    tables: tuple[Iterable[str], ...] = (
        latex.SYMBOLS,
        latex.BIG_OPERATORS,
        latex.FUNCTIONS,
        latex.SPACES,
        latex.LITERALS,
        latex.ACCENTS,
    )
    names = [name for table in tables for name in table]
    names += [*latex.WRAPPERS, *latex.BIG_DELIMITERS, *latex.STYLES, *_SPECIAL, "right", "begin", "end"]
    names += [name[1:] for name in latex.DELIMITERS if name[0] == "\\"]
    return sorted(set(names) - {"role"})


_SPECIAL: dict[str, Callable[[Reader, Token], str]] = {
    "frac": Reader._fraction,
    "dfrac": Reader._fraction,
    "tfrac": Reader._fraction,
    "binom": Reader._binomial,
    "sqrt": Reader._root,
    "left": Reader._left_right,
    "operatorname": Reader._operator_name,
    "mathrm": Reader._upright,
    "text": Reader._words,
    "overset": Reader._stacked,
    "underset": Reader._stacked,
    "stackrel": Reader._stacked,
    "role": Reader._role,
    "not": Reader._not,
    "begin": Reader._environment,
}
