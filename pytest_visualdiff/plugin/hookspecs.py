"""Hooks of this plugin that others may implement."""

from __future__ import annotations

import pytest


@pytest.hookspec(firstresult=True)
def pytest_visualdiff_capture(source: object) -> object:
    """Return the picture of a source, or None if it is none that you know.

    It is asked before a check looks at its source itself. The picture may be all that a check
    takes: bytes of an image file, a ``PIL.Image.Image``, a NumPy array, a page, or a function that
    makes one of these; the function is called again until its pictures are the same.

    Parameters
    ----------
    source : object
        What the test gave to ``visual_baseline.check``.
    """
