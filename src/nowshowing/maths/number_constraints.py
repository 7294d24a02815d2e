"""Constraints on numbers and lists of numbers by themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nowshowing.maths.constraint import Constraint, Params, if_given, numbers_in
from nowshowing.maths.numbers import decimals_for, tell_apart, trimmed

SMALLEST_GAP = 1e-6
"""The least distance of two points that are shown apart, where their numbers are about 1."""


@dataclass(frozen=True)
class Finite(Constraint):
    """Each number is finite."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return the number that is not."""
        found = next((x for x in numbers_in(params.get(name)) if not math.isfinite(x)), None)
        return None if found is None else f"found {found}; give a finite number"


@dataclass(frozen=True)
class NonZero(Constraint):
    """No number is 0."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return that there is a 0."""
        return "0 is not allowed; give a number above or below 0" if 0 in numbers_in(params.get(name)) else None


@dataclass(frozen=True)
class ApartFrom(Constraint):
    """Each number is a gap from ``at`` by which two points can be told apart."""

    at: str

    @if_given
    def problem(self, params: Params, name: str) -> str | None:
        """Return the gap that is too small."""
        least = SMALLEST_GAP * max(1.0, *map(abs, numbers_in(params[self.at])))
        small = next((gap for gap in numbers_in(params[name]) if 0 < abs(gap) < least), None)
        if small is None:
            return None
        return f"{trimmed(small)} is too small to tell two points apart; give {trimmed(least)} or more, up or down"


@dataclass(frozen=True)
class Distinct(Constraint):
    """No item occurs twice."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return the item that does."""
        items = params.get(name)
        if not isinstance(items, Sequence) or isinstance(items, str):
            return None
        seen: list[Any] = []
        for item in items:
            if item in seen:
                shown = trimmed(item) if isinstance(item, int | float) else f'"{item}"'
                return f"{shown} occurs twice; remove one"
            seen.append(item)
        return None


@dataclass(frozen=True)
class Increasing(Constraint):
    """Each number is greater than the one before."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return the pair that is out of order."""
        values = numbers_in(params.get(name))
        for before, after in pairwise(values):
            if not before < after:
                return f"{trimmed(after)} follows {trimmed(before)}; give the numbers in rising order"
        return None


@dataclass(frozen=True)
class Shrinking(Constraint):
    """Each number is nearer to 0 than the one before."""

    about = "mathematics"

    def problem(self, params: Params, name: str) -> str | None:
        """Return the pair that is out of order."""
        values = numbers_in(params.get(name))
        for before, after in pairwise(values):
            if not abs(after) < abs(before):
                return f"{trimmed(after)} follows {trimmed(before)}; each must be nearer to 0 than the one before"
        return None


@dataclass(frozen=True)
class TellApart(Constraint):
    """The numbers still differ when shown with at most ``most`` decimals."""

    most: int = 4

    def problem(self, params: Params, name: str) -> str | None:
        """Return that some look the same."""
        values = [x for x in numbers_in(params.get(name)) if math.isfinite(x)]
        decimals = min(decimals_for(values, self.most), self.most) if values else 0
        if tell_apart(values, decimals):
            return None
        return f"the numbers cannot be told apart with {self.most} decimals; choose them further apart"
