"""From measurements to pass or fail, with and without limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.model import Box, Coverage, Element, Policy, Region, Shift, Size
from pytest_visualdiff.verdict.policy import judge
from tests.support import changed, measured

BUTTON = changed(Box(10, 20, 30, 8), 200)
DOT = changed(Box(90, 90, 1, 1), 1, 3)
BANNER = Region(None, Box(0, 20, 100, 10), 1000, 255)
PUSHED = Shift(Box(0, 20, 100, 80), 0, 10, 3000, cause="r0")
NUDGED = Shift(Box(10, 40, 20, 10), 2, -3, 150)


def test_no_defect_passes() -> None:
    assert judge(measured(), Policy()).passed


def test_any_defect_fails_and_is_told() -> None:
    verdict = judge(measured(BUTTON, DOT), Policy())
    assert not verdict.passed
    assert [(defect.id, defect.kind, defect.box) for defect in verdict.defects] == [
        ("d1", "changed", BUTTON.box),
        ("d2", "changed", DOT.box),
    ]


@pytest.mark.parametrize(
    ("policy", "passes"),
    [
        (Policy(max_diff_pixels=201), True),
        (Policy(max_diff_pixels=200), False),
        (Policy(max_diff_pixel_ratio=0.0201), True),
        (Policy(max_diff_pixel_ratio=0.02), False),
        (Policy(min_ssim=0.95), True),
        (Policy(min_ssim=0.951), False),
        (Policy(max_diff_pixels=500, min_ssim=0.99), False),
        (Policy(max_diff_pixels=500, max_diff_pixel_ratio=0.001), False),
        (Policy(max_diff_pixels=500, max_diff_pixel_ratio=0.5, min_ssim=0.9), True),
    ],
)
def test_of_several_limits_the_strictest_decides(policy: Policy, passes: bool) -> None:
    assert judge(measured(BUTTON, DOT), policy).passed is passes


def test_defects_that_a_limit_lets_pass_are_told_all_the_same() -> None:
    verdict = judge(measured(DOT), Policy(max_diff_pixels=10))
    assert [defect.box for defect in verdict.defects] == [DOT.box]
    assert verdict.notes == ("1 differing pixel, within max_diff_pixels=10",)


def test_the_limit_that_was_broken_is_told() -> None:
    verdict = judge(measured(BUTTON, DOT), Policy(max_diff_pixels=10, min_ssim=0.9))
    assert verdict.notes == ("201 differing pixels, beyond max_diff_pixels=10",)


def test_no_limit_lets_a_changed_size_pass() -> None:
    verdict = judge(measured(after=Size(100, 101)), Policy(max_diff_pixels=10**6))
    assert not verdict.passed
    assert verdict.notes == ("a limit lets no changed size pass",)


def test_an_undefined_ssim_is_within_no_limit() -> None:
    verdict = judge(measured(DOT, ssim=None), Policy(min_ssim=-1))
    assert verdict.notes == ("the SSIM is undefined, beyond min_ssim=-1",)
    assert not verdict.passed


def test_what_only_follows_from_a_defect_does_not_count_beside_it() -> None:
    pushed = measured(BANNER, shifts=(PUSHED,))
    verdict = judge(pushed, Policy(max_diff_pixels=1000))
    assert [defect.kind for defect in verdict.defects] == ["extra", "shifted"]
    assert verdict.passed
    assert verdict.notes == ("1,000 differing pixels, within max_diff_pixels=1000",)
    assert not judge(pushed, Policy()).passed


def test_no_limit_lets_a_size_pass_that_only_follows_from_a_defect() -> None:
    grown = measured(BANNER, shifts=(PUSHED,), after=Size(100, 110), size_explained=True)
    for policy in (Policy(max_diff_pixels=10**6), Policy(max_diff_pixels=10**6, max_shift=100)):
        verdict = judge(grown, policy)
        assert not verdict.passed
        assert verdict.notes == ("a limit lets no changed size pass",)


def test_a_size_that_is_a_drift_of_the_rendering_fails_nothing() -> None:
    assert judge(measured(after=Size(100, 102), size_explained=True), Policy()).passed


def test_a_block_that_moved_fails_like_any_defect() -> None:
    assert not judge(measured(shifts=(NUDGED,)), Policy()).passed
    assert not judge(measured(shifts=(NUDGED,)), Policy(max_diff_pixels=149)).passed
    assert judge(measured(shifts=(NUDGED,)), Policy(max_diff_pixels=150)).passed


@pytest.mark.parametrize(
    ("policy", "passes", "note"),
    [
        (Policy(max_shift=3), True, "moved by up to 3 px, within max_shift=3"),
        (Policy(max_shift=2), False, "moved by up to 3 px, beyond max_shift=2"),
        (
            Policy(max_shift=3, max_diff_pixels=10),
            False,
            "150 differing pixels, beyond max_diff_pixels=10",
        ),
    ],
)
def test_a_small_move_passes_if_it_may(policy: Policy, passes: bool, note: str) -> None:
    verdict = judge(measured(shifts=(NUDGED,)), policy)
    assert verdict.passed is passes
    assert verdict.notes == (note,)


def test_naming_the_one_element_of_a_block_changes_no_limit() -> None:
    order = Element("button", Box(12, 42, 16, 6), "Order", source="pixels")
    verdict = judge(measured(shifts=(replace(NUDGED, element=order),)), Policy(max_shift=3))
    assert [it.kind for it in verdict.defects] == ["moved"]
    assert verdict.passed


def test_a_limit_on_moves_lets_nothing_else_pass() -> None:
    verdict = judge(measured(DOT, shifts=(NUDGED,)), Policy(max_shift=5))
    assert not verdict.passed
    assert verdict.notes == ("max_shift lets nothing but shifts pass",)
    assert not judge(measured(DOT), Policy(max_shift=5)).passed


def test_a_limit_on_moves_beside_one_on_pixels_lets_both_pass() -> None:
    policy = Policy(max_shift=5, max_diff_pixels=151)
    verdict = judge(measured(DOT, shifts=(NUDGED,)), policy)
    assert verdict.passed
    assert verdict.notes == (
        "moved by up to 3 px, within max_shift=5",
        "151 differing pixels, within max_diff_pixels=151",
    )


def test_how_far_a_block_was_pushed_is_no_matter_of_the_limit() -> None:
    verdict = judge(measured(BANNER, shifts=(PUSHED,)), Policy(max_shift=1, max_diff_pixels=1000))
    assert verdict.passed


HALF = (Coverage("button", 1, 1), Coverage("text", 3, 1))


def test_too_few_elements_that_match_fail_without_any_defect() -> None:
    verdict = judge(measured(coverage=HALF), Policy(min_coverage=0.51))
    assert not verdict.passed
    assert verdict.notes == ("2 of 4 elements matched (50.0%), below min_coverage=0.51",)


def test_enough_elements_that_match_let_no_defect_pass() -> None:
    policy = Policy(min_coverage=0.5)
    assert judge(measured(coverage=HALF), policy) == judge(measured(coverage=HALF), Policy())
    assert not judge(measured(DOT, coverage=HALF), policy).passed


def test_no_limit_lets_too_few_elements_pass() -> None:
    verdict = judge(measured(DOT, coverage=HALF), Policy(max_diff_pixels=10, min_coverage=0.9))
    assert not verdict.passed
    assert verdict.notes == ("2 of 4 elements matched (50.0%), below min_coverage=0.9",)


def test_coverage_that_is_asked_for_and_not_known_fails() -> None:
    verdict = judge(measured(), Policy(min_coverage=0.0))
    assert not verdict.passed
    assert verdict.notes == ("no elements are known to match, and min_coverage=0.0",)


AREAS = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 400)), min_size=1, max_size=5)
LIMITS = st.builds(
    Policy,
    max_diff_pixels=st.none() | st.integers(0, 900),
    max_diff_pixel_ratio=st.none() | st.floats(0, 0.1),
    min_ssim=st.none() | st.floats(0.9, 1),
    max_shift=st.none() | st.integers(0, 5),
)


def areas(places: list[tuple[int, int]]) -> list[Region]:
    return [changed(Box(x, x, 20, 20), pixels) for x, pixels in places]


@given(AREAS, AREAS, LIMITS)
def test_what_fails_once_fails_with_whatever_else_is_there(
    places: list[tuple[int, int]], others: list[tuple[int, int]], policy: Policy
) -> None:
    if not judge(measured(*areas(places)), policy).passed:
        assert not judge(measured(*areas([*places, *others])), policy).passed
        assert not judge(measured(*areas(places), shifts=(NUDGED,)), policy).passed


@given(AREAS, st.integers(0, 400), LIMITS)
def test_a_limit_that_a_small_change_breaks_is_broken_by_a_larger_one(
    places: list[tuple[int, int]], more: int, policy: Policy
) -> None:
    if not judge(measured(*areas(places)), policy).passed:
        larger = [(x, pixels + more) for x, pixels in places]
        assert not judge(measured(*areas(larger)), policy).passed


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_limit_that_a_small_move_breaks_is_broken_by_a_larger_one(
    way: int, more: int, most: int
) -> None:
    def passes(distance: int) -> bool:
        shifts = (replace(NUDGED, dx=distance, dy=0),)
        return judge(measured(shifts=shifts), Policy(max_shift=most)).passed

    assert passes(way) or not passes(way + more)
