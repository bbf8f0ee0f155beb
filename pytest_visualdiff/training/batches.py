"""Batches of crops for training, with random variations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pytest_visualdiff.training.crops import PADDING, SIDE
from pytest_visualdiff.training.store import read_pixels


@dataclass(frozen=True)
class Batch:
    """Crops with their labels.

    Attributes
    ----------
    pixels : ndarray of shape (count, 640, 640, 3), uint8
        RGB.
    rows : ndarray of shape (labels, 6), float32
        Number of the crop, class, and x, y, w, h of the centre and size as shares of the side.
    """

    pixels: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.float32]


def batches(crops: Sequence[Path], size: int, seed: int | None) -> Iterator[Batch]:
    """Yield the crops in batches, in the given order.

    Parameters
    ----------
    crops : sequence of Path
        Pictures in an ``images`` folder that has ``labels`` beside it.
    size : int
        Crops per batch.
    seed : int or None
        Seed of the random variations; None for no variations.
    """
    noise = None if seed is None else np.random.default_rng(seed)
    for start in range(0, len(crops), size):
        pixels, rows = [], []
        for number, crop in enumerate(crops[start : start + size]):
            square, labels = load(crop)
            if noise is not None:
                square, labels = vary(square, labels, noise)
            pixels.append(square)
            rows.append(np.insert(labels, 0, number, axis=1))
        yield Batch(np.stack(pixels), np.concatenate(rows).astype(np.float32))


def read_ahead(every: Iterator[Batch]) -> Iterator[Batch]:
    """Yield batches, reading and varying the next one while the current one is trained on."""
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, every, None)
        while (batch := following.result()) is not None:
            following = reader.submit(next, every, None)
            yield batch


def load(crop: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """Return the pixels of a crop in RGB and its labels: class, x, y, w, h."""
    pixels = np.ascontiguousarray(read_pixels(crop)[..., ::-1])
    text = labels_of(crop).read_text("utf-8").split()
    return pixels, np.array(text, np.float32).reshape(-1, 5)


def labels_of(crop: Path) -> Path:
    """Return the file with the labels of a crop."""
    return crop.parents[2] / "labels" / crop.parent.name / f"{crop.stem}.txt"


def vary(
    pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.float32], noise: np.random.Generator
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """Return a crop with its colours, and now and then its size, varied at random.

    Crops are never mirrored: text and controls are not.

    Parameters
    ----------
    pixels : ndarray of shape (640, 640, 3), uint8
        RGB.
    labels : ndarray of shape (labels, 5), float32
        Class, and x, y, w, h of the centre and size as shares of the side.
    noise : numpy.random.Generator

    Returns
    -------
    tuple of two ndarrays
        Pixels and labels of the same kind; a label of which less than half of the width or height
        remains is dropped.
    """
    chance = noise.random()
    if chance < 0.05:
        pixels = 255 - pixels
    elif chance < 0.1:
        pixels = np.repeat(pixels.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    elif chance < 0.4:
        pixels = pixels[..., noise.permutation(3)]
    if noise.random() < 0.5:
        gain, shift = noise.uniform(0.8, 1.15), noise.uniform(-20, 20)
        pixels = np.clip(pixels * np.float32(gain) + np.float32(shift), 0, 255).astype(np.uint8)
    if noise.random() < 0.4:
        return _resize(pixels, labels, float(noise.uniform(0.75, 1.3)))
    return pixels, labels


def _resize(
    pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.float32], scale: float
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """Return an enlarged or reduced crop, anchored at its top left corner."""
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    whole = np.ascontiguousarray(pixels)
    resized = cv2.resize(whole, None, fx=scale, fy=scale, interpolation=way)
    kept = min(resized.shape[0], SIDE)
    square = np.full((SIDE, SIDE, 3), PADDING, np.uint8)
    square[:kept, :kept] = resized[:kept, :kept]
    centre, size = labels[:, 1:3] * scale, labels[:, 3:5] * scale
    least, most = np.minimum(centre - size / 2, 1), np.minimum(centre + size / 2, 1)
    enough = ((most - least) >= 0.5 * size).all(axis=1)
    varied = np.concatenate([labels[:, :1], (least + most) / 2, most - least], axis=1)[enough]
    return square, varied
