"""Whether training works, from pages to a model that finds elements: ``tox -e yolo``.

It renders a few pages, trains for one epoch, goes on for another one, and reads the model that
comes of it without torch: as ONNX, and with ultralytics as ``.pt``. Then it trains on with a page
of its own, from what came of that, and from the model of the package. What is trained here is no
good, and nothing is expected of what it finds.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from benchmarks import detector
from examples.browser import ENVIRONMENT, NO_BROWSER, find_browser
from pytest_visualdiff.commands import main as cli
from pytest_visualdiff.detection.network.onnx import OnnxNetwork
from pytest_visualdiff.detection.network.ultralytics import UltralyticsNetwork
from pytest_visualdiff.training.crops import is_held_out
from pytest_visualdiff.training.labels import CLASSES

_PAGES = 8
_OWN = Path(__file__).parents[1] / "examples" / "pages" / "dashboard.html"
_MOST_BYTES = 8_000_000


def main() -> int:
    """Print what was done, and return the exit status: 0 if all works, 2 without a browser."""
    browser = find_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 2
    if browser.executable:  # visualdiff itself takes the Chromium of Playwright, or what is named
        os.environ[ENVIRONMENT] = browser.executable
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "somebody's"  # ultralytics takes quotes out of paths
        first = next(seed for seed in range(99) if is_held_out(f"{seed + _PAGES - 1:06}"))
        drawing = ["generate", "--to", str(data / "pages"), "--first", str(first)]
        if detector.main([*drawing, "--pages", str(_PAGES)]):
            return 1
        for more in (["--epochs", "1"], ["--epochs", "2", "--resume"]):
            if cli.main(["train", "--data", str(data), *more]):
                return 1
        objection = _objection(data / "run" / "best.onnx")
        for name, more in (
            ("own", ["--weights", str(data / "run" / "best.pt")]),
            ("again", ["--weights", str(data / "run" / "best.onnx")]),
            ("of the package", []),
        ):
            own = ["train", "--data", str(data / name), "--from", _OWN.as_uri(), "--epochs", "1"]
            if cli.main([*own, *more]):
                return 1
            objection = objection or _objection(data / name / "run" / "best.onnx")
        objection = objection or _disagreement(data / "run")
    print(objection or "the model can be read and answers as it should")
    return 1 if objection else 0


def _disagreement(run: Path) -> str:
    """Return what ultralytics finds otherwise than OpenCV with the same weights, or nothing."""
    pixels = np.random.default_rng(7).integers(0, 255, (320, 480, 3), np.uint8)
    ours, theirs = (
        OnnxNetwork((run / "best.onnx").read_bytes(), "best.onnx"),
        UltralyticsNetwork(run / "best.pt"),
    )
    if ours.names != theirs.names:
        return f"best.pt has the classes {theirs.names}"
    one, other = (network.find(pixels, 0.0005) for network in (ours, theirs))
    most = max(one.scores.max(initial=0), other.scores.max(initial=0))
    apart = abs(one.scores.max(initial=0) - other.scores.max(initial=0))
    return "" if apart <= 0.05 * most + 0.001 else f"best.pt is {apart:.3f} surer or less sure"


def _objection(model: Path) -> str:
    """Return what is wrong with a model, or nothing."""
    size = model.stat().st_size
    if size > _MOST_BYTES:
        return f"the model has {size:,} bytes"
    net = cv2.dnn.readNetFromONNX(str(model))
    for height, width in ((64, 64), (320, 960)):
        net.setInput(np.zeros((1, 3, height, width), np.float32))
        answer = np.asarray(net.forward())
        places = sum(height * width // stride**2 for stride in (8, 16, 32))
        if answer.shape != (1, 4 + len(CLASSES), places):
            return f"for {width}x{height} the model answers with {answer.shape}"
        if not np.isfinite(answer).all():
            return f"for {width}x{height} the model answers with what is no number"
    return ""


if __name__ == "__main__":
    sys.exit(main())
