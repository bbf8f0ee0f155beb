"""Sampling of crops for an epoch: those with rare classes are drawn more often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.training.batches import labels_of

_OFTEN = 0.3
"""Share of crops, 0..1, from which a class counts as common: the threshold t of `weights_of`."""


def weights_of(crops: Sequence[Path]) -> npt.NDArray[np.float64]:
    """Return how often each crop is drawn, relative to one with common classes only.

    A class in a share f of the crops has the weight sqrt(t / f), and a crop the weight of its
    rarest class: repeat factor sampling (A. Gupta, P. Dollár, R. Girshick, "LVIS: a dataset for
    large vocabulary instance segmentation", CVPR 2019), with a t for 17 classes.

    Parameters
    ----------
    crops : sequence of Path
        Pictures in an ``images`` folder that has ``labels`` beside it.

    Returns
    -------
    ndarray of shape (crops,), float64
        At least 1 each.
    """
    classes = [_classes_in(crop) for crop in crops]
    counts = Counter(number for each in classes for number in each)
    wanted = {
        number: max((_OFTEN * len(crops) / count) ** 0.5, 1.0) for number, count in counts.items()
    }
    return np.array([max((wanted[it] for it in each), default=1.0) for each in classes])


def draw(weights: npt.NDArray[np.float64], count: int, seed: int) -> list[int]:
    """Return the indices of ``count`` different crops, drawn by their weights.

    Parameters
    ----------
    weights : ndarray of shape (crops,), float64
        As `weights_of` returns them.
    count : int
        At most the number of crops.
    seed : int
        The same seed draws the same crops.
    """
    random = np.random.default_rng(seed)
    chosen = random.choice(len(weights), count, replace=False, p=weights / weights.sum())
    return [int(number) for number in chosen]


def _classes_in(crop: Path) -> set[str]:
    rows = labels_of(crop).read_text("utf-8").splitlines()
    return {row.partition(" ")[0] for row in rows}
