"""The tools that are measured, and how each is asked about a pair.

Each is used as it is set by default, but for what is named in its settings.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, cast

import cv2

import pytest_visualdiff
from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.pairs import Pair, Rectangle
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.model import Box, Job, Policy
from pytest_visualdiff.verdict import judge

_HERE = Path(__file__).parent
_SCRIPT = _HERE / "peers.mjs"


@dataclass(frozen=True, slots=True)
class Failure:
    """A pair that a tool could not compare, and what it said."""

    message: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool with its settings.

    Attributes
    ----------
    package : str
        Its package, on PyPI or, for those without ``compare``, on npm.
    settings : str
        What a reader should know of how it is used.
    compare : callable or None
        Compares two files; None for a tool that ``peers.mjs`` runs.
    unit : {"pixels", "1 - SSIM"} or None
        What its score is; None if there is none to set a threshold on.
    """

    name: str
    package: str
    settings: str
    compare: Callable[[Path, Path], Outcome] | None = None
    unit: Literal["pixels", "1 - SSIM"] | None = "pixels"

    @property
    def version(self) -> str | None:
        """The version of the package that is installed; None if none is."""
        if self.compare is None:
            manifest = _HERE / "node_modules" / self.package / "package.json"
            if not manifest.is_file():
                return None
            return str(json.loads(manifest.read_text("utf-8"))["version"])
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    @property
    def to_install(self) -> str:
        """Say how the package is installed."""
        if self.compare is None:
            return "run npm install in benchmarks/defects"
        return f"run pip install {self.package}"

    @property
    def state(self) -> str:
        """Tell one state of the tool, and of how it is asked, from another."""
        if self.compare is None:
            files = [_SCRIPT]
        elif self.compare is _visualdiff:
            files = [Path(__file__), *sorted(Path(pytest_visualdiff.__file__).parent.rglob("*.py"))]
        else:
            files = [Path(__file__)]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        return f"{self.version} {digest[:16]}"


def ask(tool: Tool, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Outcome | Failure]]:
    """Let a tool compare pairs, one after the other."""
    if tool.compare is None:
        yield from _ask_node(tool, pairs)
        return
    for pair in pairs:
        try:
            yield pair, tool.compare(pair.baseline, pair.actual)
        except Exception as error:
            yield pair, Failure(f"{type(error).__name__}: {error}")


def _ask_node(tool: Tool, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Outcome | Failure]]:
    """Let one process of node compare them; pairs it leaves unanswered are failures."""
    waiting = {pair.id: pair for pair in pairs}
    with tempfile.TemporaryFile("w+") as questions, tempfile.TemporaryFile("w+") as errors:
        for pair in pairs:
            paths = {"baseline": str(pair.baseline), "actual": str(pair.actual)}
            questions.write(json.dumps({"id": pair.id, **paths, "tools": [tool.name]}) + "\n")
        questions.seek(0)
        try:
            node = subprocess.Popen(
                ["node", str(_SCRIPT)],  # noqa: S607 - the node that the user's PATH has
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


def _visualdiff(baseline: Path, actual: Path) -> Outcome:
    start = time.perf_counter()
    comparison = run(Job(baseline.read_bytes(), actual.read_bytes())).comparison
    verdict = judge(comparison, Policy())
    seconds = time.perf_counter() - start
    uncaused = [defect for defect in verdict.defects if defect.to_wire()["caused_by"] is None]
    return Outcome(
        different=not verdict.passed,
        score=None,
        defects=tuple(
            Reported(None, None)
            if defect.kind == "size_changed"
            else Reported(_rectangle(defect.box), _rectangle(defect.box_after))
            for defect in uncaused
        ),
        seconds=seconds,
    )


def _rectangle(box: Box | None) -> Rectangle | None:
    return Rectangle(box.x, box.y, box.w, box.h) if box else None


def _blazediff(baseline: Path, actual: Path) -> Outcome:
    compare = import_module("blazediff").compare
    start = time.perf_counter()
    result = compare(str(baseline), str(actual))
    seconds = time.perf_counter() - start
    same = result.match_result
    return Outcome(not same, 0 if same else result.diff_count, None, seconds)


def _ssim(baseline: Path, actual: Path) -> Outcome:
    similarity: Callable[..., float] = import_module("skimage.metrics").structural_similarity
    start = time.perf_counter()
    one, other = (
        cv2.cvtColor(cast("cv2.typing.MatLike", cv2.imread(str(path))), cv2.COLOR_BGR2GRAY)
        for path in (baseline, actual)
    )
    if one.shape != other.shape:
        return Outcome(True, None, None, time.perf_counter() - start)
    ssim = float(similarity(one, other, data_range=255))
    return Outcome(ssim < 1, 1 - ssim, None, time.perf_counter() - start)


TOOLS = (
    Tool("pytest-visualdiff", "pytest-visualdiff", "defaults", _visualdiff, unit=None),
    Tool("pixelmatch", "pixelmatch", "threshold 0.1, includeAA false (its defaults)"),
    Tool(
        "playwright",
        "pixelmatch",
        "pixelmatch with Playwright's defaults: threshold 0.2, includeAA false, any pixel fails",
    ),
    Tool(
        "looks-same", "looks-same", "defaults; shouldCluster for boxes, createDiffImage for counts"
    ),
    Tool("odiff", "odiff-bin", "defaults, as a server; it writes a picture of the differences"),
    Tool("odiff-aa", "odiff-bin", "the same with antialiasing: true"),
    Tool("honeydiff", "@vizzly-testing/honeydiff", "defaults; includeClusters for boxes"),
    Tool("honeydiff-merged", "@vizzly-testing/honeydiff", "the same with clusterMerge: true"),
    Tool("blazediff", "blazediff", "defaults", _blazediff),
    Tool(
        "scikit-image",
        "scikit-image",
        "SSIM in grey, data_range 255; fails below 1",
        _ssim,
        "1 - SSIM",
    ),
)
