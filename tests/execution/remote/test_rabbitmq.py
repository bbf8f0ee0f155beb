"""RabbitMQ carries the messages, and Redis keeps the results."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kombu
import pytest

from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.client.executor import RemoteExecutor
from pytest_visualdiff.execution.remote.configuration import ANALYSE_QUEUE, queues
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.servers import RedisServer, WorkerProcess, free_port, wait_until
from tests.support.tools import TOOLS

PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(), reason="RabbitMQ is not installed: apt install rabbitmq-server"
)


class RabbitServer:
    """A RabbitMQ on loopback with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.names_port = free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        variables = {
            "HOME": str(folder),
            "RABBITMQ_NODENAME": f"visualdiff{self.port}@localhost",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_LOGS": str(folder / "rabbitmq.log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
            "ERL_EPMD_PORT": str(self.names_port),
        }
        self.process = subprocess.Popen(
            [str(PROGRAM)],
            env=os.environ | variables,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(self.answers, 120, "RabbitMQ answers")

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def send(self, number: int) -> None:
        os.killpg(self.process.pid, number)

    def stop(self) -> None:
        self.send(signal.SIGKILL)
        self.process.wait()
        # Erlang's server of names lives on in a session of its own, until it is told to end; that
        # it does once it has noticed that nobody is there any more.
        end = [str(shutil.which("epmd")), "-port", str(self.names_port), "-kill"]
        wait_until(
            lambda: b"Killed" in subprocess.run(end, capture_output=True, check=False).stdout,
            20,
            "the server of names ends",
        )


@pytest.fixture
def rabbit(tmp_path: Path) -> Iterator[RabbitServer]:
    """Run one for each test: a worker of another one, killed and not missed yet, takes messages."""
    folder = tmp_path / "rabbitmq"
    folder.mkdir()
    server = RabbitServer(folder)
    yield server
    server.stop()


def test_it_can_stand_in_for_redis_and_may_freeze(
    rabbit: RabbitServer, redis_server: RedisServer, tmp_path: Path
) -> None:
    places = Addresses(rabbit.url, redis_server.url, redis_server.url)
    with WorkerProcess(tmp_path, places):
        executor = RemoteExecutor(Client(places, "run", Bounds(8, 60)), TOOLS, fallback=True)
        pending = [executor.submit(different(number)) for number in range(10)]
        assert {it.result(timeout=60).executed_on for it in pending} == {"remote"}
        rabbit.send(signal.SIGSTOP)
        start = time.monotonic()
        pending = [executor.submit(different(number)) for number in range(10, 20)]
        (place,) = {it.result(timeout=60).executed_on for it in pending}
        assert time.monotonic() - start < 30
        rabbit.send(signal.SIGCONT)
        executor.close()
    assert place.startswith("local: the broker at amqp://guest:***@127.0.0.1:")


def test_a_message_that_nobody_survives_is_given_up(rabbit: RabbitServer) -> None:
    queue = next(it for it in queues(rabbit.url) if it.name == ANALYSE_QUEUE)
    with kombu.Connection(rabbit.url) as connection, connection.channel() as channel:
        declared: Any = queue(channel)
        declared.declare()
        kombu.Producer(channel).publish({"kills": "its worker"}, routing_key=ANALYSE_QUEUE)
        returned: list[int] = []  # so many times before, as RabbitMQ counts

        def comes_back_no_more() -> bool:
            end = time.monotonic() + 5  # it may be on its way back
            while (message := declared.get()) is None:
                if time.monotonic() > end:
                    return True
            message.requeue()  # as RabbitMQ does when a worker dies
            returned.append(message.headers["x-delivery-count"])
            return False

        wait_until(lambda: declared.queue_declare(passive=True).message_count, 20, "it is there")
        wait_until(comes_back_no_more, 20, "it is given up")
    assert returned == [0, 1, 2, 3]


def different(number: int) -> Job:
    """Return a comparison that was not made before."""
    colour = (number, 7, 7)
    return Job(to_png(screen(button=colour)), to_png(screen(button=colour, badge=True)))
