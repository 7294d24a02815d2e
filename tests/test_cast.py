"""Who is on stage: what came can leave, and only that."""

from __future__ import annotations

from typing import Any

from manim import Mobject

from nowshowing.stage.cast import Cast


class Log:
    """A scene that writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def play(self, *animations: Any) -> None:
        self.asked.append(("play", [(fade.faded, fade.to) for fade in animations]))

    def add(self, *mobjects: Mobject) -> None:
        self.asked.append(("add", list(mobjects)))

    def wait(self, duration: float) -> None:
        self.asked.append(("wait", duration))

    def cue(self, name: str) -> None:
        self.asked.append(("cue", name))

    def event(self, name: str, **values: float | str) -> None:
        self.asked.append((name, values))


def test_everyone_leaves_once() -> None:
    """What was shown and what draws itself leave together; a second time there is nothing to play."""
    log, one, other = Log(), Mobject(), Mobject()
    cast = Cast(log)
    cast.show(one)
    cast.add(other)

    cast.clear()
    cast.clear()

    assert log.asked == [("play", [(one, 1.0)]), ("add", [other]), ("play", [(one, 0.0), (other, 0.0)])]
    assert cast.everyone() == ()


def test_what_is_not_there_does_not_leave() -> None:
    """Nothing is played for it."""
    log = Log()
    Cast(log).hide(Mobject())

    assert log.asked == []


def test_what_is_revealed_comes_at_its_cue_and_is_logged() -> None:
    """Cue, appearance, event, and no pause where none is wanted."""
    log, thing = Log(), Mobject()
    Cast(log).reveal("du", thing, event="du measured", values={"du": 2.0}, look=0)

    assert log.asked == [("cue", "du"), ("play", [(thing, 1.0)]), ("du measured", {"du": 2.0})]
