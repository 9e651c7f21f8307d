"""An object's content and a listing on their way from obstore."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from s3config.mending import mended, mended_async, mended_steps, mended_steps_async
from s3config.objects import ListResult

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from s3config.backends.obstore.mending import Mending
    from s3config.objects import ObjectMeta


class ObstoreBody:
    """What obstore's `get` returns."""

    def __init__(self, result: Any, mending: Mending, path: str) -> None:  # noqa: ANN401 (the class is not exported)
        """Read nothing yet."""
        self._result = result
        self.mending = mending
        self.path = path

    @cached_property
    def meta(self) -> ObjectMeta:
        """What is known of the object."""
        meta: ObjectMeta = self._result.meta
        return meta

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The headers and the metadata that are stored with it."""
        return dict(self._result.attributes)

    @cached_property
    def range(self) -> tuple[int, int]:
        """First byte, and the one behind the last."""
        start, end = self._result.range
        return start, end

    @mended
    def read(self) -> memoryview:
        """Read the content."""
        return memoryview(self._result.bytes())

    @mended_async
    async def read_async(self) -> memoryview:
        """Read the content."""
        return memoryview(await self._result.bytes_async())

    @mended_steps
    def pieces(self, size: int) -> Iterator[memoryview]:
        """Read the content in pieces."""
        for piece in self._result.stream(min_chunk_size=size):
            yield memoryview(piece)

    @mended_steps_async
    async def pieces_async(self, size: int) -> AsyncIterator[memoryview]:
        """Read the content in pieces."""
        async for piece in self._result.stream(min_chunk_size=size):
            yield memoryview(piece)


def listed(result: Any) -> ListResult:  # noqa: ANN401
    """Return a listing of one level."""
    return ListResult(common_prefixes=result["common_prefixes"], objects=result["objects"])
