"""A proxy that leads every host name to a server on loopback: https by CONNECT and a throw-away CA, http as asked."""

from __future__ import annotations

import base64
import fnmatch
import select
import ssl
import threading
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from exchanges import forward, read_body, read_head
from http_messages import Answer, Request
from loopback import Loopback, connect

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    import trustme

_BLOCK = 1 << 16
_WHO = Answer(407, {"Proxy-Authenticate": 'Basic realm="test"', "Connection": "close"})
_NOWHERE = Answer(502, {"Connection": "close"})


class Tunnel:
    """The proxy; a host that is in no table is answered with 502."""

    def __init__(self, ca: trustme.CA, ca_file: Path, default: str | None = None) -> None:
        """Listen at once; `ca_file` gets the certificate of the CA."""
        self.default = default
        """Endpoint of the server that all hosts lead to which the table does not name."""
        self.table: dict[str, str] = {}
        """Endpoint by host, which may be a pattern with `*`; the first that fits counts."""
        self.hosts: list[str] = []
        """The `host:port` of each CONNECT and each plain request that was let through."""
        self.refused: list[str] = []
        """Those that were answered with 407."""
        self.requires: tuple[str, str] | None = None
        """User and password that the proxy wants to be told."""
        self.ca_pem = ca.cert_pem.bytes().decode()
        self.ca_file = ca_file
        ca.cert_pem.write_to_path(str(ca_file))
        self._ca = ca
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()
        self._server = Loopback(self._handle)
        self.url = self._server.url
        """To be set as the proxy of both schemes."""

    def close(self) -> None:
        """Hang up on every client."""
        self._server.close()

    def __enter__(self) -> Self:
        """Return the proxy, which listens already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _handle(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:  # empty after CONNECT: a client awaits the answer before it goes on
            while head := read_head(stream):
                request = read_body(head, stream, connection)
                if request.method == "CONNECT":
                    break
                answer = self._pass_on(request)
                connection.sendall(answer.encode(request.method))
                if "Connection" in answer.headers:
                    return
            else:
                return
        self._lead(request, connection)

    def _pass_on(self, request: Request) -> Answer:
        authority = urlsplit(request.target).netloc or request.host
        endpoint = self._let_through(request, authority if ":" in authority else f"{authority}:80")
        return endpoint if isinstance(endpoint, Answer) else forward(request, endpoint)

    def _lead(self, request: Request, connection: socket.socket) -> None:
        endpoint = self._let_through(request, request.target)
        if isinstance(endpoint, Answer):
            connection.sendall(endpoint.encode(request.method))
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        context = self._context(request.target.rpartition(":")[0])
        with context.wrap_socket(connection, server_side=True) as client, connect(endpoint) as upstream:
            _pipe(client, upstream)

    def _let_through(self, request: Request, authority: str) -> str | Answer:
        user = "Basic " + base64.b64encode(":".join(self.requires or ()).encode()).decode()
        if self.requires is not None and request.headers.get("proxy-authorization") != user:
            self.refused.append(authority)
            return _WHO
        self.hosts.append(authority)
        host = authority.rpartition(":")[0]
        fitting = (endpoint for pattern, endpoint in self.table.items() if fnmatch.fnmatchcase(host, pattern))
        return next(fitting, self.default) or _NOWHERE

    def _context(self, host: str) -> ssl.SSLContext:
        with self._lock:
            if host not in self._contexts:
                self._contexts[host] = context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.set_alpn_protocols(["http/1.1"])
                self._ca.issue_cert(host).configure_cert(context)
            return self._contexts[host]


def _pipe(client: ssl.SSLSocket, upstream: socket.socket) -> None:
    while True:
        ready, _, _ = select.select([client, upstream], [], [])
        for source, sink in (client, upstream), (upstream, client):
            if source in ready:
                data = source.recv(_BLOCK)  # of TLS a whole record, so that nothing is left where `select` sees it not
                if not data:
                    return
                sink.sendall(data)
