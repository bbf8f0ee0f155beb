"""A process that compares pairs with one tool, and what the system says of its use: Linux only."""

from __future__ import annotations

import ctypes
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from benchmarks.comparing import Pair
from benchmarks.speed import tools
from benchmarks.speed.tools import RefusalError

_LIBC = ctypes.CDLL(None, use_errno=True)
_PROC = Path("/proc")
_RESET_PEAK = "5"


class Process:
    """A tool at work; the pair is handed over and the answer taken on pipes.

    Parameters
    ----------
    tool : str
        One of `benchmarks.speed.tools.TOOLS`.
    """

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._stack = ExitStack()

    def __enter__(self) -> Process:
        self._errors = self._stack.enter_context(tempfile.TemporaryFile("w+"))
        self._process = self._stack.enter_context(
            subprocess.Popen(
                tools.command(self._tool),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                text=True,
            )
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def compare(self, pair: Pair) -> tuple[float, float]:
        """Compare a pair, and return what it took, in milliseconds: wall and CPU.

        The process itself takes the times, without the pipes; only the processor time of Node and
        its children is read from outside.

        Raises
        ------
        RefusalError
            If the tool did not compare it.
        """
        before = self._cpu_seconds()
        answer = self._ask(pair)
        cpu = answer.get("cpu_seconds", self._cpu_seconds() - before)
        if "error" in answer:
            raise RefusalError(" ".join(answer["error"].split()))
        if answer.get("different") and answer["score"] is None:
            raise RefusalError(tools.ANOTHER_SIZE)
        return answer["seconds"] * 1000, cpu * 1000

    def peak(self, pair: Pair) -> tuple[int, float]:
        """Compare a pair, and return by how many bytes memory grew meanwhile, and the wall time.

        Of a tool with a server it is the sum over its processes, each at its own peak.

        Raises
        ------
        RefusalError
            If the tool did not compare it.
        """
        for pid in self._family():
            (_PROC / str(pid) / "clear_refs").write_text(_RESET_PEAK)
        before = self._memory("VmRSS")
        wall, _ = self.compare(pair)
        return self._memory("VmHWM") - before, wall

    def _ask(self, pair: Pair) -> dict[str, Any]:
        question = {"baseline": str(pair.baseline), "actual": str(pair.actual)}
        answer = ""
        if self._process.stdin and self._process.stdout:
            try:
                print(
                    json.dumps({**question, "tools": [self._tool]}),
                    file=self._process.stdin,
                    flush=True,
                )
                answer = self._process.stdout.readline()
            except BrokenPipeError:
                pass
        return json.loads(answer) if answer else {"error": self._last_words()}

    def _last_words(self) -> str:
        self._errors.seek(0)
        said = self._errors.read().strip().splitlines() or ["without a word"]
        return f"ended before it answered: {said[-1]}"

    def _cpu_seconds(self) -> float:
        """Return the processor time of all threads of the process and of its children."""
        return sum(map(_cpu_seconds, self._family()))

    def _memory(self, field: Literal["VmRSS", "VmHWM"]) -> int:
        return sum(_memory(pid, field) for pid in self._family())

    def _family(self) -> Iterator[int]:
        waiting = [self._process.pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            for children in (_PROC / str(pid) / "task").glob("*/children"):
                waiting += map(int, children.read_text().split())


def _cpu_seconds(pid: int) -> float:
    clock = ctypes.c_int()
    if error := _LIBC.clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, os.strerror(error))
    return time.clock_gettime(clock.value)


def _memory(pid: int, field: str) -> int:
    """Return one of the sizes in a process' status, in bytes."""
    status = (_PROC / str(pid) / "status").read_text()
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    return 1024 * int(found[1]) if found else 0
