"""Draw the pages with and without defects, and write down what is where.

``python -m benchmarks.defects.generate --out DIR`` writes the pictures and ``pairs.json`` into a
folder. What is there already, of the same seed, is not drawn again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.defects.catalogue import SOURCES, Source
from benchmarks.defects.drawing import DrawingError, Drawn, Studio, pixels
from benchmarks.defects.mutations import KINDS, Named
from benchmarks.defects.pairs import PAIRS, elements_of, read_elements
from benchmarks.defects.renderings import CROSSED, RENDERINGS
from benchmarks.defects.truth import Picture, Truth, in_pixels, objection
from examples.browser import NO_BROWSER, BrowserChoice, BrowserError, find_browser

_PLAIN, _AGAIN = "plain", "plain-again"
_TRIES = 30
_FORMAT = 2
"""Of the records; those of another one are made anew."""
_ALIKE_EVERY = 4
"""Of so many defects one is also paired within the other rendering."""


class GenerationError(Exception):
    """The pictures are not what they have to be; the text says which."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect that the pictures bear out.

    Attributes
    ----------
    plan : dict
        What was done, as `mutations.choose` says it.
    truths : dict of str to Truth
        Where it is, by the rendering.
    """

    plan: dict[str, Any]
    truths: dict[str, Truth]


class Sitting:
    """One page, drawn in every way.

    Parameters
    ----------
    studio : Studio
        What draws it.
    source : Source
        The page.
    folder : Path
        Where the pictures go.
    seed : int
        What the choice of defects follows from.
    """

    def __init__(self, studio: Studio, source: Source, folder: Path, seed: int) -> None:
        self._studio = studio
        self._source = source
        self._folder = folder
        self._seed = seed

    def pairs(self) -> Iterator[dict[str, Any]]:
        """Draw what is not there yet, and return the pairs of the page.

        Raises
        ------
        GenerationError
            If the page is not drawn alike twice by the same rendering.
        """
        if not np.array_equal(self._clean[_PLAIN], self._clean[_AGAIN]):
            raise GenerationError(f"{self._source.name} is not drawn alike twice")
        yield self._pair((_PLAIN, _PLAIN), self._file(_AGAIN))
        for name in CROSSED:
            yield self._pair((RENDERINGS[name].baseline, name), self._file(name))
        for index, kind in enumerate(KINDS):
            turn = index + SOURCES.index(self._source)
            other = CROSSED[turn % len(CROSSED)]
            base = RENDERINGS[other].baseline
            ways = list(dict.fromkeys((_PLAIN, base, other)))
            defect = self._defect(kind, ways)
            if defect is None:
                continue
            within = [_PLAIN, *([other] if turn % _ALIKE_EVERY == 0 else [])]
            for ways_of_pair in [*((name, name) for name in within), (base, other)]:
                yield self._pair(ways_of_pair, self._file(ways_of_pair[1], kind), kind, defect)

    @cached_property
    def _clean(self) -> dict[str, Picture]:
        """The page without a defect, by the rendering."""
        names = {_AGAIN: _PLAIN, **{name: name for name in RENDERINGS}}
        return {file: self._draw_clean(file, name) for file, name in names.items()}

    def _draw_clean(self, file: str, rendering: str) -> Picture:
        path = self._folder / self._file(file)
        if not path.exists() or not elements_of(path).exists():
            _write(path, self._studio.draw(self._source, rendering))
        return pixels(path.read_bytes())

    def _defect(self, kind: str, ways: Sequence[str]) -> Defect | None:
        """Return a defect that is drawn in each of these ways; None if the page has none."""
        record = self._folder / f"{self._source.name}.{kind}.json"
        asked = {"format": _FORMAT, "seed": self._seed, "renderings": list(ways)}
        if record.exists():
            known = json.loads(record.read_text())
            if known["asked"] == asked and self._has_elements(kind, ways, known["defect"]):
                return _read(known["defect"])
        defect = self._try_defects(kind, ways)
        known = {"asked": asked, "defect": defect and asdict(defect)}
        record.write_text(json.dumps(known, ensure_ascii=False, indent=1))
        return defect

    def _has_elements(self, kind: str, ways: Sequence[str], defect: object) -> bool:
        """Return whether the elements are beside the pictures; older folders lack them."""
        files = (self._folder / self._file(way, kind) for way in ways)
        return defect is None or all(elements_of(file).exists() for file in files)

    def _try_defects(self, kind: str, ways: Sequence[str]) -> Defect | None:
        objections: Counter[str] = Counter()
        for attempt in range(_TRIES):
            seed = zlib.crc32(f"{self._seed} {self._source.name} {kind} {attempt}".encode())
            plan = self._studio.choose(self._source, kind, seed)
            if plan is None:
                objections["the page has nothing for it"] += 1
                continue
            truths = {}
            for rendering in ways:
                found = self._draw_defect(kind, rendering, plan)
                if isinstance(found, str):
                    objections[f"{plan['element']} in {rendering}: {found}"] += 1
                    break
                truths[rendering] = found
            else:
                return Defect(plan, truths)
        print(f"{self._source.name} without {kind}: {objections.most_common(2)}", flush=True)
        return None

    def _draw_defect(self, kind: str, rendering: str, plan: dict[str, Any]) -> Truth | str:
        """Draw a defect and return where it is, or why the picture does not bear that out."""
        clean = read_elements(self._folder / self._file(rendering))
        mutated = self._studio.mutate(self._source, rendering, plan, clean)
        old, new = self._clean[rendering], pixels(mutated.drawn.png)
        scale = RENDERINGS[rendering].scale
        truth = in_pixels(mutated.outcome, mutated.named, scale, old, new)
        if reason := objection(truth, scale, old, new):
            return reason
        _write(self._folder / self._file(rendering, kind), mutated.drawn)
        return truth

    def _file(self, rendering: str, kind: str | None = None) -> str:
        return ".".join((self._source.name, rendering, *([kind] if kind else []), "png"))

    def _pair(
        self,
        ways: tuple[str, str],
        actual: str,
        kind: str | None = None,
        defect: Defect | None = None,
    ) -> dict[str, Any]:
        """Return what the list of pairs says of one; the boxes are those of its own renderings."""
        base, other = ways
        truths = (defect.truths[base], defect.truths[other]) if defect else None
        return {
            "id": "-".join((self._source.name, kind or "harmless", base, other)),
            "page": self._source.name,
            "split": self._source.split,
            "baseline": self._file(base),
            "actual": actual,
            "renderings": list(ways),
            "cross_rendered": base != other,
            "mutation": kind,
            "before": truths and truths[0].before,
            "after": truths and truths[1].after,
            "affected": truths[1].affected if truths else [],
            "named_before": truths and _named(truths[0].named_before),
            "named_after": truths and _named(truths[1].named_after),
            "scale": RENDERINGS[other].scale,
            "plan": defect and defect.plan,
        }


def generate(
    folder: Path, sources: Sequence[Source], seed: int, workers: int = 1
) -> list[dict[str, Any]]:
    """Draw the pages into a folder and return the pairs.

    Raises
    ------
    BrowserError
        If there is no browser.
    GenerationError
        If a page is not drawn alike twice by the same rendering.
    """
    choice = find_browser()
    if choice is None:
        raise BrowserError(NO_BROWSER)
    folder.mkdir(parents=True, exist_ok=True)
    shares = [share for start in range(workers) if (share := sources[start::workers])]
    with ProcessPoolExecutor(len(shares), multiprocessing.get_context("spawn")) as pool:
        draw = partial(_draw_share, choice=choice, folder=folder, seed=seed)
        by_page = {name: pairs for found in pool.map(draw, shares) for name, pairs in found.items()}
    pairs = [pair for source in sources for pair in by_page[source.name]]
    (folder / PAIRS).write_text(json.dumps(pairs, ensure_ascii=False, indent=1))
    return pairs


def _draw_share(
    sources: Sequence[Source], choice: BrowserChoice, folder: Path, seed: int
) -> dict[str, list[dict[str, Any]]]:
    """Draw some of the pages in a process of their own, and return the pairs of each."""
    from playwright.sync_api import sync_playwright

    found = {}
    with (
        tempfile.TemporaryDirectory() as fonts,
        sync_playwright() as playwright,
        Studio(playwright, choice, Path(fonts)) as studio,
    ):
        for source in sources:
            found[source.name] = list(Sitting(studio, source, folder, seed).pairs())
            print(f"{source.name}: {len(found[source.name])} pairs", flush=True)
    return found


def _named(found: Named | None) -> dict[str, Any] | None:
    return asdict(found) if found else None


def _write(path: Path, drawn: Drawn) -> None:
    """Write a picture, and its elements beside it."""
    path.write_bytes(drawn.png)
    wire = json.dumps(drawn.elements.to_wire(), ensure_ascii=False, separators=(",", ":"))
    elements_of(path).write_text(wire, "utf-8")


def _read(said: dict[str, Any] | None) -> Defect | None:
    if said is None:
        return None
    truths = {name: _read_truth(truth) for name, truth in said["truths"].items()}
    return Defect(said["plan"], truths)


def _read_truth(said: dict[str, Any]) -> Truth:
    names = {key: Named(**said[key]) for key in ("named_before", "named_after") if said[key]}
    return Truth(**{**said, **names})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m benchmarks.defects.generate`` and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.defects.generate",
        description="Draw pages with and without defects under several renderings.",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the pictures")
    parser.add_argument("--split", choices=("development", "scored", "all"), default="all")
    parser.add_argument("--pages", default="", help="names of pages, with commas between them")
    parser.add_argument("--seed", type=int, default=1, help="what the defects follow from")
    parser.add_argument("--workers", type=int, default=2, help="processes that draw at once")
    options = parser.parse_args(arguments)
    wanted = [name for name in options.pages.split(",") if name]
    if unknown := set(wanted) - {source.name for source in SOURCES}:
        parser.error(f"no such pages: {', '.join(sorted(unknown))}")
    sources = [
        source
        for source in SOURCES
        if options.split in ("all", source.split) and (not wanted or source.name in wanted)
    ]
    try:
        pairs = generate(options.out, sources, options.seed, options.workers)
    except (BrowserError, DrawingError, GenerationError) as error:
        print(error)
        return 1
    from benchmarks.defects.summary import summarise

    print(summarise(options.out, pairs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
