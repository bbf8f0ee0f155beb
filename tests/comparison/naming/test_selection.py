"""One of several tabs is selected instead of another one."""

from __future__ import annotations

from pytest_visualdiff.verdict.defects import find_defects
from tests.support.compared import compared
from tests.support.drawing import BLUE, INK, LIGHT, PALE, Drawing


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
