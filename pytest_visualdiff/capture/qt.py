"""Qt's widgets, with any of its bindings for Python. None of them is imported."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from pytest_visualdiff.capture import pictures
from pytest_visualdiff.capture.live_objects import LiveCamera
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.recognition import has_base
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.errors import CaptureError
from pytest_visualdiff.model import Capture

_BINDINGS = ("PySide6", "PyQt6", "PySide2", "PyQt5")

_MOMENT = 0.01
"""Seconds between two looks at what a widget has to do."""


def is_widget(source: object) -> bool:
    """Return whether this is a ``QWidget``."""
    return any(_bindings_of(source))


def widget_camera(widget: Any, options: CaptureOptions) -> Steps[LiveCamera]:
    """Return what takes pictures of a widget; meanwhile the widget does what it has to do."""
    yield from ()
    modules = sys.modules
    binding = next(_bindings_of(widget))
    application = modules[f"{binding}.QtWidgets"].QApplication

    def pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        application.processEvents()
        while time.monotonic() < until:
            time.sleep(_MOMENT)
            application.processEvents()

    return LiveCamera(lambda: _take(widget, modules[f"{binding}.QtCore"], options), pause)


def _bindings_of(source: object) -> Iterator[str]:
    return (name for name in _BINDINGS if has_base(source, f"{name}.QtWidgets", "QWidget"))


def _take(widget: Any, core: Any, options: CaptureOptions) -> Capture:
    """Take a picture of a widget as a PNG file, in pixels of its screen."""
    content = core.QByteArray()
    buffer = core.QBuffer(content)
    modes = getattr(core.QIODevice, "OpenModeFlag", core.QIODevice)
    buffer.open(modes.WriteOnly)
    if not widget.grab().save(buffer, "PNG"):
        raise CaptureError(
            f"Qt gave no picture of {widget!r}.",
            "Check that it has a size: show it, or resize it, before the check.",
        )
    environment = {"source": "qt", "version": core.qVersion(), "platform": sys.platform}
    return pictures.from_png(bytes(content.data()), "the widget", environment, options)
