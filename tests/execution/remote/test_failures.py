"""What can break does: each run ends in bounded time, with the right verdicts and one reason."""

from __future__ import annotations

import base64
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Timer
from typing import Any, cast

import celery
import pytest

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client import client
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.client.executor import RemoteExecutor
from pytest_visualdiff.execution.remote.client.publisher import Message, Publisher
from pytest_visualdiff.execution.remote.configuration import COMPARE_QUEUE, KEY_PREFIX
from pytest_visualdiff.execution.remote.connection import PREFIX
from pytest_visualdiff.execution.remote.storage.store import Store
from pytest_visualdiff.execution.remote.wire.documents import ANALYSE, COMPARE, digest
from pytest_visualdiff.model import Job, Size
from tests.support import Project, screen, to_png
from tests.support.servers import SLOW, RedisServer, WorkerProcess, free_port, wait_until
from tests.support.tools import TOOLS, compare

BEFORE, AFTER = to_png(screen()), to_png(screen(badge=True))
EXPECTED = compare(Job(BEFORE, AFTER))


def jobs(count: int) -> list[Job]:
    """Return comparisons of the same difference, each of pictures of its own."""
    return [
        Job(to_png(screen(button=(it, 0, 99))), to_png(screen(button=(it, 0, 99), badge=True)))
        for it in range(count)
    ]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def ask() -> Iterator[Callable[..., RemoteExecutor]]:
    opened = []

    def open_pool(
        places: Addresses, *, fallback: bool = True, inflight: int = 32, timeout: float = 60
    ) -> RemoteExecutor:
        asking = Client(places, "run", Bounds(inflight, timeout))
        opened.append(RemoteExecutor(asking, TOOLS, fallback=fallback))
        return opened[-1]

    yield open_pool
    for executor in opened:
        executor.close()


Ask = Callable[..., RemoteExecutor]


def compared(executor: RemoteExecutor, asked: list[Job], within: float) -> list[Execution]:
    """Return what became of comparisons, all of which have to find the badge in that time."""
    start = time.monotonic()
    pending = [executor.submit(job) for job in asked]
    done = [it.result(timeout=within) for it in pending]
    took = time.monotonic() - start
    assert took < within, f"{took:.1f} s"
    assert all(it.comparison.regions == EXPECTED.regions for it in done)
    print(f"took {took:.1f} s")
    return done


def places_of(done: list[Execution]) -> set[str]:
    return {it.executed_on for it in done}


def test_redis_is_not_there(ask: Ask) -> None:
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    done = compared(ask(Addresses(nowhere, nowhere, nowhere)), jobs(5), within=3)
    assert places_of(done) == {f"local: the store of results at {nowhere} cannot be reached"}


def test_redis_is_frozen_when_a_task_is_sent(ask: Ask, server: RedisServer) -> None:
    server.freeze()
    executor = ask(server.places)
    done = compared(executor, jobs(5), within=12)
    assert places_of(done) == {f"local: the store of results at {server.url} does not answer"}
    compared(executor, jobs(5), within=3)  # that was the price, once


def test_there_is_no_worker(ask: Ask, server: RedisServer) -> None:
    executor = ask(server.places)
    assert places_of(compared(executor, jobs(5), within=15)) == {"local: no worker is there"}
    compared(executor, jobs(5), within=3)


def test_redis_freezes_for_a_while_during_a_task(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=2)):
        executor = ask(server.places)
        pending = executor.submit(Job(BEFORE, AFTER))
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "the task begins")
        server.freeze()
        thaw = Timer(8, server.thaw)
        thaw.start()
        assert pending.result(timeout=40).comparison == EXPECTED
        thaw.join()
        assert places_of(compared(ask(server.places), jobs(2), within=60)) == {"remote"}


def test_redis_starts_anew_with_tasks_queued_and_running(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=3)) as worker:
        executor = ask(server.places)
        pending = [executor.submit(job) for job in jobs(3)]
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "a task begins")
        server.restart()
        begun = worker.log.read_text().count("received")
        wait_until(lambda: worker.log.read_text().count("received") > begun, 15, "it takes tasks")
        done = [it.result(timeout=60) for it in pending]
        assert places_of(done) == {"remote"}
        assert "it is started again" not in worker.log.read_text()
        assert all(it.comparison.regions == EXPECTED.regions for it in done)


