"""The index of scenes: what a lesson may say to each scene, as data that needs no Manim to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Rule(BaseModel):
    """A named constraint or quantity of ``maths`` with its arguments, as data."""

    model_config = ConfigDict(frozen=True)

    name: str
    args: Mapping[str, Any] = {}


class ParamInfo(BaseModel):
    """One param of a scene."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Literal["number", "integer", "boolean", "text", "choice", "expression"]
    many: bool = False
    """True where the param is a list of ``kind``."""
    optional: bool = False
    """True where the param may be null."""
    default: Any = None
    doc: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    """Exclusive lower bound."""
    below: float | None = None
    """Exclusive upper bound."""
    least_items: int | None = None
    most_items: int | None = None
    most_characters: int | None = None
    choices: tuple[str, ...] = ()
    variables: tuple[str, ...] = ("x",)
    """For ``kind: expression``: the variables it may use; the first is the one it is written in."""
    together: bool = False
    """For ``kind: expression``: True for a function of several variables."""
    constraints: tuple[Rule, ...] = ()


class BeatInfo(BaseModel):
    """One beat of a scene."""

    model_config = ConfigDict(frozen=True)

    name: str
    doc: str
    optional: bool = False
    only: Mapping[str, tuple[Any, ...]] = {}
    """Param → values for which the beat is played; empty: always."""
    given: tuple[str, ...] = ()
    """Params without which the beat is not played: null or left out."""
    cues: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()

    def plays(self, params: Mapping[str, Any], skip: tuple[str, ...]) -> bool:
        """Tell whether the beat is played with these params."""
        if self.name in skip:
            return False
        present = all(params.get(name) is not None for name in self.given)
        return present and all(params.get(name) in values for name, values in self.only.items())


class SceneInfo(BaseModel):
    """One scene: its file, params, beats in order, and the quantities it publishes by name."""

    model_config = ConfigDict(frozen=True)

    name: str
    doc: str
    file: str
    class_name: str
    params: tuple[ParamInfo, ...] = ()
    beats: tuple[BeatInfo, ...] = ()
    values: Mapping[str, Rule] = {}
    together: tuple[str, ...] = ()
    """Names of values that are shown side by side and so share their decimals."""
    needs_import: bool = False
    """True where the params have Python validators of their own, so that only importing the scene can check them."""


class SceneIndex(BaseModel):
    """All scenes of some folders; ``broken`` maps the files that could not be read to the reason."""

    model_config = ConfigDict(frozen=True)

    scenes: Mapping[str, SceneInfo] = {}
    broken: Mapping[str, str] = {}
