"""Which cells of the actual picture show what the baseline shows at a displacement.

Pictures of one rendering match where every pixel of a cell is equal. Of two renderings it is enough
that lines and words lie alike: both are softened until letters blend into words, and each softened
pixel has to lie within the range of its neighbours in the other picture, give or take a share of
the contrast around.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey, Levels, Mask, Pixels, size_of
from pytest_visualdiff.imaging.cells import CELL_H, CELL_W, any_in_cell
from pytest_visualdiff.model import Size

_WORD = (17, 3)
"""Width and height in pixels of the mean that softens a picture: about a cell wide, so that letters
blend into words; one pixel up and down, so that lines of text stay apart."""

_NEIGHBOURHOOD = np.ones((3, 5), np.uint8)
"""Neighbours, in pixels, that a softened pixel may agree with: renderings place a letter up to two
pixels further to the side, and one up or down."""

_CONTRAST_SHARE = 0.35
"""Share of the contrast around by which softened text may differ. Set by benchmarks/defects."""

_CONTRAST_FREE = 4
"""Levels by which softened pixels may differ without any contrast: rounding, and dithered fills."""

_Window = tuple[slice, slice]


class Pair(Protocol):
    """Two pictures whose parts can be compared.

    Attributes
    ----------
    sizes : tuple of two Size
        Of the baseline and of the actual picture.
    values : int
        Values that `differences` has for each pixel.
    """

    @property
    def sizes(self) -> tuple[Size, Size]: ...  # noqa: D102

    @property
    def values(self) -> int: ...  # noqa: D102

    def differences(self, there: _Window, here: _Window) -> npt.NDArray[np.uint8]:
        """Return what is not 0 where two parts differ.

        Parameters
        ----------
        there, here : tuple of slices
            Rows and columns of the baseline and of the actual picture, as many of each.

        Returns
        -------
        ndarray of shape (rows, columns * values), uint8
        """
        ...


def matched_cells(pair: Pair, dx: int, dy: int) -> Mask:
    """Return which cells of the actual picture hold what the baseline has at a displacement.

    Parameters
    ----------
    pair : Pair
    dx, dy : int
        Pixels from a place in the baseline to the right and down to that in the actual picture.

    Returns
    -------
    ndarray of shape (rows, columns) of cells, bool
        False where any of a cell's pixels would lie beyond the baseline.
    """
    before, after = pair.sizes
    left, top = max(dx, 0), max(dy, 0)
    right, bottom = min(after.width, before.width + dx), min(after.height, before.height + dy)
    differs = np.full((after.height, after.width * pair.values), 255, np.uint8)
    if right > left and bottom > top:
        here = np.s_[top:bottom, left:right]
        there = np.s_[top - dy : bottom - dy, left - dx : right - dx]
        columns = slice(left * pair.values, right * pair.values)
        differs[top:bottom, columns] = pair.differences(there, here)
    return ~any_in_cell(differs, pair.values)


@dataclass(frozen=True, slots=True)
class EqualPixels:
    """Two pictures of one rendering, of equal dtype: every pixel has to be equal."""

    baseline: Pixels
    actual: Pixels

    @property
    def sizes(self) -> tuple[Size, Size]:
        """Sizes of the pictures."""
        return size_of(self.baseline), size_of(self.actual)

    @property
    def values(self) -> int:
        """Bytes of a pixel."""
        return int(self.actual[0, 0].nbytes)

    def differences(self, there: _Window, here: _Window) -> npt.NDArray[np.uint8]:
        """Return by how much the bytes of the parts ``there`` and ``here`` differ."""
        rows = here[0].stop - here[0].start
        one, other = (
            np.ascontiguousarray(part).reshape(rows, -1).view(np.uint8)
            for part in (self.baseline[there], self.actual[here])
        )
        return cast("npt.NDArray[np.uint8]", cv2.absdiff(one, other))


@dataclass(frozen=True, slots=True)
class SoftPixels:
    """Two pictures of different renderings, softened; each array as large as its picture.

    Attributes
    ----------
    soft : tuple of two ndarrays, uint8
        Luma of the baseline and of the actual picture, softened.
    least, most : tuple of two ndarrays, uint8
        Of those the smallest and the largest level around each pixel.
    allowed : ndarray of shape (height, width), uint8
        Levels by which a pixel of the actual picture may lie beyond these.
    """

    soft: tuple[Grey, Grey]
    least: tuple[Grey, Grey]
    most: tuple[Grey, Grey]
    allowed: Levels

    @classmethod
    def of(cls, baseline: Grey, actual: Grey) -> SoftPixels:
        """Return the softened pixels of the grey pictures ``baseline`` and ``actual``."""
        before, after = (cast("Grey", cv2.blur(it, _WORD)) for it in (baseline, actual))
        return cls(
            (before, after),
            (_eroded(before), _eroded(after)),
            (_dilated(before), _dilated(after)),
            _allowed(after),
        )

    @property
    def sizes(self) -> tuple[Size, Size]:
        """Sizes of the pictures."""
        return size_of(self.soft[0]), size_of(self.soft[1])

    @property
    def values(self) -> int:
        """One: by how much a pixel is out of range."""
        return 1

    def differences(self, there: _Window, here: _Window) -> npt.NDArray[np.uint8]:
        """Return by how much ``there`` or ``here`` is beyond what the other allows, in levels."""
        before, after = self.soft[0][there], self.soft[1][here]
        beyond = cv2.max(
            cv2.max(
                cv2.subtract(before, self.most[1][here]), cv2.subtract(self.least[1][here], before)
            ),
            cv2.max(
                cv2.subtract(after, self.most[0][there]), cv2.subtract(self.least[0][there], after)
            ),
        )
        return cast("npt.NDArray[np.uint8]", cv2.subtract(beyond, self.allowed[here]))


def _allowed(soft: Grey) -> Levels:
    """Return by how much softened text may differ: a share of the contrast a cell around."""
    around = np.ones((2 * CELL_H + 1, 2 * CELL_W + 1), np.uint8)
    contrast = cv2.subtract(cv2.dilate(soft, around), cv2.erode(soft, around))
    return cast("Levels", cv2.convertScaleAbs(contrast, alpha=_CONTRAST_SHARE, beta=_CONTRAST_FREE))


def _eroded(soft: Grey) -> Grey:
    return cast("Grey", cv2.erode(soft, _NEIGHBOURHOOD))


def _dilated(soft: Grey) -> Grey:
    return cast("Grey", cv2.dilate(soft, _NEIGHBOURHOOD))
