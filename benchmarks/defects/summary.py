"""What was drawn, in words: how far the renderings are from each other, and how many pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.defects.drawing import pixels
from benchmarks.defects.mutations import KINDS
from benchmarks.defects.renderings import CROSSED
from benchmarks.defects.truth import CLEAR


def summarise(folder: Path, pairs: Sequence[dict[str, Any]]) -> str:
    """Return the tables of the renderings and of the pairs."""
    noise = [pair for pair in pairs if pair["mutation"] is None and pair["cross_rendered"]]
    return "\n".join((*_renderings(folder, noise), "", *_counts(pairs)))


def _renderings(folder: Path, noise: Iterable[dict[str, Any]]) -> Iterable[str]:
    yield "Pixels in % that differ from the baseline's rendering, and that differ clearly (c);"
    yield "h: the page has another height"
    yield " " * 17 + "".join(f"{name[-18:]:>20}" for name in CROSSED)
    rows: dict[str, dict[str, str]] = {}
    for pair in noise:
        said = _difference(folder / pair["baseline"], folder / pair["actual"])
        rows.setdefault(pair["page"], {})[pair["renderings"][1]] = said
    for page, found in rows.items():
        yield f"{page:17}" + "".join(f"{found[name]:>20}" for name in CROSSED)


def _difference(baseline: Path, actual: Path) -> str:
    one, other = (pixels(path.read_bytes()).astype(np.int16) for path in (baseline, actual))
    height = min(len(one), len(other))
    levels = np.abs(one[:height] - other[:height]).max(axis=2)
    mark = "" if len(one) == len(other) else f" h{len(other) - len(one):+}"
    return f"{100 * (levels > 0).mean():.2f} c{100 * (levels >= CLEAR).mean():.2f}{mark}"


def _counts(pairs: Sequence[dict[str, Any]]) -> Iterable[str]:
    tally = Counter((pair["mutation"], pair["cross_rendered"]) for pair in pairs)
    yield f"{'Pairs':17}{'same rendering':>16}{'other rendering':>17}"
    for kind in (None, *KINDS):
        yield f"{kind or 'harmless':17}{tally[kind, False]:>16}{tally[kind, True]:>17}"
    crossed = sum(pair["cross_rendered"] for pair in pairs)
    yield f"{'all':17}{len(pairs) - crossed:>16}{crossed:>17}"
