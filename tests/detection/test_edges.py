"""Geometry of many boxes at once: it says the same as that of single boxes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.detection.edges import areas, edges_of, intersections, ious, shares_inside
from pytest_visualdiff.model import Box

BOXES = st.lists(
    st.builds(Box, *[st.integers(0, 60)] * 2, *[st.integers(1, 40)] * 2), min_size=1, max_size=5
)


@given(BOXES, BOXES)
def test_tables_say_what_pairs_of_boxes_do(ones: list[Box], others: list[Box]) -> None:
    first, second = edges_of(ones), edges_of(others)
    assert areas(first).tolist() == [box.area for box in ones]
    table, shares = ious(first, second), shares_inside(first, second)
    for row, one in enumerate(ones):
        for column, other in enumerate(others):
            both = one.intersection(other).area
            assert intersections(first, second)[row, column] == both
            assert np.isclose(table[row, column], one.iou(other))
            assert np.isclose(shares[row, column], both / one.area)


def test_no_boxes_are_tables_without_rows() -> None:
    some = edges_of([Box(0, 0, 4, 4)])
    assert ious(edges_of([]), some).shape == (0, 1)
    assert shares_inside(some, edges_of([])).shape == (1, 0)
