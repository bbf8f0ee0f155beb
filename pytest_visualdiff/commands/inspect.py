"""``visualdiff inspect``: list the elements of a picture."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.commands.output import print_skipped, write_file
from pytest_visualdiff.option_table import add_options
from pytest_visualdiff.plural import plural

if TYPE_CHECKING:
    from pytest_visualdiff.model import Element, Inventory, Size, Skipped

FOUND = 0
"""Exit status if the picture was analysed, whatever was found."""


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
    parser.add_argument(
        "--mode",
        choices=("local", "remote"),
        default="local",
        help="where the picture is analysed: local, or remote: by the pool of workers "
        "(default: local)",
    )
    add_options(parser, ("model", "model_classes"))
    parser.set_defaults(run=_inspect)


def _inspect(options: argparse.Namespace) -> int:
    from pytest_visualdiff.capture import CaptureOptions, capture

    taken = capture(options.image, CaptureOptions(), frozenset())
    found, skipped = _analyse(taken.png, options)
    if options.annotate:
        write_file(options.annotate, _annotated(taken.png, found), "the picture")
    print_skipped(skipped)
    if options.json:
        print(json.dumps(_document(taken.size, found, skipped), indent=2, ensure_ascii=False))
    else:
        count = len(found.elements)
        print(f"{taken.size}, {count} {plural(count, 'element')}, found by: {found.model}")
        print("\n".join(_table(found.elements)))
    return FOUND


def _analyse(png: bytes, options: argparse.Namespace) -> tuple[Inventory, Sequence[Skipped]]:
    """Return what is in a picture, and which stages did not run."""
    from pytest_visualdiff.detection.select import InstalledTools

    tools = InstalledTools()
    model = tools.add(options.model, options.model_classes)
    if options.mode == "remote":
        from pytest_visualdiff.execution.remote.client.inventory import analyse_there

        analysis = analyse_there(png, options.language, model, os.environ)
    else:
        from pytest_visualdiff.detection.inventory import analyse

        analysis = analyse(png, options.language, tools, str(options.image), model)
    return analysis.inventory, analysis.skipped


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
    """Yield a header and a line for each element, indented below the element that holds it."""
    depths: list[int] = []
    rows = [("kind", "x, y, size", "sure", "text")]
    for element in elements:
        depths.append(0 if element.parent is None else depths[element.parent] + 1)
        kind, sure = "  " * depths[-1] + element.kind, f"{element.confidence:.0%}"
        rows.append((kind, str(element.box), sure, element.text))
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for kind, box, sure, text in rows:
        yield f"{kind:{first}}  {box:{second}}  {sure:>4}  {text}".rstrip()


def _annotated(png: bytes, found: Inventory) -> bytes:
    from pytest_visualdiff.commands.annotation import draw_elements
    from pytest_visualdiff.imaging.decode import decode, eight_bit_bgr

    return draw_elements(eight_bit_bgr(decode(png, "the picture")), found.elements)