def test_the_store_is_emptied_in_mid_session(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=0.5)):
        executor = ask(server.places, inflight=4)
        pending = [executor.submit(job) for job in jobs(8)]
        pending[0].result(timeout=30)
        server.client().flushall()
        done = [it.result(timeout=60) for it in pending]
        assert places_of(done) == {"remote"}
        assert all(it.comparison.regions == EXPECTED.regions for it in done)


def test_redis_has_no_room_for_pictures(ask: Ask, tmp_path: Path) -> None:
    server = RedisServer(tmp_path, "--maxmemory", "1mb", "--maxmemory-policy", "noeviction")
    done = compared(ask(server.places), jobs(5), within=12)
    server.stop()
    assert places_of(done) == {f"local: the store of pictures at {server.url} is full"}


def test_redis_gets_full_in_mid_session(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=0.5)):
        executor = ask(server.places, inflight=4)
        pending = [executor.submit(job) for job in jobs(8)]
        assert pending[0].result(timeout=30).executed_on == "remote"
        server.client().config_set("maxmemory", "1mb")
        start = time.monotonic()
        done = [it.result(timeout=60) for it in pending]
        assert time.monotonic() - start < 30
    assert all(it.comparison.regions == EXPECTED.regions for it in done)
    local = places_of(done) - {"remote"}
    assert local
    assert all(place.startswith("local: ") and place.endswith(" is full") for place in local)


POISON = to_png(screen(button=(66, 6, 66)))

DEADLY = """
import hashlib, os, signal
from pytest_visualdiff.execution import local
compare_here = local.run
def run(job, *told):
    if hashlib.sha256(job.baseline).hexdigest() == POISON and DIES:
        os.kill(os.getpid(), signal.SIGKILL)
    return compare_here(job, *told)
local.run = run
"""
"""Makes a process of a worker die of one picture, as of a fault in a library."""


def deadly(condition: str) -> str:
    return DEADLY.replace("POISON", repr(digest(POISON))).replace("DIES", condition)


def test_a_child_that_dies_costs_a_second_run(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    died = repr(str(tmp_path / "died"))
    once = f"not os.path.exists({died}) and not os.mkdir({died})"
    with WorkerProcess(tmp_path, server.places, program=deadly(once)):
        job = Job(POISON, to_png(screen(button=(66, 6, 66), badge=True)))
        assert places_of(compared(ask(server.places), [job], within=30)) == {"remote"}
    assert (tmp_path / "died").is_dir()


def test_a_picture_that_ends_every_child_is_an_error_of_its_test_only(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    counting = f"open({str(tmp_path / 'deaths')!r}, 'a').write('x')"
    with WorkerProcess(tmp_path, server.places, program=deadly(counting)) as worker:
        executor = ask(server.places)
        poisoned = executor.submit(Job(POISON, AFTER))
        others = [executor.submit(job) for job in jobs(3)]
        with pytest.raises(VisualDiffError, match="The process that compared it died 3 times"):
            poisoned.result(timeout=60)
        assert places_of([it.result(timeout=30) for it in others]) == {"remote"}
        assert worker.stop() == 0
    assert (tmp_path / "deaths").read_text() == "xxx"


def test_the_whole_worker_is_killed(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=5)) as worker:
        executor = ask(server.places)
        pending = [executor.submit(job) for job in jobs(3)]
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "a task begins")
        worker.kill()
        start = time.monotonic()
        done = [it.result(timeout=60) for it in pending]
        assert time.monotonic() - start < 35
    assert places_of(done) == {"local: no worker is there"}
    assert all(it.comparison.regions == EXPECTED.regions for it in done)


def test_a_worker_that_is_asked_to_end_finishes_and_says_so(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    slow = SLOW.format(seconds=2)
    with WorkerProcess(tmp_path, server.places, "--pool", "solo", program=slow) as worker:
        executor = ask(server.places)
        pending = executor.submit(Job(BEFORE, AFTER))
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "the task begins")
        assert worker.stop() == 0
        assert pending.result(timeout=10).executed_on == "remote"
        assert Store(server.url).workers() == []


def test_a_worker_that_dies_is_started_again(server: RedisServer, tmp_path: Path) -> None:
    with WorkerProcess(tmp_path, server.places) as worker:
        found = Path(f"/proc/{worker.process.pid}/task/{worker.process.pid}/children").read_text()
        os.kill(int(found), signal.SIGKILL)
        wait_until(lambda: "it is started again in 1 s" in worker.log.read_text(), 10, "it says so")
        wait_until(lambda: worker.log.read_text().count("ready.") == 2, 60, "it is there again")


