"""The baselines that no test of a run requested. In case of doubt, a baseline is in use."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from pytest_visualdiff.baselines.definitions import Definitions
from pytest_visualdiff.baselines.store import ROOT_NAME, recorded, recorded_check
from pytest_visualdiff.files import safe_name

_TEST_NAME_LENGTH = 100
"""Characters of a test's name that are looked for in the names of folders, which are cut too."""


class Ledger:
    """The tests of a run and the baselines that they requested.

    Parameters
    ----------
    root : Path
        The folder that node ids start from.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()  # one folder may have many names
        self._ran: set[Path] = set()
        self._skipped: defaultdict[Path, set[str]] = defaultdict(set)
        self._asked: defaultdict[Path, set[str]] = defaultdict(set)

    def saw(self, node_id: str, outcome: str) -> None:
        """Note that a phase of a test ran, or that the test was skipped or failed as expected.

        Parameters
        ----------
        node_id : str
        outcome : str
            ``skipped`` stands for a test that failed as expected, too.
        """
        file, *names = node_id.split("::")
        path = self._root / file
        self._ran.add(path)
        if outcome == "skipped":
            test = ".".join(names).partition("[")[0].partition("@")[0]  # xdist adds @group
            self._skipped[path].add(test[:_TEST_NAME_LENGTH])

    def asked(self, folder: Path, names: Iterable[str]) -> None:
        """Note which checks a test made.

        Parameters
        ----------
        folder : Path
            The folder of its baselines.
        names : iterable of str
            The safe names of its checks.
        """
        self._asked[folder.resolve()].update(names)

    def unused(self, paths: Iterable[Path]) -> list[Path]:
        """Return the baselines below these files and folders that no test asked for.

        In use are: every variant of a check that was made (other browsers and platforms record
        their own); every baseline of a test that was skipped; every baseline of a test whose
        function exists but that did not run; and every baseline of a test file that exists but of
        which no test ran.
        """
        found: dict[Path, None] = {}
        for folder in _folders_of_test_files(path.resolve() for path in paths):
            for baseline in self._unused_in(folder):
                found[baseline] = None
        return list(found)

    def _unused_in(self, folder: Path) -> Iterator[Path]:
        """Yield the unused baselines of one test file's folder, ``<dir>/__visual__/<stem>``."""
        files = [
            file
            for file in folder.parent.parent.glob("*.py")
            if safe_name(file.stem) == folder.name
        ]
        if any(file not in self._ran for file in files):
            return
        skipped = {test for file in files for test in self._skipped[file]}
        baselines = list(recorded(folder))
        all_asked = all(baseline.parent in self._asked for baseline in baselines)
        defined = [] if all_asked else [Definitions.of(file) for file in files]
        for baseline in baselines:
            test = baseline.parent
            if test not in self._asked and any(it.may_define(test.name) for it in defined):
                continue
            if any(test.name.startswith(prefix) for prefix in skipped):
                continue
            if not _is_asked(baseline, self._asked.get(test, set())):
                yield baseline


def _is_asked(baseline: Path, names: Set[str]) -> bool:
    """Return whether a file is a baseline of one of these checks of its test, in any variant.

    Both names and the labels of variants may have dots: ``cart.total.png`` is of the check
    ``cart.total``, or of ``cart`` in the variant ``total`` that another run asks for. Its sidecar
    tells which; where it does not, the file is in use.
    """
    stem = f"{baseline.stem}."
    if baseline.stem in names:
        return True
    if not any(stem.startswith(f"{name}.") for name in names):
        return False
    check = recorded_check(baseline)
    renamed_by_hand = check is not None and not stem.startswith(f"{check}.")
    return check is None or renamed_by_hand or check in names


def _folders_of_test_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every ``__visual__/<stem>`` folder that belongs to these test files and folders."""
    for path in paths:
        if path.is_file():
            folder = path.parent / ROOT_NAME / safe_name(path.stem)
            if folder.is_dir():
                yield folder
            continue
        for here, below, _ in os.walk(path):
            if ROOT_NAME in below:
                yield from sorted(one for one in Path(here, ROOT_NAME).iterdir() if one.is_dir())
            below[:] = sorted(name for name in below if _may_hold_tests(Path(here, name)))


def _may_hold_tests(folder: Path) -> bool:
    name = folder.name
    return not (
        name.startswith(".")
        or name in {ROOT_NAME, "__pycache__", "node_modules"}
        or (folder / "pyvenv.cfg").exists()
    )
