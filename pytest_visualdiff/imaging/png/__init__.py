"""PNG files as bytes: their frame, their filtered rows, and which rows two files share."""

from pytest_visualdiff.imaging.png.container import (
    SIGNATURE,
    Contents,
    check,
    contents,
    skim,
)

__all__ = ["SIGNATURE", "Contents", "check", "contents", "skim"]
