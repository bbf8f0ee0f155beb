"""Runs that are killed while they write baselines: none may leave a picture that is not whole.

`python -m benchmarks.killed_updates --kills 200` starts a run that rewrites baselines, ends it with
SIGKILL at a random moment, and looks at what it left: every picture has to be one of the two that
were written, and a sidecar has to be its own, or be recognised as that of the other one. It prints
the counts; the status is 1 if a baseline was torn.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from pytest_visualdiff.baselines.store import read_sidecar, recorded

_CHECKS = 24
"""Checks of the test: enough for the writing to take longer than the start of pytest varies."""

_TEST = f"""
import os
from PIL import Image, ImageDraw

def test_all(visual_baseline):
    for number in range({_CHECKS}):
        image = Image.effect_noise((300, 200), 80).convert("RGB")
        ImageDraw.Draw(image).text((9, 9), os.environ["SHOWN"], fill="red")
        visual_baseline.check(image, f"check-{{number}}")
"""


def _run(folder: Path, shown: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--visual-update=all",
    ]
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "SHOWN": shown},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _state(folder: Path) -> Counter[str]:
    """Return how many baselines are whole, told apart, or broken; and what else was left."""
    found: Counter[str] = Counter()
    for path in recorded(folder / "__visual__"):
        try:
            with Image.open(path) as image:
                image.load()
        except Exception:  # that is what is looked for
            found["broken"] += 1
            continue
        environment, _, trouble = read_sidecar(path, path.read_bytes())
        if environment is not None:
            found["whole"] += 1
        else:
            found["told apart" if trouble else "without a sidecar"] += 1
    found["temporary files"] = len(list((folder / "__visual__").rglob(".*.tmp")))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what runs that were killed left behind; return 1 if a picture was broken."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.killed_updates", description=__doc__
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    choice, total = random.Random(options.seed), Counter[str]()  # noqa: S311 # moments, no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_all.py").write_text(_TEST)
        begun = time.monotonic()
        _run(folder, "first").wait()
        whole = time.monotonic() - begun
        for number in range(options.kills):
            process = _run(folder, f"number {number}")
            time.sleep(choice.uniform(0.3 * whole, whole))
            process.send_signal(signal.SIGKILL)
            process.wait()
            total.update(_state(folder))
        _run(folder, "last").wait()
        last = _state(folder)
    for what, count in sorted(total.items()):
        print(f"{what:18} {count:7}")
    print(f"after one more run: {dict(last)}")
    return int(total["broken"] > 0 or last["whole"] != _CHECKS)


if __name__ == "__main__":
    sys.exit(main())
