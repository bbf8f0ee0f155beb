"""Structural similarity, computed only where the two pictures differ.

Where the two 7x7 windows around a pixel are equal the index is exactly 1, so a page with one
changed button costs a button, not a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.imaging.arrays import Grey, Pixels, size_of
from pytest_visualdiff.imaging.decode import grey
from pytest_visualdiff.imaging.side_by_side import side_by_side
from pytest_visualdiff.model import Box, Size

WINDOW = 7
"""Side of the square window in pixels."""

_MARGIN = WINDOW // 2
"""Pixels from the centre of a window to its side."""

_TILE_H = 64
"""Rows of windows that are computed at a time: few enough for their sums, of 8 bytes each, to stay
in the cache and in memory that the allocator hands out again."""

_TILE_W = 400
"""Columns of windows that are computed at a time; see `_TILE_H`."""

_WORTH_TWO = 8
"""Tiles from which two threads take less time than one. Set by benchmarks/speed."""

_C1 = (0.01 * 255) ** 2
"""Constant of the means, in squared levels: K1 = 0.01 of the paper."""

_C2 = (0.03 * 255) ** 2
"""Constant of the variances, in squared levels: K2 = 0.03 of the paper."""


def mean_ssim(
    baseline: Pixels, actual: Pixels, changed: Box | None, size: Size | None = None
) -> float | None:
    """Return the mean structural similarity of two pictures in 8-bit grey.

    It equals ``skimage.metrics.structural_similarity(baseline, actual, data_range=255)`` of the
    grey pictures: a uniform 7x7 window, sample covariance, K1 = 0.01, K2 = 0.03, averaged over the
    pixels whose window lies inside the picture.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal shape and dtype.
    changed : Box or None
        A box around every differing pixel; None if there is none.
    size : Size, optional
        Of the pictures, if these are only rows of them; then what differs is further from their
        edges than the window reaches, or the edges are the pictures'.

    Returns
    -------
    float or None
        -1..1, 1 for equal pictures; None if a side is smaller than the window.

    References
    ----------
    Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error
    visibility to structural similarity", IEEE Transactions on Image Processing 13(4), 2004,
    equation 13.
    """
    size = size or size_of(baseline)
    return mean(total_loss(baseline, actual, changed) if changed else 0.0, size)


def mean(loss: float, size: Size) -> float | None:
    """Return the mean index of two pictures; None if a side is smaller than the window.

    Parameters
    ----------
    loss : float
        By how much the index falls short of 1, summed up over all windows.
    size : Size
        Of the pictures.
    """
    if min(size.width, size.height) < WINDOW:
        return None
    return 1.0 - loss / ((size.width - 2 * _MARGIN) * (size.height - 2 * _MARGIN))


def total_loss(baseline: Pixels, actual: Pixels, changed: Box) -> float:
    """Return by how much the index falls short of 1, summed up over all windows; see `mean_ssim`.

    Parameters
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8 or uint16
        Of equal shape and dtype.
    changed : Box
        Around every differing pixel; only windows that meet it are examined.
    """
    window = changed.grow(2 * _MARGIN).clip(size_of(baseline)).slices
    x, y = grey(baseline[window]), grey(actual[window])
    tiles = list(_tiles(x, y))
    if len(tiles) < _WORTH_TWO:
        return _loss(x, y, tiles)
    return sum(side_by_side(lambda: _loss(x, y, tiles[::2]), lambda: _loss(x, y, tiles[1::2])))


def _loss(baseline: Grey, actual: Grey, tiles: Sequence[tuple[slice, slice]]) -> float:
    """Return by how much the indices of windows fall short of 1, summed up."""
    loss = 0.0
    for rows, columns in tiles:
        around = (
            slice(rows.start - _MARGIN, rows.stop + _MARGIN),
            slice(columns.start - _MARGIN, columns.stop + _MARGIN),
        )
        loss += np.sum(1.0 - _ssim_map(baseline[around], actual[around])).item()
    return loss


def _tiles(baseline: Grey, actual: Grey) -> Iterator[tuple[slice, slice]]:
    """Yield areas of window centres, disjoint, that cover every window with a difference in it."""
    height, width = baseline.shape
    changed_rows = np.flatnonzero((baseline != actual).any(axis=1))
    if changed_rows.size == 0:
        return
    first = max(int(changed_rows[0]) - _MARGIN, _MARGIN)
    last = min(int(changed_rows[-1]) + _MARGIN + 1, height - _MARGIN)
    for top in range(first, last, _TILE_H):
        rows = slice(top, min(top + _TILE_H, last))
        seen = slice(rows.start - _MARGIN, rows.stop + _MARGIN)
        changed = (baseline[seen] != actual[seen]).any(axis=0).astype(np.uint8)
        near = cv2.dilate(changed[np.newaxis], np.ones((1, WINDOW), np.uint8))[0]
        near[:_MARGIN] = near[width - _MARGIN :] = 0
        edges = np.flatnonzero(np.diff(near, prepend=0, append=0))
        for left, right in edges.reshape(-1, 2).tolist():
            for start in range(left, right, _TILE_W):
                yield rows, slice(start, min(start + _TILE_W, right))


def _ssim_map(baseline: Grey, actual: Grey) -> npt.NDArray[np.float64]:
    """Return the index of every window that fits: shape (height - 6, width - 6), float64.

    Both its fractions are multiplied by whole numbers, so that all but the last division is exact.
    """
    n = WINDOW * WINDOW
    apart = cv2.absdiff(baseline, actual)
    sum_x, sum_y = (_window_sums(it, cv2.CV_16U) for it in (baseline, actual))
    # Of 8-bit numbers a product fits 16 bits, and the sum of 49 fits 32.
    products = _window_sums(np.multiply(baseline, actual, dtype=np.uint16), cv2.CV_32S)
    products *= 2
    squares = _window_sums(np.multiply(apart, apart, dtype=np.uint16), cv2.CV_32S)
    squares += products
    means = sum_x * sum_y
    means *= 2
    sum_x *= sum_x
    sum_y *= sum_y
    sum_x += sum_y
    products *= n
    products -= means
    products += _C2 * n * (n - 1)
    means += _C1 * n * n
    products *= means
    squares *= n
    squares -= sum_x
    squares += _C2 * n * (n - 1)
    sum_x += _C1 * n * n
    squares *= sum_x
    products /= squares
    return products


def _window_sums(values: npt.NDArray[np.unsignedinteger], depth: int) -> npt.NDArray[np.float64]:
    sums = cv2.boxFilter(values, depth, (WINDOW, WINDOW), normalize=False)
    return sums[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN].astype(np.float64)
