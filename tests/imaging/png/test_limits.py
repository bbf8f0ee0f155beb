"""A picture that is too large is refused before it is decoded, with the option that allows it."""

from __future__ import annotations

import pytest

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging.png.limits import check_bytes, check_pixels
from pytest_visualdiff.model import Size


def test_what_is_at_the_limit_is_taken() -> None:
    check_bytes(100, "the file", 100)
    check_pixels(Size(20, 5), "the picture", 100)


def test_more_bytes_are_refused() -> None:
    with pytest.raises(InvalidPictureError, match=r"the file has 1,001 bytes.*1,000") as it:
        check_bytes(1001, "the file", 1000)
    assert "byte_limit (visual_byte_limit)" in it.value.remedy


def test_more_pixels_are_refused() -> None:
    with pytest.raises(InvalidPictureError, match="the picture has 20x51 pixels") as raised:
        check_pixels(Size(20, 51), "the picture", 1000)
    assert "pixel_limit (visual_pixel_limit)" in raised.value.remedy
