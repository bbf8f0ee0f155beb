"""Switches and check boxes that are set differently."""

from __future__ import annotations

import pytest

from pytest_visualdiff.comparison.naming.area import area
from pytest_visualdiff.comparison.naming.control_states import control, is_on, is_other_state
from pytest_visualdiff.comparison.naming.window import window
from pytest_visualdiff.detection.classical.detector import ClassicalDetector
from pytest_visualdiff.imaging.picture_pair import Decoded
from pytest_visualdiff.model import Box, Element, Size
from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared, lines
from tests.support.drawing import BLUE, GREY, INK, LIGHT, Drawing


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


def checkbox(*, is_ticked: bool) -> Drawing:
    drawing = lines().box((40, 120, 18, 18), LIGHT, GREY)
    return (
        drawing.line((44, 129), (48, 133), INK).line((48, 133), (54, 124), INK)
        if is_ticked
        else drawing
    )


@pytest.mark.parametrize("is_ticked", [True, False])
def test_a_check_box_that_is_empty_in_one_picture_was_ticked_or_cleared(is_ticked: bool) -> None:
    size, box = Size(360, 200), Box(40, 120, 18, 18)
    drawings = checkbox(is_ticked=not is_ticked), checkbox(is_ticked=is_ticked)
    pictures = Decoded(drawings[0].pixels(), drawings[1].pixels(), 0, (size, size))
    mine = Element("checkbox", box, source="pixels")
    part = window(pictures, size.box, (0, 0), ClassicalDetector())
    changed = area(part, box.grow(-3), (mine, mine))
    assert is_other_state(changed)
    assert is_on(changed) == (not is_ticked, is_ticked)


def test_another_picture_in_the_place_of_one_is_no_other_state() -> None:
    size, box = Size(360, 200), Box(40, 120, 18, 18)
    one, other = (lines().box((40, 120, 18, 18), it).pixels() for it in (BLUE, GREY))
    mine = Element("image", box, source="pixels")
    part = window(Decoded(one, other, 0, (size, size)), size.box, (0, 0), ClassicalDetector())
    assert not is_other_state(area(part, box, (mine, mine)))


def test_what_looks_like_a_switch_and_is_set_is_one() -> None:
    assert [control(it) for it in ("checkbox", "radio", "badge")] == ["checkbox", "radio", "switch"]
