"""What became of the looks of elements, and what only comes along with it."""

from __future__ import annotations

from dataclasses import replace

from pytest_visualdiff.comparison.elements.attributes import changed_looks
from pytest_visualdiff.model import Box, Element, Style
from tests.support.growth import calls_of

PLAIN: Style = {"color": "#333333"}
MARKED: Style = {"color": "#ffffff", "background": "#1a56c4"}

Told = tuple[str, str, str | None]


def tab(said: str, style: Style = PLAIN, *, selected: str = "") -> Element:
    state = {"selected": selected} if selected else {}
    return Element("link", Box(0, 0, 60, 20), said, state=state, style=style, parent=0)  # type: ignore[arg-type]


NAV = Element("container", Box(0, 0, 300, 20), path="nav")


def told(before: list[Element], after: list[Element]) -> list[Told]:
    """Return kind, element and cause of each change, element by element."""
    changes = changed_looks(before, after, {number: number for number in range(len(before))})
    names = {it.id: _name(it.before) for it in changes}
    return [(it.kind, _name(it.before), it.cause and names[it.cause]) for it in changes]


def _name(element: Element | None) -> str:
    return (element.text or element.kind) if element else ""


def test_a_tab_that_looks_selected_now_is_one_change() -> None:
    before = [NAV, tab("Home", MARKED), tab("Reports"), tab("Bills")]
    after = [NAV, tab("Home"), tab("Reports", MARKED), tab("Bills")]
    assert told(before, after) == [
        ("style_changed", "Home", "Reports"),
        ("state_changed", "Reports", None),
    ]


def test_two_that_swap_their_looks_are_two_changes_if_none_tells_which_is_selected() -> None:
    before = [NAV, tab("Month", MARKED), tab("Year")]
    after = [NAV, tab("Month"), tab("Year", MARKED)]
    assert told(before, after) == [
        ("style_changed", "Month", None),
        ("style_changed", "Year", None),
    ]


def test_a_tab_that_the_page_says_is_selected_now_is_one_change() -> None:
    before = [NAV, tab("Home", selected="true"), tab("Reports", selected="false")]
    after = [NAV, tab("Home", selected="false"), tab("Reports", selected="true")]
    assert told(before, after) == [
        ("state_changed", "Home", "Reports"),
        ("state_changed", "Reports", None),
    ]


def test_two_checkboxes_are_two_changes() -> None:
    def box(said: str, checked: str) -> Element:
        return Element("checkbox", Box(0, 0, 13, 13), said, state={"checked": checked}, parent=0)

    before = [NAV, box("A gift", "true"), box("In a hurry", "false")]
    after = [NAV, box("A gift", "false"), box("In a hurry", "true")]
    assert [cause for _, _, cause in told(before, after)] == [None, None]


def test_what_is_in_a_link_has_its_colour_from_it() -> None:
    icon = Element("icon", Box(0, 0, 16, 16), style={"color": "#333333"}, parent=1)
    red: Style = {"color": "#c2185b"}
    before, after = [NAV, tab("Home"), icon], [NAV, tab("Home", red), replace(icon, style=red)]
    assert told(before, after) == [
        ("style_changed", "Home", None),
        ("style_changed", "icon", "Home"),
    ]
    green = replace(icon, style={"color": "#00aa00"})
    assert told(before, [NAV, tab("Home", red), green])[1] == ("style_changed", "icon", None)


def test_the_work_grows_no_faster_than_a_page_that_changed_its_theme() -> None:
    def switched(count: int) -> int:
        dark: Style = {"color": "#eeeeee", "background": "#202124"}
        before = [NAV, *(tab(f"{it}", (PLAIN, MARKED)[it % 2]) for it in range(count))]
        after = [NAV, *(replace(it, style=dark) for it in before[1:])]
        pairs = {it: it for it in range(len(before))}
        return calls_of(lambda: changed_looks(before, after, pairs))

    assert switched(200) < 2.5 * switched(100)


def test_the_work_grows_no_faster_than_the_tabs_that_exchanged_their_looks() -> None:
    def exchanged(count: int) -> int:
        before = [NAV, *(tab(f"{it}", (PLAIN, MARKED)[it % 2]) for it in range(count))]
        after = [NAV, *(tab(f"{it}", (MARKED, PLAIN)[it % 2]) for it in range(count))]
        pairs = {it: it for it in range(len(before))}
        return calls_of(lambda: changed_looks(before, after, pairs))

    assert exchanged(200) < 2.5 * exchanged(100)
