"""Crops of labelled pages, as a net is given them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.training.answers import labels_of_rows
from pytest_visualdiff.training.batches import batches, load, read_ahead, vary
from pytest_visualdiff.training.crops import (
    PADDING,
    SIDE,
    choose_squares,
    cut,
    cut_pages,
    is_held_out,
    labels_in,
)
from pytest_visualdiff.training.labels import CLASSES, Label
from pytest_visualdiff.training.store import load_labels, read_pixels, save

TRAINED = next(f"page-{number}" for number in range(99) if not is_held_out(f"page-{number}"))
CHECKED = next(f"page-{number}" for number in range(99) if is_held_out(f"page-{number}"))
BUTTON = Label("button", 100, 200, 180, 240)


def keep(folder: Path, name: str, labels: list[Label], size: tuple[int, int] = (700, 1300)) -> None:
    folder.mkdir(exist_ok=True)
    pixels = np.full((*size, 3), 250, np.uint8)
    for label in labels:
        pixels[int(label.top) : int(label.bottom), int(label.left) : int(label.right)] = (
            200,
            90,
            0,
        )
    save(folder / f"{name}.png", cv2.imencode(".png", pixels)[1].tobytes(), labels, "drawn")


def test_a_page_is_read_as_it_was_kept(tmp_path: Path) -> None:
    keep(tmp_path, "a", [BUTTON])
    assert load_labels(tmp_path / "a.json") == ("drawn", [BUTTON])
    assert read_pixels(tmp_path / "a.png").shape == (700, 1300, 3)


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("words")
    with pytest.raises(InvalidPictureError, match=r"a\.png is no picture"):
        read_pixels(tmp_path / "a.png")


def test_crops_are_written_in_the_format_of_yolo(tmp_path: Path) -> None:
    keep(tmp_path / "pages", TRAINED, [BUTTON])
    keep(tmp_path / "pages", CHECKED, [BUTTON], (300, 400))
    assert len(list(cut_pages(tmp_path / "pages", tmp_path))) == 2
    (checked,) = (tmp_path / "images" / "val").iterdir()
    text = (tmp_path / "labels" / "val" / f"{checked.stem}.txt").read_text()
    number, *box = text.split()
    assert CLASSES[int(number)] == "button"
    assert [float(part) * SIDE for part in box] == pytest.approx([140, 220, 80, 40], abs=0.01)
    crops = sorted((tmp_path / "images" / "train").iterdir())
    assert len(crops) == 2
    assert all(read_pixels(crop).shape == (SIDE, SIDE, 3) for crop in crops)


def test_a_page_is_cut_once(tmp_path: Path) -> None:
    keep(tmp_path / "pages", TRAINED, [BUTTON])
    assert list(cut_pages(tmp_path / "pages", tmp_path))
    assert not list(cut_pages(tmp_path / "pages", tmp_path))


def test_half_of_the_squares_are_around_what_is_rare() -> None:
    rare = Label("slider", 2000, 3000, 2100, 3020)
    common = [Label("text", 10, at, 90, at + 12) for at in range(0, 600, 20)]
    squares = choose_squares(2400, 3600, [*common, rare], "a")
    around = [(x, y) for x, y in squares if x < 2000 and x + SIDE > 2100 and y < 3000 < y + SIDE]
    assert len(around) >= len(squares) // 2
    assert squares == choose_squares(2400, 3600, [*common, rare], "a")


def test_squares_stay_on_the_page() -> None:
    for x, y in choose_squares(900, 5000, [BUTTON], "a"):
        assert 0 <= x <= 900 - SIDE
        assert 0 <= y <= 5000 - SIDE
    assert choose_squares(300, 200, [], "a") == [(0, 0)]


def test_beside_a_small_page_a_crop_is_grey() -> None:
    square = cut(np.zeros((100, 200, 3), np.uint8), 0, 0)
    assert square.shape == (SIDE, SIDE, 3)
    assert square[99, 199].tolist() == [0, 0, 0]
    assert square[100, 0].tolist() == [PADDING] * 3


@pytest.mark.parametrize(
    ("label", "is_kept"),
    [
        (Label("button", 500, 10, 700, 50), True),
        (Label("button", 600, 10, 800, 50), False),
        (Label("text", 600, 10, 1800, 26), True),
        (Label("text", 634, 10, 1800, 26), False),
        (Label("text", 100, -10, 300, 6), False),
        (Label("button", 700, 10, 900, 50), False),
    ],
    ids=["most", "little", "start of a line", "a letter", "half as high", "outside"],
)
def test_what_is_cut_off_is_labelled_if_it_can_be_told(label: Label, is_kept: bool) -> None:
    found = labels_in([label], 0, 0)
    assert [part.kind for part in found] == [label.kind] * is_kept
    assert all(0 <= part.left < part.right <= SIDE for part in found)


def test_batches_hold_pixels_and_rows(tmp_path: Path) -> None:
    keep(tmp_path / "pages", TRAINED, [BUTTON])
    list(cut_pages(tmp_path / "pages", tmp_path))
    crops = sorted((tmp_path / "images" / "train").iterdir())
    first, second = batches([*crops, crops[0]], 2, seed=None)
    assert first.pixels.shape == (2, SIDE, SIDE, 3)
    assert second.pixels.shape == (1, SIDE, SIDE, 3)
    assert set(first.rows[:, 0]) <= {0, 1}
    around = next(row for row in first.rows if row[1] == CLASSES.index("button"))
    x, y = (round(float(share) * SIDE) for share in around[2:4])
    assert first.pixels[int(around[0]), y, x].tolist() == [0, 90, 200]  # RGB


def test_reading_ahead_gives_the_same_batches_and_says_what_went_wrong(tmp_path: Path) -> None:
    keep(tmp_path / "pages", TRAINED, [BUTTON])
    list(cut_pages(tmp_path / "pages", tmp_path))
    crops = sorted((tmp_path / "images" / "train").iterdir())
    at_once, ahead = batches(crops, 1, seed=3), read_ahead(batches(crops, 1, seed=3))
    for one, other in zip(at_once, ahead, strict=True):
        assert np.array_equal(one.pixels, other.pixels)
        assert np.array_equal(one.rows, other.rows)
    crops[1].write_text("words")
    spoilt = read_ahead(batches(crops, 1, seed=3))
    next(spoilt)
    with pytest.raises(InvalidPictureError, match="is no picture"):
        next(spoilt)


def test_variations_keep_labels_where_their_elements_are(tmp_path: Path) -> None:
    keep(tmp_path / "pages", TRAINED, [BUTTON], (SIDE, SIDE))
    list(cut_pages(tmp_path / "pages", tmp_path))
    (crop,) = (tmp_path / "images" / "train").iterdir()
    noise = np.random.default_rng(1)
    sizes = set()
    for _ in range(40):
        pixels, rows = vary(*load(crop), noise)
        (label,) = labels_of_rows(rows)
        sizes.add(round(label.right - label.left))
        inside = pixels[round(label.top) + 2 : round(label.bottom) - 2, round(label.left) + 2]
        outside = pixels[round(label.top) + 2, round(label.left) - 4]
        assert np.ptp(inside, axis=0).max() <= 2
        assert np.abs(inside[0].astype(int) - outside).max() > 20
    assert len(sizes) > 5
