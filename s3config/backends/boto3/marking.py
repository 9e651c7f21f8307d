"""A header for the calls of one block and no others, with a client that many threads share."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.awsrequest import AWSRequest

_HEADER: ContextVar[tuple[str, str] | None] = ContextVar("_HEADER", default=None)


@contextmanager
def marked(client: Any, header: tuple[str, str]) -> Iterator[None]:  # noqa: ANN401 (boto3 makes classes at run time)
    """Send a header, signed, with the requests that this block makes."""
    client.meta.events.register("before-sign.s3", _add, unique_id="s3config-marking")
    token = _HEADER.set(header)
    try:
        yield
    finally:
        _HEADER.reset(token)


def _add(request: AWSRequest, **_: object) -> None:
    header = _HEADER.get()
    if header is not None:
        request.headers[header[0]] = header[1]
