"""Comparisons on a thread of this process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.execution.local import LocalExecutor, run
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.tools import TOOLS, compare

JOB = Job(to_png(screen()), to_png(screen(badge=True)))


def test_the_same_comparison_as_made_directly_with_the_times_beside_it() -> None:
    execution = run(JOB, TOOLS)
    assert execution.comparison == compare(JOB)
    assert execution.executed_on == "local"
    assert set(execution.timings) == {
        "decode", "differences", "similarity", "analysis", "elements", "text", "total",
    }  # fmt: skip
    assert all(seconds >= 0 for seconds in execution.timings.values())


def test_what_was_submitted_comes_back() -> None:
    executor = LocalExecutor(TOOLS)
    pending = [executor.submit(JOB) for _ in range(5)]
    expected = compare(JOB)
    assert all(one.result().comparison == expected for one in pending)
    executor.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("visualdiff")]


def test_a_damaged_picture_raises_when_the_result_is_asked_for() -> None:
    executor = LocalExecutor(TOOLS)
    pending = executor.submit(Job(JOB.baseline, b""))
    with pytest.raises(InvalidPictureError):
        pending.result()
    executor.close()


def test_the_workers_of_a_run_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENCV_FOR_THREADS_NUM", raising=False)
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", str(os.cpu_count()))
    LocalExecutor(TOOLS).close()
    assert os.environ["OPENCV_FOR_THREADS_NUM"] == "1"
    asked = "import cv2; print(cv2.getNumThreads())"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "1"
