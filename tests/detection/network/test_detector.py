"""Elements found by a network: whole pages, wide, high and small ones, and what else there is."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from pytest_visualdiff.detection import Detector
from pytest_visualdiff.detection.network.detector import bands
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Box, Element, ElementKind, Inventory
from tests.support.drawing import BLUE, GREY, INK, LIGHT, Drawing
from tests.support.models import BUTTON, CHECKBOX, LINK, Thing, model_file

SWITCH = Thing("switch", BUTTON.colour, (96, 32))
"""Looks as the button does, but for a network that does not know better."""


@pytest.fixture
def look(tmp_path: Path) -> Any:
    """Return what looks at pixels with a network that knows these things, used in this manner."""

    def look_at(pixels: Any, *things: Thing, guesses: bool = False, **manner: object) -> Inventory:
        known = things or (BUTTON, CHECKBOX, LINK)
        names = {number: thing.name for number, thing in enumerate(known)}
        file = tmp_path / "things.onnx"
        metadata = {"names": str(names), "visualdiff": json.dumps(manner)}
        file.write_bytes(model_file(known, metadata=metadata))
        tools = InstalledTools()
        found: Detector = tools.detector(tools.add(file, {}), guesses=guesses)
        inventory = found.detect(pixels)
        assert inventory.model == found.name
        return inventory

    return look_at


def page(width: int = 400, height: int = 300) -> Drawing:
    return Drawing((width, height))


def put(drawing: Drawing, thing: Thing, x: int, y: int) -> Box:
    drawing.box((x, y, *thing.size), thing.colour)
    return Box(x, y, *thing.size)


def colour_at(pixels: Any, box: Box) -> tuple[int, int, int]:
    """Return the mean colour in a box, by which a network of the tests knows it."""
    blue, green, red = np.rint(pixels[box.slices].mean(axis=(0, 1))).astype(int).tolist()
    return red, green, blue


def of_kind(found: Inventory, kind: ElementKind) -> list[Element]:
    return [element for element in found.elements if element.kind == kind]


def boxes(found: Inventory, kind: ElementKind) -> list[Box]:
    return [element.box for element in of_kind(found, kind)]


def test_what_the_network_knows_is_found_to_the_pixel(look: Any) -> None:
    drawing = page()
    button, box = put(drawing, BUTTON, 24, 40), put(drawing, CHECKBOX, 200, 120)
    found = look(drawing.pixels())
    assert boxes(found, "button") == [button]
    assert boxes(found, "checkbox") == [box]
    (element,) = of_kind(found, "button")
    assert element.source == "pixels"
    assert 0.99 < element.confidence <= 1


def test_the_inventory_names_the_model_by_its_digest(look: Any, tmp_path: Path) -> None:
    import hashlib

    found = look(page().pixels())
    digest = hashlib.sha256((tmp_path / "things.onnx").read_bytes()).hexdigest()
    assert found.model == f"sha256:{digest}"
    assert found.elements == ()


def test_the_same_picture_gives_the_same_elements(look: Any) -> None:
    drawing = page()
    put(drawing, BUTTON, 24, 40)
    put(drawing, LINK, 24, 160)
    threads = cv2.getNumThreads()
    try:
        cv2.setNumThreads(1)
        alone = look(drawing.pixels())
    finally:
        cv2.setNumThreads(threads)
    assert look(drawing.pixels()) == alone


def test_a_class_of_two_kinds_gives_an_element_of_each(look: Any) -> None:
    drawing = page()
    place = put(drawing, LINK, 48, 80)
    found = look(drawing.pixels(), text="model")
    assert [element.kind for element in found.elements] == ["link", "text"]
    assert boxes(found, "link") == boxes(found, "text") == [place]
    assert found.elements[1].parent == 0


def test_of_two_controls_in_one_place_the_surer_one_is_kept(look: Any) -> None:
    drawing = page()
    put(drawing, BUTTON, 24, 40)
    paler = SWITCH._replace(colour=(196, 33, 33))
    found = look(drawing.pixels(), BUTTON, paler)
    assert [element.kind for element in found.elements] == ["button"]
    found = look(drawing.pixels(), paler._replace(name="button"), BUTTON._replace(name="switch"))
    assert [element.kind for element in found.elements] == ["switch"]


def test_kinds_that_may_share_a_place_are_both_there(look: Any) -> None:
    drawing = page()
    put(drawing, BUTTON, 24, 40)
    found = look(drawing.pixels(), BUTTON, SWITCH._replace(name="icon"))
    assert sorted(element.kind for element in found.elements) == ["button", "icon"]


def test_what_is_not_sure_enough_is_left_out(look: Any) -> None:
    drawing = page()
    drawing.box((24, 40, *BUTTON.size), (204, 32, 30))
    (element,) = look(drawing.pixels()).elements
    assert element.confidence < 0.9
    assert look(drawing.pixels(), confidence=0.9).elements == ()
    assert boxes(look(drawing.pixels(), confidence={"button": 0.9}), "button") == []
    assert boxes(look(drawing.pixels(), confidence={"link": 0.9}), "button") == [element.box]


def test_lines_of_text_and_containers_are_found_as_without_a_network(look: Any) -> None:
    drawing = page().box((20, 20, 300, 200), (240, 242, 245), GREY, 8)
    drawing.text(40, 60, "Delivery address", INK)
    put(drawing, CHECKBOX, 40, 120)
    found = look(drawing.pixels())
    assert [element.kind for element in found.elements] == ["container", "text", "checkbox"]
    assert [element.parent for element in found.elements] == [None, 0, 0]


def test_the_text_of_a_button_is_no_element_of_its_own(look: Any) -> None:
    drawing = page()
    place = put(drawing, BUTTON, 24, 40)
    drawing.text(56, 90, "Outside", INK)
    pixels = drawing.pixels()
    cv2.putText(pixels, "Pay", (56, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.4, LIGHT)
    found = look(pixels, BUTTON, confidence=0.01)
    assert boxes(found, "button") == [place]
    assert len(of_kind(found, "text")) == 1


def test_guesses_of_the_classical_detector_stay_where_they_are_wanted(look: Any) -> None:
    drawing = page().box((200, 40, 110, 36), BLUE, radius=6).text(226, 48, "Order it", LIGHT)
    place = put(drawing, BUTTON, 24, 40)
    assert boxes(look(drawing.pixels()), "button") == [place]
    assert len(boxes(look(drawing.pixels(), guesses=True), "button")) == 2


def test_a_line_of_text_ends_with_its_letters_only_where_that_is_wanted(look: Any) -> None:
    drawing = page().text(52, 80, "to be read", LINK.colour, height=14)
    drawing.box((300, 200, 16, 16), BLUE)  # whatever it is: the network is asked because of it
    pixels = drawing.pixels()
    (ink,) = boxes(look(pixels, BUTTON), "text")
    high = Box(48, 80, 72, 16)
    line = Thing("link+text", colour_at(pixels, high), (72, 16))
    assert high.contains(ink)
    assert high != ink
    assert boxes(look(pixels, line, text="model"), "text") == [high]
    exact = look(pixels, line, text="model", guesses=True)
    assert boxes(exact, "text") == boxes(exact, "link") == [ink]


def test_the_network_is_not_asked_for_a_guess_where_everything_is_known(look: Any) -> None:
    drawing = page().text(52, 80, "to be read", LINK.colour, height=14)
    known = drawing.pixels()
    link = Thing("link", colour_at(known, Box(48, 80, 72, 16)), (72, 16))
    assert not of_kind(look(known, link, guesses=True), "link")
    assert of_kind(look(known, link), "link")
    with_a_part = drawing.box((384, 200, 16, 16), BLUE).pixels()  # of something beyond the edge
    assert not of_kind(look(with_a_part, link, guesses=True), "link")
    with_a_dot = drawing.box((300, 200, 16, 16), BLUE).pixels()
    assert of_kind(look(with_a_dot, link, guesses=True), "link")


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (31, 33)])
def test_a_tiny_picture_has_no_elements(look: Any, size: tuple[int, int]) -> None:
    assert look(np.full((*size, 3), 250, np.uint8), half_scale=True).elements == ()


def test_a_high_page_is_read_in_bands_and_nothing_is_lost_or_twice(look: Any) -> None:
    drawing = page(1280, 4000)
    rows = range(0, 3968, 152)
    places = [put(drawing, BUTTON, 40 + y % 300 // 8 * 8, y) for y in rows]
    ticked = [put(drawing, CHECKBOX, 640, y + 8) for y in rows]
    found = look(drawing.pixels())
    assert boxes(found, "button") == places
    assert boxes(found, "checkbox") == ticked


def test_a_second_look_at_half_the_size_finds_what_is_twice_as_large(look: Any) -> None:
    drawing = page(600, 400)
    large = Box(48, 80, 192, 64)
    drawing.box((48, 80, 136, 64), (200, 30, 30)).box((184, 80, 56, 64), (30, 30, 200))
    of_both = Thing("button", (150, 30, 80), (96, 32))  # the mean of the whole, and of no part
    assert boxes(look(drawing.pixels(), of_both), "button") == []
    assert boxes(look(drawing.pixels(), of_both, half_scale=True), "button") == [large]


def test_a_part_of_a_control_is_no_control_of_the_same_kind(look: Any) -> None:
    drawing = page()
    whole = put(drawing, BUTTON, 24, 40)
    pixels = drawing.pixels()
    part = Thing("button", BUTTON.colour, (32, 24))
    assert boxes(look(pixels, part._replace(colour=(196, 33, 33)), BUTTON), "button") == [whole]
    assert boxes(look(pixels, part._replace(name="badge"), BUTTON), "button") == [whole]


@pytest.mark.parametrize("height", [1, 300, 819, 820, 1000, 3400, 10_000, 30_001])
def test_bands_cover_all_rows_overlap_and_are_equally_high(height: int) -> None:
    found = bands(height, 819)
    assert found[0][0] == 0
    assert found[-1][1] == height
    assert len({end - start for start, end in found}) == 1
    assert all(start < end <= start + 819 + 32 for start, end in found)
    overlaps = [end - start for (_, end), (start, _) in pairwise(found)]
    assert all(overlap >= 128 for overlap in overlaps)


def test_a_square_that_the_network_takes_for_a_switch_is_a_check_box(look: Any) -> None:
    box = Box(200, 120, 16, 16)
    pixels = page().box((200, 120, 16, 16), LIGHT, INK, radius=2).pixels()
    (classical,) = InstalledTools().detector("none").detect(pixels).elements
    assert (classical.kind, classical.box) == ("checkbox", box)
    found = look(pixels, Thing("switch", colour_at(pixels, box), (16, 16)))
    assert boxes(found, "checkbox") == [box]
    assert not of_kind(found, "switch")


def test_what_the_network_is_sure_of_is_what_it_says(look: Any) -> None:
    pixels = page().box((200, 120, 16, 16), LIGHT, INK, radius=2).pixels()
    colour = colour_at(pixels, Box(200, 120, 16, 16))
    (found,) = look(pixels, Thing("radio", colour, (16, 16))).elements
    assert found.confidence > 0.5
    assert found.kind == "radio"


def test_a_check_box_that_only_the_pixels_show_is_there(look: Any) -> None:
    box = Box(200, 120, 16, 16)
    drawing = page().box((200, 120, 16, 16), LIGHT, INK, radius=2)
    drawing.box((40, 200, 16, 16), BLUE)  # this may be anything
    found = look(drawing.pixels(), BUTTON)
    assert [(element.kind, element.box) for element in found.elements] == [("checkbox", box)]


def test_where_a_check_box_is_there_is_no_other_control_half_beside_it(look: Any) -> None:
    box, wide = Box(200, 120, 16, 16), Box(200, 120, 32, 16)
    pixels = page().box((200, 120, 16, 16), LIGHT, INK, radius=2).pixels()
    switch = Thing("switch", colour_at(pixels, wide), (32, 16))
    without = page().box((200, 120, 32, 16), switch.colour).pixels()
    assert boxes(look(without, switch, confidence=0.9), "switch") == [wide]
    found = look(pixels, switch, confidence=0.9)
    assert [(element.kind, element.box) for element in found.elements] == [("checkbox", box)]


def test_a_radio_button_in_line_with_one_that_is_known_is_one_too(look: Any) -> None:
    known, below, beside, apart = (
        Box(48, 48, 16, 16), Box(48, 88, 16, 16), Box(160, 48, 16, 16), Box(240, 200, 16, 16)
    )  # fmt: skip
    drawing = page()
    for box in (below, beside, apart):
        drawing.box((box.x, box.y, 16, 16), LIGHT, INK, radius=8)
    drawing.box((known.x, known.y, 16, 16), BLUE, INK, radius=8)
    pixels = drawing.pixels()
    radio = Thing("radio", colour_at(pixels, known), (16, 16))
    icon = Thing("icon", colour_at(pixels, below), (16, 16))
    assert len(boxes(look(pixels, icon, confidence=0.9), "icon")) == 3
    found = look(pixels, radio, icon, confidence=0.9)
    assert set(boxes(found, "radio")) == {known, below, beside}
    assert boxes(found, "icon") == [apart]


def test_an_icon_is_as_large_as_its_place(look: Any) -> None:
    pixels = page().box((49, 81, 13, 13), BLUE).pixels()
    place = Box(48, 80, 16, 16)
    icon = Thing("icon", colour_at(pixels, place), (16, 16))
    assert boxes(look(pixels, icon), "icon") == [place]
    assert boxes(look(pixels, icon, guesses=True), "icon") == [Box(49, 81, 13, 13)]


def test_a_field_with_an_arrow_is_a_list_to_choose_from_whatever_the_network_says(
    look: Any,
) -> None:
    drawing = page().box((48, 48, 160, 32), (176, 190, 208), GREY, 4).text(58, 56, "Weekly", INK)
    drawing.line((188, 61), (193, 66), INK).line((193, 66), (198, 61), INK)
    pixels, field = drawing.pixels(), Box(48, 48, 160, 32)
    for kind in ("button", "textarea", "input"):
        network = Thing(kind, colour_at(pixels, field), (160, 32))
        found = look(pixels, network, confidence=0.95)
        controls = [(it.kind, it.box) for it in found.elements if it.kind != "text"]
        assert controls == [("select", field)], kind


def test_of_a_guess_the_network_only_decides_what_the_pixels_leave_open(look: Any) -> None:
    pixels = (
        page().box((200, 120, 16, 16), LIGHT, INK, radius=2).box((80, 80, 16, 16), BLUE).pixels()
    )
    known = Thing("radio", colour_at(pixels, Box(200, 120, 16, 16)), (16, 16))
    open_ = Thing("badge", BLUE, (16, 16))
    found = look(pixels, known, open_, guesses=True)
    assert boxes(found, "checkbox") == [Box(200, 120, 16, 16)]
    assert boxes(found, "badge") == [Box(80, 80, 16, 16)]
    assert boxes(look(pixels, known, open_), "radio") == [Box(200, 120, 16, 16)]
