"""The figures of ``docs/benchmarks.md``, put there anew.

``python -m benchmarks.defects.publish DATA`` lets every tool compare the scored pairs of the folder
DATA, as far as that is not known yet, and replaces what stands between ``<!-- figures: NAME -->``
and ``<!-- end of figures -->`` in the page. The words around it are written by hand.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.defects.scoring import NoPairsError, Scores, score
from benchmarks.defects.tools import TOOLS

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_FIGURES = re.compile(
    r"(<!-- figures: (?P<name>[\w-]+) -->\n).*?(<!-- end of figures -->)", re.DOTALL
)


class UnknownFiguresError(Exception):
    """A page asks for figures that there are none of; the text says which."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, write the page, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.defects.publish",
        description="Put the figures of the scored pairs into a page of the documentation.",
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with pairs.json")
    parser.add_argument("--page", type=Path, default=PAGE, help=f"default: {PAGE.name} in docs")
    options = parser.parse_args(arguments)
    try:
        scores = score(options.data.resolve(), "scored", TOOLS)
        page = with_figures(options.page.read_text("utf-8"), figures(scores))
    except (NoPairsError, UnknownFiguresError) as error:
        print(error, file=sys.stderr)
        return 2
    options.page.write_text(page, "utf-8")
    return 0


def figures(scores: Scores) -> dict[str, str]:
    """Return the figures that a page may show, in Markdown, by their names."""
    facts = "\n".join(f"- {fact}" for fact in scores.facts())
    return {"facts": facts, **{table.name: table.untitled() for table in scores.tables()}}


def with_figures(page: str, known: Mapping[str, str]) -> str:
    """Return a page with these figures in the places of the old ones.

    Raises
    ------
    UnknownFiguresError
        If the page asks for others.
    """

    def filled(place: re.Match[str]) -> str:
        if place["name"] not in known:
            names = ", ".join(sorted(known))
            raise UnknownFiguresError(f"there are no figures {place['name']!r}, only {names}")
        return f"{place[1]}\n{known[place['name']]}\n\n{place[3]}"

    return _FIGURES.sub(filled, page)


if __name__ == "__main__":
    sys.exit(main())
