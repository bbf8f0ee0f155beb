"""Hooks of this plugin that others may implement."""

from __future__ import annotations

import pytest


@pytest.hookspec(firstresult=True)
def pytest_visualdiff_capture(source: object) -> object:
    """Return the picture of a source, or None to leave it to others.

    The hook is called before a check looks at its source itself. The picture may be whatever a
    check takes: bytes of an image file, a ``PIL.Image.Image``, a NumPy array, a page, or a function
    that makes one of these; the function is called until two pictures in a row are the same.

    Parameters
    ----------
    source : object
        What the test gave to ``visual_baseline.check``.
    """
