"""Runs the named constraints that params carry; shared by ``check`` and by the params of scene classes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Constraint(Protocol):
    """What ``maths.constraints`` holds: a rule with arguments, some of which name other params."""

    @property
    def args(self) -> Mapping[str, Any]:
        """The arguments by name."""

    def problem(self, params: Mapping[str, Any], name: str) -> str | None:
        """Return what is wrong with the param of that name, None where nothing is."""


@dataclass(frozen=True)
class Broken:
    """A constraint that does not hold. ``index`` is the element of a list that breaks it by itself."""

    name: str
    message: str
    index: int | None
    needs: tuple[str, ...]
    """The other params that the constraint reads."""


def constraint_problems(values: Mapping[str, Any], rules: Mapping[str, Sequence[Constraint]]) -> list[tuple[str, str]]:
    """Return the params whose constraints do not hold, each with the message."""
    return [(broken.name, broken.message) for broken in broken_constraints(values, rules)]


def broken_constraints(
    values: Mapping[str, Any], rules: Mapping[str, Sequence[Constraint]], unsound: Collection[str] = ()
) -> list[Broken]:
    """Return the constraints that do not hold; those that read an ``unsound`` param are passed over.

    A param that breaks one constraint is not held to its others, nor later params against it: they would say the same
    in other words.
    """
    found: list[Broken] = []
    doubtful = set(unsound)
    for name, constraints in rules.items():
        for constraint in constraints:
            needs = tuple(_names_in(constraint.args.values(), {*values, *unsound}))
            if {name, *needs} & doubtful or values.get(name) is None:
                continue
            message = constraint.problem(values, name)
            if message is not None:
                index, message = _element(constraint, values, name, message)
                found.append(Broken(name, message, index, needs))
                doubtful.add(name)
                break
    return found


def _names_in(args: Iterable[Any], names: Collection[str]) -> Iterator[str]:
    for arg in args:
        if isinstance(arg, str) and arg in names:
            yield arg
        elif isinstance(arg, list | tuple | Mapping):
            yield from _names_in(arg, names)


def _element(constraint: Constraint, values: Mapping[str, Any], name: str, message: str) -> tuple[int | None, str]:
    """Return the first element that breaks the constraint by itself, if not all do, with what is wrong with it."""
    value = values[name]
    if not isinstance(value, list | tuple):
        return None, message
    alone = [constraint.problem({**values, name: type(value)([element])}, name) for element in value]
    if len(value) > 1 and None not in alone:
        return None, message
    return next(((index, problem) for index, problem in enumerate(alone) if problem is not None), (None, message))
