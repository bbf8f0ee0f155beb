"""How Celery is set up: nothing waits for ever, and nothing runs twice without need."""

from __future__ import annotations

import pytest

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.execution.remote import configuration
from pytest_visualdiff.execution.remote.addresses import Addresses

REDIS = Addresses("redis://r/0", "redis://r/1", "redis://r/2")
RABBIT = Addresses("amqp://r", "redis://r/1", "redis://r/2")


def test_every_wait_of_a_client_has_an_end() -> None:
    settings = configuration.client(REDIS)
    bounds = settings["broker_transport_options"]
    assert 0 < bounds["socket_timeout"] <= 5
    assert 0 < bounds["socket_connect_timeout"] <= 2
    assert settings["task_publish_retry"] is False
    assert settings["result_backend"] is None
    assert "socket_timeout" not in configuration.client(RABBIT)["broker_transport_options"]


def test_a_message_comes_back_only_when_its_task_is_surely_over() -> None:
    soft, hard = configuration.limits({"VISUALDIFF_TIME_LIMIT": "200"})
    settings = configuration.worker(REDIS, soft, hard)
    assert (settings["task_soft_time_limit"], settings["task_time_limit"]) == (200, 205)
    assert settings["broker_transport_options"]["visibility_timeout"] > 2 * hard


@pytest.mark.parametrize("places", [REDIS, RABBIT])
def test_only_json_is_read_and_both_sides_know_the_same_queues(places: Addresses) -> None:
    both = configuration.client(places), configuration.worker(places, 25, 30)
    assert all(settings["accept_content"] == ["json"] for settings in both)
    names = [[queue.name for queue in settings["task_queues"]] for settings in both]
    assert names == [["vd.v1.compare", "vd.v1.analyse"]] * 2


@pytest.mark.parametrize("given", ["0", "-1", "soon", "1.5"])
def test_a_wrong_time_limit_says_what_is_right(given: str) -> None:
    with pytest.raises(OptionError, match=f"VISUALDIFF_TIME_LIMIT='{given}'"):
        configuration.limits({"VISUALDIFF_TIME_LIMIT": given})


def test_the_limit_is_25_seconds_unless_told_otherwise() -> None:
    assert configuration.limits({"VISUALDIFF_TIME_LIMIT": ""}) == (25, 30)
