"""Training of the net on crops, which can be killed at any time and resumed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from math import cos, pi
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.training.answers import decode, labels_of_rows
from pytest_visualdiff.training.batches import Batch, batches, load, read_ahead
from pytest_visualdiff.training.initial_model import begin_with, build_net, load_weights
from pytest_visualdiff.training.labels import Label
from pytest_visualdiff.training.sampling import draw, weights_of
from pytest_visualdiff.training.score import Figures, score

LAST, BEST, LOG = "last.pt", "best.pt", "log.jsonl"

_BATCH = 8
"""Crops per step of the optimizer."""

_CROPS_PER_EPOCH = 800
"""Crops drawn for an epoch, after which the net is validated and saved."""

_VALIDATED = 256
"""Held-out crops at most that the net is validated on after each epoch."""

_RATE = 1.5e-3
"""Highest learning rate, reached after the warm-up."""

_LEAST_RATE = 0.02
"""Learning rate at the end of the training, as a share of `_RATE`."""

_WARM_UP = 150
"""Steps over which the learning rate rises from 0."""

_AVERAGED = 0.998
"""Decay per step of the exponential moving average of the weights."""

_TO_NORM = 4
"""Batches from which the mean and variance of the output of each layer are computed."""


@dataclass(frozen=True)
class Epoch:
    """The result of an epoch.

    Attributes
    ----------
    number : int
        From 1 on.
    loss : float
        Mean loss of its batches.
    figures : Figures
        Scores on held-out crops.
    seconds : float
        Duration.
    is_best : bool
        Whether the net is the best one so far.
    """

    number: int
    loss: float
    figures: Figures
    seconds: float
    is_best: bool


class Trainer:
    """Trains a net on the crops of a folder.

    Parameters
    ----------
    data : Path
        The folder with ``images`` and ``labels``, see `cut_pages`; ``run`` in it holds what comes
        of the training.
    device : str
        ``auto``, or one of torch: ``cpu``, ``cuda``, ``mps``.
    epochs : int
        Epochs of `_CROPS_PER_EPOCH` crops until the training ends; the learning rate falls to its
        end over them, so a training that goes on may be given more.
    resume : bool
        Whether to go on with the training that is there.
    start : Path or None
        Weights to begin with instead of random ones, as for `begin_with`.

    Raises
    ------
    VisualDiffError
        If torch or ultralytics are not installed, there are no crops, or there is no training to
        go on with, or one that would be lost.
    """

    def __init__(
        self, data: Path, device: str, epochs: int, resume: bool, start: Path | None = None
    ) -> None:
        self.torch = check_installed()
        self.crops = _crops(data, "train")
        self.held_out = _crops(data, "val")[:_VALIDATED]
        self.folder = data / "run"
        self.epochs = epochs
        self.device = self._choose(device)
        self._check(data, resume)
        if not resume:
            (self.folder / LOG).unlink(missing_ok=True)
        kept = load_weights(self.folder / LAST) if resume else None
        net = kept["model"] if kept else self._begin_with(start) if start else build_net()
        self.average = net.float().to(self.device)
        self.net = deepcopy(self.average)
        for parameter in self.average.parameters():
            parameter.requires_grad_(False)
        for parameter in self.net.parameters():
            parameter.requires_grad_(True)
        self.net.to(memory_format=self.torch.channels_last)
        self.optimizer = self.torch.optim.AdamW(_groups(self.net), lr=_RATE, weight_decay=0.0)
        self.epoch, self.step, self.best = 0, 0, -1.0
        if kept:
            self._restore(kept["training"])

    def _choose(self, device: str) -> str:
        if device != "auto":
            return device
        if self.torch.cuda.is_available():
            return "cuda"
        return "mps" if self.torch.backends.mps.is_available() else "cpu"

    def _check(self, data: Path, resume: bool) -> None:
        last = self.folder / LAST
        if resume and not last.exists():
            raise VisualDiffError(
                f"There is no training to go on with in {self.folder}.", "Leave --resume away."
            )
        if last.exists() and not resume:
            raise VisualDiffError(
                f"There is a training in {self.folder} already.",
                f"Go on with it with --resume, or remove {self.folder} to begin anew.",
            )
        if not self.crops or not self.held_out:
            raise VisualDiffError(
                f"There are no crops to train on and to check with in {data}.",
                "Generate more pages into its folder pages first.",
            )

    def _begin_with(self, path: Path) -> Any:
        some = batches(self.crops[: _BATCH * _TO_NORM], _BATCH, None)
        return begin_with(path, (self._pixels(batch.pixels).cpu() for batch in some))

    def _restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch, self.step, self.best = state["epoch"], state["step"], state["best"]

    def run(self) -> Iterator[Epoch]:
        """Train until the last epoch, and yield each epoch after it has been saved."""
        weights = weights_of(self.crops)
        while self.epoch < self.epochs:
            started = time.monotonic()
            chosen = draw(weights, min(_CROPS_PER_EPOCH, len(self.crops)), self.epoch)
            order = [self.crops[number] for number in chosen]
            self.net.train()
            drawn = read_ahead(batches(order, _BATCH, self.epoch))
            losses = [self._learn(batch) for batch in drawn]
            self.epoch += 1
            figures = self.check(self.held_out)
            is_best = figures.mean_average_precision > self.best
            self.best = max(self.best, figures.mean_average_precision)
            seconds = time.monotonic() - started
            epoch = Epoch(self.epoch, float(np.mean(losses)), figures, seconds, is_best)
            self._keep(epoch)
            yield epoch

    def _learn(self, batch: Batch) -> float:
        torch = self.torch
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        given = {
            "img": self._pixels(batch.pixels),
            "batch_idx": torch.from_numpy(batch.rows[:, 0]).to(self.device),
            "cls": torch.from_numpy(batch.rows[:, 1:2]).to(self.device),
            "bboxes": torch.from_numpy(batch.rows[:, 2:]).to(self.device),
        }
        with torch.autocast(self.device.partition(":")[0], dtype=torch.bfloat16):
            answers = self.net(given["img"])
        # In bfloat16 boxes would be up to four pixels off.
        losses, _ = self.net.loss(given, _in_single_precision(answers))
        loss = losses.sum() / len(batch.pixels)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 10.0)
        self.optimizer.step()
        self.step += 1
        self._average()
        return float(loss.detach())

    def _rate(self) -> float:
        """Return the learning rate: a linear warm-up, then a cosine decay."""
        steps = max(self.epochs * min(_CROPS_PER_EPOCH, len(self.crops)) // _BATCH, 1)
        done = min(self.step / steps, 1.0)
        fall = _LEAST_RATE + (1 - _LEAST_RATE) * (1 + cos(pi * done)) / 2
        return _RATE * min(self.step / _WARM_UP, 1.0) * fall

    def _average(self) -> None:
        """Update the averaged net, which is the one that is saved, from the one being trained."""
        torch = self.torch
        share = _AVERAGED * (1 - np.exp(-self.step / 300))
        with torch.no_grad():
            learnt = self.net.state_dict()
            for name, value in self.average.state_dict().items():
                if value.dtype.is_floating_point:
                    value.mul_(share).add_(learnt[name], alpha=1 - share)
                else:
                    value.copy_(learnt[name])

    def _pixels(self, pixels: npt.NDArray[np.uint8]) -> Any:
        torch = self.torch
        given = torch.from_numpy(pixels).to(self.device).permute(0, 3, 1, 2)  # channels last
        return given.float() / 255

    def check(self, crops: Sequence[Path]) -> Figures:
        """Return how well the averaged net finds the elements in crops."""
        return score(self._found(crops))

    def _found(self, crops: Sequence[Path]) -> Iterator[tuple[list[Label], list[Label]]]:
        self.average.eval()
        for crop in crops:
            pixels, rows = load(crop)
            with self.torch.no_grad():
                answer = self.average(self._pixels(pixels[None]))
            yield labels_of_rows(rows), decode(answer[0][0].cpu().numpy())

    def _keep(self, epoch: Epoch) -> None:
        """Save what is needed to resume, and the best net, in the format of ultralytics."""
        self.folder.mkdir(parents=True, exist_ok=True)
        model = {"model": deepcopy(self.average).half(), "train_args": {}, "epoch": epoch.number}
        training = {
            "net": self.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "epoch": self.epoch,
            "step": self.step,
            "best": self.best,
        }
        if epoch.is_best:
            self._write(self.folder / BEST, model)
        with (self.folder / LOG).open("a") as log:
            log.write(json.dumps(_summary(epoch)) + "\n")
        self._write(self.folder / LAST, {**model, "model": self.average, "training": training})

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        temporary = path.with_suffix(".tmp")
        self.torch.save(content, temporary)
        temporary.replace(path)


def _groups(net: Any) -> list[dict[str, Any]]:
    """Return the parameters in two groups: weights, which decay, and the others, which do not."""
    decaying = [parameter for parameter in net.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in net.parameters() if parameter.ndim <= 1]
    return [{"params": decaying, "weight_decay": 5e-4}, {"params": others}]


def _in_single_precision(answers: Any) -> Any:
    """Return answers of the net, lists and dictionaries of tensors, as 32-bit floats."""
    if isinstance(answers, dict):
        return {name: _in_single_precision(answer) for name, answer in answers.items()}
    if isinstance(answers, (list, tuple)):
        return [_in_single_precision(answer) for answer in answers]
    return answers.float()


def _summary(epoch: Epoch) -> dict[str, Any]:
    figures = epoch.figures
    return {
        "epoch": epoch.number,
        "loss": round(epoch.loss, 3),
        "seconds": round(epoch.seconds),
        "map50": round(figures.mean_average_precision, 4),
        "recall": {name: round(value, 3) for name, value in figures.recall.items()},
        "precision": {name: round(value, 3) for name, value in figures.precision.items()},
        "ap50": {name: round(value, 3) for name, value in figures.average_precision.items()},
    }


def _crops(data: Path, split: str) -> list[Path]:
    return sorted((data / "images" / split).glob("*.png"))


def check_installed() -> Any:
    """Return torch after checking that the packages of the extra ``yolo`` are installed.

    Raises
    ------
    VisualDiffError
        If one of them is missing.
    """
    # Keep ultralytics from installing packages and contacting servers; see `utils/__init__.py`.
    os.environ.setdefault("YOLO_AUTOINSTALL", "false")
    os.environ.setdefault("YOLO_OFFLINE", "true")
    os.environ.setdefault("YOLO_VERBOSE", "false")
    # Keep it from limiting torch to one core.
    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
    # Threads that spin while they wait take up to six times the processor time on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        for name in ("ultralytics", "onnx", "onnxslim"):
            import_module(name)
        return import_module("torch")
    except ImportError as error:
        raise VisualDiffError(
            f"Training needs ultralytics, which is not installed: {error}.",
            "Install it: pip install 'pytest-visualdiff[yolo]'",
        ) from None
