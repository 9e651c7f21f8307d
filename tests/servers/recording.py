"""A server that writes down every request, and answers as a small make-believe S3 does unless it is told otherwise."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from exchanges import read_body, read_head
from http_messages import Answer, Request, Which, fits
from loopback import Loopback
from s3_answers import Shelf
from signatures import Scope, Signature, is_right, signature_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping


class Recorded(Request):
    """A request and who signed it."""

    @property
    def is_signed(self) -> bool:
        """Whether there is a signature, right or wrong."""
        return signature_of(self) is not None

    @property
    def scope(self) -> Scope:
        """Date, region and service that the signature is for."""
        return self._signature.scope

    @property
    def key_id(self) -> str:
        """Whose signature it says it is."""
        return self._signature.key_id

    @property
    def signed_headers(self) -> tuple[str, ...]:
        """The names under the signature."""
        return self._signature.headers

    @property
    def session_token(self) -> str | None:
        """The token beside the key, also that of S3 Express."""
        ours = self.headers.get("x-amz-security-token", self.headers.get("x-amz-s3session-token"))
        return ours or self.query.get("X-Amz-Security-Token")

    @property
    def payload_hash(self) -> str | None:
        """The digest of the body or the word that stands for it."""
        return self.headers.get("x-amz-content-sha256")

    def verify(self, secret: str, *, region: str | None = None, service: str | None = None) -> bool:
        """Tell if the signature is right: made with this secret, of this very request (and in this scope)."""
        signature = signature_of(self)
        if signature is None or region not in {None, self.scope.region} or service not in {None, self.scope.service}:
            return False
        return is_right(self, signature, secret)

    @property
    def _signature(self) -> Signature:
        signature = signature_of(self)
        if signature is None:
            raise AssertionError(f"{self.method} {self.host}{self.target} is not signed")
        return signature


@dataclass
class _Rule:
    which: Which
    answer: Answer
    left: float


class Recorder:
    """The server: `endpoint` to ask it, `requests` to see what was asked."""

    def __init__(self) -> None:
        """Listen at once."""
        self.shelf = Shelf()
        """What it answers with: `shelf.content` of objects, `shelf.keys` of listings."""
        self.requests: list[Recorded] = []
        """In the order in which they were complete."""
        self._rules: list[_Rule] = []
        self._lock = threading.Lock()
        self._server = Loopback(self._handle)
        self.endpoint = self._server.url
        """The service root, without a `/` at its end."""

    @property
    def last(self) -> Recorded:
        """The last request."""
        return self.requests[-1]

    def clear(self) -> None:
        """Forget the requests and what they were to be answered."""
        with self._lock:
            self.requests.clear()
            self._rules.clear()

    def answer(
        self,
        which: Which = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        body: bytes | str = b"",
        times: int | None = None,
    ) -> None:
        """Answer those requests so, all or the next few; of two rules the older one counts until it is used up."""
        content = body.encode() if isinstance(body, str) else body
        rule = _Rule(which, Answer(status, dict(headers or {}), content), float("inf") if times is None else times)
        with self._lock:
            self._rules.append(rule)

    def close(self) -> None:
        """Hang up on every client."""
        self._server.close()

    def __enter__(self) -> Self:
        """Return the server, which listens already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _handle(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            while head := read_head(stream):
                request = read_body(head, stream, connection)
                answer = self._record(Recorded(**vars(request)))
                connection.sendall(answer.encode(request.method))
                if request.headers.get("connection", "").lower() == "close":
                    return

    def _record(self, request: Recorded) -> Answer:
        with self._lock:
            self.requests.append(request)
            for rule in self._rules:
                if rule.left and fits(request, rule.which):
                    rule.left -= 1
                    return rule.answer
        return self.shelf.answer(request)
