"""Pages to train the detector with and to score it on.

``python -m benchmarks.detector generate --to DIR`` renders labelled pages, and
``python -m benchmarks.detector score --pages DIR --model FILE`` says how well their elements are
found by classical means, by the model alone, and by what the package makes of both.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from benchmarks.pages import started_browser
from benchmarks.table import Table, number
from benchmarks.targets import Target
from examples.browser import BrowserError
from pytest_visualdiff.detection import Detector
from pytest_visualdiff.detection.select import NO_MODEL, InstalledTools
from pytest_visualdiff.imaging.arrays import Picture
from pytest_visualdiff.training.labels import KINDS, Label
from pytest_visualdiff.training.score import (
    Figures,
    apart,
    once,
    one_control_in_a_place,
    score,
    without_their_text,
)
from pytest_visualdiff.training.store import load_labels, read_pixels

Finder = Callable[[Picture], list[Label]]

_STRIDE = 32
_GREY = 114


def finds(detector: Detector) -> Finder:
    """Return what finds elements as the package does."""

    def find(pixels: Picture) -> list[Label]:
        return [
            Label(
                element.kind,
                element.box.x,
                element.box.y,
                element.box.right,
                element.box.bottom,
                element.confidence,
            )
            for element in detector.detect(pixels).elements
            if element.kind in KINDS
        ]

    return find


def network(path: Path) -> Finder:
    """Return what finds elements by a model alone, without anything that corrects its answers."""
    from pytest_visualdiff.training.answers import decode

    net = cv2.dnn.readNetFromONNX(str(path))

    def find(pixels: Picture) -> list[Label]:
        height, width = pixels.shape[:2]
        padded = cv2.copyMakeBorder(
            pixels,
            0,
            -height % _STRIDE,
            0,
            -width % _STRIDE,
            cv2.BORDER_CONSTANT,
            value=[_GREY] * 3,
        )
        net.setInput(cv2.dnn.blobFromImage(padded, 1 / 255, swapRB=True))
        answer = np.asarray(net.forward(), np.float32)
        return one_control_in_a_place(once(apart(decode(answer[0])), lambda label: label.kind))

    return find


def figures_of(finder: Finder, pages: Sequence[Path]) -> tuple[Figures, float]:
    """Return how well a finder does on labelled pages, and its seconds for a million pixels."""
    seconds = pixels = 0.0

    def compared() -> Iterator[tuple[list[Label], list[Label]]]:
        nonlocal seconds, pixels
        for page in pages:
            picture = read_pixels(page.with_suffix(".png"))
            start = time.process_time()
            found = finder(picture)
            seconds += time.process_time() - start
            pixels += picture.shape[0] * picture.shape[1] / 1e6
            truth = list(apart(load_labels(page)[1]))
            yield without_their_text(truth), without_their_text(found)

    return score(compared()), seconds / max(pixels, 1e-9)


def table(by_name: dict[str, Figures]) -> Table:
    """Return the figures of several finders side by side."""
    every = list(by_name.values())
    first = every[0]

    def row(title: str, values: Iterable[float]) -> tuple[str, ...]:
        return (title, *(number(value, 3) for value in values))

    rows = []
    for name in first.recall:
        rows.append(row(f"recall, {name}", (each.recall[name] for each in every)))
        rows.append(row(f"precision, {name}", (each.precision[name] for each in every)))
    rows.append(row("mAP50", (each.mean_average_precision for each in every)))
    for kind, count in first.elements.items():
        title = f"{kind} ({count}): AP50"
        rows.append(row(title, (each.average_precision[kind] for each in every)))
        rows.append(row("recall", (each.kind_recall[kind] for each in every)))
    return Table("Elements on pages of unseen frameworks", ("", *by_name), rows)


def targets(figures: Figures) -> list[Target]:
    """Return what is expected of a model."""
    recall = figures.kind_recall
    return [
        Target("recall of merged classes", "at least", 0.90, figures.recall["all"]),
        Target("precision of merged classes", "at least", 0.85, figures.precision["all"]),
        Target("mAP50 of all kinds", "at least", 0.60, figures.mean_average_precision),
        *(
            Target(f"recall, {kind}", "at least", 0.75, recall.get(kind))
            for kind in ("checkbox", "radio", "switch")
        ),
    ]


def _score(options: argparse.Namespace) -> int:
    pages = sorted(options.pages.glob("*.json"))
    if not pages:
        print(f"There are no labelled pages in {options.pages}: generate some with --unseen.")
        return 1
    tools = InstalledTools()
    finders = {"classical": finds(tools.detector(NO_MODEL))}
    for path in options.model:
        finders[f"{path.stem} alone"] = network(path)
        finders[path.stem] = finds(tools.detector(tools.add(path, {})))
    by_name = {}
    for name, finder in finders.items():
        by_name[name], seconds = figures_of(finder, pages)
        print(f"{name}: {len(pages)} pages, {seconds:.3f} s of processor time for 1000x1000 pixels")
    print(table(by_name).text())
    for path in options.model:
        print(f"\n{path}")
        for target in targets(by_name[path.stem]):
            print(target.verdict)
    return 0


def _generate(options: argparse.Namespace) -> int:
    first, last = options.first, options.first + options.pages
    parts = [
        range(start, last, options.processes) for start in range(first, first + options.processes)
    ]
    render = partial(_render, options.to, options.packages, options.unseen)
    try:
        with ProcessPoolExecutor(options.processes) as pool:
            counts = list(pool.map(render, parts))
    except BrowserError as error:
        print(error)
        return 1
    print(f"{sum(counts)} pages rendered to {options.to}, {options.pages - sum(counts)} were there")
    return 0


def _render(to: Path, packages: Path | None, unseen: bool, seeds: range) -> int:
    """Render the pages of the seeds that are not there yet, and return how many those were."""
    from pytest_visualdiff.training.generate import generate

    with started_browser() as browser:
        return sum(1 for _ in generate(browser, to, seeds, packages, unseen))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.detector", description="Pages for the detector, and its scores."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    making = commands.add_parser("generate", help="render labelled pages; what is there stays")
    making.add_argument("--to", type=Path, required=True, metavar="DIR", help="where they are kept")
    making.add_argument("--pages", type=int, default=1000, metavar="N", help="default: 1000")
    making.add_argument("--first", type=int, default=0, metavar="SEED", help="default: 0")
    making.add_argument("--processes", type=int, default=2, metavar="N", help="default: 2")
    making.add_argument(
        "--packages",
        type=Path,
        metavar="DIR",
        help="the node_modules with frameworks and icons; without, only languages of our own",
    )
    making.add_argument(
        "--unseen", action="store_true", help="pages to score with: what no training sees"
    )
    making.set_defaults(run=_generate)
    scoring = commands.add_parser("score", help="say how well elements are found")
    scoring.add_argument("--pages", type=Path, required=True, metavar="DIR")
    scoring.add_argument("--model", type=Path, action="append", default=[], metavar="FILE")
    scoring.set_defaults(run=_score)
    options = parser.parse_args(arguments)
    status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
