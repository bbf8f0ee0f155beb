"""Pictures of Qt's widgets."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import CaptureError
from pytest_visualdiff.model import Box, Capture


@pytest.fixture(scope="module")
def application() -> Iterator[QApplication]:
    application = QApplication(["test", "-platform", "offscreen"])
    yield application
    application.quit()


@pytest.fixture
def label(application: QApplication) -> QLabel:
    label = QLabel("Total 13.40")
    label.setStyleSheet("background: white; color: black")
    label.resize(120, 30)
    return label


def take(source: object, **options: object) -> Capture:
    return capture(source, CaptureOptions(**options), frozenset(options))  # type: ignore[arg-type]


def test_a_widget_is_taken_as_it_is_drawn(label: QLabel) -> None:
    taken = take(label)
    assert (str(taken.size), taken.still, taken.environment["source"]) == ("120x30", True, "qt")
    colors = Image.open(io.BytesIO(taken.png)).convert("L").getextrema()
    assert colors == (0, 255)
    label.setText("Total 13.90")
    assert take(label).png != taken.png
    assert str(take(label, clip=Box(0, 0, 20, 10)).size) == "20x10"


def test_a_widget_that_is_not_done_is_waited_for(label: QLabel) -> None:
    done = take(label).png
    label.setText("...")
    timer = QTimer()
    steps = iter(["Total", "Total 13", "Total 13.40"])
    timer.timeout.connect(lambda: label.setText(next(steps, "Total 13.40")))
    timer.start(80)
    assert take(label).png == done


def test_a_widget_without_a_size_says_so(application: QApplication) -> None:
    nothing = QLabel()
    nothing.resize(0, 0)
    with pytest.raises(CaptureError, match="Qt gave no picture of"):
        take(nothing)
