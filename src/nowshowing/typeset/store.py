"""Outlines that were made before, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nowshowing.typeset.requests import Request

if TYPE_CHECKING:
    from nowshowing.typeset.outlines import Outline

_MEMORY: dict[Request, Outline] = {}


def recall(request: Request) -> Outline | None:
    """The outline of ``request`` if it was made before."""
    return _MEMORY.get(request)


def keep(request: Request, outline: Outline) -> None:
    """Keep ``outline`` for the next time."""
    _MEMORY[request] = outline
