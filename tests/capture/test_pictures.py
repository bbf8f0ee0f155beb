"""Pictures that are there already become captures; what is none is refused with the cure."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import InvalidPictureError, OptionError, UnsupportedSourceError
from pytest_visualdiff.model import Box, Size
from tests.support import BUTTON, screen, to_png


def taken(source: object, **options: Any) -> Image.Image:
    """Capture a source and open the picture."""
    picture = capture(source, CaptureOptions(**options), frozenset(options))
    image = Image.open(io.BytesIO(picture.png))
    assert picture.size == Size(*image.size)
    assert picture.scale == 1.0
    return image


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.convert("RGBA").tobytes() == other.convert("RGBA").tobytes()


def test_png_bytes_stay_byte_for_byte() -> None:
    data = to_png(screen())
    for source in (data, bytearray(data), memoryview(data)):
        assert capture(source, CaptureOptions(), frozenset()).png == data


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    path.write_bytes(to_png(screen()))
    for source in (path, str(path)):
        assert same(taken(source), screen())


@pytest.mark.parametrize("kind", ["BMP", "GIF", "TIFF", "WEBP"])
def test_other_formats_become_png(kind: str) -> None:
    buffer = io.BytesIO()
    screen().quantize(8).convert("RGB").save(buffer, kind, lossless=True)
    assert same(taken(buffer.getvalue()), screen().quantize(8))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "HSV", "RGBa"])
def test_every_mode_of_a_pil_image_is_taken(mode: str) -> None:
    source = (screen().convert("RGBA") if mode == "RGBa" else screen()).convert(mode)
    assert same(taken(source), source.convert("RGBA" if mode == "RGBa" else "RGB"))


RGB = np.asarray(screen())
GREY = np.asarray(screen().convert("L"))
RGBA = np.asarray(screen().convert("RGBA"))


@pytest.mark.parametrize("array", [GREY, GREY[:, :, None], RGB, RGBA, RGB[:, ::-1], RGB[::2]])
def test_arrays_of_bytes_are_taken(array: Any) -> None:
    expected = array[:, :, 0] if array.shape[-1] == 1 else array
    assert same(taken(array), Image.fromarray(np.ascontiguousarray(expected)))


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_floats_from_zero_to_one_are_taken(kind: Any) -> None:
    levels = np.array([[0, 0.5, 1]], kind)
    assert list(taken(levels).tobytes()) == [0, 128, 255]


@pytest.mark.parametrize(
    ("array", "why"),
    [
        (np.zeros((4, 5, 2), np.uint8), r"its shape is \(4, 5, 2\)"),
        (np.zeros((0, 5), np.uint8), r"its shape is \(0, 5\)"),
        (np.zeros(5, np.uint8), r"its shape is \(5,\)"),
        (np.zeros((4, 5), np.int64), "its dtype is int64"),
        (np.full((4, 5), 200.0), "its numbers go from 200.0 to 200.0"),
        (np.full((4, 5), -0.1), "its numbers go from -0.1"),
        (np.full((4, 5), np.nan), "its numbers go from nan"),
    ],
)
def test_an_array_that_is_no_picture_is_refused(array: Any, why: str) -> None:
    with pytest.raises(InvalidPictureError, match=why) as raised:
        taken(array)
    assert "uint8, or of floats in 0..1" in raised.value.remedy


def test_a_missing_file_says_where_it_was_looked_for() -> None:
    with pytest.raises(InvalidPictureError, match="No such file") as raised:
        taken(Path("nowhere/chart.png"))
    assert str(Path.cwd()) in raised.value.remedy


@pytest.mark.parametrize("data", [b"", b"no picture at all", b"GIF89a"])
def test_bytes_that_are_no_picture_are_described(data: bytes) -> None:
    with pytest.raises(InvalidPictureError, match="the picture is not a PNG file"):
        taken(data)


def test_a_damaged_picture_of_another_format_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    screen().save(buffer, "JPEG")
    path = tmp_path / "photo.jpg"
    path.write_bytes(buffer.getvalue()[:400])
    with pytest.raises(InvalidPictureError, match=r"photo.jpg cannot be read as a picture"):
        taken(path)


def test_a_damaged_png_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    path.write_bytes(to_png(screen())[:99])
    with pytest.raises(InvalidPictureError, match=r"chart.png is a damaged PNG file"):
        taken(path)


def test_clip_cuts_the_part_out() -> None:
    x, y, w, h = BUTTON
    clipped = taken(screen(), clip=Box(*BUTTON))
    assert same(clipped, screen().crop((x, y, x + w, y + h)))


@pytest.mark.parametrize("clip", [Box(150, 0, 20, 10), Box(-1, 0, 5, 5), Box(0, 95, 5, 10)])
def test_a_clip_outside_the_picture_is_refused(clip: Box) -> None:
    with pytest.raises(OptionError, match="is not inside the picture of 160x100"):
        taken(screen(), clip=clip)


def test_a_mask_is_painted_over_and_nothing_else() -> None:
    expected = screen()
    expected.paste((0, 128, 0), (20, 70, 80, 90))
    assert same(taken(screen(), mask=[Box(*BUTTON)], mask_color="green"), expected)
    assert same(taken(screen(), mask=[Box(*BUTTON)], mask_color="#008000"), expected)


def test_a_mask_keeps_transparency_elsewhere() -> None:
    glass = Image.new("RGBA", (9, 9), (1, 2, 3, 50))
    masked = taken(glass, mask=[Box(0, 0, 3, 3)])
    assert masked.getpixel((1, 1)) == (255, 0, 255, 255)
    assert masked.getpixel((5, 5)) == (1, 2, 3, 50)


@pytest.mark.parametrize("mask", [["#clock"], [3]])
def test_a_mask_that_is_no_box_is_refused(mask: list[object]) -> None:
    with pytest.raises(OptionError, match="which is no area of a picture"):
        taken(screen(), mask=mask)


def test_a_mask_colour_that_is_none_is_refused() -> None:
    with pytest.raises(OptionError, match="mask_color='rosé' is no CSS colour"):
        taken(screen(), mask=[Box(*BUTTON)], mask_color="rosé")


def test_an_option_that_means_nothing_to_a_picture_is_refused_if_the_test_gave_it() -> None:
    with pytest.raises(OptionError, match="full_page does not apply to a picture") as raised:
        taken(screen(), full_page=True)
    assert (
        raised.value.remedy
        == "A picture takes: byte_limit, clip, ignore, mask, mask_color, pixel_limit."
    )


def test_the_same_option_from_a_configuration_file_is_left_aside() -> None:
    picture = capture(screen(), CaptureOptions(full_page=True), frozenset())
    assert picture.environment == {"source": "picture"}


@pytest.mark.parametrize("source", [None, 3, object(), [1, 2], {"a": 1}])
def test_anything_else_is_refused_with_what_can_be_given(source: object) -> None:
    with pytest.raises(UnsupportedSourceError, match="cannot take the picture of") as raised:
        taken(source)
    assert "a Playwright Page, Frame" in raised.value.remedy


def test_a_path_like_object_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(to_png(screen()))

    class Fixture(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(tmp_path / "a.png")

    assert same(taken(Fixture()), screen())
