"""The rows of two PNG files between which something differs, cut out before they are decoded.

In a PNG file each row of pixels is filtered, then all are deflated. Where the inflated rows of two
files are equal, so are the pixels, once the rows above are; so most of two screenshots with one
change is inflated, compared and thrown away, and the filters are undone in the rest alone.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from zlib_ng import zlib_ng

from pytest_visualdiff import png

_CHANNELS = {0: 1, 2: 3, 6: 4}
"""By the colour types: grey, RGB and RGBA."""

_HARMLESS = frozenset((b"IHDR", b"sRGB", b"gAMA", b"pHYs", b"tEXt", b"tIME", b"IDAT", b"IEND"))
"""Chunks that OpenCV's pixels do not depend on, and IHDR and IDAT."""

_DEPTH, _COLOUR = 8, 9
"""Where a header has the depth and, behind it, the colour type."""

_LONGEST = 1 << 15
"""Pixels of a side up to which OpenCV refuses no picture."""

_BAND = 1 << 18
"""Bytes of inflated rows that are compared at a time: they stay in the processor's cache."""

_FEWEST_BANDS = 4
"""A picture of fewer is decoded as fast as it is looked into."""

_MOST = 4
"""If more than a quarter of the rows is to be decoded, all may as well be."""

_SUB, _PAETH = 1, 4
"""Filters up to Sub do not look at the row above; Paeth is the last one there is."""

_PIECE = 1 << 16


class Part(NamedTuple):
    """The rows of two pictures between which all lies that differs, each as a PNG file.

    Attributes
    ----------
    baseline, actual : bytes
    top : int
        Which row of the pictures is their first.
    """

    baseline: bytes
    actual: bytes
    top: int


def differing(baseline: png.Contents, actual: png.Contents, margin: int) -> Part | None:
    """Return the rows of two PNG files between which something differs, and ``margin`` around.

    Where nothing differs, that is the first row. None if it cannot be told from the inflated rows,
    or if so much differs that it does not pay; then the files are to be decoded as a whole, which
    also tells what is wrong with them.
    """
    if baseline.header != actual.header or not (_is_plain(baseline) and _is_plain(actual)):
        return None
    size, colour = baseline.size, baseline.header[_COLOUR]
    stride = 1 + _CHANNELS[colour] * size.width
    if max(size.width, size.height) > _LONGEST or size.height * stride < _FEWEST_BANDS * _BAND:
        return None
    band = _BAND // stride
    found = _Rows(size.height, stride, band, margin)
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="visualdiff-inflate") as pool:
            one, other = _Inflated(baseline), _Inflated(actual)
            for top in range(0, size.height, band):
                wanted = min(band, size.height - top) * stride
                waiting = pool.submit(other.read, wanted)
                bands = one.read(wanted), waiting.result()
                if min(map(len, bands)) < wanted or not found.add(top, bands):
                    return None
            if not (one.ended() and other.ended()):
                return None
    except zlib_ng.error:  # type: ignore[misc]  # its stub has it as an instance
        return None
    top, bottom = found.part()
    header = struct.pack(">II", size.width, bottom - top) + baseline.header[_DEPTH:]
    first, second = (png.stored(header, found.rows(i, top, bottom)) for i in (0, 1))
    return Part(first, second, top)


def _is_plain(contents: png.Contents) -> bool:
    """Say whether the pixels are bytes in rows, and nothing else in the file changes them."""
    depth, colour, *ways = contents.header[_DEPTH:]
    kinds = [kind for kind, _ in groupby(contents.kinds)]
    return (
        (depth, colour in _CHANNELS, any(ways)) == (8, True, False)
        and _HARMLESS.issuperset(kinds)
        and kinds.count(b"IDAT") == 1
    )


class _Inflated:
    """The filtered rows of a PNG file, inflated as they are read."""

    def __init__(self, contents: png.Contents) -> None:
        self._inflater = zlib_ng.decompressobj()
        self._pieces = _pieces(b"".join(contents.pixels))

    def read(self, size: int) -> bytes:
        """Return the next bytes: so many, or fewer where they end."""
        found = []
        while size:
            data = self._inflater.unconsumed_tail or next(self._pieces, b"")
            part = self._inflater.decompress(data, size)
            if not part and not data:
                break
            found.append(part)
            size -= len(part)
        return b"".join(found)

    def ended(self) -> bool:
        """Say whether all has been read, and the checksum at its end is right."""
        more = self.read(1) or self._inflater.unused_data or next(self._pieces, b"")
        return self._inflater.eof and not more


def _pieces(data: bytes) -> Iterator[memoryview]:
    """Yield parts: what is left of one is copied each time it is read on from."""
    view = memoryview(data)
    return (view[start : start + _PIECE] for start in range(0, len(data), _PIECE))


class _Rows:
    """The filtered rows of both files that are kept, for they may be needed."""

    def __init__(self, height: int, stride: int, band: int, margin: int) -> None:
        self._height, self._stride, self._band, self._margin = height, stride, band, margin
        self._kept: list[tuple[int, tuple[bytes, bytes]]] = []
        self._first = self._last = -1
        self._starts = [0]
        """Rows that do not depend on the one above: from there on a picture can be decoded."""

    def add(self, top: int, bands: tuple[bytes, bytes]) -> bool:
        """Take the next rows of both files; False if it does not pay to go on."""
        one, other = (self._table(band) for band in bands)
        filters = np.maximum(one[:, 0], other[:, 0])
        if filters.max() > _PAETH:
            return False
        self._starts += (np.flatnonzero(filters <= _SUB) + top).tolist()
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

    def rows(self, which: int, top: int, bottom: int) -> bytes:
        """Return some of the rows of one of the files."""
        first = self._kept[0][0]
        data = b"".join(bands[which] for _, bands in self._kept)
        return data[(top - first) * self._stride : (bottom - first) * self._stride]

    def _keep(self, top: int, bands: tuple[bytes, bytes]) -> None:
        """Keep what may be needed yet; what is let go of is memory for the rows that follow."""
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
        after = bisect_right(self._starts, self._last)
        same = self._starts[after] if after < len(self._starts) else self._height
        return min(same + self._margin, self._height)

    def _table(self, band: bytes) -> npt.NDArray[np.uint8]:
        return np.frombuffer(band, np.uint8).reshape(-1, self._stride)