def test_a_task_that_takes_too_long_is_made_here(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    slow = SLOW.format(seconds=30)
    with WorkerProcess(tmp_path, server.places, "--time-limit", "1", program=slow):
        done = compared(ask(server.places), [Job(BEFORE, AFTER)], within=20)
    assert places_of(done) == {"local: it took longer than 1 s in the pool"}


def test_a_duplicated_message_leads_to_one_answer(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    queue = f"{KEY_PREFIX}{COMPARE_QUEUE}"
    client = server.client()
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=1)) as worker:
        executor = ask(server.places)
        first = executor.submit(jobs(1)[0])  # keeps the worker busy
        second = executor.submit(Job(BEFORE, AFTER))
        wait_until(lambda: client.llen(queue), 20, "a message is queued")
        (duplicate,) = client.lrange(queue, 0, 0)
        client.lpush(queue, duplicate, duplicate)
        assert places_of([first.result(30), second.result(30)]) == {"remote"}
        answers = answers_in(server)
        wait_until(lambda: worker.log.read_text().count("succeeded") == 4, 30, "all were run")
        assert answers_in(server) == answers


def answers_in(server: RedisServer) -> dict[bytes, bytes]:
    """Return the answers that are kept, by their keys."""
    client = server.client()
    keys = cast("list[bytes]", client.keys(f"{PREFIX}answer:*"))
    return {key: cast("bytes", client.get(key)) for key in keys}


def test_a_task_that_is_delivered_again_while_it_runs_leads_to_one_answer(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    slow = SLOW.format(seconds=4)
    with WorkerProcess(tmp_path, server.places, processes=2, program=slow) as worker:
        pending = ask(server.places).submit(Job(BEFORE, AFTER))
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "the task begins")
        time.sleep(1)
        deliver_again_after(1, server)
        wait_until(lambda: worker.log.read_text().count("received") == 2, 20, "it comes again")
        assert pending.result(30).comparison == EXPECTED
        answers = answers_in(server)
        assert len(answers) == 1
        wait_until(lambda: worker.log.read_text().count("succeeded") == 2, 30, "both were run")
        assert answers_in(server) == answers  # with the seconds of the first that ended


def deliver_again_after(seconds: int, server: RedisServer) -> None:
    """Do as workers do every ten seconds: put back what was not acknowledged for so long."""
    reader = celery.Celery(broker=server.url, set_as_current=False)
    visible = {"global_keyprefix": KEY_PREFIX, "visibility_timeout": seconds}
    reader.conf.broker_transport_options = visible
    with reader.connection_for_read() as connection, connection.channel() as channel:
        cast("Any", channel).qos.restore_visible()


