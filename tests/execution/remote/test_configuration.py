"""How Celery is set up: nothing waits for ever, and nothing runs twice without need."""

from __future__ import annotations

from typing import Any, cast

import pytest
from celery.app.defaults import NAMESPACES, flatten

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
    assert settings["broker_connection_timeout"] == 2
    assert bounds["max_retries"] == 1
    assert "socket_timeout" not in configuration.client(RABBIT)["broker_transport_options"]


def test_celery_knows_every_setting_that_it_is_given() -> None:
    known = dict(cast("Any", flatten(NAMESPACES))).keys()
    for places in (REDIS, RABBIT):
        for settings in (configuration.client(places), configuration.worker(places, 25, 30)):
            assert settings.keys() - known == set()


@pytest.mark.parametrize("places", [REDIS, RABBIT])
def test_a_worker_loses_no_task_and_repeats_none_without_end(places: Addresses) -> None:
    settings = configuration.worker(places, 25, 30)
    assert settings["task_acks_late"] is True
    assert settings["task_reject_on_worker_lost"] is False
    assert settings["worker_prefetch_multiplier"] == 1
    assert settings["result_backend_always_retry"] is True
    assert settings["broker_connection_max_retries"] is None
    assert settings["worker_max_memory_per_child"] > 0
    assert settings["worker_max_tasks_per_child"] > 0


def test_a_message_of_rabbitmq_is_delivered_at_most_four_times() -> None:
    for queue in configuration.queues("amqp://r"):
        assert queue.queue_arguments == {"x-queue-type": "quorum", "x-delivery-limit": 3}
    assert not any(queue.queue_arguments for queue in configuration.queues("redis://r"))


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
    with pytest.raises(
        OptionError, match=f"'{given}' is not a valid value for VISUALDIFF_TIME_LIMIT"
    ):
        configuration.limits({"VISUALDIFF_TIME_LIMIT": given})


def test_the_limit_is_25_seconds_unless_told_otherwise() -> None:
    assert configuration.limits({"VISUALDIFF_TIME_LIMIT": ""}) == (25, 30)
