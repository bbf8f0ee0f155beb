"""Which tests a file defines, by its source: a test that exists may run again, whatever ran now."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_AFTER_NAME = ("[", "-", "@")
"""What follows the name of a test in the name of its folder: parameters, or a digest."""


class Definitions(NamedTuple):
    """The tests that a file may define; in case of doubt it defines them.

    Attributes
    ----------
    names : frozenset of str
        Functions, with their classes: ``test_cart``, ``TestShop.test_cart``.
    open_classes : frozenset of str
        Classes that may have tests that are written elsewhere, as they have other bases.
    anything : bool
        Whether the source does not tell: it cannot be read, or imports names by ``*``.
    """

    names: frozenset[str] = frozenset()
    open_classes: frozenset[str] = frozenset()
    anything: bool = False

    @classmethod
    def of(cls, file: Path) -> Definitions:
        """Return what is defined in a Python file."""
        try:
            tree = ast.parse(file.read_bytes())
        except (OSError, SyntaxError, ValueError, RecursionError):
            return cls(anything=True)
        found = list(_definitions(tree.body, ""))
        return cls(
            frozenset(name for name, kind in found if kind == "test"),
            frozenset(name for name, kind in found if kind == "class"),
            any(kind == "import" for _, kind in found),
        )

    def may_define(self, folder: str) -> bool:
        """Return whether a test with the baselines in a folder of this name may be in the file."""
        if self.anything or any(folder.startswith(f"{it}.") for it in self.open_classes):
            return True
        return any(
            folder == name or folder.startswith(tuple(f"{name}{it}" for it in _AFTER_NAME))
            for name in self.names
        )


def _definitions(body: Sequence[ast.stmt], within: str) -> Iterator[tuple[str, str]]:
    """Yield the names that statements bind, each with what it is: test, class or import."""
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{within}{statement.name}", "test"
        elif isinstance(statement, ast.ClassDef):
            name = f"{within}{statement.name}"
            if statement.bases:
                yield name, "class"
            yield from _definitions(statement.body, f"{name}.")
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                star = alias.name == "*"
                yield f"{within}{alias.asname or alias.name}", "import" if star else "test"
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = (it for target in targets for it in ast.walk(target))
            yield from ((f"{within}{it.id}", "test") for it in names if isinstance(it, ast.Name))
        else:
            for part in ("body", "orelse", "finalbody"):
                yield from _definitions(getattr(statement, part, []), within)
            for handler in getattr(statement, "handlers", []):
                yield from _definitions(handler.body, within)