def test_comparisons_go_before_analyses(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    slow = SLOW.format(seconds=1)
    with WorkerProcess(tmp_path, server.places, program=slow) as worker:
        asking = Client(server.places, "run", Bounds(32, 60))
        first = asking.submit(Job(BEFORE, AFTER))  # keeps the worker busy
        wait_until(lambda: server.client().keys(f"{PREFIX}note:*"), 20, "the task begins")
        analyses = [asking.analyse(job.actual, "none") for job in jobs(3)]
        comparison = asking.submit(jobs(1)[0])
        first.result(30)
        comparison.result(30)
        assert {analysis.result(30).size for analysis in analyses} == {Size(160, 100)}
        asking.close()
    received = re.findall(r"Task (\S+)\[\S+\] received", worker.log.read_text())
    assert received.index(ANALYSE) > max(at for at, it in enumerate(received[:3]) if it == COMPARE)
    assert sorted(received) == sorted([COMPARE, COMPARE, ANALYSE, ANALYSE, ANALYSE])


def test_no_more_is_under_way_than_is_allowed(ask: Ask, server: RedisServer) -> None:
    client = server.client()
    executor = ask(server.places, inflight=2)
    for job in jobs(9):
        executor.submit(job)
    queue = f"{KEY_PREFIX}{COMPARE_QUEUE}"
    wait_until(lambda: client.llen(queue), 20, "tasks are sent")
    time.sleep(1)
    assert client.llen(queue) == 2
    assert len(cast("list[bytes]", client.keys(f"{PREFIX}client:*"))) == 1


SHAKY = """
import os
from pytest_visualdiff.execution.remote.storage import blobs
from pytest_visualdiff.execution.remote.connection import PoolError
get = blobs.RedisBlobs.get
def fail(self, digests):
    with open({count!r}, "a+") as file:
        file.write("x")
        file.seek(0)
        if len(file.read()) <= {failures}:
            raise PoolError("the store of pictures is away", "Look for it.")
    return get(self, digests)
blobs.RedisBlobs.get = fail
"""
"""Makes the store of pictures fail so often, as one of objects may."""


@pytest.mark.parametrize(
    ("failures", "tries", "place"),
    [(1, 2, "remote"), (99, 3, "local: the store of pictures is away")],
)
def test_a_store_that_is_away_is_asked_again(
    ask: Ask, server: RedisServer, tmp_path: Path, failures: int, tries: int, place: str
) -> None:
    count = tmp_path / "count"
    shaky = SHAKY.format(count=str(count), failures=failures)
    with WorkerProcess(tmp_path, server.places, program=shaky):
        done = compared(ask(server.places), [Job(BEFORE, AFTER)], within=30)
    assert places_of(done) == {place}
    assert count.read_text() == "x" * tries


def test_a_message_that_expired_is_not_begun(server: RedisServer, tmp_path: Path) -> None:
    publisher = Publisher(server.places)
    for expires in (0.1, 60):
        name = uuid.uuid4().hex
        publisher.publish([Message(name, COMPARE, COMPARE_QUEUE, {"run": "run"})], expires)
    publisher.close()
    time.sleep(0.2)
    with WorkerProcess(tmp_path, server.places) as worker:
        wait_until(lambda: worker.log.read_text().count("received") == 2, 20, "it takes both")
        wait_until(lambda: name in worker.log.read_text(), 20, "it begins the other one")
        wait_until(lambda: "Traceback" in worker.log.read_text(), 20, "which asks for nothing")
        assert worker.log.read_text().count("Discarding revoked task") == 1


def test_garbage_on_the_queue_harms_nobody(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    proof = tmp_path / "pickle-was-run"
    queue = f"{KEY_PREFIX}{COMPARE_QUEUE}"
    with WorkerProcess(tmp_path, server.places) as worker:
        for task, body, kind in [
            ("unknown.task", b"[[], {}, {}]", "application/json"),
            (COMPARE, b"[[], {}, {}]", "application/json"),
            (COMPARE, b"no json at all", "application/json"),
            (COMPARE, pickle.dumps(Bomb(str(proof))), "application/x-python-serialize"),
        ]:
            server.client().lpush(queue, message(task, body, kind))
        done = compared(ask(server.places), jobs(2), within=30)
        assert places_of(done) == {"remote"}
        assert worker.process.poll() is None
    log = worker.log.read_text()
    assert "unregistered task" in log
    assert "Refusing to deserialize" in log
    assert not proof.exists()


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.path, "w")


def message(task: str, body: bytes, content_type: str) -> str:
    """Return a message as it lies in a queue of Redis."""
    name = uuid.uuid4().hex
    properties = {
        "correlation_id": name,
        "delivery_mode": 2,
        "delivery_info": {"exchange": "", "routing_key": COMPARE_QUEUE},
        "priority": 0,
        "body_encoding": "base64",
        "delivery_tag": name,
    }
    return json.dumps(
        {
            "body": base64.b64encode(body).decode(),
            "content-encoding": "utf-8" if "json" in content_type else "binary",
            "content-type": content_type,
            "headers": {
                "lang": "py",
                "task": task,
                "id": name,
                "argsrepr": "()",
                "kwargsrepr": "{}",
            },
            "properties": properties,
        }
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("import pytest_visualdiff; pytest_visualdiff.__version__ = '0.0.9'", "version 0.0.9"),
        (
            "from pytest_visualdiff.execution.remote.wire import identity; "
            "identity.model = lambda: 'another'",
            "other code",
        ),
    ],
)
def test_a_worker_with_other_code_is_not_believed(
    ask: Ask, server: RedisServer, tmp_path: Path, change: str, why: str
) -> None:
    with WorkerProcess(tmp_path, server.places, program=change):
        (place,) = places_of(compared(ask(server.places), jobs(3), within=20))
    assert place.startswith("local: ")
    assert why in place


def test_a_flipped_bit_in_a_picture_is_seen(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    client = server.client()
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=1)):
        executor = ask(server.places)
        first = executor.submit(jobs(1)[0])  # keeps the worker busy
        second = executor.submit(Job(BEFORE, AFTER))
        key = f"{PREFIX}blob:{digest(AFTER)}"
        wait_until(lambda: client.exists(key), 20, "the picture is there")
        client.setrange(key, 40, bytes([AFTER[40] ^ 1]))
        assert places_of([first.result(30), second.result(30)]) == {"remote"}
        assert second.result().comparison == EXPECTED
        assert client.get(key) == AFTER


