"""Comparisons in this process, on a thread, while the test goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from pytest_visualdiff.detection import Tools
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.model import Job

_THREADS = 2
"""A test makes its checks one after another: one is compared while the next is captured."""


class LocalExecutor:
    """Runs ``compare`` on threads of this process; they start with the first job.

    Parameters
    ----------
    tools : Tools
        What comparisons find elements and read texts with.
    because : str, optional
        Why that is not done elsewhere, if it was to be: half a sentence.
    """

    def __init__(self, tools: Tools, because: str = "") -> None:
        _share_cores()
        self._tools = tools
        self._because = because
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="visualdiff")

    def submit(self, job: Job, because: str = "") -> Future[Execution]:
        """Start the comparison ``job`` and return at once; ``because`` is as above, for it."""
        return self._pool.submit(_run_because, job, self._tools, because or self._because)

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._pool.shutdown(cancel_futures=True)


def _share_cores() -> None:
    """Leave the other workers of pytest-xdist their cores: OpenCV takes all that there are.

    OpenCV reads the variable when it is first used, which for files that are equal it is not.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    share = max((os.cpu_count() or 1) // workers, 1)
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", str(share))


def _run_because(job: Job, tools: Tools, because: str) -> Execution:
    return replace(run(job, tools), executed_on=f"local: {because}" if because else "local")


def _to_nobody(_: str) -> None:
    pass


def run(job: Job, tools: Tools, enters: Callable[[str], None] = _to_nobody) -> Execution:
    """Make a comparison here and now, and take the time of its stages.

    Parameters
    ----------
    job : Job
    tools : Tools
    enters : callable, optional
        Told the name of each stage as it begins; a stage may begin twice.

    Raises
    ------
    InvalidPictureError
        If either file is not a PNG that can be decoded.
    """
    from pytest_visualdiff.comparison import compare

    timings: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        enters(name)
        start = time.perf_counter()
        yield
        took = time.perf_counter() - start
        timings[name] = round(timings.get(name, 0.0) + took, 6)  # a stage may run twice

    with stage("total"):
        comparison = compare(job, tools, stage)
    return Execution(comparison, "local", timings)
