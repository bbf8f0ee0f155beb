"""What only went along with elements, and what did not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.comparison.explanation.carried import CarriedContent, Differing
from pytest_visualdiff.model import Box, Change, Element, Inventory, Region, Shift
from tests.support import changed

CARD = Element("container", Box(100, 100, 200, 80), path="#card")
LOGO = Element("image", Box(120, 120, 40, 40), path="#logo", parent=0)
DOWN = Box(100, 148, 200, 80)
MOVED = Change("moved", CARD, Element("container", DOWN, path="#card"), id="card")
WENT = Shift(CARD.box, 0, 48, 900)


def went_down() -> Inventory:
    return Inventory((MOVED.after or CARD, Element("image", LOGO.box.move(0, 48), parent=0)))


def picture(*places: Box) -> npt.NDArray[np.uint8]:
    drawn = np.full((400, 400), 255, np.uint8)
    for box in places:
        drawn[box.slices] = 0
    return drawn


def holding(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> Differing:
    def differing(one: Box, other: Box) -> npt.NDArray[np.bool_]:
        differs: npt.NDArray[np.bool_] = before[one.slices] != after[other.slices]
        return differs

    return differing


@pytest.fixture
def carried() -> CarriedContent:
    """Return a card that moved down with its logo, and with a spot that is on it as well."""
    before = picture(LOGO.box, Box(200, 150, 8, 8), Box(260, 150, 8, 8))
    after = picture(LOGO.box.move(0, 48), Box(200, 198, 8, 8))
    inventories = Inventory((CARD, LOGO)), went_down()
    return CarriedContent(*inventories, {0: 0, 1: 1}, [MOVED], holding(before, after))


def test_a_block_moved_because_its_elements_did(carried: CarriedContent) -> None:
    assert carried.moved_alike(WENT)
    assert carried.cause_of(WENT) == "card"
    assert not carried.moved_alike(Shift(CARD.box, 0, 90, 900))


def test_what_is_on_a_card_goes_along_with_it(carried: CarriedContent) -> None:
    spot = Region(Box(200, 150, 8, 8), Box(200, 198, 8, 8), 64, 255)
    assert carried.carrier(spot, at_rest=False) is CARD


def test_what_was_lost_on_the_way_went_along_with_nothing(carried: CarriedContent) -> None:
    lost = Region(Box(260, 150, 8, 8), None, 64, 255)
    assert carried.carrier(lost, at_rest=False) is None


def test_elements_account_for_what_differs_where_they_were_and_are(carried: CarriedContent) -> None:
    account = carried.accounts_for(LOGO.box, LOGO.box.move(0, 48))
    assert account is not None
    assert account.change == "card"


def test_they_do_not_account_for_what_was_lost(carried: CarriedContent) -> None:
    assert carried.accounts_for(Box(258, 148, 12, 12)) is None


def test_an_area_of_which_nothing_is_known_is_not_accounted_for() -> None:
    carried = CarriedContent(Inventory((CARD,)), Inventory((CARD,)), {0: 0}, [], lambda *_: None)
    assert carried.accounts_for(CARD.box) is None
    assert carried.carrier(changed(CARD.box, 9), at_rest=True) is None


def test_a_card_ends_where_what_is_in_it_does(carried: CarriedContent) -> None:
    assert carried.end_moved_by(0, 48)
    assert not carried.end_moved_by(0, 40)
    assert not carried.end_moved_by(9, 48)


def test_the_edge_of_a_card_that_another_rendering_made_taller_is_its_own() -> None:
    taller = Element("container", Box(100, 100, 200, 83), path="#card")
    inside = Element("text", Box(110, 110, 60, 16), "Total", parent=0)
    before, after = picture(Box(100, 177, 200, 3)), picture(Box(100, 180, 200, 3))
    inventories = Inventory((CARD, inside)), Inventory((taller, inside))
    carried = CarriedContent(*inventories, {0: 0, 1: 1}, [], holding(before, after))
    account = carried.accounts_for(Box(100, 176, 200, 8))
    assert account is not None
    assert account.change is None
