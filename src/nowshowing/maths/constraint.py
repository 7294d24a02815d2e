"""What a param must satisfy, as data: one named condition, and what all kinds of it share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any, ClassVar, Literal

from nowshowing.maths.expression import Expression

Params = Mapping[str, Any]
FUNCTIONS = ("function", "outer", "inner")
"""Arguments of constraints that name the param of a function."""


@dataclass(frozen=True)
class Constraint:
    """One named condition on a param.

    ``about`` says whether it asks for what the mathematics needs, or for what can be laid out and told apart.
    """

    about: ClassVar[Literal["mathematics", "picture"]] = "picture"

    @property
    def name(self) -> str:
        """The name it goes by in the index of scenes."""
        return type(self).__name__

    @property
    def args(self) -> dict[str, Any]:
        """Its arguments, as plain data."""
        return asdict(self)

    def problem(self, params: Params, name: str) -> str | None:
        """Return what is wrong with the param of that name."""
        raise NotImplementedError


def numbers_in(value: Any) -> list[float]:
    """Return the numbers of a param, which holds one or several."""
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [float(item) for item in values if isinstance(item, int | float) and not isinstance(item, bool)]


def if_given(check: Callable[..., str | None]) -> Callable[..., str | None]:
    """Skip a constraint when a param that it needs is missing or not of its type."""

    @wraps(check)
    def checked(self: Any, params: Params, name: str) -> str | None:
        functions = [value for key, value in self.args.items() if key in FUNCTIONS]
        places = [value for key, value in self.args.items() if key == "at"]
        if any(params.get(key) is None for key in (name, *places, *functions)):
            return None
        if not all(isinstance(params[key], Expression) for key in functions):
            return None
        return check(self, params, name)

    return checked


def all_finite(values: Sequence[float]) -> bool:
    """Tell whether no value is infinite or nan."""
    return all(map(math.isfinite, values))
