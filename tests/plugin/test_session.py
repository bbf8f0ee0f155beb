"""What a session does when even the comparison breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_visualdiff.baselines.store import BaselineStore
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.model import Capture, Job, Policy, Settings, Size
from pytest_visualdiff.plugin.options import RunSettings
from pytest_visualdiff.plugin.request import Request
from pytest_visualdiff.plugin.session import VisualSession
from tests.support import screen, to_png


class OutOfMemory:
    """An executor on a machine whose memory is used up: what no test can bring about for real."""

    def submit(self, job: Job) -> OutOfMemory:
        return self

    def result(self) -> Execution:
        raise MemoryError("no room for 4 GiB")

    def close(self) -> None:
        """Nothing to give back."""


def test_a_comparison_that_breaks_is_an_error_of_the_check_and_no_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BaselineStore(tmp_path / "__visual__")
    picture = Capture(to_png(screen()), Size(160, 100), 1.0, {"source": "picture"})
    store.write(store.path("home", None), picture, overwrite=False)
    session = VisualSession(RunSettings("changed", False, tmp_path / "report", False, {}), tmp_path)
    attempt = session.attempt(store.find("home", None), Settings(), Policy())
    request = Request("test_it.py::test", "home", store, None, picture, attempt)
    monkeypatch.setitem(vars(session), "_executor", OutOfMemory())
    result = session.begin(request)()
    assert (result.status, result.failed) == ("error", True)
    assert "The comparison broke: MemoryError: no room for 4 GiB" in result.message
    assert "Please report it" in result.message
    assert request.target.read_bytes() == picture.png
    session.close()
