"""Matplotlib figures are drawn in their own size, the same every time."""

from __future__ import annotations

import sys

import matplotlib
import pytest
from matplotlib.figure import Figure

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.errors import CaptureError
from pytest_visualdiff.model import Size


@pytest.fixture
def figure() -> Figure:
    figure = Figure(figsize=(3, 2), dpi=50)
    figure.subplots().plot([1, 3, 2])
    return figure


def test_a_figure_has_its_own_size_and_resolution(figure: Figure) -> None:
    picture = capture(figure, CaptureOptions(), frozenset())
    assert picture.size == Size(150, 100)
    assert picture.environment == {
        "source": "matplotlib",
        "version": matplotlib.__version__,
        "platform": sys.platform,
    }


def test_the_same_figure_gives_the_same_bytes(figure: Figure) -> None:
    first, second = (capture(figure, CaptureOptions(), frozenset()).png for _ in range(2))
    assert first == second


def test_a_figure_that_cannot_be_drawn_says_why(figure: Figure) -> None:
    figure.axes[0].set_title(r"$\frac{half$")
    with pytest.raises(CaptureError, match="matplotlib could not draw the figure"):
        capture(figure, CaptureOptions(), frozenset())
