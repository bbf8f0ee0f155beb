"""What is timed, and how a tool of Python or of Node is started."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module

from benchmarks.comparing import Pair, grey, ssim, visualdiff
from benchmarks.defects import peers, tools
from pytest_visualdiff.comparison.part import analyse_decoded
from pytest_visualdiff.comparison.pipeline import compare_decoded
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.imaging.picture_pair import Decoded, decode_pair
from pytest_visualdiff.model import Comparison, Job, Settings, Size

OURS, BLAZEDIFF = "pytest-visualdiff", "blazediff"
ONCE_DECODED, UNNAMED, SSIM_ALONE = "once-decoded", "unnamed", "ssim-alone"
DECODED = {ONCE_DECODED: OURS, UNNAMED: OURS, SSIM_ALONE: "scikit-image"}
"""Tools that are given decoded pictures, only those of a changed button, and whose they are."""

_NODE = ("odiff", "honeydiff", "pixelmatch", "looks-same")
_TOOLS = InstalledTools()
_PEERS = {tool.name: tool for tool in tools.TOOLS}


class RefusalError(Exception):
    """A tool did not compare a pair; the text says why."""


ANOTHER_SIZE = "refuses another size"


def _prepare_blazediff(pair: Pair) -> Callable[[], object]:
    compare = import_module("blazediff").compare

    def work() -> None:
        if compare(str(pair.baseline), str(pair.actual)).reason == "layout-diff":
            raise RefusalError(ANOTHER_SIZE)

    return work


def _prepare_decoded(work: Callable[[Decoded, Job], object], pair: Pair) -> Callable[[], object]:
    settings = Settings(ocr_language="none")
    job = Job(pair.baseline.read_bytes(), pair.actual.read_bytes(), settings)
    baseline, actual = decode_pair(job.baseline, job.actual)
    sizes = [Size(pixels.shape[1], pixels.shape[0]) for pixels in (baseline, actual)]
    return partial(work, Decoded(baseline, actual, 0, (sizes[0], sizes[1])), job)


def _compare_decoded(pictures: Decoded, job: Job) -> Comparison:
    return compare_decoded(pictures, job, _TOOLS)


def _ssim(pair: Pair) -> float:
    baseline, actual = grey(pair)
    if baseline.shape != actual.shape:
        raise RefusalError(ANOTHER_SIZE)
    return ssim(baseline, actual)


IN_PYTHON: Mapping[str, Callable[[Pair], Callable[[], object]]] = {
    OURS: lambda pair: partial(visualdiff, pair),
    BLAZEDIFF: _prepare_blazediff,
    ONCE_DECODED: partial(_prepare_decoded, _compare_decoded),
    UNNAMED: partial(_prepare_decoded, analyse_decoded),
    "scikit-image": lambda pair: partial(_ssim, pair),
    SSIM_ALONE: lambda pair: partial(ssim, *grey(pair)),
}
"""For each tool what prepares a pair and returns what is timed."""

TOOLS = (OURS, BLAZEDIFF, *_NODE, "scikit-image", ONCE_DECODED, UNNAMED, SSIM_ALONE)


def command(tool: str) -> tuple[str, ...]:
    """Return the command of a process that answers for a tool."""
    if tool in IN_PYTHON:
        return (sys.executable, "-m", "benchmarks.speed.worker")
    return ("node", str(peers.SCRIPT))


def missing(tool: str) -> str | None:
    """Say that a tool is not installed, and how it is; None if it is."""
    peer = _peer(tool)
    return None if peer.version else f"not installed: {peer.to_install}"


def versions() -> dict[str, str]:
    """Return the versions of the tools that Node runs."""
    return {tool: _peer(tool).version or "not installed" for tool in _NODE}


def _peer(tool: str) -> tools.Tool:
    return _PEERS[DECODED.get(tool, tool)]
