"""Matplotlib figures, in their own size and resolution. Matplotlib is never imported."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from pytest_visualdiff.capture import pictures
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.type_checks import is_instance
from pytest_visualdiff.errors import CaptureError
from pytest_visualdiff.model import Capture

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def is_figure(source: object) -> bool:
    """Return whether this is a matplotlib ``Figure``."""
    return is_instance(source, "matplotlib.figure", "Figure")


def take(figure: Figure, options: CaptureOptions) -> Capture:
    """Draw a figure as a PNG; nothing that changes from run to run is written into the file.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    options : CaptureOptions

    Raises
    ------
    CaptureError
        If matplotlib cannot draw it.
    """
    buffer = io.BytesIO()
    try:
        figure.savefig(buffer, format="png", dpi=figure.dpi, metadata={"Software": None})
    except Exception as error:
        raise CaptureError(
            f"matplotlib could not draw the figure: {error}",
            "Check that figure.savefig(...) works at this point of the test.",
        ) from error
    environment = {
        "source": "matplotlib",
        "version": sys.modules["matplotlib"].__version__,
        "platform": sys.platform,
    }
    return pictures.from_png(buffer.getvalue(), "the figure", environment, options)
