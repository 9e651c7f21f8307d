"""A proxy in front of a server that spoils the exchanges it is told to spoil, and lets the others pass as they are."""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Self

from exchanges import forward, invite, read_body, read_head
from http_messages import Request, Which, fits
from loopback import Loopback
from s3_answers import error

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_ONCE = struct.pack("ii", 1, 0)
"""Of SO_LINGER: what is closed is reset."""


@dataclass(frozen=True)
class _Exchange:
    head: Request
    stream: BinaryIO
    connection: socket.socket
    upstream: str

    def request(self) -> Request:
        return read_body(self.head, self.stream, self.connection)

    def answer(self) -> bytes:
        return forward(self.request(), self.upstream).encode(self.head.method)

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)


@dataclass
class _Fault:
    kind: str
    which: Which
    left: int
    spoil: Callable[[_Exchange], bool]
    """Tells if the connection goes on."""


class Faults:
    """The proxy: each method orders a fault for the next few requests of those meant, of which the oldest counts."""

    def __init__(self, upstream: str) -> None:
        """Listen at once; the Host field stays as the client sent it, for it is signed."""
        self.counts: Counter[str] = Counter()
        """How many requests `passed`, and how many met each kind of fault, named as its method."""
        self._upstream = upstream
        self._faults: list[_Fault] = []
        self._lock = threading.Lock()
        self._server = Loopback(self._handle)
        self.endpoint = self._server.url

    def reset(self, which: Which = None, *, times: int = 1) -> None:
        """Reset the connection instead of answering; the server never hears of the request."""

        def spoil(exchange: _Exchange) -> bool:
            exchange.request()
            exchange.reset()
            return False

        self._order("reset", which, times, spoil)

    def lose_answer(self, which: Which = None, *, times: int = 1) -> None:
        """Reset the connection after the server has done what was asked."""

        def spoil(exchange: _Exchange) -> bool:
            exchange.answer()
            exchange.reset()
            return False

        self._order("lose_answer", which, times, spoil)

    def reset_midupload(self, which: Which = None, *, times: int = 1) -> None:
        """Reset the connection when half of the request's body has come."""

        def spoil(exchange: _Exchange) -> bool:
            invite(exchange.head, exchange.connection)
            exchange.stream.read(int(exchange.head.headers.get("content-length", 2)) // 2)
            exchange.reset()
            return False

        self._order("reset_midupload", which, times, spoil)

    def stall(self, which: Which = None, *, seconds: float | None = None, times: int = 1) -> None:
        """Let the client wait that long, or until it leaves, and only then pass its request on."""

        def spoil(exchange: _Exchange) -> bool:
            request = exchange.request()
            gone, _, _ = select.select([exchange.connection], [], [], seconds)
            if not gone:
                exchange.connection.sendall(forward(request, self._upstream).encode(request.method))
            return not gone

        self._order("stall", which, times, spoil)

    def truncate(self, which: Which = None, *, times: int = 1) -> None:
        """Close the connection after half of the answer's body, the whole length of which was promised."""

        def spoil(exchange: _Exchange) -> bool:
            answer = exchange.answer()
            body = len(answer) - answer.index(b"\r\n\r\n") - 4
            exchange.connection.sendall(answer[: len(answer) - max((body + 1) // 2, 1)])
            return False

        self._order("truncate", which, times, spoil)

    def status(self, status: int, which: Which = None, *, code: str = "SlowDown", times: int = 1) -> None:
        """Answer with an error of S3 instead of the server."""
        refusal = error(status, code)

        def spoil(exchange: _Exchange) -> bool:
            exchange.request()
            exchange.connection.sendall(refusal.encode(exchange.head.method))
            return True

        self._order("status", which, times, spoil)

    def clear(self) -> None:
        """Forget what was ordered and counted."""
        with self._lock:
            self._faults.clear()
            self.counts.clear()

    def close(self) -> None:
        """Hang up on every client."""
        self._server.close()

    def __enter__(self) -> Self:
        """Return the proxy, which listens already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _order(self, kind: str, which: Which, times: int, spoil: Callable[[_Exchange], bool]) -> None:
        with self._lock:
            self._faults.append(_Fault(kind, which, times, spoil))

    def _handle(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            while head := read_head(stream):
                if not self._next(head)(_Exchange(head, stream, connection, self._upstream)):
                    return

    def _next(self, head: Request) -> Callable[[_Exchange], bool]:
        with self._lock:
            for fault in self._faults:
                if fault.left and fits(head, fault.which):
                    fault.left -= 1
                    self.counts[fault.kind] += 1
                    return fault.spoil
            self.counts["passed"] += 1
            return _pass_on


def _pass_on(exchange: _Exchange) -> bool:
    exchange.connection.sendall(exchange.answer())
    return True
