"""A scene's params as a pydantic model, made from the index, so that checking needs no Manim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, create_model
from pydantic_core import PydanticCustomError

from nowshowing.maths.constraints import from_rule
from nowshowing.maths.expression import Expression, ExpressionError
from nowshowing.spec.constraints_check import broken_constraints
from nowshowing.spec.document import Problem
from nowshowing.spec.mistakes import found, problems
from nowshowing.spec.models import MOST_ITEMS, MOST_TEXT
from nowshowing.spec.scene_index import ParamInfo, SceneInfo

_BOUNDS = {"minimum": "ge", "maximum": "le", "above": "gt", "below": "lt"}


@dataclass(frozen=True)
class CheckedParams:
    """Params that were held against their scene: the sound ones by name, defaults included, and what is wrong.

    Problems' paths begin with the param's name; one whose constraint failed names the params it read in ``needs``.
    """

    values: Mapping[str, Any]
    problems: tuple[Problem, ...]
    needs: Mapping[Problem, tuple[str, ...]]


class ParamsChecker:
    """Checks what lessons set on one scene; the model is built once.

    ``constraints``: those about the mathematics alone, where asked for, else all.
    """

    def __init__(self, scene: SceneInfo, constraints: Literal["mathematics", "all"] = "all") -> None:
        self.scene = scene
        self.constraints = constraints
        self._names = {f"param_{index}": param.name for index, param in enumerate(scene.params)}

    @cached_property
    def model(self) -> type[BaseModel]:
        """The pydantic model; fields are numbered, so that a param may have any name."""
        fields: dict[str, Any] = {
            field: (_annotation(param), Field(alias=param.name))
            for field, param in zip(self._names, self.scene.params, strict=True)
        }
        config = ConfigDict(strict=True, frozen=True, extra="forbid")
        return create_model(self.scene.class_name, __config__=config, **fields)

    @cached_property
    def _rules(self) -> dict[str, list[Any]]:
        made = {
            param.name: [from_rule(rule.name, rule.args) for rule in param.constraints] for param in self.scene.params
        }
        return {
            name: kept
            for name, rules in made.items()
            if (kept := [rule for rule in rules if self.constraints in ("all", rule.about)])
        }

    def check(self, written: Mapping[str, Any]) -> CheckedParams:
        """Check what is written against types, bounds and constraints."""
        defaults = {param.name: param.default for param in self.scene.params}
        values, wrong = self._validate({**defaults, **written})
        unsound = {str(problem.path[0]) for problem in wrong}
        if wrong:
            sound = {name: value for name, value in written.items() if name not in unsound}
            values, _ = self._validate({**defaults, **sound})
        needs: dict[Problem, tuple[str, ...]] = {}
        for broken in broken_constraints(values, self._rules, unsound):
            path = (broken.name,) if broken.index is None else (broken.name, broken.index)
            needs[Problem(path, broken.message)] = broken.needs
        unsound |= {str(problem.path[0]) for problem in needs}
        sound = {name: value for name, value in values.items() if name not in unsound}
        return CheckedParams(sound, (*wrong, *needs), needs)

    def _validate(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
        try:
            model = self.model.model_validate(dict(data))
        except ValidationError as error:
            return {}, problems(error, self.model, data, noun="param")
        return {self._names[field]: value for field, value in model}, []


def plain(value: Any) -> Any:
    """Return a param's value as plain data: expressions as their source."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.source if isinstance(value, Expression) else value


def _annotation(param: ParamInfo) -> Any:
    one = _one(param)
    if param.many:
        least, most = param.least_items, param.most_items or MOST_ITEMS
        one = Annotated[
            list[one],  # type: ignore[valid-type]
            Field(min_length=least, max_length=most),
        ]
    return one | None if param.optional else one


def _one(param: ParamInfo) -> Any:
    bounds = {key: getattr(param, name) for name, key in _BOUNDS.items() if getattr(param, name) is not None}
    match param.kind:
        case "number":
            return Annotated[float, Field(allow_inf_nan=False, **bounds)]
        case "integer":
            return Annotated[int, Field(**bounds)]
        case "boolean":
            return bool
        case "text":
            return Annotated[str, Field(max_length=param.most_characters or MOST_TEXT)]
        case "choice":
            return Literal[param.choices]
        case "expression":
            return Annotated[
                Any, PlainValidator(partial(_expression, variables=param.variables, together=param.together))
            ]


def _expression(value: Any, variables: tuple[str, ...], together: bool) -> Expression:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    if not isinstance(value, str):
        message = f'must be an expression, such as "x^2", found {found(value)}'
        raise PydanticCustomError("author", "{message}", {"message": message})
    try:
        return Expression(value, variables, together)
    except ExpressionError as error:
        pointer = "".join(f"\n    {line}" for line in error.pointer().splitlines()) if value.strip() else ""
        context = {"message": error.message + pointer, "offset": min(error.column, max(len(value) - 1, 0))}
        raise PydanticCustomError("author", "{message}", context) from None
