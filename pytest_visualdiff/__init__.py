"""Screenshot regression for pytest that says what changed, and where.

The public names are here: the handle and the fixture's type for annotations, the value types that
they speak, and the errors they raise. Importing this package loads the standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_visualdiff.errors import (
    BaselineError,
    CaptureError,
    DuplicateCheckError,
    InvalidPictureError,
    OptionError,
    UnsupportedSourceError,
    VisualDiffError,
    VisualMismatch,
)
from pytest_visualdiff.model import Box, Defect, Size

if TYPE_CHECKING:
    from pytest_visualdiff.fixture import Check, VisualBaseline

__version__ = "0.1.0"

__all__ = [
    "BaselineError",
    "Box",
    "CaptureError",
    "Check",
    "Defect",
    "DuplicateCheckError",
    "InvalidPictureError",
    "OptionError",
    "Size",
    "UnsupportedSourceError",
    "VisualBaseline",
    "VisualDiffError",
    "VisualMismatch",
]


def __getattr__(name: str) -> object:
    """Load the fixture's types when asked for: they need pytest, nothing else here does."""
    if name in {"Check", "VisualBaseline"}:
        from pytest_visualdiff import fixture

        return getattr(fixture, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
