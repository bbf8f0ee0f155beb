"""A server between a client and Redis that counts the bytes which go by."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Counting:
    """Passes on what is sent to a port of its own, and what is answered.

    Parameters
    ----------
    port : int
        Of the server on this machine that is meant.
    """

    def __init__(self, port: int) -> None:
        self.sent = self.received = 0
        self._target = port
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):  # wakes the thread that waits for one
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            arguments = server, client, False
            answers = threading.Thread(target=self._pass_on, args=arguments, daemon=True)
            answers.start()
            self._pass_on(client, server, True)
            answers.join()

    def _pass_on(self, source: socket.socket, target: socket.socket, sends: bool) -> None:
        with suppress(OSError):  # one of the two is gone
            while data := source.recv(1 << 16):
                with self._lock:
                    if sends:
                        self.sent += len(data)
                    else:
                        self.received += len(data)
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
