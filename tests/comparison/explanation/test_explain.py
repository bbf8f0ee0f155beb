"""Pixels and elements brought together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.comparison.explanation.explain import explain
from pytest_visualdiff.imaging.arrays import Mask
from pytest_visualdiff.model import (
    Area,
    Box,
    Change,
    Comparison,
    Dismissal,
    Element,
    Inventory,
    Region,
    Rule,
    Settings,
    Shift,
    Size,
)
from tests.support import changed, measured

BODY = Element("container", Box(0, 0, 1280, 720), path="body")
PRICE = Element("text", Box(100, 100, 60, 16), "41,410", path="#price", parent=0)
LOGO = Element("image", Box(20, 20, 60, 40), "Logo", path="#logo", parent=0)
PAGE = Inventory((BODY, PRICE, LOGO))
ON_THE_PRICE = changed(Box(120, 102, 8, 12), 40)
ON_THE_LOGO = changed(Box(30, 30, 20, 20), 200)


def page(*elements: Element) -> Inventory:
    return Inventory((BODY, *elements))


def everything_differs(before: Box, after: Box) -> Mask:
    return np.ones((after.h, after.w), bool)


def nothing_redrawn(before: Box, after: Box) -> npt.NDArray[np.uint8]:
    return np.zeros((after.h, after.w), np.uint8)


def explained(
    comparison: Comparison, after: Inventory, settings: Settings | None = None
) -> Comparison:
    return explain(
        comparison, PAGE, after, settings or Settings(), everything_differs, nothing_redrawn
    )


def test_the_pixels_of_a_digit_belong_to_the_text_that_changed() -> None:
    found = explained(measured(ON_THE_PRICE), page(replace(PRICE, text="41,510"), LOGO))
    assert [it.kind for it in found.changes] == ["text_changed"]
    assert [(it.change, it.pixels) for it in found.explained] == [("changed:1", 40)]
    assert found.regions == ()
    assert (found.matched, found.elements) == (3, 3)


def test_what_the_page_calls_equal_and_differs_is_a_defect_of_that_element() -> None:
    found = explained(measured(ON_THE_LOGO), PAGE)
    assert found.changes == ()
    assert [region.element for region in found.regions] == [LOGO]


def test_what_nobody_sees_is_no_defect() -> None:
    quiet = page(replace(PRICE, style={"color": "#111111"}), LOGO)
    found = explained(measured(ON_THE_LOGO), quiet)
    assert found.changes == ()


def test_letters_drawn_otherwise_are_noise_where_the_page_says_the_same() -> None:
    across = replace(measured(ON_THE_PRICE), cross_rendered=True)
    found = explained(across, PAGE)
    assert found.regions == ()
    assert found.dismissed == (Dismissal("rendering_noise", Box(120, 102, 8, 12), 40),)


def test_a_text_of_which_all_letters_are_others_is_a_defect_all_the_same() -> None:
    across = replace(measured(changed(PRICE.box, 600)), cross_rendered=True)
    assert [it.element for it in explained(across, PAGE).regions] == [PRICE]


def test_a_change_in_an_ignored_area_is_dismissed() -> None:
    digit = page(replace(PRICE, text="41,510"), LOGO)
    area = PRICE.box.grow(2)
    asked = Settings(ignore=(area,), rules=(Rule(within=(Area(area),)),))
    found = explained(measured(ON_THE_PRICE), digit, asked)
    assert found.changes == ()
    (dismissed,) = found.dismissed
    assert (dismissed.reason, dismissed.box, dismissed.pixels) == ("ignored", PRICE.box, 40)
    assert dismissed.change == Change("text_changed", PRICE, digit.elements[1], id="changed:1")


def test_what_moved_as_a_block_is_the_banner_s_doing() -> None:
    banner = Element("container", Box(0, 0, 1280, 48), "Sale", path="#sale", parent=0)
    lower = [replace(it, box=it.box.move(0, 48)) for it in (PRICE, LOGO)]
    pixels = replace(
        measured(Region(None, Box(0, 0, 1280, 48), 9000, 255)),
        shifts=(Shift(Box(0, 0, 1280, 600), 0, 48, 50_000, cause="r0"),),
    )
    found = explained(pixels, page(banner, *lower))
    assert [(it.kind, it.cause) for it in found.changes] == [
        ("extra", None),
        ("shifted", "extra:1"),
    ]
    assert (found.regions, found.shifts) == ((), ())
    assert [it.change for it in found.explained] == ["extra:1", "extra:1"]


def test_another_picture_below_a_banner_is_a_defect_of_its_own() -> None:
    banner = Element("container", Box(0, 0, 1280, 48), "Sale", path="#sale", parent=0)
    lower = [replace(it, box=it.box.move(0, 48)) for it in (PRICE, LOGO)]
    pixels = replace(
        measured(Region(None, Box(0, 0, 1280, 48), 9000, 255), replace(
            ON_THE_LOGO, box_after=Box(30, 78, 20, 20))),
        shifts=(Shift(Box(0, 0, 1280, 600), 0, 48, 50_000, cause="r0"),),
    )  # fmt: skip
    found = explained(pixels, page(banner, *lower))
    assert [region.element for region in found.regions] == [lower[1]]


def test_another_picture_in_a_page_that_grew_is_a_defect_of_its_own() -> None:
    taller = Inventory((replace(BODY, box=Box(0, 0, 1280, 800)), PRICE, LOGO))
    found = explained(measured(ON_THE_LOGO, changed(Box(0, 716, 1280, 4), 99)), taller)
    assert [it.kind for it in found.changes] == ["resized"]
    assert [region.element for region in found.regions] == [LOGO]


def test_a_glyph_that_is_lost_is_a_defect_though_the_page_says_the_same() -> None:
    lost = Region(Box(102, 102, 12, 12), None, 90, 200)
    across = replace(measured(lost), cross_rendered=True)
    assert [it.element for it in explained(across, PAGE).regions] == [PRICE]


@pytest.mark.parametrize("cross", [False, True])
def test_what_moved_by_less_than_the_page_says_is_noise_across_renderings_only(
    cross: bool,
) -> None:
    rounded = page(PRICE, replace(LOGO, box=LOGO.box.move(-1, 0)))
    pixels = replace(
        measured(), shifts=(Shift(LOGO.box.grow(4), -2, 0, 900),), cross_rendered=cross
    )
    found = explained(pixels, rounded)
    assert len(found.shifts) == (0 if cross else 1)
    assert [it.reason for it in found.dismissed] == (["rendering_noise"] if cross else [])


def test_a_shift_that_no_element_explains_stays() -> None:
    gap = Region(Box(300, 300, 50, 20), None, 900, 255)
    pixels = replace(
        measured(ON_THE_LOGO, gap), shifts=(Shift(Box(300, 320, 50, 80), 0, -20, 4000, cause="r1"),)
    )
    found = explained(pixels, PAGE)
    assert [(shift.dy, shift.cause) for shift in found.shifts] == [(-20, "r1")]


def test_an_icon_that_noise_hides_is_a_defect_of_its_own_across_renderings() -> None:
    icon = Element("icon", Box(104, 100, 16, 16), path="#next", parent=0)
    with_icon = page(icon, PRICE)

    def all_redrawn(before: Box, after: Box) -> npt.NDArray[np.uint8]:
        return np.full((after.h, after.w), 90, np.uint8)

    for comparison, found in (
        (replace(measured(), cross_rendered=True), [icon]),
        (measured(), []),
        (replace(measured(changed(icon.box, 9)), cross_rendered=True), [icon]),
    ):
        result = explain(
            comparison, with_icon, with_icon, Settings(), everything_differs, all_redrawn
        )
        assert [it.element for it in result.regions] == found


def test_another_text_explains_no_page_that_is_300_px_taller() -> None:
    digit = page(replace(PRICE, text="41,510"), LOGO)
    sizes = {"baseline_size": Size(1280, 720), "actual_size": Size(1280, 1020)}
    found = explained(replace(measured(ON_THE_PRICE), **sizes), digit)  # type: ignore[arg-type]
    assert [it.kind for it in found.changes] == ["text_changed"]
    assert not found.size_explained
    taller = page(replace(PRICE, box=Box(100, 100, 60, 316), text="41,510"), LOGO)
    assert explained(replace(measured(ON_THE_PRICE), **sizes), taller).size_explained  # type: ignore[arg-type]
