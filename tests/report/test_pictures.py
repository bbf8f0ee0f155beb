"""The picture that shows where two pictures differ."""

from __future__ import annotations

import io

from PIL import Image

from pytest_visualdiff.model import Box
from pytest_visualdiff.report.pictures import draw_diff
from tests.support import BADGE, screen, to_png

RED = (220, 30, 40)


def drawn(actual: Image.Image, *boxes: Box) -> Image.Image:
    return Image.open(io.BytesIO(draw_diff(to_png(screen()), to_png(actual), boxes)))


def reds(image: Image.Image) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if image.getpixel((x, y)) == RED
    }


def test_what_differs_is_red_and_nothing_else() -> None:
    x, y, w, h = BADGE
    inside = {(column, row) for column in range(x, x + w) for row in range(y, y + h)}
    assert reds(drawn(screen(badge=True))) == inside


def test_a_defect_has_a_frame_around_it() -> None:
    frame = reds(drawn(screen(), Box(50, 50, 20, 10)))
    assert (47, 47) in frame
    assert (72, 62) in frame
    assert (60, 55) not in frame


def test_a_frame_at_the_edge_is_no_error() -> None:
    assert reds(drawn(screen(), Box(0, 0, 160, 100))) == set()


def test_what_only_one_picture_has_is_red() -> None:
    image = drawn(screen(size=(150, 120)))
    assert image.size == (160, 120)
    assert len(reds(image)) == 10 * 100 + 150 * 20 + 10 * 20


def test_transparent_sixteen_bit_and_grey_pictures_can_be_drawn() -> None:
    for mode in ("RGBA", "L", "LA", "P", "1", "I;16"):
        assert drawn(screen().convert(mode.replace("I;16", "I")).convert(mode)).size == (160, 100)
