"""``visualdiff train``: train the net that finds elements in pictures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_visualdiff.training.score import Figures
    from pytest_visualdiff.training.train import Epoch

TRAINED = 0
"""Exit status; what could not be trained ends as every command does."""


def add_to(commands: Any) -> argparse.ArgumentParser:
    """Add the command to those of ``visualdiff``, and return its parser."""
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
    parser.set_defaults(run=train)
    return parser


def train(options: argparse.Namespace) -> int:
    """Train on the pages of a folder, and say what comes of it.

    Raises
    ------
    VisualDiffError
        As `Trainer`.
    """
    from pytest_visualdiff.training.crops import cut_pages
    from pytest_visualdiff.training.train import BEST, Trainer, check_installed

    check_installed()
    from pytest_visualdiff.training.export import export

    cut = sum(1 for _ in cut_pages(options.data / "pages", options.data))
    print(f"cut {cut} new pages", flush=True)
    trainer = Trainer(options.data, options.device, options.epochs, options.resume, options.weights)
    if options.weights:
        print(f"before: {_figures(trainer.check(trainer.held_out))}", flush=True)
    best, model = trainer.folder / BEST, trainer.folder / "best.onnx"
    for epoch in trainer.run():
        print(_line(epoch), flush=True)
        if _is_newer(best, model):
            export(best, model, manner_of(epoch.figures))
            print(f"to use it: visual_model = {model}", flush=True)
    return TRAINED


def manner_of(figures: Figures) -> dict[str, Any]:
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
