"""Smooth areas with the outline of a rectangle, what frames them, and the ink on them."""

from __future__ import annotations

import pytest

from pytest_visualdiff.detection.classical.ink import ink_levels
from pytest_visualdiff.detection.classical.surfaces import Areas, Surface
from pytest_visualdiff.model import Box
from tests.support.drawing import BLUE, GREY, INK, LIGHT, Drawing

BUTTON = Box(40, 60, 120, 36)


def surfaces(drawing: Drawing) -> list[Surface]:
    """Return the surfaces of a drawing but the page itself."""
    return [it for it in Areas(drawing.pixels()).surfaces().surfaces if it.box.area < 300 * 160 / 2]


def page() -> Drawing:
    return Drawing((300, 160))


def box(drawing: Drawing, radius: int = 0) -> Drawing:
    return drawing.box((BUTTON.x, BUTTON.y, BUTTON.w, BUTTON.h), BLUE, radius=radius)


def test_an_empty_page_has_no_surfaces_on_it_and_no_ink() -> None:
    areas = Areas(page().pixels())
    assert surfaces(page()) == []
    assert not ink_levels(areas, [], []).any()


def test_a_filled_box_is_a_surface_that_stands_alone() -> None:
    (found,) = surfaces(box(page()))
    assert found.box == BUTTON
    assert (found.filled, found.bordered, found.stands_alone) == (True, False, True)


@pytest.mark.parametrize("radius", [0, 6, 12])
def test_the_radius_of_its_corners_is_measured(radius: int) -> None:
    (found,) = surfaces(box(page(), radius))
    assert found.radius == pytest.approx(radius, abs=2.5)


def test_text_on_it_makes_no_hole_in_its_outline_and_is_ink() -> None:
    drawing = box(page()).text(60, 70, "Order", LIGHT)
    (found,) = surfaces(drawing)
    assert found.box == BUTTON
    ink = ink_levels(Areas(drawing.pixels()), [found], [])
    assert ink[BUTTON.slices].any()
    ink[BUTTON.slices] = 0
    assert not ink.any()


def test_a_frame_is_found_whatever_lies_in_it() -> None:
    drawing = page().box((40, 40, 100, 80), GREY)
    assert any(frame.iou(Box(40, 40, 100, 80)) > 0.9 for frame in Areas(drawing.pixels()).frames())


def test_what_is_drawn_is_rough_and_a_surface_is_not() -> None:
    areas = Areas(page().text(20, 20, "Some words in a line", INK, 20).pixels())
    assert areas.roughness(Box(20, 100, 100, 40)) == 0.0
    assert areas.roughness(Box(20, 20, 100, 20)) > 0.1
