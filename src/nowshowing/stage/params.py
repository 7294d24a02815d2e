"""What a lesson may set on a scene."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from nowshowing.maths.constraints import CONSTRAINTS
from nowshowing.spec.constraints_check import constraint_problems


class Params(BaseModel):
    """Base of every scene's params: frozen, no unknown names, named constraints in the annotations applied."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, validate_default=True)

    @model_validator(mode="after")
    def _keep_constraints(self) -> Params:
        rules = {
            name: [rule for rule in field.metadata if type(rule).__name__ in CONSTRAINTS]
            for name, field in type(self).model_fields.items()
        }
        if problems := constraint_problems(dict(self), rules):
            raise ValueError("\n".join(f"{name}: {message}" for name, message in problems))
        return self

    def plain(self) -> dict[str, Any]:
        """Return the values as plain data: expressions as text."""
        return self.model_dump(mode="json")
