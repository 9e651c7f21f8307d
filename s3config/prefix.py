"""A store below a prefix of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, overload

from s3config.objects import check_offset, check_path, check_paths, check_prefix

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence
    from datetime import timedelta
    from typing import Unpack

    from s3config.objects import (
        AsyncContent,
        Attributes,
        Content,
        GetOptions,
        ListResult,
        Method,
        ObjectMeta,
        PutMode,
        PutResult,
    )
    from s3config.results import GetResult, ListStream
    from s3config.store import S3Store


class _PutKeywords(TypedDict, total=False):
    attributes: Attributes | None
    tags: dict[str, str] | None
    mode: PutMode | None
    use_multipart: bool | None
    chunk_size: int
    max_concurrency: int


class PrefixStore:
    """A store below a prefix of another one: every path is taken, and given back, without the prefix."""

    def __init__(self, store: S3Store | PrefixStore, prefix: str) -> None:
        """Look at a store below a prefix.

        Args:
            store: The store.
            prefix: The prefix, as a path: `a/b`.

        Raises:
            InvalidPathError: No object can have this prefix.
        """
        self.store = store
        self.prefix = check_path(prefix.strip("/"))

    def _below(self, path: str) -> str:
        return f"{self.prefix}/{check_path(path)}"

    def _meta(self, meta: ObjectMeta) -> ObjectMeta:
        return {**meta, "path": meta["path"].removeprefix(f"{self.prefix}/")}

    def _prefix(self, prefix: str | None) -> str:
        below = check_prefix(prefix)
        return self.prefix if below is None else f"{self.prefix}/{below}"

    def _listing(self, found: ListResult) -> ListResult:
        prefixes = [prefix.removeprefix(f"{self.prefix}/") for prefix in found["common_prefixes"]]
        return {"common_prefixes": prefixes, "objects": [self._meta(meta) for meta in found["objects"]]}

    def put(self, path: str, file: Content, **options: Unpack[_PutKeywords]) -> PutResult:
        """Write an object; see `S3Store.put`."""
        return self.store.put(self._below(path), file, **options)

    async def put_async(self, path: str, file: AsyncContent, **options: Unpack[_PutKeywords]) -> PutResult:
        """Write an object; see `S3Store.put`."""
        return await self.store.put_async(self._below(path), file, **options)

    def get(self, path: str, *, options: GetOptions | None = None) -> GetResult:
        """Fetch an object; see `S3Store.get`."""
        return self.store.get(self._below(path), options=options).renamed(self._meta)

    async def get_async(self, path: str, *, options: GetOptions | None = None) -> GetResult:
        """Fetch an object; see `S3Store.get`."""
        return (await self.store.get_async(self._below(path), options=options)).renamed(self._meta)

    def get_range(self, path: str, *, start: int, end: int | None = None, length: int | None = None) -> bytes:
        """Fetch some bytes of an object; see `S3Store.get_range`."""
        return self.store.get_range(self._below(path), start=start, end=end, length=length)

    async def get_range_async(
        self, path: str, *, start: int, end: int | None = None, length: int | None = None
    ) -> bytes:
        """Fetch some bytes of an object; see `S3Store.get_range`."""
        return await self.store.get_range_async(self._below(path), start=start, end=end, length=length)

    def get_ranges(
        self,
        path: str,
        *,
        starts: Sequence[int],
        ends: Sequence[int] | None = None,
        lengths: Sequence[int] | None = None,
    ) -> list[bytes]:
        """Fetch several ranges of an object; see `S3Store.get_ranges`."""
        return self.store.get_ranges(self._below(path), starts=starts, ends=ends, lengths=lengths)

    async def get_ranges_async(
        self,
        path: str,
        *,
        starts: Sequence[int],
        ends: Sequence[int] | None = None,
        lengths: Sequence[int] | None = None,
    ) -> list[bytes]:
        """Fetch several ranges of an object; see `S3Store.get_ranges`."""
        return await self.store.get_ranges_async(self._below(path), starts=starts, ends=ends, lengths=lengths)

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object; see `S3Store.head`."""
        return self._meta(self.store.head(self._below(path)))

    async def head_async(self, path: str) -> ObjectMeta:
        """Return what is known of an object; see `S3Store.head`."""
        return self._meta(await self.store.head_async(self._below(path)))

    def list(self, prefix: str | None = None, *, offset: str | None = None, chunk_size: int = 50) -> ListStream:
        """List objects; see `S3Store.list`."""
        after = check_offset(offset)
        behind = f"{self.prefix}/{after}" if after else None
        return self.store.list(self._prefix(prefix), offset=behind, chunk_size=chunk_size).renamed(self._meta)

    def list_async(self, prefix: str | None = None, *, offset: str | None = None, chunk_size: int = 50) -> ListStream:
        """List objects; see `S3Store.list_async`."""
        return self.list(prefix, offset=offset, chunk_size=chunk_size)

    def list_with_delimiter(self, prefix: str | None = None) -> ListResult:
        """List what is directly below a prefix; see `S3Store.list_with_delimiter`."""
        return self._listing(self.store.list_with_delimiter(self._prefix(prefix)))

    async def list_with_delimiter_async(self, prefix: str | None = None) -> ListResult:
        """List what is directly below a prefix; see `S3Store.list_with_delimiter`."""
        return self._listing(await self.store.list_with_delimiter_async(self._prefix(prefix)))

    def delete(self, paths: str | Sequence[str]) -> None:
        """Delete one object or several; see `S3Store.delete`."""
        self.store.delete([self._below(path) for path in check_paths(paths)])

    async def delete_async(self, paths: str | Sequence[str]) -> None:
        """Delete one object or several; see `S3Store.delete`."""
        await self.store.delete_async([self._below(path) for path in check_paths(paths)])

    def copy(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object below the prefix; see `S3Store.copy`."""
        self.store.copy(self._below(from_), self._below(to), overwrite=overwrite)

    async def copy_async(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object below the prefix; see `S3Store.copy`."""
        await self.store.copy_async(self._below(from_), self._below(to), overwrite=overwrite)

    def rename(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Rename an object below the prefix; see `S3Store.rename`."""
        self.store.rename(self._below(from_), self._below(to), overwrite=overwrite)

    async def rename_async(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Rename an object below the prefix; see `S3Store.rename`."""
        await self.store.rename_async(self._below(from_), self._below(to), overwrite=overwrite)

    @overload
    def sign(self, method: Method, paths: str, expires_in: timedelta) -> str: ...  # type: ignore[overload-overlap]

    @overload
    def sign(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> builtins.list[str]: ...

    def sign(self, method: Method, paths: str | Sequence[str], expires_in: timedelta) -> str | builtins.list[str]:
        """Return URLs that anybody can use for a while; see `S3Store.sign`."""
        below = self._below(paths) if isinstance(paths, str) else [self._below(path) for path in paths]
        return self.store.sign(method, below, expires_in)

    @overload
    async def sign_async(self, method: Method, paths: str, expires_in: timedelta) -> str: ...  # type: ignore[overload-overlap]

    @overload
    async def sign_async(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> builtins.list[str]: ...

    async def sign_async(
        self, method: Method, paths: str | Sequence[str], expires_in: timedelta
    ) -> str | builtins.list[str]:
        """Return URLs that anybody can use for a while; see `S3Store.sign`."""
        below = self._below(paths) if isinstance(paths, str) else [self._below(path) for path in paths]
        return await self.store.sign_async(method, below, expires_in)

    def __repr__(self) -> str:
        """Name the store and the prefix."""
        return f"PrefixStore({self.store!r}, {self.prefix!r})"
