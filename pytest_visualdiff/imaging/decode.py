"""Decoding of PNG files to arrays of one kind, so that they can be compared."""

from __future__ import annotations

import hashlib
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.imaging.arrays import Pixels


def decode(data: bytes, what: str) -> Pixels:
    """Decode a PNG file with all it holds: depth and transparency included.

    Parameters
    ----------
    data : bytes
        The whole file.
    what : str
        What the file is to the reader, for the error.

    Returns
    -------
    ndarray of shape (height, width, 1 or 3 or 4), uint8 or uint16

    Raises
    ------
    InvalidPictureError
        If the file is not an intact PNG, or its pixels cannot be decoded.
    """
    contents = png.contents(data, what)
    size = contents.size
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:  # OpenCV refuses pictures of more than 2**30 pixels this way
        raise _undecodable(what, f"OpenCV says: {error}") from None
    if pixels is None:
        raise _undecodable(what, f"its header says {size} pixels, but they cannot be decoded")
    pixels = pixels if pixels.ndim == 3 else pixels[:, :, np.newaxis]
    level, depth = contents.transparent_grey, contents.header[8]
    return pixels if level is None else _with_transparency(pixels, level, depth)


def _with_transparency(pixels: Pixels, level: int, depth: int) -> Pixels:
    """Return a grey picture as BGRA, transparent where it has a level; OpenCV leaves that out.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 1), uint8 or uint16
    level : int
        Of the depth of the file.
    depth : int
        Bits of a pixel in the file: 1, 2, 4, 8 or 16.
    """
    most = np.iinfo(pixels.dtype).max
    level = level if depth >= 8 else level * 255 // (2**depth - 1)
    alpha = np.where(pixels == level, 0, most).astype(pixels.dtype)
    return np.concatenate((np.repeat(pixels, 3, axis=2), alpha), axis=2)


def pixel_digest(pixels: Pixels) -> str:
    """Return the SHA-256 of decoded pixels, equal for all files that show the same.

    A lossless optimiser may write grey for colours, a palette, fewer bits or no transparency; so
    the digest is of the same pixels as BGRA, of 8 bits where these are enough.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 1 or 3 or 4), uint8 or uint16
    """
    whole = conform(pixels, pixels.dtype, 4)
    if whole.dtype == np.uint16 and not (whole % 257).any():
        whole = (whole // 257).astype(np.uint8)
    height, width = whole.shape[:2]
    digest = hashlib.sha256(f"{width}x{height} {whole.dtype.itemsize}".encode())
    digest.update(whole.tobytes())
    return digest.hexdigest()


def grey(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Return the 8-bit luma of pixels as OpenCV converts it (ITU-R BT.601), alpha left out.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 1 or 3 or 4), uint8 or uint16

    Returns
    -------
    ndarray of shape (height, width), uint8
    """
    pixels = np.ascontiguousarray(pixels)
    if pixels.dtype == np.uint16:
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257).reshape(pixels.shape)
    if pixels.shape[2] == 1:
        luma = pixels[:, :, 0]
    else:
        code = cv2.COLOR_BGR2GRAY if pixels.shape[2] == 3 else cv2.COLOR_BGRA2GRAY
        luma = cv2.cvtColor(pixels, code)
    return cast("npt.NDArray[np.uint8]", luma)


def eight_bit_bgr(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Return the colours of pixels, alpha left out: (height, width, 3), uint8."""
    pixels = np.ascontiguousarray(pixels)
    if pixels.dtype == np.uint16:
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257).reshape(pixels.shape)
    if pixels.shape[2] == 1:
        return cast("npt.NDArray[np.uint8]", cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR))
    return cast("npt.NDArray[np.uint8]", np.ascontiguousarray(pixels[:, :, :3]))


def conform(pixels: Pixels, depth: npt.DTypeLike, channels: int) -> Pixels:
    """Return pixels of another depth, 8 or 16 bit, and with more channels."""
    if pixels.dtype != depth:
        pixels = pixels.astype(np.uint16) * np.uint16(257)  # 255 becomes 65535
    if pixels.shape[2] == channels:
        return pixels
    code = {
        (1, 3): cv2.COLOR_GRAY2BGR,
        (1, 4): cv2.COLOR_GRAY2BGRA,
        (3, 4): cv2.COLOR_BGR2BGRA,
    }[pixels.shape[2], channels]
    return cv2.cvtColor(pixels, code)


def _undecodable(what: str, why: str) -> InvalidPictureError:
    return InvalidPictureError(
        f"{what} is not a picture that can be read: {why}.",
        "Open it in a picture viewer to see what is wrong with it, and record it again.",
    )
