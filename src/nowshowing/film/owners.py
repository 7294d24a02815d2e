"""Names of what is on screen, as its scene calls it: ``chord.line``, ``panel.tables[0]``, ``plot.numbers[3]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from manim import Mobject, Scene

from nowshowing.stage.loader import PREFIX
from nowshowing.stage.values import Remembered

DEEPEST = 7
FIGURES = ("nowshowing.stage.", PREFIX)
"""Modules whose plain objects hold figures."""
MANIMS = {"renderer", "camera", "animations", "claims"} | {
    f"{kind}mobjects" for kind in ("", "moving_", "static_", "foreground_")
}
"""What a scene holds beside figures."""
ALIASES = ("in_slot", "hero", "on_stage")
"""Attributes that hold for a while what has a name of its own."""


Names = dict[int, tuple[Mobject, str]]
"""Objects by ``id``, each with its name."""


def owners_of(scene: Any) -> Names:
    """Return a name for every object that a scene holds: the shortest way to it through attributes."""
    names: Names = {}
    met: set[int] = {id(scene)}
    own = [(name, value) for name, value in vars(scene).items() if name not in MANIMS and not name.startswith("_")]
    _name([pair for pair in own if pair[0] not in ALIASES], names, met)
    _name([pair for pair in own if pair[0] in ALIASES], names, met)
    return names


def _name(level: list[tuple[str, Any]], names: Names, met: set[int]) -> None:
    for _ in range(DEEPEST):
        following: list[tuple[str, Any]] = []
        for name, value in level:
            if id(value) in met or not _holds_figures(value):
                continue
            met.add(id(value))
            if isinstance(value, Mobject):
                names.setdefault(id(value), (value, name))
            following += _inside(name, value)
        level = following


_KINDS: dict[type, bool] = {}


def _holds_figures(value: Any) -> bool:
    """Tell whether an object may hold figures: figures do, collections, and what our rooms define."""
    kind = type(value)
    if kind not in _KINDS:
        _KINDS[kind] = _may_hold_figures(kind)
    return _KINDS[kind]


def _may_hold_figures(kind: type) -> bool:
    if issubclass(kind, Mobject | list | tuple | dict):
        return True
    ours = kind.__module__.startswith(FIGURES) and not issubclass(kind, Scene | type | Remembered)
    return ours and kind.__dictoffset__ != 0


def _inside(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((f"{name}[{key}]", item) for key, item in value.items() if _holds_figures(item))
    elif isinstance(value, list | tuple):
        yield from ((f"{name}[{k}]", item) for k, item in enumerate(value) if _holds_figures(item))
    else:
        held = [(key, item) for key, item in vars(value).items() if _holds_figures(item)]
        yield from ((f"{name}.{key}", item) for key, item in held if not key.startswith("_") and key not in _PLUMBING)
        if isinstance(value, Mobject):
            yield from ((f"{name}[{k}]", part) for k, part in enumerate(value.submobjects))


_PLUMBING = {"submobjects", "updaters", "target", "parents", "theme", "regions", "points"}
