"""HTTP/1.1 requests and answers as values, exactly as on the wire and taken apart."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit


class Headers(Mapping[str, str]):
    """Header fields, found by their name in any case; those of one name are joined, `pairs` are as on the wire."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Keep the fields in their order."""
        self.pairs = tuple(pairs)

    def all(self, name: str) -> list[str]:
        """Every value of one name."""
        return [value for found, value in self.pairs if found.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        """Return the values of one name, joined by commas."""
        if values := self.all(name):
            return ",".join(values)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """Give each name once, in lower case."""
        return iter(dict.fromkeys(name.lower() for name, _ in self.pairs))

    def __len__(self) -> int:
        """Count the names."""
        return len({name.lower() for name, _ in self.pairs})

    def __repr__(self) -> str:
        """Show the fields as sent, for a test that fails."""
        return f"Headers({self.pairs!r})"


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    target: str
    """Of the request line, as on the wire."""
    headers: Headers
    raw: bytes = b""
    """The body as on the wire, with the framing of its chunks."""
    body: bytes = b""
    """The body itself, out of HTTP's and AWS's chunks."""
    trailers: Headers = field(default_factory=Headers)
    """What followed the last chunk."""

    @property
    def host(self) -> str:
        """The Host field, with its port if it has one."""
        return self.headers.get("host", "")

    @property
    def path(self) -> str:
        """The path as on the wire."""
        return self.origin_form.partition("?")[0]

    @property
    def decoded_path(self) -> str:
        """The path without percent signs."""
        return unquote(self.path)

    @property
    def raw_query(self) -> str:
        """The query as on the wire."""
        return self.origin_form.partition("?")[2]

    @property
    def query(self) -> dict[str, str]:
        """The query; a name without a value has an empty one."""
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    @property
    def origin_form(self) -> str:
        """The target without scheme and host, which a proxy is told."""
        if self.target.startswith("/"):
            return self.target
        parts = urlsplit(self.target)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


Which = str | Callable[[Request], bool] | None
"""Those of a method, those that a function says, or all."""


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encode(self, method: str) -> bytes:
        """Write it down for a request of this method."""
        fields = dict(self.headers)
        bodiless = self.status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
        if not bodiless and "content-length" not in map(str.lower, fields):
            fields["Content-Length"] = str(len(self.body))
        lines = [
            f"HTTP/1.1 {self.status} {http.client.responses.get(self.status, '')}",
            *(f"{name}: {fields[name]}" for name in fields),
        ]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        return head if bodiless or method == "HEAD" else head + self.body


def fits(request: Request, which: Which) -> bool:
    """Tell if a request is one of those meant."""
    if which is None or isinstance(which, str):
        return which in {None, request.method}
    return which(request)
