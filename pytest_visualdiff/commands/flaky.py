"""``visualdiff flaky``: list the checks whose results vary with one baseline, and where."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.history.store import FILE, FOLDER, Area, HistoryError, Remembered, read
from pytest_visualdiff.model import SCHEMA, Box
from pytest_visualdiff.plural import plural

DONE = 0
"""Exit status if the history was read, whatever it says."""

_AREAS = 5
"""Most places that are listed of a check."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a check differed, once or more often.

    Attributes
    ----------
    areas : tuple of Area
        What differed there, in the order of the results.
    times : int
        In how many results something differed there.
    """

    areas: tuple[Area, ...]
    times: int

    @property
    def path(self) -> str:
        """The selector of the element; empty if it has none that an option takes."""
        path = self.areas[-1].path
        return "" if ">>>" in path else path  # it leads into a frame

    @property
    def box(self) -> Box | None:
        """The smallest box around all of them."""
        boxes = [area.box for area in self.areas if area.box]
        return Box.around(boxes) if boxes else None

    @property
    def words(self) -> str:
        """The place in words."""
        last = self.areas[-1]
        named = " ".join(filter(None, (last.element, f"[{last.path}]" if last.path else "")))
        return f"{named or last.kind}{f' at {self.box}' if self.box else ''}"

    @property
    def ignore(self) -> str | None:
        """The narrowest value of ``ignore``, as Python, that leaves all of it out.

        It is None for what no option leaves out, such as the size of the picture.
        """
        if self.path and (pattern := _pattern(self.areas)):
            return f'[Ignore(text=r"{pattern}", within={self.path!r})]'
        if self.path:
            return f"[{self.path!r}]"
        return f"[{tuple(self.box.to_wire())}]" if self.box else None

    @property
    def mask(self) -> str | None:
        """The value of ``mask``, as Python, for a check of a page; None without a selector."""
        return f"[{self.path!r}]" if self.path else None


@dataclass(frozen=True, slots=True)
class Unsteady:
    """A check that differed and matched again, or was found unstable.

    Attributes
    ----------
    results : int
        How many results are remembered.
    differed : int
        In how many of them it did not match.
    recovered : int
        How often it matched again with the same baseline.
    unstable : int
        In how many of them two pictures of one page differed.
    """

    node_id: str
    name: str
    results: int
    differed: int
    recovered: int
    unstable: int
    places: tuple[Place, ...]


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "flaky",
        help="list the checks that do not always come out the same",
        description="List the checks that differed and matched again with the same baseline, the "
        "least stable first, and what to ignore in them. It reads the history that pytest keeps "
        "in .visualdiff. Exit status: 0 done, 2 there is no history.",
    )
    parser.add_argument(
        "root", type=Path, nargs="?", help="pytest's root folder (default: this one or one above)"
    )
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument(
        "--most", type=int, default=10, metavar="N", help="list at most N checks (default: 10)"
    )
    parser.set_defaults(run=_flaky)


def unsteady(remembered: Sequence[Remembered]) -> list[Unsteady]:
    """Return the checks whose results vary, the least stable first."""
    found = [_summed_up(check) for check in remembered]
    found = [check for check in found if check.recovered or check.unstable]
    return sorted(
        found,
        key=lambda it: (-(it.recovered + it.unstable) / it.results, -it.differed, it.node_id),
    )


def _summed_up(check: Remembered) -> Unsteady:
    statuses = [outcome.status for outcome in check.outcomes if outcome.status != "error"]
    # "new" and "updated" lie between two baselines: what matches after them is no recovery.
    recovered = sum(pair == ("differs", "matched") for pair in pairwise(statuses))
    unstable = sum(
        any(area.found_as == "unstable" for area in outcome.areas) for outcome in check.outcomes
    )
    return Unsteady(
        check.node_id,
        check.name,
        len(check.outcomes),
        statuses.count("differs"),
        recovered,
        unstable,
        tuple(_places(check)),
    )


def _places(check: Remembered) -> Iterator[Place]:
    """Yield where a check differed, the most frequent place first: by selector, else by box."""
    groups: list[list[tuple[int, Area]]] = []
    for number, outcome in enumerate(check.outcomes):
        for area in outcome.areas:
            if area.found_as == "dismissed":
                continue
            for group in groups:
                if _of_one_place(group[-1][1], area):
                    group.append((number, area))
                    break
            else:
                groups.append([(number, area)])
    places = (
        Place(tuple(area for _, area in group), len({number for number, _ in group}))
        for group in groups
    )
    yield from sorted(places, key=lambda place: -place.times)[:_AREAS]


def _of_one_place(one: Area, other: Area) -> bool:
    if one.path or other.path:
        return one.path == other.path
    if one.box and other.box:
        return one.box.meets(other.box)
    return one.box is other.box and one.kind == other.kind


def _pattern(areas: Sequence[Area]) -> str | None:
    """Return a regular expression for the texts, if they differ in their digits and nowhere else.

    It is None where anything else changed there.
    """
    if any(area.kind != "text_changed" for area in areas):
        return None
    texts = {text for area in areas for text in (area.before, area.after)}
    patterns = {re.sub(r"[0-9]+", r"\\d+", re.escape(text)) for text in texts}
    if len(patterns) != 1 or r"\d" not in (pattern := patterns.pop()):
        return None
    return pattern.replace('"', r"\x22").replace("\\ ", " ") if pattern.isprintable() else None


def _flaky(options: argparse.Namespace) -> int:
    file = _history(options.root)
    try:
        remembered = read(file)
    except HistoryError as error:
        raise VisualDiffError(
            f"The history cannot be read: {error}.",
            "Delete the file; pytest writes a new one.",
        ) from None
    found = unsteady(remembered)
    if options.json:
        document = {"schema": SCHEMA, "checks": [_to_wire(check) for check in found]}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(found, remembered, options.most)))
    return DONE


def _history(root: Path | None) -> Path:
    """Return the history of the given folder, or of the nearest one from here upwards."""
    folders = [root] if root else [Path.cwd(), *Path.cwd().parents]
    for folder in folders:
        if (file := folder / FOLDER / FILE).is_file():
            return file
    raise VisualDiffError(
        f"There is no history in {folders[0]}{'' if root else ' or above'}.",
        "Run pytest a few times: it keeps one in .visualdiff of its root folder.",
    )


def _lines(found: Sequence[Unsteady], remembered: Sequence[Remembered], most: int) -> Iterator[str]:
    results = sum(len(check.outcomes) for check in remembered)
    counted = f"of {_count(len(remembered), 'check')}, in {_count(results, 'result')}"
    if not found:
        yield f"none {counted}, differed and matched again with the same baseline"
        return
    yield f"{len(found)} {counted}, came out differently with the same baseline"
    for check in found[:most]:
        yield f"\n{check.node_id}  {check.name}"
        yield f"  {_summary(check)}"
        for place in check.places:
            yield f"  {place.times} x {place.words}"
            if place.ignore:
                yield f"      ignore={place.ignore}"
    if more := len(found[most:]):
        yield f"\nand {more} more"


def _summary(check: Unsteady) -> str:
    parts = [f"differed in {check.differed} of {_count(check.results, 'result')}"]
    if check.recovered:
        parts.append(f"and matched again {_times(check.recovered)} with the same baseline")
    if check.unstable:
        parts.append(f"two pictures of one page differed {_times(check.unstable)}")
    return ", ".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number:,} {plural(number, what)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _to_wire(check: Unsteady) -> dict[str, Any]:
    return {
        "node_id": check.node_id,
        "name": check.name,
        "results": check.results,
        "differed": check.differed,
        "recovered": check.recovered,
        "unstable": check.unstable,
        "areas": [
            {
                "times": place.times,
                "kinds": sorted({area.kind for area in place.areas}),
                "element": place.areas[-1].element or None,
                "path": place.areas[-1].path or None,
                "box": place.box.to_wire() if place.box else None,
                "ignore": place.ignore,
                "mask": place.mask,
            }
            for place in check.places
        ],
    }
