"""How the package is built: rooms, lines, imports, thresholds, and the way of a comparison.

``python -m benchmarks.structure`` counts the package that lies beside it; ``--package DIR`` counts
another one, so that two checkouts can be held against each other. It reports and never fails.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from benchmarks.table import Table
from tests.support.structure import Structure

PACKAGE = Path(__file__).parents[1] / "pytest_visualdiff"

_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")
"""How a constant of a module is written."""


class Threshold(NamedTuple):
    """A constant that is a number, or several, and whether a sentence below says what it means."""

    name: str
    numbers: int
    explained: bool


class Walk(NamedTuple):
    """The modules that ran for something, and from which module into which a call went."""

    modules: frozenset[str]
    calls: frozenset[tuple[str, str]]


def thresholds(source: str) -> Iterator[Threshold]:
    """Yield the constants of a module that are numbers, or tuples of numbers."""
    body = ast.parse(source).body
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            targets, value = [statement.target], statement.value
        else:
            continue
        numbers = _numbers(value)
        names = [it.id for target in targets for it in ast.walk(target) if isinstance(it, ast.Name)]
        if numbers and all(_CONSTANT.fullmatch(name) for name in names):
            explained = (
                isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
                and isinstance(following.value.value, str)
                and len(names) == 1
            )
            yield Threshold(", ".join(names), numbers, explained)


def _numbers(value: ast.expr) -> int:
    """Return how many numbers an expression is made of; 0 if it holds anything else."""
    if isinstance(value, ast.Tuple):
        found = [_numbers(it) for it in value.elts]
        return sum(found) if all(found) else 0
    operations = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.operator, ast.unaryop)
    nodes = list(ast.walk(value))
    if not all(isinstance(node, operations) for node in nodes):
        return 0
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return int(all(type(it) in (int, float) for it in constants))


def floors(structure: Structure, room: str) -> int:
    """Return how many modules the longest chain of imports has within a room and its sub-rooms."""
    mine = {it for it in structure.modules if f"{it}.".startswith(f"{room}.")} - {room}

    @cache
    def height(module: str) -> int:
        return 1 + max((height(it) for it in structure.imports[module] & mine), default=0)

    return max((height(module) for module in mine), default=0)


def unsaid(source: str) -> Iterator[str]:
    """Yield the public functions with two and more parameters whose docstring names not all."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        names = [it.arg for it in given if it.arg not in ("self", "cls")]
        said = ast.get_docstring(node) or ""
        if node.name[0] != "_" and len(names) >= 2 and not all(_names(it, said) for it in names):
            yield node.name


def _names(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def walk(package: Path, baseline: bytes, actual: bytes) -> Walk:
    """Compare two pictures, and return which modules of the package that takes."""
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution.local import run
    from pytest_visualdiff.model import Job

    modules, calls = set[str](), set[tuple[str, str]]()
    names: dict[str, str] = {}

    def name(frame: FrameType) -> str:
        path = frame.f_code.co_filename
        if path not in names:
            inside = Path(path).is_relative_to(package)
            names[path] = Path(path).relative_to(package).as_posix() if inside else ""
        return names[path]

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or not (here := name(frame)):
            return
        modules.add(here)
        caller = frame.f_back
        while caller and not name(caller):
            caller = caller.f_back
        if caller and name(caller) != here:
            calls.add((name(caller), here))

    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        run(Job(baseline, actual), InstalledTools())
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return Walk(frozenset(modules), frozenset(calls))


def by_room(structure: Structure) -> Table:
    """Return the modules, lines, imports and thresholds of each room."""
    columns = ("room", "modules", "lines", "imports", "imported by", "thresholds", "unexplained")
    table = Table("By room", columns, [])
    total = [0] * 4
    for room, modules in structure.rooms.items():
        sources = [structure.modules[it].read_text("utf-8") for it in modules]
        found = [it for source in sources for it in thresholds(source)]
        counts = (
            len(modules),
            sum(source.count("\n") for source in sources),
            sum(it.numbers for it in found),
            sum(it.numbers for it in found if not it.explained),
        )
        total = [one + other for one, other in zip(total, counts, strict=True)]
        users = sum(room in others for others in structure.room_imports.values())
        imports = str(len(structure.room_imports[room]))
        row = (*map(str, counts[:2]), imports, str(users), *map(str, counts[2:]))
        table.rows.append((room or structure.package.name, *row))
    row = (*map(str, total[:2]), "", "", *map(str, total[2:]))
    return Table(table.title, columns, [*table.rows, ("all", *row)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m benchmarks.structure`` and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.structure", description="Print how the package is built."
    )
    parser.add_argument("--package", type=Path, default=PACKAGE, metavar="DIR")
    parser.add_argument(
        "--walk",
        nargs=2,
        type=Path,
        metavar=("BASELINE", "ACTUAL"),
        help="also say how many modules a comparison of two PNG files takes; of the package that "
        "is imported",
    )
    options = parser.parse_args(arguments)
    structure = Structure(options.package.resolve())
    print(by_room(structure).text())
    inside = [it for it in structure.modules if it.startswith("comparison.")]
    sub_rooms = {structure.room(it) for it in inside}
    print(f"comparison: {len(inside)} modules in {len(sub_rooms)} groups", end="")
    print(f" on {floors(structure, 'comparison')} floors")
    silent = [
        f"{module}.{name}"
        for module, path in structure.modules.items()
        for name in unsaid(path.read_text("utf-8"))
    ]
    print(f"public functions that do not name all of their parameters: {len(silent)}")
    if options.walk:
        way = walk(structure.package, *(path.read_bytes() for path in options.walk))
        print(f"a comparison runs in {len(way.modules)} modules;", end=" ")
        print(f"{len(way.calls)} pairs of them call each other")
    return 0


if __name__ == "__main__":
    sys.exit(main())
