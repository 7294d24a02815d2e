"""Values and their places from YAML's events; what YAML allows and lessons do not is refused here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from yaml import events

from nowshowing.spec.document import Path, Spot, line_starts, offset_in_scalar
from nowshowing.spec.names import shown
from nowshowing.spec.scalars import resolve
from nowshowing.spec.syntax_advice import QUOTE_IT, LastScalar, escape_advice

MOST_DEPTH = 20
MOST_NODES = 5000

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_NO_TEXT = re.compile(f"{_CONTROL.pattern}|[\ud800-\udfff\ufffe\uffff]")
_ESCAPED_WORD = re.compile(r"\\n(?:u|eq?|abla|ot|i|eg|mid|parallel|subseteq|earrow|warrow|exists|leq|geq)(?![a-z])")
_ESCAPE = re.compile(r"\\.", re.DOTALL)


class Stop(Exception):
    """Reading has to end here."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


@dataclass
class _Open:
    """A mapping or list whose end has not come yet.

    ``key`` is the key that waits for its value; ``dropped`` says that the value will be let go.
    """

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None
    key_at: int = 0
    dropped: bool = False
    key_places: dict[str, int] = field(default_factory=dict)


class Builder:
    """Builds values from YAML's events; iterative, so that no file can exhaust the stack."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root: Any = None
        self.empty = True
        self.spots: dict[Path, Spot] = {}
        self.found: list[tuple[int, Path, str]] = []
        self.unsound: set[Path] = set()
        self.last_scalar: LastScalar | None = None
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: events.Event) -> None:
        at, _ = _span(event)
        match event:
            case events.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise Stop(at, 'a second document begins here; keep one lesson a file and take the "---" out')
            case events.ScalarEvent():
                self._count(at)
                self._scalar(event)
            case events.AliasEvent():
                self._count(at)
                self._alias(event)
            case events.MappingStartEvent() | events.SequenceStartEvent():
                self._count(at)
                self._begin(event)
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self._end(_span(event)[1])

    def _count(self, at: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise Stop(at, f"more than {MOST_NODES} values in one file; split the lesson")

    def _begin(self, event: events.MappingStartEvent | events.SequenceStartEvent) -> None:
        at, _ = _span(event)
        value: dict[str, Any] | list[Any] = [] if isinstance(event, events.SequenceStartEvent) else {}
        if len(self._open) >= MOST_DEPTH:
            raise Stop(at, f"nested deeper than {MOST_DEPTH} levels; a lesson needs no more than 6")
        if self._waits_for_key():
            kind = "list" if isinstance(value, list) else "mapping"
            raise Stop(at, f"a {kind} cannot be a key; if a text begins here, {QUOTE_IT}")
        path = self._put(value, at, at)
        self._refuse_properties(event, path)
        self._open.append(_Open(path, value))

    def _end(self, stop: int) -> None:
        closed = self._open.pop()
        spot = self.spots.get(closed.path)
        if spot:
            self.spots[closed.path] = Spot(spot.key, spot.start, stop)
        self._value_done()

    def _alias(self, event: events.AliasEvent) -> None:
        start, stop = _span(event)
        if self._waits_for_key():
            raise Stop(start, f'a key cannot begin with "*"; {QUOTE_IT}')
        self._refuse_properties(event, self._put(None, start, stop))
        self._value_done()

    def _scalar(self, event: events.ScalarEvent) -> None:
        start, stop = _span(event)
        self.last_scalar = LastScalar(start, stop, event.style in ("'", '"'))
        if self._waits_for_key():
            self._refuse_properties(event, self._open[-1].path)
            self._take_key(event.value, start, plain=event.style is None)
            return
        value: Any = event.value
        complaint = None
        if event.style is None:
            try:
                value = resolve(event.value)
            except ValueError as error:
                complaint = str(error)
        path = self._put(value, start, stop)
        self._refuse_properties(event, path)
        if complaint:
            self._refuse(start, path, complaint)
        elif isinstance(value, str):
            self._refuse_control_characters(value, start, stop, path, double=event.style == '"')
        self._value_done()

    def _take_key(self, key: str, at: int, plain: bool) -> None:
        holder = self._open[-1]
        complaint = None
        if plain and key == "<<":
            complaint = 'merge keys ("<<") are not used here; write what clips share under "defaults"'
        elif not key:
            complaint = 'a value without a key; write "key: value"'
        elif key in holder.key_places:
            first = len(line_starts(self.source[: holder.key_places[key]]))
            complaint = f"the key {shown(key)} stands here a second time, the first is in line {first}; keep one"
        if complaint:
            self.found.append((at, (*holder.path, key) if key else holder.path, complaint))
        holder.key_places.setdefault(key, at)
        holder.key, holder.key_at, holder.dropped = key, at, complaint is not None

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _put(self, value: Any, start: int, stop: int) -> Path:
        if not self._open:
            self.root, self.empty = value, value is None
            self.spots[()] = Spot(start, start, stop)
            return ()
        holder = self._open[-1]
        if isinstance(holder.value, list):
            path: Path = (*holder.path, len(holder.value))
            holder.value.append(value)
            self.spots[path] = Spot(start, start, stop)
            return path
        key = holder.key or ""
        if holder.dropped:
            return (*holder.path, key, "")  # a path that nothing else has
        path = (*holder.path, key)
        holder.value[key] = value
        self.spots[path] = Spot(holder.key_at, start, stop)
        return path

    def _value_done(self) -> None:
        if self._open:
            self._open[-1].key = None

    def _refuse_properties(self, event: events.NodeEvent, path: Path) -> None:
        at, _ = _span(event)
        if isinstance(event, events.AliasEvent):
            self._refuse(
                at, path, f"aliases ({shown(f'*{event.anchor}')}) are not used here; if a text begins here, {QUOTE_IT}"
            )
            return
        if event.anchor is not None:
            self._refuse(
                at, path, f"anchors ({shown(f'&{event.anchor}')}) are not used here; if a text begins here, {QUOTE_IT}"
            )
        if getattr(event, "tag", None) is not None:
            self._refuse(at, path, f'tags ("!") are not used here; if a text begins here, {QUOTE_IT}')

    def _refuse_control_characters(self, text: str, start: int, stop: int, path: Path, double: bool) -> None:
        scalar = self.source[start:stop]
        backslash = _bad_escape(scalar) if double else None
        if backslash is not None:
            self._refuse(start + backslash, path, escape_advice(self.source, start + backslash))
            return
        control = _CONTROL.search(text)
        if control:
            name = "a tab" if control.group() == "\t" else f"a control character (U+{ord(control.group()):04X})"
            at = start + offset_in_scalar(scalar, text, control.start())
            self._refuse(at, path, f"{name} in a text; write a space")

    def _refuse(self, at: int, path: Path, message: str) -> None:
        self.found.append((at, path, message))
        self.unsound.add(path)


def _span(event: events.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0), (end.index if end else 0)


def _bad_escape(scalar: str) -> int | None:
    """Return the offset of the first escape in double quotes that makes a control character or eats a formula."""
    dollars, done = 0, 0
    for escape in _ESCAPE.finditer(scalar):
        kind = escape.group()[1]
        dollars += scalar.count("$", done, escape.start())
        done = escape.end()
        in_formula = dollars % 2 == 1
        if kind in "0abtvferNLP\t":
            return escape.start()
        if kind == "n" and (in_formula or _ESCAPED_WORD.match(scalar, escape.start())):
            return escape.start()
        if kind in "xuU":
            code = re.match(r"[0-9a-fA-F]+", scalar[done : done + {"x": 2, "u": 4, "U": 8}[kind]])
            if in_formula or (code and _NO_TEXT.match(chr(min(int(code.group(), 16), 0x10FFFF)))):
                return escape.start()
    return None
