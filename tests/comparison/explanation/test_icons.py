"""Icons that show something else, however letters are drawn around them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.comparison.explanation.icons import changed_icons
from pytest_visualdiff.model import Box, Element, Inventory, Settings

PLACE = Box(20, 20, 16, 16)
ICON = Element("icon", PLACE, path="#next")
GLYPH = replace(ICON, text="U+E001", style={"font-family": "Icons"})


def all_of_it(before: Box, after: Box) -> npt.NDArray[np.uint8]:
    return np.full((after.h, after.w), 90, np.uint8)


def nothing_known(before: Box, after: Box) -> None:
    return None


def test_a_changed_icon_is_reported_with_its_element_its_pixels_and_levels() -> None:
    now = replace(ICON, box=Box(21, 20, 15, 16))
    found = list(
        changed_icons(Inventory((ICON,)), Inventory((now,)), {0: 0}, Settings(), all_of_it)
    )
    assert [(it.box, it.box_after, it.pixels, it.max_difference) for it in found] == [
        (Box(20, 20, 15, 16), Box(21, 20, 15, 16), 240, 90)
    ]
    assert found[0].element is now


@pytest.mark.parametrize(
    ("element", "settings"),
    [
        pytest.param(GLYPH, Settings(), id="a letter of a font is hinted as letters are"),
        pytest.param(replace(ICON, kind="text"), Settings(), id="no icon"),
        pytest.param(ICON, Settings(ignore=(Box(30, 30, 9, 9),)), id="ignored by its place"),
    ],
)
def test_other_elements_are_judged_with_the_page(element: Element, settings: Settings) -> None:
    page = Inventory((element,))
    assert not list(changed_icons(page, page, {0: 0}, settings, all_of_it))


def test_what_is_not_known_of_a_picture_is_no_change() -> None:
    page = Inventory((ICON,))
    assert not list(changed_icons(page, page, {0: 0}, Settings(), nothing_known))
