"""By how much what became of some elements may push others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.explanation.pushes import Push, push_of, pushed
from pytest_visualdiff.model import Box, Change, Element

AD = Element("container", Box(20, 100, 300, 50))
BELOW = Element("text", Box(20, 170, 300, 20))
BESIDE = Element("button", Box(340, 110, 60, 30))


def test_what_grew_pushes_by_as_much() -> None:
    taller = replace(AD, box=Box(20, 100, 310, 90))
    assert push_of(Change("resized", AD, taller), [AD], [taller]) == Push(taller.box, 10, 40)


def test_what_is_gone_leaves_its_gap_too() -> None:
    push = push_of(Change("missing", AD, None), [AD, BELOW, BESIDE], [])
    assert push == Push(AD.box, -320, -70)


def test_what_is_new_takes_its_gap_too() -> None:
    push = push_of(Change("extra", None, AD), [], [AD, BELOW, BESIDE])
    assert push == Push(AD.box, 320, 70)


def test_what_only_moved_pushes_nothing() -> None:
    assert push_of(Change("moved", AD, replace(AD, box=AD.box.move(0, 9))), [], []) is None


@pytest.mark.parametrize(
    ("dx", "dy", "follows"),
    [(0, 40, True), (0, 20, True), (0, 42, False), (0, -2, False), (10, 0, False)],
)
def test_what_is_below_moves_no_further_than_what_is_above_grew(
    dx: int, dy: int, follows: bool
) -> None:
    assert pushed(BELOW.box.move(0, 100), dx, dy, [Push(AD.box, 10, 40)]) is follows


def test_what_is_beside_moves_to_the_sides() -> None:
    assert pushed(BESIDE.box, 10, 0, [Push(AD.box, 10, 0)])
    assert pushed(BESIDE.box, -10, 0, [Push(AD.box, -10, 0)])
    assert not pushed(BESIDE.box, 12, 0, [Push(AD.box, 10, 0)])


def test_what_is_above_is_not_pushed() -> None:
    assert not pushed(Box(20, 20, 300, 20), 0, 40, [Push(AD.box, 0, 40)])


def test_several_push_in_sum_unless_they_stand_side_by_side() -> None:
    beside = Push(AD.box.move(320, 0), 0, 30)
    below = Push(AD.box.move(0, 80), 0, 5)
    assert pushed(Box(20, 400, 9, 9), 0, 45, [Push(AD.box, 0, 40), beside, below])
    assert not pushed(Box(20, 400, 9, 9), 0, 50, [Push(AD.box, 0, 40), beside, below])


@given(st.integers(-60, 60), st.integers(0, 60), st.integers(-20, 20), st.integers(-20, 20))
def test_what_moves_further_along_one_axis_never_follows_where_less_does_not(
    by: int, more: int, wider: int, taller: int
) -> None:
    further = by + more if by > 0 else by - more
    below, push = BELOW.box.move(0, 100), [Push(AD.box, wider, taller)]
    if by and not pushed(below, 0, by, push):
        assert not pushed(below, 0, further, push)
    if by and not pushed(BESIDE.box, by, 0, push):
        assert not pushed(BESIDE.box, further, 0, push)


@pytest.mark.xfail(
    strict=True, reason="the rows in which something pushes aside grow with the way down"
)
def test_what_moves_down_as_well_never_follows_where_less_does_not() -> None:
    push = [Push(Box(0, 0, 100, 20), 20, 10)]
    box = Box(120, 30, 40, 16)
    assert not pushed(box, 20, 0, push)
    assert not pushed(box, 20, 11, push)
