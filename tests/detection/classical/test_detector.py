"""Elements in drawn pages and in real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from pytest_visualdiff.detection import Detector
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.model import Element, ElementKind, Inventory
from tests.support.drawing import BLUE, DARK, GREY, INK, LIGHT, PALE, Colour, Drawing, close

if TYPE_CHECKING:
    from playwright.sync_api import Page

THEMES = pytest.mark.parametrize(
    ("ground", "ink"), [(LIGHT, INK), (DARK, PALE)], ids=["light", "dark"]
)
SCALES = pytest.mark.parametrize("scale", [1, 2])


def look(drawing: Drawing) -> Inventory:
    return ClassicalDetector().detect(drawing.pixels())


def the_only(found: Inventory, kind: ElementKind) -> Element:
    (element,) = (element for element in found.elements if element.kind == kind)
    return element


def kinds(found: Inventory) -> list[str]:
    return [element.kind for element in found.elements]


def test_the_classical_detector_is_a_detector() -> None:
    detector: Detector = ClassicalDetector()
    assert detector.name == "classical"
    assert look(Drawing()).model == "classical"


def test_an_empty_page_has_no_elements() -> None:
    assert look(Drawing()).elements == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (7, 7), (12, 12)])
def test_a_tiny_picture_has_none_either(size: tuple[int, int]) -> None:
    assert ClassicalDetector().detect(np.full((*size, 3), 200, np.uint8)).elements == ()


@THEMES
def test_lines_of_text_are_found(ground: Colour, ink: Colour) -> None:
    drawing = Drawing(ground=ground)
    found = look(drawing.text(20, 20, "Your orders of May", ink).text(20, 60, "Nothing yet", ink))
    assert kinds(found) == ["text", "text"]
    first, second = found.elements
    assert first.source == "pixels"
    assert first.box.y < second.box.y
    assert close(first.box, 20, 22, first.box.w, 14, by=3)


@SCALES
@THEMES
def test_a_button_is_found_to_the_pixel(ground: Colour, ink: Colour, scale: int) -> None:
    drawing = Drawing(ground=ground, scale=scale).text(20, 20, "Nothing in the cart", ink)
    drawing.box((20, 60, 110, 36), BLUE, radius=6).text(46, 68, "Order it", LIGHT)
    button = the_only(look(drawing), "button")
    assert close(button.box, *(scale * number for number in (20, 60, 110, 36)))
    assert 0 < button.confidence < 1


@SCALES
def test_an_input_has_its_text_at_the_left(scale: int) -> None:
    drawing = Drawing(scale=scale).text(20, 20, "First name", INK)
    drawing.box((20, 60, 240, 38), LIGHT, GREY, 4).text(30, 70, "Eleanor", INK)
    found = look(drawing)
    assert close(the_only(found, "input").box, *(scale * number for number in (20, 60, 240, 38)))


def test_an_empty_input_is_a_guess() -> None:
    drawing = Drawing().text(20, 20, "First name", INK).box((20, 60, 240, 38), LIGHT, GREY, 4)
    assert the_only(look(drawing), "input").confidence <= 0.5


def test_a_badge_is_low_and_round() -> None:
    drawing = Drawing().text(20, 20, "Parcel 12 to Bremen", INK)
    drawing.box((200, 20, 56, 19), (215, 240, 220), radius=9)
    badge = the_only(look(drawing.text(216, 22, "Sent", INK, 12)), "badge")
    assert close(badge.box, 200, 20, 56, 19)


def test_a_check_box_is_found_ticked_and_not_ticked() -> None:
    drawing = Drawing().box((20, 20, 14, 14), LIGHT, GREY, 2).text(42, 18, "Send it by mail")
    drawing.box((20, 60, 14, 14), BLUE, radius=2).line((23, 67), (26, 70), LIGHT)
    drawing.line((26, 70), (31, 63), LIGHT).text(42, 58, "Remember me")
    found = look(drawing)
    assert kinds(found) == ["checkbox", "text", "checkbox", "text"]
    assert close(found.elements[0].box, 20, 20, 14, 14)
    assert close(found.elements[2].box, 20, 60, 14, 14)


def test_what_is_in_a_card_has_the_card_for_a_parent() -> None:
    drawing = Drawing(ground=(240, 240, 240)).box((20, 20, 300, 200), LIGHT, (200, 200, 200), 8)
    drawing.text(40, 40, "Your cart is empty").box((40, 80, 110, 36), BLUE, radius=6)
    found = look(drawing.text(76, 88, "Go on", LIGHT).text(30, 250, "Terms of use"))
    assert kinds(found) == ["container", "text", "button", "text"]
    assert [element.parent for element in found.elements] == [None, 0, 0, None]
    assert close(found.elements[0].box, 20, 20, 300, 200)


@pytest.mark.parametrize("ground", [LIGHT, (245, 245, 248)])
@pytest.mark.parametrize("top", [20, 176])
def test_a_strip_with_the_title_of_a_card_is_no_field(ground: Colour, top: int) -> None:
    drawing = Drawing(ground=(236, 237, 240)).box((20, 20, 320, 200), LIGHT, (205, 205, 210), 6)
    drawing.box((20, top, 320, 44), ground, (205, 205, 210)).text(34, top + 14, "Your sales")
    drawing.line((310, top + 20), (315, top + 25), INK).line((315, top + 25), (320, top + 20), INK)
    drawing.text(34, 90, "They are less than").text(34, 120, "those of May were")
    assert set(kinds(look(drawing))) == {"container", "text", "icon"}


def test_the_cells_of_a_table_are_no_boxes() -> None:
    drawing = Drawing(size=(400, 200))
    for row in range(4):
        for column in range(3):
            drawing.box((20 + 100 * column, 20 + 30 * row, 101, 31), LIGHT, (200, 200, 200))
            drawing.text(30 + 100 * column, 26 + 30 * row, f"{row}{column}7.20")
    found = look(drawing)
    assert kinds(found) == ["container", *["text"] * 12]
    assert close(found.elements[0].box, 20, 20, 301, 121)


def test_buttons_that_touch_are_told_apart() -> None:
    drawing = Drawing(ground=(240, 240, 240))
    for column, word in enumerate(("Light", "Dark", "Auto")):
        drawing.box((20 + 79 * column, 40, 80, 36), LIGHT, GREY)
        drawing.text(44 + 79 * column, 48, word)
    found = look(drawing)
    assert kinds(found).count("button") == 3


def test_a_photograph_is_an_image() -> None:
    pixels = Drawing().text(20, 20, "The harbour in May").pixels()
    noise = np.random.default_rng(1).integers(0, 255, (20, 30, 3), np.uint8)
    pixels[60:180, 20:200] = cv2.resize(noise, (180, 120), interpolation=cv2.INTER_LINEAR)
    image = the_only(ClassicalDetector().detect(pixels), "image")
    assert close(image.box, 20, 60, 180, 120, by=2)


def test_an_icon_is_apart_from_the_text_beside_it() -> None:
    drawing = Drawing().box((20, 20, 14, 14), BLUE, radius=7).text(44, 18, "Gothenburg")
    assert kinds(look(drawing)) == ["icon", "text"]


def test_a_select_has_an_arrow() -> None:
    drawing = Drawing().text(20, 20, "Language").box((20, 60, 240, 38), LIGHT, GREY, 4)
    drawing.text(30, 70, "English").line((236, 76), (241, 81), INK).line((241, 81), (246, 76), INK)
    assert kinds(look(drawing)) == ["text", "select"]


def test_a_radio_button_is_round() -> None:
    drawing = Drawing().box((20, 20, 14, 14), LIGHT, GREY, 7).text(42, 18, "By mail")
    drawing.box((20, 60, 14, 14), LIGHT, BLUE, 7).box((24, 64, 6, 6), BLUE, radius=3)
    assert kinds(look(drawing.text(42, 58, "By phone"))) == ["radio", "text", "radio", "text"]


def test_a_number_in_a_small_square_is_a_badge() -> None:
    drawing = Drawing().text(20, 20, "Messages").box((120, 18, 18, 18), (200, 30, 30), radius=4)
    assert kinds(look(drawing.text(125, 18, "3", LIGHT))) == ["text", "badge"]


def test_initials_in_a_circle_are_an_icon() -> None:
    drawing = Drawing().box((20, 20, 44, 44), BLUE, radius=22).text(34, 33, "HI", LIGHT)
    assert kinds(look(drawing.text(80, 34, "Hana Ivanova"))) == ["icon", "text"]


def test_a_square_with_a_drawing_in_the_middle_is_a_button() -> None:
    drawing = Drawing().text(20, 20, "Add a line").box((20, 60, 40, 40), LIGHT, GREY, 6)
    drawing.line((32, 80), (47, 80), INK).line((40, 72), (40, 88), INK)
    assert kinds(look(drawing)) == ["text", "button"]


def test_a_box_of_one_colour_may_be_a_picture_and_is_a_poor_guess() -> None:
    drawing = Drawing().text(20, 20, "Sales of May").box((20, 60, 80, 120), BLUE)
    bar = the_only(look(drawing), "image")
    assert close(bar.box, 20, 60, 80, 120)
    assert bar.confidence < 0.5


def test_what_is_drawn_in_a_picture_is_no_element_but_a_badge_on_it_is() -> None:
    drawing = Drawing(ground=(240, 240, 240)).box((20, 20, 240, 250), LIGHT, (190, 190, 190))
    drawing.box((21, 21, 238, 140), (250, 230, 140)).box((90, 40, 100, 100), BLUE, radius=50)
    drawing.box((30, 30, 50, 20), (20, 120, 60)).text(40, 32, "New", LIGHT)
    found = look(drawing.text(40, 180, "Pumpkin soup").text(40, 220, "In 40 minutes"))
    assert kinds(found)[0] == "container"
    assert kinds(found).count("text") == 2
    assert "badge" in kinds(found)
    assert [element.parent for element in found.elements if element.kind == "text"] == [0, 0]


def test_a_thin_bar_is_nothing() -> None:
    drawing = Drawing().text(20, 20, "Progress").box((20, 60, 200, 8), LIGHT, GREY)
    assert kinds(look(drawing)) == ["text"]


def test_words_far_apart_are_two_texts() -> None:
    drawing = Drawing().text(20, 20, "Distance", height=12).text(89, 20, "Load", height=12)
    assert kinds(look(drawing)) == ["text", "text"]


def test_a_letter_is_no_box() -> None:
    drawing = Drawing().text(20, 20, "DOOR OPEN, BOOK O8", height=48)
    assert set(kinds(look(drawing))) == {"text"}


def test_rows_are_read_from_left_to_right() -> None:
    drawing = Drawing().text(200, 20, "second").text(20, 22, "first").text(20, 60, "third")
    found = look(drawing)
    assert [element.box.x // 10 for element in found.elements] == [2, 20, 2]
    assert found.elements[2].box.y > found.elements[1].box.y


def test_the_same_picture_gives_the_same_elements() -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (200, 300, 3), np.uint8)
    pixels[40:150, 30:200] = 255
    assert ClassicalDetector().detect(pixels) == ClassicalDetector().detect(pixels)


FORM = """
<body style="font: 14px sans-serif; margin: 20px; background: %s; color: %s">
  <p>Tell us who you are</p>
  <input value="Eleanor" style="padding: 8px; width: 200px">
  <p><input type="checkbox"> By mail <input type="radio" style="margin-left: 40px"> By phone</p>
  <select style="padding: 8px; width: 200px"><option>Public profile</select>
  <p><button style="padding: 8px 20px; border: 0; border-radius: 6px; background: #0b57d0;
                    color: white">Save it</button></p>
"""


@pytest.mark.parametrize("colours", [("#fff", "#222"), ("#15181e", "#dde")])
def test_a_real_form_is_what_the_browser_says(page: Page, colours: tuple[str, str]) -> None:
    page.set_content(FORM % colours)
    pixels = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    found = ClassicalDetector().detect(np.asarray(pixels, np.uint8))
    selectors: dict[ElementKind, str] = {
        "input": "input >> nth=0", "checkbox": "[type=checkbox]", "radio": "[type=radio]",
        "select": "select", "button": "button",
    }  # fmt: skip
    for kind, selector in selectors.items():
        place = page.locator(selector).bounding_box()
        assert place
        x, y, w, h = (round(place[key]) for key in ("x", "y", "width", "height"))
        assert close(the_only(found, kind).box, x, y, w, h, by=2), kind
