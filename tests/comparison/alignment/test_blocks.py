"""Blocks that moved as one are found, with how far they moved."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.alignment.blocks import Block, find_blocks
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell
from tests.support import BLUE, Picture
from tests.support.pictures import (
    PALE,
    WORDS,
    Fill,
    Text,
    drawn,
    other_rendering,
    paragraph,
    pushed_down,
)


def moved(before: Picture, after: Picture, *, tolerant: bool = False) -> list[Block]:
    return list(find_blocks(before, after, tolerant=tolerant).blocks)


def cells(blocks: list[Block]) -> int:
    return sum(int(block.cells.sum()) for block in blocks)


@pytest.mark.parametrize("tolerant", [False, True])
def test_in_equal_pictures_nothing_moved(tolerant: bool) -> None:
    page = drawn(*paragraph())
    assert moved(page, page.copy(), tolerant=tolerant) == []


@pytest.mark.parametrize("tolerant", [False, True])
def test_a_blank_page_that_became_another_colour_moved_nowhere(tolerant: bool) -> None:
    assert moved(drawn(), drawn(ground=BLUE), tolerant=tolerant) == []


@pytest.mark.parametrize("by", [5, 24, 48, 61])
def test_what_is_below_an_inserted_band_moved_down(by: int) -> None:
    page = drawn(*paragraph())
    (block,) = moved(page, pushed_down(page, 80, by))
    assert (block.dx, block.dy) == (0, by)
    assert block.box.y <= 80 + by + 6  # the first line that moved
    assert block.box.y > 75  # the last line that did not
    assert block.box.bottom >= 16 + 7 * 22 + 10 + by


@pytest.mark.parametrize("by", [5, 48])
def test_what_is_below_a_removed_band_moved_up(by: int) -> None:
    page = drawn(*paragraph())
    (block,) = moved(pushed_down(page, 80, by), page)
    assert (block.dx, block.dy) == (0, -by)


def test_the_picture_need_not_grow_with_it() -> None:
    page = drawn(*paragraph())
    (block,) = moved(page, pushed_down(page, 80, 48)[: len(page)])
    assert (block.dx, block.dy) == (0, 48)
    assert block.box.bottom <= len(page)


def test_of_two_columns_only_the_one_that_moved_is_a_block() -> None:
    right = paragraph([line[:24] for line in WORDS], x=224)
    left = [line[:24] for line in WORDS[::-1]]
    before = drawn(*paragraph(left), *right)
    after = drawn(*paragraph(left, y=40), *right)
    (block,) = moved(before, after)
    assert (block.dx, block.dy) == (0, 24)
    assert block.box.right <= 224


def test_two_columns_that_moved_differently_are_two_blocks() -> None:
    short = [line[:22] for line in WORDS[:6]]
    before = drawn(*paragraph(short), *paragraph(short[::-1], x=224), size=(416, 208))
    after = drawn(*paragraph(short, y=40), *paragraph(short[::-1], x=224, y=32), size=(416, 208))
    blocks = moved(before, after)
    assert {(block.dx, block.dy) for block in blocks} == {(0, 24), (0, 16)}
    written = any_in_cell(after.min(axis=2) < 100)
    left, right = np.split(written, 2, axis=1)
    borne_out = {block.dy: np.split(block.cells & written, 2, axis=1) for block in blocks}
    assert (borne_out[24][0].sum(), borne_out[16][1].sum()) == (left.sum(), right.sum())
    assert not borne_out[24][1].any()
    assert not borne_out[16][0].any()


def test_a_row_pushed_to_the_right() -> None:
    def row(x: int) -> list[Fill | Text]:
        return [
            Fill(x, 60, 150, 30, PALE),
            Text(x + 8, 66, "Add to the basket"),
            Fill(x, 60, 3, 30),
        ]

    before = drawn(*paragraph(WORDS[:2]), *row(40))
    after = drawn(*paragraph(WORDS[:2]), *row(75))
    (block,) = moved(before, after)
    assert (block.dx, block.dy) == (35, 0)
    assert block.box.y in range(48, 64)
    assert block.box.bottom in range(84, 100)


def test_a_band_put_in_twice_gives_two_blocks_and_no_cell_is_in_both() -> None:
    page = drawn(*paragraph())
    blocks = moved(page, pushed_down(pushed_down(page, 124, 32), 58, 16))
    assert sorted(block.dy for block in blocks) == [16, 48]
    assert not (blocks[0].cells & blocks[1].cells).any()


def test_a_box_is_a_whole_number_of_cells_inside_the_picture() -> None:
    page = drawn(*paragraph(), size=(395, 203))
    (block,) = moved(page, pushed_down(page, 80, 20))
    assert block.box.x % CELL_W == block.box.y % CELL_H == 0
    assert block.box.right <= 395
    assert block.box.bottom <= 223
    assert block.cells.shape == (-(-223 // CELL_H), -(-395 // CELL_W))


def test_one_other_letter_in_a_block_is_not_borne_out_by_it() -> None:
    page = drawn(*paragraph())
    after = pushed_down(page, 80, 48)
    after[160:168, 64:80] = 0
    blocks = moved(page, after)
    assert {(block.dx, block.dy) for block in blocks} == {(0, 48)}
    assert not any(block.cells[20, 4] for block in blocks)


def test_noise_does_not_move() -> None:
    generator = np.random.default_rng(3)
    before, after = generator.integers(0, 256, (2, 120, 160, 3), np.uint8)
    assert moved(before, after) == []


def test_pictures_smaller_than_a_piece_are_looked_at_too() -> None:
    page = drawn(Fill(2, 2, 5, 2), size=(12, 9))
    assert moved(page, drawn(Fill(2, 4, 5, 2), size=(12, 9))) == []


class TestTolerant:
    """Of two renderings."""

    def test_what_another_rendering_drew_a_bit_differently_did_not_move(self) -> None:
        assert moved(drawn(*paragraph()), other_rendering(*paragraph()), tolerant=True) == []

    @pytest.mark.parametrize("by", [24, 48])
    def test_a_redrawn_block_is_found_where_it_went(self, by: int) -> None:
        before = drawn(*paragraph())
        after = pushed_down(other_rendering(*paragraph()), 80, by)
        assert moved(before, after) == []  # not a pixel of it is the same
        blocks = moved(before, after, tolerant=True)
        assert cells(blocks) > 20
        for block in blocks:
            assert abs(block.dy - by) <= 1
            assert abs(block.dx) <= 1
            assert block.box.y > 75

    def test_a_noisy_block_is_found_where_it_went(self) -> None:
        page = drawn(*paragraph())
        after = pushed_down(page, 80, 48).astype(np.int16)
        after += np.random.default_rng(5).integers(-3, 4, after.shape, np.int16)
        noisy = np.clip(after, 0, 255).astype(np.uint8)
        (block,) = moved(page, noisy, tolerant=True)
        assert (block.dx, block.dy) == (0, 48)

    def test_lines_that_changed_places_are_not_both_said_to_have_moved(self) -> None:
        one, other = list(WORDS[:3]), list(WORDS[3:6])
        before, after = drawn(*paragraph(one + other)), drawn(*paragraph(other + one))
        assert len({block.dy for block in moved(before, after)}) == 2
        assert len({block.dy for block in moved(before, after, tolerant=True)}) == 1


def test_the_box_of_a_column_that_moved_does_not_reach_into_the_other() -> None:
    short = [line[:22] for line in WORDS[:6]]
    size = (416, 208)
    before = drawn(*paragraph(short), *paragraph(short[::-1], x=224), size=size)
    after = drawn(*paragraph(short, y=40), *paragraph(short[::-1], x=224, y=32), size=size)
    right = [block for block in moved(before, after) if block.dy == 16]
    assert right
    assert all(block.box.x >= 208 for block in right)
