"""Content as obstore takes it: uploads that leave nothing behind, and errors of a caller's content as they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Iterable
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config.contents import (
    as_buffer,
    bytes_of,
    goes_in_parts,
    parts_of,
    read_whole,
    read_whole_async,
)
from s3config.stopping import UploadCancelledError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from s3config.objects import PutOptions, PutResult

_END = object()


class Watched:
    """An iterator that remembers what it raised, for obstore raises something else instead."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        """Watch an iterator."""
        self._parts = parts
        self.raised: BaseException | None = None

    def __iter__(self) -> Watched:
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next part."""
        try:
            return next(self._parts)
        except StopIteration:
            raise
        except BaseException as error:
            self.raised = error
            raise


def content_of(file: Any, options: PutOptions) -> Any:  # noqa: ANN401
    """Return content for obstore's `put`: bytes and paths as they are, all else cut into parts by us."""
    whole = as_buffer(file)
    if isinstance(file, Path) or whole is not None:
        return file if whole is None else whole
    if not goes_in_parts(file, options):
        return read_whole(file)
    parts = parts_of(file, options["chunk_size"])
    first = list(islice(parts, 2))
    if len(first) == 1 and not options["use_multipart"]:
        return first[0]
    return Watched(chain(first, parts))


def upload(put: Any, store: Any, path: str, file: Any, options: PutOptions) -> PutResult:  # noqa: ANN401
    """Write an object with obstore's `put`."""
    content = content_of(file, options)
    try:
        result: PutResult = put(store, path, content, **options)
    except BaseException:
        if isinstance(content, Watched) and content.raised is not None:
            raise content.raised from None
        raise
    return result


async def upload_async(put: Any, store: Any, path: str, file: Any, options: PutOptions) -> PutResult:  # noqa: ANN401
    """Write an object with obstore's `put_async`, which alone would leave the parts of a cancelled upload behind."""
    if not goes_in_parts(file, options):
        whole = as_buffer(file)
        whole = await read_whole_async(file) if whole is None else whole
        written: PutResult = await put(store, path, whole, **options)
        return written
    cancelled = asyncio.Event()
    pieces = _Pieces(file, options["chunk_size"], cancelled)
    first = [piece async for piece in _first_two(pieces)]
    if len(first) == 1 and not options["use_multipart"]:
        alone: PutResult = await put(store, path, first[0], **options)
        return alone
    upload = asyncio.ensure_future(put(store, path, pieces.after(first), **{**options, "use_multipart": True}))
    try:
        return await asyncio.shield(upload)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.gather(upload, return_exceptions=True)
        raise
    except BaseException:
        if pieces.raised is not None:
            raise pieces.raised from None
        raise


async def _first_two(pieces: _Pieces) -> AsyncIterator[bytes]:
    for _ in range(2):
        piece = await pieces.next()
        if piece is _END:
            return
        yield piece


class _Pieces:
    """Parts of content, until the upload is cancelled, also while a caller's iterator is waited for."""

    def __init__(self, file: Any, size: int, cancelled: asyncio.Event) -> None:  # noqa: ANN401
        self._cancelled = cancelled
        self._size = size
        self._source: Any = aiter(file) if isinstance(file, AsyncIterable) and not isinstance(file, Iterable) else None
        self._parts = None if self._source is not None else parts_of(file, size)
        self._held = bytearray()
        self._sent = self._ended = False
        self.raised: BaseException | None = None

    async def next(self) -> Any:  # noqa: ANN401
        if self._cancelled.is_set():
            raise UploadCancelledError
        try:
            return next(self._parts, _END) if self._parts is not None else await self._joined()
        except UploadCancelledError:
            raise
        except BaseException as error:
            self.raised = error
            raise

    async def _joined(self) -> Any:  # noqa: ANN401
        """Return the next part of an asynchronous iterable; there is one, if only an empty one."""
        while len(self._held) < self._size and not self._ended:
            piece = await self._step()
            if piece is _END:
                self._ended = True
            else:
                self._held += bytes_of(piece)
        if self._ended and not self._held and self._sent:
            return _END
        part = bytes(memoryview(self._held)[: self._size])
        del self._held[: self._size]
        self._sent = True
        return part

    async def _step(self) -> Any:  # noqa: ANN401
        async def step() -> Any:  # noqa: ANN401
            return await anext(self._source, _END)

        waiting = asyncio.ensure_future(step())
        ends = asyncio.ensure_future(self._cancelled.wait())
        try:
            await asyncio.wait((waiting, ends), return_when=asyncio.FIRST_COMPLETED)
            if self._cancelled.is_set():
                raise UploadCancelledError
            return waiting.result()
        finally:
            ends.cancel()
            waiting.cancel()

    async def after(self, first: list[bytes]) -> AsyncIterator[bytes]:
        """Yield the first parts, which were read already, then the others."""
        for piece in first:
            yield piece
        while (piece := await self.next()) is not _END:
            yield piece
