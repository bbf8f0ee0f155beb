from pathlib import Path

import numpy as np
import pytest

from pytest_visualdiff.training.sampling import draw, weights_of


def crops(folder: Path, *classes: str) -> list[Path]:
    """Write the labels of crops, each with these classes, and return their pictures' paths."""
    labels = folder / "labels" / "train"
    labels.mkdir(parents=True)
    for number, each in enumerate(classes):
        rows = "".join(f"{name} 0.5 0.5 0.1 0.1\n" for name in each.split())
        (labels / f"{number:02}.txt").write_text(rows)
    return [folder / "images" / "train" / f"{number:02}.png" for number in range(len(classes))]


def test_crops_with_a_rare_class_are_taken_more_often(tmp_path: Path) -> None:
    weights = weights_of(crops(tmp_path, "11", "11 2", *["11"] * 28))
    assert weights[1] == pytest.approx(3)  # in one of thirty, where three in ten are enough
    assert set(np.delete(weights, 1)) == {1}


def test_a_crop_is_taken_as_often_as_the_rarest_class_in_it(tmp_path: Path) -> None:
    weights = weights_of(crops(tmp_path, "0 1", "0", "0", *["11"] * 37))
    assert weights[0] == pytest.approx((0.3 * 40 / 1) ** 0.5)
    assert weights[1] == pytest.approx((0.3 * 40 / 3) ** 0.5)


def test_a_crop_with_nothing_in_it_is_taken_as_well(tmp_path: Path) -> None:
    assert weights_of(crops(tmp_path, "", "3")).tolist() == [1, 1]


def test_the_same_epoch_draws_the_same_crops_and_none_twice() -> None:
    weights = np.array([1.0, 3.0, 1.0, 1.0])
    assert draw(weights, 3, seed=5) == draw(weights, 3, seed=5)
    assert sorted(draw(weights, 4, seed=5)) == [0, 1, 2, 3]


def test_heavier_crops_are_drawn_more_often() -> None:
    weights = np.array([1.0, 3.0, 1.0, 1.0])
    counts = np.bincount([draw(weights, 1, seed)[0] for seed in range(600)], minlength=4)
    assert counts[1] > 1.5 * max(counts[0], counts[2], counts[3])
