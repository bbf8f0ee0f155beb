"""Two pictures in, and what differs out."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pytest_visualdiff.comparison.pixels import analyse
from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.model import Box, Comparison, Dismissal, Job, Settings, Size
from tests.support import BADGE, BUTTON, GREEN, array_png, changed, screen, to_png
from tests.support.tools import compare

SCREEN = to_png(screen())


def compared(actual: Image.Image, **settings: object) -> Comparison:
    return compare(Job(SCREEN, to_png(actual), Settings(**settings)))  # type: ignore[arg-type]


def explained(comparison: Comparison) -> int:
    """Return how many pixels are in a region or in a dismissal."""
    regions = sum(region.pixels for region in comparison.regions)
    return regions + sum(dismissal.pixels for dismissal in comparison.dismissed)


class Stages:
    """Remembers which stages ran."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, name: str) -> AbstractContextManager[None]:
        self.names.append(name)
        return nullcontext()


def test_equal_bytes_are_not_decoded() -> None:
    stages = Stages()
    comparison = compare(Job(SCREEN, SCREEN), stages)
    assert comparison.identical
    assert (comparison.ssim, comparison.changed_pixels) == (1.0, 0)
    assert comparison.baseline_size == Size(160, 100)
    assert stages.names == []


def test_equal_pixels_in_other_bytes_are_identical() -> None:
    other = to_png(screen(), compress_level=0)
    assert other != SCREEN
    comparison = compare(Job(SCREEN, other))
    assert comparison.identical
    assert comparison.regions == ()


def test_a_button_of_another_colour_is_one_region_at_its_place() -> None:
    (region,) = compared(screen(button=GREEN)).regions
    assert region.box == Box(*BUTTON)
    assert region.max_difference == 208 - 60


def test_two_changes_are_two_regions_in_reading_order() -> None:
    badge, button = compared(screen(button=GREEN, badge=True)).regions
    assert (badge.box, badge.box_after) == (None, Box(*BADGE))
    assert (button.box, button.box_after) == (Box(*BUTTON), Box(*BUTTON))


def test_the_letters_of_a_word_are_one_region() -> None:
    image = screen()
    image.paste((200, 0, 0), (10, 37, 15, 44))
    image.paste((200, 0, 0), (20, 37, 25, 44))  # 5 px to the right of the first
    assert [region.box for region in compared(image).regions] == [Box(10, 37, 15, 7)]


def test_regions_whose_boxes_overlap_are_merged() -> None:
    frame = screen()
    for side in ((90, 20, 150, 22), (90, 20, 92, 90), (148, 20, 150, 90), (90, 88, 150, 90)):
        frame.paste((0, 0, 0), side)
    frame.paste((0, 0, 0), (115, 50, 120, 55))  # far from the frame's lines, inside its box
    assert [region.box for region in compared(frame).regions] == [Box(90, 20, 60, 70)]


pixels = st.tuples(st.integers(0, 59), st.integers(0, 44), st.sampled_from([1, 2, 3, 90, 255]))
boxes = st.builds(
    Box, st.integers(-9, 59), st.integers(-9, 44), st.integers(1, 30), st.integers(1, 30)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pixels, min_size=1, max_size=25), st.lists(boxes, max_size=3))
