"""Which elements stand next to each other."""

from __future__ import annotations

from pytest_visualdiff.comparison.elements.neighbours import Neighbours
from pytest_visualdiff.model import Box
from tests.support.growth import peak_of

ROW = [Box(20, 10, 40, 16), Box(80, 10, 40, 16), Box(140, 10, 40, 16)]


def test_neighbours_are_the_nearest_in_the_same_rows_and_columns() -> None:
    below = Box(80, 40, 40, 16)
    neighbours = Neighbours([*ROW, below], [None] * 4, range(4))
    assert neighbours.beside == [(0, 1), (1, 2)]
    assert neighbours.below == [(1, 3)]


def test_what_begins_a_row_stands_below_the_lowest_above_it_whatever_its_columns() -> None:
    chat = [Box(0, 0, 100, 60), Box(200, 70, 100, 20), Box(0, 100, 100, 20), Box(150, 98, 60, 40)]
    assert Neighbours(chat, [0, 1, 2, 3], [None] * 4).below == [(0, 1), (1, 3)]


def test_what_stands_in_different_things_stands_not_side_by_side() -> None:
    neighbours = Neighbours([Box(0, 0, 500, 50), *ROW], [None, 0, 0, None], range(4))
    assert neighbours.beside == [(1, 2)]


def test_memory_grows_no_faster_than_the_siblings() -> None:
    def peak(count: int) -> int:
        boxes = [Box(20 * (it % 40), 20 * (it // 40), 16, 16) for it in range(count)]
        parents = [None] * count
        return peak_of(lambda: Neighbours(boxes, parents, range(count)))

    peak(10)  # what is loaded on the way does not count
    assert peak(4000) < 2.5 * peak(2000)
