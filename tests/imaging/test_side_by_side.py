"""Two functions run at once, and none of their errors is lost."""

from __future__ import annotations

import threading

import pytest

from pytest_visualdiff.imaging.side_by_side import side_by_side


def test_each_can_wait_for_the_other() -> None:
    meeting = threading.Barrier(2, timeout=30)
    assert sorted(side_by_side(meeting.wait, meeting.wait)) == [0, 1]


def test_the_results_come_in_order() -> None:
    assert side_by_side(lambda: "first", lambda: 2) == ("first", 2)


def fail(message: str) -> None:
    raise ValueError(message)


def test_the_error_of_the_first_is_raised_and_the_second_has_ended() -> None:
    ended = threading.Event()
    with pytest.raises(ValueError, match="the first"):
        side_by_side(lambda: fail("the first"), ended.set)
    assert ended.is_set()


def test_the_error_of_the_second_is_raised() -> None:
    with pytest.raises(ValueError, match="the second"):
        side_by_side(lambda: None, lambda: fail("the second"))


def test_of_two_errors_that_of_the_first_is_raised() -> None:
    with pytest.raises(ValueError, match="the first"):
        side_by_side(lambda: fail("the first"), lambda: fail("the second"))
