"""The containers of ``compose.yaml``, as far as that can be shown without starting them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml  # type: ignore[import-untyped] # it has no types

from pytest_visualdiff.commands.flower import PASSWORD
from pytest_visualdiff.commands.main import _parser
from pytest_visualdiff.execution.remote.addresses import BLOBS, BROKER, RESULTS, addresses
from tests.support.servers import RedisServer

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "compose.yaml").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
OURS = ("worker", "beat", "flower")
PINS = dict(
    line.split("==")
    for line in (ROOT / "worker-constraints.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)

VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])((?:[^{}]|\$\{\w+\})*))?\}")


def filled_in(text: str, given: dict[str, str]) -> str:
    """Return a text with its variables replaced, as Compose does it."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if kind == "-" and not given.get(name):
            return filled_in(rest, given)
        assert kind != "?" or given.get(name), f"{name}: {rest}"
        return given.get(name, "")

    return VARIABLE.sub(value, text)


FILLED = {"REDIS_PASSWORD": "secret", "FLOWER_BASIC_AUTH": "me:secret"}


def words(service: str) -> list[str]:
    return shlex.split(filled_in(SERVICES[service]["command"], FILLED))


@pytest.mark.parametrize("service", OURS)
def test_its_commands_are_commands_of_ours(service: str) -> None:
    program, *arguments = words(service)
    assert program == "visualdiff"
    assert _parser().parse_args(arguments).run


def test_redis_takes_its_options(tmp_path: Path) -> None:
    program, *options = words("redis")
    assert program == "redis-server"
    server = RedisServer(tmp_path, *options)
    try:
        client = redis.Redis.from_url(server.url, password="secret")  # noqa: S106 - of this test
        memory: Any = client.config_get("maxmemory*")
        assert memory["maxmemory-policy"] == "allkeys-lru"
        assert int(memory["maxmemory"]) == 1 << 30
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("given", "broker"),
    [
        ({}, "redis://:secret@redis:6379/0"),
        ({"BROKER_URL": "amqp://v:p@rabbitmq:5672//"}, "amqp://v:p@rabbitmq:5672//"),
    ],
)
def test_workers_know_where_everything_is(given: dict[str, str], broker: str) -> None:
    for service in OURS:
        variables = {
            name: filled_in(value, FILLED | given)
            for name, value in SERVICES[service]["environment"].items()
        }
        assert variables.keys() <= {BROKER[0], RESULTS[0], BLOBS[0], PASSWORD}
        places = addresses(variables)
        assert places.broker == broker
        assert places.results == "redis://:secret@redis:6379/0"
        assert places.blobs == "redis://:secret@redis:6379/1"


def test_passwords_have_to_be_given() -> None:
    for missing in FILLED:
        with pytest.raises(AssertionError, match=r"put it into \.env"):
            filled_in(TEXT, {**FILLED, missing: ""})


def test_every_variable_is_in_the_example() -> None:
    used = {name for name, _, _ in VARIABLE.findall(TEXT)} | {"REDIS_PASSWORD"}
    named = set(re.findall(r"^#? ?([A-Z_]+)=", EXAMPLE, re.M))
    assert used <= named
    assert {name for name in named if not name.startswith("VISUALDIFF_")} <= used


def test_hosts_are_services_and_only_this_machine_reaches_them() -> None:
    hosts = set(re.findall(r"@(\w+):\d+", TEXT + EXAMPLE)) - {"localhost"}
    waited_for = {name for it in SERVICES.values() for name in it.get("depends_on", {})}
    assert hosts | waited_for <= SERVICES.keys()
    ports = [port for it in SERVICES.values() for port in it.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_is_made_of_exact_releases() -> None:
    recipe = SERVICES["worker"]["build"]["dockerfile_inline"]
    assert "-c /src/worker-constraints.txt" in recipe
    needed = {"celery", "kombu", "redis", "flower", "fsspec", "numpy", "opencv-python-headless"}
    assert needed <= PINS.keys()
    assert all(re.fullmatch(r"[\d.]+", version) for version in PINS.values())
    for service in ("redis", "rabbitmq"):
        assert re.search(r":\d+\.\d+", SERVICES[service]["image"])
