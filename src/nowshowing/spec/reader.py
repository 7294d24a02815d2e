"""Strict YAML: plain values with their places, or mistakes; no tags, anchors, aliases, merges or doubled keys."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from nowshowing.errors import AuthorError, Mistake
from nowshowing.spec.building import Builder, Stop
from nowshowing.spec.document import Document, path_text
from nowshowing.spec.source import read_source
from nowshowing.spec.syntax_advice import translate

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_document(path: Path) -> Document:
    """Read a YAML file. Raises ``AuthorError`` where nothing of it can be used."""
    source, digest = read_source(path)
    return parse_document(source, str(path), digest)


def parse_document(source: str, file: str, digest: str = "") -> Document:
    """Parse YAML text; ``file`` is the name that mistakes give. Raises ``AuthorError`` on a syntax error."""
    control = _UNPRINTABLE.search(source)
    if control:
        raise _fatal(source, file, control.start(), f"a control character (U+{ord(control.group()):04X}); take it out")
    build = Builder(source)
    try:
        for event in yaml.parse(source, Loader=yaml.SafeLoader):
            build.take(event)
    except Stop as stop:
        raise _fatal(source, file, stop.offset, stop.message) from None
    except yaml.MarkedYAMLError as error:
        raise _fatal(source, file, *translate(error, source, build.last_scalar)) from None
    except ValueError:  # an escape beyond the last character that there is
        escape = re.search(r"\\U(?!0010|000)[0-9A-Fa-f]{8}", source)
        raise _fatal(source, file, escape.start() if escape else 0, "no such character; write another") from None
    if build.empty:
        raise AuthorError(
            [Mistake(file, 1, 1, "", 'the file is empty; "nowshowing new" writes a lesson to begin with')]
        )
    bare = Document(file, source)
    places = [(bare.place(offset), path_text(path), message) for offset, path, message in build.found]
    mistakes = tuple(Mistake(file, place.line, place.column, key, message) for place, key, message in places)
    return Document(file, source, build.root, build.spots, mistakes, frozenset(build.unsound), digest)


def _fatal(source: str, file: str, offset: int, message: str) -> AuthorError:
    place = Document(file, source).place(offset)
    return AuthorError([Mistake(file, place.line, place.column, "", message)])
