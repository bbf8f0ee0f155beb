"""PNG files become arrays with nothing lost."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.decode import decode
from pytest_visualdiff.imaging.picture_pair import decode_pair
from tests.support import screen, to_png


@pytest.mark.parametrize(
    ("mode", "channels"), [("L", 1), ("RGB", 3), ("RGBA", 4), ("P", 3), ("1", 1), ("LA", 4)]
)
def test_every_kind_of_png_keeps_its_pixels(mode: str, channels: int) -> None:
    image = screen().convert(mode)
    pixels = decode(to_png(image), "the picture")
    assert pixels.shape == (100, 160, channels)
    expected = np.asarray(image.convert("RGBA"))
    assert (pixels[:, :, 0] == expected[:, :, 2]).all()  # OpenCV has blue first
    assert (pixels[:, :, -1 if channels == 1 else 2] == expected[:, :, 0]).all()


def test_a_pair_comes_out_with_one_depth_and_channel_count() -> None:
    grey, glass = to_png(Image.new("L", (4, 3), 9)), to_png(Image.new("RGBA", (5, 6)))
    first, second = decode_pair(grey, glass)
    assert (first.shape, second.shape) == ((3, 4, 4), (6, 5, 4))
    assert first[0, 0].tolist() == [9, 9, 9, 255]


def test_a_whole_file_with_broken_pixels_says_so() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"too short"))
    data = png.SIGNATURE + header + pixels + chunk(b"IEND", b"")
    with pytest.raises(InvalidPictureError, match="the picture is not a picture that can be read"):
        decode(data, "the picture")


def test_more_pixels_than_opencv_takes_is_an_error_not_a_crash() -> None:
    data = bytearray(to_png(screen()))
    data[16:24] = struct.pack(">II", 100_000, 100_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    with pytest.raises(InvalidPictureError, match=r"cannot be decoded|OpenCV says"):
        decode(bytes(data), "the picture")
