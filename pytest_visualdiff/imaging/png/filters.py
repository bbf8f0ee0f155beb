"""Rows of pixels as stored in a PNG file: each filtered, then all deflated.

References
----------
W3C, Portable Network Graphics Specification (Third Edition), sections 7.3, 9 and 10.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import groupby
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt
from zlib_ng import zlib_ng

from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.arrays import CACHED

Table: TypeAlias = npt.NDArray[np.uint8]
"""(rows, 1 + bytes of a row): each row with its filter's number before it."""

Rows: TypeAlias = npt.NDArray[np.uint8]
"""(rows, width, channels): pixels as OpenCV has them, grey, BGR or BGRA."""

NONE = 0
"""Number of the filter that leaves the bytes of a row as they are."""

SUB = 1
"""Number of the filter that looks to the left; those after it look at the row above as well."""

PAETH = 4
"""Number of the last filter of the specification."""

_CHANNELS = {0: 1, 2: 3, 6: 4}
"""By the colour types: grey, RGB and RGBA."""

_HARMLESS = frozenset((b"IHDR", b"sRGB", b"gAMA", b"pHYs", b"tEXt", b"tIME", b"IDAT", b"IEND"))
"""Chunks that OpenCV's pixels do not depend on, and IHDR and IDAT."""

_DEPTH = 8
"""Byte of a header with the depth; the bytes after it are the colour type and the three methods."""

_COLOUR = 9
"""Byte of a header with the colour type."""

_LONGEST = 1 << 15
"""Pixels of a side up to which OpenCV refuses no picture."""

_FEWEST = 1 << 20
"""Bytes from which on a picture takes longer to decode than to look into. Measured with
benchmarks/speed."""

_PIECE = 1 << 16
"""Bytes that are inflated from at a time: what is left of them is copied each time."""

DeflateError = cast("type[Exception]", zlib_ng.error)  # its stub has it as an instance
"""Raised where the deflated rows are damaged."""


def readable(*files: png.Contents) -> bool:
    """Return whether the rows of files can be compared, and are enough for that to pay."""
    first = files[0]
    return all(
        _is_plain(it)
        and it.size.width == first.size.width
        and it.header[_DEPTH:] == first.header[_DEPTH:]
        and max(it.size.width, it.size.height) <= _LONGEST
        and it.size.height * stride(it) >= _FEWEST
        for it in files
    )


def stride(contents: png.Contents) -> int:
    """Return how many bytes a filtered row has."""
    return 1 + _CHANNELS[contents.header[_COLOUR]] * contents.size.width


def _is_plain(contents: png.Contents) -> bool:
    """Return whether the pixels are bytes in rows, and nothing else in the file changes them."""
    depth, colour, *ways = contents.header[_DEPTH:]
    kinds = [kind for kind, _ in groupby(contents.kinds)]
    return (
        (depth, colour in _CHANNELS, any(ways)) == (8, True, False)
        and _HARMLESS.issuperset(kinds)
        and kinds.count(b"IDAT") == 1
    )


class Inflated:
    """The filtered rows of a PNG file, inflated as they are read."""

    def __init__(self, contents: png.Contents) -> None:
        self._inflater = zlib_ng.decompressobj()
        self._pieces = _pieces(b"".join(contents.pixels))

    def read(self, size: int) -> bytes:
        """Return the next bytes: so many, or fewer where they end."""
        found = []
        while size and not self._inflater.eof:  # past the end, bytes wait in vain
            data = self._inflater.unconsumed_tail or next(self._pieces, b"")
            part = self._inflater.decompress(data, size)
            if not part and not data:
                break
            found.append(part)
            size -= len(part)
        return b"".join(found)

    def ended(self) -> bool:
        """Return whether all has been read, and the checksum at its end is right."""
        inflater = self._inflater
        more = self.read(1) or inflater.unused_data or inflater.unconsumed_tail
        return inflater.eof and not (more or next(self._pieces, b""))


