"""A user of Redis with the rights that the documentation names, and no others, is enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import redis

from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client import Bounds, Client
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.model import Job
from tests.execution.remote.servers import RedisServer, WorkerProcess
from tests.support import screen, to_png

DOCUMENTED = Path(__file__).parents[3] / "docs" / "remote.md"
JOB = Job(to_png(screen()), to_png(screen(badge=True)))


def test_the_rule_of_access_that_is_documented_is_enough(tmp_path: Path) -> None:
    (rule,) = re.findall(r"^ACL SETUSER visualdiff (.*)$", DOCUMENTED.read_text("utf-8"), re.M)
    server = RedisServer(tmp_path, "--user", "visualdiff", *rule.split())
    password = rule.split(">")[1].split()[0]
    url = server.url.replace("redis://", f"redis://visualdiff:{password}@")
    places = Addresses(url, url, url)
    try:
        with WorkerProcess(tmp_path, places) as worker:
            client = Client(places, "run", Bounds(4, 60))
            assert client.submit(JOB).result(timeout=60).executed_on == "remote"
            client.close()
            assert "NOPERM" not in worker.log.read_text()
            assert "NoPermission" not in worker.log.read_text()
        others = redis.Redis.from_url(url)
        with pytest.raises(redis.exceptions.NoPermissionError):
            others.get("the keys of others")
        with pytest.raises(redis.exceptions.NoPermissionError):
            others.flushall()
    finally:
        server.stop()


def test_a_wrong_password_is_told_and_not_shown(tmp_path: Path) -> None:
    server = RedisServer(tmp_path, "--requirepass", "right")
    url = server.url.replace("redis://", "redis://:wrong@")
    client = Client(Addresses(url, url, url), "run", Bounds(4, 60))
    with pytest.raises(PoolError, match="refused the password") as raised:
        client.submit(JOB).result(timeout=20)
    assert "wrong@" not in raised.value.problem
    client.close()
    server.stop()
