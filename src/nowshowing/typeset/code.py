"""Code listings for Typst, coloured by role."""

from __future__ import annotations

from nowshowing.typeset.fonts import MONO, TypesetError, literal, missing, name_of
from nowshowing.typeset.latex_constructs import ROLE_COLOUR
from nowshowing.typeset.requests import Listing

LANGUAGES = ("python", "yaml", "javascript", "json", "text")
MOST_CHARACTERS = 2000

_SCOPES = {
    "keyword": "keyword, storage, constant.language, entity.name.tag",
    "string": "string",
    "number": "constant.numeric",
    "comment": "comment",
}


def listing(request: Listing) -> tuple[str, tuple[str, ...]]:
    """Write a listing's page of the Typst document, and its roles."""
    if request.language not in LANGUAGES:
        raise TypesetError(f'no language "{request.language}"; there are {", ".join(LANGUAGES)}')
    if len(request.source) > MOST_CHARACTERS:
        raise TypesetError(
            f"a listing of {len(request.source)} characters; at most {MOST_CHARACTERS} can be set", MOST_CHARACTERS
        )
    for offset, c in enumerate(request.source):
        if not c.isprintable() and c != "\n":
            raise TypesetError(f"the character {name_of(c)} cannot be shown; write spaces or remove it", offset)
    if absent := missing(request.source, "mono"):
        raise TypesetError(
            f"no font has the character {name_of(absent[0])}; write it differently", request.source.find(absent[0])
        )
    theme = literal(_theme())
    raw = f'raw({literal(request.source.rstrip())}, block: true, lang: "{request.language}", theme: bytes({theme}))'
    return _PAGE.replace("RAW", raw), tuple(_SCOPES)


_PAGE = f"""#[
#show raw: set text(font: "{MONO}", size: 1.25em, ligatures: false)
#show raw.line: it => {{
  if it.number == 1 {{ start }}
  it.body
  if it.number == it.count {{ end }}
}}
#RAW
]"""


def _theme() -> str:
    rules = "".join(
        f"<dict><key>scope</key><string>{scope}</string><key>settings</key><dict><key>foreground</key>"
        f"<string>{ROLE_COLOUR.format(i)}</string></dict></dict>"
        for i, scope in enumerate(_SCOPES.values())
    )
    plain = "<dict><key>settings</key><dict><key>foreground</key><string>#000000</string></dict></dict>"
    settings = f"<dict><key>settings</key><array>{plain}{rules}</array></dict>"
    return f'<?xml version="1.0"?><plist version="1.0">{settings}</plist>'
