"""Two PNG files, decoded as far as is necessary to compare them."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple, Protocol

import numpy as np

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.arrays import Pixels
from pytest_visualdiff.imaging.decode import conform, decode
from pytest_visualdiff.imaging.png import differing_rows, shared_rows
from pytest_visualdiff.imaging.png.shared_rows import Alignment, Run
from pytest_visualdiff.imaging.side_by_side import side_by_side
from pytest_visualdiff.model import Box, Size


class Pictures(Protocol):
    """Two pictures of which parts can be read: the baseline (0) and the actual one (1)."""

    @property
    def sizes(self) -> tuple[Size, Size]:
        """Sizes of the whole pictures."""
        ...

    def known(self, side: int) -> Box:
        """Return the part of a picture that can be examined."""
        ...

    def part(self, side: int, box: Box) -> Pixels:
        """Return the pixels of ``box``, which lies in known rows; ``side`` 0 is the baseline."""
        ...


class Decoded(NamedTuple):
    """The rows of two pictures that contain all differences.

    Attributes
    ----------
    baseline, actual : ndarray of shape (height, width, channels)
        Of equal dtype and channels.
    top : int
        The row of the whole pictures that they begin with.
    sizes : tuple of two Size
        Of the whole pictures.
    runs : tuple of Run
        Rows that are known to be equal, further up or down or in place, from top to bottom.
    """

    baseline: Pixels
    actual: Pixels
    top: int
    sizes: tuple[Size, Size]
    runs: tuple[Run, ...] = ()

    def known(self, side: int) -> Box:
        """Return the rows of a picture that are decoded."""
        height, width, _ = (self.baseline, self.actual)[side].shape
        return Box(0, self.top, width, height)

    def part(self, side: int, box: Box) -> Pixels:
        """Return the pixels of ``box``, which lies in these rows; ``side`` 0 is the baseline."""
        pixels: Pixels = (self.baseline, self.actual)[side][box.move(0, -self.top).slices]
        return pixels

    def decode(self) -> Decoded:
        """Return it as it is."""
        return self


class Pushed(NamedTuple):
    """Two pictures of different heights that have rows in common, further up or down; not decoded.

    Attributes
    ----------
    alignment : Alignment
    sizes : tuple of two Size
    """

    alignment: Alignment
    sizes: tuple[Size, Size]

    def known(self, side: int) -> Box:
        """Return the whole of a picture."""
        return Box(0, 0, self.sizes[side].width, self.sizes[side].height)

    def part(self, side: int, box: Box) -> Pixels:
        """Return the pixels of ``box``; ``side`` 0 is the baseline.

        Decoding starts at the nearest row above that does not depend on the row before it.
        """
        rows: Pixels = self.alignment.pixels(side, box.y, box.bottom)
        return rows[:, box.x : box.right]

    def decode(self) -> Decoded:
        """Decode all rows."""
        return Decoded(*self.alignment.decode(), 0, self.sizes, self.alignment.runs)


def decode_differing(baseline: bytes, actual: bytes, margin: int) -> Decoded | Pushed:
    """Decode the rows of two PNG files that differ, and ``margin`` rows around them.

    More rows are decoded where that is necessary: all of them if the sizes differ or most rows do,
    unless it is clear before decoding that most rows only moved.

    Parameters
    ----------
    baseline, actual : bytes
        The files.
    margin : int
        Rows.

    Raises
    ------
    InvalidPictureError
        As `decode_pair`.
    """
    with suppress(InvalidPictureError):  # decoding says of which file it is to be said
        before, after = png.contents(baseline, ""), png.contents(actual, "")
        sizes = before.size, after.size
        if part := differing_rows.differing(before, after, margin):
            return Decoded(*part, sizes)
        if alignment := shared_rows.align(before, after):
            pushed = Pushed(alignment, sizes)
            moved = any(run.distance for run in alignment.runs)
            return pushed if moved and sizes[0] != sizes[1] else pushed.decode()
    one, other = decode_pair(baseline, actual)
    sizes = Size(one.shape[1], one.shape[0]), Size(other.shape[1], other.shape[0])
    return Decoded(one, other, 0, sizes)


def decode_pair(baseline: bytes, actual: bytes) -> tuple[Pixels, Pixels]:
    """Decode ``baseline`` and ``actual`` on two threads, and give them one depth and channel count.

    Returns
    -------
    tuple of two ndarrays
        Each (height, width, channels) with its own height and width; dtype and channels are equal.

    Raises
    ------
    InvalidPictureError
        As `decode`; if both are broken, the baseline's error.
    """
    first, second = side_by_side(
        lambda: decode(baseline, "the baseline"), lambda: decode(actual, "the actual picture")
    )
    depth = np.promote_types(first.dtype, second.dtype)
    channels = max(first.shape[2], second.shape[2])
    return conform(first, depth, channels), conform(second, depth, channels)
