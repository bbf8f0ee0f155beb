"""Pictures of any format as PNG files: read within limits, and nothing in them left out unsaid."""

from __future__ import annotations

import io
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.errors import InvalidPictureError, OptionError, VisualDiffError
from pytest_visualdiff.files import read_regular
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.png.limits import check_bytes, check_pixels
from pytest_visualdiff.model import Size, Skipped

if TYPE_CHECKING:
    import numpy.typing as npt
    from PIL.Image import Image

_PNG_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"}
"""Pillow's modes that a PNG file has."""

_ORIENTATION = 0x0112
"""Tag of EXIF that says which side of the picture is up (EXIF 2.32, section 4.6.4)."""

_BITS_PER_SAMPLE = 258
"""Tag of TIFF that says how many bits each channel has (TIFF 6.0, section 8)."""

_NUMBERS = ("F", "I")
"""How the names of Pillow's modes begin whose values are numbers and not levels of 8 bits."""

_SAID_ASIDE = frozenset((b"acTL", b"eXIf", b"iCCP"))
"""Chunks of a PNG file that say what a comparison does not look at."""

_pillow = threading.Lock()
"""Held while Pillow's own limit is set aside, which is one for the whole process."""

_VIEWER = "Open it in a picture viewer to see what is wrong with it, and make it again."


class PictureFile(NamedTuple):
    """A picture as a PNG file.

    Attributes
    ----------
    data : bytes
    skipped : tuple of Skipped
        What the source has that the file has not, or that a comparison does not look at.
    """

    data: bytes
    skipped: tuple[Skipped, ...] = ()


def read_path(path: Path, limits: CaptureOptions) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path : Path
    limits : CaptureOptions
        Whose ``byte_limit`` counts.

    Raises
    ------
    InvalidPictureError
        If it cannot be read, is not a regular file, or is larger than the limit.
    """
    try:
        check_bytes(path.stat().st_size, str(path), limits.byte_limit)
        return read_regular(path)
    except (OSError, ValueError) as error:  # a path with a NUL character is a ValueError
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        named = str(path) if str(path).isprintable() else repr(str(path))
        raise InvalidPictureError(
            f"Could not read the picture {named}: {why}.",
            f"Check the path; relative ones start at {_current_folder()}.",
        ) from None


def _current_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 # as text: the folder may be gone
    except OSError:
        return "the current folder, which has been deleted"


def file_as_png(data: bytes, what: str, limits: CaptureOptions) -> PictureFile:
    """Return a PNG file as it is and any other format that Pillow reads as a PNG file.

    Parameters
    ----------
    data : bytes
    what : str
        What it is to the reader of an error, such as a path.
    limits : CaptureOptions
        Whose ``byte_limit`` and ``pixel_limit`` count.

    Raises
    ------
    InvalidPictureError
        If it cannot be decoded, or is larger than a limit.
    """
    from PIL import ImageOps, UnidentifiedImageError

    check_bytes(len(data), what, limits.byte_limit)
    if not data or data.startswith(png.SIGNATURE):
        size = png.check(data, what)
        check_pixels(size, what, limits.pixel_limit)
        png.decodable(data, what)
        if _SAID_ASIDE.isdisjoint(png.contents(data, what).kinds):
            return PictureFile(data)
    try:
        with _decoding(what), _open(data) as image:
            check_pixels(Size(*image.size), what, limits.pixel_limit)
            skipped = list(_left_out(image))
            if data.startswith(png.SIGNATURE):
                return PictureFile(data, tuple(skipped))
            if _is_deep(image):
                return PictureFile(_deep(data, what), tuple(skipped))
            image.load()
            turned = ImageOps.exif_transpose(image)
            return PictureFile(image_as_png(turned, what).data, tuple(skipped))
    except UnidentifiedImageError:
        png.check(data, what)  # says what is there instead of a picture
        raise InvalidPictureError(f"{what} cannot be read as a picture.", _VIEWER) from None


@contextmanager
def _open(data: bytes) -> Iterator[Image]:
    """Open a picture file with Pillow; the limit on its size is ours and not Pillow's."""
    import PIL.Image

    with _pillow:
        before = PIL.Image.MAX_IMAGE_PIXELS
        PIL.Image.MAX_IMAGE_PIXELS = None
        try:
            image = PIL.Image.open(io.BytesIO(data))
        finally:
            PIL.Image.MAX_IMAGE_PIXELS = before
    with image:
        yield image


@contextmanager
def _decoding(what: str) -> Iterator[None]:
    """Raise what a decoder raises, which may be anything, as an error of ours."""
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # The limits here are ours; what else a decoder warns of it goes on to read.
            warnings.simplefilter("ignore")
            yield
    except (UnidentifiedImageError, VisualDiffError):
        raise
    except Exception as error:  # each of Pillow's decoders has its own
        why = " ".join(f"{error}".split()).rstrip(".") or type(error).__name__
        raise InvalidPictureError(f"{what} cannot be read as a picture: {why}.", _VIEWER) from None


def _left_out(image: Image) -> Iterator[Skipped]:
    """Yield what of an opened file is not looked at."""
    frames = getattr(image, "n_frames", 1)
    if frames > 1:
        yield Skipped("frames", f"only the first of {frames} frames was looked at")
    if image.format == "PNG" and image.getexif().get(_ORIENTATION, 1) != 1:
        yield Skipped("orientation", "the orientation that its EXIF data asks for was not applied")
    if _has_profile(image):
        yield Skipped("profile", "its colour profile was not applied; its numbers are compared")


