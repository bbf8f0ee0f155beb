"""What differs, put down to the changes that count and to those that do not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.comparison.explanation.accounts import Accounts
from pytest_visualdiff.comparison.explanation.exempt import Exemptions
from pytest_visualdiff.comparison.explanation.pushes import Push
from pytest_visualdiff.model import (
    Box,
    Change,
    Dismissal,
    Element,
    Explained,
    Reason,
    Size,
)
from tests.support import measured

NAME = Element("text", Box(20, 20, 60, 16), "Ann")
AD = Element("container", Box(0, 40, 100, 20))
BEN = Element("text", Box(20, 20, 70, 16), "Ben")

ROOT = Change("text_changed", NAME, BEN, id="root")
FOLLOWER = Change("moved", AD, AD, cause="root", id="follower")
IGNORED = Change("text_changed", NAME, BEN, id="ignored")
UNSEEN = Change("extra", None, AD, id="unseen")

PLACE = Box(5, 5, 9, 9)


def accounts(
    pushes: Mapping[Reason, list[Push]] | None = None, dismissed: tuple[Dismissal, ...] = ()
) -> Accounts:
    """Return accounts of four changes, the last two of which do not count."""
    changes = Exemptions(
        (ROOT, FOLLOWER, IGNORED, UNSEEN),
        (ROOT, FOLLOWER),
        {"ignored": "ignored", "unseen": "layout"},
        pushes or {},
    )
    return Accounts(changes, dismissed)


# --- Pixels


@pytest.mark.parametrize("change", ["root", "follower"])
def test_pixels_of_a_change_that_counts_are_explained_by_its_root(change: str) -> None:
    found = accounts()
    found.attribute(change, PLACE, 30)
    assert found.explained == [Explained("root", PLACE, 30)]
    assert [it.pixels for it in found.all_dismissed()] == [0, 0]


def test_pixels_of_no_change_are_noise() -> None:
    found = accounts()
    found.attribute(None, PLACE, 30)
    assert found.explained == []
    assert next(found.all_dismissed()) == Dismissal("rendering_noise", PLACE, 30)


def test_pixels_of_a_change_that_does_not_count_are_dismissed_with_it() -> None:
    found = accounts()
    found.attribute("ignored", PLACE, 30)
    found.attribute("ignored", PLACE.move(20, 0), 12)
    assert found.explained == []
    assert list(found.all_dismissed()) == [
        Dismissal("ignored", BEN.box, 42, IGNORED),
        Dismissal("layout", AD.box, 0, UNSEEN),
    ]


def test_what_was_dismissed_before_comes_first_and_the_callers_list_stays_as_it_is() -> None:
    before = [Dismissal("antialiasing", PLACE, 4)]
    found = Accounts(Exemptions((IGNORED,), (), {"ignored": "ignored"}, {}), before)
    found.attribute(None, PLACE, 30)
    assert [it.reason for it in found.all_dismissed()] == [
        "antialiasing",
        "rendering_noise",
        "ignored",
    ]
    assert len(before) == 1


attributed = st.lists(
    st.tuples(
        st.sampled_from([None, "root", "follower", "ignored", "unseen"]), st.integers(0, 900)
    ),
    max_size=12,
)


@given(attributed)
def test_no_pixel_is_lost_or_counted_twice(parts: list[tuple[str | None, int]]) -> None:
    found = accounts()
    for change, pixels in parts:
        found.attribute(change, PLACE, pixels)
    counted = sum(pixels for change, pixels in parts if change in ("root", "follower"))
    assert sum(it.pixels for it in found.explained) == counted
    dismissed = sum(it.pixels for it in found.all_dismissed())
    assert dismissed + counted == sum(pixels for _, pixels in parts)


@given(st.integers(1, 9))
def test_what_is_attributed_several_times_is_explained_as_often(times: int) -> None:
    found = accounts()
    for number in range(times):
        found.attribute("root", PLACE.move(0, 20 * number), 30)
    assert len(found.explained) == times


# --- The size of the picture

TALLER_AD: Mapping[Reason, list[Push]] = {"ignored": [Push(AD.box, 10, 48)]}


def sizes_explained(found: Accounts, after: Size, *, already: bool = False) -> bool:
    return found.explain_size(measured(after=after, size_explained=already))


@pytest.mark.parametrize(
    ("after", "parts"),
    [
        (Size(100, 148), [Box(0, 100, 100, 48)]),
        (Size(110, 100), [Box(100, 0, 10, 100)]),
        (Size(110, 148), [Box(100, 0, 10, 148), Box(0, 100, 100, 48)]),
    ],
)
def test_a_size_that_a_change_that_does_not_count_explains_is_dismissed_with_its_reason(
    after: Size, parts: list[Box]
) -> None:
    found = accounts(TALLER_AD)
    assert sizes_explained(found, after)
    assert found.dismissed == [Dismissal("ignored", part, part.area) for part in parts]


def test_what_is_dismissed_of_a_smaller_picture_is_what_only_the_baseline_has() -> None:
    found = accounts({"layout": [Push(AD.box, 0, -30)]})
    assert sizes_explained(found, Size(100, 70))
    assert found.dismissed == [Dismissal("layout", Box(0, 70, 100, 30), 3000)]


@pytest.mark.parametrize("after", [Size(100, 150), Size(100, 90), Size(112, 148)])
def test_a_size_that_nothing_pushed_so_far_is_not_explained(after: Size) -> None:
    found = accounts(TALLER_AD)
    assert not sizes_explained(found, after)
    assert found.dismissed == []


@pytest.mark.parametrize("already", [False, True])
def test_a_size_that_is_the_same_is_as_explained_as_it_was(already: bool) -> None:
    found = accounts(TALLER_AD)
    assert sizes_explained(found, Size(100, 100), already=already) is already
    assert found.dismissed == []


def test_a_size_that_is_explained_already_stays_so() -> None:
    assert sizes_explained(accounts(), Size(100, 300), already=True)


@given(st.integers(0, 120), st.integers(0, 120), st.integers(0, 60))
def test_a_size_that_changed_more_is_never_explained_where_less_is_not(
    by: int, more: int, push: int
) -> None:
    pushes: Mapping[Reason, list[Push]] = {"ignored": [Push(AD.box, 0, push)]}
    if by and not sizes_explained(accounts(pushes), Size(100, 100 + by)):
        assert not sizes_explained(accounts(pushes), Size(100, 100 + by + more))
