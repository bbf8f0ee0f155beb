"""``visualdiff inspect``: which elements there are in a picture."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.errors import TextError, VisualDiffError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pytest_visualdiff.model import Element, Inventory, Size, Skipped

FOUND = 0
"""Exit status; what could not be inspected ends as every command does."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "inspect",
        help="list the elements of a picture",
        description="List the elements that are found in a picture. "
        "Exit status: 0 done, 2 the picture could not be read.",
    )
    parser.add_argument("image", type=Path, help="the picture")
    parser.add_argument("--json", action="store_true", help="print the elements as JSON")
    parser.add_argument(
        "--annotate", type=Path, metavar="FILE", help="write the picture with the elements drawn in"
    )
    parser.add_argument(
        "--language",
        default="eng",
        metavar="NAME",
        help="language of the text, by tesseract's names, several as eng+deu (default: eng)",
    )
    parser.set_defaults(run=_inspect)


def _inspect(options: argparse.Namespace) -> int:
    from pytest_visualdiff.capture import CaptureOptions, capture
    from pytest_visualdiff.comparison.decode import decode, eight_bit_bgr
    from pytest_visualdiff.detection.classical import ClassicalDetector

    taken = capture(options.image, CaptureOptions(), frozenset())
    pixels = eight_bit_bgr(decode(taken.png, str(options.image)))
    found, skipped = _read(pixels, ClassicalDetector().detect(pixels), options.language)
    if options.annotate:
        _annotate(options.annotate, pixels, found)
    for stage in skipped:
        print(f"visualdiff: {stage.stage} skipped: {stage.reason}", file=sys.stderr)
    if options.json:
        print(json.dumps(_document(taken.size, found, skipped), indent=2, ensure_ascii=False))
    else:
        print(f"{taken.size}, {len(found.elements)} elements, found by: {found.model}")
        print("\n".join(_table(found.elements)))
    return FOUND


def _read(
    pixels: npt.NDArray[np.uint8], found: Inventory, language: str
) -> tuple[Inventory, list[Skipped]]:
    """Return the elements with their texts, or why these were not read."""
    from pytest_visualdiff.detection.text import READ, read_texts, text_place
    from pytest_visualdiff.model import Inventory, Size, Skipped

    size = Size(pixels.shape[1], pixels.shape[0])
    places = [(element, text_place(element).clip(size)) for element in found.elements]
    crops = [
        pixels[box.y : box.bottom, box.x : box.right]
        for element, box in places
        if element.kind in READ
    ]
    try:
        texts = (it.text for it in read_texts(crops, language))
    except TextError as error:
        return found, [Skipped("text", f"{error.problem} {error.remedy}")]
    elements = (
        replace(element, text=next(texts)) if element.kind in READ else element
        for element in found.elements
    )
    return Inventory(tuple(elements), found.model), []


def _document(size: Size, found: Inventory, skipped: Sequence[Skipped]) -> dict[str, Any]:
    rows = []
    for element in found.elements:
        row: dict[str, Any] = {
            "kind": element.kind,
            "box": element.box.to_wire(),
            "text": element.text,
            "confidence": element.confidence,
            "source": element.source,
        }
        row |= {"in": element.parent} if element.parent is not None else {}
        rows.append(row)
    return {
        "size": size.to_wire(),
        "model": found.model,
        "elements": rows,
        "skipped": [stage.to_wire() for stage in skipped],
    }


def _table(elements: Sequence[Element]) -> Iterator[str]:
    """Yield a line for each element, columns aligned, each indented below what it is in."""
    depths: list[int] = []
    rows = [("kind", "x, y, size", "sure", "text")]
    for element in elements:
        depths.append(0 if element.parent is None else depths[element.parent] + 1)
        kind, sure = "  " * depths[-1] + element.kind, f"{element.confidence:.0%}"
        rows.append((kind, str(element.box), sure, element.text))
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for kind, box, sure, text in rows:
        yield f"{kind:{first}}  {box:{second}}  {sure:>4}  {text}".rstrip()


def _annotate(path: Path, pixels: npt.NDArray[np.uint8], found: Inventory) -> None:
    from pytest_visualdiff.report.elements import draw_elements

    try:
        path.write_bytes(draw_elements(pixels, found.elements))
    except OSError as error:
        raise VisualDiffError(
            f"Could not write the picture {path}: {error.strerror or error}.",
            "Check that its folder exists and can be written.",
        ) from None
