"""``visualdiff train``: train the net that finds elements in pictures."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.commands.own_pages import (
    PAGES,
    collect_addresses,
    collect_baselines,
    launched,
)

if TYPE_CHECKING:
    from pytest_visualdiff.training.score import Figures
    from pytest_visualdiff.training.train import Epoch

TRAINED = 0
"""Exit status; what could not be trained ends as every command does."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "train",
        help="train a model that finds elements",
        description="Train a model that finds elements in pictures, on labelled pages. It may be "
        "stopped at any time: --resume goes on after the last epoch that was done. "
        "Exit status: 0 done, 2 not trained.",
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder that has the pages in pages/; crops of them are kept in images/ and "
        "labels/, and what comes of the training in run/: best.onnx is the model",
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on with the training that is in the folder"
    )
    parser.add_argument(
        "--device",
        default="auto",
        metavar="NAME",
        help="auto (default: a GPU if there is one), or a device of torch: cpu, cuda, mps",
    )
    parser.add_argument(
        "--epochs",
        type=int,
        default=80,
        metavar="N",
        help="end after so many epochs of 800 crops each, those of before counted (default: 80)",
    )
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="begin with these weights of an earlier training, a best.onnx or a best.pt; loading a "
        ".pt runs what is in it (default: none; for pages of your own, those of the package)",
    )
    parser.add_argument(
        "--from",
        dest="addresses",
        nargs="+",
        default=[],
        metavar="URL",
        help="add these pages first, in windows of several widths; VISUALDIFF_BROWSER is the path "
        "of Chromium where Playwright has none of its own",
    )
    parser.add_argument(
        "--from-test-run",
        dest="tests",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="DIR",
        help="add the baselines of pages below this folder first (default: this one)",
    )
    parser.set_defaults(run=_collect_and_train)


def _collect_and_train(options: argparse.Namespace) -> int:
    """Keep the user's own pages, if some are named, and train on all pages of the folder."""
    weights = options.weights
    if options.addresses or options.tests is not None:
        print(f"{_collect(options)} new pages of your own in {options.data / PAGES}", flush=True)
        if weights is None and not options.resume:
            from pytest_visualdiff.detection.select import bundled

            weights = bundled()
    return _train(options, weights)


def _collect(options: argparse.Namespace) -> int:
    """Return how many new pages of the user's own were added."""
    new = 0
    if options.tests is not None:
        new += sum(1 for _ in collect_baselines(options.tests, options.data))
    if options.addresses:
        with launched(os.environ.get("VISUALDIFF_BROWSER") or None) as browser:
            new += sum(1 for _ in collect_addresses(options.addresses, options.data, browser))
    return new


def _train(options: argparse.Namespace, weights: Path | None) -> int:
    """Train on the pages of a folder, beginning with weights, and print each epoch."""
    from pytest_visualdiff.training.crops import cut_pages
    from pytest_visualdiff.training.train import BEST, Trainer, check_installed

    check_installed()
    from pytest_visualdiff.training.export import export

    cut = sum(1 for _ in cut_pages(options.data / PAGES, options.data))
    print(f"cut {cut} new pages", flush=True)
    trainer = Trainer(options.data, options.device, options.epochs, options.resume, weights)
    if weights:
        print(f"before: {_figures(trainer.check(trainer.held_out))}", flush=True)
    best, model = trainer.folder / BEST, trainer.folder / "best.onnx"
    for epoch in trainer.run():
        print(_line(epoch), flush=True)
        if _is_newer(best, model):
            export(best, model, network_options(epoch.figures))
            print(f"to use it: visual_model = {model}", flush=True)
    return TRAINED


def network_options(figures: Figures) -> dict[str, Any]:
    """Return how a model is used that was trained here, for its file; see `NetworkOptions`.

    It finds lines of text as well, and a find of a kind has to be as sure as it is best on what was
    held out.
    """
    return {"text": "model", "confidence": dict(figures.confidence)}


def _is_newer(weights: Path, model: Path) -> bool:
    """Return whether weights are yet to be exported; a run may have been killed before it did."""
    return not model.exists() or model.stat().st_mtime < weights.stat().st_mtime


def _line(epoch: Epoch) -> str:
    return (
        f"epoch {epoch.number}: loss {epoch.loss:.2f}, {_figures(epoch.figures)}, "
        f"{epoch.seconds:.0f} s{', the best so far' if epoch.is_best else ''}"
    )


def _figures(figures: Figures) -> str:
    """Return how well elements are found on what is held out."""
    return (
        f"mAP50 {figures.mean_average_precision:.3f}, recall {figures.recall['all']:.3f}, "
        f"precision {figures.precision['all']:.3f}"
    )
