"""Pictures that are there already: bytes, files, PIL images, NumPy arrays."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.capture.ignored_areas import resolve_in_picture
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.type_checks import is_instance
from pytest_visualdiff.errors import InvalidPictureError, OptionError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.model import Box, Capture, Size

if TYPE_CHECKING:
    import numpy.typing as npt
    from PIL.Image import Image

OPTIONS = frozenset({"clip", "ignore", "mask", "mask_color"})
"""Options of `CaptureOptions` that apply to a picture."""

_PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
"""Pillow's modes that a PNG file has."""


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
    data, what = _read(source)
    return from_png(data, what, {"source": "picture"}, options)


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


def _read(source: Any) -> tuple[bytes, str]:
    """Return a picture as a PNG file, and what it is to the reader."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _as_png(bytes(source), "the picture"), "the picture"
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        try:
            return _as_png(path.read_bytes(), str(path)), str(path)
        except OSError as error:
            raise InvalidPictureError(
                f"Could not read the picture {path}: {error.strerror or error}.",
                f"Check the path; relative ones start at {Path.cwd()}.",
            ) from None
    if _is_array(source):
        return _from_array(source), "the array"
    return _from_image(source), "the image"


def _as_png(data: bytes, what: str) -> bytes:
    """Return a PNG file as it is and any other format that Pillow reads as a PNG file."""
    if data.startswith(png.SIGNATURE) or not data:
        return data
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return _from_image(image)
    except UnidentifiedImageError:
        png.check(data, what)  # says what is there instead of a picture
        raise
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise InvalidPictureError(
            f"{what} cannot be read as a picture: {error}.",
            "Open it in a picture viewer to see what is wrong with it, and make it again.",
        ) from None


def _from_image(image: Image) -> bytes:
    if image.mode not in _PNG_MODES:
        image = image.convert(
            "RGBA" if "A" in image.getbands() or "a" in image.getbands() else "RGB"
        )
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _from_array(array: npt.NDArray[Any]) -> bytes:
    """Encode grey (h, w) or (h, w, 1), RGB (h, w, 3) or RGBA (h, w, 4); uint8, or float in 0..1."""
    import cv2
    import numpy as np

    shape = array.shape
    if len(shape) not in (2, 3) or 0 in shape or (len(shape) == 3 and shape[2] not in (1, 3, 4)):
        raise _unfit(f"its shape is {shape}")
    if np.issubdtype(array.dtype, np.floating):
        low, high = float(array.min()), float(array.max())
        if not (low >= 0.0 and high <= 1.0):  # NaN fails both
            raise _unfit(f"its numbers go from {low} to {high}")
        array = np.rint(array * 255)
    elif array.dtype != np.uint8:
        raise _unfit(f"its dtype is {array.dtype}")
    pixels: npt.NDArray[Any] = np.ascontiguousarray(array, dtype=np.uint8)
    if len(shape) == 3 and shape[2] >= 3:
        code = cv2.COLOR_RGB2BGR if shape[2] == 3 else cv2.COLOR_RGBA2BGRA
        pixels = cv2.cvtColor(pixels, code)
    return cv2.imencode(".png", pixels)[1].tobytes()


def _unfit(why: str) -> InvalidPictureError:
    return InvalidPictureError(
        f"the array is not a picture: {why}.",
        "Give a grey (h, w), RGB (h, w, 3) or RGBA (h, w, 4) array of uint8, or of floats in 0..1.",
    )


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

    image = _opened(data)
    try:
        paint = ImageColor.getrgb(color)
    except ValueError:
        raise OptionError(
            f"mask_color={color!r} is no CSS colour.", "Give one such as '#FF00FF'."
        ) from None
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=paint)
    return _from_image(image)


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
    image = _opened(data)
    if not (0 <= clip.x < clip.right <= image.width and 0 <= clip.y < clip.bottom <= image.height):
        raise OptionError(
            f"clip {clip} is not inside the picture of {image.width}x{image.height}.",
            "Give a box (x, y, width, height) that lies in the picture.",
        )
    return _from_image(image.crop((clip.x, clip.y, clip.right, clip.bottom)))


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

    return _from_image(_opened(data).resize((size.width, size.height), Image.Resampling.BOX))


def _opened(data: bytes) -> Image:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def _is_image(source: object) -> bool:
    return is_instance(source, "PIL.Image", "Image")


def _is_array(source: object) -> bool:
    return is_instance(source, "numpy", "ndarray")
