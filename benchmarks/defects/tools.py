"""The tools that are measured, and how each is asked about a pair.

Each is used as it is set by default, but for what is named in its settings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from benchmarks.defects import ours, peers
from benchmarks.defects.measures import Outcome
from benchmarks.defects.pairs import Pair, elements_of
from benchmarks.defects.peers import Failure


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
        Compares a pair; None for a tool that ``peers.mjs`` runs.
    unit : {"pixels", "1 - SSIM"} or None
        What its score is; None if there is none to set a threshold on.
    """

    name: str
    package: str
    settings: str
    compare: Callable[[Pair], Outcome] | None = None
    unit: Literal["pixels", "1 - SSIM"] | None = "pixels"

    @property
    def version(self) -> str | None:
        """The version of the package that is installed; None if none is."""
        if self.compare is None:
            return peers.npm_version(self.package)
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    @property
    def to_install(self) -> str:
        """Return how the package is installed."""
        if self.compare is None:
            return "run npm install in benchmarks/defects"
        return f"run pip install {self.package}"

    @property
    def state(self) -> str:
        """Tell one state of the tool, and of how it is asked, from another."""
        if self.compare is None:
            files = [peers.SCRIPT]
        elif self.name in (ours.PIXELS, ours.DOM, ours.MODEL):
            files = ours.sources()
        else:
            files = [Path(peers.__file__)]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        asked = f" {self.settings}" if self.name == ours.MODEL else ""
        return f"{self.version} {digest[:16]}{asked}"

    def reads(self, pair: Pair) -> list[Path]:
        """Return the files that it is given of a pair."""
        pictures = [pair.baseline, pair.actual]
        if self.name != ours.DOM:
            return pictures
        return pictures + [elements_of(it) for it in pictures]


def ask(tool: Tool, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Outcome | Failure]]:
    """Let a tool compare pairs, one after the other."""
    if tool.compare is None:
        yield from peers.ask_node(tool.name, pairs)
        return
    for pair in pairs:
        try:
            yield pair, tool.compare(pair)
        except Exception as error:
            yield pair, Failure(f"{type(error).__name__}: {error}")


def with_model(model: str | Path) -> Tool:
    """Return pytest-visualdiff with a model: ``auto``, ``none``, or a file."""
    compare = ours.with_model(model)
    return Tool(ours.MODEL, "pytest-visualdiff", f"pixels only, model: {model}", compare, unit=None)


TOOLS = (
    Tool(ours.PIXELS, "pytest-visualdiff", "defaults, pixels only", ours.pixels_only, unit=None),
    Tool(
        ours.DOM,
        "pytest-visualdiff",
        "the same with the elements of the two pages, as a check reads them",
        ours.with_elements,
        unit=None,
    ),
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
    Tool("blazediff", "blazediff", "defaults", peers.blazediff),
    Tool(
        "scikit-image",
        "scikit-image",
        "SSIM in grey, data_range 255; fails below 1",
        peers.ssim,
        "1 - SSIM",
    ),
)
