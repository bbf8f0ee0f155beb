"""Blocks that moved as one: what an inserted, removed or grown thing pushed along.

The actual picture is laid out in cells of 16x8 pixels. Where a cell does not hold what the baseline
has at the same place, a piece of the picture there is searched for in the baseline, up and down,
then to the left and right (normalised cross-correlation: J. P. Lewis, "Fast template matching",
Vision Interface 1995). Each displacement that pieces vote for is a candidate; connected cells that
match at one are a block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.comparison.alignment.cell_match import (
    EqualPixels,
    Pair,
    SoftPixels,
    matched_cells,
)
from pytest_visualdiff.imaging.arrays import Grey, Mask, Pixels, size_of
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, busy, cells_of
from pytest_visualdiff.imaging.contrast import FAINT
from pytest_visualdiff.imaging.decode import grey
from pytest_visualdiff.imaging.ink import box_of
from pytest_visualdiff.imaging.template import Match, locate
from pytest_visualdiff.model import Box, Size

_PIECE_HEIGHT = 48
"""Pixels of height of a piece that is searched for: two lines of text."""

_COLUMN_WIDTH = 8
"""Pixels side by side whose mean is one column: letters that are drawn a fraction of a pixel
further on have about the same."""

_PIECE_COLUMNS = 8
"""Columns of a piece: 64 pixels, a word or two."""

_PIECES = 24
"""Pieces that are searched for in a round, spread over the cells that nothing explains yet."""

_ROUNDS = 4
"""Rounds of search in each direction; what moved by itself after those is a change."""

_CANDIDATES = 6
"""Displacements, those with the most votes, whose cells are matched in a round."""

_ALIKE = 0.9
"""Correlation from which a piece counts as found, and votes. Set by benchmarks/defects."""

_SAME_DETAIL = 0.6
"""Correlation of the details from which a block of another rendering is where it is said to be.
Set by benchmarks/defects."""

_SAME_DETAIL_SIDEWAYS = 0.88
"""The same for a block that moved to the side, where letters drift without any move."""

_AS_GOOD = 0.05
"""Correlation by which a block has to fit its new place better than its old one, or less badly."""

FEWEST_CELLS = 6
"""Cells with something drawn in them that a block has at least: three lines of two letters."""

_FEW_CELLS = 256
"""Cells up to which it takes less time to count those whose levels the baseline has at all than to
search for them. Set by benchmarks/speed."""

_MOST_COLUMNS = 256
"""Columns of pixels that are counted at once: the number of a column and a level fill 16 bits."""

_CLOSING = np.ones((9, 5), np.uint8)
"""Rows and columns of cells around each that belong to one block with it: gaps of up to 64 pixels,
as between paragraphs and words, are bridged."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A part of the actual picture that the baseline has ``dx`` further left, ``dy`` further up.

    Attributes
    ----------
    box : Box
        Its place in the actual picture, in whole cells.
    dx, dy : int
        One of them is 0, but for a pixel.
    cells : ndarray of shape (rows, columns), bool
        Which cells of the whole picture bear it out.
    matched : ndarray of shape (rows, columns), bool
        Which agree with it; those that look the same in either place as well.
    """

    box: Box
    dx: int
    dy: int
    cells: Mask
    matched: Mask

    @property
    def origin(self) -> Box:
        """Its place in the baseline."""
        return self.box.move(-self.dx, -self.dy)

    @property
    def is_upright(self) -> bool:
        """Whether it moved up or down."""
        return self.dy != 0


@dataclass(frozen=True, slots=True)
class Alignment:
    """What moved between two pictures, and what is where it was.

    Attributes
    ----------
    blocks : tuple of Block
        No cell is in two.
    stayed : ndarray of shape (rows, columns), bool
        Which cells of the actual picture hold what the baseline has at the same place.
    luma : ndarray of shape (height, width), uint8
        Of the actual picture.
    """

    blocks: tuple[Block, ...]
    stayed: Mask
    luma: Grey

    def fixed(self, axis: int, block: Block) -> Mask:
        """Return which cells show something that would have moved along an axis, and has not.

        Cells that look the same in either place are no obstacle to a block.
        """
        return self.stayed & busy(self.luma, axis) & ~block.matched

    def reverse(self, baseline: Pixels, actual: Pixels, *, tolerant: bool) -> Alignment:
        """Return the alignment of the actual picture with the baseline.

        Parameters
        ----------
        baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
            The pictures that this is the alignment of.
        tolerant : bool
            Whether different renderings drew them.
        """
        before = grey(baseline)
        pair = _pair(actual, baseline, tolerant=tolerant)
        stayed = matched_cells(pair, 0, 0)
        blocks = []
        for block in self.blocks:
            matched = matched_cells(pair, -block.dx, -block.dy)
            cells = np.zeros(stayed.shape, bool)
            window = cells_of(block.origin.clip(size_of(baseline)))
            cells[window] = (matched & ~stayed)[window]
            if cells.any():
                box = _box(cells, size_of(baseline))
                blocks.append(Block(box, -block.dx, -block.dy, cells, matched))
        return Alignment(tuple(blocks), stayed, before)


def find_blocks(baseline: Pixels, actual: Pixels, *, tolerant: bool) -> Alignment:
    """Return the blocks that moved between two pictures.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Each with its own size, of equal dtype and channels.
    tolerant : bool
        Whether different renderings drew them: then it is enough that lines and words lie alike.
        Otherwise every pixel of a cell has to be equal.
    """
    before, after = grey(baseline), grey(actual)
    pair = _pair(baseline, actual, tolerant=tolerant)
    stayed = matched_cells(pair, 0, 0)
    found: list[Block] = []
    unexplained = ~stayed
    for upright in (True, False):
        if int(unexplained.sum()) < FEWEST_CELLS:
            break
        search = _Search(pair, before, after, tolerant=tolerant, upright=upright)
        for _ in range(_ROUNDS):
            blocks = search.round(unexplained)
            if not blocks:
                break
            found += blocks
            unexplained = _without(unexplained, blocks)
    if tolerant:
        found = _in_order([it for each in found if (it := _confirmed(each, before, after))])
    return Alignment(tuple(found), stayed, after)


def _pair(baseline: Pixels, actual: Pixels, *, tolerant: bool) -> Pair:
    """Return the pictures in the form in which their cells are matched."""
    if tolerant:
        return SoftPixels.of(grey(baseline), grey(actual))
    return EqualPixels(baseline, actual)


def _without(cells: Mask, blocks: Sequence[Block]) -> Mask:
    left = cells.copy()
    for block in blocks:
        left &= ~block.cells
    return left


class _Search:
    """The search for blocks that moved along one direction.

    Parameters
    ----------
    pair : Pair
    before, after : ndarray of shape (height, width), uint8
        Luma of the two pictures.
    tolerant : bool
        Whether different renderings drew them.
    upright : bool
        Whether to search up and down, or to the left and right.
    """

    def __init__(
        self, pair: Pair, before: Grey, after: Grey, *, tolerant: bool, upright: bool
    ) -> None:
        self._pair = pair
        self._tolerant = tolerant
        self._upright = upright
        self._size = size_of(after)
        self._textured = busy(after, axis=0 if upright else 1)
        self._before, self._after = (before, after) if upright else (before.T, after.T)
        """Turned so that what moved did so along the rows."""
        self._along, self._across = (CELL_H, CELL_W) if upright else (CELL_W, CELL_H)

    @cached_property
    def _columns(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        return _columns(self._before), _columns(self._after)

    def round(self, unexplained: Mask) -> list[Block]:
        """Return blocks among the cells that are not explained yet; no cell is in two."""
        searched = unexplained & self._textured
        count = int(searched.sum())
        if count <= _FEW_CELLS and not self._tolerant:
            count = self._familiar(searched)
        if count < FEWEST_CELLS:  # too few for a block, wherever they came from
            return []
        candidates = []
        for distance in self._distances(searched):
            dx, dy = (0, distance) if self._upright else (distance, 0)
            candidates.append((dx, dy, matched_cells(self._pair, dx, dy)))
        candidates.sort(key=lambda it: -int((it[2] & searched).sum()))
        left, blocks = unexplained.copy(), []
        for dx, dy, matched in candidates:
            for cells in _components(matched & left, self._textured):
                left &= ~cells
                blocks.append(Block(_box(cells, self._size), dx, dy, cells, matched))
        return blocks

    def _familiar(self, cells: Mask) -> int:
        """Return how many cells have only grey levels that the baseline has in their columns.

        No other cell can have moved along them with every pixel equal.
        """
        before, after = self._before, self._after
        if not self._upright:
            cells = cells.T
        rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
        if not len(rows):
            return 0
        after = after[rows[0] * self._along : (rows[-1] + 1) * self._along]
        starts = np.arange(0, len(after), self._along)
        found = 0
        at_once = _MOST_COLUMNS // self._across
        for some in (columns[first : first + at_once] for first in range(0, len(columns), at_once)):
            across = (some[:, np.newaxis] * self._across + np.arange(self._across)).reshape(-1)
            across = across[across < after.shape[1]]
            in_both = across[across < before.shape[1]]
            places = np.arange(len(across), dtype=np.uint16) << 8  # where a column's levels begin
            has = np.zeros(256 * len(across), bool)
            has[places[: len(in_both)] | before[:, in_both]] = True
            known = has[places | after[:, across]]
            known = np.logical_and.reduceat(known, starts, axis=0)
            known = np.logical_and.reduceat(known, np.arange(0, len(across), self._across), axis=1)
            found += int((known & cells[rows[0] : rows[-1] + 1, some]).sum())
        return found

    def _distances(self, cells: Mask) -> list[int]:
        """Return the distances that most pieces of the actual picture are found at."""
        before, after = self._columns
        votes: Counter[int] = Counter()
        for row, column in _sample(cells if self._upright else cells.T):
            y = row * self._along
            most = after.shape[1] - _PIECE_COLUMNS
            x = column * self._across // _COLUMN_WIDTH - _PIECE_COLUMNS // 2
            x = min(max(x, 0), max(most, 0))
            piece = after[y : y + _PIECE_HEIGHT, x : x + _PIECE_COLUMNS]
            if np.ptp(piece) < FAINT:
                continue
            strip = Box(x, 0, piece.shape[1], len(before))
            match = locate(piece, before, strip)
            if match and match.box.y != y and match.score >= _ALIKE:
                votes[y - match.box.y] += 1
        ranked = sorted(votes, key=lambda distance: (-votes[distance], abs(distance)))
        return ranked[:_CANDIDATES]


def _confirmed(block: Block, before: Grey, after: Grey) -> Block | None:
    """Return the block with the displacement that fits its details best; None if none does.

    Softened lines of text look alike a pixel or two further on, and other lines look similar.
    """
    there = block.origin
    around = Box(there.x - 1, there.y - 3, there.w + 2, there.h + 6)
    match = _detail_match(after, block.box, before, around)
    if match is None:
        return block
    origin, score = match
    if score < (_SAME_DETAIL if block.is_upright else _SAME_DETAIL_SIDEWAYS):
        return None
    # What has not left its place has not moved: it is another card or line that looks alike.
    around = Box(origin.x - 4, origin.y - 1, origin.w + 8, origin.h + 2)
    still_there = _detail_match(before, origin, after, around)
    if still_there and still_there.score > score - _AS_GOOD:
        return None
    return replace(block, dx=block.box.x - origin.x, dy=block.box.y - origin.y)


def _detail_match(patches: Grey, patch: Box, picture: Grey, near: Box) -> Match | None:
    """Return where a part of a picture shows a patch of another one; None if it has no room."""
    near = near.clip(size_of(picture))
    if near.w < patch.w or near.h < patch.h:
        return None
    part = _denoised(picture[near.slices])
    match = locate(_denoised(patches[patch.slices]), part, size_of(part).box)
    return match and match._replace(box=match.box.move(near.x, near.y))


def _denoised(part: Grey) -> Grey:
    """Return a part without what only smoothing makes of edges."""
    return cast("Grey", cv2.GaussianBlur(part, (5, 5), 1.0))


def _in_order(blocks: Sequence[Block]) -> list[Block]:
    """Leave out blocks that would have changed places with larger ones.

    Between renderings a line of text is easily taken for another that is as long.
    """
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: -int(block.cells.sum())):
        if not any(_cross(block, other) for other in kept):
            kept.append(block)
    return [block for block in blocks if block in kept]


def _cross(one: Block, other: Block) -> bool:
    """Return whether two blocks above or beside each other lay the other way round before."""
    if one.box.overlap_x(other.box) > 0:
        return (one.origin.y < other.origin.y) != (one.box.y < other.box.y)
    if one.box.overlap_y(other.box) > 0:
        return (one.origin.x < other.origin.x) != (one.box.x < other.box.x)
    return False


def _columns(picture: Grey) -> npt.NDArray[np.float32]:
    """Return a picture with every 8 columns made one: letters that drifted look alike."""
    size = max(picture.shape[1] // _COLUMN_WIDTH, 1), picture.shape[0]
    small = cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA)
    return small.astype(np.float32)


def _sample(cells: Mask) -> list[tuple[int, int]]:
    """Return the rows and columns of some of the cells, evenly spread."""
    rows, columns = np.nonzero(cells)
    if len(rows) > _PIECES:
        pick = np.linspace(0, len(rows) - 1, _PIECES).astype(int)
        rows, columns = rows[pick], columns[pick]
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _components(cells: Mask, textured: Mask) -> Iterator[Mask]:
    """Yield connected cells, small gaps between them bridged, if enough of them show something."""
    if (cells & textured).sum() < FEWEST_CELLS:
        return
    near = cv2.dilate(cells.view(np.uint8), _CLOSING)
    count, labels = cv2.connectedComponents(near, connectivity=8)
    for number in range(1, count):
        mine = (labels == number) & cells
        drawn = mine & textured
        if drawn.sum() >= FEWEST_CELLS:
            # Ground looks the same wherever it is: only that between the drawn cells belongs here.
            inside = np.zeros(cells.shape, bool)
            inside[box_of(drawn).slices] = True
            yield mine & inside


def _box(cells: Mask, size: Size) -> Box:
    """Return the box of cells in pixels, as far as the picture goes."""
    box = box_of(cells)
    return Box(box.x * CELL_W, box.y * CELL_H, box.w * CELL_W, box.h * CELL_H).clip(size)
