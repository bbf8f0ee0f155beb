"""Rows that are said to have moved have, and pictures put together from them are the files'."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.picture_pair import Decoded, Pushed, decode_differing, decode_pair
from pytest_visualdiff.imaging.png.shared_rows import Alignment, Run, align
from tests.support import Picture, array_png, to_png
from tests.support.encoding import FILTERS, NONE, PAETH, SUB, UP, filtered

_WIDTH, _HEIGHT = 900, 420
"""As few pixels as are looked at by rows, in either number of channels."""


def noise(height: int = _HEIGHT, channels: int = 3, *, seed: int = 1) -> Picture:
    """Return rows no two of which are alike, but for bands of plain ground."""
    generator = np.random.default_rng(seed)
    picture = generator.integers(0, 256, (height, _WIDTH, channels), np.uint8)
    for top in range(30, height, 90):
        picture[top : top + 25] = 230
    return picture


def aligned(baseline: bytes, actual: bytes) -> Alignment:
    found = align(png.contents(baseline, "it"), png.contents(actual, "it"))
    assert found is not None
    return found


def encoded(picture: Picture, encoder: str, generator: np.random.Generator) -> bytes:
    """Encode a picture whose channels are in a file's order."""
    if encoder == "pillow":
        return to_png(Image.fromarray(picture.squeeze()), compress_level=1)
    if encoder == "opencv":
        swapped = picture[:, :, [2, 1, 0, 3][: picture.shape[2]]]
        return cv2.imencode(".png", swapped)[1].tobytes()
    return filtered(picture, generator.choice(FILTERS, len(picture)).tolist())


edits = st.tuples(
    st.sampled_from(["insert", "remove", "change", "repeat"]),
    st.integers(0, _HEIGHT - 1),
    st.integers(1, 120),
)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([3, 4]),
    st.sampled_from(["pillow", "opencv", "filters"]),
    st.lists(edits, max_size=4),
)
def test_whatever_was_done_to_the_rows_the_pictures_are_the_files(
    seed: int, channels: int, encoder: str, done: list[tuple[str, int, int]]
) -> None:
    generator = np.random.default_rng(seed)
    before = noise(channels=channels, seed=seed)
    after = before.copy()
    for what, at, rows in done:
        if what == "insert":
            band = np.full((rows, _WIDTH, channels), 9, np.uint8)
            after = np.concatenate((after[:at], band, after[at:]))
        elif what == "remove" and len(after) - rows >= _HEIGHT:
            after = np.concatenate((after[:at], after[at + rows :]))
        elif what == "change":
            after[at : at + rows, 100:110] ^= 77
        elif what == "repeat":
            after = np.concatenate((after[:at], after[max(at - rows, 0) :]))
    files = encoded(before, encoder, generator), encoded(after, encoder, generator)
    whole = decode_pair(*files)

    found = aligned(*files)

    pictures = found.decode()
    assert (pictures[0] == whole[0]).all()
    assert (pictures[1] == whole[1]).all()
    for start, stop, distance in found.runs:
        assert (whole[1][start:stop] == whole[0][start - distance : stop - distance]).all()
    assert all(one.stop <= other.start for one, other in pairwise(found.runs))
    top, bottom = sorted(generator.integers(0, len(after) + 1, 2).tolist())
    assert (found.pixels(0, min(top, 400), 420) == whole[0][min(top, 400) : 420]).all()
    if top < bottom:
        assert (found.pixels(1, top, bottom) == whole[1][top:bottom]).all()


@pytest.mark.parametrize("by", [1, 48, 200])
@pytest.mark.parametrize("up", [False, True])
def test_what_was_pushed_is_found_where_it_went(by: int, up: bool) -> None:
    short = noise(600)
    tall = np.concatenate((short[:100], noise(by, seed=2), short[100:]))
    pictures = (tall, short) if up else (short, tall)
    found = aligned(*map(array_png, pictures))
    distance = -by if up else by
    moved = [run for run in found.runs if run.distance == distance]
    start, last = (100, 600) if up else (100 + by, 600 + by)
    assert found.first == 100
    assert [run.stop for run in moved] == [last]
    assert start <= moved[0].start <= start + 25  # the next row that does not look at one above


def test_equal_filtered_rows_are_not_equal_pixels_unless_one_of_them_stands_alone() -> None:
    before, banner = noise(), noise(40, seed=9)
    brighter = np.concatenate((banner, before + np.uint8(5)))
    filters = [UP] * (_HEIGHT - 1)
    files = filtered(before, [SUB, *filters]), filtered(brighter, [SUB] * 40 + [SUB, *filters])
    tables = aligned(*files)
    assert (tables.before[1:] == tables.after[41:]).all()
    assert tables.runs == ()
    assert (tables.decode()[1] == decode_pair(*files)[1]).all()


def test_rows_below_one_that_stands_alone_are_known() -> None:
    before = noise()
    after = np.concatenate((noise(40, seed=9), before))
    filters = [UP] * _HEIGHT
    filters[0] = NONE
    for row in (200, 300):
        filters[row] = SUB
    files = filtered(before, filters), filtered(after, [PAETH] * 41 + filters[1:])
    assert aligned(*files).runs == (Run(240, 40 + _HEIGHT, 40),)


def test_a_picture_that_only_grew_is_not_decoded_yet_and_one_that_changed_is() -> None:
    before = noise()
    after = np.concatenate((noise(40, seed=9), before))
    files = array_png(before), array_png(after)
    pushed = decode_differing(*files, 32)
    assert isinstance(pushed, Pushed)
    assert [str(size) for size in pushed.sizes] == ["900x420", "900x460"]
    decoded = pushed.decode()
    assert (decoded.actual == cv2.imdecode(np.frombuffer(files[1], np.uint8), -1)).all()
    assert isinstance(decode_differing(files[0], array_png(after[:_HEIGHT]), 32), Decoded)
    assert isinstance(decode_differing(files[0], array_png(noise(460, seed=5)), 32), Decoded)


def test_rows_of_another_width_are_left_to_the_decoder() -> None:
    files = array_png(noise()), array_png(noise(500)[:, :-1])
    assert align(*(png.contents(data, "it") for data in files)) is None
