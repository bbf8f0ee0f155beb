"""PNG files as bytes: the container, the filtered rows, and the rows that two files share."""

from pytest_visualdiff.imaging.png.container import (
    SIGNATURE,
    Contents,
    check,
    contents,
    skim,
)
from pytest_visualdiff.imaging.png.rows_check import decodable

__all__ = ["SIGNATURE", "Contents", "check", "contents", "decodable", "skim"]
