"""What a store does: the operations of obspec, each checked, done by a backend, and explained if it fails."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, get_args, overload

from s3config.contents import CONCURRENCY, PART, check_content, put_options
from s3config.errors import InvalidRequestError, NotSupportedError
from s3config.explaining import ExplainedBody, explained, explained_async, renaming, told, told_async
from s3config.headers import check_count
from s3config.objects import Method, check_offset, check_path, check_paths, check_prefix
from s3config.ranges import all_bounded, bounded, read_options
from s3config.results import GetResult, ListStream

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence

    from s3config.config import StoreConfig
    from s3config.objects import (
        AsyncContent,
        Attributes,
        Content,
        GetOptions,
        ListResult,
        ObjectMeta,
        PutMode,
        PutResult,
    )
    from s3config.operations import Connection

_METHODS = get_args(Method)
_SHORTEST_URL, _LONGEST_URL = timedelta(seconds=1), timedelta(days=7)
"""Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters"."""


class Bucket:
    """The operations of a store; `S3Store` says how it is made and connected.

    Attributes:
        config: The configuration.
    """

    config: StoreConfig

    def _connected(self) -> Connection:
        """Return the client."""
        raise NotImplementedError

    @explained
    def put(
        self,
        path: str,
        file: Content,
        *,
        attributes: Attributes | None = None,
        tags: dict[str, str] | None = None,
        mode: PutMode | None = None,
        use_multipart: bool | None = None,
        chunk_size: int = PART,
        max_concurrency: int = CONCURRENCY,
    ) -> PutResult:
        """Write an object, whole or not at all.

        Args:
            path: Where.
            file: Bytes, a buffer, a file opened for bytes, the `pathlib.Path` of one, or an iterable of bytes.
            attributes: Headers to store with it, such as `Content-Type`; other names are its metadata.
            tags: Tags to store with it.
            mode: `overwrite`, the default; `create`, which fails if there is one; or the version to replace. Under a
                condition the content is sent with one request.
            use_multipart: Whether it is sent in parts; `None` for content of more than one chunk. The parts of an
                upload that fails are removed.
            chunk_size: Size of a part, in bytes. S3 takes no less than 5 MiB, but for the last.
            max_concurrency: Most parts that are sent at the same time.

        Raises:
            AlreadyExistsError: There is one, and `mode` is `create`.
            PreconditionError: There is another than the one to replace.
            InvalidPathError: No object can have this path.
            InvalidRequestError: An option has a value that no request can carry.
            NotSupportedError: The mode has a condition, and `conditional_put` is `disabled`.
            StoreError: The store cannot be reached, or refuses.
        """
        check_path(path)
        check_content(file)
        options = put_options(attributes, tags, mode, use_multipart, chunk_size, max_concurrency)
        return self._connected().operations.put(path, file, options)

    @explained_async
    async def put_async(
        self,
        path: str,
        file: AsyncContent,
        *,
        attributes: Attributes | None = None,
        tags: dict[str, str] | None = None,
        mode: PutMode | None = None,
        use_multipart: bool | None = None,
        chunk_size: int = PART,
        max_concurrency: int = CONCURRENCY,
    ) -> PutResult:
        """Write an object, whole or not at all; see `put`. `file` may be an asynchronous iterable, too."""
        check_path(path)
        check_content(file, awaitable=True)
        options = put_options(attributes, tags, mode, use_multipart, chunk_size, max_concurrency)
        return await self._connected().asynchronous.put_async(path, file, options)

    @explained
    def get(self, path: str, *, options: GetOptions | None = None) -> GetResult:
        """Fetch an object, or a part of it; its content is read when the result is asked for it.

        Args:
            path: The object.
            options: Range, conditions and version; see `GetOptions`.

        Raises:
            NotFoundError: There is none.
            NotModifiedError: It is the one that the caller has.
            PreconditionError: It is another than the one that was asked for.
            InvalidPathError: No object can have this path.
            InvalidRequestError: An option is unknown, or the range is empty or behind the object's end.
            StoreError: The store cannot be reached, or refuses.
        """
        check_path(path)
        body = self._connected().operations.get(path, read_options(options))
        return GetResult(ExplainedBody(body, self, self._connected))

    @explained_async
    async def get_async(self, path: str, *, options: GetOptions | None = None) -> GetResult:
        """Fetch an object, or a part of it; see `get`."""
        check_path(path)
        body = await self._connected().asynchronous.get_async(path, read_options(options))
        return GetResult(ExplainedBody(body, self, self._connected))

    @explained
    def get_range(self, path: str, *, start: int, end: int | None = None, length: int | None = None) -> bytes:
        """Fetch some bytes of an object; fewer if it ends before.

        Args:
            path: The object.
            start: The first byte, from 0.
            end: The byte behind the last; this or `length`.
            length: Number of bytes.

        Raises:
            NotFoundError: There is none.
            InvalidRequestError: The range is empty, or behind the object's end.
        """
        check_path(path)
        return self._connected().operations.get_range(path, bounded(start, end, length))

    @explained_async
    async def get_range_async(
        self, path: str, *, start: int, end: int | None = None, length: int | None = None
    ) -> bytes:
        """Fetch some bytes of an object; see `get_range`."""
        check_path(path)
        return await self._connected().asynchronous.get_range_async(path, bounded(start, end, length))

    @explained
    def get_ranges(
        self,
        path: str,
        *,
        starts: Sequence[int],
        ends: Sequence[int] | None = None,
        lengths: Sequence[int] | None = None,
    ) -> list[bytes]:
        """Fetch several ranges of an object; those that are near to each other with one request.

        Args:
            path: The object.
            starts: The first byte of each, from 0.
            ends: The byte behind the last of each; these or `lengths`.
            lengths: Number of bytes of each.

        Raises:
            NotFoundError: There is none.
            InvalidRequestError: A range is empty, or behind the object's end.
        """
        check_path(path)
        wanted = all_bounded(starts, ends, lengths)
        return self._connected().operations.get_ranges(path, wanted) if wanted else []

    @explained_async
    async def get_ranges_async(
        self,
        path: str,
        *,
        starts: Sequence[int],
        ends: Sequence[int] | None = None,
        lengths: Sequence[int] | None = None,
    ) -> list[bytes]:
        """Fetch several ranges of an object; see `get_ranges`."""
        check_path(path)
        wanted = all_bounded(starts, ends, lengths)
        return await self._connected().asynchronous.get_ranges_async(path, wanted) if wanted else []

    @explained
    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object.

        Raises:
            NotFoundError: There is none.
            InvalidPathError: No object can have this path.
        """
        return self._connected().operations.head(check_path(path))

    @explained_async
    async def head_async(self, path: str) -> ObjectMeta:
        """Return what is known of an object; see `head`."""
        return await self._connected().asynchronous.head_async(check_path(path))

    @explained
    def list(self, prefix: str | None = None, *, offset: str | None = None, chunk_size: int = 50) -> ListStream:
        """List objects in the order of their paths; the store is asked when the first chunk is wanted.

        Args:
            prefix: Only those below it: `a` has `a/b`, and not `ab`.
            offset: Only those behind it.
            chunk_size: Most objects in a chunk.

        Raises:
            InvalidPathError: No object can have this prefix.
            InvalidRequestError: `chunk_size` is below 1.
        """
        below, behind = check_prefix(prefix), check_offset(offset)
        check_count("chunk_size", chunk_size)
        return ListStream(
            lambda: told(lambda: self._connected().operations.list(below, behind, chunk_size), self, self._connected),
            lambda: told_async(
                lambda: self._connected().asynchronous.list_async(below, behind, chunk_size), self, self._connected
            ),
        )

    def list_async(self, prefix: str | None = None, *, offset: str | None = None, chunk_size: int = 50) -> ListStream:
        """List objects; see `list`. The call itself waits for nothing: use `async for`, or `collect_async`."""
        return self.list(prefix, offset=offset, chunk_size=chunk_size)

    @explained
    def list_with_delimiter(self, prefix: str | None = None) -> ListResult:
        """List what is directly below a prefix: objects, and prefixes with something below them.

        Raises:
            InvalidPathError: No object can have this prefix.
        """
        return self._connected().operations.list_with_delimiter(check_prefix(prefix))

    @explained_async
    async def list_with_delimiter_async(self, prefix: str | None = None) -> ListResult:
        """List what is directly below a prefix; see `list_with_delimiter`."""
        return await self._connected().asynchronous.list_with_delimiter_async(check_prefix(prefix))

    @explained
    def delete(self, paths: str | Sequence[str]) -> None:
        """Delete one object or several; one that does not exist is no error.

        Raises:
            InvalidPathError: No object can have one of these paths; none is deleted.
        """
        checked = check_paths(paths)
        if checked:
            self._connected().operations.delete(checked)

    @explained_async
    async def delete_async(self, paths: str | Sequence[str]) -> None:
        """Delete one object or several; see `delete`."""
        checked = check_paths(paths)
        if checked:
            await self._connected().asynchronous.delete_async(checked)

    @explained
    def copy(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object within the bucket.

        Args:
            from_: The object.
            to: Where the copy goes.
            overwrite: Whether one that is there may be overwritten; if not, `copy_if_not_exists` says how that is kept.

        Raises:
            NotFoundError: There is no object at `from_`.
            AlreadyExistsError: There is one at `to`, and it must not be overwritten.
            NotSupportedError: It must not be overwritten, and `copy_if_not_exists` is not set.
        """
        check_path(from_)
        self._connected().operations.copy(from_, check_path(to), overwrite=overwrite)

    @explained_async
    async def copy_async(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object within the bucket; see `copy`."""
        check_path(from_)
        await self._connected().asynchronous.copy_async(from_, check_path(to), overwrite=overwrite)

    def rename(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object, then delete the source; another reader may see both. See `copy`.

        Raises:
            NotFoundError: There is no object at `from_`.
            AlreadyExistsError: There is one at `to`, and it must not be overwritten.
        """
        with renaming():
            self.copy(from_, to, overwrite=overwrite)
            if from_ != to:
                self.delete(from_)

    async def rename_async(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object, then delete the source; see `rename`."""
        with renaming():
            await self.copy_async(from_, to, overwrite=overwrite)
            if from_ != to:
                await self.delete_async(from_)

    @overload
    def sign(self, method: Method, paths: str, expires_in: timedelta) -> str: ...  # type: ignore[overload-overlap]

    @overload
    def sign(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> builtins.list[str]: ...

    @explained
    def sign(self, method: Method, paths: str | Sequence[str], expires_in: timedelta) -> str | builtins.list[str]:
        """Return URLs that anybody can use for a while; no network is used, but to fetch credentials.

        Args:
            method: `GET`, `PUT`, `HEAD` or `DELETE`.
            paths: One object, or several.
            expires_in: How long, up to 7 days; temporary credentials may end before.

        Returns:
            A URL for one path, a list for several. Each URL is a secret: it holds a signature.

        Raises:
            InvalidRequestError: The method is another one, or the time is none or too long.
            NotSupportedError: The store is in memory, or requests are not signed.
        """
        checked = self._signable(method, paths, expires_in)
        signed = self._connected().operations.sign(method, checked, expires_in) if checked else ()
        return signed[0] if isinstance(paths, str) else list(signed)

    @overload
    async def sign_async(self, method: Method, paths: str, expires_in: timedelta) -> str: ...  # type: ignore[overload-overlap]

    @overload
    async def sign_async(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> builtins.list[str]: ...

    @explained_async
    async def sign_async(
        self, method: Method, paths: str | Sequence[str], expires_in: timedelta
    ) -> str | builtins.list[str]:
        """Return URLs that anybody can use for a while; see `sign`."""
        checked = self._signable(method, paths, expires_in)
        signed = await self._connected().asynchronous.sign_async(method, checked, expires_in) if checked else ()
        return signed[0] if isinstance(paths, str) else list(signed)

    def _signable(self, method: str, paths: str | Sequence[str], expires_in: timedelta) -> builtins.list[str]:
        if method not in _METHODS:
            raise InvalidRequestError(f"sign knows the methods {', '.join(_METHODS)}, not {method!r}")
        if not isinstance(expires_in, timedelta) or not _SHORTEST_URL <= expires_in <= _LONGEST_URL:
            raise InvalidRequestError(f"expires_in is a timedelta from 1 second to 7 days, not {expires_in!r}")
        if self.config.skip_signature:
            raise NotSupportedError("sign: skip_signature is set, so that nothing is signed", keys=("skip_signature",))
        return check_paths(paths)
