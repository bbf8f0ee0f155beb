"""Real servers for the tests: a Redis of their own on a free port, and worker processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import redis

from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.storage.store import Store

VISUALDIFF = (
    sys.executable, "-c",
    "import sys; from pytest_visualdiff.commands.main import main; sys.exit(main())",
)  # fmt: skip
"""The command ``visualdiff``, in the interpreter that runs the tests."""

SLOW = """
import time
from pytest_visualdiff.execution import local
compare_here = local.run
def run(job, *told):
    if len(job.baseline) > 400:  # not those with which a worker warms up
        time.sleep({seconds})
    return compare_here(job, *told)
local.run = run
"""
"""Program of a `WorkerProcess` whose comparisons sleep first; to be formatted with ``seconds``."""


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(true: Callable[[], object], within: float, what: str) -> None:
    """Wait until something is so.

    Raises
    ------
    AssertionError
        If it is not after that many seconds.
    """
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"{what}: not within {within} s"
        time.sleep(0.05)


class RedisServer:
    """A Redis on loopback that keeps nothing on disk.

    Parameters
    ----------
    folder : Path
        Where it may write its log.
    *options : str
        More of its command line.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._options = options
        self._frozen = False
        self.start()

    def start(self) -> None:
        """Start it, empty."""
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed: apt install redis-server"
        self.process = subprocess.Popen(
            [
                program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--dir", str(self.folder),
                "--logfile", str(self.folder / "redis.log"), *self._options,
            ],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(self._answers, 20, "Redis answers")

    def _answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis.exceptions.AuthenticationError:
            return True
        except redis.exceptions.ConnectionError:
            return False

    def client(self) -> redis.Redis:
        """Return a client of it."""
        return redis.Redis.from_url(self.url, socket_timeout=5)

    @property
    def places(self) -> Addresses:
        """The pool whose everything is in here."""
        return Addresses(self.url, self.url, self.url)

    def freeze(self) -> None:
        """Stop it so that connections stay open and nothing is answered."""
        self._frozen = True
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._frozen = False
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it; what it kept is lost."""
        if self._frozen:
            self.thaw()
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """End it and start it again, empty."""
        self.stop()
        self.start()


class WorkerProcess:
    """A worker of the pool, in processes of its own.

    Parameters
    ----------
    folder : Path
        For its log.
    places : Addresses
    processes : int, optional
    program : str, optional
        Python code that is run in each of its processes before anything else.
    environment : mapping, optional
    arguments : sequence of str, optional
        More of the command line.
    """

    def __init__(
        self,
        folder: Path,
        places: Addresses,
        *arguments: str,
        processes: int = 1,
        program: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        self.places = places
        self.name = f"w{time.monotonic_ns()}@test"
        variables = {
            "VISUALDIFF_BROKER_URL": places.broker,
            "VISUALDIFF_RESULT_BACKEND": places.results,
            "VISUALDIFF_BLOBS": places.blobs,
            "PYTHONUNBUFFERED": "1",
            "OMP_NUM_THREADS": "1",
        }
        if program:
            patched = folder / f"patched-{time.monotonic_ns()}"
            patched.mkdir()
            (patched / "sitecustomize.py").write_text(program)
            path = os.environ.get("PYTHONPATH", "")
            variables["PYTHONPATH"] = f"{patched}{os.pathsep}{path}" if path else str(patched)
        command = [
            *VISUALDIFF,
            "worker", "--processes", str(processes), "--name", self.name, *arguments,
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **variables, **(environment or {})},
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ready(self, within: float = 60) -> WorkerProcess:
        """Wait until it takes tasks."""
        store = Store(self.places.results)
        wait_until(
            lambda: any(it.name.startswith(self.name) for it in store.workers()),
            within,
            f"the worker is there, see {self.log}",
        )
        return self

    def stop(self) -> int:
        """Ask it to end, and return its exit status once it has."""
        self.process.terminate()
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """End it and all its children at once, as a machine that is switched off."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> WorkerProcess:
        try:
            return self.ready()
        except AssertionError:
            self.kill()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.kill()
