"""Times and memory of pytest-visualdiff beside those of other tools, by size and by what differs.

``python -m benchmarks.speed`` prints them. It reports and never fails: the exit status is 0
whatever it finds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.comparing import CHANGED
from benchmarks.machine import machine
from benchmarks.speed.expectations import targets
from benchmarks.speed.measuring import Results, loading, open_bench
from benchmarks.speed.pictures import CASES, SIZES, Size, draw, parse_size, tiny
from benchmarks.speed.tables import tables
from benchmarks.speed.tools import DECODED, OURS, TOOLS, versions
from benchmarks.targets import Target
from examples.browser import BrowserError

_PACKAGES = ("pytest-visualdiff", "numpy", "scikit-image", "blazediff")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 0."""
    options = _options(arguments)
    if sys.platform != "linux":
        print("Memory and processor time of other processes are read as Linux tells them.")
        return 0
    facts = {**machine(_PACKAGES), **versions()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            results, facts["browser"] = _measure(folder, options)
        except BrowserError as error:
            print(error)
            return 0
        first = _loading(folder) if OURS in options.tools else None

    expected = targets(results, first)
    print("\n".join(f"{what:18}{value}" for what, value in facts.items()))
    print("\n" + "\n\n".join(table.text() for table in tables(results)))
    print("\nExpected\n" + "\n".join(f"  {target.verdict}" for target in expected))
    if options.markdown:
        options.markdown.write_text(_markdown(facts, results, expected), "utf-8")
    if options.json:
        document = _document(facts, results, first, expected)
        options.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description="Print times and memory of pytest-visualdiff and other tools.",
    )
    parser.add_argument("--rounds", type=_positive, default=9, metavar="N", help="default: 9")
    parser.add_argument(
        "--sizes",
        type=_sizes,
        default=SIZES,
        metavar="WxH,...",
        help=f"default: {','.join(map(str, SIZES))}",
    )
    parser.add_argument(
        "--tools",
        type=_tools,
        default=TOOLS,
        metavar="A,B",
        help=f"only these of {', '.join(TOOLS)}",
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, by round")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rounds")
    return int(text)


def _sizes(text: str) -> tuple[Size, ...]:
    try:
        return tuple(map(parse_size, text.split(",")))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _tools(names: str) -> tuple[str, ...]:
    asked = names.split(",")
    for name in asked:
        if name not in TOOLS:
            raise argparse.ArgumentTypeError(f"there is no tool {name!r}")
    return tuple(tool for tool in TOOLS if tool in asked)


def _measure(folder: Path, options: argparse.Namespace) -> tuple[Results, str]:
    """Draw, let everything be compared, and return what it cost and the browser's name."""
    _say("drawing")
    pairs, browser = draw(folder, options.sizes)
    results = {}
    with open_bench(options.tools, tiny(folder), options.rounds) as bench:
        for size, by_case in pairs.items():
            for case in CASES:
                _say(f"{size}, {case}")
                tools = [tool for tool in options.tools if tool not in DECODED or case == CHANGED]
                results[size, case] = bench.measure(by_case[case], tools)
    return results, browser


def _loading(folder: Path) -> float | None:
    _say("first comparisons of fresh processes")
    try:
        return loading(tiny(folder))
    except subprocess.CalledProcessError as error:
        _say(str(error))
        return None


def _say(what: str) -> None:
    print(what, file=sys.stderr)


def _markdown(facts: dict[str, str], results: Results, expected: Sequence[Target]) -> str:
    listed = "\n".join(f"- {what}: {value}" for what, value in facts.items())
    verdicts = "\n".join(f"- {target.verdict}" for target in expected)
    made = [table.markdown() for table in tables(results)]
    return "\n\n".join([listed, *made, f"**Expected**\n\n{verdicts}"]) + "\n"


def _document(
    facts: dict[str, str], results: Results, first: float | None, expected: Sequence[Target]
) -> dict[str, Any]:
    return {
        "machine": facts,
        "comparisons": [
            {"size": str(size), "case": case, "tool": tool, **asdict(row)}
            for (size, case), rows in results.items()
            for tool, row in rows.items()
        ],
        "loading": first,
        "expected": [{**asdict(target), "met": target.met} for target in expected],
    }


if __name__ == "__main__":
    sys.exit(main())
