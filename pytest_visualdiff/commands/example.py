"""A comparison to try things out with."""

from __future__ import annotations

import os

from pytest_visualdiff.model import Job, Settings


def example(width: int = 1280, height: int = 1600) -> Job:
    """Return a comparison that was never made: of lines of text, and an area that changed.

    Parameters
    ----------
    width, height : int
        Pixels of the pictures; those of a real page unless given.
    """
    import cv2
    import numpy as np

    name = os.urandom(4).hex()
    page = np.full((height, width, 3), 255, np.uint8)
    for top in range(40, height, 40):
        cv2.putText(page, f"{name} line {top}", (20, top), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40,) * 3)
    changed = page.copy()
    cv2.rectangle(changed, (20, 5), (60, 25), (200, 60, 20), -1)
    before, after = (cv2.imencode(".png", it)[1].tobytes() for it in (page, changed))
    return Job(
        before, after, Settings(ocr_language="none")
    )  # that tesseract is there is another line
