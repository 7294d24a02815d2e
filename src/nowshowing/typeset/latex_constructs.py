"""The commands of LaTeX with a syntax of their own: fractions, roots, brackets, words, roles, matrices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from nowshowing.typeset import latex_commands as latex
from nowshowing.typeset.fonts import TypesetError, literal, missing, name_of
from nowshowing.typeset.latex_reader import WORDS, Construct, Reader
from nowshowing.typeset.latex_tokens import Token, refuse_end

ROLE_COLOUR = "#01{:04x}"
"""The fill by which the parts of role number i are found in the picture."""


def _fraction(reader: Reader, token: Token) -> str:
    above, below = reader.argument(token.text), reader.argument(token.text)
    style = {"\\dfrac": "display", "\\tfrac": "inline"}.get(token.text)
    fraction = f"frac({above}, {below})"
    return f"{style}({fraction})" if style else fraction


def _binomial(reader: Reader, token: Token) -> str:
    return f"binom({reader.argument(token.text)}, {reader.argument(token.text)})"


def _root(reader: Reader, token: Token) -> str:
    after = reader.tokens.peek()
    if after is not None and after.text == "[":
        reader.tokens.skip()
        index = reader.group(after, "]")
        return f"root({index}, {reader.argument(token.text)})"
    return f"sqrt({reader.argument(token.text)})"


def _left_right(reader: Reader, token: Token) -> str:
    left = reader.delimiter(token)
    inner = reader.row(("\\right",))
    closing = reader.tokens.peek()
    if closing is None or closing.text != "\\right":
        raise TypesetError(
            "a \\left without its \\right; write both, or neither (\\right. draws nothing)", token.offset
        )
    reader.tokens.skip()
    right = reader.delimiter(closing)
    return f"lr({left} {inner} {right})"


def _operator_name(reader: Reader, token: Token) -> str:
    after = reader.tokens.peek()
    starred = after is not None and after.text == "*"
    if starred:
        reader.tokens.skip()
    return f"op({literal(_name(reader, token))}, limits: #{str(starred).lower()})"


def _upright(reader: Reader, token: Token) -> str:
    return f"upright({' '.join(_name(reader, token))})"


def _name(reader: Reader, token: Token) -> str:
    name = reader.tokens.verbatim(token)
    if not re.fullmatch(r"[A-Za-z0-9 ]+", name):
        raise TypesetError(f"{token.text} holds letters and digits only; write words as \\text{{…}}", token.offset)
    return name


def _words(reader: Reader, token: Token) -> str:
    words = reader.tokens.verbatim(token)
    for sign in "\\${}":
        if sign in words:
            raise TypesetError(f'{token.text} holds plain words only, without "{sign}"', token.offset)
    absent = [c for c in words if not (c.isprintable() or c.isspace())] or missing(words, "sans")
    if absent:
        raise TypesetError(f"no font has the character {name_of(absent[0])}; write it differently", token.offset)
    return f"{WORDS}{literal(words)});"


def _stacked(reader: Reader, token: Token) -> str:
    above, base = reader.argument(token.text), reader.argument(token.text, ordinary=False)
    side = "b" if token.text == "\\underset" else "t"
    return f"attach(limits({base}), {side}: {above})"


def _role(reader: Reader, token: Token) -> str:
    name = reader.tokens.verbatim(token)
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise TypesetError(f'no role can be called "{name}"; use small letters, digits, "_" and "-"', token.offset)
    if name not in reader.roles:
        reader.roles.append(name)
    colour = ROLE_COLOUR.format(reader.roles.index(name))
    return f'text(fill: #rgb("{colour}"), {reader.argument(token.text, ordinary=False)})'


def _not(reader: Reader, token: Token) -> str:
    after = reader.tokens.take("\\not needs a relation after it")
    struck = {"=": "eq.not", "\\in": "in.not", "\\equiv": "equiv.not", "\\subset": "subset.not"}
    if after.text not in struck:
        raise TypesetError("\\not goes with = \\in \\equiv or \\subset only", after.offset)
    return struck[after.text]


def _environment(reader: Reader, token: Token) -> str:
    name = reader.tokens.verbatim(token)
    if name not in latex.MATRICES and name != "cases":
        known = ", ".join([*latex.MATRICES, "cases"])
        raise TypesetError(f'no environment "{name}"; there are {known}', token.offset)
    rows: list[list[str]] = [[]]
    while True:
        rows[-1].append(reader.row(("&", "\\\\", "\\end")) or "#none")
        end = reader.tokens.take(f"\\begin{{{name}}} needs its \\end{{{name}}}")
        if end.text == "\\\\":
            rows.append([])
        elif end.text == "\\end":
            if (other := reader.tokens.verbatim(end)) != name:
                raise TypesetError(f"\\begin{{{name}}} ended by \\end{{{other}}}; write \\end{{{name}}}", end.offset)
            break
        elif end.text != "&":
            refuse_end(end)
    if rows[-1] == ["#none"] and len(rows) > 1:
        rows.pop()
    if name == "cases":
        return "cases(" + ", ".join(" & ".join(row) for row in rows) + ")"
    return f"mat(delim: {latex.MATRICES[name]}, " + "; ".join(", ".join(row) for row in rows) + ")"


_CONSTRUCTS: Mapping[str, Construct] = MappingProxyType(
    {
        "frac": _fraction,
        "dfrac": _fraction,
        "tfrac": _fraction,
        "binom": _binomial,
        "sqrt": _root,
        "left": _left_right,
        "operatorname": _operator_name,
        "mathrm": _upright,
        "text": _words,
        "overset": _stacked,
        "underset": _stacked,
        "stackrel": _stacked,
        "role": _role,
        "not": _not,
        "begin": _environment,
    }
)


def read_construct(reader: Reader, token: Token) -> str:
    """Read a command with a syntax of its own, or refuse one that nobody knows."""
    name = token.text[1:]
    if name in _CONSTRUCTS:
        return _CONSTRUCTS[name](reader, token)
    raise TypesetError(_unknown(name), token.offset)


def _unknown(name: str) -> str:
    if not name:
        return 'a "\\" with no command after it; remove it'
    if name in latex.ADVICE:
        return f'"\\{name}" is not allowed in a formula; {latex.ADVICE[name]}'
    near = get_close_matches(name, known_commands(), n=1, cutoff=0.6)
    return f'no command "\\{name}"; ' + (f'did you mean "\\{near[0]}"?' if near else "words are written as \\text{…}")


def known_commands() -> list[str]:
    """Names (without backslash) of all commands that a formula may hold."""
    names = {*latex.SYMBOLS, *latex.BIG_OPERATORS, *latex.FUNCTIONS, *latex.SPACES, *latex.LITERALS, *latex.ACCENTS}
    names |= {*latex.WRAPPERS, *latex.BIG_DELIMITERS, *latex.STYLES, *_CONSTRUCTS, "right", "end"}
    names |= {name[1:] for name in latex.DELIMITERS if name[0] == "\\"}
    return sorted(names - {"role"})
