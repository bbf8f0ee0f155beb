"""What is gone from a block that moved is found, though nothing is seen where it would be."""

from __future__ import annotations

import numpy as np
import pytest

from pytest_visualdiff.comparison.pixels import analyse
from pytest_visualdiff.model import Box, Region, Settings
from tests.support import Picture
from tests.support.pictures import RED, Fill, Item, drawn, paragraph

BUTTON = Fill(280, 60, 80, 26, RED)
BANNER = 40
WAYS = [
    Settings(level="exact"),
    Settings(rendering="same"),
    Settings(),
    Settings(rendering="cross"),
]


def page(*items: Item, pushed: int = 0) -> Picture:
    """Return lines of text and other things, below a banner that pushes all of it down."""
    moved = drawn(*paragraph(), *items, size=(400, 240))
    banner = np.full((pushed, 400, 3), (250, 220, 120), np.uint8)
    return np.vstack((banner, moved))


def gone(before: Picture, after: Picture, asked: Settings) -> list[Region]:
    """Return what is reported to be in the baseline alone."""
    return [it for it in analyse(before, after, asked, None).regions if it.box_after is None]


@pytest.mark.parametrize("asked", WAYS, ids=["exact", "same", "auto", "cross"])
def test_a_button_that_is_gone_below_a_new_banner_is_missing(asked: Settings) -> None:
    (button,) = gone(page(BUTTON), page(pushed=BANNER), asked)
    assert button.box is not None
    assert button.box.iou(Box(280, 60, 80, 26)) > 0.8


@pytest.mark.parametrize("asked", WAYS, ids=["exact", "same", "auto", "cross"])
def test_nothing_is_missing_where_all_of_it_moved(asked: Settings) -> None:
    assert gone(page(BUTTON), page(BUTTON, pushed=BANNER), asked) == []


RULES = [Fill(270, 100 + 30 * number, 100, 1, (90, 90, 90)) for number in range(3)]


@pytest.mark.parametrize("asked", WAYS[:3], ids=["exact", "same", "auto"])
@pytest.mark.xfail(
    strict=True, reason="where a thing was and a moved one is now, both report a part of it"
)
def test_each_of_several_things_is_missing_once(asked: Settings) -> None:
    assert len(gone(page(BUTTON, *RULES), page(pushed=BANNER), asked)) == 1 + len(RULES)


@pytest.mark.parametrize("asked", WAYS[:3], ids=["exact", "same", "auto"])
def test_none_of_several_things_that_are_gone_passes(asked: Settings) -> None:
    found = [
        it.place for it in analyse(page(BUTTON, *RULES), page(pushed=BANNER), asked, None).regions
    ]
    for thing in (BUTTON, *RULES):
        assert any(Box(thing.x, thing.y, thing.w, thing.h).meets(it) for it in found)


def test_what_was_pushed_out_of_a_picture_of_fixed_height_is_not_missing() -> None:
    before, after = page(BUTTON), page(BUTTON, pushed=BANNER)[:240]
    assert gone(before, after, Settings(rendering="same")) == []


def test_what_is_ignored_is_not_missing() -> None:
    asked = Settings(rendering="same", ignore=(Box(270, 90, 100, 50),))
    assert gone(page(BUTTON), page(pushed=BANNER), asked) == []


def test_what_shows_something_else_now_is_one_change() -> None:
    other = Fill(280, 60, 80, 26, (20, 120, 40))
    found = analyse(page(BUTTON), page(other, pushed=BANNER), Settings(rendering="same"), None)
    assert gone(page(BUTTON), page(other, pushed=BANNER), Settings(rendering="same")) == []
    assert len(found.regions) == 2
