"""Operations for an event loop, done in threads, for a backend that has none of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from s3config.contents import as_buffer, goes_in_parts, parts_of
from s3config.stopping import Stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from typing_extensions import Buffer

    from s3config.objects import AsyncContent, ListResult, Method, ObjectMeta, PutOptions, PutResult
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
        """Write an object; if the task is cancelled, so is an upload in parts."""
        stop = Stop()
        content = _readable(file, options, stop)
        put = asyncio.ensure_future(asyncio.to_thread(self._operations.put, path, content, options))
        try:
            return await asyncio.shield(put)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.gather(put, return_exceptions=True)  # so that it is known what became of it
            raise

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


def _readable(file: AsyncContent, options: PutOptions, stop: Stop) -> Any:  # noqa: ANN401 (what `put` takes)
    """Return content for a thread, which ends when the work is stopped, unless it is sent at once."""
    if as_buffer(file) is not None and not goes_in_parts(file, options):
        return file
    return parts_of(_in_thread(file, stop), options["chunk_size"], stop.check)


def _in_thread(file: AsyncContent, stop: Stop) -> Any:  # noqa: ANN401 (what `parts_of` takes)
    """Let a thread read an asynchronous iterable, each step of which is done by the event loop."""
    if not isinstance(file, AsyncIterable) or isinstance(file, Iterable):
        return file
    loop = asyncio.get_running_loop()
    iterator = aiter(file)

    async def step() -> Any:  # noqa: ANN401
        return await anext(iterator, _END)

    def steps() -> Iterator[Buffer]:
        while (piece := stop.result(asyncio.run_coroutine_threadsafe(step(), loop))) is not _END:
            yield piece

    return steps()
