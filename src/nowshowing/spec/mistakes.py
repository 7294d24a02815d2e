"""Pydantic's errors in words that help an author; no message of pydantic's own gets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nowshowing.spec.document import Path, Problem
from nowshowing.spec.names import MOST_SHOWN, offer, quoted, shown
from nowshowing.spec.syntax_advice import QUOTE_IT

MUST_BE = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": 'a list, such as "[a, b]"',
    "dict_type": 'a mapping ("key: value" lines)',
    "model_type": 'a mapping ("key: value" lines)',
}

_AS_TRUE = frozenset({"yes", "on", "y", "true", "1"})
_AS_FALSE = frozenset({"no", "off", "n", "false", "0"})


def problems(error: ValidationError, model: type[BaseModel], data: Any, noun: str = "key") -> list[Problem]:
    """Turn a validation error of ``data`` against ``model`` into problems; ``noun`` is what authors call a key."""
    errors = error.errors(include_url=False)
    fields = {details["loc"]: _keys_at(model, details["loc"][:-1]) for details in errors}
    misspelt = {
        (*details["loc"][:-1], meant)
        for details in errors
        if details["type"] == "extra_forbidden"
        for meant in fields[details["loc"]]
        if f'"{meant}"?' in offer(str(details["loc"][-1]), fields[details["loc"]])
    }
    return [
        _problem(details, fields[details["loc"]], data, noun)
        for details in errors
        if not (details["type"] == "missing" and details["loc"] in misspelt)
    ]


def found(value: Any) -> str:
    """Name a value as authors would."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"{str(value).lower()}"
        case str():
            return shown(value)
        case int() | float():
            return f"the number {value:g}" if abs(value) < 1e6 else f"the number {value}"
        case list():
            return "a list"
        case _:
            return "a mapping"


def _problem(details: ErrorDetails, keys: list[str], data: Any, noun: str) -> Problem:
    path: Path = details["loc"]
    message = MESSAGES[details["type"]](details)
    at_key = False
    if details["type"] == "missing":
        message = f"is missing; {ADVICE_IF_MISSING.get(str(path[-1]), 'write it')}"
    if details["type"] == "extra_forbidden":
        at_key = True
        message = _unknown_key(str(path[-1]), details["input"], keys, noun)
    if not at_key and len(path) > 1 and isinstance(_value_at(data, path[:-1]), str):
        path = path[:-1]  # a text alone in place of a mapping
    return Problem(path, message, details.get("ctx", {}).get("offset", 0), at_key)


ADVICE_IF_MISSING = {
    "clips": 'write "clips:" and at least one clip below it',
    "id": 'write a name, such as "id: chord-to-tangent"',
    "scene": 'write which scene is played, such as "scene: secant_to_tangent"',
    "title": "write what the link leads to",
    "url": 'write where the link leads, such as "url: https://…"',
}


def _unknown_key(key: str, value: Any, keys: list[str], noun: str) -> str:
    if value is None and ":" in key:
        before, after = key.split(":", 1)
        return f"no such key; a space is missing after the colon, write {shown(f'{before}: {after}')}"
    if value is None and "say" in keys:
        return f'a text that begins with "{{" is read as a mapping; {QUOTE_IT}'
    return f"no such {noun}; {offer(key, keys)}"


def _wrong_type(details: ErrorDetails) -> str:
    wanted, value = MUST_BE[details["type"]], details["input"]
    if details.get("ctx", {}).get("class_name") == "ScriptEntry":
        wanted = 'a text, or "say", "ask" and so on below the beat'
    return f"must be {wanted}, found {found(value)}{_fix(details['type'], value)}"


def _fix(kind: str, value: Any) -> str:
    match kind, value:
        case _, None:
            return "; write it, or take the key out"
        case "string_type", bool() | int() | float():
            return "; put it in quotes"
        case "string_type", list():
            return f'; a text that begins with "[" is read as a list: {QUOTE_IT}'
        case "string_type", dict():
            return f'; a text that begins with "{{" or holds ": " is read as a mapping: {QUOTE_IT}'
        case (("int_type" | "float_type"), str()):
            return _number_meant(value)
        case "int_type", float() if value.is_integer():
            return f"; write {value:.0f}"
        case "bool_type", _ if str(value).lower() in _AS_TRUE:
            return "; write true"
        case "bool_type", _ if str(value).lower() in _AS_FALSE:
            return "; write false"
        case "list_type", str() | int() | float():
            return f"; write [{value}]" if len(str(value)) < MOST_SHOWN else ""
        case (("dict_type" | "model_type"), str()) if ":" in value and ": " not in value:
            return "; is a space missing after the colon?"
    return ""


def _number_meant(text: str) -> str:
    """Offer the number that a text such as ``1/2``, ``0,5`` or ``"3"`` stands for."""
    try:
        top, _, bottom = text.replace("−", "-").replace(",", ".").partition("/")
        number = float(top) / float(bottom or 1)
    except (ValueError, ZeroDivisionError):
        return ""
    return f"; write {number:.10g}" if abs(number) < 1e12 else ""


def _bound(relation: str, name: str) -> Callable[[ErrorDetails], str]:
    def message(details: ErrorDetails) -> str:
        return f"must be {relation} {details['ctx'][name]:g}, found {found(details['input'])}"

    return message


def _literal(details: ErrorDetails) -> str:
    choices = details["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
    value = details["input"]
    if not isinstance(value, str):
        return f"found {found(value)}; write one of {quoted(choices)}"
    return f"found {found(value)}; {offer(value, choices)}"


def _too_long_text(details: ErrorDetails) -> str:
    most, value = details["ctx"]["max_length"], details["input"]
    return f"at most {most} characters, found {len(value)}; shorten it"


def _too_long(details: ErrorDetails) -> str:
    most, actual = details["ctx"]["max_length"], details["ctx"]["actual_length"]
    return f"at most {most} entries, found {actual or 'more'}; take some out"


def _too_short(details: ErrorDetails) -> str:
    least = details["ctx"]["min_length"]
    entries = "entry" if least == 1 else "entries"
    return f"at least {least} {entries}, found {details['ctx']['actual_length']}; write more, or take the key out"


MESSAGES: Mapping[str, Callable[[ErrorDetails], str]] = {
    "author": lambda details: str(details["ctx"]["message"]),
    "missing": lambda details: "is missing",
    "extra_forbidden": lambda details: "no such key",
    "string_too_short": lambda details: "is empty; write a text, or take the key out",
    "string_too_long": _too_long_text,
    "string_unicode": lambda details: "holds half a character; write it again",
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("less than", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "finite_number": lambda details: f"must be a finite number, found {found(details['input'])}",
    "literal_error": _literal,
    "too_long": _too_long,
    "too_short": _too_short,
    "invalid_key": lambda details: "a key must be a text; put it in quotes",
    **dict.fromkeys(MUST_BE, _wrong_type),
}
"""Every type of error that the models of a lesson and of params can produce (a test compares)."""


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that the model at a path knows."""
    inside: Any = model
    for step in path:
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in inside.model_fields.items()}
            inside = fields.get(str(step))
        else:
            inside = next(_models_in(inside), None)
    inside = next(_models_in(inside), None)
    return [field.alias or name for name, field in inside.model_fields.items()] if inside else []


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _value_at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
