"""Filtered rows: what they inflate to, the pixels that they mean, and which files are read so."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.png.filters import (
    Inflated,
    Rows,
    Table,
    inflate,
    readable,
    stride,
    undo,
    undone,
)
from tests.support import Picture, array_png
from tests.support.encoding import AVERAGE, COLOURS, FILTERS, NONE, PAETH, SUB, UP, filtered

ORDER = {1: [0], 3: [2, 1, 0], 4: [2, 1, 0, 3]}
"""OpenCV's order of a file's channels, by their number."""

MEGAPIXEL = (1024, 1024)
"""Width and height of a grey picture that is just large enough to be read by rows."""


def reconstructed(table: Table, channels: int, above: bytes | None = None) -> Picture:
    """Return the pixels of filtered rows as the specification defines them, byte by byte.

    W3C, Portable Network Graphics Specification (Third Edition), sections 9.2 to 9.4.
    """
    prior = above or bytes(table.shape[1] - 1)
    rows = []
    for kind, *coded in table.tolist():
        row: list[int] = []
        for x, byte in enumerate(coded):
            a = row[x - channels] if x >= channels else 0
            b = prior[x]
            c = prior[x - channels] if x >= channels else 0
            predictor = (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]
            row.append((byte + predictor) % 256)
        prior = bytes(row)
        rows.append(row)
    pixels = np.array(rows, np.uint8).reshape(len(table), -1, channels)
    return pixels[:, :, ORDER[channels]]


def paeth(a: int, b: int, c: int) -> int:
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    if pa <= pb and pa <= pc:
        return a
    return b if pb <= pc else c


def rows_of(width: int, channels: int, filters: list[int], seed: int) -> Table:
    """Return any filtered rows, of these filters."""
    generator = np.random.default_rng(seed)
    table = generator.integers(0, 256, (len(filters), 1 + width * channels)).astype(np.uint8)
    table[:, 0] = filters
    return table


def contents(
    width: int = MEGAPIXEL[0],
    height: int = MEGAPIXEL[1],
    *,
    depth: int = 8,
    colour: int = 0,
    methods: tuple[int, int, int] = (0, 0, 0),
    kinds: tuple[bytes, ...] = (b"IHDR", b"IDAT", b"IEND"),
) -> png.Contents:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, *methods)
    return png.Contents(header, list(kinds), [], [])


TABLE = rows_of(7, 3, [NONE, SUB, UP, AVERAGE, PAETH], seed=1)


def file_of(data: bytes, *, parts: int = 1) -> png.Contents:
    """Return a file of five rows of seven RGB pixels, with this as its pixels."""
    size = -(-len(data) // parts)
    pixels = [memoryview(data)[start : start + size] for start in range(0, len(data), size or 1)]
    return replace(contents(7, 5, colour=2), pixels=pixels)


widths, channel_counts = st.integers(1, 9), st.sampled_from(sorted(COLOURS))
filters_of_rows = st.lists(st.sampled_from(FILTERS), min_size=1, max_size=8)
seeds = st.integers(0, 2**32 - 1)


@settings(deadline=None)
@given(widths, channel_counts, filters_of_rows, seeds)
def test_rows_are_undone_as_the_specification_says(
    width: int, channels: int, filters: list[int], seed: int
) -> None:
    table = rows_of(width, channels, filters, seed)
    assert np.array_equal(undone(table, width), reconstructed(table, channels))


@settings(deadline=None)
@given(widths, channel_counts, filters_of_rows, seeds)
def test_rows_are_undone_below_the_row_that_is_given(
    width: int, channels: int, filters: list[int], seed: int
) -> None:
    above, *below = rows_of(width, channels, [NONE, *filters], seed)
    table = np.stack(below)
    out: Rows = np.empty((len(table), width, channels), np.uint8)
    undo(table, out, above[1:].reshape(width, channels)[:, ORDER[channels]])
    assert np.array_equal(out, reconstructed(table, channels, above[1:].tobytes()))


@pytest.mark.parametrize("width", [8_000, 32_768])
def test_rows_that_are_undone_in_several_bands_are_the_same_as_at_once(width: int) -> None:
    table = rows_of(width, 4, [PAETH, UP, AVERAGE, PAETH, SUB, UP, NONE], seed=2)
    assert np.array_equal(undone(table, width), reconstructed(table, 4))


@given(st.sampled_from(sorted(COLOURS)), filters_of_rows, seeds)
@settings(deadline=None)
def test_a_picture_is_inflated_and_undone_to_itself_whatever_its_filters(
    channels: int, filters: list[int], seed: int
) -> None:
    generator = np.random.default_rng(seed)
    picture = generator.integers(0, 256, (len(filters), 6, channels)).astype(np.uint8)
    found = inflate(png.contents(filtered(picture, filters), "it"))
    assert found is not None
    assert found[:, 0].tolist() == filters
    assert np.array_equal(undone(found, 6), picture[:, :, ORDER[channels]])


@pytest.mark.parametrize("level", [0, 1, 6, 9])
@pytest.mark.parametrize("parts", [1, 2, 30])
def test_rows_are_inflated_whatever_their_compression_and_chunks(level: int, parts: int) -> None:
    data = zlib.compress(TABLE.tobytes(), level)
    found = inflate(file_of(data, parts=parts))
    assert found is not None
    assert np.array_equal(found, TABLE)


def test_more_than_a_cache_of_rows_is_inflated() -> None:
    table = rows_of(1000, 4, [PAETH] * 100, seed=3)
    data = memoryview(zlib.compress(table.tobytes()))
    found = inflate(replace(contents(1000, 100, colour=6), pixels=[data]))
    assert found is not None
    assert np.array_equal(found, table)


WHOLE = zlib.compress(TABLE.tobytes())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"no deflated data at all", id="something else"),
        pytest.param(zlib.compress(TABLE[:-1].tobytes()), id="a row too few"),
        pytest.param(zlib.compress(TABLE.tobytes() + b"\0"), id="a byte too many"),
        pytest.param(WHOLE + b"\0", id="a byte behind the end"),
        pytest.param(WHOLE[:-4] + bytes(4), id="a wrong checksum"),
        pytest.param(
            zlib.compress(TABLE[:4].tobytes() + b"\x05" + TABLE[4, 1:].tobytes()),
            id="an unknown filter",
        ),
    ],
)
def test_damaged_rows_are_not_inflated(data: bytes) -> None:
    assert inflate(file_of(data)) is None


def test_rows_that_were_cut_off_anywhere_are_not_inflated() -> None:
    found = [inflate(file_of(WHOLE[:length])) for length in range(len(WHOLE))]
    assert found == [None] * len(WHOLE)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255), st.integers(1, 5))
def test_a_damaged_byte_never_gives_other_rows(place: int, bits: int, parts: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] ^= bits
    found = inflate(file_of(bytes(damaged), parts=parts))
    assert found is None or np.array_equal(found, TABLE)


def test_rows_are_read_as_far_as_they_go_and_end_with_the_last_byte() -> None:
    inflated, data = Inflated(file_of(WHOLE, parts=3)), TABLE.tobytes()
    assert inflated.read(30) == data[:30]
    assert inflated.read(0) == b""
    assert inflated.read(len(data)) == data[30:]
    assert inflated.read(1) == b""
    assert inflated.ended()


@pytest.mark.parametrize("more", [b"\0", b"\0" * 10, bytes(range(256)) * 400])
@pytest.mark.parametrize("parts", [1, 3])
def test_what_lies_behind_the_deflated_rows_is_not_waited_for(more: bytes, parts: int) -> None:
    inflated = Inflated(file_of(WHOLE + more, parts=parts))
    assert inflated.read(len(TABLE.tobytes()) + 1) == TABLE.tobytes()
    assert inflated.read(1) == b""
    assert not inflated.ended()
    assert inflate(file_of(WHOLE + more, parts=parts)) is None


def test_rows_have_not_ended_before_the_last_byte() -> None:
    inflated = Inflated(file_of(WHOLE))
    inflated.read(TABLE.size - 1)
    assert not inflated.ended()


@pytest.mark.parametrize(("colour", "channels"), [(0, 1), (2, 3), (6, 4)])
def test_a_row_is_its_filter_and_a_byte_for_each_channel_of_a_pixel(
    colour: int, channels: int
) -> None:
    assert stride(contents(10, 1, colour=colour)) == 1 + 10 * channels


def test_large_pictures_that_differ_in_height_alone_can_be_compared() -> None:
    assert readable(contents(), contents(height=2000))


def test_what_pillow_writes_is_readable() -> None:
    assert readable(png.contents(array_png(np.zeros((600, 600, 3), np.uint8)), "it"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(contents(height=1022), id="a row too small"),
        pytest.param(contents(width=1025), id="another width"),
        pytest.param(contents(colour=2), id="another colour type"),
        pytest.param(contents(height=(1 << 15) + 1), id="too tall for OpenCV"),
    ],
)
def test_a_picture_that_differs_in_more_than_height_or_is_too_small_is_not_readable_beside_another(
    other: png.Contents,
) -> None:
    assert readable(contents())
    assert not readable(contents(), other)


@pytest.mark.parametrize(
    "both",
    [
        pytest.param(contents(4096, 4096, depth=4), id="less than a byte"),
        pytest.param(contents(4096, 4096, depth=16), id="two bytes"),
        pytest.param(contents(4096, 4096, colour=3), id="a palette"),
        pytest.param(contents(4096, 4096, colour=4), id="grey with alpha"),
        pytest.param(contents(4096, 4096, methods=(0, 0, 1)), id="interlaced"),
        pytest.param(contents(kinds=(b"IHDR", b"tRNS", b"IDAT", b"IEND")), id="transparency"),
        pytest.param(contents(kinds=(b"IHDR", b"iCCP", b"IDAT", b"IEND")), id="a profile"),
        pytest.param(
            contents(kinds=(b"IHDR", b"IDAT", b"tEXt", b"IDAT", b"IEND")), id="parted pixels"
        ),
        pytest.param(contents(kinds=(b"IHDR", b"IEND")), id="no pixels"),
    ],
)
def test_pixels_that_are_not_plain_bytes_in_rows_are_not_readable(both: png.Contents) -> None:
    assert not readable(both, both)


def test_pixels_in_several_chunks_beside_harmless_ones_are_readable() -> None:
    kinds = (b"IHDR", b"sRGB", b"gAMA", b"pHYs", b"tEXt", b"IDAT", b"IDAT", b"tIME", b"IEND")
    assert readable(contents(kinds=kinds), contents())
