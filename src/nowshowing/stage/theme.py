"""Colours, line widths and dashes, by role."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from nowshowing import data_files


class Role(BaseModel):
    """How one meaning looks. ``width`` is in Manim's stroke units (1/100 unit); ``dash`` is (on, off) in units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    color: str
    width: float = 4.0
    dash: tuple[float, float] | None = None


class Theme(BaseModel):
    """One theme. ``theme.curve`` is the role named ``curve``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    background: str
    roles: Mapping[str, Role]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["roles"][name]
        except KeyError:
            raise AttributeError(f"no role {name!r} in this theme") from None

    def role(self, name: str) -> Role:
        """Return the role of this name."""
        return self.roles[name]


@cache
def read_theme(name: str) -> Theme:
    """Return the theme of ``config/themes/<name>.yaml``."""
    file: Path = data_files.themes() / f"{name}.yaml"
    facts = yaml.safe_load(file.read_text(encoding="utf-8"))
    roles = {name: Role(name=name, **look) for name, look in facts["roles"].items()}
    return Theme(background=facts["background"], roles=roles)
