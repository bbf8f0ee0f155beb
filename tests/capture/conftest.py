"""Fixtures of tests that capture the same source again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.restless import served
from pytest_visualdiff.execution.local import LocalExecutor
from tests.support.recorded import Recorded
from tests.support.tools import TOOLS


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Serve pages that misbehave."""
    with served() as address:
        yield address


@pytest.fixture(scope="package")
def executor() -> Iterator[LocalExecutor]:
    """Return what makes the comparisons."""
    executor = LocalExecutor(TOOLS)
    yield executor
    executor.close()


@pytest.fixture
def recorded(tmp_path: Path, executor: LocalExecutor) -> Recorded:
    """Return a place for a baseline."""
    return Recorded(tmp_path, executor)
