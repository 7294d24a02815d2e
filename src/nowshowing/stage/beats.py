"""Beats: the named steps of a scene, declared by decorating its methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, overload

from nowshowing.spec.scene_index import BeatInfo

Method = Callable[[Any], None]


@overload
def beat(method: Method, /) -> Method: ...


@overload
def beat(
    *,
    optional: bool = False,
    only: Mapping[str, Sequence[Any]] | None = None,
    given: Sequence[str] = (),
    cues: Sequence[str] = (),
    publishes: Sequence[str] = (),
) -> Callable[[Method], Method]: ...


def beat(
    method: Method | None = None,
    /,
    *,
    optional: bool = False,
    only: Mapping[str, Sequence[Any]] | None = None,
    given: Sequence[str] = (),
    cues: Sequence[str] = (),
    publishes: Sequence[str] = (),
) -> Any:
    """Declare a method of a scene to be one of its beats.

    ``optional`` beats may be left out by a lesson's ``skip``. ``only`` maps a param to the values for which the beat
    is played; without the params in ``given`` it is not. ``cues`` are the moments that a script may mark, in order;
    ``publishes`` names the values of the scene's ``values`` that a script may speak at this beat.
    """

    def declare(method: Method) -> Method:
        info = BeatInfo(
            name=method.__name__,
            doc=inspect.cleandoc(method.__doc__ or ""),
            optional=optional,
            only={name: tuple(values) for name, values in (only or {}).items()},
            given=tuple(given),
            cues=tuple(cues),
            publishes=tuple(publishes),
        )
        method.beat = info  # type: ignore[attr-defined]
        return method

    return declare if method is None else declare(method)


def beats_of(scene: type) -> tuple[BeatInfo, ...]:
    """Return the beats of a scene class, in the order of its body."""
    return tuple(member.beat for member in vars(scene).values() if hasattr(member, "beat"))
