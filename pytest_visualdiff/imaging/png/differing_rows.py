"""The rows of two PNG files between which something differs, cut out before they are decoded.

In a PNG file each row of pixels is filtered, then all are deflated. Where the inflated rows of two
files are equal, so are the pixels, once the rows above are; so most of two screenshots with one
change is inflated, compared and thrown away, and the filters are undone in the rest alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.png.filters import (
    PAETH,
    SUB,
    DeflateError,
    Inflated,
    Rows,
    Table,
    readable,
    stride,
    undo,
    undone,
)

_MOST = 4
"""Part of the rows, one in so many, from which on decoding them all takes no longer. Measured with
benchmarks/speed."""

_BAND = 1 << 18
"""Bytes of inflated rows that are compared at a time: they stay in the processor's cache, and are
enough for a thread to be worth it."""

_ON_TWO_THREADS = 1 << 22
"""Bytes of a picture from which on two threads inflate faster than one. Measured with
benchmarks/speed."""


class Part(NamedTuple):
    """The rows of two pictures that contain all differences.

    Attributes
    ----------
    baseline, actual : ndarray of shape (height, width, channels), uint8
        Grey, BGR or BGRA, as in OpenCV.
    top : int
        Which row of the pictures is their first.
    """

    baseline: Rows
    actual: Rows
    top: int


def differing(baseline: png.Contents, actual: png.Contents, margin: int) -> Part | None:
    """Return the rows of two PNG files between which something differs, and a margin around them.

    Parameters
    ----------
    baseline, actual : Contents
        The files.
    margin : int
        Rows above and below.

    Returns
    -------
    Part or None
        The first row where nothing differs. None if the inflated rows do not tell, or if so much
        differs that it does not pay; then the files have to be decoded as a whole, which also
        reports what is wrong with them.
    """
    if baseline.header != actual.header or not readable(baseline, actual):
        return None
    size, length = baseline.size, stride(baseline)
    band = max(_BAND // length, 1)
    found = _Rows(size.height, length, band, margin)
    tops = range(0, size.height, band)
    wanted = [min(band, size.height - top) * length for top in tops]
    one, other = Inflated(baseline), Inflated(actual)
    try:
        for top, count, bands in zip(tops, wanted, _bands(one, other, wanted), strict=True):
            if min(map(len, bands)) < count or not found.add(top, bands):
                return None
        if not (one.ended() and other.ended()):
            return None
    except DeflateError:
        return None
    top, bottom = found.part()
    start, stop = found.changed(top)
    first = undone(found.rows(0, top, bottom), size.width)
    second = first.copy()
    above = first[start - top - 1] if start > top else None
    undo(found.rows(1, start, stop), second[start - top : stop - top], above)
    return Part(first, second, top)


def _bands(one: Inflated, other: Inflated, wanted: Sequence[int]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the next bytes of both files, as many as are wanted each time.

    The bytes of the second file are inflated one step ahead on another thread; but not those of a
    small picture, for which the hand-over would take longer.
    """
    if sum(wanted) < _ON_TWO_THREADS:
        yield from ((one.read(size), other.read(size)) for size in wanted)
        return
    with ThreadPoolExecutor(1, thread_name_prefix="visualdiff-inflate") as pool:
        waiting = pool.submit(other.read, wanted[0])
        for size, ahead in zip(wanted, (*wanted[1:], 0), strict=True):
            mine, its = one.read(size), waiting.result()
            waiting = pool.submit(other.read, ahead)
            yield mine, its


class _Rows:
    """The filtered rows of both files that are kept, for they may be needed."""

    def __init__(self, height: int, stride: int, band: int, margin: int) -> None:
        self._height, self._stride, self._band, self._margin = height, stride, band, margin
        self._kept: list[tuple[int, tuple[bytes, bytes]]] = []
        self._first = self._last = -1
        self._starts = [0]
        """Rows that do not depend on the one above: from there on a picture can be decoded."""

    def add(self, top: int, bands: tuple[bytes, bytes]) -> bool:
        """Add the next rows of both files; return False if it does not pay to continue.

        Parameters
        ----------
        top : int
            Number of the first of these rows.
        bands : tuple of two bytes
            The filtered rows of each file.
        """
        one, other = (self._table(band) for band in bands)
        filters = np.maximum(one[:, 0], other[:, 0])
        if filters.max() > PAETH:
            return False
        self._starts += (np.flatnonzero(filters <= SUB) + top).tolist()
        if bands[0] == bands[1]:
            bands = bands[0], bands[0]
        else:
            rows = np.flatnonzero((one != other).any(axis=1)) + top
            self._last = int(rows[-1])
            if self._first < 0:
                self._first = int(rows[0])
            if self._last - self._first > self._height // _MOST:
                return False
        self._keep(top, bands)
        return True

    def part(self) -> tuple[int, int]:
        """Return the first of the rows to decode, and the one below the last."""
        if self._first < 0:
            top = self._start(self._height)
            return top, top + 1
        return self._start(self._first), self._end()

    def changed(self, top: int) -> tuple[int, int]:
        """Return the first row whose pixels may differ, and the one below the last."""
        return (self._first, self._same()) if self._first >= 0 else (top, top)

    def rows(self, which: int, top: int, bottom: int) -> Table:
        """Return the filtered rows ``top`` to ``bottom`` of a file; ``which`` 0 is the baseline."""
        parts = []
        for first, bands in self._kept:
            table = self._table(bands[which])
            parts.append(table[max(top - first, 0) : max(bottom - first, 0)])
        return np.concatenate(parts)

    def _keep(self, top: int, bands: tuple[bytes, bytes]) -> None:
        """Keep rows that may still be needed, and release the others."""
        if self._first < 0:
            start = self._start(top + len(bands[0]) // self._stride)
            self._kept = [it for it in self._kept if it[0] + self._band > start]
        elif self._first + self._height // _MOST < top >= self._end():
            return
        self._kept.append((top, bands))

    def _start(self, row: int) -> int:
        """Return from where on the margin above a row can be decoded."""
        return self._starts[max(bisect_right(self._starts, row - self._margin) - 1, 0)]

    def _end(self) -> int:
        """Return how far down the margin reaches below all pixels that may differ."""
        return min(self._same() + self._margin, self._height)

    def _same(self) -> int:
        """Return from where on the rows below do not depend on those that differ."""
        after = bisect_right(self._starts, self._last)
        return self._starts[after] if after < len(self._starts) else self._height

    def _table(self, band: bytes) -> Table:
        return np.frombuffer(band, np.uint8).reshape(-1, self._stride)
