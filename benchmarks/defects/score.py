"""How well pytest-visualdiff and other tools find known defects in pairs of screenshots.

``python -m benchmarks.defects.score DATA`` compares the pairs of the folder DATA with every tool
and prints what came of it. It reports and never fails for what it finds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.defects.scoring import NoPairsError, score
from benchmarks.defects.tools import TOOLS, Tool, with_model


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print, and return 0."""
    options = _options(arguments)
    try:
        scores = score(options.data, options.split, options.tools)
    except NoPairsError as error:
        print(error, file=sys.stderr)
        return 2
    facts, made = scores.facts(), scores.tables()
    print("\n\n".join(["\n".join(facts), *(table.text() for table in made)]))
    if options.markdown:
        listed = "\n".join(f"- {fact}" for fact in facts)
        page = "\n\n".join([listed, *(table.markdown() for table in made)])
        options.markdown.write_text(page + "\n", "utf-8")
    if options.json:
        options.json.write_text(json.dumps(scores.document()) + "\n", "utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.defects.score",
        description="Print how well pytest-visualdiff and other tools find known defects.",
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with pairs.json")
    parser.add_argument(
        "--split", default="scored", help="which pairs: scored (default), another split, or all"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there, by pair")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there")
    parser.add_argument(
        "--tools",
        type=_tools,
        default=TOOLS,
        metavar="A,B",
        help=f"only these of {', '.join(tool.name for tool in TOOLS)}",
    )
    parser.add_argument(
        "--model",
        metavar="FILE",
        help="ask pytest-visualdiff as well with this model that finds elements; none: without one",
    )
    options = parser.parse_args(arguments)
    options.data = options.data.resolve()
    if options.model:
        model = "none" if options.model == "none" else Path(options.model)
        options.tools += (with_model(model),)
    return options


def _tools(names: str) -> tuple[Tool, ...]:
    known = {tool.name: tool for tool in TOOLS}
    for name in names.split(","):
        if name not in known:
            raise argparse.ArgumentTypeError(f"there is no tool {name!r}")
    return tuple(known[name] for name in names.split(","))


if __name__ == "__main__":
    sys.exit(main())
