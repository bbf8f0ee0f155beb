"""Pictures that are larger than a graphics processor can draw in one piece.

Chromium draws a screenshot into one texture. Where that would be larger than the device's limit (it
is 16,384 pixels for most, 8,192 for some), what lies beyond is not drawn: the picture begins again
from its top. So larger pictures are taken in pieces.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from pytest_visualdiff.model import Size

_TEXTURE_LIMIT = 8192
"""Device pixels: the smallest limit of a texture's sides that is common."""

_PIECE_STEP = 1000
"""CSS pixels of which the sides of pieces are multiples: whole device pixels at any usual scale."""

Rectangle = tuple[float, float, float, float]
"""Left, top, width and height in CSS pixels."""


def is_too_large(size: Size) -> bool:
    """Return whether a picture of this size, in device pixels, is to be taken in pieces."""
    return max(size.width, size.height) > _TEXTURE_LIMIT


def pieces(whole: Rectangle, scale: float) -> Iterator[Rectangle]:
    """Yield the pieces of a rectangle, row by row.

    Parameters
    ----------
    whole : rectangle
    scale : float
        Device pixels per CSS pixel.
    """
    left, top, width, height = whole
    most = max(int(_TEXTURE_LIMIT / scale) // _PIECE_STEP, 1) * _PIECE_STEP
    y = 0.0
    while y < height:
        x = 0.0
        while x < width:
            yield (left + x, top + y, min(most, width - x), min(most, height - y))
            x += most
        y += most


def joined(whole: Rectangle, size: Size, taken: Mapping[Rectangle, bytes]) -> bytes:
    """Return the picture that pieces make up, as a PNG file.

    Parameters
    ----------
    whole : rectangle
    size : Size
        Size of the picture in device pixels.
    taken : mapping of rectangle to bytes
        The PNG file of each piece.
    """
    from PIL import Image

    scale = size.width / whole[2], size.height / whole[3]
    image: Image.Image | None = None
    for (x, y, _, _), data in taken.items():
        with Image.open(io.BytesIO(data)) as piece:
            if image is None:
                image = Image.new(piece.mode, (size.width, size.height))
            image.paste(piece, (round((x - whole[0]) * scale[0]), round((y - whole[1]) * scale[1])))
    assert image is not None, "a rectangle has at least one piece"  # noqa: S101
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
