"""The structure of a package: its modules, the rooms they are in, and who imports whom.

A room is a folder, or a module that lies at the top of the package.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path


class Structure:
    """The modules of a package and what each of them imports, read from the sources.

    Imports inside functions and those for type checkers alone count like any other.

    Parameters
    ----------
    package : Path
        The folder of the package.
    """

    def __init__(self, package: Path) -> None:
        self.package = package

    @cached_property
    def modules(self) -> Mapping[str, Path]:
        """Every module by its name below the package; the package itself is ``""``."""
        paths = sorted(self.package.rglob("*.py"))
        return {self._name(path): path for path in paths}

    def room(self, module: str) -> str:
        """Return the room that a module is in: its folder, or itself if it lies at the top."""
        is_folder = self.modules[module].name == "__init__.py"
        return module if is_folder or "." not in module else module.rpartition(".")[0]

    @cached_property
    def rooms(self) -> Mapping[str, list[str]]:
        """The modules of each room, in order."""
        found = defaultdict(list)
        for module in self.modules:
            found[self.room(module)].append(module)
        return dict(found)

    @cached_property
    def imports(self) -> Mapping[str, frozenset[str]]:
        """The modules of the package that each module imports."""
        return {
            module: frozenset(
                name
                for full in imported(path)
                if (name := self._module(full)) is not None and name != module
            )
            for module, path in self.modules.items()
        }

    @cached_property
    def room_imports(self) -> Mapping[str, frozenset[str]]:
        """The rooms, other than itself, that the modules of each room import from."""
        return {
            room: frozenset(
                self.room(other) for module in modules for other in self.imports[module]
            )
            - {room}
            for room, modules in self.rooms.items()
        }

    def _name(self, path: Path) -> str:
        parts = path.relative_to(self.package).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _module(self, full: str) -> str | None:
        """Return the module of the package that a dotted name is, or is in; None if it is not."""
        first, _, name = full.partition(".")
        if first != self.package.name:
            return None
        while name not in self.modules:
            name = name.rpartition(".")[0]
        return name


def imported(path: Path, *, at_run_time: bool = False) -> Iterator[str]:
    """Yield the dotted names that a module imports, absolute ones only.

    Parameters
    ----------
    path : Path
        The module's source.
    at_run_time : bool, optional
        Leave out what is imported for type checkers alone.

    Raises
    ------
    ValueError
        If an import is relative.
    """
    tree = ast.parse(path.read_text("utf-8"))
    left_out = {
        id(inner)
        for node in ast.walk(tree)
        if at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level or not node.module:
                raise ValueError(f"{path}:{node.lineno}: imports are absolute")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
