"""Qt's widgets, with any of its bindings for Python. None of them is imported."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from pytest_visualdiff.capture import pictures
from pytest_visualdiff.capture.callables import CallableCamera
from pytest_visualdiff.capture.options import CaptureOptions
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.capture.type_checks import is_instance
from pytest_visualdiff.errors import CaptureError
from pytest_visualdiff.model import Capture

_BINDINGS = ("PySide6", "PyQt6", "PySide2", "PyQt5")
"""Qt's bindings for Python, by the names of their packages."""

_EVENT_INTERVAL = 0.01
"""Seconds between two times that Qt's events are processed."""


def is_widget(source: object) -> bool:
    """Return whether this is a ``QWidget``."""
    return any(_bindings_of(source))


def widget_camera(widget: Any, options: CaptureOptions) -> Steps[CallableCamera]:
    """Return the camera of a widget, which processes Qt's events in its pauses.

    Parameters
    ----------
    widget : QWidget
    options : CaptureOptions
    """
    yield from ()
    modules = sys.modules
    binding = next(_bindings_of(widget))
    application = modules[f"{binding}.QtWidgets"].QApplication

    def pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        application.processEvents()
        while time.monotonic() < until:
            time.sleep(_EVENT_INTERVAL)
            application.processEvents()

    return CallableCamera(lambda: _take(widget, modules[f"{binding}.QtCore"], options), pause)


def _bindings_of(source: object) -> Iterator[str]:
    return (name for name in _BINDINGS if is_instance(source, f"{name}.QtWidgets", "QWidget"))


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
