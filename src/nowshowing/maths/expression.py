"""The author's expressions: a text in a small language of its own, read once, evaluated anywhere.

Author text never meets ``eval``, ``sympify`` or ``lambdify``; importing this module does not import SymPy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from nowshowing.maths import formula
from nowshowing.maths.evaluation import evaluate
from nowshowing.maths.grammar import parse
from nowshowing.maths.refusals import ExpressionError, listed
from nowshowing.maths.tree import Node, depth, names, walk

__all__ = ["Expression", "ExpressionError", "Variables"]

MOST_CHARACTERS = 200
MOST_NODES = 80
MOST_LEVELS = 30


@dataclass(frozen=True)
class Expression:
    """A real function of one variable, or of several together; equal where source and variables are.

    Raises ExpressionError where the source cannot be read, has two readings, or is too long or too deep.
    """

    source: str
    variables: tuple[str, ...] = ("x",)
    """The names it may use. It is written in one of them, unless ``together``."""
    together: bool = False
    """True for a function of several variables."""
    tree: Node = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "variables", tuple(self.variables))
        if len(self.source) > MOST_CHARACTERS:
            message = f"the expression has {len(self.source)} characters; at most {MOST_CHARACTERS} are allowed"
            raise ExpressionError(message, MOST_CHARACTERS, self.source)
        tree = parse(self.source, self.variables)
        if (count := sum(1 for _ in walk(tree))) > MOST_NODES:
            message = f"the expression has {count} numbers, names and signs; at most {MOST_NODES} are allowed"
            raise ExpressionError(message, 0, self.source)
        if (levels := depth(tree)) > MOST_LEVELS:
            raise ExpressionError(f"the expression is nested {levels} deep; at most {MOST_LEVELS}", 0, self.source)
        used = names(tree)
        if len(used) > 1 and not self.together:
            second = self.source.index(used[1])
            raise ExpressionError(f"both {listed(used)} are used; write it in one of them", second, self.source)
        object.__setattr__(self, "tree", tree)

    @classmethod
    def derived(cls, tree: Node, variables: tuple[str, ...], together: bool = False) -> Expression:
        """Return the expression of a tree that we computed; the bounds on what authors write do not apply."""
        made = object.__new__(cls)
        values = {"source": formula.source(tree), "variables": variables, "together": together, "tree": tree}
        for name, value in values.items():
            object.__setattr__(made, name, value)
        return made

    @cached_property
    def variable(self) -> str:
        """The variable that it is written in; the first that it may use if it is constant."""
        used = names(self.tree)
        return used[0] if used else self.variables[0]

    @cached_property
    def latex(self) -> str:
        """The formula as the author wrote it, tidied."""
        return formula.latex(self.tree)

    @overload
    def __call__(self, *at: float) -> float: ...
    @overload
    def __call__(self, *at: NDArray[Any]) -> NDArray[np.float64]: ...
    def __call__(self, *at: Any) -> Any:
        """Return the values at one place or at many; nan outside the domain and at poles.

        Give one argument, or, for a function of several variables together, as many as there are variables.
        """
        names_given = self.variables if self.together else (self.variable,)
        if len(at) != len(names_given):
            raise TypeError(f"{self.source} takes {len(names_given)} arguments, not {len(at)}")
        arrays = [_floats(values) for values in at]
        with np.errstate(all="ignore"):
            result = evaluate(self.tree, dict(zip(names_given, arrays, strict=True)))
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        return np.array(np.broadcast_to(result, shape), dtype=np.float64) if shape else float(result)

    def __str__(self) -> str:
        return self.source

    @classmethod
    def __get_pydantic_core_schema__(cls, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return Variables("x").schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}


def _floats(values: ArrayLike) -> NDArray[np.float64] | np.float64:
    array = np.asarray(values, dtype=np.float64)
    return array if array.shape else np.float64(array)


class Variables:
    """The names that an expression param may use, as metadata: ``Annotated[Expression, Variables("u", "x")]``."""

    def __init__(self, *allowed: str, together: bool = False) -> None:
        self.allowed = allowed
        self.together = together

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variables) and (self.allowed, self.together) == (other.allowed, other.together)

    def __hash__(self) -> int:
        return hash((self.allowed, self.together))

    def __repr__(self) -> str:
        return f"Variables({', '.join(map(repr, self.allowed))})"

    def __get_pydantic_core_schema__(self, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.schema()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}

    def schema(self) -> CoreSchema:
        """Return how pydantic reads such a param: from text or an Expression, back to text."""
        serialization = core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema())
        return core_schema.no_info_plain_validator_function(self._read, serialization=serialization)

    def _read(self, value: object) -> Expression:
        if isinstance(value, Expression):
            same = value.variables == self.allowed and value.together == self.together
            return value if same else Expression(value.source, self.allowed, self.together)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = repr(value)
        if not isinstance(value, str):
            raise ValueError(f'an expression is a text such as "x^2", not {type(value).__name__}')
        return Expression(value, self.allowed, self.together)
