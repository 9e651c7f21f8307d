"""An object's content on its way from boto3."""

from __future__ import annotations

import asyncio
from datetime import UTC
from typing import TYPE_CHECKING, Any

from s3config.mending import mended, mended_steps
from s3config.objects import ObjectMeta
from s3config.threads import drawn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from s3config.backends.boto3.mending import Mending

_LEAST = 64 * 1024
"""Least size of a piece, in bytes, for each costs a call."""
_ATTRIBUTES = {
    "CacheControl": "Cache-Control",
    "ContentDisposition": "Content-Disposition",
    "ContentEncoding": "Content-Encoding",
    "ContentLanguage": "Content-Language",
    "ContentType": "Content-Type",
}
PARAMETERS = {name.lower(): parameter for parameter, name in _ATTRIBUTES.items()}
"""Arguments of `put_object` by the lower-case name of the header."""


class Boto3Body:
    """What `get_object` returns, or `head_object`, which has no content."""

    def __init__(self, path: str, answer: dict[str, Any], mending: Mending) -> None:
        """Read nothing yet."""
        self.path = path
        self._answer = answer
        self.mending = mending
        self._is_read = False

    def close(self) -> None:
        """Close the connection of content that nobody reads to its end."""
        body = self._answer.get("Body")
        if body is not None and not self._is_read:
            body.close()

    def __del__(self) -> None:
        """Close the connection; it is of no more use."""
        self.close()

    @property
    def meta(self) -> ObjectMeta:
        """What is known of the object."""
        return meta_of(self.path, self._answer)

    @property
    def attributes(self) -> dict[str, str]:
        """The headers and the metadata that are stored with it."""
        headers = {name: self._answer[key] for key, name in _ATTRIBUTES.items() if self._answer.get(key)}
        return {**headers, **{name.lower(): value for name, value in self._answer.get("Metadata", {}).items()}}

    @property
    def range(self) -> tuple[int, int]:
        """First byte, and the one behind the last."""
        span, _ = _content_range(self._answer)
        return span

    @mended
    def read(self) -> memoryview:
        """Read the content."""
        body = self._answer.get("Body")
        data = b"" if body is None else body.read()
        self._is_read = True
        return memoryview(data)

    async def read_async(self) -> memoryview:
        """Read the content."""
        return await asyncio.to_thread(self.read)

    @mended_steps
    def pieces(self, size: int) -> Iterator[memoryview]:
        """Read the content in pieces."""
        body = self._answer.get("Body")
        while body is not None and (piece := body.read(max(size, _LEAST))):
            yield memoryview(piece)

    def pieces_async(self, size: int) -> AsyncIterator[memoryview]:
        """Read the content in pieces."""
        return drawn(lambda: self.pieces(size))


def _content_range(answer: dict[str, Any]) -> tuple[tuple[int, int], int]:
    """Return the bytes that were fetched, and the size of the whole object."""
    span = answer.get("ContentRange")
    if not span:
        size = answer["ContentLength"]
        return (0, size), size
    bounds, _, total = span.removeprefix("bytes ").partition("/")
    first, _, last = bounds.partition("-")
    return (int(first), int(last) + 1), int(total)


def meta_of(path: str, answer: dict[str, Any]) -> ObjectMeta:
    """Return what an answer tells of an object."""
    return ObjectMeta(
        path=path,
        last_modified=answer["LastModified"].astimezone(UTC),
        size=_content_range(answer)[1],
        e_tag=answer.get("ETag"),
        version=answer.get("VersionId"),
    )


def is_partial(answer: dict[str, Any]) -> bool:
    """Tell whether the store sent the part that was asked for, and not the whole."""
    return bool(answer["ResponseMetadata"]["HTTPStatusCode"] == 206)  # noqa: PLR2004 (RFC 9110, Partial Content)
