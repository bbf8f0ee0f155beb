"""From measurements to pass or fail, with and without limits."""

from __future__ import annotations

import pytest

from pytest_visualdiff.model import Box, Comparison, Policy, Region, Size
from pytest_visualdiff.verdict import judge

HUNDRED = Size(100, 100)


def measured(*regions: Region, ssim: float | None = 0.95, after: Size = HUNDRED) -> Comparison:
    pixels = sum(region.pixels for region in regions)
    return Comparison(
        identical=False,
        ssim=ssim,
        changed_pixels=pixels,
        changed_ratio=pixels / HUNDRED.area,
        baseline_size=HUNDRED,
        actual_size=after,
        cross_rendered=False,
        regions=regions,
    )


BUTTON = Region(Box(10, 20, 30, 8), 200, 255)
DOT = Region(Box(90, 90, 1, 1), 1, 3)


def test_no_defect_passes() -> None:
    assert judge(measured(), Policy()).passed


def test_any_defect_fails_and_is_told() -> None:
    verdict = judge(measured(BUTTON, DOT), Policy())
    assert not verdict.passed
    assert [(defect.id, defect.kind, defect.box) for defect in verdict.defects] == [
        ("d1", "changed", BUTTON.box),
        ("d2", "changed", DOT.box),
    ]
    assert [defect.message for defect in verdict.defects] == [
        "changed at (10, 20), 30x8: 200 pixels differ, by up to 255 of 255 levels",
        "changed at (90, 90), 1x1: 1 pixel differs, by up to 3 of 255 levels",
    ]


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (Size(100, 148), "the picture is 48 px taller: 100x100 became 100x148"),
        (Size(90, 100), "the picture is 10 px narrower: 100x100 became 90x100"),
        (Size(101, 99), "the picture is 1 px wider and 1 px shorter: 100x100 became 101x99"),
    ],
)
def test_a_changed_size_is_the_first_defect(after: Size, message: str) -> None:
    first, second = judge(measured(DOT, after=after), Policy()).defects
    assert (first.kind, first.message) == ("size_changed", message)
    assert (first.box, first.box_after) == (Box(0, 0, 100, 100), Box(0, 0, *after.to_wire()))
    assert second.kind == "changed"


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
    assert verdict.notes == ("1 differing pixels, within max_diff_pixels=10",)


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
