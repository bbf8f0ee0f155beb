"""Pictures for generated pages, made of noise, shapes and letters: none is a photograph."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import cv2
import numpy as np
import numpy.typing as npt

COUNT = 64
"""Number of pictures; they are named by their numbers."""

_SIDE = 320
"""Width of a picture in pixels; its height is half of that to all of it."""


@lru_cache(maxsize=COUNT)
def picture(number: int) -> bytes:
    """Return the picture of a number as JPEG; the same number gives the same bytes."""
    noise = np.random.default_rng(number)
    height = int(noise.integers(_SIDE // 2, _SIDE))
    pixels = _landscape(noise, height) if number % 3 else _texture(noise, height)
    for _ in range(int(noise.integers(0, 7))):
        _draw_shape(pixels, noise)
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


def _texture(noise: np.random.Generator, height: int) -> npt.NDArray[np.uint8]:
    """Return clouds of colour at several scales."""
    total = np.zeros((height, _SIDE, 3), np.float32)
    for cells in (3, 7, 16, 40, 110):
        cloud = noise.random((max(cells * height // _SIDE, 2), cells, 3), np.float32)
        wide = cv2.resize(cloud, (_SIDE, height), interpolation=cv2.INTER_CUBIC)
        total += np.asarray(wide, np.float32) / cells**0.6
    total -= total.min()
    return np.asarray(total * (255 / total.max()), np.uint8)


def _landscape(noise: np.random.Generator, height: int) -> npt.NDArray[np.uint8]:
    """Return a sky above some rows of hills."""
    top, bottom = noise.integers(40, 255, (2, 3))
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    pixels = np.broadcast_to(top * (1 - share) + bottom * share, (height, _SIDE, 3)).copy()
    across = np.arange(_SIDE)
    for row in range(int(noise.integers(1, 5))):
        base = height * (0.35 + 0.15 * row)
        waves = noise.uniform(0.005, 0.06, 4)
        edge = base + sum(12 * np.sin(across * wave + noise.uniform(0, 6)) for wave in waves)
        below = np.arange(height)[:, None] > edge[None, :]
        pixels[below] = noise.integers(0, 220, 3)
    grain = noise.normal(0, noise.uniform(2, 14), pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


def _draw_shape(pixels: npt.NDArray[np.uint8], noise: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    x, y = int(noise.integers(0, width)), int(noise.integers(0, height))
    colour = tuple(int(part) for part in noise.integers(0, 255, 3))
    kind = noise.integers(0, 3)
    if kind == 0:
        cv2.circle(pixels, (x, y), int(noise.integers(5, 90)), colour, -1, cv2.LINE_AA)
    elif kind == 1:
        corner = (x + int(noise.integers(8, 120)), y + int(noise.integers(8, 120)))
        cv2.rectangle(pixels, (x, y), corner, colour, -1)
    else:
        text = "".join(chr(part) for part in noise.integers(65, 91, 4))
        size = float(noise.uniform(0.6, 2.5))
        cv2.putText(pixels, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, size, colour, 2, cv2.LINE_AA)


def drawing(random: Random) -> str:
    """Return a flat drawing, such as a logo or an illustration, as inline SVG without a size."""
    colours = [f"hsl({random.randint(0, 359)} {random.randint(20, 90)}% {random.randint(25, 75)}%)"
               for _ in range(3)]  # fmt: skip
    shapes = []
    for _ in range(random.randint(2, 6)):
        x, y, size = (random.randint(0, 80) for _ in range(3))
        colour = random.choice(colours)
        shapes.append(
            random.choice(
                (
                    f'<circle cx="{x}" cy="{y}" r="{size // 2 + 4}" fill="{colour}"/>',
                    f'<rect x="{x}" y="{y}" width="{size + 8}" height="{size // 2 + 8}" '
                    f'rx="4" fill="{colour}"/>',
                    f'<path d="M{x} {y}l{size} 20l-30 {size}z" fill="{colour}"/>',
                    f'<path d="M0 {y}q40 {size - 40} 100 0" stroke="{colour}" fill="none" '
                    f'stroke-width="{size // 10 + 1}"/>',
                )
            )
        )
    return f'<svg viewBox="0 0 100 100" preserveAspectRatio="none">{"".join(shapes)}</svg>'


def chart(random: Random) -> str:
    """Return a chart of lines, bars or a ring as inline SVG without a size."""
    colour = f"hsl({random.randint(0, 359)} {random.randint(30, 80)}% {random.randint(35, 60)}%)"
    values = [random.randint(8, 90) for _ in range(random.randint(5, 14))]
    step = 300 / len(values)
    grid = "".join(
        f'<path d="M0 {y}H300" stroke="#8884" stroke-width="1"/>' for y in (20, 45, 70, 95)
    )
    kind = random.random()
    if kind < 0.4:
        shapes = "".join(
            f'<rect x="{at * step + 2:.0f}" y="{100 - value}" width="{step * 0.7:.0f}" '
            f'height="{value}" fill="{colour}"/>'
            for at, value in enumerate(values)
        )
    elif kind < 0.8:
        points = " ".join(f"{at * step:.0f},{100 - value}" for at, value in enumerate(values))
        fill = f"{colour}" if random.random() < 0.3 else "none"
        shapes = f'<polyline points="{points}" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
    else:
        share = random.randint(60, 220)
        shapes = (
            f'<circle cx="150" cy="50" r="38" fill="none" stroke="#8883" stroke-width="14"/>'
            f'<circle cx="150" cy="50" r="38" fill="none" stroke="{colour}" stroke-width="14" '
            f'stroke-dasharray="{share} 400"/>'
        )
        grid = ""
    return f'<svg viewBox="0 0 300 100">{grid}{shapes}</svg>'
