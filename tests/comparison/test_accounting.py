"""Which differing pixels belong to changes that do not count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_visualdiff.comparison.accounting import Accounting
from pytest_visualdiff.comparison.counterparts import Counterparts
from pytest_visualdiff.model import Box, Change, Element, Inventory, Region
from tests.support import changed

BODY = Element("container", Box(0, 0, 600, 400))
BADGE = Element("badge", Box(100, 10, 50, 20), "3 new", parent=0)
NAME = Element("text", Box(160, 12, 40, 16), "Ann", parent=0)
PHOTO = Element("image", Box(210, 10, 20, 20), parent=0)
PAGE = (BODY, BADGE, NAME, PHOTO)


def aside(element: Element, dx: int) -> Element:
    return replace(element, box=element.box.move(dx, 0))


WIDER = replace(BADGE, text="12 new", box=Box(100, 10, 58, 20))
PUSHED = (BODY, WIDER, aside(NAME, 8), aside(PHOTO, 8))
CHANGES = (
    Change("text_changed", BADGE, WIDER),
    Change("moved", NAME, PUSHED[2], cause=0),
    Change("moved", PHOTO, PUSHED[3], cause=0),
)


def laid_to(
    region: Region,
    changes: tuple[Change, ...] = CHANGES,
    after: tuple[Element, ...] = PUSHED,
    *,
    same: bool = False,
    before: tuple[Element, ...] = PAGE,
) -> int | None:
    """Return the number of the change that an area is laid to."""
    known = Counterparts(Inventory(before), Inventory(after), dict(enumerate(range(len(after)))))
    return Accounting(changes, known, lambda *_: same, around=4).change_for(region)


def test_the_letters_of_a_changed_text_are_its_own() -> None:
    assert laid_to(changed(Box(104, 14, 30, 12), 90)) == 0


def test_an_area_may_hold_what_was_pushed_as_well() -> None:
    assert laid_to(changed(Box(104, 14, 100, 14), 300)) is not None


def test_an_area_that_reaches_further_is_not_all_theirs() -> None:
    assert laid_to(changed(Box(104, 14, 300, 14), 300)) is None


def test_an_area_elsewhere_is_not_theirs() -> None:
    assert laid_to(changed(Box(300, 200, 10, 10), 90)) is None


def test_an_element_that_nothing_became_of_keeps_its_pixels() -> None:
    other = Element("text", Box(120, 26, 60, 10), "Offline", parent=0)
    before, after = (*PAGE, other), (*PUSHED, other)
    area = changed(Box(104, 14, 30, 20), 90)
    assert laid_to(area, after=after, before=before) is None


@pytest.mark.parametrize(("same", "number"), [(True, 2), (False, None)])
def test_a_picture_that_moved_has_to_show_what_it_showed(same: bool, number: int | None) -> None:
    assert laid_to(changed(Box(212, 12, 14, 14), 90), same=same) == number


def test_a_container_that_grew_differs_at_its_edges_alone() -> None:
    card = Element("container", Box(50, 50, 200, 100), parent=0)
    taller = replace(card, box=Box(50, 50, 200, 130))
    changes = (Change("resized", card, taller),)
    edge, middle = changed(Box(50, 148, 200, 32), 900), changed(Box(100, 80, 20, 20), 90)
    before, after = (BODY, card), (BODY, taller)
    assert laid_to(edge, changes, after, before=before) == 0
    assert laid_to(middle, changes, after, before=before) is None


def test_what_goes_along_in_a_container_is_laid_to_it() -> None:
    card = Element("container", Box(50, 50, 200, 100), parent=0)
    note, photo = replace(NAME, box=Box(60, 60, 40, 16), parent=1), replace(
        PHOTO, box=Box(60, 90, 20, 20), parent=1)  # fmt: skip
    before = (BODY, card, note, photo)
    after = (BODY, *(aside(it, 3) for it in before[1:]))
    changes = (Change("moved", card, after[1]),)
    letters, picture = changed(Box(60, 62, 40, 12), 80), changed(Box(62, 92, 14, 14), 80)
    assert laid_to(letters, changes, after, before=before) == 0
    assert laid_to(picture, changes, after, before=before) is None
    assert laid_to(picture, changes, after, before=before, same=True) == 0


def test_what_is_gone_or_new_takes_along_what_is_in_it() -> None:
    icon = Element("icon", Box(104, 14, 12, 12), parent=1)
    gone = (Change("missing", BADGE, None),)
    area = changed(Box(104, 14, 12, 12), 80)
    assert laid_to(area, gone, (BODY,), before=(BODY, BADGE, icon)) == 0
    new = (Change("extra", None, BADGE),)
    assert laid_to(area, new, (BODY, BADGE, icon), before=(BODY,)) is None  # they are paired here
    known = Counterparts(Inventory((BODY,)), Inventory((BODY, BADGE, icon)), {0: 0})
    assert Accounting(new, known, lambda *_: False, around=4).change_for(area) == 0
