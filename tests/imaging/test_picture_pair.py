"""Two files are decoded as far as is needed, and a part of them is where it is in the whole."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging.picture_pair import Decoded, Pushed, decode_differing, decode_pair
from pytest_visualdiff.model import Box, Size
from tests.support import Picture, array_png

NOISE = np.random.default_rng(6).integers(0, 256, (600, 800, 3), np.uint8)
CHANGE = Box(100, 300, 60, 20)


def with_change() -> Picture:
    after = NOISE.copy()
    after[CHANGE.slices] = 9
    return after


def pushed() -> Picture:
    return np.concatenate((NOISE[:100], np.full((40, 800, 3), 9, np.uint8), NOISE[100:]))


def test_what_differs_is_in_the_rows_that_are_decoded_with_a_margin() -> None:
    pictures = decode_differing(array_png(NOISE), array_png(with_change()), 32)
    assert isinstance(pictures, Decoded)
    assert pictures.sizes == (Size(800, 600), Size(800, 600))
    around = CHANGE.grow(32)
    assert pictures.known(0).contains(around)
    assert (pictures.part(0, around) != pictures.part(1, around)).any(
        axis=2
    ).sum() >= CHANGE.area - 9
    assert pictures.decode() is pictures


def test_parts_of_pictures_that_were_pushed_are_those_of_the_whole() -> None:
    pictures = decode_differing(array_png(NOISE), array_png(pushed()), 32)
    whole = pictures.decode()
    assert pictures.sizes == (Size(800, 600), Size(800, 640))
    assert (whole.baseline[..., ::-1] == NOISE).all()
    assert (whole.actual[..., ::-1] == pushed()).all()
    if isinstance(pictures, Pushed):
        box = Box(10, 450, 30, 20)
        assert (pictures.part(1, box) == whole.part(1, box)).all()
        assert pictures.known(1) == Box(0, 0, 800, 640)


def test_two_files_are_brought_to_one_depth_and_number_of_channels() -> None:
    grey, colour = NOISE[:20, :20, 0], NOISE[:20, :20]
    first, second = decode_pair(array_png(grey), array_png(colour))
    assert first.shape == second.shape == (20, 20, 3)
    assert first.dtype == second.dtype == np.uint8


@pytest.mark.parametrize(
    ("broken", "named"),
    [((True, False), "baseline"), ((False, True), "actual"), ((True, True), "baseline")],
)
def test_the_error_names_the_file_that_is_broken(broken: tuple[bool, bool], named: str) -> None:
    files = [array_png(NOISE[:9, :9])[: 40 if cut else None] for cut in broken]
    with pytest.raises(InvalidPictureError, match=f"the {named}"):
        decode_pair(*files)