def test_each_changed_pixel_is_in_a_region_or_dismissed_for_a_reason(
    places: list[tuple[int, int, int]], ignore: list[Box]
) -> None:
    before = np.zeros((45, 60), np.uint8)
    after = before.copy()
    for x, y, level in places:
        after[y, x] = level
    # Dots that happen to lie alike are not to be taken for a smoothed edge.
    asked = Settings(ignore=tuple(ignore), rendering="same")
    comparison = compare(Job(array_png(before), array_png(after), asked))

    left = after.copy()
    for dismissal in comparison.dismissed:
        if dismissal.reason == "ignored":
            left[_window(dismissal.box)] = 0
    cover = np.zeros_like(before)
    for region in analyse(before[..., np.newaxis], after[..., np.newaxis], asked, None).regions:
        box = region.box or region.box_after
        assert box is not None
        cover[_window(box)] += 1
        assert region.pixels == np.count_nonzero(left[_window(box)])
        assert region.max_difference == left[_window(box)].max() > 2
    assert cover.max() <= 1
    assert left[cover == 0].max() <= 2
    covered = np.zeros_like(before, bool)
    for region in comparison.regions:  # each may be several areas of one element
        box = region.box_after or region.box
        assert box is not None
        covered[_window(box)] = True
        assert 0 < region.pixels <= np.count_nonzero(left[_window(box)])
        assert 2 < region.max_difference <= left[_window(box)].max()
    assert left[~covered].max(initial=0) <= 2
    assert explained(comparison) == comparison.changed_pixels


@settings(max_examples=100, deadline=None)
@given(st.lists(pixels, min_size=1, max_size=25), st.lists(boxes, max_size=3))
def test_whoever_drew_the_pictures_each_changed_pixel_is_counted_once(
    places: list[tuple[int, int, int]], ignore: list[Box]
) -> None:
    before = np.full((45, 60), 200, np.uint8)
    after = before.copy()
    for x, y, level in places:
        after[y, x] = max(200 - level, 0)
    job = Job(array_png(before), array_png(after), Settings(ignore=tuple(ignore)))
    comparison = compare(job)
    assert explained(comparison) == comparison.changed_pixels == np.count_nonzero(before != after)


def _window(box: Box) -> tuple[slice, slice]:
    clipped = box.clip(Size(60, 45))
    return np.s_[clipped.y : clipped.bottom, clipped.x : clipped.right]


def test_two_levels_are_dismissed_by_name_unless_exact() -> None:
    image = screen()
    image.paste((253, 253, 253), (120, 60, 150, 70))
    comparison = compared(image)
    assert comparison.regions == ()
    assert comparison.dismissed == (Dismissal("rendering_noise", Box(120, 60, 30, 10), 300),)
    assert comparison.changed_pixels == 300
    exact = compared(image, level="exact")
    assert exact.dismissed == ()
    assert exact.regions == (replace(changed(Box(120, 60, 30, 10), 300, 2), id="region:1"),)


def test_faint_noise_all_over_does_not_blur_where_the_real_change_is() -> None:
    noisy = np.asarray(screen(badge=True)).copy()
    noisy[::2, ::2] -= (noisy[::2, ::2] > 0).astype(np.uint8)
    comparison = compared(Image.fromarray(noisy))
    assert [region.box_after for region in comparison.regions] == [Box(*BADGE)]
    assert {dismissal.reason for dismissal in comparison.dismissed} == {"rendering_noise"}
    assert explained(comparison) == comparison.changed_pixels


def test_three_levels_count() -> None:
    image = screen()
    image.paste((252, 255, 255), (120, 60, 150, 70))
    assert [region.max_difference for region in compared(image).regions] == [3]


def test_an_ignored_box_is_dismissed_and_the_rest_still_counts() -> None:
    changed = screen(button=GREEN, badge=True)
    comparison = compared(changed, ignore=(Box(130, 0, 500, 14),))
    assert [region.box for region in comparison.regions] == [Box(*BUTTON)]
    assert comparison.dismissed == (Dismissal("ignored", Box(130, 0, 30, 14), 100),)


@pytest.mark.parametrize("box", [Box(0, 0, 10, 10), Box(-50, -50, 20, 20), Box(500, 500, 9, 9)])
def test_an_ignored_box_elsewhere_dismisses_nothing(box: Box) -> None:
    comparison = compared(screen(badge=True), ignore=(box,))
    assert [region.box_after for region in comparison.regions] == [Box(*BADGE)]
    assert comparison.dismissed == ()


