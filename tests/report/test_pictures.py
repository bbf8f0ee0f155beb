"""The picture that shows where two pictures differ."""

from __future__ import annotations

import io

from PIL import Image

from pytest_visualdiff.model import Box, Dismissal, Region, Shift, Size
from pytest_visualdiff.report.pictures import draw_diff
from pytest_visualdiff.verdict.defects import find_defects
from tests.support import BADGE, changed, measured, screen, to_png

SCREEN = Size(160, 100)
RED, BLUE, GREY_BLUE = (220, 30, 40), (20, 90, 200), (150, 175, 200)


def drawn(
    actual: Image.Image, *regions: Region, shifts: tuple[Shift, ...] = (), **rest: bool
) -> Image.Image:
    """Draw the difference to the screen, in which this was found."""
    after = Size(actual.width, actual.height)
    comparison = measured(*regions, before=SCREEN, after=after, shifts=shifts, **rest)
    png = draw_diff(to_png(screen()), to_png(actual), find_defects(comparison))
    return Image.open(io.BytesIO(png))


def where(image: Image.Image, colour: tuple[int, int, int]) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if image.getpixel((x, y)) == colour
    }


def inside(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.x, box.right) for y in range(box.y, box.bottom)}


def frame(box: Box) -> set[tuple[int, int]]:
    """Return the pixels of the frame around a box, as far as they are in the picture."""
    line = inside(box.grow(3)) - inside(box.grow(2))
    return line & inside(Box(0, 0, SCREEN.width, SCREEN.height))


def test_the_pixels_of_a_defect_are_red_in_a_red_frame() -> None:
    image = drawn(screen(badge=True), changed(Box(*BADGE), 100))
    assert where(image, RED) == inside(Box(*BADGE)) | frame(Box(*BADGE))
    assert where(image, GREY_BLUE) == set()


def test_what_was_dismissed_is_grey_blue() -> None:
    image = drawn(screen(badge=True))
    assert where(image, GREY_BLUE) == inside(Box(*BADGE))
    assert where(image, RED) == set()


def test_what_is_gone_has_its_frame_where_it_was() -> None:
    gone = Box(50, 50, 20, 10)
    assert where(drawn(screen(), Region(gone, None, 9, 9)), RED) == frame(gone)


def test_what_moved_is_grey_blue_and_its_frame_is_where_it_is_now() -> None:
    shift = Shift(Box(140, 0, 10, 10), 0, 3, 100)
    image = drawn(screen(badge=True), shifts=(shift,))
    assert where(image, GREY_BLUE) == inside(Box(*BADGE))
    assert where(image, RED) == frame(Box(*BADGE))


def test_what_only_follows_has_a_blue_frame() -> None:
    new, pushed = Box(20, 40, 30, 5), Box(60, 60, 20, 20)
    image = drawn(
        screen(),
        Region(None, new, 9, 9),
        shifts=(Shift(pushed.move(0, -5), 0, 5, 100, cause="r0"),),
    )
    assert where(image, RED) == frame(new)
    assert where(image, BLUE) == frame(pushed)


def test_a_frame_at_the_edge_is_no_error() -> None:
    assert where(drawn(screen(), changed(Box(0, 0, 160, 100), 9)), RED) == set()


def test_what_only_one_picture_has_is_red() -> None:
    image = drawn(screen(size=(150, 120)))
    assert image.size == (160, 120)
    red = where(image, RED)
    assert inside(Box(155, 0, 5, 120)) <= red
    assert len(red & inside(Box(0, 100, 150, 20))) == 150 * 20


def test_what_only_one_picture_has_is_grey_blue_if_that_is_a_drift() -> None:
    image = drawn(screen(size=(160, 102)), size_explained=True)
    assert where(image, GREY_BLUE) == inside(Box(0, 100, 160, 2))
    assert where(image, RED) == set()


def test_transparent_sixteen_bit_and_grey_pictures_can_be_drawn() -> None:
    for mode in ("RGBA", "L", "LA", "P", "1", "I;16"):
        assert drawn(screen().convert(mode.replace("I;16", "I")).convert(mode)).size == (160, 100)


def test_what_was_ignored_has_a_grey_frame() -> None:
    box = Box(*BADGE)
    found = [Dismissal("ignored", box, 100), Dismissal("antialiasing", Box(20, 50, 9, 9), 4)]
    png = draw_diff(to_png(screen()), to_png(screen(badge=True)), (), found)
    image = Image.open(io.BytesIO(png))
    assert where(image, (130, 130, 130)) == frame(box)
    assert where(image, GREY_BLUE) == inside(box)
