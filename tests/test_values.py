"""Values that scenes move: what is remembered while a play is on, and when it is worked out again."""

from __future__ import annotations

from copy import deepcopy

import pytest
from manim import ValueTracker, VMobject

from nowshowing.stage.live import Live, presence_of, set_presence
from nowshowing.stage.motion import Run
from nowshowing.stage.scene import LessonScene
from nowshowing.stage.values import Remembered, Tracker, remembered, remembering


class Counted:
    """Doubles a value, and counts how often it had to."""

    def __init__(self, value: Tracker) -> None:
        self.value, self.worked = value, 0

    @remembered
    def double(self) -> float:
        self.worked += 1
        return 2 * self.value.get_value()


def test_a_result_holds_while_the_values_that_it_read_do() -> None:
    """It is worked out again for a new value, and only then."""
    read, other = Tracker(3.0), Tracker(0.0)
    counted = Counted(read)

    with remembering():
        assert [counted.double(), counted.double()] == [6.0, 6.0]
        other.set_value(1.0)
        counted.double()
        assert counted.worked == 1
        read.set_value(4.0)
        assert counted.double() == 8.0
        assert counted.worked == 2


def test_nothing_is_remembered_between_plays_nor_from_one_to_the_next() -> None:
    """Between animations a scene's code may change anything."""
    counted = Counted(Tracker(3.0))

    for _ in range(2):
        with remembering():
            counted.double()
    counted.double()
    with remembering(False):
        counted.double()
        counted.double()

    assert counted.worked == 5


def test_what_a_remembered_result_read_counts_for_whoever_asks() -> None:
    """Also where it need not be worked out again."""
    value = Tracker(1.0)
    inner = Counted(value)
    outer = Remembered(lambda: inner.double() + 1)

    with remembering():
        inner.double()
        assert outer() == 3.0
        value.set_value(2.0)
        assert outer() == 5.0


def test_presence_is_a_value_too() -> None:
    """What fades is followed by what looks at it."""
    fading = Tracker(0.0)
    seen = Remembered(lambda: presence_of(fading))

    with remembering():
        assert seen() == 1.0
        set_presence(fading, 0.25)
        assert seen() == 0.25


def test_what_was_forgotten_is_worked_out_again() -> None:
    counted = Counted(Tracker(1.0))

    with remembering():
        counted.double()
        counted.double.forget()
        counted.double()

    assert counted.worked == 2


def test_a_copy_remembers_for_itself() -> None:
    """Its values are its own."""
    first = Counted(Tracker(1.0))

    with remembering():
        first.double()
        second = deepcopy(first)
        second.value.set_value(5.0)
        assert (first.double(), second.double()) == (2.0, 10.0)


def test_an_error_leaves_nothing_remembered() -> None:
    """It is met again, and what was read before it counts for nobody else."""
    failing = Remembered(lambda: 1 / Tracker(0.0).get_value())

    with remembering():
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                failing()
        fine = Remembered(lambda: 1.0)
        assert fine() == 1.0
        assert fine.reads == ()


@pytest.mark.parametrize(("value", "known"), [(Tracker(0.0), True), (ValueTracker(0.0), False)])
def test_where_a_plain_tracker_moves_all_is_redrawn(value: ValueTracker, known: bool) -> None:
    """Nobody takes note of who reads it; so nothing may be remembered while it moves."""
    scene = object.__new__(LessonScene)
    scene.mobjects = [Live(VMobject())]

    assert scene._moves_by_values([Run(value, 1.0)]) == known
