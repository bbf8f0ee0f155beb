"""Whether the pixels of a PNG file can be decoded, found out without decoding them.

Equal files are not decoded, so a file that cannot be would count as identical to itself. Inflating
the rows and looking at the filter of each costs a small part of decoding, and no heavy import.

References
----------
W3C, Portable Network Graphics Specification (Third Edition), sections 8, 9.2 and 11.2.1.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pytest_visualdiff.imaging.png.container import Contents, contents, damaged
from pytest_visualdiff.model import Size

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel, by colour type."""

_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits that a sample may have, by colour type."""

_PASSES = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
)  # fmt: skip
"""Of each pass of Adam7: the first column and row, and the steps to the next ones."""

_LAST_FILTER = 4
"""Number of the last filter of the specification."""

_PIECE = 1 << 20
"""Bytes that are inflated at a time, at least one row: what a bomb inflates to is never held."""


def decodable(data: bytes, what: str) -> Size:
    """Return the size of a PNG file once it is certain that its pixels can be decoded.

    Parameters
    ----------
    data : bytes
        The whole file.
    what : str
        What the file is to the reader, for the error.

    Raises
    ------
    InvalidPictureError
        If it is not a PNG, is damaged, or lacks pixels.
    """
    found = contents(data, what)
    depth, colour, compression, filtering, interlace = found.header[8:]
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise damaged(what, "its header says a kind of pixels that no PNG file has")
    if colour == 3 and b"PLTE" not in found.kinds:
        raise damaged(what, "its palette (PLTE) is missing")
    bits = depth * _SAMPLES[colour]
    try:
        _check(found, _parts(found.size, bits, interlaced=interlace == 1), what)
    except zlib.error as error:
        raise damaged(what, f"its pixels (IDAT) cannot be inflated: {error}") from None
    return found.size


def _parts(size: Size, bits: int, *, interlaced: bool) -> Iterator[tuple[int, int]]:
    """Yield how many rows follow each other, and the bytes of each, its filter included."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    for left, top, across, down in passes:
        width, height = -(-(size.width - left) // across), -(-(size.height - top) // down)
        if width > 0 and height > 0:
            yield height, 1 + -(-width * bits // 8)


def _check(found: Contents, parts: Iterator[tuple[int, int]], what: str) -> None:
    """Inflate the rows, and raise if some are missing or have a filter that does not exist."""
    rows = _Inflated(found)
    for height, length in parts:
        band = max(_PIECE // length, 1)
        for top in range(0, height, band):
            wanted = min(band, height - top) * length
            data = rows.read(wanted)
            if len(data) < wanted:
                raise damaged(what, "pixels are missing at its end")
            if max(data[::length]) > _LAST_FILTER:
                raise damaged(what, "a row of its pixels has a filter that does not exist")
    if not rows.ended():
        raise damaged(what, "its pixels (IDAT) do not end where they should")


class _Inflated:
    """The filtered rows of a file, inflated as they are read."""

    def __init__(self, found: Contents) -> None:
        self._inflater = zlib.decompressobj()
        self._pieces = iter(found.pixels)

    def read(self, size: int) -> bytes:
        """Return the next bytes: so many, or fewer where they end."""
        parts = []
        while size and not self._inflater.eof:
            data = self._inflater.unconsumed_tail or next(self._pieces, None)
            if data is None:
                break
            part = self._inflater.decompress(data, size)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def ended(self) -> bool:
        """Return whether the deflated data end, with the right checksum, soon behind what was read.

        More rows than the header says are no harm, but a bomb is not inflated to its end.
        """
        self.read(_PIECE)
        return self._inflater.eof
