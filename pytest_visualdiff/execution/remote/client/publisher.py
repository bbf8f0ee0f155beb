"""Messages to the workers, sent so that nothing waits for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

import celery
import kombu
from kombu.exceptions import KombuError

from pytest_visualdiff.execution.remote import configuration
from pytest_visualdiff.execution.remote.addresses import Addresses, shown
from pytest_visualdiff.execution.remote.connection import PoolError, reaching

_WHAT = "the broker"


class Message(NamedTuple):
    """A task to send: its id, its name, its queue, and its arguments."""

    id: str
    task: str
    queue: str
    arguments: Mapping[str, object]


class Publisher:
    """Sends messages over one connection, which is made when it is first needed."""

    def __init__(self, places: Addresses) -> None:
        self._url = places.broker
        self._app = celery.Celery("visualdiff", set_as_current=False)
        self._app.conf.update(configuration.client(places))
        self._connection: kombu.Connection | None = None

    def publish(self, messages: Iterable[Message], expires: float) -> None:
        """Send messages, which no worker begins once ``expires`` seconds have gone by.

        Raises
        ------
        PoolError
            If one of them could not be sent; none of them may be relied on then.
        """
        with self._reaching():
            producer = self._app.amqp.Producer(self._connected())
            for message in messages:
                self._app.send_task(
                    message.task,
                    kwargs=dict(message.arguments),
                    task_id=message.id,
                    queue=message.queue,
                    expires=expires,
                    producer=producer,
                    retry=False,
                )

    def lengths(self) -> dict[str, int]:
        """Return how many messages wait in each queue.

        Raises
        ------
        PoolError
        """
        with self._reaching(), self._connected().channel() as channel:
            return {
                queue.name: cast("Any", queue(channel).queue_declare()).message_count
                for queue in configuration.queues(self._url)
            }

    def _connected(self) -> kombu.Connection:
        if self._connection is None:
            connection = self._app.connection_for_write()
            connection.ensure_connection(max_retries=0, timeout=2)
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Give back the connection."""
        if self._connection is not None:
            self._connection.release()
            self._connection = None

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            with reaching(_WHAT, self._url):
                yield
        except KombuError as error:
            self.close()
            raise PoolError(
                f"{_WHAT} at {shown(self._url)} cannot be reached",
                "Start it, or correct its address.",
            ) from error
        except PoolError:
            self.close()
            raise