def _is_deep(image: Image) -> bool:
    """Return whether an image has channels of more than the 8 bits that Pillow keeps of them."""
    if image.mode.startswith(_NUMBERS):
        return False
    for tile in getattr(image, "tile", ()):
        arguments: Any = tile[3] if isinstance(tile[3], tuple) else (tile[3],)
        if any(";16" in it for it in arguments if isinstance(it, str)):
            return True
        if tile[0] == "ppm" and any(it > 255 for it in arguments if isinstance(it, int)):
            return True
    bits = getattr(image, "tag_v2", {}).get(_BITS_PER_SAMPLE, ())
    return max(bits if isinstance(bits, tuple) else (bits,), default=8) > 8


def _deep(data: bytes, what: str) -> bytes:
    """Return a picture of 16 bits a channel as a PNG file of as many, by OpenCV."""
    import cv2
    import numpy as np

    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint16:
        raise InvalidPictureError(
            f"{what} has more than 8 bits a channel, in a way that cannot be decoded.",
            "Convert it to a PNG file of 8 or 16 bits a channel.",
        )
    return cv2.imencode(".png", pixels)[1].tobytes()


def _has_profile(image: Image) -> bool:
    """Return whether a picture has colours that are not those of sRGB."""
    profile = image.info.get("icc_profile")
    return isinstance(profile, bytes) and b"sRGB" not in profile and bool(profile)


def image_as_png(image: Image, what: str) -> PictureFile:
    """Return a picture of Pillow as a PNG file, with all its levels.

    Parameters
    ----------
    image : PIL.Image.Image
    what : str
        What it is to the reader of an error.

    Raises
    ------
    InvalidPictureError
        If it has no pixels, is closed, or its numbers do not fit into a PNG file.
    """
    with _decoding(what):
        frames = getattr(image, "n_frames", 1)
        skipped = (Skipped("frames", f"only one of {frames} frames was looked at"),)
        if image.mode == "F":
            import numpy as np

            data = array_as_png(np.asarray(image), what)
        else:
            buffer = io.BytesIO()
            _in_png_mode(image, what).save(buffer, "PNG", icc_profile=None)
            data = buffer.getvalue()
    return PictureFile(data, skipped if frames > 1 else ())


def _in_png_mode(image: Image, what: str) -> Image:
    """Return a picture in a mode that a PNG file has, with the same levels."""
    if image.mode in _PNG_MODES:
        return image
    if image.mode.startswith("I"):
        import numpy as np
        from PIL.Image import fromarray

        numbers = np.asarray(image.convert("I"))
        low, high = int(numbers.min()), int(numbers.max())
        if low < 0 or high > np.iinfo(np.uint16).max:
            raise InvalidPictureError(
                f"{what} is not a picture: its numbers go from {low} to {high}.",
                "Give whole numbers from 0 to 65535.",
            )
        return fromarray(numbers.astype(np.uint16))
    return image.convert("RGBA" if {"A", "a"} & set(image.getbands()) else "RGB")


def array_as_png(array: npt.NDArray[Any], what: str) -> bytes:
    """Return a grey, RGB or RGBA array as a PNG file.

    Parameters
    ----------
    array : ndarray of shape (h, w), (h, w, 1), (h, w, 3) or (h, w, 4), uint8, or floats in 0..1
    what : str
        What it is to the reader of an error.

    Raises
    ------
    InvalidPictureError
        If it has another shape, type or range.
    """
    import cv2
    import numpy as np

    shape = array.shape
    if len(shape) not in (2, 3) or 0 in shape or (len(shape) == 3 and shape[2] not in (1, 3, 4)):
        raise _unfit(what, f"its shape is {shape}")
    if np.issubdtype(array.dtype, np.floating):
        low, high = float(array.min()), float(array.max())
        if not (low >= 0.0 and high <= 1.0):  # NaN fails both
            raise _unfit(what, f"its numbers go from {low} to {high}")
        array = np.rint(array * 255)
    elif array.dtype != np.uint8:
        raise _unfit(what, f"its dtype is {array.dtype}")
    pixels: npt.NDArray[Any] = np.ascontiguousarray(array, dtype=np.uint8)
    if len(shape) == 3 and shape[2] >= 3:
        code = cv2.COLOR_RGB2BGR if shape[2] == 3 else cv2.COLOR_RGBA2BGRA
        pixels = cv2.cvtColor(pixels, code)
    return cv2.imencode(".png", pixels)[1].tobytes()


def _unfit(what: str, why: str) -> InvalidPictureError:
    return InvalidPictureError(
        f"{what} is not a picture: {why}.",
        "Give a grey (h, w), RGB (h, w, 3) or RGBA (h, w, 4) array of uint8, or of floats in 0..1.",
    )


def opened(data: bytes, what: str) -> Image:
    """Return a PNG file, ``data``, as a picture of Pillow: RGB, RGBA or 16 bits of grey.

    ``what`` names it in messages.

    Raises
    ------
    OptionError
        If it has colours of 16 bits, which Pillow does not.
    InvalidPictureError
        If it cannot be decoded.
    """
    with _decoding(what), _open(data) as image:
        if _is_deep(image):
            raise OptionError(
                "mask and clip would drop half of the 16 bits of this picture's colours.",
                "Give it in 8 bits a channel, or cut and paint it before it is checked.",
            )
        if image.mode.startswith(_NUMBERS):
            return image.copy()
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
