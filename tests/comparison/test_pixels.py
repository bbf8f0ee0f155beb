"""What differs is sorted: what changed, what moved because of it, and what is dismissed."""

from __future__ import annotations

import json
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.comparison.pixels import analyse
from pytest_visualdiff.model import (
    Box,
    Comparison,
    Defect,
    Job,
    Judgement,
    Policy,
    Rendering,
    Settings,
    Size,
)
from pytest_visualdiff.verdict.defects import find_defects
from pytest_visualdiff.verdict.policy import judge
from tests.support import BLUE, GREEN, INK, Picture, array_png
from tests.support.pictures import (
    GREY,
    PAGE,
    RED,
    Fill,
    Item,
    Text,
    drawn,
    other_rendering,
    page,
    paragraph,
    pushed_down,
)
from tests.support.tools import compare

BANNER = Box(16, 90, 448, 30)


def compared(
    before: Picture, after: Picture, *, same: bool | None = None, **settings: object
) -> Comparison:
    asked = Settings(**settings)  # type: ignore[arg-type]
    return compare(Job(array_png(before), array_png(after), asked, same))


def kinds(comparison: Comparison) -> list[str]:
    return [defect.kind for defect in find_defects(comparison)]


def roots(comparison: Comparison) -> list[Defect]:
    return [defect for defect in find_defects(comparison) if defect.caused_by is None]


@pytest.fixture(scope="module")
def ours() -> Picture:
    """Return a page as it was drawn here."""
    return drawn(*page(), size=PAGE)


@pytest.fixture(scope="module")
def theirs() -> Picture:
    """Return the same page as another machine draws it."""
    return other_rendering(*page(), size=PAGE)


def with_banner(picture: Picture) -> Picture:
    """Return a page with a banner put in below the third line."""
    taller = pushed_down(picture, 81, 48)
    taller[BANNER.y : BANNER.bottom, BANNER.x : BANNER.right] = GREEN
    return taller


class TestRendering:
    """Whether one rendering drew both pictures."""

    def test_noise_all_over_the_page_says_that_two_did(
        self, ours: Picture, theirs: Picture
    ) -> None:
        comparison = compared(ours, theirs)
        assert comparison.cross_rendered
        assert comparison.evidence
        assert comparison.regions == ()
        assert comparison.shifts == ()
        assert {it.reason for it in comparison.dismissed} == {"rendering_noise"}
        assert judge(comparison, Policy()).passed

    def test_one_changed_place_does_not(self, ours: Picture) -> None:
        after = ours.copy()
        after[100:130, 40:90] = BLUE
        comparison = compared(ours, after)
        assert not comparison.cross_rendered
        assert [region.box_after for region in comparison.regions] == [Box(40, 100, 50, 30)]

    def test_what_one_environment_drew_is_no_noise(self, ours: Picture, theirs: Picture) -> None:
        comparison = compared(ours, theirs, same=True)
        assert not comparison.cross_rendered
        assert len(comparison.regions) >= 20
        assert not judge(comparison, Policy()).passed

    def test_what_another_environment_drew_is_cross_rendered_whatever_is_seen(
        self, ours: Picture
    ) -> None:
        after = ours.copy()
        after[100:130, 40:90] = BLUE
        comparison = compared(ours, after, same=False)
        assert comparison.cross_rendered
        assert comparison.evidence == "the baseline was drawn another way"
        assert not judge(comparison, Policy()).passed

    def test_the_corners_of_one_box_are_not_spread_over_the_picture(self, ours: Picture) -> None:
        # A ground that looks out behind a rounded box that lies over it.
        after = ours.copy()
        for y, x in ((100, 60), (100, 300), (140, 60), (140, 300)):
            after[y : y + 2, x : x + 2] = 215
        comparison = compared(ours, after)
        assert not comparison.cross_rendered
        assert not judge(comparison, Policy()).passed

    @pytest.mark.parametrize(("asked", "cross"), [("same", False), ("cross", True)])
    @pytest.mark.parametrize("same", [True, False, None])
    def test_the_option_decides_over_all_else(
        self, ours: Picture, theirs: Picture, asked: Rendering, cross: bool, same: bool | None
    ) -> None:
        comparison = compared(ours, theirs, rendering=asked, same=same)
        assert comparison.cross_rendered is cross
        assert "rendering" in comparison.evidence
        assert (comparison.regions == ()) is cross

    def test_transparent_pictures_are_compared_pixel_by_pixel(
        self, ours: Picture, theirs: Picture
    ) -> None:
        glass = [np.dstack((it, np.full(it.shape[:2], 255, np.uint8))) for it in (ours, theirs)]
        assert compared(*glass).cross_rendered
        for it in glass:
            it[:4, :4, 3] = 9
        comparison = compared(*glass)
        assert not comparison.cross_rendered
        assert "transparent" in comparison.evidence
        assert comparison.regions

    def test_a_smoothed_edge_counts_if_one_environment_drew_both(self) -> None:
        before, after = (drawn(Fill(60, 0, 60, 60), size=(120, 60)) for _ in range(2))
        before[:, 60], after[:, 60] = 140, 155
        comparison = compared(before, after)
        assert comparison.regions == ()
        assert [it.reason for it in comparison.dismissed] == ["antialiasing"]
        certain = [compared(before, after, same=True), compared(before, after, rendering="same")]
        for comparison in certain:
            assert [region.box_after for region in comparison.regions] == [Box(60, 0, 1, 60)]
            assert comparison.dismissed == ()


