"""How well pytest-visualdiff and other tools find known defects in pairs of screenshots.

``python -m benchmarks.defects.score DATA`` compares the pairs of the folder DATA with every tool
and prints what came of it. It reports and never fails for what it finds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.defects import tables
from benchmarks.defects.measures import Scored
from benchmarks.defects.pairs import Pair, read_pairs
from benchmarks.defects.peers import TOOLS, Failure, Tool, ask
from benchmarks.defects.store import Store, to_wire

_Failures = dict[str, dict[str, str]]
"""By tool and pair: what a tool said that could not compare it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print, and return 0."""
    options = _options(arguments)
    pairs = read_pairs(options.data, options.split)
    if not pairs:
        print(f"{options.data} has no pairs of the split {options.split!r}", file=sys.stderr)
        return 2
    store = Store(options.data.with_name(f"{options.data.name}.scores.json"))
    failures: _Failures = {}
    results: dict[str, str | Scored] = {}
    try:
        for tool in options.tools:
            results[tool.name] = _score(tool, pairs, store, failures.setdefault(tool.name, {}))
    finally:
        store.save()

    facts = _facts(pairs, options.split, options.tools, failures)
    made = tables.tables(results)
    print("\n\n".join(["\n".join(facts), *(table.text() for table in made)]))
    if options.markdown:
        listed = "\n".join(f"- {fact}" for fact in facts)
        page = "\n\n".join([listed, *(table.markdown() for table in made)])
        options.markdown.write_text(page + "\n", "utf-8")
    if options.json:
        document = _document(pairs, options, results, failures)
        options.json.write_text(json.dumps(document) + "\n", "utf-8")
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
    options = parser.parse_args(arguments)
    options.data = options.data.resolve()
    return options


def _tools(names: str) -> tuple[Tool, ...]:
    known = {tool.name: tool for tool in TOOLS}
    for name in names.split(","):
        if name not in known:
            raise argparse.ArgumentTypeError(f"there is no tool {name!r}")
    return tuple(known[name] for name in names.split(","))


def _score(
    tool: Tool, pairs: Sequence[Pair], store: Store, failures: dict[str, str]
) -> str | Scored:
    """Return what a tool says of the pairs; it is asked only of those it has not answered yet."""
    if tool.version is None:
        return f"not installed: {tool.to_install}"
    outcomes = {pair.id: outcome for pair in pairs if (outcome := store.get(tool, pair))}
    missing = [pair for pair in pairs if pair.id not in outcomes]
    if missing:
        print(f"{tool.name}: {len(missing)} of {len(pairs)} pairs to compare", file=sys.stderr)
    for pair, said in ask(tool, missing):
        if isinstance(said, Failure):
            failures[pair.id] = said.message
        else:
            outcomes[pair.id] = said
            store.put(tool, pair, said)
    if not outcomes:
        return f"compared no pair: {_commonest(failures)}"
    return [(pair, outcomes[pair.id]) for pair in pairs if pair.id in outcomes]


def _commonest(failures: dict[str, str]) -> str:
    ((message, _),) = Counter(failures.values()).most_common(1)
    return " ".join(message.split())


def _facts(
    pairs: Sequence[Pair], split: str, tools_asked: Sequence[Tool], failures: _Failures
) -> list[str]:
    """Say what was compared with what, and what could not be."""
    mutated = sum(1 for pair in pairs if pair.mutation)
    facts = [
        f"{len(pairs)} pairs (split {split}): {mutated} mutated, {len(pairs) - mutated} harmless; "
        f"{sum(pair.cross_rendered for pair in pairs)} drawn in different ways"
    ]
    for tool in tools_asked:
        made_by = "" if tool.package == tool.name else f"{tool.package} "
        facts.append(f"{tool.name}: {made_by}{tool.version or 'not installed'}, {tool.settings}")
        if failed := failures[tool.name]:
            facts.append(
                f"{tool.name}: {len(failed)} of {len(pairs)} pairs not compared and left out of "
                f"its figures, most often: {_commonest(failed)}"
            )
    return facts


def _document(
    pairs: Sequence[Pair],
    options: argparse.Namespace,
    results: tables.Results,
    failures: _Failures,
) -> dict[str, Any]:
    """Return everything, for ``--json``."""
    said = {
        name: {pair.id: to_wire(outcome) for pair, outcome in scored}
        for name, scored in results.items()
        if not isinstance(scored, str)
    }
    return {
        "split": options.split,
        "tools": {
            tool.name: {
                "package": tool.package,
                "version": tool.version,
                "settings": tool.settings,
                "score": tool.unit,
                "not_run": result if isinstance(result := results[tool.name], str) else None,
                "failures": failures[tool.name],
            }
            for tool in options.tools
        },
        "pairs": [
            {
                "id": pair.id,
                "renderings": pair.renderings,
                "cross_rendered": pair.cross_rendered,
                "mutation": pair.mutation,
                "outcomes": {name: by_pair.get(pair.id) for name, by_pair in said.items()},
            }
            for pair in pairs
        ],
        "tables": [
            {"title": table.title, "columns": table.columns, "rows": table.rows}
            for table in tables.tables(results)
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
