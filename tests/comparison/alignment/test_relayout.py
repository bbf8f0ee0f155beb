"""The baseline, laid out as the actual picture is, so that the two can be held together."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.alignment.blocks import find_blocks
from pytest_visualdiff.comparison.alignment.relayout import Relayout, lay_out
from pytest_visualdiff.model import Box
from tests.support import BLUE, GREEN, Picture
from tests.support.pictures import (
    PALE,
    WORDS,
    Fill,
    Item,
    Text,
    drawn,
    other_rendering,
    paragraph,
    pushed_down,
)

SIZE = (400, 208)


def laid_out(before: Picture, after: Picture, *, tolerant: bool = False) -> Relayout:
    alignment = find_blocks(before, after, tolerant=tolerant)
    return lay_out(before, after, alignment, tolerant=tolerant)


def left(relayout: Relayout, after: Picture) -> int:
    """Return how many pixels still differ, where that says something."""
    differs = (relayout.baseline != after).any(axis=2)
    return int((differs & ~relayout.settled).sum())


def test_where_nothing_moved_the_baseline_stays_as_it_is() -> None:
    before, after = drawn(*paragraph()), drawn(*paragraph(), Fill(300, 100, 20, 20, BLUE))
    relayout = laid_out(before, after)
    assert (relayout.baseline == before).all()
    assert not relayout.settled.any()
    assert relayout.bands == ()


@pytest.mark.parametrize("by", [7, 8, 24, 48])
@pytest.mark.parametrize("grows", [True, False])
def test_only_the_block_moved_so_nothing_is_left(by: int, grows: bool) -> None:
    before = drawn(*paragraph())
    after = pushed_down(before, 80, by)
    if not grows:
        after = after[: len(before)]
    relayout = laid_out(before, after)
    assert relayout.baseline.shape == after.shape
    assert left(relayout, after) == 0
    assert left(laid_out(before[: len(after)], after[:40]), after[:40]) == 0


def test_a_block_that_moved_up_leaves_nothing() -> None:
    after = drawn(*paragraph())
    relayout = laid_out(pushed_down(after, 80, 48), after)
    assert left(relayout, after) == 0


def test_a_block_that_moved_to_the_side_leaves_nothing() -> None:
    def page(x: int) -> Picture:
        row: list[Item] = [Fill(x, 60, 150, 30, PALE), Text(x + 8, 66, "Add to the basket")]
        return drawn(*paragraph(WORDS[:2]), *row)

    after = page(88)
    assert left(laid_out(page(40), after), after) == 0


def test_what_changed_in_a_block_that_moved_is_all_that_is_left() -> None:
    before = drawn(*paragraph())
    after = pushed_down(before, 80, 8)
    after[180:190, 40:60] = BLUE
    relayout = laid_out(before, after)
    differs = (relayout.baseline != after).any(axis=2)
    rows, columns = np.nonzero(differs & ~relayout.settled)
    assert (rows.min(), rows.max()) == (180, 189)
    assert (columns.min(), columns.max()) == (40, 59)


def test_a_banner_put_in_is_flagged_and_left_as_the_change() -> None:
    before = drawn(*paragraph())
    after = pushed_down(before, 80, 48)
    after[88:120, 16:384] = GREEN
    relayout = laid_out(before, after)
    (band,) = relayout.bands
    assert band.inserted
    assert band.removed is None
    assert band.after.contains(Box(16, 88, 368, 32))
    differs = (relayout.baseline != after).any(axis=2)
    differs[88:120, 16:384] = False
    assert not differs.any()


def test_the_flat_fill_of_a_banner_is_not_settled() -> None:
    before = drawn(*paragraph())
    after = pushed_down(before, 80, 48, GREEN)
    relayout = laid_out(before, after)
    banner = np.s_[80:128, :]
    assert not relayout.settled[banner].any()
    assert (relayout.baseline[banner] != after[banner]).any(axis=2).all()


def test_a_banner_taken_out_is_reported_where_it_was() -> None:
    after = drawn(*paragraph())
    before = pushed_down(after, 80, 48)
    before[88:120, 16:384] = GREEN
    (band,) = laid_out(before, after).bands
    assert band.removed == Box(16, 88, 368, 32)
    assert not band.inserted


def test_more_space_is_neither_put_in_nor_taken_out() -> None:
    before = drawn(*paragraph())
    (band,) = laid_out(before, pushed_down(before, 80, 48)).bands
    assert (band.removed, band.inserted) == (None, False)


def test_a_column_put_in_is_flagged() -> None:
    def page(x: int, *rest: Item) -> Picture:
        row: list[Item] = [Fill(x, 60, 150, 30, PALE), Text(x + 8, 66, "Add to the basket")]
        return drawn(Text(10, 68, "Now"), *row, *rest)

    (band,) = laid_out(page(56), page(104, Fill(64, 64, 20, 20, BLUE))).bands
    assert band.inserted
    assert band.after.contains(Box(64, 64, 20, 20))
    (band,) = laid_out(page(104, Fill(64, 64, 20, 20, BLUE)), page(56)).bands
    assert band.removed is not None
    assert band.removed.x == 64
    assert band.removed.right == 84


def test_the_place_that_a_block_left_is_settled_where_its_ground_shows() -> None:
    before = drawn(*paragraph(WORDS[:3]))
    after = drawn(*paragraph(WORDS[:3], y=110))
    relayout = laid_out(before, after)
    assert left(relayout, after) == 0
    assert relayout.settled[24:64, 32:256].all()


def test_the_place_that_a_block_left_is_not_settled_where_something_else_is_drawn() -> None:
    before = drawn(*paragraph(WORDS[:3]))
    after = drawn(*paragraph(WORDS[:3], y=110), Fill(16, 16, 260, 60, BLUE))
    relayout = laid_out(before, after)
    assert not relayout.settled[16:76, 16:276].any()
    assert left(relayout, after) >= 260 * 60 * 0.9


def test_what_only_the_actual_picture_has_is_settled_unless_a_block_is_there() -> None:
    before = drawn(*paragraph(WORDS[:3]), size=(400, 100))
    after = drawn(*paragraph(WORDS[:3]), size=(400, 130))
    relayout = laid_out(before, after)
    assert relayout.settled[100:].all()
    assert not relayout.settled[:100].any()
    after = pushed_down(before, 8, 30)
    assert not laid_out(before, after).settled[104:].all()


def test_a_block_of_another_rendering_is_laid_out_too() -> None:
    before = drawn(*paragraph())
    after = pushed_down(other_rendering(*paragraph()), 80, 48)
    after[88:120, 16:384] = GREEN
    relayout = laid_out(before, after, tolerant=True)
    apart = np.abs(relayout.baseline.astype(int) - after).mean(axis=2)
    apart[88:120, 16:384] = 0
    unmoved = np.abs(drawn(*paragraph()).astype(int) - other_rendering(*paragraph())).mean()
    assert apart.mean() < 1.5 * unmoved


def test_pictures_are_not_written_to() -> None:
    before = drawn(*paragraph())
    after = pushed_down(before, 80, 48, GREEN)
    copies = before.copy(), after.copy()
    laid_out(before, after)
    assert (before == copies[0]).all()
    assert (after == copies[1]).all()