class TestAcrossRenderings:
    """Real changes among noise."""

    @pytest.mark.parametrize("way", ["put in", "taken out"])
    def test_a_button_is_found_where_it_is(
        self, way: Literal["put in", "taken out"], ours: Picture, theirs: Picture
    ) -> None:
        button = Fill(190, 60, 40, 24, BLUE)
        if way == "put in":
            after = other_rendering(*page(), button, size=PAGE)
            (region,) = compared(ours, after).regions
            assert region.box is None
        else:
            before = drawn(*page(), button, size=PAGE)
            (region,) = compared(before, theirs).regions
            assert region.box_after is None
        box = region.box or region.box_after
        assert box is not None
        assert Box(186, 56, 48, 32).contains(box)
        assert box.contains(Box(192, 62, 36, 20))

    def test_a_recoloured_line_is_found_where_it_is(self, ours: Picture) -> None:
        items: list[Item] = page()
        said = items[3]
        assert isinstance(said, Text)
        items[3] = Text(said.x, said.y, said.said, RED)
        (region,) = compared(ours, other_rendering(*items, size=PAGE)).regions
        assert region.box is not None
        assert Box(10, 80, 210, 28).contains(region.box)

    def test_a_new_rule_is_found(self, ours: Picture) -> None:
        rule = Fill(16, 390, 440, 1, GREY)
        regions = compared(ours, other_rendering(*page(), rule, size=PAGE)).regions
        assert regions
        for region in regions:
            assert region.box_after is not None
            assert region.box_after.y > 380

    def test_a_banner_is_the_one_root_cause(self, ours: Picture, theirs: Picture) -> None:
        comparison = compared(ours, with_banner(theirs))
        assert comparison.cross_rendered
        assert comparison.size_explained
        (root,) = roots(comparison)
        assert root.box_after is not None
        assert BANNER.grow(4).contains(root.box_after)
        assert sorted(kinds(comparison)[1:]) == ["shifted", "size_changed"]
        assert all(abs(shift.dy - 48) <= 1 for shift in comparison.shifts)


