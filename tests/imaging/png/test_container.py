"""A file is a whole PNG or the error says what it is instead."""

from __future__ import annotations

import struct
import zlib

import pytest

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.model import Size
from tests.support import screen, to_png

WHOLE = to_png(screen())


def test_a_whole_file_tells_its_size() -> None:
    assert png.check(WHOLE, "cart.png") == Size(160, 100)


def test_bytes_after_the_end_do_no_harm() -> None:
    assert png.check(WHOLE + b"trailing", "cart.png") == Size(160, 100)


@pytest.mark.parametrize("length", [9, 20, 33, 40, len(WHOLE) - 1])
def test_a_file_that_was_cut_off_says_so(length: int) -> None:
    with pytest.raises(InvalidPictureError, match=f"cart.png is a damaged.*after {length} bytes"):
        png.check(WHOLE[:length], "cart.png")


@pytest.mark.parametrize("length", [0, 9, 20, 33, 40, len(WHOLE) - 1])
def test_a_file_that_was_cut_off_says_so_without_a_look_at_its_checksums(length: int) -> None:
    with pytest.raises(InvalidPictureError, match=r"cart\.png is "):
        png.skim(WHOLE[:length], "cart.png")


def test_what_is_in_the_chunks_of_two_equal_files_does_not_matter() -> None:
    broken = bytearray(WHOLE)
    broken[len(WHOLE) // 2] ^= 1
    assert png.skim(bytes(broken), "cart.png") == Size(160, 100)


def test_one_flipped_bit_is_found() -> None:
    broken = bytearray(WHOLE)
    broken[len(WHOLE) // 2] ^= 1
    with pytest.raises(InvalidPictureError, match="checksum of its IDAT chunk is wrong"):
        png.check(bytes(broken), "cart.png")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty"),
        (b"\xff\xd8\xff\xe0 a JPEG file", r"its first bytes are b'\\xff\\xd8\\xff\\xe0 a J'"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer"),
    ],
)
def test_another_kind_of_file_is_described(data: bytes, says: str) -> None:
    with pytest.raises(InvalidPictureError, match=f"cart.png is not a PNG file: .*{says}"):
        png.check(data, "cart.png")


@pytest.mark.parametrize(
    ("data", "cure"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", "Run 'git lfs pull'."),
        (WHOLE.replace(b"\r\n", b"\n"), "Write '\\*.png binary' into .gitattributes"),
        (WHOLE.replace(b"\n", b"\r\n"), "Write '\\*.png binary' into .gitattributes"),
        (b"text", "Give a picture: a PNG file, or any other"),
    ],
)
def test_what_version_control_did_to_it_names_the_cure(data: bytes, cure: str) -> None:
    with pytest.raises(InvalidPictureError, match=cure):
        png.check(data, "cart.png")


def test_a_header_without_pixels_is_refused() -> None:
    with pytest.raises(InvalidPictureError, match="its header says 0x7 pixels"):
        png.check(
            png.SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 7, 8, 2, 0, 0, 0)), "x"
        )


def test_a_file_must_begin_with_its_header() -> None:
    with pytest.raises(InvalidPictureError, match="does not begin with a header"):
        png.check(png.SIGNATURE + _chunk(b"IDAT", b"123"), "x")


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
