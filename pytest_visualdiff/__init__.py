"""Screenshot regression for pytest that says what changed, and where.

The public names are here: the fixture's type and its handle for annotations, the values they speak
in, and the errors they raise. Each is loaded when it is first asked for, so that pytest starts as
fast with this package installed as without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_visualdiff.errors import (
        BaselineError,
        CaptureError,
        DuplicateCheckError,
        InvalidPictureError,
        ModelError,
        OptionError,
        TextError,
        UnsupportedSourceError,
        VisualDiffError,
        VisualMismatch,
    )
    from pytest_visualdiff.model import Box, Defect, Ignore, Result, Size
    from pytest_visualdiff.plugin.fixture import Check, VisualBaseline

__version__ = "0.1.0"

__all__ = [
    "BaselineError",
    "Box",
    "CaptureError",
    "Check",
    "Defect",
    "DuplicateCheckError",
    "Ignore",
    "InvalidPictureError",
    "ModelError",
    "OptionError",
    "Result",
    "Size",
    "TextError",
    "UnsupportedSourceError",
    "VisualBaseline",
    "VisualDiffError",
    "VisualMismatch",
]


if not TYPE_CHECKING:  # a type checker knows every name there is, and no other

    def __getattr__(name: str) -> object:
        """Load a public name."""
        if name in {"Check", "VisualBaseline"}:
            home = "plugin.fixture"
        elif name in {"Box", "Defect", "Ignore", "Result", "Size"}:
            home = "model"
        elif name in __all__:
            home = "errors"
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{home}"), name)