def test_half_ignored_leaves_the_other_half() -> None:
    x, y, w, h = BADGE
    (region,) = compared(screen(badge=True), ignore=(Box(x - 4, 0, 9, 50),)).regions
    assert region.box_after == Box(x + 5, y, w - 5, h)


def test_what_only_one_picture_has_is_counted_as_changed() -> None:
    comparison = compare(Job(SCREEN, to_png(screen(size=(150, 120)))))
    assert (comparison.baseline_size, comparison.actual_size) == (Size(160, 100), Size(150, 120))
    assert not comparison.identical
    assert comparison.regions == ()
    assert comparison.changed_pixels == 10 * 100 + 150 * 20
    assert comparison.changed_ratio == (10 * 100 + 150 * 20) / (160 * 100 + 150 * 20)


def test_equal_luma_is_no_excuse() -> None:
    red, green = Image.new("RGB", (40, 40), (255, 0, 0)), Image.new("RGB", (40, 40), (0, 130, 0))
    comparison = compare(Job(to_png(red), to_png(green)))
    assert comparison.ssim == pytest.approx(1, abs=1e-3)
    assert [region.box for region in comparison.regions] == [Box(0, 0, 40, 40)]


def test_transparency_is_compared() -> None:
    opaque = screen().convert("RGBA")
    glass = opaque.copy()
    glass.paste((255, 255, 255, 100), (120, 60, 130, 70))
    comparison = compare(Job(to_png(opaque), to_png(glass)))
    assert [region.box for region in comparison.regions] == [Box(120, 60, 10, 10)]


@pytest.mark.parametrize("mode", ["RGBA", "P", "RGB"])
def test_the_same_picture_is_identical_in_every_way_to_store_it(mode: str) -> None:
    flat = Image.new("RGB", (30, 20), (0, 204, 51))  # a colour of the web palette
    assert compare(Job(to_png(flat), to_png(flat.convert(mode), optimize=True))).identical


def test_grey_against_colour_is_identical_if_it_looks_so() -> None:
    grey = Image.new("L", (30, 20), 77)
    for other in (grey.convert("RGB"), grey.convert("RGBA"), grey.convert("LA")):
        assert compare(Job(to_png(grey), to_png(other, compress_level=0))).identical


def test_sixteen_bits_differ_from_eight_only_where_they_say_more() -> None:
    eight = np.full((20, 20, 3), 100, np.uint8)
    sixteen = eight.astype(np.uint16) * 257
    assert compare(Job(array_png(eight), _sixteen_bit(sixteen))).identical
    sixteen[3, 4] += 1
    comparison = compare(Job(array_png(eight), _sixteen_bit(sixteen), Settings(level="exact")))
    assert comparison.regions == (replace(changed(Box(4, 3, 1, 1), 1, 1), id="region:1"),)
    assert comparison.ssim == 1.0


def _sixteen_bit(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()


def test_the_stages_are_told_for_the_clock() -> None:
    stages = Stages()
    compare(Job(SCREEN, to_png(screen(badge=True))), stages)
    assert stages.names == [
        "decode", "differences", "analysis", "similarity", "elements", "text",
    ]  # fmt: skip


def test_the_same_input_gives_the_same_output() -> None:
    job = Job(SCREEN, to_png(screen(badge=True, button=GREEN)))
    assert repr(compare(job)) == repr(compare(job))


@pytest.mark.parametrize("which", ["baseline", "actual"])
def test_a_damaged_picture_is_named(which: str) -> None:
    broken = SCREEN[:200]
    job = Job(broken, SCREEN) if which == "baseline" else Job(SCREEN, broken)
    with pytest.raises(InvalidPictureError, match=f"the {which}.* is a damaged PNG file"):
        compare(job)


def test_two_equal_damaged_pictures_are_no_pass() -> None:
    with pytest.raises(InvalidPictureError):
        compare(Job(SCREEN[:200], SCREEN[:200]))
