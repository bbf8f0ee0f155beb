"""Changed areas of drawn pages are named by the elements that the pixels show."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.naming.name import name_regions
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Job, Policy, Region, Size
from pytest_visualdiff.verdict.defects import find_defects
from pytest_visualdiff.verdict.policy import judge
from tests.support import array_png, changed, measured
from tests.support.compared import button, compared, defects, kinds, lines, page, roots
from tests.support.drawing import Drawing
from tests.support.tools import compare


def test_a_button_that_is_gone_is_a_button() -> None:
    assert kinds(page(), lines()) == [("missing", "button")]
    assert kinds(lines(), page()) == [("extra", "button")]


def test_the_words_of_a_line_are_one_element() -> None:
    without = button(Drawing((360, 200)).text(20, 15, "Your cart", height=20))
    assert kinds(page(), without) == [("missing", "text")]


def test_what_nothing_explains_stays_a_changed_area() -> None:
    noisy = page().pixels()
    noisy[30:90, 250:330] = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    again = noisy.copy()
    again[40:60, 260:262] ^= 255
    job = Job(array_png(noisy), array_png(again), same_environment=True)
    (defect,) = find_defects(compare(job))
    assert defect.kind in ("changed", "image_changed")


@pytest.mark.parametrize("seed", range(6))
def test_naming_loses_no_pixel_and_adds_no_defect(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(seed)
    before = page().pixels()
    after = before.copy()
    for _ in range(6):
        x, y = int(random.integers(0, 320)), int(random.integers(0, 170))
        w, h = int(random.integers(1, 40)), int(random.integers(1, 30))
        after[y : y + h, x : x + w] = random.integers(0, 255, 3)
    job = Job(array_png(before), array_png(after), same_environment=True)
    named = compare(job)
    monkeypatch.setattr(
        "pytest_visualdiff.comparison.naming.name.name_regions", lambda comparison, *_: comparison
    )
    bare = compare(job)
    assert sum(it.pixels for it in named.regions) == sum(it.pixels for it in bare.regions)
    assert len(named.regions) <= len(bare.regions)
    for region in bare.regions:
        assert any(_covers(it, region) for it in named.regions)
    assert named.dismissed == bare.dismissed
    assert judge(named, Policy()).passed == judge(bare, Policy()).passed


def _covers(named: Region, region: Region) -> bool:
    places = [it for it in (named.box, named.box_after) if it]
    mine = region.box_after or region.box
    return mine is not None and any(it.contains(mine) for it in places)


def test_an_area_that_only_one_picture_reaches_stays_as_it_is() -> None:
    region = changed(Box(20, 230, 60, 20), 400)
    short, long = (np.full((height, 360, 3), 255, np.uint8) for height in (200, 280))
    sizes = Size(360, 200), Size(360, 280)
    comparison = measured(region)
    found = name_regions(comparison, Decoded(short, long, 0, sizes), ClassicalDetector())
    assert found.regions == comparison.regions


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_changes_in_several_places_is_named_in_each_of_them(count: int) -> None:
    def buttons(changed: int) -> Drawing:
        drawing = Drawing((360, 600))
        for number in range(3):
            button(drawing, y=60 + 200 * number, said="Cancel now" if number < changed else "Order")
        return drawing

    found = roots(defects(buttons(0), buttons(count)))
    assert [it.kind for it in found] == ["text_changed"] * count


def test_the_more_of_a_page_changes_the_more_pixels_are_named() -> None:
    pixels = []
    for width in (20, 40, 80, 120):
        comparison = compared(lines(), lines().box((200, 100, width, 60), (11, 87, 208)), "none")
        pixels.append(sum(it.pixels for it in comparison.regions))
    assert pixels == sorted(pixels)
    assert pixels[-1] == 120 * 60
