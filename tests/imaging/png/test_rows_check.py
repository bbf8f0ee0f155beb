"""A PNG file is known to be decodable without being decoded: as OpenCV says, mode by mode."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.decode import decode
from pytest_visualdiff.model import Size
from tests.support import screen, to_png


def file_of(
    rows: bytes, *, width: int = 5, height: int = 3, kind: tuple[int, ...] = (8, 2)
) -> bytes:
    """Return a PNG file with these deflated rows; ``kind`` is depth, colour type and methods."""
    methods = (*kind, 0, 0, 0)[:5]
    header = struct.pack(">IIBBBBB", width, height, *methods)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return png.SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


ROWS = 3 * (b"\0" + 5 * b"\1\2\3")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_what_pillow_writes_can_be_decoded(mode: str) -> None:
    image = Image.fromarray(np.full((7, 9), 300, np.uint16)) if mode == "I;16" else screen()
    size = png.decodable(to_png(image if mode == "I;16" else image.convert(mode)), "it")
    assert size == Size(*image.size)


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (4, 4), (5, 3), (8, 8), (300, 2)])
@pytest.mark.parametrize("kind", [(8, 0, 0, 0, 1), (1, 0, 0, 0, 1), (16, 6, 0, 0, 1)])
def test_interlaced_files_have_the_rows_of_all_passes(
    size: tuple[int, int], kind: tuple[int, ...]
) -> None:
    width, height = size
    bits = kind[0] * {0: 1, 6: 4}[kind[1]]
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
              (0, 1, 1, 2))  # fmt: skip
    parts = [
        (len(range(left, width, across)), len(range(top, height, down)))
        for left, top, across, down in passes
    ]
    rows = b"".join(high * bytes(1 + -(-wide * bits // 8)) for wide, high in parts if wide)
    whole = file_of(zlib.compress(rows), width=width, height=height, kind=kind)
    assert png.decodable(whole, "it") == Size(width, height)
    short = file_of(zlib.compress(rows[:-1]), width=width, height=height, kind=kind)
    with pytest.raises(InvalidPictureError, match="pixels are missing at its end"):
        png.decodable(short, "it")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (file_of(zlib.compress(ROWS[:-1])), "pixels are missing"),
        (file_of(zlib.compress(ROWS)[:-9]), "pixels are missing"),
        (file_of(zlib.compress(ROWS)[:-2]), "do not end where they should"),
        (file_of(zlib.compress(ROWS)[:-1] + b"?"), "cannot be inflated"),
        (file_of(b""), "pixels are missing"),
        (file_of(b"no deflate"), "cannot be inflated"),
        (file_of(zlib.compress(b"\5" + ROWS[1:])), "a filter that does not exist"),
        (file_of(zlib.compress(ROWS), kind=(4, 2)), "a kind of pixels"),
        (file_of(zlib.compress(ROWS), kind=(8, 5)), "a kind of pixels"),
        (file_of(zlib.compress(ROWS), kind=(8, 2, 0, 0, 2)), "a kind of pixels"),
        (file_of(zlib.compress(ROWS), kind=(8, 3)), "palette"),
    ],
)
def test_what_cannot_be_decoded_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InvalidPictureError, match=f"it is a damaged PNG file: .*{why}"):
        png.decodable(data, "it")


def test_what_lies_behind_the_rows_is_no_harm() -> None:
    assert png.decodable(file_of(zlib.compress(ROWS) + bytes(10)), "it") == Size(5, 3)
    assert png.decodable(file_of(zlib.compress(ROWS + bytes(10))), "it") == Size(5, 3)


def test_a_bomb_is_not_inflated_as_a_whole() -> None:
    bomb = file_of(zlib.compress(bytes(200 << 20)))
    with pytest.raises(InvalidPictureError, match="do not end where they should"):
        png.decodable(bomb, "it")


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32 - 1))
def test_what_passes_can_be_decoded(seed: int) -> None:
    """Mutated rows under right checksums: what is not refused is decoded."""
    generator = np.random.default_rng(seed)
    rows = bytearray(zlib.compress(ROWS, int(generator.integers(0, 10))))
    for _ in range(int(generator.integers(1, 4))):
        rows[int(generator.integers(len(rows)))] = int(generator.integers(256))
    data = file_of(bytes(rows))
    try:
        size = png.decodable(data, "it")
    except InvalidPictureError:
        return
    assert decode(data, "it").shape[:2] == (size.height, size.width)


@pytest.mark.parametrize(
    ("mode", "level", "clear"), [("L", 7, 7), ("1", 1, 255), ("1", 0, 0), ("I;16", 300, 300)]
)
def test_the_grey_that_is_called_transparent_is(mode: str, level: int, clear: int) -> None:
    dtype: Any = np.uint16 if mode == "I;16" else np.uint8
    image = Image.fromarray(np.arange(60, dtype=dtype).reshape(6, 10) * 5)
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, "PNG", transparency=level)
    pixels = decode(buffer.getvalue(), "it")
    opaque = cv2.imdecode(np.frombuffer(buffer.getvalue(), np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels.shape == (6, 10, 4)
    assert ((pixels[:, :, 3] == 0) == (opaque == clear)).all()
    assert (pixels[:, :, 0] == opaque).all()
