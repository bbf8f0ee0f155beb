"""From edge to edge: which moved along with which."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.elements.layout_graph import DRIFTS, STANDS, Placement
from pytest_visualdiff.comparison.elements.neighbours import Neighbours
from pytest_visualdiff.model import Box

ROW = [Box(20, 10, 40, 16), Box(80, 10, 40, 16), Box(140, 10, 40, 16)]
CAUSE = 7


def across(
    after: list[Box],
    *,
    elastic: dict[int, int],
    cross: bool = False,
    pictures: tuple[int, ...] = (),
) -> Placement:
    parents = [None] * len(ROW)
    placement = Placement(
        "across", ROW, after, parents, Neighbours(ROW, parents, parents), pictures,
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


def test_what_follows_the_words_of_what_it_stands_in_drifts_with_their_end() -> None:
    title, badge = Box(20, 10, 75, 25), Box(95, 14, 90, 20)
    now = [Box(20, 10, 79, 25), badge.move(4, 0)]
    neighbours = Neighbours([title, badge], [None, 0], [None, 0])
    placement = Placement(
        "across",
        [title, badge],
        now,
        [None, 0],
        neighbours,
        [],
        lambda number, _: None if number else DRIFTS,
        cross=True,
    )
    placement.spread()
    assert placement.of_place(1) == DRIFTS


def test_a_picture_that_moved_by_two_pixels_all_by_itself_does_not_drift_as_words_do() -> None:
    # Rounded, its left edge moved by one pixel and its right one by two.
    after = [*ROW[:2], Box(ROW[2].x - 1, ROW[2].y, ROW[2].w - 1, ROW[2].h)]
    assert reasons(across(after, elastic={}, cross=True)) == [STANDS] * 3
    as_picture = across(after, elastic={}, cross=True, pictures=(2,))
    assert reasons(as_picture) == [STANDS, STANDS, None]
