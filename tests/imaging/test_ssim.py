"""The SSIM that is computed around the changes equals scikit-image's of the full frame."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.metrics import structural_similarity

from pytest_visualdiff.model import Job
from tests.support import Picture, array_png, screen, to_png
from tests.support.tools import compare

sizes = st.tuples(st.integers(7, 150), st.integers(7, 150))


def reference(baseline: bytes, actual: bytes) -> float:
    """Return scikit-image's SSIM of two PNG files in 8-bit grey as OpenCV converts it."""
    ssim: Any = structural_similarity  # scikit-image is not typed
    return float(ssim(_grey(baseline), _grey(actual), data_range=255))


def _grey(png: bytes) -> npt.NDArray[Any]:
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Picture, Picture]:
    """Draw a picture and a changed copy: any size, texture, and any number of changes anywhere."""
    height, width = draw(sizes)
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    texture = draw(st.sampled_from(["flat", "noise", "gradient"]))
    if texture == "noise":
        baseline = generator.integers(0, 256, (height, width, 3), np.uint8)
    elif texture == "gradient":
        ramp = np.linspace(0, 255, width).astype(np.uint8)
        baseline = np.repeat(np.repeat(ramp[None, :, None], height, 0), 3, 2)
    else:
        baseline = np.full((height, width, 3), draw(st.integers(0, 255)), np.uint8)
    actual = baseline.copy()
    for _ in range(draw(st.integers(0, 6))):
        y, x = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        h, w = draw(st.integers(1, height - y)), draw(st.integers(1, width - x))
        patch = actual[y : y + h, x : x + w]
        if draw(st.booleans()):
            patch[:] = draw(st.integers(0, 255))
        else:  # an amount of change as small as one level
            amount = draw(st.integers(1, 60))
            shifted = patch.astype(int) + generator.integers(-amount, amount + 1, patch.shape)
            patch[:] = np.clip(shifted, 0, 255)
    return baseline, actual


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_equal_to_scikit_image_whatever_changed(pair: tuple[Picture, Picture]) -> None:
    baseline, actual = array_png(pair[0]), array_png(pair[1])
    ssim = compare(Job(baseline, actual)).ssim
    assert ssim == pytest.approx(reference(baseline, actual), abs=1e-6)


@pytest.mark.parametrize(
    ("x", "y"), [(0, 0), (159, 0), (0, 99), (159, 99), (80, 0), (0, 50), (3, 3), (156, 96)]
)
def test_equal_to_scikit_image_for_one_pixel_at_the_edge(x: int, y: int) -> None:
    changed = screen()
    changed.putpixel((x, y), (255, 0, 0))
    baseline, actual = to_png(screen()), to_png(changed)
    ssim = compare(Job(baseline, actual)).ssim
    assert ssim == pytest.approx(reference(baseline, actual), abs=1e-6)


def test_exactly_one_where_only_the_colour_differs_at_equal_luma() -> None:
    baseline = np.zeros((20, 20, 3), np.uint8)
    actual = baseline.copy()
    actual[5, 5, 2] = 1  # too little blue to change the luma
    comparison = compare(Job(array_png(baseline), array_png(actual)))
    assert comparison.ssim == 1.0
    assert comparison.changed_pixels == 1


def test_inverted_pictures_are_below_zero() -> None:
    generator = np.random.default_rng(1)
    noise = generator.integers(0, 256, (40, 40, 3), np.uint8)
    baseline, actual = array_png(noise), array_png(255 - noise)
    ssim = compare(Job(baseline, actual)).ssim
    assert ssim is not None
    assert ssim < 0
    assert ssim == pytest.approx(reference(baseline, actual), abs=1e-6)


def test_a_picture_smaller_than_the_window_has_none_and_says_so() -> None:
    baseline, actual = np.zeros((6, 50), np.uint8), np.full((6, 50), 9, np.uint8)
    comparison = compare(Job(array_png(baseline), array_png(actual)))
    assert comparison.ssim is None
    assert "similarity" in [skipped.stage for skipped in comparison.skipped]


def test_sizes_are_compared_as_far_as_both_go() -> None:
    tall, short = screen(size=(160, 140)), screen(size=(160, 100), badge=True)
    ssim = compare(Job(to_png(tall), to_png(short))).ssim
    cropped = to_png(tall.crop((0, 0, 160, 100)))
    assert ssim == pytest.approx(reference(cropped, to_png(short)), abs=1e-6)
