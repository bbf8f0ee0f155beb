"""Pictures of a pixel or a few across, such as a rule: all are compared, and no change is lost."""

from __future__ import annotations

from itertools import product
from typing import Literal

import numpy as np
import pytest

from pytest_visualdiff.comparison import compare
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Job, Settings
from tests.support import array_png

SHAPES = [
    shape
    for short, long in product((1, 2, 3), (1, 2, 3, 126, 127, 128, 300))
    for shape in ((short, long), (long, short))
]


@pytest.mark.parametrize("rendering", ["auto", "same", "cross"])
@pytest.mark.parametrize("level", ["exact", "perceptual"])
def test_a_picture_of_any_size_is_compared(
    level: Literal["exact", "perceptual"], rendering: Literal["auto", "same", "cross"]
) -> None:
    tools = InstalledTools()
    settings = Settings(level=level, rendering=rendering, ocr_language="none", model="none")
    for height, width in SHAPES:
        white = np.full((height, width, 3), 255, np.uint8)
        marked = white.copy()
        marked[height // 2, width // 2] = (0, 0, 200)
        larger = np.full((height + 1, width + 3, 3), 255, np.uint8)
        for other in (marked, white // 3, larger):
            job = Job(array_png(white), array_png(other), settings, True)
            assert not compare(job, tools).identical
        assert compare(Job(array_png(white), array_png(white), settings, True), tools).identical
