"""Other tools, and how each is asked about a pair."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import cv2

from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.pairs import Pair, Rectangle

_HERE = Path(__file__).parent
SCRIPT = _HERE / "peers.mjs"
"""Runs those that are from npm."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A pair that a tool could not compare, and what it said."""

    message: str


def npm_version(package: str) -> str | None:
    """Return the version of a package from npm that is installed; None if none is."""
    manifest = _HERE / "node_modules" / package / "package.json"
    if not manifest.is_file():
        return None
    return str(json.loads(manifest.read_text("utf-8"))["version"])


def ask_node(name: str, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Outcome | Failure]]:
    """Let one process of node compare pairs with the tool of this name, as ``peers.mjs`` has it.

    Pairs that it leaves unanswered are failures.
    """
    waiting = {pair.id: pair for pair in pairs}
    with tempfile.TemporaryFile("w+") as questions, tempfile.TemporaryFile("w+") as errors:
        for pair in pairs:
            paths = {"baseline": str(pair.baseline), "actual": str(pair.actual)}
            questions.write(json.dumps({"id": pair.id, **paths, "tools": [name]}) + "\n")
        questions.seek(0)
        try:
            node = subprocess.Popen(
                ["node", str(SCRIPT)],  # noqa: S607 - the node that the user's PATH has
                stdin=questions,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        except OSError as error:
            yield from ((pair, Failure(f"node did not start: {error}")) for pair in pairs)
            return
        with node:
            for line in cast("Iterator[str]", node.stdout):
                answer = json.loads(line)
                yield waiting.pop(answer["id"]), _from_node(answer)
        errors.seek(0)
        said = (errors.read().strip().splitlines() or ["without a word"])[-1]
    message = f"node ended with {node.returncode} before it answered: {said}"
    yield from ((pair, Failure(message)) for pair in waiting.values())


def _from_node(answer: dict[str, Any]) -> Outcome | Failure:
    if "error" in answer:
        return Failure(answer["error"])
    boxes = answer["boxes"]
    if boxes is not None:
        boxes = tuple(Reported(Rectangle(*box), Rectangle(*box)) for box in boxes)
    return Outcome(answer["different"], answer["score"], boxes, answer["seconds"])


def blazediff(pair: Pair) -> Outcome:
    """Compare with blazediff."""
    compare = import_module("blazediff").compare
    start = time.perf_counter()
    result = compare(str(pair.baseline), str(pair.actual))
    seconds = time.perf_counter() - start
    same = result.match_result
    return Outcome(not same, 0 if same else result.diff_count, None, seconds)


def ssim(pair: Pair) -> Outcome:
    """Compare with the similarity of scikit-image, in grey."""
    similarity: Callable[..., float] = import_module("skimage.metrics").structural_similarity
    start = time.perf_counter()
    one, other = (
        cv2.cvtColor(cast("cv2.typing.MatLike", cv2.imread(str(path))), cv2.COLOR_BGR2GRAY)
        for path in (pair.baseline, pair.actual)
    )
    if one.shape != other.shape:
        return Outcome(True, None, None, time.perf_counter() - start)
    ssim = float(similarity(one, other, data_range=255))
    return Outcome(ssim < 1, 1 - ssim, None, time.perf_counter() - start)
