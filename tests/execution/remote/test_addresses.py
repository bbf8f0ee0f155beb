"""Where the pool is, as the environment says, and what is wrong with what it says."""

from __future__ import annotations

import pytest

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.execution.remote.addresses import Addresses, addresses, shown, truth

REDIS = "redis://localhost:6379/0"


def test_one_redis_is_enough() -> None:
    assert addresses({"VISUALDIFF_BROKER_URL": REDIS}) == Addresses(REDIS, REDIS, REDIS)


def test_the_names_of_an_existing_env_file_are_known_and_ours_win() -> None:
    known = {"CELERY_BROKER_URL": "amqp://broker", "CELERY_RESULT_BACKEND": REDIS}
    assert addresses(known) == Addresses("amqp://broker", REDIS, REDIS)
    ours = {"VISUALDIFF_BROKER_URL": "redis://ours", "VISUALDIFF_BLOBS": "file:///shared"}
    assert addresses(known | ours) == Addresses("redis://ours", REDIS, "file:///shared")


def test_without_a_broker_it_says_what_to_set() -> None:
    with pytest.raises(OptionError) as raised:
        addresses({"VISUALDIFF_BROKER_URL": ""})
    assert "VISUALDIFF_BROKER_URL is not set" in raised.value.problem
    assert "VISUALDIFF_BROKER_URL=redis://localhost:6379/0" in raised.value.remedy


def test_results_are_kept_in_redis_only() -> None:
    with pytest.raises(OptionError, match="not in amqp://me:\\*\\*\\*@broker") as raised:
        addresses({"VISUALDIFF_BROKER_URL": "amqp://me:secret@broker"})
    assert "VISUALDIFF_RESULT_BACKEND" in raised.value.remedy


def test_a_password_is_never_shown() -> None:
    assert shown("redis://:secret@host:1/2") == "redis://:***@host:1/2"
    assert shown("redis://me:a#b@host:1/2") == "redis://me:***@host:1/2"
    assert shown("redis://me:a/b?c@d@host") == "redis://me:***@host"
    assert shown(REDIS) == REDIS


@pytest.mark.parametrize("key", ["password", "token", "secret_key", "sig"])
def test_what_a_query_says_is_never_shown(key: str) -> None:
    shown_url = shown(f"https://store/visual?{key}=hush&ssl_cert_reqs=none")
    assert shown_url == f"https://store/visual?{key}=***&ssl_cert_reqs=***"


def test_words_for_true_and_false() -> None:
    assert truth({"A": "True"}, "A") is True
    assert truth({"A": "off"}, "A") is False
    assert truth({"A": ""}, "A") is None
    with pytest.raises(OptionError, match="'perhaps' is not a valid value for A"):
        truth({"A": "perhaps"}, "A")
