"""Blocks that moved as one: what an inserted, removed or grown thing pushed along.

The actual picture is laid out in cells of 16x8 pixels. Where a cell does not hold what the baseline
has at the same place, pieces of the baseline around it are looked for up and down, then to the left
and right (normalised cross-correlation: J. P. Lewis, "Fast template matching", Vision Interface
1995). Each displacement that several cells bear out is a label; cells that agree on one and lie
together are a block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey, Mask, Pixels
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell, busy
from pytest_visualdiff.imaging.decode import grey
from pytest_visualdiff.model import Box, Size

_PIECE = 48
"""Height of a piece that is looked for; two lines of text."""

_COLUMN = 8
"""Pixels side by side that are taken as one."""

_PIECE_COLUMNS = 8
"""Width of a piece in such columns."""

_PIECES = 24
"""So many pieces are looked for at a time, spread over what is not explained yet."""

_ROUNDS = 4

_CANDIDATES = 6
"""So many distances are tried a round."""

_FAINT = 8
"""Levels from which on there is something to see."""

_ALIKE = 0.9
"""Correlation from which two pieces are taken to show the same."""

_SAME_DETAIL, _SAME_DETAIL_SIDEWAYS = 0.6, 0.88
"""Correlation of the details from which a block of another rendering shows the same; to the side it
has to be closer, for there letters drift as well."""

_AS_GOOD = 0.05
"""A block that is as well where it was has not moved, this much less in correlation included."""

FEWEST_CELLS = 6
"""A displacement is one if so many cells with something in them bear it out."""

_FEW_CELLS = 256
"""Up to so many, to find out whether any can have moved takes less than to look for where."""

_MOST_COLUMNS = 256
"""Of pixels, whose levels are numbered through in 16 bits."""


@dataclass(frozen=True, slots=True)
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


class Matcher:
    """Says which cells of the actual picture show what the baseline has at a displacement.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels)
        Each with its own size, of equal dtype.
    tolerant : bool
        Whether the two were drawn by different renderings: then it is enough that lines and words
        lie alike. Otherwise every pixel of a cell has to be equal.
    """

    def __init__(self, baseline: Pixels, actual: Pixels, *, tolerant: bool) -> None:
        self.size = Size(actual.shape[1], actual.shape[0])
        self.tolerant = tolerant
        self.greys = grey(baseline), grey(actual)
        if tolerant:
            self._soft = tuple(_softened(one) for one in self.greys)
            self._least = cv2.erode(self._soft[1], _AROUND), cv2.erode(self._soft[0], _AROUND)
            self._most = cv2.dilate(self._soft[1], _AROUND), cv2.dilate(self._soft[0], _AROUND)
            self._allowed = _allowed(self._soft[1])
        else:
            self._pictures = baseline, actual

    @cached_property
    def stayed(self) -> Mask:
        """Which cells hold what the baseline has at the same place."""
        return self.matched(0, 0)

    def matched(self, dx: int, dy: int) -> Mask:
        """Return which cells hold what the baseline has at this displacement; (rows, columns)."""
        height, width = self.greys[0].shape
        left, top = max(dx, 0), max(dy, 0)
        right, bottom = min(self.size.width, width + dx), min(self.size.height, height + dy)
        values = 1 if self.tolerant else self._pictures[1][0, 0].nbytes
        differs = np.full((self.size.height, self.size.width * values), 255, np.uint8)
        if right > left and bottom > top:
            here = np.s_[top:bottom, left:right]
            there = np.s_[top - dy : bottom - dy, left - dx : right - dx]
            differs[top:bottom, left * values : right * values] = self._differs(here, there)
        return ~any_in_cell(differs, values)

    def release(self) -> None:
        """Let go of what only `matched` looks at; what stayed is known by then."""
        if self.tolerant:
            del self._soft, self._least, self._most, self._allowed

    def confirmed(self, block: Block) -> Block | None:
        """Return the block with the displacement that fits its details best; None if none does.

        Softened lines of text look alike a pixel or two further on, and other lines look similar.
        """
        if not self.tolerant:
            return block
        before, after = self.greys
        size, box = Size(before.shape[1], before.shape[0]), block.box
        now = cv2.GaussianBlur(after[box.y : box.bottom, box.x : box.right], (5, 5), 1.0)
        around = box.move(-block.dx, -block.dy)
        around = Box(around.x - 1, around.y - 3, around.w + 2, around.h + 6).clip(size)
        there = before[around.y : around.bottom, around.x : around.right]
        if there.shape[0] < box.h or there.shape[1] < box.w:
            return block
        score = cv2.matchTemplate(cv2.GaussianBlur(there, (5, 5), 1.0), now, cv2.TM_CCOEFF_NORMED)
        row, column = np.unravel_index(int(score.argmax()), score.shape)
        if score[row, column] < (_SAME_DETAIL if block.dy else _SAME_DETAIL_SIDEWAYS):
            return None
        dx, dy = box.x - around.x - int(column), box.y - around.y - int(row)
        if self._still_there(box.move(-dx, -dy)) > score[row, column] - _AS_GOOD:
            return None
        return replace(block, dx=dx, dy=dy)

    def _still_there(self, box: Box) -> float:
        """Return how well the actual picture shows in its place what the baseline has in a box.

        What has not left its place has not moved: it is another card or line that looks alike.
        """
        reach = Box(box.x - 4, box.y - 1, box.w + 8, box.h + 2).clip(self.size)
        if reach.w < box.w or reach.h < box.h:
            return -1.0
        before, after = (
            cv2.GaussianBlur(it[part.y : part.bottom, part.x : part.right], (5, 5), 1.0)
            for it, part in zip(self.greys, (box, reach), strict=True)
        )
        return float(cv2.matchTemplate(after, before, cv2.TM_CCOEFF_NORMED).max())

    def _differs(
        self, here: tuple[slice, slice], there: tuple[slice, slice]
    ) -> npt.NDArray[np.uint8]:
        """Return what is not 0 in pixels that differ; of pixels that have to be equal, by bytes."""
        if not self.tolerant:
            baseline, actual = self._pictures
            rows = here[0].stop - here[0].start
            one, other = (
                np.ascontiguousarray(part).reshape(rows, -1).view(np.uint8)
                for part in (actual[here], baseline[there])
            )
            return cast("npt.NDArray[np.uint8]", cv2.absdiff(one, other))
        before, after = self._soft[0][there], self._soft[1][here]
        beyond = cv2.max(
            cv2.max(
                cv2.subtract(before, self._most[0][here]),
                cv2.subtract(self._least[0][here], before),
            ),
            cv2.max(
                cv2.subtract(after, self._most[1][there]),
                cv2.subtract(self._least[1][there], after),
            ),
        )
        return cast("npt.NDArray[np.uint8]", cv2.subtract(beyond, self._allowed[here]))


_AROUND = np.ones((3, 5), np.uint8)


def _softened(picture: Grey) -> Grey:
    return cast("Grey", cv2.blur(picture, (17, 3)))


def _allowed(soft: Grey) -> Grey:
    """By how much softened lines of text may differ: a share of the contrast around."""
    wide = np.ones((2 * CELL_H + 1, 2 * CELL_W + 1), np.uint8)
    contrast = cv2.subtract(cv2.dilate(soft, wide), cv2.erode(soft, wide))
    return cast("Grey", cv2.convertScaleAbs(contrast, alpha=0.35, beta=4))


def find_blocks(match: Matcher) -> list[Block]:
    """Return the blocks that moved, where they are in the actual picture; no cell is in two."""
    unexplained = ~match.stayed
    found: list[Block] = []
    for upright in (True, False):
        if int(unexplained.sum()) < FEWEST_CELLS:
            break
        finder = _Finder(match, upright=upright)
        for _ in range(_ROUNDS):
            blocks = list(finder.round(unexplained))
            if not blocks:
                break
            found += blocks
    blocks = [block for each in found if (block := match.confirmed(each))]
    if not match.tolerant:
        return blocks
    return _in_order(blocks)


def _in_order(blocks: list[Block]) -> list[Block]:
    """Leave out blocks that would have changed places with larger ones.

    Between renderings a line of text is easily taken for another that is as long.
    """
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: -int(block.cells.sum())):
        if not any(_cross(block, other) for other in kept):
            kept.append(block)
    return [block for block in blocks if any(block is other for other in kept)]


def _cross(one: Block, other: Block) -> bool:
    """Return whether two blocks above or beside each other lay the other way round before."""
    before = [it.box.move(-it.dx, -it.dy) for it in (one, other)]
    after = [one.box, other.box]
    if max(after[0].x, after[1].x) < min(after[0].right, after[1].right):
        return (before[0].y < before[1].y) != (after[0].y < after[1].y)
    if max(after[0].y, after[1].y) < min(after[0].bottom, after[1].bottom):
        return (before[0].x < before[1].x) != (after[0].x < after[1].x)
    return False


class _Finder:
    """Looks for blocks along one direction: up and down, or to the left and right.

    Parameters
    ----------
    match : Matcher
    upright : bool
    """

    def __init__(self, match: Matcher, *, upright: bool) -> None:
        self._match = match
        self._upright = upright
        self._textured = busy(match.greys[1], axis=0 if upright else 1)
        self._along, self._across = (CELL_H, CELL_W) if upright else (CELL_W, CELL_H)

    @cached_property
    def _columns(self) -> list[npt.NDArray[np.float32]]:
        greys = self._match.greys
        return [_columns(one if self._upright else one.T) for one in greys]

    def _familiar(self, cells: Mask) -> int:
        """Return how many cells have only levels of grey that the baseline has in their columns.

        No other cell can have moved along them with every pixel equal.
        """
        before, after = (one if self._upright else one.T for one in self._match.greys)
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

    def round(self, unexplained: Mask) -> Iterator[Block]:
        """Yield blocks, and take their cells out of those that are not explained."""
        searched = unexplained & self._textured
        count = int(searched.sum())
        if count <= _FEW_CELLS and not self._match.tolerant:
            count = self._familiar(searched)
        if count < FEWEST_CELLS:  # too few for a block, wherever they came from
            return
        candidates = []
        for distance in self._candidates(searched):
            dx, dy = (0, distance) if self._upright else (distance, 0)
            candidates.append((dx, dy, self._match.matched(dx, dy)))
        candidates.sort(key=lambda it: -int((it[2] & searched).sum()))
        for dx, dy, matched in candidates:
            for cells in _together(matched & unexplained, self._textured):
                unexplained &= ~cells
                yield Block(_box(cells, self._match.size), dx, dy, cells, matched)

    def _candidates(self, cells: Mask) -> list[int]:
        """Return the distances that most pieces of the actual picture are found at."""
        before, after = self._columns
        votes: Counter[int] = Counter()
        for row, column in _spread(cells if self._upright else cells.T):
            y = row * self._along
            most = after.shape[1] - _PIECE_COLUMNS
            x = min(max(column * self._across // _COLUMN - _PIECE_COLUMNS // 2, 0), max(most, 0))
            piece = after[y : y + _PIECE, x : x + _PIECE_COLUMNS]
            strip = before[:, x : x + piece.shape[1]]
            if strip.shape[1] < piece.shape[1] or len(strip) < len(piece):
                continue
            darkest, brightest, _, _ = cv2.minMaxLoc(piece)
            if brightest - darkest < _FAINT:
                continue
            score = cv2.matchTemplate(strip, piece, cv2.TM_CCOEFF_NORMED)[:, 0]
            place = int(score.argmax())
            if place != y and score[place] >= _ALIKE:
                votes[y - place] += 1
        ranked = sorted(votes, key=lambda distance: (-votes[distance], abs(distance)))
        return ranked[:_CANDIDATES]


def _columns(picture: Grey) -> npt.NDArray[np.float32]:
    """Return a picture with every 8 columns made one: letters that drifted look alike."""
    size = max(picture.shape[1] // _COLUMN, 1), picture.shape[0]
    small = cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA)
    return small.astype(np.float32)


def _spread(cells: Mask) -> list[tuple[int, int]]:
    """Return some of the cells, evenly spread."""
    rows, columns = np.nonzero(cells)
    if len(rows) > _PIECES:
        pick = np.linspace(0, len(rows) - 1, _PIECES).astype(int)
        rows, columns = rows[pick], columns[pick]
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _together(cells: Mask, textured: Mask) -> Iterator[Mask]:
    """Yield cells that lie together, gaps of a few cells included, if they show enough."""
    if (cells & textured).sum() < FEWEST_CELLS:
        return
    near = cv2.dilate(cells.view(np.uint8), np.ones((9, 5), np.uint8))
    count, labels = cv2.connectedComponents(near, connectivity=8)
    for number in range(1, count):
        drawn = (labels == number) & cells & textured
        if drawn.sum() >= FEWEST_CELLS:
            # Ground looks the same wherever it is: only that between the drawn cells belongs here.
            rows, columns = np.nonzero(drawn)
            inside = np.zeros(cells.shape, bool)
            inside[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] = True
            yield (labels == number) & cells & inside


def _box(mask: Mask, size: Size) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Box(
        int(columns[0]) * CELL_W,
        int(rows[0]) * CELL_H,
        int(columns[-1] + 1 - columns[0]) * CELL_W,
        int(rows[-1] + 1 - rows[0]) * CELL_H,
    ).clip(size)
