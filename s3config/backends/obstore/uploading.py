"""Uploads in an event loop that leave nothing behind when their task is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any

from s3config.contents import as_buffer, parts_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from s3config.objects import PutOptions, PutResult


class _CancelledUploadError(Exception):
    """Ends an upload, which obstore then aborts; nobody sees it."""


async def upload_async(put: Any, store: Any, path: str, file: Any, options: PutOptions) -> PutResult:  # noqa: ANN401
    """Write an object with obstore's `put_async`, which alone would leave the parts of a cancelled upload behind."""
    if not _goes_in_parts(file, options):
        result: PutResult = await put(store, path, file, **options)
        return result
    cancelled = asyncio.Event()
    pieces = _stoppable(file, options["chunk_size"], cancelled)
    upload = asyncio.ensure_future(put(store, path, pieces, **{**options, "use_multipart": True}))
    try:
        return await asyncio.shield(upload)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.gather(upload, return_exceptions=True)
        raise


def _goes_in_parts(file: Any, options: PutOptions) -> bool:  # noqa: ANN401
    if options["use_multipart"] is False or options["mode"] != "overwrite":
        return False
    whole = as_buffer(file)
    return whole is None or bool(options["use_multipart"]) or memoryview(whole).nbytes > options["chunk_size"]


async def _stoppable(file: Any, size: int, cancelled: asyncio.Event) -> AsyncIterator[Any]:  # noqa: ANN401
    """Yield pieces of content until the upload is cancelled, also while a caller's iterator is waited for."""
    if isinstance(file, AsyncIterable) and not isinstance(file, Iterable):
        iterator = aiter(file)
        ends = asyncio.ensure_future(cancelled.wait())
        try:
            while True:
                step = asyncio.ensure_future(_next(iterator))
                await asyncio.wait((step, ends), return_when=asyncio.FIRST_COMPLETED)
                if not step.done():
                    step.cancel()
                    raise _CancelledUploadError
                piece = step.result()
                if piece is _END:
                    return
                yield piece
        finally:
            ends.cancel()
    for piece in parts_of(file, size):
        if cancelled.is_set():
            raise _CancelledUploadError
        yield piece


_END = object()


async def _next(iterator: AsyncIterator[Any]) -> Any:  # noqa: ANN401
    return await anext(iterator, _END)
