"""The operations of a store as tests call them: all of them called, or all of them awaited."""

from __future__ import annotations

import asyncio
import builtins
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence

    from s3config.objects import ObjectMeta
    from s3config.results import ByteStream, GetResult, ListStream


class Calls:
    """A store of which either the operations or their `_async` twins are used, under the names of the operations.

    Attributes:
        store: The store.
        awaited: Whether it is the twins.
    """

    def __init__(
        self,
        store: Any,  # noqa: ANN401 (whatever is like a store)
        runner: asyncio.Runner | None,
        tags: Callable[[Any, str], Mapping[str, str] | None],
    ) -> None:
        """Call a store's operations.

        Args:
            store: The store.
            runner: Runs the twins; without one they are not used.
            tags: Returns an object's tags, if they are known; no operation does.
        """
        self.store = store
        self.awaited = runner is not None
        self._runner = runner
        self._tags = tags

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        """Return an operation, which gives back what its twin comes to."""
        if not self.awaited:
            called: Callable[..., Any] = getattr(self.store, operation)
            return called
        twin: Callable[..., Awaitable[Any]] = getattr(self.store, f"{operation}_async")
        return lambda *args, **keywords: self._wait(lambda: twin(*args, **keywords))

    def _wait(self, begin: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401
        async def waited() -> Any:  # noqa: ANN401
            return await begin()

        assert self._runner is not None  # noqa: S101 (it is awaited)
        return self._runner.run(waited())

    def content(self, path: str, **options: Any) -> bytes:  # noqa: ANN401
        """Fetch an object's content.

        Args:
            path: The object.
            **options: Options of `get`.
        """
        return self.read(self.get(path, options=options) if options else self.get(path))

    def read(self, result: GetResult) -> bytes:
        """Read a result's content."""
        found: bytes = self._wait(result.bytes_async) if self.awaited else result.bytes()
        return found

    def buffer(self, result: GetResult) -> memoryview:
        """Read a result's content without a copy."""
        found: memoryview = self._wait(result.buffer_async) if self.awaited else result.buffer()
        return found

    def pieces(self, stream: GetResult | ByteStream) -> builtins.list[bytes]:
        """Read a result or a stream piece by piece."""
        return [bytes(piece) for piece in self.each(stream)]

    def each(self, stream: Any) -> builtins.list[Any]:  # noqa: ANN401
        """Iterate over a stream to its end."""

        async def collected() -> builtins.list[Any]:
            return [item async for item in stream]

        found: builtins.list[Any] = self._wait(collected) if self.awaited else builtins.list(stream)
        return found

    def stream(self, *args: Any, **keywords: Any) -> ListStream:  # noqa: ANN401
        """Begin a listing."""
        begin: Callable[..., ListStream] = self.store.list_async if self.awaited else self.store.list
        return begin(*args, **keywords)

    def list(self, *args: Any, **keywords: Any) -> Sequence[ObjectMeta]:  # noqa: ANN401
        """List objects."""
        return self.rest(self.stream(*args, **keywords))

    def rest(self, stream: ListStream) -> Sequence[ObjectMeta]:
        """Return all objects that are left of a listing."""
        found: Sequence[ObjectMeta] = self._wait(stream.collect_async) if self.awaited else stream.collect()
        return found

    def next(self, stream: ListStream) -> Sequence[ObjectMeta]:
        """Return the next chunk of a listing."""
        found: Sequence[ObjectMeta] = self._wait(lambda: anext(stream)) if self.awaited else next(stream)
        return found

    def paths(self, *args: Any, **keywords: Any) -> builtins.list[str]:  # noqa: ANN401
        """List the paths of objects."""
        return [meta["path"] for meta in self.list(*args, **keywords)]

    def tags(self, path: str) -> Mapping[str, str] | None:
        """Return the tags of an object, if they are known."""
        return self._tags(self.store, path)

    def put_all(self, *paths: str) -> None:
        """Write an empty object at each path."""
        for path in paths:
            self.put(path, b"")

    def iterator(self, pieces: Iterable[bytes]) -> Iterator[bytes] | AsyncIterator[bytes]:
        """Return pieces as an iterator of the kind that goes with the calls."""

        async def awaited() -> AsyncIterator[bytes]:
            for piece in pieces:
                await asyncio.sleep(0)
                yield piece

        return awaited() if self.awaited else iter(pieces)
