"""Operations for an event loop, done in threads, for a backend that has none of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from threading import Event
from typing import TYPE_CHECKING, Any, cast

from s3config.contents import parts_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Sequence
    from datetime import timedelta

    from s3config.objects import AsyncContent, Buffer, ListResult, Method, ObjectMeta, PutOptions, PutResult
    from s3config.operations import Operations
    from s3config.ranges import Asked, Range
    from s3config.results import Body

_END: Any = object()


class InThreads:
    """The operations of a backend, each in a thread of the event loop's pool."""

    def __init__(self, operations: Operations) -> None:
        """Do these operations in threads."""
        self._operations = operations

    async def put_async(self, path: str, file: AsyncContent, options: PutOptions) -> PutResult:
        """Write an object; if the task is cancelled, so is the upload."""
        cancelled = Event()
        content = _stoppable(_in_thread(file), options["chunk_size"], cancelled) if _is_read(file) else file
        put = asyncio.to_thread(self._operations.put, path, cast("Any", content), options)
        return await _finished(put, cancelled)

    async def get_async(self, path: str, asked: Asked) -> Body:
        """Fetch an object, or a part of it."""
        return await asyncio.to_thread(self._operations.get, path, asked)

    async def get_range_async(self, path: str, wanted: Range) -> bytes:
        """Fetch a range, which has an end."""
        return await asyncio.to_thread(self._operations.get_range, path, wanted)

    async def get_ranges_async(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges, each of which has an end."""
        return await asyncio.to_thread(self._operations.get_ranges, path, wanted)

    async def head_async(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        return await asyncio.to_thread(self._operations.head, path)

    def list_async(
        self, prefix: str | None, offset: str | None, chunk_size: int
    ) -> AsyncIterator[Sequence[ObjectMeta]]:
        """List the objects below a prefix and behind an offset, in the order of their paths."""
        return drawn(lambda: self._operations.list(prefix, offset, chunk_size))

    async def list_with_delimiter_async(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        return await asyncio.to_thread(self._operations.list_with_delimiter, prefix)

    async def delete_async(self, paths: Sequence[str]) -> None:
        """Delete objects; one that does not exist is no error."""
        await asyncio.to_thread(self._operations.delete, paths)

    async def copy_async(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object with its attributes."""
        await asyncio.to_thread(self._operations.copy, from_, to, overwrite=overwrite)

    async def sign_async(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:
        """Return URLs that anybody can use for a while."""
        return await asyncio.to_thread(self._operations.sign, method, paths, expires_in)


async def drawn(begin: Any) -> AsyncIterator[Any]:  # noqa: ANN401 (returns an iterator, which is begun in a thread)
    """Yield from an iterator whose every step is done in a thread."""
    iterator = await asyncio.to_thread(lambda: iter(begin()))
    while (item := await asyncio.to_thread(next, iterator, _END)) is not _END:
        yield item


def _is_read(file: AsyncContent) -> bool:
    """Tell whether content is read as it is sent, and not there as a whole."""
    return not isinstance(file, bytes | bytearray | memoryview)


def _in_thread(file: AsyncContent) -> Any:  # noqa: ANN401 (what `parts_of` takes)
    """Let a thread read an asynchronous iterable, each step of which is done by the event loop."""
    if not isinstance(file, AsyncIterable) or isinstance(file, Iterable):
        return file
    loop = asyncio.get_running_loop()
    iterator = aiter(file)

    async def step() -> Any:  # noqa: ANN401
        return await anext(iterator, _END)

    def steps() -> Iterator[Buffer]:
        while (piece := asyncio.run_coroutine_threadsafe(step(), loop).result()) is not _END:
            yield piece

    return steps()


class UploadCancelledError(Exception):
    """Ends an upload whose task was cancelled; nobody sees it."""


def _stoppable(content: Any, size: int, cancelled: Event) -> Iterator[bytes]:  # noqa: ANN401
    def proceed() -> None:
        if cancelled.is_set():
            raise UploadCancelledError

    return parts_of(content, size, proceed)


async def _finished(put: Coroutine[Any, Any, PutResult], cancelled: Event) -> PutResult:
    """Wait for an upload; on cancellation, let it be aborted first."""
    task = asyncio.ensure_future(put)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.gather(task, return_exceptions=True)
        raise
