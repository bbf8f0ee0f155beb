"""What moved, because of which change; what is ignored, and what only another rendering moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.comparison.alignment.registration import RegisteredPair, register
from pytest_visualdiff.comparison.alignment.shifts import (
    Moves,
    Reflow,
    find_moves,
    removed_regions,
)
from pytest_visualdiff.imaging.areas import regions
from pytest_visualdiff.model import Box, Region
from tests.support import GREEN, Picture
from tests.support.pictures import drawn, paragraph, pushed_down

PAGE = drawn(*paragraph())
BANNER = Box(16, 88, 368, 32)


def with_banner() -> Picture:
    after = pushed_down(PAGE, 80, 48)
    after[BANNER.slices] = GREEN
    return after


def moves(pair: RegisteredPair, *ignore: Box, reflow: Reflow | None = None) -> Moves:
    reflow = reflow or Reflow()
    changed = [
        replace(region, id=f"region:{number}")
        for number, region in enumerate(
            (*regions(pair.differences, above=2), *removed_regions(pair, reflow, ignore)), 1
        )
    ]
    return find_moves(pair, changed, reflow, ignore)


def test_what_was_inserted_is_the_cause() -> None:
    (shift,) = moves(register(PAGE, with_banner(), tolerant=False)).shifts
    assert (shift.dx, shift.dy, shift.cause) == (0, 48, "region:1")
    assert shift.box.y < 88


def test_what_was_removed_is_a_region_and_the_cause() -> None:
    pair = register(with_banner(), PAGE, tolerant=False)
    assert removed_regions(pair, Reflow(), ()) == [Region(BANNER, None, BANNER.area, 255)]
    (shift,) = moves(pair).shifts
    assert (shift.dy, shift.cause) == (-48, "region:1")


def test_more_space_has_no_cause() -> None:
    (shift,) = moves(register(PAGE, pushed_down(PAGE, 80, 24), tolerant=False)).shifts
    assert (shift.dy, shift.cause) == (24, None)


def test_what_is_ignored_is_neither_removed_nor_moved() -> None:
    pair = register(with_banner(), PAGE, tolerant=False)
    whole = Box(0, 0, 400, 300)
    assert removed_regions(pair, Reflow(), [whole]) == []
    found = moves(pair, whole)
    assert found.shifts == ()
    assert [it.reason for it in found.dismissed] == ["ignored"]


def test_what_other_wrapping_moved_is_noise() -> None:
    pair = register(with_banner(), PAGE, tolerant=False)
    reflow = Reflow(drifting=True, rewrapped=pair.alignment.blocks)
    assert removed_regions(pair, reflow, ()) == []
    found = moves(pair, reflow=reflow)
    assert found.shifts == ()
    assert found.drifts == ((0, -48),)
    assert [it.reason for it in found.dismissed] == ["rendering_noise"]


@pytest.mark.parametrize(("tolerant", "drifts"), [(False, 0), (True, 1)])
def test_a_few_pixels_without_a_cause_are_noise_of_another_rendering_alone(
    tolerant: bool, drifts: int
) -> None:
    found = moves(register(PAGE, pushed_down(PAGE, 40, 5), tolerant=tolerant))
    assert (len(found.shifts), len(found.drifts)) == (1 - drifts, drifts)


def test_a_small_block_that_moved_with_a_larger_one_is_no_move_of_its_own() -> None:
    pair = register(PAGE, with_banner(), tolerant=True)
    assert {shift.dy for shift in moves(pair).shifts} == {48}
    assert len(moves(pair).shifts) == 1
