"""Pieces of a page as values, written as HTML or as JSX, with everything escaped."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

_VOID = frozenset({"source", "track", "img", "br", "meta", "link", "input", "hr"})
_JSX_NAMES = {"class": "className", "srclang": "srcLang", "playsinline": "playsInline", "datetime": "dateTime",
              "crossorigin": "crossOrigin", "charset": "charSet"}  # fmt: skip
_TEMPLATE_OPENING = re.compile(r"\{(?=[{%#])")


@dataclass(frozen=True)
class Element:
    """An element; ``own_lines`` puts each child on a line of its own. ``json`` is the content of a JSON script."""

    tag: str
    attributes: Mapping[str, str | int | bool] = field(default_factory=dict)
    children: tuple[Child, ...] = ()
    own_lines: bool = False
    json: object = None


Child: TypeAlias = "Element | str"


def element(tag: str, *children: Child, own_lines: bool = False, **attributes: str | int | bool) -> Element:
    """Return an element; underscores in attribute names become hyphens, one at the end falls off (``class_``)."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not False}
    return Element(tag, named, children, own_lines)


def json_script(value: object) -> Element:
    """Return a ``<script type="application/ld+json">``."""
    return Element("script", {"type": "application/ld+json"}, json=value)


def as_html(child: Child, ascii_only: bool = False) -> str:
    """Return HTML without a blank line. ``ascii_only`` writes other characters as references."""
    written = _html(child)
    return written.encode("ascii", "xmlcharrefreplace").decode("ascii") if ascii_only else written


def _html(child: Child) -> str:
    if isinstance(child, str):
        return _text(child)
    attributes = "".join(
        f" {name}" if value is True else f' {name}="{_text(str(value))}"' for name, value in child.attributes.items()
    )
    opening = f"<{child.tag}{attributes}>"
    if child.tag in _VOID:
        return opening
    if child.json is not None:
        return f"{opening}{_safe_json(child.json)}</{child.tag}>"
    inner = _inner(child, map(_html, child.children))
    return f"{opening}{inner}</{child.tag}>"


def _text(text: str) -> str:
    # "{{" and "{%" would be read by the template languages that pages are often written in.
    return _TEMPLATE_OPENING.sub("&#123;", html.escape(_in_one_line(text), quote=True))


def _in_one_line(text: str) -> str:
    return re.sub(r"[\x00-\x20\x7f\u2028\u2029]+", " ", text)


def _inner(child: Element, written: Iterable[str]) -> str:
    return "\n" + "\n".join(written) + "\n" if child.own_lines else "".join(written)


def _safe_json(value: object) -> str:
    written = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def as_jsx(child: Child, ascii_only: bool = False) -> str:
    """Return JSX for React and its kin, in which every text is a JavaScript string."""
    if isinstance(child, str):
        return "{" + _script_text(child, ascii_only) + "}"
    attributes = "".join(" " + _jsx_attribute(name, value, ascii_only) for name, value in child.attributes.items())
    if child.json is not None:
        inner = _script_text(_safe_json(child.json), ascii_only)
        return f"<{child.tag}{attributes} dangerouslySetInnerHTML={{{{__html: {inner}}}}} />"
    if child.tag in _VOID:
        return f"<{child.tag}{attributes} />"
    inner = _inner(child, (as_jsx(part, ascii_only) for part in child.children))
    return f"<{child.tag}{attributes}>{inner}</{child.tag}>"


def _script_text(text: str, ascii_only: bool) -> str:
    written = json.dumps(_in_one_line(text), ensure_ascii=ascii_only)
    for character in "<>&*":
        # "*/" would end the comment that a page may put around us.
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _jsx_attribute(name: str, value: str | int | bool, ascii_only: bool) -> str:
    if name == "style":
        rules = (rule.split(":", 1) for rule in str(value).split(";") if rule)
        pairs = ", ".join(f"{_camel(key.strip())}: {json.dumps(setting.strip())}" for key, setting in rules)
        return f"style={{{{{pairs}}}}}"
    name = _JSX_NAMES.get(name, name)
    if value is True:
        return name
    return f"{name}={{{value if isinstance(value, int) else _script_text(value, ascii_only)}}}"


def _camel(name: str) -> str:
    return re.sub(r"-(.)", lambda found: found[1].upper(), name)