class TestDrift:
    """Lines of another rendering are each a fraction of a pixel higher."""

    @staticmethod
    def page(step: float, *rest: Item, height: int = 400, phase: float = 0) -> Picture:
        lines = [Text(item.x, item.y, item.said) for item in page() if isinstance(item, Text)]
        rows = [Text(line.x, int(16 + step * ((line.y - 16) // 23)), line.said) for line in lines]
        gamma = 0.8 if phase else 1.0
        return drawn(*rows, *rest, size=(PAGE[0], height), phase=(phase, phase), gamma=gamma)

    def test_lines_further_down_by_pixels_that_add_up_are_no_change(self) -> None:
        comparison = compared(self.page(23), self.page(23.25, phase=0.375))
        assert comparison.cross_rendered
        assert comparison.regions == ()
        assert comparison.shifts == ()
        assert judge(comparison, Policy()).passed

    def test_a_page_that_is_higher_by_them_is_explained(self) -> None:
        comparison = compared(self.page(23), self.page(23.25, height=404, phase=0.375))
        assert comparison.size_explained
        assert judge(comparison, Policy()).passed

    def test_a_button_that_is_new_there_is_found_all_the_same(self) -> None:
        button = Fill(200, 200, 30, 20, BLUE)
        comparison = compared(self.page(23), self.page(23.25, button, height=404, phase=0.375))
        assert comparison.cross_rendered
        assert comparison.regions
        assert not judge(comparison, Policy()).passed


class TestKinds:
    """Whether something is new, gone or changed."""

    def test_what_was_drawn_on_empty_ground_is_new(self) -> None:
        before, after = drawn(), drawn(Fill(60, 40, 30, 20, BLUE))
        (region,) = compared(before, after).regions
        assert (region.box, region.box_after) == (None, Box(60, 40, 30, 20))
        assert kinds(compared(before, after)) == ["extra"]

    def test_what_is_empty_ground_now_is_missing(self) -> None:
        before, after = drawn(Text(60, 40, "Total"), Fill(200, 100, 9, 9)), drawn()
        word, box = compared(before, after).regions
        assert (word.box_after, box.box_after) == (None, None)
        assert word.box is not None
        assert Box(58, 38, 50, 24).contains(word.box)
        assert box.box == Box(200, 100, 9, 9)
        assert kinds(compared(before, after)) == ["missing", "missing"]

    def test_what_looks_different_has_a_place_in_both(self) -> None:
        before = drawn(Fill(60, 40, 30, 20, BLUE))
        (region,) = compared(before, drawn(Fill(60, 40, 30, 20, GREEN))).regions
        assert region.box == region.box_after == Box(60, 40, 30, 20)

    def test_a_ground_of_another_colour_is_a_change(self) -> None:
        assert kinds(compared(drawn(), drawn(ground=BLUE))) == ["style_changed"]

    def test_what_changed_in_a_block_that_moved_has_its_two_places(self, ours: Picture) -> None:
        after = with_banner(ours)
        after[200:210, 20:40] = RED
        (found,) = (it for it in analyse(ours, after, Settings(), None).regions if it.box)
        assert (found.box, found.box_after) == (Box(20, 152, 20, 10), Box(20, 200, 20, 10))

    def test_a_word_of_another_colour_in_a_block_that_moved_has_two_places(
        self, ours: Picture
    ) -> None:
        after = with_banner(ours)
        letters = after[196:216, 16:120]
        letters[letters.max(axis=2) < 128] = RED
        (region,) = (it for it in compared(ours, after).regions if it.box and it.box_after)
        assert region.box is not None
        assert region.box_after is not None
        assert Box(16, 196, 104, 20).contains(region.box_after)
        assert region.box == region.box_after.move(0, -48)


class TestShifts:
    """What moved, and because of what."""

    def test_a_banner_pushes_all_below_it(self, ours: Picture) -> None:
        comparison = compared(ours, with_banner(ours))
        (region,) = comparison.regions
        assert (region.box, region.box_after) == (None, BANNER)
        (shift,) = comparison.shifts
        assert (shift.dx, shift.dy, shift.cause) == (0, 48, "region:1")
        assert comparison.size_explained
        assert kinds(comparison) == ["extra", "size_changed", "shifted"]
        assert [root.kind for root in roots(comparison)] == ["extra"]

    def test_a_banner_taken_away_pulls_all_below_it(self, ours: Picture) -> None:
        comparison = compared(with_banner(ours), ours)
        (region,) = comparison.regions
        assert (region.box, region.box_after) == (BANNER, None)
        (shift,) = comparison.shifts
        assert (shift.dx, shift.dy, shift.cause) == (0, -48, "region:1")
        assert comparison.size_explained
        assert [root.kind for root in roots(comparison)] == ["missing"]

    def test_a_screenshot_of_fixed_height_shifts_as_well(self, ours: Picture) -> None:
        comparison = compared(ours, with_banner(ours)[: PAGE[1]])
        assert kinds(comparison) == ["extra", "shifted"]
        assert [root.kind for root in roots(comparison)] == ["extra"]
        assert not comparison.size_explained

    def test_a_page_that_grew_at_its_end_did_so_without_an_explanation(self, ours: Picture) -> None:
        grown = np.pad(ours, ((0, 48), (0, 0), (0, 0)), constant_values=255)
        comparison = compared(ours, grown)
        assert not comparison.size_explained
        assert kinds(comparison) == ["size_changed"]
        assert not judge(comparison, Policy()).passed

    def test_more_space_is_a_move_without_a_cause(self, ours: Picture) -> None:
        comparison = compared(ours, pushed_down(ours, 82, 8))
        assert comparison.regions == ()
        (shift,) = comparison.shifts
        assert (shift.dy, shift.cause) == (8, None)
        assert [root.kind for root in roots(comparison)] == ["shifted"]
        assert comparison.size_explained

    def test_a_column_that_moved_by_itself(self, ours: Picture) -> None:
        after = ours.copy()
        after[64:, 240:] = 255
        after[80:, 240:] = ours[64:-16, 240:]
        comparison = compared(ours, after)
        assert {(shift.dx, shift.dy) for shift in comparison.shifts} == {(0, 16)}
        stays = np.flatnonzero((ours[64:, :240] < 255).any(axis=(0, 2))).max()
        assert all(shift.box.x > stays for shift in comparison.shifts)


class TestThreshold:
    """Playwright's: a share of the largest difference of two colours in YIQ."""

    @pytest.mark.parametrize(("threshold", "passes"), [(None, False), (0.1, False), (0.5, True)])
    def test_colours_that_are_close_enough_are_dismissed_by_name(
        self, threshold: float | None, passes: bool
    ) -> None:
        before, after = drawn(), drawn(Fill(60, 40, 30, 20, (180, 180, 180)))  # 0.29 apart
        comparison = compared(before, after, threshold=threshold)
        assert judge(comparison, Policy()).passed is passes
        if passes:
            (dismissal,) = comparison.dismissed
            assert (dismissal.reason, dismissal.pixels) == ("threshold", 600)
            assert dismissal.box == Box(60, 40, 30, 20)

    def test_what_is_further_apart_still_counts(self) -> None:
        before = drawn()
        after = drawn(Fill(60, 40, 30, 20, (240, 240, 240)), Fill(200, 100, 20, 20, BLUE))
        comparison = compared(before, after, threshold=0.2)
        assert [region.box_after for region in comparison.regions] == [Box(200, 100, 20, 20)]
        assert [it.reason for it in comparison.dismissed] == ["threshold"]


class TestIgnored:
    """Boxes that are not to be looked at."""

    def test_an_area_is_dismissed_and_the_rest_counts(self, ours: Picture) -> None:
        after = ours.copy()
        after[100:130, 40:90] = BLUE
        after[300:330, 40:90] = BLUE
        comparison = compared(ours, after, ignore=(Box(30, 90, 80, 50),))
        assert [region.box_after for region in comparison.regions] == [Box(40, 300, 50, 30)]
        (dismissal,) = comparison.dismissed
        assert (dismissal.reason, dismissal.box) == ("ignored", Box(30, 90, 80, 50))

    def test_noise_in_it_is_ignored_by_name(self, ours: Picture, theirs: Picture) -> None:
        comparison = compared(ours, theirs, ignore=(Box(0, 0, 230, 100),))
        reasons = [it.reason for it in comparison.dismissed]
        assert reasons.count("ignored") == 1
        assert set(reasons) == {"ignored", "rendering_noise"}

    def test_it_is_reported_in_a_page_that_moved(self, ours: Picture) -> None:
        after = with_banner(ours)
        after[360:370, 20:30] = INK
        comparison = compared(ours, after, ignore=(Box(16, 350, 50, 50),))
        assert [root.kind for root in roots(comparison)] == ["extra"]
        assert [it.reason for it in comparison.dismissed if it.box.y == 350] == ["ignored"]


def opaque_grey(picture: Picture) -> Picture:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)  # type: ignore[return-value]


@pytest.mark.parametrize("kind", ["grey", "RGB", "RGBA", "16 bits"])
def test_every_kind_of_picture_is_analysed_alike(kind: str, ours: Picture) -> None:
    grey = np.ascontiguousarray(opaque_grey(ours))
    before, after = np.dstack((grey,) * 3), with_banner(np.dstack((grey,) * 3))
    after[BANNER.y : BANNER.bottom, BANNER.x : BANNER.right] = 90
    pngs: list[bytes] = []
    for it in (before, after):
        if kind == "grey":
            pngs.append(array_png(np.ascontiguousarray(it[:, :, 0])))
        elif kind == "RGB":
            pngs.append(array_png(it))
        elif kind == "RGBA":
            pngs.append(array_png(np.dstack((it, np.full(it.shape[:2], 255, np.uint8)))))
        else:
            pngs.append(cv2.imencode(".png", it.astype(np.uint16) * 257)[1].tobytes())
    comparison = compare(Job(pngs[0], pngs[1]))
    (region,) = comparison.regions
    assert (region.box, region.box_after) == (None, BANNER)
    (shift,) = comparison.shifts
    assert (shift.dx, shift.dy, shift.cause) == (0, 48, "region:1")


@pytest.mark.parametrize("depth", [8, 16])
def test_noise_in_grey_pictures_is_noise(depth: int, ours: Picture, theirs: Picture) -> None:
    greys = [opaque_grey(it) for it in (ours, theirs)]
    if depth == 16:
        greys = [it.astype(np.uint16) * 257 for it in greys]  # type: ignore[misc]
    pngs = [cv2.imencode(".png", it)[1].tobytes() for it in greys]
    comparison = compare(Job(pngs[0], pngs[1]))
    assert comparison.cross_rendered
    assert comparison.regions == ()


def mutated(picture: Picture, generator: np.random.Generator) -> Picture:
    """Return a page to which a few things happened: anything that happens to pages."""
    after = picture.copy()
    for _ in range(int(generator.integers(1, 5))):
        height, width = after.shape[:2]
        y, x = int(generator.integers(0, height - 20)), int(generator.integers(0, width - 20))
        h, w = int(generator.integers(1, 60)), int(generator.integers(1, 120))
        part = after[y : y + h, x : x + w]
        match int(generator.integers(0, 6)):
            case 0:  # a box
                part[:] = generator.integers(0, 256, 3)
            case 1:  # a faint change, from one level up
                part[:] = np.clip(part.astype(int) + int(generator.integers(-9, 10)), 0, 255)
            case 2:  # something put in
                after = pushed_down(after, y, h, (90, 140, 200))
            case 3 if height > 200:  # something taken out
                after = np.delete(after, slice(y, y + h), axis=0)
            case 4:  # a thing that moved to the side
                part[:] = np.roll(part, 7, axis=1)
            case _:  # smoothed in another way
                part[:] = cv2.GaussianBlur(np.ascontiguousarray(part), (3, 3), 0.6)
    return after


def window(box: Box, size: Size) -> tuple[slice, slice]:
    box = box.clip(size)
    return np.s_[box.y : box.bottom, box.x : box.right]


def unaccounted(comparison: Comparison, before: Picture, after: Picture) -> npt.NDArray[np.bool_]:
    """Return the differing pixels of the common area that nothing speaks of."""
    size = comparison.baseline_size.common(comparison.actual_size)
    here = np.s_[: size.height, : size.width]
    differs: npt.NDArray[np.bool_] = (before[here] != after[here]).any(axis=2)
    for region in comparison.regions:
        for box in (region.box, region.box_after):
            if box is not None:
                differs[window(box, size)] = False
    for shift in comparison.shifts:
        differs[window(shift.box, size)] = False
        differs[window(shift.box.move(shift.dx, shift.dy), size)] = False
    for dismissal in comparison.dismissed:
        differs[window(dismissal.box, size)] = False
    return differs


@pytest.mark.parametrize("seed", range(40))
def test_every_differing_pixel_is_in_something_that_is_reported(seed: int, ours: Picture) -> None:
    generator = np.random.default_rng(seed)
    after = mutated(ours, generator)
    rendering = ("auto", "same", "cross")[seed % 3]
    comparison = compared(ours, after, rendering=rendering)
    left = unaccounted(comparison, ours, after)
    assert not left.any(), f"{left.sum()} pixels, the first at {np.argwhere(left)[0][::-1]}"
    again = compared(ours, after, rendering=rendering)
    assert to_json(again) == to_json(comparison)


def to_json(comparison: Comparison) -> str:
    verdict = judge(comparison, Policy())
    return json.dumps(Judgement(comparison, verdict, {}, "local").to_wire())


@pytest.mark.parametrize("at", [80, 124])
def test_more_space_above_text_is_one_root_cause(at: int) -> None:
    before = drawn(*paragraph())
    comparison = compared(before, pushed_down(before, at, 48))
    assert [(root.kind, root.dy) for root in roots(comparison)] == [("moved", 48)]
    (shift,) = comparison.shifts
    assert (shift.dx, shift.dy, shift.cause) == (0, 48, None)


class TestIgnoredWhereThingsMoved:
    """A box to be ignored is one of the actual picture, and nothing in it makes a defect."""

    def test_it_adds_no_defect(self, ours: Picture) -> None:
        box = Box(16, 350, 50, 50)
        plain = compared(ours, with_banner(ours))
        ignoring = compared(ours, with_banner(ours), ignore=(box,))
        assert kinds(ignoring) == kinds(plain)

    def test_the_banner_itself_may_be_ignored(self, ours: Picture) -> None:
        comparison = compared(ours, with_banner(ours), ignore=(Box(0, 81, 480, 48),))
        assert comparison.regions == ()
        assert [(shift.dx, shift.dy) for shift in comparison.shifts] == [(0, 48)]

    def test_what_changed_in_a_block_that_moved_may_be_ignored(self, ours: Picture) -> None:
        after = with_banner(ours)
        after[200:210, 20:40] = RED
        comparison = compared(ours, after, ignore=(Box(10, 190, 60, 30),))
        assert [region.box_after for region in comparison.regions] == [BANNER]


class TestBannerAcrossRenderings:
    """A banner is new, or gone, from where it was, also where another rendering drew the page."""

    def test_it_is_new(self, ours: Picture, theirs: Picture) -> None:
        comparison = compared(ours, with_banner(theirs))
        assert [root.kind for root in roots(comparison)] == ["extra"]

    def test_it_is_missing_from_where_it_was(self, ours: Picture, theirs: Picture) -> None:
        (root,) = roots(compared(with_banner(ours), theirs))
        assert root.kind == "missing"
        assert root.box is not None
        assert BANNER.grow(4).contains(root.box)


def test_a_rule_that_another_rendering_lost_is_found(ours: Picture) -> None:
    lost = page()[:-1]
    comparison = compared(ours, other_rendering(*lost, size=PAGE))
    assert comparison.cross_rendered
    assert comparison.regions
    assert not judge(comparison, Policy()).passed


def test_every_level_counts_if_exactness_is_asked_for() -> None:
    before, after = (drawn(Fill(60, 0, 60, 60), size=(120, 60)) for _ in range(2))
    before[:, 60], after[:, 60], after[10, 10] = 140, 155, 254
    comparison = compared(before, after, level="exact")
    assert [region.box_after for region in comparison.regions] == [
        Box(60, 0, 1, 60),
        Box(10, 10, 1, 1),
    ]
    assert comparison.dismissed == ()


def test_exactness_knows_no_noise(ours: Picture, theirs: Picture) -> None:
    comparison = compared(ours, theirs, level="exact")
    assert comparison.regions
    assert comparison.dismissed == ()


def test_a_small_page_drawn_by_another_rendering_with_one_word_changed() -> None:
    items = paragraph()
    items[2] = Text(16, 60, "A refund of 99.10 went to the card you used")
    before, after = drawn(*paragraph()), other_rendering(*items)
    assert compared(before, other_rendering(*paragraph())).cross_rendered
    comparison = compared(before, after)
    assert comparison.cross_rendered
    assert len(comparison.regions) == 1


@pytest.mark.parametrize("way", ["lost", "new"])
def test_a_bar_along_the_edge_of_a_page_of_another_rendering_is_found(
    way: str, ours: Picture, theirs: Picture
) -> None:
    bar = Fill(0, 40, 6, 300, BLUE)
    if way == "lost":
        comparison = compared(drawn(*page(), bar, size=PAGE), theirs)
    else:
        comparison = compared(ours, other_rendering(*page(), bar, size=PAGE))
    assert comparison.cross_rendered
    assert comparison.regions


@pytest.mark.parametrize("rendering", ["auto", "same", "cross"])
def test_what_is_new_below_the_old_end_of_a_page_that_grew_is_found(
    rendering: str, ours: Picture
) -> None:
    after = with_banner(ours)
    spot = Box(300, len(after) - 12, 40, 9)
    after[spot.slices] = BLUE
    found = [region.box_after for region in compared(ours, after, rendering=rendering).regions]
    assert any(box and box.contains(spot) and box.h < 20 for box in found)
