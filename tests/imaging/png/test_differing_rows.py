"""Rows that are left out are equal in both files, and those that are decoded are the files' own."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.picture_pair import Decoded, decode_differing, decode_pair
from pytest_visualdiff.imaging.png import differing_rows as rows
from pytest_visualdiff.imaging.png.filters import stored
from pytest_visualdiff.imaging.png.shared_rows import align
from tests.support import array_png, to_png

_HEIGHT, _WIDTH = 800, 600
_MARGIN = 32

Picture = npt.NDArray[np.uint8]


def page(mode: str) -> Picture:
    """Return noise, a gradient and flat ground, for which an encoder takes different filters."""
    picture = np.zeros((_HEIGHT, _WIDTH, len(mode)), np.uint8)
    picture[:] = np.arange(_WIDTH)[np.newaxis, :, np.newaxis] // 3
    picture[300:500] = np.random.default_rng(3).integers(0, 256, (200, _WIDTH, 1))
    picture[600:] = 240
    return picture


def decoded(baseline: bytes, actual: bytes) -> Decoded:
    found = decode_differing(baseline, actual, _MARGIN)
    assert isinstance(found, Decoded)
    return found


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize(("top", "bottom"), [(0, 1), (5, 9), (299, 330), (495, 640), (799, 800)])
def test_all_that_differs_is_decoded(mode: str, top: int, bottom: int) -> None:
    baseline = page(mode)
    actual = baseline.copy()
    actual[top:bottom, 100:140] ^= 9
    files = array_png(baseline), array_png(actual)
    whole = decode_pair(*files)

    found = decoded(*files)

    end = found.top + len(found.baseline)
    assert len(found.baseline) < _HEIGHT
    assert found.top <= max(top - _MARGIN, 0)
    assert end >= min(bottom + _MARGIN, _HEIGHT)
    assert (found.baseline == whole[0][found.top : end]).all()
    assert (found.actual == whole[1][found.top : end]).all()


def test_where_nothing_differs_hardly_anything_is_decoded() -> None:
    one, other = (to_png(Image.fromarray(page("RGB")), compress_level=level) for level in (1, 9))
    found = decoded(one, other)
    assert one != other
    assert len(found.baseline) == 1
    assert (found.baseline == found.actual).all()
    assert [str(size) for size in found.sizes] == ["600x800"] * 2


def test_a_ground_that_differs_is_decoded_however_few_of_its_filtered_rows_do() -> None:
    baseline = np.full((_HEIGHT, _WIDTH, 3), 200, np.uint8)
    actual = baseline.copy()
    actual[400:] = 100
    found = decoded(upwards(baseline), upwards(actual))
    assert (found.top, len(found.actual)) == (0, _HEIGHT)
    assert (found.actual == actual).all()


def upwards(picture: Picture, filters: int = 2) -> bytes:
    """Return a PNG file whose every row says by how much it differs from the one above."""
    steps = np.diff(picture, axis=0, prepend=np.zeros_like(picture[:1]))
    table = np.insert(steps.reshape(len(picture), -1), 0, filters, axis=1)
    header = struct.pack(">IIBBBBB", picture.shape[1], len(picture), 8, 2, 0, 0, 0)
    return stored(header, table.tobytes())


@pytest.mark.parametrize("broken", ["filter", "checksum", "rows"])
def test_what_cannot_be_told_from_the_rows_is_left_to_the_decoder(broken: str) -> None:
    picture = page("RGB")
    data = bytearray(upwards(picture, filters=7 if broken == "filter" else 2))
    if broken == "checksum":
        data[-20] ^= 1  # the end of the deflated pixels: what Adler-32 says of them
        start = data.index(b"IDAT")
        data[-16:-12] = struct.pack(">I", zlib.crc32(bytes(data[start:-16])))
    elif broken == "rows":
        data = bytearray(upwards(picture[:-1]))
        data[16:24] = struct.pack(">II", _WIDTH, _HEIGHT)
        data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    contents = png.contents(bytes(data), "it")
    assert rows.differing(contents, contents, _MARGIN) is None
    assert align(contents, contents) is None


def test_a_damaged_file_is_named() -> None:
    whole = array_png(page("RGB"))
    with pytest.raises(InvalidPictureError, match="the actual picture is a damaged PNG"):
        decode_differing(whole, whole[:-20], _MARGIN)
