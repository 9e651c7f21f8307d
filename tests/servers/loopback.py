"""A server on a free port of 127.0.0.1 that ends, with all its threads and sockets, when it is closed."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
_PATIENCE = 30.0
"""Seconds after which a silent upstream or a thread that does not end is given up."""


class Loopback:
    """Calls `handle` with the socket of each connection, in a thread of its own."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        """Listen at once."""
        self._handle = handle
        self._lock = threading.Lock()
        self._closing = False
        self._open: dict[threading.Thread, socket.socket] = {}
        self._listener = socket.create_server((HOST, 0), backlog=128)
        self.address: tuple[str, int] = (HOST, self._listener.getsockname()[1])
        self._accepting = threading.Thread(target=self._accept, daemon=True, name=f"loopback:{self.address[1]}")
        self._accepting.start()

    @property
    def url(self) -> str:
        """The address as an http URL."""
        return "http://{}:{}".format(*self.address)

    def close(self) -> None:
        """Hang up on every client, and wait for the threads."""
        self._closing = True
        with contextlib.suppress(OSError):
            socket.create_connection(self.address).close()  # wakes `accept`, which a close does not on every system
        self._accepting.join(_PATIENCE)
        self._listener.close()
        with self._lock:
            threads = dict(self._open)
            for connection in threads.values():
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(_PATIENCE)

    def __enter__(self) -> Self:
        """Return the server, which listens already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing:
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True, name=self._accepting.name)
            with self._lock:
                self._open[thread] = connection
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        # The handler has a socket of its own, so that this one can hang up even when that one was wrapped in TLS.
        try:
            with contextlib.suppress(OSError), connection.dup() as own:
                self._handle(own)
        finally:
            with self._lock:
                del self._open[threading.current_thread()]
                connection.close()


def connect(endpoint: str) -> socket.socket:
    """Connect to an `http://127.0.0.1:port`; any other host is refused, for tests stay on this machine."""
    parts = urlsplit(endpoint)
    if parts.hostname not in {HOST, "localhost"} or parts.port is None:
        raise ValueError(f"{endpoint} is not on loopback")
    return socket.create_connection((HOST, parts.port), _PATIENCE)
