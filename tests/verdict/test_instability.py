"""What differs between two pictures of one source, and the defects that lie in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.model import (
    Box,
    Change,
    Comparison,
    Defect,
    DefectKind,
    Dismissal,
    Element,
    Region,
    Shift,
    Size,
    Unstable,
    Verdict,
)
from pytest_visualdiff.verdict.instability import set_apart, unstable_areas
from tests.support import changed, measured

CLOCK = Element("text", Box(40, 10, 30, 16), "12:00", path="#clock")
PLACE = CLOCK.box


def ticked(*regions: Region, clock: Element = CLOCK) -> Comparison:
    """Return a comparison in which the text of a clock changed, and these areas."""
    change = Change("text_changed", clock, replace(clock, text="12:01"), id="clock")
    return measured(*regions, changes=(change,))


def defect(
    id_: str,
    box: Box | None = PLACE,
    kind: DefectKind = "changed",
    *,
    path: str = "",
    cause: str | None = None,
) -> Defect:
    element = Element("text", box or PLACE, "12:00", path=path) if path else None
    return Defect(id_, kind, box, box, 30, f"{id_} changed", caused_by=cause, element=element)


def area(box: Box = PLACE, kind: DefectKind = "changed", *, path: str = "") -> Unstable:
    element = Element("text", box, "12:00", path=path) if path else None
    return Unstable(kind, box, "it changes", element, "")


def left(defects: list[Defect], *unstable: Unstable) -> list[str]:
    """Return the ids of the defects that are not set apart."""
    verdict = set_apart(Verdict(False, tuple(defects)), unstable)
    return [it.id for it in verdict.defects]


# --- What is unstable


def test_equal_pictures_have_no_unstable_areas() -> None:
    assert unstable_areas([measured(), measured()]) == ()


def test_what_differs_between_two_pictures_is_unstable_and_says_what_became_of_it() -> None:
    (found,) = unstable_areas([ticked()])
    assert (found.kind, found.box, found.element) == ("text_changed", PLACE, CLOCK)
    assert found.message == "'12:00' became '12:01' at (40, 10), 30x16 [#clock]"


@pytest.mark.parametrize("times", [1, 2, 5])
def test_what_differs_each_time_is_told_once(times: int) -> None:
    blinking = changed(Box(90, 90, 2, 9), 18)
    found = unstable_areas([ticked(blinking)] * times)
    assert [it.box for it in found] == [PLACE, blinking.box]


@given(st.integers(1, 6))
def test_as_many_areas_are_unstable_as_differ(count: int) -> None:
    regions = [changed(Box(0, 12 * it, 9, 9), 9) for it in range(count)]
    apart = [measured(it) for it in regions]
    assert len(unstable_areas(apart)) == len(unstable_areas([measured(*regions)])) == count


def test_what_differs_in_two_ways_at_one_place_is_told_twice() -> None:
    gone = Region(PLACE, None, 30, 255)
    assert [it.kind for it in unstable_areas([measured(changed(PLACE, 30)), measured(gone)])] == [
        "changed",
        "missing",
    ]


def test_an_area_is_where_it_is_in_the_later_picture() -> None:
    moved = Shift(Box(10, 40, 20, 10), 5, 0, 150)
    assert unstable_areas([measured(shifts=(moved,))])[0].box == Box(15, 40, 20, 10)


def test_what_only_follows_is_not_unstable_by_itself() -> None:
    banner = Region(None, Box(0, 20, 100, 10), 1000, 255)
    pushed = Shift(Box(0, 20, 100, 70), 0, 10, 3000, cause="r0")
    assert [it.kind for it in unstable_areas([measured(banner, shifts=(pushed,))])] == ["extra"]


@pytest.mark.parametrize(
    ("path", "suggestion"),
    [
        ("#clock", "ignore=['#clock']"),
        ("iframe >>> #clock", "ignore=[(40, 10, 30, 16)]"),
        ("", "ignore=[(40, 10, 30, 16)]"),
    ],
)
def test_what_is_suggested_is_the_selector_or_where_none_reaches_the_place(
    path: str, suggestion: str
) -> None:
    (found,) = unstable_areas([ticked(clock=replace(CLOCK, path=path))])
    assert found.suggestion == suggestion


_SIZE_HAS_A_PLACE = "a defect of the size has the whole picture as its place"


@pytest.mark.xfail(strict=True, reason=_SIZE_HAS_A_PLACE)
def test_a_size_that_changes_has_no_place_and_is_clipped() -> None:
    (found,) = unstable_areas([measured(after=Size(100, 148))])
    assert (found.kind, found.box, found.suggestion) == ("size_changed", None, "clip")


@pytest.mark.xfail(strict=True, reason=_SIZE_HAS_A_PLACE)
def test_a_defect_in_a_picture_whose_size_changes_is_not_set_apart() -> None:
    assert left([defect("d1")], *unstable_areas([measured(after=Size(100, 148))])) == ["d1"]


# --- What is set apart


def test_a_defect_in_an_unstable_area_is_listed_apart_and_still_does_not_pass() -> None:
    other = defect("d2", Box(0, 80, 20, 10))
    verdict = set_apart(Verdict(False, (defect("d1"), other)), (area(),))
    assert not verdict.passed
    assert verdict.defects == (other,)
    assert verdict.explained == (Dismissal("unstable", PLACE, 30),)
    assert verdict.unstable == (area(),)


def test_nothing_is_set_apart_where_nothing_is_unstable() -> None:
    verdict = Verdict(False, (defect("d1"), defect("d2", None)), ("a note",))
    assert set_apart(verdict, ()) == verdict


@pytest.mark.parametrize(("by", "apart"), [(0, True), (1, True), (2, False)])
@pytest.mark.parametrize("way", [(-1, 0), (1, 0), (0, -1), (0, 1)])
def test_a_defect_may_stand_out_of_an_unstable_area_by_a_pixel(
    by: int, apart: bool, way: tuple[int, int]
) -> None:
    box = PLACE.move(by * way[0], by * way[1])
    assert left([defect("d1", box)], area()) == ([] if apart else ["d1"])


def test_a_defect_without_a_place_is_not_set_apart() -> None:
    assert left([defect("d1", None)], area()) == ["d1"]


@pytest.mark.parametrize(
    ("path", "kind", "apart"),
    [
        ("#clock", "text_changed", True),
        ("#clock", "style_changed", False),
        ("#price", "text_changed", False),
    ],
)
def test_of_two_known_elements_the_same_must_have_changed_in_the_same_way(
    path: str, kind: DefectKind, apart: bool
) -> None:
    unstable = area(kind="text_changed", path="#clock")
    assert left([defect("d1", kind=kind, path=path)], unstable) == ([] if apart else ["d1"])


def test_the_same_element_is_set_apart_wherever_it_is() -> None:
    unstable = area(kind="text_changed", path="#clock")
    elsewhere = defect("d1", Box(0, 80, 30, 16), "text_changed", path="#clock")
    assert left([elsewhere], unstable) == []


def test_a_known_element_in_an_area_of_pixels_is_set_apart() -> None:
    assert left([defect("d1", kind="text_changed", path="#clock")], area()) == []


def test_what_follows_from_a_defect_that_is_set_apart_is_so_too() -> None:
    far = Box(0, 80, 20, 10)
    defects = [
        defect("d1"), defect("d2", far, cause="d1"),
        defect("d3", far), defect("d4", far, cause="d3"),
    ]  # fmt: skip
    assert left(defects, area()) == ["d3", "d4"]


def test_pixels_that_a_defect_explains_are_unstable_with_it() -> None:
    explained = (
        Dismissal("explained_by:d1", PLACE, 12),
        Dismissal("explained_by:d2", Box(0, 80, 20, 10), 7),
        Dismissal("explained_by:d10", Box(0, 90, 20, 10), 5),
    )
    defects = defect("d1"), defect("d2", Box(0, 80, 20, 10))
    verdict = set_apart(Verdict(False, defects, explained=explained), (area(),))
    assert verdict.explained == (
        Dismissal("unstable", PLACE, 12),
        *explained[1:],
        Dismissal("unstable", PLACE, 30),
    )


@given(st.integers(0, 5), st.integers(0, 5))
def test_what_is_in_no_unstable_area_is_left_as_often_as_it_is_there(
    inside: int, outside: int
) -> None:
    changing = [defect(f"in{it}") for it in range(inside)]
    standing = [defect(f"out{it}", Box(0, 60 + it, 9, 9)) for it in range(outside)]
    assert left([*changing, *standing], area()) == [it.id for it in standing]


sides = st.integers(1, 60)


@given(st.integers(0, 90), st.integers(0, 90), sides, sides, st.integers(0, 30))
def test_a_larger_defect_is_never_set_apart_where_a_smaller_one_is_not(
    x: int, y: int, w: int, h: int, more: int
) -> None:
    if left([defect("d1", Box(x, y, w, h))], area()):
        assert left([defect("d1", Box(x, y, w + more, h + more))], area())


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=4))
def test_more_unstable_areas_never_leave_more_defects(places: list[tuple[int, int]]) -> None:
    defects = [defect("d1"), defect("d2", Box(0, 0, 20, 20)), defect("d3", Box(60, 30, 9, 9))]
    areas = [area(Box(x, y, 30, 30)) for x, y in places]
    counts = [len(left(defects, *areas[:count])) for count in range(len(areas) + 1)]
    assert counts == sorted(counts, reverse=True)
