"""Pictures that are there already: bytes, files, PIL images, NumPy arrays."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pytest_visualdiff.capture.ignored_areas import resolve_in_picture
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.picture_files import (
    PictureFile,
    array_as_png,
    file_as_png,
    image_as_png,
    opened,
    read_path,
)
from pytest_visualdiff.capture.type_checks import is_instance
from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.model import Box, Capture, Size

OPTIONS = frozenset({"byte_limit", "clip", "ignore", "mask", "mask_color", "pixel_limit"})
"""Options of `CaptureOptions` that apply to a picture."""


def is_picture(source: object) -> bool:
    """Return whether this is bytes, a path, a PIL image or a NumPy array."""
    return isinstance(source, (bytes, bytearray, memoryview, str, os.PathLike)) or (
        _is_image(source) or _is_array(source)
    )


def take(source: Any, options: CaptureOptions) -> Capture:
    """Read a picture; clip it and paint its masks where asked.

    Parameters
    ----------
    source : bytes, path, PIL.Image.Image or ndarray
    options : CaptureOptions

    Raises
    ------
    InvalidPictureError
        If it cannot be read as a picture.
    OptionError
        If ``clip``, ``mask`` or ``ignore`` does not fit the picture.
    """
    picture, what = _read(source, options)
    taken = from_png(picture.data, what, {"source": "picture"}, options)
    return replace(taken, skipped=(*taken.skipped, *picture.skipped))


def from_png(
    data: bytes, what: str, environment: Mapping[str, str], options: CaptureOptions
) -> Capture:
    """Return the capture of a PNG file, clipped and masked.

    Parameters
    ----------
    data : bytes
        The file.
    what : str
        What it is to the reader of an error, such as a path.
    environment : mapping of str to str
        What drew it.
    options : CaptureOptions

    Raises
    ------
    InvalidPictureError
        If it is no PNG file, or no whole one.
    OptionError
        If ``clip``, ``mask`` or ``ignore`` does not fit the picture.
    """
    size = png.check(data, what)
    if options.clip or options.mask:
        data = _edit(data, options)
        size = png.check(data, what)
    return resolve_in_picture(Capture(data, size, 1.0, environment), options.ignore)


def _read(source: Any, options: CaptureOptions) -> tuple[PictureFile, str]:
    """Return a picture as a PNG file, and what it is to the reader."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return file_as_png(bytes(source), "the picture", options), "the picture"
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        return file_as_png(read_path(path, options), str(path), options), str(path)
    if _is_array(source):
        return PictureFile(array_as_png(source, "the array")), "the array"
    return image_as_png(source, "the image"), "the image"


def _edit(data: bytes, options: CaptureOptions) -> bytes:
    """Paint the masks, then cut the clip out; both are in pixels of the whole picture."""
    for area in options.mask:
        if not isinstance(area, Box):
            raise OptionError(
                f"mask has {area!r}, which is no area of a picture.",
                "Give boxes (x, y, width, height): mask=[(10, 20, 100, 30)].",
            )
    boxes = [area for area in options.mask if isinstance(area, Box)]
    if boxes:
        data = painted(data, boxes, options.mask_color)
    return clipped(data, options.clip) if options.clip else data


def painted(data: bytes, boxes: Sequence[Box], color: str) -> bytes:
    """Return a PNG file with boxes painted over.

    Parameters
    ----------
    data : bytes
        The file.
    boxes : sequence of Box
        In pixels of the image.
    color : str
        A CSS colour.

    Raises
    ------
    OptionError
        If ``color`` is no colour.
    """
    from PIL import ImageColor, ImageDraw

    image = opened(data, "the picture")
    try:
        paint = ImageColor.getrgb(color)
    except ValueError:
        raise OptionError(
            f"mask_color={color!r} is no CSS colour.", "Give one such as '#FF00FF'."
        ) from None
    fill: int | tuple[int, ...] = paint
    if image.mode.startswith("I") and isinstance(grey := ImageColor.getcolor(color, "L"), int):
        fill = grey * 257  # of 65535 levels
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=fill)
    return image_as_png(image, "the picture").data


def clipped(data: bytes, clip: Box) -> bytes:
    """Return the part of a PNG file that lies in a box.

    Parameters
    ----------
    data : bytes
        The file.
    clip : Box
        In pixels of the image.

    Raises
    ------
    OptionError
        If the box is not inside the picture.
    """
    image = opened(data, "the picture")
    if not (0 <= clip.x < clip.right <= image.width and 0 <= clip.y < clip.bottom <= image.height):
        raise OptionError(
            f"clip {clip} is not inside the picture of {image.width}x{image.height}.",
            "Give a box (x, y, width, height) that lies in the picture.",
        )
    part = image.crop((clip.x, clip.y, clip.right, clip.bottom))
    return image_as_png(part, "the picture").data


def resized(data: bytes, size: Size) -> bytes:
    """Return a PNG file in another size, each pixel the mean of those it stands for.

    Parameters
    ----------
    data : bytes
        The file.
    size : Size
        In pixels of the image.
    """
    from PIL import Image

    smaller = opened(data, "the picture").resize((size.width, size.height), Image.Resampling.BOX)
    return image_as_png(smaller, "the picture").data


def _is_image(source: object) -> bool:
    return is_instance(source, "PIL.Image", "Image")


def _is_array(source: object) -> bool:
    return is_instance(source, "numpy", "ndarray")
