"""Requests to one Typst document, a page for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from nowshowing.typeset.code import listing
from nowshowing.typeset.fonts import SANS, STYLES, Face, TypesetError, literal, missing, name_of
from nowshowing.typeset.latex import FormulaProblem, convert
from nowshowing.typeset.latex_constructs import ROLE_COLOUR
from nowshowing.typeset.requests import Character, Formula, Listing, Request, Table, Words

SIZE = 100.0
"""Size in points at which everything is set; Typst writes lengths to a few digits, so a large one keeps them exact."""

BASELINE_START = "#02fe01"
BASELINE_END = "#02fe02"
MOST_CHARACTERS = 2000

HEAD = f"""\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: "{SANS}", size: {SIZE}pt, fallback: false, hyphenate: false, number-width: "tabular",
  top-edge: 0.75em, bottom-edge: -0.25em, ligatures: true, fill: rgb("#000000"))
#set par(leading: 0.25em, spacing: 0.25em)
#let mark(colour) = box(width: 0pt, height: 0pt, place(top + left,
  rect(width: 1pt, height: 1pt, fill: rgb(colour), stroke: none)))
#let start = mark("{BASELINE_START}") + sym.wj
#let end = sym.wj + mark("{BASELINE_END}")
#let words(it) = text(font: "{SANS}", weight: 400, it)
#let wrapped(width, where, body) = context {{
  let natural = measure(width: width, body).width
  set align(where)
  block(width: natural, body)
}}
"""
_PIECES = re.compile(r"(?<!\\)\$")


def document(requests: Sequence[Request]) -> tuple[str, list[tuple[str, ...]]]:
    """Write the Typst document of ``requests``, and the roles that each one's marker colours stand for."""
    pages, roles = [], []
    for request in requests:
        page, names = _page(request)
        pages.append(page)
        roles.append(names)
    return HEAD + "\n#pagebreak()\n".join(pages), roles


def check_text(source: str) -> FormulaProblem | None:
    """Say what keeps words with ``$…$`` formulas from being set, or None where nothing does; nothing is set for it."""
    try:
        _words(Words(source))
    except TypesetError as error:
        return FormulaProblem(error.message, error.offset or 0)
    return None


def _page(request: Request) -> tuple[str, tuple[str, ...]]:
    match request:
        case Formula():
            return _formula(request)
        case Words():
            return _words(request)
        case Character():
            absent = missing(request.source, request.face)
            if absent:
                raise TypesetError(f"no glyph for {name_of(absent[0])} in {request.face}", 0)
            return f"#[#set text({STYLES[request.face]}, kerning: false)\n#start;#{literal(request.source)};#end]", ()
        case Listing():
            return listing(request)
        case Table():
            return _table(request)


def _table(request: Table) -> tuple[str, tuple[str, ...]]:
    columns = {len(row) for row in request.rows}
    if columns != {len(request.align)}:
        raise TypesetError(
            f"rows of {sorted(columns)} cells and {len(request.align)} alignments; give each row as many"
        )
    roles: list[str] = []
    rows = [["".join(_pieces(cell, "sans", roles)) for cell in row] for row in request.rows]
    rows[0][0] = f"#start;{rows[0][0]}"
    rows[-1][-1] += "#end"
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    gaps = f"column-gutter: {request.column_gap * SIZE}pt, row-gutter: {request.row_gap * SIZE}pt"
    columns_ = f"columns: {len(request.align)}, align: ({', '.join(request.align)},)"
    return f"#grid({columns_}, {gaps}, {cells})", tuple(roles)


def _formula(request: Formula) -> tuple[str, tuple[str, ...]]:
    made = convert(request.source)
    typst = f"display({made.typst})" if request.display else made.typst
    return f"#start;${typst}$#end", made.roles


def _words(request: Words) -> tuple[str, tuple[str, ...]]:
    if len(request.source) > MOST_CHARACTERS:
        raise TypesetError(
            f"a text of {len(request.source)} characters; at most {MOST_CHARACTERS} can be set", MOST_CHARACTERS
        )
    roles: list[str] = []
    face: Face = "sans" if request.weight == "regular" else "sans-semibold"
    body = "#start;" + "".join(_pieces(request.source, face, roles)) + "#end"
    weight = 400 if request.weight == "regular" else 600
    page = f'#set text(weight: {weight})\n#let words(it) = text(font: "{SANS}", weight: {weight}, it)\n'
    if request.width is None:
        return f"#[{page}{body}]", tuple(roles)
    return f"#[{page}#wrapped({request.width * SIZE}pt, {request.align}, [{body}])]", tuple(roles)


def _pieces(source: str, face: Face, roles: list[str]) -> Iterator[str]:
    dollars = [m.start() for m in _PIECES.finditer(source)]
    if len(dollars) % 2:
        raise TypesetError(
            'a "$" that begins a formula and nothing that ends it; write \\$ for the character', dollars[-1]
        )
    at = 0
    for opening, closing in zip(dollars[::2], dollars[1::2], strict=True):
        yield _plain(source[at:opening], at, face)
        yield _inline(source[opening + 1 : closing], opening + 1, roles)
        at = closing + 1
    yield _plain(source[at:], at, face)


def _inline(latex: str, offset: int, roles: list[str]) -> str:
    try:
        made = convert(latex)
    except TypesetError as error:
        raise TypesetError(error.message, offset + (error.offset or 0)) from error
    typst = made.typst
    renumbered = {}
    for i, role in enumerate(made.roles):
        if role not in roles:
            roles.append(role)
        renumbered[ROLE_COLOUR.format(i)] = ROLE_COLOUR.format(roles.index(role))
    typst = re.sub("|".join(renumbered) or "(?!)", lambda m: renumbered[m.group()], typst)
    return f"${typst}$"


def _plain(text: str, offset: int, face: Face) -> str:
    for place, c in enumerate(text):
        if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") and c != "\n":
            raise TypesetError(f"the character {name_of(c)} cannot be shown; remove it", offset + place)
    composed = unicodedata.normalize("NFC", text.replace("\\$", "$"))
    if absent := missing(composed, face):
        message = f"no font has the character {name_of(absent[0])}; write it differently"
        raise TypesetError(message, offset + max(text.find(absent[0]), 0))
    lines = composed.split("\n")
    return "#linebreak();".join(f"#{literal(line)};" for line in lines if line or len(lines) > 1)
