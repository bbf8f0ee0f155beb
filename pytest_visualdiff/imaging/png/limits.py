"""The limits of what is decoded: they hold before a picture takes its memory."""

from __future__ import annotations

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.model import Size


def check_bytes(count: int, what: str, limit: int) -> None:
    """Check that a file is not larger than the option ``byte_limit`` allows.

    Parameters
    ----------
    count : int
        Bytes of the file.
    what : str
        What the file is to the reader of the error.
    limit : int
        Bytes.

    Raises
    ------
    InvalidPictureError
        If it is.
    """
    _check(f"{count:,} bytes", what, "byte_limit", limit, over=count > limit)


def check_pixels(size: Size, what: str, limit: int) -> None:
    """Check that a picture does not have more pixels than the option ``pixel_limit`` allows.

    Parameters
    ----------
    size : Size
        Of the picture.
    what : str
        What the picture is to the reader of the error.
    limit : int
        Pixels.

    Raises
    ------
    InvalidPictureError
        If it has.
    """
    _check(f"{size} pixels", what, "pixel_limit", limit, over=size.area > limit)


def _check(measured: str, what: str, option: str, limit: int, *, over: bool) -> None:
    if over:
        raise InvalidPictureError(
            f"{what} has {measured}, which is more than the limit of {limit:,}.",
            f"Make it smaller, or raise the limit with the option {option} (visual_{option}).",
        )
