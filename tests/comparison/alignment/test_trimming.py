"""A page that was pushed is found to be so from a few of its rows, as it is from all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_visualdiff.comparison.alignment.trimming import shorten
from pytest_visualdiff.comparison.findings import Findings
from pytest_visualdiff.comparison.pipeline import compare_decoded
from pytest_visualdiff.imaging.picture_pair import Decoded, decode_pair
from pytest_visualdiff.imaging.png.shared_rows import Run
from pytest_visualdiff.model import Box, Comparison, Job, Region, Settings, Shift, Size
from tests.support import BLUE, Picture, array_png
from tests.support.pictures import GREY, PALE, WORDS, Fill, Text, drawn, pushed_down
from tests.support.tools import TOOLS, compare

_SIZE = _WIDTH, _HEIGHT = 480, 1200


def page() -> Picture:
    """Return a long page of text, no two lines alike."""
    lines = [f"{number}. {WORDS[number % 8][: 44 - number % 5]}" for number in range(50)]
    text = [Text(16, 10 + 23 * row, line) for row, line in enumerate(lines)]
    return drawn(*text, Fill(16, 37, 440, 1, GREY), size=_SIZE)


PAGE = page()


def in_full(job: Job) -> Comparison:
    """Compare all rows of two pictures."""
    baseline, actual = decode_pair(job.baseline, job.actual)
    sizes = Size(baseline.shape[1], len(baseline)), Size(actual.shape[1], len(actual))
    return compare_decoded(Decoded(baseline, actual, 0, sizes), job, TOOLS)


def without_pixels(comparison: Comparison) -> Comparison:
    """Leave out how many pixels a block has, which is counted roughly; and round the mean."""
    shifts = tuple(replace(shift, pixels=0) for shift in comparison.shifts)
    ssim = round(comparison.ssim or 0, 9)
    return replace(comparison, shifts=shifts, ssim=ssim)


def same_as_in_full(before: Picture, after: Picture, **asked: object) -> Comparison:
    job = Job(array_png(before), array_png(after), Settings(**asked))  # type: ignore[arg-type]
    comparison = compare(job)
    assert without_pixels(comparison) == without_pixels(in_full(job))
    return comparison


@pytest.mark.parametrize("at", [0, 100, 600])
@pytest.mark.parametrize("by", [8, 48, 51])
def test_a_banner_pushes_the_page(at: int, by: int) -> None:
    after = pushed_down(PAGE, at, by, PALE)
    comparison = same_as_in_full(PAGE, after)
    (shift,) = comparison.shifts
    assert (shift.dx, shift.dy, shift.box.bottom) == (0, by, _HEIGHT)
    assert comparison.size_explained
    assert comparison.changed_pixels <= by * _WIDTH + 10


@pytest.mark.parametrize("at", [0, 100, 600])
def test_what_was_removed_pulls_the_page_up(at: int) -> None:
    comparison = same_as_in_full(pushed_down(PAGE, at, 48, BLUE), PAGE)
    assert [(shift.dx, shift.dy) for shift in comparison.shifts] == [(0, -48)]


def test_a_window_of_the_same_size_shows_less_of_what_was_pushed() -> None:
    after = pushed_down(PAGE, 100, 48, PALE)[:_HEIGHT]
    comparison = same_as_in_full(PAGE, after)
    assert [(shift.dx, shift.dy) for shift in comparison.shifts] == [(0, 48)]
    assert comparison.changed_pixels == np.count_nonzero((after != PAGE).any(axis=2))


def test_a_window_of_the_same_size_shows_more_of_what_was_pulled_up() -> None:
    before = pushed_down(PAGE, 100, 48, PALE)[:_HEIGHT]
    job = Job(array_png(before), array_png(PAGE))
    comparison = compare(job)
    assert [(shift.dx, shift.dy) for shift in comparison.shifts] == [(0, -48)]
    assert comparison.ssim == in_full(job).ssim
    assert comparison.changed_pixels == np.count_nonzero((before != PAGE).any(axis=2))
    places = [region.box or region.box_after for region in comparison.regions]
    assert Box(0, 100, _WIDTH, 48) in places
    assert all(it.y >= _HEIGHT - 60 for it in places if it and it.y != 100)


@pytest.mark.parametrize("y", [200, 500, 760, 1190])
def test_what_changed_within_a_pushed_page_is_found_where_it_is(y: int) -> None:
    after = pushed_down(PAGE, 60, 48, PALE)
    after[y : y + 9, 300:340] = BLUE
    comparison = same_as_in_full(PAGE, after)
    assert Box(300, y, 40, 9) in [region.box_after for region in comparison.regions]


def test_a_sidebar_that_stays_is_left_where_it_was() -> None:
    after = pushed_down(PAGE, 60, 48, PALE)
    after[60:_HEIGHT, :200] = PAGE[60:, :200]
    after[_HEIGHT:, :200] = 255
    comparison = same_as_in_full(PAGE, after)
    assert all(shift.box.x >= 176 for shift in comparison.shifts)


@pytest.mark.parametrize(
    "ignored",
    [
        Box(0, 0, _WIDTH, 400),
        Box(0, 60, _WIDTH, 48),
        Box(100, 500, 60, 20),
        Box(0, 0, _WIDTH, 5000),
        Box(0, 700, _WIDTH, 900),
    ],
)
@pytest.mark.parametrize("level", ["perceptual", "exact"])
def test_what_is_ignored_is_ignored_all_the_same(ignored: Box, level: str) -> None:
    after = pushed_down(PAGE, 60, 48, PALE)
    after[505:515, 110:150] = BLUE
    same_as_in_full(PAGE, after, ignore=(ignored,), level=level)


def test_another_rendering_is_asked_for_all_of_the_page() -> None:
    comparison = same_as_in_full(PAGE, pushed_down(PAGE, 60, 48, PALE), rendering="cross")
    assert comparison.cross_rendered


edits = st.tuples(
    st.sampled_from(["insert", "remove", "change"]),
    st.integers(0, _HEIGHT - 60),
    st.integers(9, 60),
)


@settings(max_examples=25, deadline=None)
@example([("remove", 0, 30), ("remove", 0, 60), ("remove", 1038, 12)], False)
@example([("remove", 0, 30), ("remove", 0, 60), ("remove", 1038, 12)], True)
@given(st.lists(edits, min_size=1, max_size=3), st.booleans())
def test_whatever_was_done_to_a_page_nothing_is_missed(
    done: list[tuple[str, int, int]], cut: bool
) -> None:
    after = PAGE
    for what, at, rows in done:
        if what == "insert":
            after = pushed_down(after, at, rows, PALE)
        elif what == "remove":
            after = np.concatenate((after[:at], after[at + rows :]))
        else:
            after = after.copy()
            after[at : at + rows, 40:90] = BLUE
    if cut and len(after) > _HEIGHT:
        after = after[:_HEIGHT]
    job = Job(array_png(PAGE), array_png(after))
    fast, full = compare(job), in_full(job)
    assert fast.cross_rendered == full.cross_rendered
    assert bool(fast.regions) == bool(full.regions)
    assert fast.size_explained == full.size_explained
    if len(done) == 1:
        assert without_pixels(fast) == without_pixels(full)
    if full.regions:
        assert fast.ssim == pytest.approx(full.ssim, abs=0.02)


def test_places_are_told_in_the_whole_picture() -> None:
    short = shorten((Run(100, 1000, 50),), Box(0, 20, 480, 1000), ())
    assert short is not None
    (cut,) = short.cuts
    assert (cut.before, cut.after, cut.length) == (126, 176, 768)
    kept = [range(*rows.indices(1000)) for rows in short.actual(1000)]
    assert kept == [range(176), range(944, 1000)]
    assert short.shortened(Box(5, 980, 10, 10)) == Box(5, 212, 10, 10)
    shift = Shift(Box(0, 100, 480, 82), 0, 50, 1000)
    region = Region(Box(1, 130, 2, 2), Box(1, 180, 2, 2), 4, 9)
    found = short.restored(Findings(False, "", (region,), (shift,)))
    assert found is not None
    assert found.shifts == (Shift(Box(0, 100, 480, 850), 0, 50, 1000 + 480 * 768),)
    assert found.regions == (Region(Box(1, 898, 2, 2), Box(1, 948, 2, 2), 4, 9),)
    assert short.restored(Findings(False, "", (region,))) is None