def _pieces(data: bytes) -> Iterator[memoryview]:
    """Yield the data in pieces: what is left of a piece is copied on each read."""
    view = memoryview(data)
    return (view[start : start + _PIECE] for start in range(0, len(data), _PIECE))


def inflate(contents: png.Contents) -> Table | None:
    """Return all rows of a PNG file; None if some are missing or damaged."""
    height, width = contents.size.height, stride(contents)
    table = np.empty((height, width), np.uint8)
    data, place, inflated = table.reshape(-1), 0, Inflated(contents)
    try:
        while place < len(data):
            part = inflated.read(min(CACHED, len(data) - place))
            if not part:
                return None
            data[place : place + len(part)] = np.frombuffer(part, np.uint8)
            place += len(part)
        whole = inflated.ended()
    except DeflateError:
        return None
    return table if whole and table[:, 0].max() <= PAETH else None


def undone(table: Table, width: int) -> Rows:
    """Return the pixels of rows, the first of which does not depend on one above; see `undo`.

    Parameters
    ----------
    table : ndarray of shape (rows, 1 + bytes per row), uint8
        Filtered rows, each after its filter type.
    width : int
        Pixels per row.
    """
    rows = room(len(table), width, table.shape[1])
    undo(table, rows)
    return rows


def room(height: int, width: int, length: int) -> Rows:
    """Return an empty array for ``height`` rows of ``width`` pixels.

    Each row has ``length`` filtered bytes, the filter type included.
    """
    return np.empty((height, width, (length - 1) // width), np.uint8)


def undo(table: Table, out: Rows, above: npt.NDArray[np.uint8] | None = None) -> None:
    """Write the pixels of rows.

    Parameters
    ----------
    table : ndarray of shape (rows, 1 + bytes of a row), uint8
        Filtered; no filter's number is beyond Paeth's.
    out : ndarray of shape (rows, width, channels), uint8
        Where the pixels go.
    above : ndarray of shape (width, channels), optional
        The row above the first one; not needed if that is the picture's first, or its filter does
        not look there.
    """
    band = max(CACHED // table.shape[1] - 1, 1)
    for top in range(0, len(table), band):
        rows = table[top : top + band]
        if above is not None and rows[0, 0] > SUB:
            known = np.concatenate(([NONE], _rgb(above).reshape(-1))).astype(np.uint8)
            data = known.tobytes() + rows.tobytes()
        else:
            data = rows.tobytes()
        size = len(data) // table.shape[1]
        picture = _decode(data, size, out)
        out[top : top + band] = picture[size - len(rows) :]
        above = out[top + len(rows) - 1]


def _rgb(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return pixels in a file's order of channels."""
    order = {1: [0], 3: [2, 1, 0], 4: [2, 1, 0, 3]}[pixels.shape[1]]
    return pixels[:, order]


def _decode(rows: bytes, height: int, like: Rows) -> Rows:
    _, width, channels = like.shape
    colour = next(it for it, number in _CHANNELS.items() if number == channels)
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    data = np.frombuffer(stored(header, rows), np.uint8)
    pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    return np.asarray(pixels, np.uint8).reshape(height, width, channels)


def stored(header: bytes, rows: bytes) -> bytes:
    """Return a PNG file of filtered rows that are not compressed.

    Parameters
    ----------
    header : bytes
        What the header chunk says.
    rows : bytes
        Each as the filter's number and the bytes that it makes of the pixels.
    """
    chunks = ((b"IHDR", header), (b"IDAT", zlib_ng.compress(rows, 0)), (b"IEND", b""))
    return png.SIGNATURE + b"".join(
        part
        for kind, data in chunks
        for part in (
            struct.pack(">I", len(data)),
            kind,
            data,
            struct.pack(">I", zlib_ng.crc32(data, zlib_ng.crc32(kind))),
        )
    )
