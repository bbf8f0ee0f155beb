"""Switches and check boxes that are set differently."""

from __future__ import annotations

import pytest

from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared, lines
from tests.support.drawing import BLUE, GREY, LIGHT, Drawing


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
