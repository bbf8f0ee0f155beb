"""What the tests share: pictures to look at, and a project of a user to run pytest in."""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from pytest_visualdiff.model import Box, Comparison, Region, Size

Picture = npt.NDArray[np.uint8]

WHITE, BLUE, GREEN, INK = (255, 255, 255), (11, 87, 208), (20, 140, 60), (32, 33, 36)


def screen(
    *,
    size: tuple[int, int] = (160, 100),
    button: tuple[int, int, int] = BLUE,
    badge: bool = False,
) -> Image.Image:
    """Draw a small screen: a title bar, three lines of "text", a button, and perhaps a badge."""
    image = Image.new("RGB", size, WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], 15), fill=INK)
    for line in range(3):
        for letter in range(12):
            draw.rectangle((10 + 8 * letter, 25 + 12 * line, 14 + 8 * letter, 31 + 12 * line), INK)
    draw.rounded_rectangle((20, 70, 79, 89), 4, fill=button)
    if badge:
        draw.rectangle((140, 3, 149, 12), fill=GREEN)
    return image


BUTTON = (20, 70, 60, 20)
"""Where the button of `screen` is: x, y, w, h."""

BADGE = (140, 3, 10, 10)
"""Where the badge of `screen` is: x, y, w, h."""


HUNDRED = Size(100, 100)


def changed(box: Box, pixels: int, max_difference: int = 255) -> Region:
    """Return an area that differs at one place of both pictures."""
    return Region(box, box, pixels, max_difference)


def measured(
    *regions: Region, before: Size = HUNDRED, after: Size | None = None, **rest: Any
) -> Comparison:
    """Return a comparison of two different pictures in which this was found.

    Areas and blocks without an id get one: ``r0``, ``r1``, ... and ``s0``, ``s1``, ...
    """
    pixels = sum(region.pixels for region in regions)
    comparison = Comparison(
        identical=False,
        ssim=0.95,
        changed_pixels=pixels,
        changed_ratio=pixels / before.area,
        baseline_size=before,
        actual_size=after or before,
        cross_rendered=False,
        regions=tuple(replace(it, id=it.id or f"r{number}") for number, it in enumerate(regions)),
    )
    comparison = replace(comparison, **rest)
    shifts = (replace(it, id=it.id or f"s{n}") for n, it in enumerate(comparison.shifts))
    return replace(comparison, shifts=tuple(shifts))


def to_png(image: Image.Image, **options: Any) -> bytes:
    """Encode a picture as a PNG file."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def array_png(pixels: Picture) -> bytes:
    """Encode a grey (h, w), RGB or RGBA array as a PNG file."""
    return to_png(Image.fromarray(pixels))


@dataclass
class Run:
    """A finished run of pytest in the user's project."""

    result: pytest.RunResult
    root: Path

    @property
    def text(self) -> str:
        """All that was printed."""
        return self.result.stdout.str() + self.result.stderr.str()

    @property
    def document(self) -> dict[str, Any]:
        """The document in ``results.json``."""
        file = self.root / "visual-report" / "results.json"
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return document

    @property
    def results(self) -> list[dict[str, Any]]:
        """The entries of ``results.json``."""
        entries: list[dict[str, Any]] = self.document["results"]
        return entries

    @property
    def statuses(self) -> dict[str, str]:
        """Status by the name of the check."""
        return {entry["name"]: entry["status"] for entry in self.results}

    def ended(self, **outcomes: int) -> Run:
        """Assert how many tests passed, failed, and so on."""
        assert self.result.parseoutcomes() == outcomes, self.text
        return self

    def says(self, *lines: str) -> Run:
        """Assert that these lines were printed, in this order; fnmatch patterns."""
        self.result.stdout.fnmatch_lines(list(lines))
        return self


class Project:
    """A user's project in a temporary folder."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.root = pytester.path
        pytester.makeini("[pytest]\nfilterwarnings = error\n")

    def has(self, path: str, content: str | bytes | Image.Image) -> Path:
        """Write a file: text, bytes, or a picture."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Image.Image):
            content = to_png(content)
        if isinstance(content, str):
            content = content.encode()
        target.write_bytes(content)
        return target

    def run(self, *arguments: str) -> Run:
        """Run pytest in this process."""
        return Run(self.pytester.runpytest_inprocess(*arguments), self.root)

    def run_apart(self, *arguments: str) -> Run:
        """Run pytest in a process of its own."""
        return Run(self.pytester.runpytest_subprocess(*arguments), self.root)

    def baselines(self) -> list[str]:
        """Return every file below a ``__visual__`` folder, as paths from the root."""
        files = (path for path in self.root.rglob("*") if path.is_file())
        names = (path.relative_to(self.root).as_posix() for path in files)
        return sorted(name for name in names if "__visual__/" in name)


_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <edit name="family" mode="prepend_first" binding="strong"><string>{family}</string></edit>
  </match>
  <match target="font">
    <edit name="hinting" mode="assign" binding="strong"><bool>true</bool></edit>
    <edit name="hintstyle" mode="assign" binding="strong"><const>{hinting}</const></edit>
  </match>
</fontconfig>
"""


def with_fonts(
    launch_options: dict[str, Any], folder: Path, hinting: str, family: str = "sans-serif"
) -> dict[str, Any]:
    """Return how to start a browser on a machine of other fonts.

    Parameters
    ----------
    hinting : str
        ``hintslight``, ``hintfull``, ...
    family : str
        What is drawn for fonts that are not there.
    """
    configuration = folder / f"{hinting}-{family}.conf"
    configuration.write_text(_FONTCONFIG.format(hinting=hinting, family=family))
    return {
        **launch_options,
        "ignore_default_args": ["--font-render-hinting=none"],
        "env": {**os.environ, "FONTCONFIG_FILE": str(configuration)},
    }
