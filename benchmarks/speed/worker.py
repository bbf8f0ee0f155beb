"""Compares pairs with the tools of Python, as ``benchmarks/defects/peers.mjs`` does with Node's.

stdin: a pair a line, ``{"baseline", "actual", "tools": [name]}``, with paths of PNG files.
stdout: a line for each, ``{"seconds", "cpu_seconds"}`` or ``{"error"}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.comparing import Pair
from benchmarks.speed.tools import IN_PYTHON, RefusalError
from benchmarks.timing import clocked


def main() -> None:
    """Answer until there are no more pairs."""
    for line in sys.stdin:
        question = json.loads(line)
        pair = Pair(Path(question["baseline"]), Path(question["actual"]))
        (tool,) = question["tools"]
        print(json.dumps(_answer(tool, pair)), flush=True)


def _answer(tool: str, pair: Pair) -> dict[str, Any]:
    try:
        wall, cpu = clocked(IN_PYTHON[tool](pair))
        return {"seconds": wall / 1000, "cpu_seconds": cpu / 1000}
    except RefusalError as refusal:
        return {"error": str(refusal)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
