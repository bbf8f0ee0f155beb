"""Areas that are one thing which moved by a few pixels."""

from __future__ import annotations

import numpy as np

from pytest_visualdiff.model import Job
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import array_png
from tests.support.compared import lines
from tests.support.tools import compare


def test_a_bar_whose_fill_fades_moved_with_it() -> None:
    def chart(y: int) -> bytes:
        pixels = lines().pixels().copy()
        fade = np.linspace(90, 200, 70).astype(np.uint8)
        pixels[y : y + 70, 200:250] = np.stack([fade, fade // 2, fade // 3], axis=-1)[:, np.newaxis]
        return array_png(pixels)

    (defect,) = find_defects(compare(Job(chart(100), chart(88), same_environment=True)))
    assert (defect.kind, defect.dx, defect.dy) == ("moved", 0, -12)
