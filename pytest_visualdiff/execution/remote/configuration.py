"""How Celery is set up, each line with its reason. Most of Celery's defaults wait without end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.execution.remote.addresses import Addresses, is_redis

if TYPE_CHECKING:
    from kombu import Queue

COMPARE_QUEUE, ANALYSE_QUEUE = "vd.v1.compare", "vd.v1.analyse"
"""Versioned: workers of another schema never see messages they cannot read. In this order a worker
takes from them: a test waits for a comparison, nobody for an analysis."""

KEY_PREFIX = "visualdiff:broker:"
"""Before Celery's own keys, so that one rule of access (``~visualdiff:*``) covers all there are."""

TIME_LIMIT = "VISUALDIFF_TIME_LIMIT"
"""The variable that says how many seconds a task of a worker may take."""

_SOFT_LIMIT = 25
"""Seconds for one task, which then gets an exception."""

_GRACE = 5
"""Seconds after that in which the task has to end; then it is killed, as no exception arrives in C
code."""

_LARGEST_CHILD = 1_500_000
"""KiB of memory from which on a worker's process is replaced after its task."""

_TASKS_OF_A_CHILD = 500
"""Tasks after which a worker's process is replaced, whatever its memory."""


def limits(environment: Mapping[str, str]) -> tuple[int, int]:
    """Return after how many seconds a task gets an exception, and after how many it is killed.

    Raises
    ------
    OptionError
        If the variable for it is no whole number from 1.
    """
    given = environment.get(TIME_LIMIT) or str(_SOFT_LIMIT)
    if not given.isdecimal() or int(given) < 1:
        raise OptionError(
            f"{given!r} is not a valid value for {TIME_LIMIT}.",
            "Give seconds, a whole number from 1.",
        )
    return int(given), int(given) + _GRACE


def queues(broker: str) -> list[Queue]:
    """Return the queues; workers and clients declare the same ones.

    Those of RabbitMQ survive the loss of one of its machines, and give up a message that was
    delivered four times: each time, a worker died with it.
    """
    from kombu import Queue

    of_rabbitmq = {"x-queue-type": "quorum", "x-delivery-limit": 3}
    arguments = None if is_redis(broker) else of_rabbitmq
    names = (COMPARE_QUEUE, ANALYSE_QUEUE)
    return [Queue(name, routing_key=name, queue_arguments=arguments) for name in names]


def common(addresses: Addresses) -> dict[str, Any]:
    """Return what holds for workers and clients."""
    return {
        "broker_url": addresses.broker,
        # JSON only: whoever can write to the broker must not be able to run code by a pickle.
        "accept_content": ["json"],
        "task_serializer": "json",
        "result_serializer": "json",
        "task_queues": queues(addresses.broker),
        # A message for a queue that is not in the table is a mistake, and not a new queue.
        "task_create_missing_queues": False,
        "task_default_queue": COMPARE_QUEUE,
        # The clocks of machines differ in their zones.
        "enable_utc": True,
    }


def client(addresses: Addresses) -> dict[str, Any]:
    """Return the settings of a client: nothing blocks, and nothing is tried behind our back."""
    redis_bounds = {
        "global_keyprefix": KEY_PREFIX,
        # Without it a publish to a frozen Redis waits for ever.
        "socket_timeout": 5,
        # A machine that is switched off answers nothing at all, also not "refused".
        "socket_connect_timeout": 2,
        # We try again ourselves, and count.
        "max_retries": 1,
        "retry_on_timeout": False,
    }
    amqp_bounds = {
        "connect_timeout": 2,
        "read_timeout": 3,
        "write_timeout": 3,
        # RabbitMQ says that it has a message; else one that is frozen seems to take them all.
        "confirm_publish": True,
    }
    return common(addresses) | {
        # The default is 4 s, for each of several attempts.
        "broker_connection_timeout": 2,
        # With the port closed, the default publishes for 19 s before it says so.
        "task_publish_retry": False,
        "broker_transport_options": redis_bounds if is_redis(addresses.broker) else amqp_bounds,
        # Clients read answers on their own: Celery's `get` hangs when Redis does.
        "result_backend": None,
        "task_ignore_result": True,
    }


def worker(addresses: Addresses, soft: int, hard: int) -> dict[str, Any]:
    """Return the settings of a worker.

    Parameters
    ----------
    addresses : Addresses
    soft, hard : int
        See `limits`.
    """
    transport: dict[str, Any] = {}
    if is_redis(addresses.broker):
        transport = {
            "global_keyprefix": KEY_PREFIX,
            # A message that was taken and not acknowledged comes back after so long: never while
            # its task may still run.
            "visibility_timeout": 2 * hard + 60,
            # The queue of comparisons is emptied before the other one is examined.
            "queue_order_strategy": "priority",
            # A Redis that is gone without a word (a power cut) is noticed.
            "socket_keepalive": True,
            "health_check_interval": 10,
            "socket_connect_timeout": 2,
            "socket_timeout": 30,
        }
    return common(addresses) | {
        "broker_transport_options": transport,
        # The worker is started before Redis, or Redis again: it waits, and does not exit.
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_channel_error_retry": True,
        # For people who look: clients read their answers elsewhere.
        "result_backend": addresses.results,
        "result_backend_transport_options": {"global_keyprefix": KEY_PREFIX},
        "result_expires": 3600,
        # A Redis that restarts while a result is written costs a pause, not the task ...
        "result_backend_always_retry": True,
        # ... and not for ever: by then the client compared it itself.
        "result_backend_max_retries": 20,
        "redis_socket_timeout": 5,
        "redis_socket_connect_timeout": 2,
        # A worker that is killed loses no task: the message comes back.
        "task_acks_late": True,
        # A picture that kills its process would come back at once and kill the next: measured, 23
        # times in 15 s. The client asks again, and stops at the third.
        "task_reject_on_worker_lost": False,
        # A worker keeps no message that another could work on.
        "worker_prefetch_multiplier": 1,
        "task_soft_time_limit": soft,
        "task_time_limit": hard,
        # KiB of a process after which it is replaced when its task is done: libraries leak.
        "worker_max_memory_per_child": _LARGEST_CHILD,
        "worker_max_tasks_per_child": _TASKS_OF_A_CHILD,
        # What Flower shows.
        "worker_send_task_events": True,
        # The plugin's own lines say what matters; a root logger that is ours is not Celery's.
        "worker_hijack_root_logger": False,
    }


ARGUMENTS: Final = ("--without-gossip", "--without-mingle")
"""Workers need not know each other: they start faster, and fewer messages are sent."""
