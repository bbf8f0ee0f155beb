"""Pictures of any format: nothing in them is dropped in silence, and none is larger than asked."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.capture import CaptureOptions
from pytest_visualdiff.capture.picture_files import array_as_png, file_as_png, image_as_png
from pytest_visualdiff.capture.pictures import take
from pytest_visualdiff.errors import InvalidPictureError, OptionError
from pytest_visualdiff.imaging.decode import decode
from pytest_visualdiff.model import Box

PLAIN = CaptureOptions()
NAVY, RED = Image.new("RGB", (80, 60), "navy"), Image.new("RGB", (80, 60), "red")


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "PNG", "TIFF", "WEBP"])
def test_a_second_frame_that_is_not_looked_at_is_said(kind: str) -> None:
    data = saved(NAVY, kind, save_all=True, append_images=[RED])
    (said,) = file_as_png(data, "the picture", PLAIN).skipped
    assert (said.stage, said.reason) == ("frames", "only the first of 2 frames was looked at")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "TIFF", "WEBP", "JPEG", "BMP"])
def test_of_an_ordinary_file_nothing_is_left_out(kind: str) -> None:
    assert file_as_png(saved(NAVY, kind), "the picture", PLAIN).skipped == ()


def test_floats_are_scaled_as_an_array_is() -> None:
    ramp = np.linspace(0, 1, 6000, dtype=np.float32).reshape(60, 100)
    image = image_as_png(Image.fromarray(ramp), "the image").data
    assert (decode(image, "it") == decode(array_as_png(ramp, "the array"), "it")).all()


def test_floats_that_do_not_fit_are_refused_and_not_clipped() -> None:
    depth = np.linspace(0, 40_000, 6000, dtype=np.float32).reshape(60, 100)
    with pytest.raises(InvalidPictureError, match=r"numbers go from 0\.0 to 40000\.0"):
        image_as_png(Image.fromarray(depth), "the image")


def test_whole_numbers_keep_all_their_levels() -> None:
    depth = np.linspace(0, 40_000, 6000).reshape(60, 100).astype(np.int32)
    pixels = decode(image_as_png(Image.fromarray(depth), "the image").data, "it")
    assert (pixels[:, :, 0] == depth).all()


def test_whole_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InvalidPictureError, match="numbers go from 0 to 70000"):
        image_as_png(Image.fromarray(np.array([[0, 70_000]], np.int32)), "the image")


def test_a_picture_is_turned_as_a_viewer_turns_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter of a turn
    data = file_as_png(saved(NAVY, "JPEG", exif=exif), "the picture", PLAIN).data
    assert decode(data, "it").shape[:2] == (80, 60)


def test_colours_of_16_bits_keep_them() -> None:
    rows = np.random.default_rng(1).integers(0, 65_536, (4, 5, 3)).astype(">u2")
    file = b"P6\n5 4\n65535\n" + rows.tobytes()
    assert (decode(file_as_png(file, "it", PLAIN).data, "it")[:, :, ::-1] == rows).all()
    with pytest.raises(OptionError, match="16 bits"):
        take(file, CaptureOptions(mask=(Box(0, 0, 3, 3),)))


def test_a_mask_keeps_the_depth_of_grey() -> None:
    image = Image.fromarray(np.full((9, 9), 40_000, np.uint16))
    options = CaptureOptions(mask=(Box(0, 0, 3, 3),), mask_color="black")
    masked = decode(take(image, options).png, "it")
    assert (masked[5, 5, 0], masked[1, 1, 0]) == (40_000, 0)


def test_the_limit_of_pixels_is_ours_and_not_that_of_pillow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    for kind in ("PNG", "WEBP"):
        assert take(saved(NAVY, kind), CaptureOptions(clip=Box(0, 0, 9, 9))).size.area == 81


def test_transparency_of_grey_is_kept() -> None:
    image = Image.new("L", (4, 4), 200)
    image.putpixel((1, 2), 90)
    pixels = decode(saved(image, "PNG", transparency=90), "it")
    assert pixels.shape == (4, 4, 4)
    assert (pixels[2, 1, 3], int(pixels[:, :, 3].sum())) == (0, 15 * 255)


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    large = saved(Image.new("1", (30_000, 30_000)), "PNG")
    with pytest.raises(InvalidPictureError, match="pixel_limit"):
        take(large, PLAIN)


def test_a_larger_picture_is_taken_where_that_is_asked_for() -> None:
    data = saved(NAVY, "PNG")
    with pytest.raises(InvalidPictureError, match=r"80x60 pixels.* limit of 4,799"):
        take(data, CaptureOptions(pixel_limit=4_799))
    assert take(data, CaptureOptions(pixel_limit=4_800)).size.area == 4_800


def test_a_file_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    file.write_bytes(saved(NAVY, "PNG"))
    with pytest.raises(InvalidPictureError, match="byte_limit"):
        take(file, CaptureOptions(byte_limit=20))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(
        InvalidPictureError, match="it is a pipe, a device or a socket, and no file"
    ):
        take(tmp_path / "pipe", PLAIN)
    with pytest.raises(InvalidPictureError, match="it is a folder, and no file"):
        take(tmp_path, PLAIN)


def test_a_path_that_no_system_takes_is_an_error_of_ours() -> None:
    with pytest.raises(InvalidPictureError, match="Could not read the picture"):
        take("a\0b.png", PLAIN)


def test_a_closed_picture_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(saved(NAVY, "PNG"))
    image = Image.open(tmp_path / "x.png")
    image.close()
    with pytest.raises(InvalidPictureError, match="the image cannot be read"):
        take(image, PLAIN)


def test_a_mask_on_a_broken_picture_is_an_error_of_ours() -> None:
    data = saved(NAVY, "PNG")
    with pytest.raises(InvalidPictureError):
        take(data[:60], CaptureOptions(mask=(Box(1, 1, 5, 5),)))


def test_a_file_that_cannot_be_decoded_is_not_identical_to_itself() -> None:
    from benchmarks.fuzz import _with_checksums

    data = bytearray(saved(NAVY, "PNG"))
    data[-30:-24] = b"broken"
    with pytest.raises(InvalidPictureError):
        take(_with_checksums(bytes(data)), PLAIN)
