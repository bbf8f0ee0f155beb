"""From edge to edge: which moved along with which."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.placement import DRIFTS, STANDS, Neighbours, Placement
from pytest_visualdiff.model import Box

ROW = [Box(20, 10, 40, 16), Box(80, 10, 40, 16), Box(140, 10, 40, 16)]
CAUSE = 7


def across(after: list[Box], *, elastic: dict[int, int], cross: bool = False) -> Placement:
    parents = [None] * len(ROW)
    placement = Placement(
        "across", ROW, after, parents, Neighbours(ROW, parents),
        lambda number, _: elastic.get(number), cross=cross,
    )  # fmt: skip
    placement.spread()
    return placement


def reasons(placement: Placement) -> list[int | None]:
    return [placement.of_place(number) for number in range(len(ROW))]


def test_the_ones_behind_one_that_grew_moved_because_of_it() -> None:
    after = [Box(20, 10, 52, 16), ROW[1].move(12, 0), ROW[2].move(12, 0)]
    assert reasons(across(after, elastic={0: CAUSE})) == [STANDS, CAUSE, CAUSE]


def test_one_that_lies_elsewhere_all_by_itself_has_no_reason() -> None:
    after = [ROW[0], ROW[1].move(2, 0), ROW[2]]
    assert reasons(across(after, elastic={})) == [STANDS, None, STANDS]


def test_nothing_grows_without_a_reason() -> None:
    placement = across([Box(20, 10, 52, 16), *ROW[1:]], elastic={})
    assert placement.ends(0) == (True, False)
    assert placement.of_size(0) is None


@pytest.mark.parametrize("cross", [False, True])
def test_a_fraction_of_a_pixel_more_at_each_step_is_drift_across_renderings_only(
    cross: bool,
) -> None:
    after = [ROW[0].move(1, 0), ROW[1].move(2, 0), ROW[2].move(3, 0)]
    drift = [STANDS, DRIFTS, DRIFTS] if cross else [STANDS, None, None]
    assert reasons(across(after, elastic={}, cross=cross)) == drift


def test_neighbours_are_the_nearest_in_the_same_rows_and_columns() -> None:
    below = Box(80, 40, 40, 16)
    neighbours = Neighbours([*ROW, below], [None] * 4)
    assert neighbours.beside == [(0, 1), (1, 2)]
    assert neighbours.below == [(1, 3)]


def test_what_stands_in_different_things_stands_not_side_by_side() -> None:
    neighbours = Neighbours([Box(0, 0, 500, 50), *ROW], [None, 0, 0, None])
    assert neighbours.beside == [(1, 2)]
