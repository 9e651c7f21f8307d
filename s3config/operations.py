"""What a store asks of a backend; names and semantics are obspec's, and every argument is checked already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import timedelta

    from s3config.objects import AsyncContent, Content, ListResult, Method, ObjectMeta, PutOptions, PutResult
    from s3config.ranges import Asked, Range
    from s3config.results import Body


class Operations(Protocol):
    """The operations of a backend; each raises the errors of `s3config.errors`."""

    def put(self, path: str, file: Content, options: PutOptions) -> PutResult:
        """Write an object, whole or not at all."""
        ...

    def get(self, path: str, asked: Asked) -> Body:
        """Fetch an object, or a part of it."""
        ...

    def get_range(self, path: str, wanted: Range) -> bytes:
        """Fetch a range, which has an end."""
        ...

    def get_ranges(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges, each of which has an end."""
        ...

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        ...

    def list(self, prefix: str | None, offset: str | None, chunk_size: int) -> Iterator[Sequence[ObjectMeta]]:
        """List the objects below a prefix and behind an offset, in the order of their paths."""
        ...

    def list_with_delimiter(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        ...

    def delete(self, paths: Sequence[str]) -> None:
        """Delete objects; one that does not exist is no error."""
        ...

    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object with its attributes."""
        ...

    def sign(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:
        """Return URLs that anybody can use for a while."""
        ...


class AsyncOperations(Protocol):
    """The operations of a backend for an event loop."""

    async def put_async(self, path: str, file: AsyncContent, options: PutOptions) -> PutResult:
        """Write an object, whole or not at all."""
        ...

    async def get_async(self, path: str, asked: Asked) -> Body:
        """Fetch an object, or a part of it."""
        ...

    async def get_range_async(self, path: str, wanted: Range) -> bytes:
        """Fetch a range, which has an end."""
        ...

    async def get_ranges_async(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges, each of which has an end."""
        ...

    async def head_async(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        ...

    def list_async(
        self, prefix: str | None, offset: str | None, chunk_size: int
    ) -> AsyncIterator[Sequence[ObjectMeta]]:
        """List the objects below a prefix and behind an offset, in the order of their paths."""
        ...

    async def list_with_delimiter_async(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        ...

    async def delete_async(self, paths: Sequence[str]) -> None:
        """Delete objects; one that does not exist is no error."""
        ...

    async def copy_async(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object with its attributes."""
        ...

    async def sign_async(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:
        """Return URLs that anybody can use for a while."""
        ...


class Connection(NamedTuple):
    """A backend that is ready to talk to a store.

    Attributes:
        operations: The operations.
        asynchronous: The same for an event loop.
        native: The backend's own object, for libraries that take one.
    """

    operations: Operations
    asynchronous: AsyncOperations
    native: Any
