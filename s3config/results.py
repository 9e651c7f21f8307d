"""What calls return that is read bit by bit: an object's content, and a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from s3config.errors import InvalidRequestError
from s3config.headers import check_count

if TYPE_CHECKING:
    import builtins
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from s3config.objects import Attributes, ObjectMeta

CHUNK = 10 * 1024 * 1024
"""Size of the pieces of a stream, in bytes, if none is asked for; obstore's figure."""


class Body(Protocol):
    """An object's content on its way, as a backend has it."""

    @property
    def meta(self) -> ObjectMeta:
        """Return what is known of the object."""
        ...

    @property
    def attributes(self) -> Attributes:
        """Return the headers that are stored with it."""
        ...

    @property
    def range(self) -> tuple[int, int]:
        """Return the first byte, and the one behind the last."""
        ...

    def read(self) -> memoryview:
        """Read the content."""
        ...

    async def read_async(self) -> memoryview:
        """Read the content."""
        ...

    def pieces(self, size: int) -> Iterator[memoryview]:
        """Read the content in pieces of at least this size, but for the last."""
        ...

    def pieces_async(self, size: int) -> AsyncIterator[memoryview]:
        """Read the content in pieces of at least this size, but for the last."""
        ...


class GetResult:
    """An object that was fetched; its content is read when it is asked for.

    It can be read whole any number of times, or as a stream once.
    """

    __slots__ = ("_body", "_read", "_rename", "_streamed")

    def __init__(self, body: Body, rename: Callable[[ObjectMeta], ObjectMeta] | None = None) -> None:
        """Wrap what a backend returned.

        Args:
            body: The content.
            rename: Returns what is known of the object under another path.
        """
        self._body = body
        self._rename = rename
        self._read: memoryview | None = None
        self._streamed = False

    def renamed(self, rename: Callable[[ObjectMeta], ObjectMeta]) -> GetResult:
        """Return the same result under another path."""
        return GetResult(self._body, rename)

    @property
    def meta(self) -> ObjectMeta:
        """What is known of the object."""
        meta = self._body.meta
        return meta if self._rename is None else self._rename(meta)

    @property
    def attributes(self) -> dict[str, str]:
        """The headers and the metadata that are stored with the object."""
        return dict(self._body.attributes)

    @property
    def range(self) -> tuple[int, int]:
        """First byte, and the one behind the last, of what was fetched."""
        return self._body.range

    def bytes(self) -> bytes:
        """Return the content; `buffer` does so without a copy on every backend."""
        return _as_bytes(self.buffer())

    def buffer(self) -> memoryview:
        """Return the content.

        Raises:
            StoreError: The connection broke.
        """
        if self._read is None:
            self._begin()
            self._read = self._body.read()
        return self._read

    async def bytes_async(self) -> builtins.bytes:
        """Return the content; `buffer_async` does so without a copy on every backend."""
        return _as_bytes(await self.buffer_async())

    async def buffer_async(self) -> memoryview:
        """Return the content.

        Raises:
            StoreError: The connection broke.
        """
        if self._read is None:
            self._begin()
            self._read = await self._body.read_async()
        return self._read

    def stream(self, min_chunk_size: int = CHUNK) -> ByteStream:
        """Return the content in pieces, for `for` or for `async for`.

        Args:
            min_chunk_size: Least size of all pieces but the last, in bytes.

        Raises:
            InvalidRequestError: The size is below 1, or the content was streamed before.
        """
        check_count("min_chunk_size", min_chunk_size)
        if self._read is not None:
            return ByteStream(_Whole(self._read), min_chunk_size)
        self._begin()
        return ByteStream(self._body, min_chunk_size)

    def _begin(self) -> None:
        if self._streamed:
            raise InvalidRequestError("the content was read already; get the object again")
        self._streamed = True

    def __iter__(self) -> Iterator[memoryview]:
        """Return the content in pieces."""
        return iter(self.stream())

    def __aiter__(self) -> AsyncIterator[memoryview]:
        """Return the content in pieces."""
        return aiter(self.stream())


def _as_bytes(view: memoryview) -> bytes:
    """Return the bytes behind a view, which are copied only if they are a part of something, or no `bytes`."""
    whole = view.obj
    return whole if isinstance(whole, bytes) and len(whole) == view.nbytes else bytes(view)


class _Whole:
    """Content that was read already."""

    def __init__(self, data: memoryview) -> None:
        self._data = data

    def pieces(self, size: int) -> Iterator[memoryview]:
        return (self._data[start : start + size] for start in range(0, len(self._data), size))

    async def pieces_async(self, size: int) -> AsyncIterator[memoryview]:
        for piece in self.pieces(size):
            yield piece


class ByteStream:
    """An object's content in pieces, for `for` or for `async for`."""

    __slots__ = ("_async", "_size", "_source", "_sync")

    def __init__(self, source: Body | _Whole, size: int) -> None:
        """Read from a source, once."""
        self._source = source
        self._size = size
        self._sync: Iterator[memoryview] | None = None
        self._async: AsyncIterator[memoryview] | None = None

    def __iter__(self) -> ByteStream:
        """Return itself."""
        return self

    def __next__(self) -> memoryview:
        """Return the next piece."""
        if self._sync is None:
            self._sync = self._source.pieces(self._size)
        return next(self._sync)

    def __aiter__(self) -> ByteStream:
        """Return itself."""
        return self

    async def __anext__(self) -> memoryview:
        """Return the next piece."""
        if self._async is None:
            self._async = self._source.pieces_async(self._size)
        return await anext(self._async)


class ListStream:
    """The objects of a listing, a chunk at a time, for `for` or for `async for`; nothing is asked before."""

    def __init__(
        self,
        chunks: Callable[[], Iterator[Sequence[ObjectMeta]]],
        chunks_async: Callable[[], AsyncIterator[Sequence[ObjectMeta]]],
        rename: Callable[[ObjectMeta], ObjectMeta] | None = None,
    ) -> None:
        """Read lazily from what a backend returns.

        Args:
            chunks: Begins a listing.
            chunks_async: Begins a listing for an event loop.
            rename: Returns what is known of an object under another path.
        """
        self._chunks = chunks
        self._chunks_async = chunks_async
        self._rename = rename
        self._sync: Any = None
        self._async: Any = None

    def renamed(self, rename: Callable[[ObjectMeta], ObjectMeta]) -> ListStream:
        """Return the same listing under other paths."""
        return ListStream(self._chunks, self._chunks_async, rename)

    def _named(self, chunk: Sequence[ObjectMeta]) -> Sequence[ObjectMeta]:
        return chunk if self._rename is None else [self._rename(meta) for meta in chunk]

    def __iter__(self) -> ListStream:
        """Return itself."""
        return self

    def __next__(self) -> Sequence[ObjectMeta]:
        """Return the next chunk."""
        if self._sync is None:
            self._sync = self._chunks()
        return self._named(next(self._sync))

    def __aiter__(self) -> ListStream:
        """Return itself."""
        return self

    async def __anext__(self) -> Sequence[ObjectMeta]:
        """Return the next chunk."""
        if self._async is None:
            self._async = self._chunks_async()
        return self._named(await anext(self._async))

    def collect(self) -> list[ObjectMeta]:
        """Return all objects that are left, in one list."""
        return [meta for chunk in self for meta in chunk]

    async def collect_async(self) -> list[ObjectMeta]:
        """Return all objects that are left, in one list."""
        return [meta async for chunk in self for meta in chunk]