def test_a_flipped_bit_in_an_answer_is_seen(ask: Ask, server: RedisServer, tmp_path: Path) -> None:
    client = server.client()
    with WorkerProcess(tmp_path, server.places):
        compared(ask(server.places), [Job(BEFORE, AFTER)], within=30)
        (key,) = client.keys(f"{PREFIX}answer:*")
        stored = cast("bytes", client.get(key))
        client.setrange(key, 100, bytes([stored[100] ^ 1]))
        done = compared(ask(server.places), [Job(BEFORE, AFTER)], within=30)
        assert places_of(done) == {"local: the result of the pool was damaged"}
        assert places_of(compared(ask(server.places), [Job(BEFORE, AFTER)], 30)) == {"remote"}


MANY = """
from pathlib import Path
from tests.support import Project, screen, to_png

def test_many(visual_baseline):
    for number in range(200):
        visual_baseline.check(to_png(screen(button=(number, 0, 99), badge=BADGE)), str(number))
"""


def test_an_interrupted_run_ends_at_once_also_where_the_broker_is_frozen(
    project: Project, server: RedisServer, tmp_path: Path
) -> None:
    project.has("test_many.py", MANY.replace("BADGE", "False"))
    project.run("--visual-update=missing").ended(passed=1)
    project.has("test_many.py", MANY.replace("BADGE", "True"))
    command = [
        sys.executable, "-m", "pytest", "--visual-mode=remote",
        "--visual-remote-inflight=200", "-p", "no:cacheprovider",
        "-p", "no:hypothesispytest",  # which at the end is imported, for seconds
    ]  # fmt: skip
    environment = {
        **os.environ,
        "VISUALDIFF_BROKER_URL": server.url,
        "PYTHONPATH": str(Path(__file__).parents[3]),  # where the tests' own support is
    }
    queue = f"{KEY_PREFIX}{COMPARE_QUEUE}"
    # Without a worker, a slow machine would give the pool up before it has sent that many.
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=30)):
        run = subprocess.Popen(
            command, cwd=project.root, env=environment, stdout=subprocess.PIPE, text=True
        )
        wait_until(lambda: server.client().llen(queue) >= 198, 60, "tasks are sent")
        server.freeze()
        run.send_signal(signal.SIGINT)
        start = time.monotonic()
        said, _ = run.communicate(timeout=30)
    assert time.monotonic() - start < 5
    assert run.returncode == pytest.ExitCode.INTERRUPTED
    assert "KeyboardInterrupt" in said


def test_an_interrupted_run_leaves_no_work_behind(
    ask: Ask, server: RedisServer, tmp_path: Path
) -> None:
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=1)) as worker:
        executor = ask(server.places)
        pending = [executor.submit(job) for job in jobs(20)]
        pending[0].result(timeout=30)
        executor.close()
        wait_until(lambda: "'cancelled'" in worker.log.read_text(), 10, "tasks are cancelled")
        wait_until(
            lambda: worker.log.read_text().count("succeeded") == 20, 10, "the queue is empty"
        )
        assert worker.log.read_text().count("'cancelled'") >= 15


def test_a_run_that_is_cancelled_by_its_name_fails_its_checks(
    ask: Ask, server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", server.url)
    with WorkerProcess(tmp_path, server.places, program=SLOW.format(seconds=1)):
        executor = ask(server.places)
        pending = [executor.submit(job) for job in jobs(5)]
        pending[0].result(timeout=30)
        assert main(["cancel", "run"]) == 0
        with pytest.raises(VisualDiffError, match=r"The run was cancelled\."):
            pending[4].result(timeout=30)


def test_a_run_cannot_be_cancelled_without_the_pool(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert main(["cancel", "run"]) == 2
    assert "The run was not cancelled: the store of results at" in capsys.readouterr().err


def test_a_library_that_waits_for_ever_holds_nobody_up(
    ask: Ask, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_STUCK_AFTER", 2.0)
    released = Event()
    monkeypatch.setattr(Publisher, "publish", lambda *_: released.wait())
    done = compared(ask(server.places), jobs(3), within=10)
    released.set()
    assert places_of(done) == {"local: the pool's servers do not answer"}
