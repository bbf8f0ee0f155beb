"""Flower shows the pool to those who have its password."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import celery
import pytest

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.configuration import KEY_PREFIX
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.execution.remote.wire.documents import COMPARE, digest
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.servers import VISUALDIFF, RedisServer, WorkerProcess, free_port, wait_until

BEFORE, AFTER = to_png(screen()), to_png(screen(badge=True))


class Flower:
    """A running Flower."""

    def __init__(self, port: int, process: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.process = process

    def ask(self, path: str, password: str = "") -> Any:
        request = urllib.request.Request(self.root + path)  # noqa: S310 - our own
        if password:
            encoded = base64.b64encode(password.encode()).decode()
            request.add_header("Authorization", f"Basic {encoded}")
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
            return json.load(answer)

    def tasks(self) -> list[dict[str, Any]]:
        return list(self.ask("/api/tasks", "me:secret").values())

    def states(self) -> list[str]:
        return [task["state"] for task in self.tasks()]

    def workers(self) -> list[str]:
        return list(self.ask("/api/workers?refresh=true", "me:secret"))

    def is_there(self) -> bool:
        try:
            self.ask("/api/tasks")
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


BREAKS = """
from pytest_visualdiff.execution import local
compare_here = local.run
def run(job, *told):
    if len(job.baseline) > 400:  # not those with which a worker warms up
        raise ZeroDivisionError("this one breaks")
    return compare_here(job, *told)
local.run = run
"""


@contextmanager
def running_flower(url: str, folder: Path, *arguments: str) -> Iterator[Flower]:
    """Run Flower, and ask it to end as a user would."""
    port = free_port()
    variables = {
        "VISUALDIFF_BROKER_URL": url,
        "FLOWER_BASIC_AUTH": "me:secret",
        "FLOWER_UNAUTHENTICATED_API": "true",  # which is not listened to
    }
    process = subprocess.Popen(
        [
            *VISUALDIFF,
            "flower", "--port", str(port), *arguments,
        ],
        env=os.environ | variables,
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    running = Flower(port, process.pid)
    try:
        wait_until(running.is_there, 60, "Flower answers")
        yield running
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
    finally:
        with suppress(ProcessLookupError):  # it ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def flower(redis_server: RedisServer, tmp_path: Path) -> Iterator[Flower]:
    with running_flower(redis_server.url, tmp_path) as running:
        yield running


def test_it_shows_tasks_by_digest_and_what_became_of_them(
    flower: Flower, redis_server: RedisServer, tmp_path: Path
) -> None:
    for path in ("/api/tasks", "/api/workers", "/"):
        for password in ("", "me:wrong"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                flower.ask(path, password)
            assert refused.value.code == 401
            refused.value.close()
    client = Client(redis_server.places, "run", Bounds(4, 60))
    with WorkerProcess(tmp_path, redis_server.places) as worker:
        wait_until(lambda: worker.name in flower.workers(), 30, "it knows the worker")
        client.submit(Job(BEFORE, AFTER)).result(timeout=60)
        wait_until(lambda: "SUCCESS" in flower.states(), 30, "it knows of a task that was done")
    (done,) = flower.tasks()
    assert done["name"] == COMPARE
    assert digest(BEFORE) in done["kwargs"]
    assert digest(AFTER) in done["kwargs"]
    assert "PNG" not in done["kwargs"]
    assert done["runtime"] > 0
    with WorkerProcess(tmp_path, redis_server.places, program=BREAKS) as worker:
        wait_until(lambda: worker.name in flower.workers(), 30, "it knows the worker")
        with pytest.raises(PoolError, match="this one breaks"):
            client.submit(Job(AFTER, BEFORE)).result(timeout=60)
        wait_until(lambda: "FAILURE" in flower.states(), 30, "it knows of a task that failed")
    (failed,) = flower.ask("/api/tasks?state=FAILURE", "me:secret").values()
    assert failed["exception"] == "ZeroDivisionError('this one breaks')"
    assert digest(AFTER) in failed["kwargs"]
    assert seen_by_celery(redis_server, failed["uuid"]).state == "FAILURE"
    assert seen_by_celery(redis_server, done["uuid"]).state == "SUCCESS"
    client.close()


def seen_by_celery(server: RedisServer, task: str) -> Any:
    """Return what Celery's own tools know of a task."""
    app = celery.Celery(backend=server.url, set_as_current=False)
    app.conf.result_backend_transport_options = {"global_keyprefix": KEY_PREFIX}
    return app.AsyncResult(task)


def test_it_listens_on_this_machine_alone_and_keeps_what_it_knows_if_told(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    state = "--state", str(tmp_path / "flower.db")
    job = Job(BEFORE, to_png(screen(button=(1, 2, 3))))
    with (
        WorkerProcess(tmp_path, redis_server.places) as worker,
        running_flower(redis_server.url, tmp_path, *state) as first,
    ):
        wait_until(lambda: worker.name in first.workers(), 30, "it knows the worker")
        client = Client(redis_server.places, "run", Bounds(4, 60))
        client.submit(job).result(timeout=60)
        client.close()
        wait_until(lambda: "SUCCESS" in first.states(), 30, "it knows of the task")
        known = {task["uuid"] for task in first.tasks()}
        # Told to end twice it would lose them, so there is one process to tell.
        assert b"celery" in Path(f"/proc/{first.process}/cmdline").read_bytes()
        port = int(first.root.rpartition(":")[2])
        assert {address for address in listening() if address.endswith(f":{port:04X}")} == {
            f"0100007F:{port:04X}"
        }
    with running_flower(redis_server.url, tmp_path, *state) as second:
        assert known <= {task["uuid"] for task in second.tasks()}


def listening() -> set[str]:
    """Return where processes of this machine listen, as Linux writes it: 0100007F is 127.0.0.1."""
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return {local for _, local, _, state, *_ in lines if state == "0A"}


@pytest.mark.parametrize("given", ["", "me", "me:", ":secret"])
def test_without_a_password_it_does_not_start(
    given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("FLOWER_BASIC_AUTH", given)
    assert main(["flower"]) == 2
    assert "Flower is not started without a password" in capsys.readouterr().err
