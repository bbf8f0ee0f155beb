"""Changed areas of drawn pages are named by the elements that the pixels show."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pytest_visualdiff.comparison import compare
from pytest_visualdiff.comparison.naming.name import name_regions
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import (
    Box,
    Defect,
    Job,
    Policy,
    Region,
    Settings,
    Shift,
    Size,
    Skipped,
)
from pytest_visualdiff.verdict.defects import find_defects
from pytest_visualdiff.verdict.policy import judge
from tests.support import array_png, changed, measured
from tests.support.compared import compared, lines
from tests.support.drawing import BLUE, GREY, INK, LIGHT, PALE, Drawing

RED = (179, 38, 30)


def page() -> Drawing:
    """Return a page with a heading, a line of text and a button."""
    return button(lines())


def button(
    drawing: Drawing, x: int = 20, y: int = 120, said: str = "Place order",
    fill: tuple[int, int, int] = BLUE,
) -> Drawing:  # fmt: skip
    return drawing.box((x, y, 120, 36), fill, radius=4).text(x + 22, y + 9, said, LIGHT)


def test_no_text_is_read_where_nobody_wants_it() -> None:
    comparison = compared(page(), lines(), "none")
    assert Skipped("text", "no text is read: ocr_language is none") in comparison.skipped
    (defect,) = find_defects(comparison)
    assert defect.element is not None
    assert (defect.kind, defect.element.kind, defect.element.text) == ("missing", "button", "")


def kinds(before: Drawing, after: Drawing) -> list[tuple[str, str | None]]:
    """Return kind of defect and kind of element of each."""
    found = find_defects(compared(before, after))
    return [(it.kind, it.element.kind if it.element else None) for it in found]


def test_a_button_that_is_gone_is_a_button() -> None:
    assert kinds(page(), lines()) == [("missing", "button")]
    assert kinds(lines(), page()) == [("extra", "button")]


def test_the_words_of_a_line_are_one_element() -> None:
    without = button(Drawing((360, 200)).text(20, 15, "Your cart", height=20))
    assert kinds(page(), without) == [("missing", "text")]


def test_what_is_gone_here_and_new_there_moved() -> None:
    (defect,) = find_defects(compared(page(), button(lines(), x=200, y=90)))
    assert defect.kind == "moved"
    assert (defect.box, defect.box_after) == (Box(20, 120, 120, 36), Box(200, 90, 120, 36))


@pytest.mark.parametrize(("x", "y"), [(20, 70), (60, 52)])
def test_a_text_that_stands_over_another_one_now_moved_there(x: int, y: int) -> None:
    before, after = (page().text(*at, "Between 10 and 200", GREY, 12) for at in ((20, 88), (x, y)))
    (defect,) = find_defects(compared(before, after))
    assert defect.kind == "moved"
    assert defect.box is not None
    assert defect.box_after is not None
    assert (defect.box_after.x - defect.box.x, defect.box_after.y - defect.box.y) == (
        x - 20,
        y - 88,
    )


def test_a_button_that_lies_over_the_end_of_a_text_now_moved_there() -> None:
    before, after = (
        button(lines().text(20, 88, "Two vehicles are in the workshop", GREY, 12), y=y)
        for y in (120, 101)
    )
    assert "moved" in [kind for kind, _ in kinds(before, after)]


def test_another_text_over_one_is_none_that_moved() -> None:
    before = page().text(20, 88, "Between 10 and 200", GREY, 12)
    after = page().text(20, 70, "Delivered on Monday", GREY, 12)
    assert "moved" not in [kind for kind, _ in kinds(before, after)]


def test_another_button_in_another_place_did_not_move() -> None:
    found = kinds(page(), button(lines(), x=200, y=90, said="Cancel", fill=GREY))
    assert sorted(kind for kind, _ in found) == ["extra", "missing"]


def test_a_box_that_ends_elsewhere_has_another_size() -> None:
    one, other = (lines().box((200, 60, width, 30), PALE, GREY) for width in (60, 90))
    assert ("resized", "image") in kinds(one, other)


def test_a_box_that_is_narrower_on_both_sides_has_another_size() -> None:
    one = lines().box((200, 100, 90, 60), BLUE)
    other = lines().box((209, 100, 76, 60), BLUE)
    assert "resized" in [kind for kind, _ in kinds(one, other)]


def test_a_button_that_is_smaller_and_cuts_its_text_has_another_size() -> None:
    def order(size: tuple[int, int], said: str, x: int, y: int) -> Drawing:
        return lines().box((20, 110, *size), PALE, GREY, radius=4).text(x, y, said)

    one, other = order((120, 44), "Place order", 36, 124), order((100, 36), "Place or", 40, 120)
    assert [kind for kind, _ in kinds(one, other)] == ["resized"]


def test_a_button_that_is_wider_as_another_text_is_says_something_else() -> None:
    def order(width: int, said: str) -> Drawing:
        return lines().box((20, 110, width, 40), PALE, GREY, radius=4).text(36, 122, said)

    assert [kind for kind, _ in kinds(order(92, "Order"), order(120, "Place order"))] == [
        "text_changed"
    ]


def test_a_label_over_something_is_new_and_no_change_of_that() -> None:
    covered = page().box((120, 110, 50, 22), RED, radius=8).text(130, 113, "New", LIGHT, 12)
    (defect,) = find_defects(compared(page(), covered))
    assert defect.kind == "extra"
    assert defect.box_after == Box(120, 110, 50, 22)


def test_a_picture_that_is_fitted_into_the_place_of_another_is_another_picture() -> None:
    sea = lines().box((20, 100, 300, 80), PALE).text(60, 108, "The Great Sea")
    sea.line((20, 150), (120, 140), BLUE).line((120, 140), (319, 160), BLUE)
    sign = lines().box((130, 100, 80, 80), RED).line((150, 120), (190, 160), LIGHT)
    assert kinds(sea, sign) == [("image_changed", "image")]


def test_another_drawing_on_a_button_without_a_word_is_another_picture() -> None:
    one, other = lines(), lines()
    one.box((40, 120, 36, 36), BLUE, radius=6).box((52, 130, 12, 16), INK)
    other.box((40, 120, 36, 36), RED).line((48, 128), (66, 146), LIGHT)
    other.line((48, 146), (66, 128), LIGHT)
    assert [kind for kind, _ in kinds(one, other)] == ["image_changed"]


def test_a_number_on_a_square_button_is_still_a_text() -> None:
    one, other = (
        lines().box((40, 120, 36, 36), None, GREY).text(52, 129, said, height=18)
        for said in ("4", "7")
    )
    (defect,) = find_defects(compared(one, other))
    assert defect.message.startswith("'4' became '7'")


def test_initials_with_wider_strokes_are_a_change_of_style() -> None:
    one, other = lines().pixels().copy(), lines().pixels().copy()
    for pixels, width in ((one, 1), (other, 2)):
        cv2.circle(pixels, (80, 140), 16, (150, 220, 250), -1, cv2.LINE_AA)
        cv2.putText(
            pixels, "RK", (69, 145), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (40, 60, 90), width, cv2.LINE_AA
        )
    pictures = array_png(one[:, :, ::-1]), array_png(other[:, :, ::-1])
    job = Job(*pictures, Settings(model="none"), same_environment=True)
    (defect,) = find_defects(compare(job))
    assert defect.kind == "style_changed"
    assert "font-weight" in defect.message


def test_letters_of_which_dots_are_left_are_a_text_that_was_cut() -> None:
    one, other = lines().pixels().copy(), lines().pixels().copy()
    for pixels, said in ((one, "MMMM"), (other, "...")):
        place, font = (60, 150), cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(pixels, "Sum", (18, 150), font, 0.6, (0, 0, 0), 2, cv2.LINE_AA)
        cv2.putText(pixels, said, place, font, 0.6, (0, 0, 0), 3, cv2.LINE_AA)
    job = Job(array_png(one[:, :, ::-1]), array_png(other[:, :, ::-1]), same_environment=True)
    assert [it.kind for it in find_defects(compare(job))] == ["text_changed"]


@pytest.mark.parametrize("model", ["none", "auto"])
@pytest.mark.parametrize("is_on", [True, False])
def test_a_pill_of_which_the_knob_is_at_the_other_end_is_a_switch(is_on: bool, model: str) -> None:
    def switch(is_on: bool) -> Drawing:
        drawing = lines().box((40, 120, 44, 24), BLUE if is_on else GREY, radius=12)
        return drawing.box((62 if is_on else 42, 122, 20, 20), LIGHT, radius=10)

    (defect,) = find_defects(compared(switch(not is_on), switch(is_on), model=model))
    assert defect.element is not None
    assert (defect.kind, defect.element.kind) == ("state_changed", "switch")
    was, now = ("true", "false") if not is_on else ("false", "true")
    assert f"checked '{was}' became '{now}'" in defect.message


def test_a_field_with_a_wider_border_is_larger_because_of_that() -> None:
    one = lines().box((20, 120, 200, 30), LIGHT, GREY).text(30, 127, "Ada")
    other = lines().box((20, 120, 200, 34), RED).box((23, 123, 194, 28), LIGHT).text(30, 129, "Ada")
    (defect,) = find_defects(compared(one, other))
    assert defect.kind == "style_changed"
    assert "border" in defect.message


def test_a_bar_whose_fill_fades_moved_with_it() -> None:
    def chart(y: int) -> bytes:
        pixels = lines().pixels().copy()
        fade = np.linspace(90, 200, 70).astype(np.uint8)
        pixels[y : y + 70, 200:250] = np.stack([fade, fade // 2, fade // 3], axis=-1)[:, np.newaxis]
        return array_png(pixels)

    (defect,) = find_defects(compare(Job(chart(100), chart(88), same_environment=True)))
    assert (defect.kind, defect.dx, defect.dy) == ("moved", 0, -12)


def test_two_tabs_that_exchange_their_looks_are_selected_or_not() -> None:
    def tabs(selected: int) -> Drawing:
        drawing = Drawing((360, 80), PALE)
        for number, said in enumerate(("Open", "Closed")):
            x, mine = 20 + 120 * number, number == selected
            drawing.box((x, 20, 100, 34), BLUE if mine else None)
            drawing.text(x + 28, 28, said, LIGHT if mine else (32, 33, 36))
        return drawing

    found = find_defects(compared(tabs(0), tabs(1)))
    assert [it.kind for it in found] == ["state_changed", "state_changed"]
    assert "selected 'false' became 'true'" in found[0].message
    assert "selected 'true' became 'false'" in found[1].message
    assert [it.caused_by for it in found] == [None, "d1"]


def tabs_beside_each_other(selected: int, widths: tuple[int, int]) -> Drawing:
    """Return two tabs without any room between them, one of which stands out."""
    drawing, x = Drawing((360, 80), PALE), 20
    for number, (said, width) in enumerate(zip(("Open", "Closed"), widths, strict=True)):
        mine = number == selected
        drawing.box((x, 20, width, 34), BLUE if mine else None)
        drawing.text(x + width // 2 - 4 * len(said), 28, said, LIGHT if mine else INK)
        x += width
    return drawing


def test_a_tab_selected_instead_of_the_one_that_it_touches_is_one_change_of_state() -> None:
    before, after = (tabs_beside_each_other(it, (90, 110)) for it in (0, 1))
    (defect,) = find_defects(compared(before, after))
    assert defect.kind == "state_changed"
    assert "'Closed'" in defect.message
    assert "selected 'false' became 'true'" in defect.message


def test_a_tab_as_wide_as_the_one_selected_before_did_not_move_there() -> None:
    before, after = (tabs_beside_each_other(it, (101, 101)) for it in (0, 1))
    assert {it.kind for it in find_defects(compared(before, after))} == {"state_changed"}


def moved_by(shift: Shift, region: Region) -> list[Defect]:
    """Return the defects of a page in which a button moved, and of an area beside it."""
    one, other = (it.pixels() for it in (button(lines()), button(lines(), y=130)))
    sizes = (Size(360, 200), Size(360, 200))
    said = replace(measured(region), baseline_size=sizes[0], actual_size=sizes[1], shifts=(shift,))
    found = name_regions(said, Decoded(one, other, 0, sizes), ClassicalDetector())
    return list(find_defects(found))


def test_a_part_of_a_block_that_is_drawn_differently_there_did_not_push_it() -> None:
    shift = Shift(Box(16, 112, 128, 48), 0, 10, 400, cause="r0")
    found = moved_by(shift, Region(Box(42, 130, 10, 2), Box(42, 140, 10, 2), 8, 60))
    assert ("moved", None) in [(it.kind, it.caused_by) for it in found]


def test_what_is_there_yet_was_not_taken_away_before_a_block_that_moved() -> None:
    shift = Shift(Box(16, 112, 128, 48), 0, 10, 400, cause="r0")
    (defect,) = moved_by(shift, Region(Box(20, 62, 90, 12), None, 300, 255))
    assert (defect.kind, defect.box) == ("moved", Box(20, 120, 120, 36))


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


@pytest.mark.parametrize(("x", "y"), [(62, 60), (58, 60), (60, 63), (60, 57)])
def test_two_strips_of_exchanged_colours_are_what_moved_between_them(x: int, y: int) -> None:
    before = lines().box((60, 100, 120, 36), BLUE)
    after = lines().box((x, y + 40, 120, 36), BLUE)
    (defect,) = find_defects(compared(before, after))
    assert (defect.kind, defect.box, defect.box_after) == (
        "moved", Box(60, 100, 120, 36), Box(x, y + 40, 120, 36),
    )  # fmt: skip


def test_an_area_that_only_one_picture_reaches_stays_as_it_is() -> None:
    region = changed(Box(20, 230, 60, 20), 400)
    short, long = (np.full((height, 360, 3), 255, np.uint8) for height in (200, 280))
    sizes = Size(360, 200), Size(360, 280)
    comparison = measured(region)
    found = name_regions(comparison, Decoded(short, long, 0, sizes), ClassicalDetector())
    assert found.regions == comparison.regions
