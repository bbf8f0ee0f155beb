"""What the tools say of the pairs, and all that is made of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.defects import expectations, naming_tables, tables
from benchmarks.defects.measures import Scored
from benchmarks.defects.pairs import PAIRS, Pair, read_pairs
from benchmarks.defects.peers import Failure
from benchmarks.defects.store import Store, to_wire
from benchmarks.defects.tools import Tool, ask
from benchmarks.table import Table
from benchmarks.targets import Target


class NoPairsError(Exception):
    """A folder has no pairs, or none of a split; the text says so."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What was said of the pairs.

    Attributes
    ----------
    split : str
    pairs : sequence of Pair
    tools : sequence of Tool
        The tools that were asked.
    results : mapping
        By the tools' names: what each said, or why it said nothing.
    failures : dict
        By tool and pair: what a tool said that could not compare it.
    """

    split: str
    pairs: Sequence[Pair]
    tools: Sequence[Tool]
    results: tables.Results
    failures: dict[str, dict[str, str]]

    def facts(self) -> list[str]:
        """Say what was compared with what, and what could not be."""
        pairs = self.pairs
        mutated = sum(1 for pair in pairs if pair.mutation)
        facts = [
            f"{len(pairs)} pairs (split {self.split}): {mutated} mutated, {len(pairs) - mutated} "
            f"harmless; {sum(pair.cross_rendered for pair in pairs)} drawn in different ways"
        ]
        for tool in self.tools:
            made_by = "" if tool.package == tool.name else f"{tool.package} "
            installed = tool.version or "not installed"
            facts.append(f"{tool.name}: {made_by}{installed}, {tool.settings}")
            if failed := self.failures[tool.name]:
                facts.append(
                    f"{tool.name}: {len(failed)} of {len(pairs)} pairs not compared and left out "
                    f"of its figures, most often: {_commonest(failed)}"
                )
        return facts

    def tables(self) -> list[Table]:
        """Return all tables."""
        return [
            *tables.tables(self.results),
            *naming_tables.tables(self.results),
            *([expectations.table(self.results)] if self.expected() else []),
        ]

    def expected(self) -> list[Target]:
        """Return what is expected of pytest-visualdiff, with what was measured."""
        return expectations.targets(self.results)

    def document(self) -> dict[str, Any]:
        """Return everything as JSON values, pair by pair."""
        said = {
            name: {pair.id: to_wire(outcome) for pair, outcome in scored}
            for name, scored in self.results.items()
            if not isinstance(scored, str)
        }
        return {
            "split": self.split,
            "tools": {tool.name: self._about(tool) for tool in self.tools},
            "pairs": [
                {
                    "id": pair.id,
                    "renderings": pair.renderings,
                    "cross_rendered": pair.cross_rendered,
                    "mutation": pair.mutation,
                    "outcomes": {name: by_pair.get(pair.id) for name, by_pair in said.items()},
                }
                for pair in self.pairs
            ],
            "tables": [
                {"title": table.title, "columns": table.columns, "rows": table.rows}
                for table in self.tables()
            ],
            "expected": [{**asdict(it), "met": it.met} for it in self.expected()],
        }

    def _about(self, tool: Tool) -> dict[str, Any]:
        result = self.results[tool.name]
        return {
            "package": tool.package,
            "version": tool.version,
            "settings": tool.settings,
            "score": tool.unit,
            "not_run": result if isinstance(result, str) else None,
            "failures": self.failures[tool.name],
        }


def score(data: Path, split: str, tools: Sequence[Tool]) -> Scores:
    """Let the tools compare the pairs of a folder; what is known already is not asked again.

    Raises
    ------
    NoPairsError
        If there are none.
    """
    if not (data / PAIRS).exists():
        raise NoPairsError(
            f"{data} has no {PAIRS}, which is written last: "
            f"python -m benchmarks.defects.generate --out {data} makes it, or goes on with it"
        )
    pairs = read_pairs(data, split)
    if not pairs:
        raise NoPairsError(f"{data} has no pairs of the split {split!r}")
    store = Store(data.with_name(f"{data.name}.scores.json"))
    failures: dict[str, dict[str, str]] = {tool.name: {} for tool in tools}
    results: dict[str, str | Scored] = {}
    try:
        for tool in tools:
            results[tool.name] = _ask(tool, pairs, store, failures[tool.name])
    finally:
        store.save()
    return Scores(split, pairs, tools, results, failures)


def _ask(tool: Tool, pairs: Sequence[Pair], store: Store, failures: dict[str, str]) -> str | Scored:
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
