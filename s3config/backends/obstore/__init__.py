"""obstore: native speed, native asynchronous calls; what it gets wrong is put right here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import obstore
from obstore.store import S3Store as ObstoreS3Store

from s3config.backends import OURS
from s3config.backends.obstore.isolation import without_environment
from s3config.backends.obstore.limits import Limits
from s3config.backends.obstore.mending import Mending
from s3config.backends.obstore.reading import ObstoreBody, listed
from s3config.backends.obstore.uploading import upload, upload_async
from s3config.conditions import check_conditions
from s3config.dialects import obstore as dialect
from s3config.errors import NotSupportedError, StoreError
from s3config.failures import Call
from s3config.fetching import provider_of
from s3config.mending import mended, mended_async, mended_steps, mended_steps_async
from s3config.operations import Connection
from s3config.proxies import proxy_for
from s3config.ranges import NOTHING_ASKED, cut, joined
from s3config.translation import translate
from s3config.vocabulary import FETCHED, by, host_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import timedelta

    from s3config.config import StoreConfig
    from s3config.objects import AsyncContent, Content, ListResult, Method, ObjectMeta, PutOptions, PutResult
from s3config.ranges import Asked, Range

SUPPORT = {
    **dialect.KEYS,
    **OURS,
    "conditional_put": by("conditional_put, or a lock in DynamoDB above it"),
    "copy_if_not_exists": by("copy_if_not_exists, or a lock in DynamoDB above it"),
}
_started_in: set[int] = set()
"""Processes that used obstore; its threads do not come along when a process is forked."""


class ObstoreBackend:
    """Operations on an obstore store."""

    def __init__(self, store: ObstoreS3Store, config: StoreConfig, mending: Mending) -> None:
        """Use a store of obstore's.

        Args:
            store: The store.
            config: The configuration.
            mending: Makes our errors of obstore's.
        """
        self._store = store
        self._limits = Limits(config)
        self.mending = mending

    @mended
    def put(self, path: str, file: Content, options: PutOptions) -> PutResult:
        """Write an object."""
        return upload(obstore.put, self._store, path, file, self._limits.of_put(path, options))

    @mended_async
    async def put_async(self, path: str, file: AsyncContent, options: PutOptions) -> PutResult:
        """Write an object; if the task is cancelled, so is the upload."""
        return await upload_async(obstore.put_async, self._store, path, file, self._limits.of_put(path, options))

    @mended
    def get(self, path: str, asked: Asked) -> ObstoreBody:
        """Fetch an object, or a part of it."""
        if asked is NOTHING_ASKED:
            return ObstoreBody(obstore.get(self._store, path), self.mending, path)
        body = ObstoreBody(obstore.get(self._store, path, options=_options(asked)), self.mending, path)
        check_conditions(body.meta, asked)
        return body

    @mended_async
    async def get_async(self, path: str, asked: Asked) -> ObstoreBody:
        """Fetch an object, or a part of it."""
        options = None if asked is NOTHING_ASKED else _options(asked)
        body = ObstoreBody(await obstore.get_async(self._store, path, options=options), self.mending, path)
        if options is not None:
            check_conditions(body.meta, asked)
        return body

    @mended
    def get_range(self, path: str, wanted: Range) -> bytes:
        """Fetch a range."""
        return bytes(obstore.get_range(self._store, path, start=wanted.start, end=wanted.end))

    @mended_async
    async def get_range_async(self, path: str, wanted: Range) -> bytes:
        """Fetch a range."""
        return bytes(await obstore.get_range_async(self._store, path, start=wanted.start, end=wanted.end))

    @mended
    def get_ranges(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges, near ones at once; obstore, which does so itself, panics at one behind the object's end."""
        spans = joined(wanted)
        return cut(wanted, zip(spans, obstore.get_ranges(self._store, path, **_bounds(spans)), strict=True))

    @mended_async
    async def get_ranges_async(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges, near ones at once."""
        spans = joined(wanted)
        found = await obstore.get_ranges_async(self._store, path, **_bounds(spans))
        return cut(wanted, zip(spans, found, strict=True))

    @mended
    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        return obstore.head(self._store, path)

    @mended_async
    async def head_async(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        return await obstore.head_async(self._store, path)

    @mended_steps
    def list(self, prefix: str | None, offset: str | None, chunk_size: int) -> Iterator[Sequence[ObjectMeta]]:
        """List objects."""
        self._limits.check_list(prefix)
        yield from obstore.list(self._store, prefix, offset=offset, chunk_size=chunk_size)

    @mended_steps_async
    async def list_async(
        self, prefix: str | None, offset: str | None, chunk_size: int
    ) -> AsyncIterator[Sequence[ObjectMeta]]:
        """List objects."""
        self._limits.check_list(prefix)
        async for chunk in obstore.list(self._store, prefix, offset=offset, chunk_size=chunk_size):
            yield chunk

    @mended
    def list_with_delimiter(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        self._limits.check_list(prefix)
        return listed(obstore.list_with_delimiter(self._store, prefix))

    @mended_async
    async def list_with_delimiter_async(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        self._limits.check_list(prefix)
        return listed(await obstore.list_with_delimiter_async(self._store, prefix))

    @mended
    def delete(self, paths: Sequence[str]) -> None:
        """Delete objects."""
        obstore.delete(self._store, paths)

    @mended_async
    async def delete_async(self, paths: Sequence[str]) -> None:
        """Delete objects."""
        await obstore.delete_async(self._store, paths)

    @mended
    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object."""
        self._limits.check_copy(from_, overwrite=overwrite)
        obstore.copy(self._store, from_, to, overwrite=overwrite)

    @mended_async
    async def copy_async(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object."""
        self._limits.check_copy(from_, overwrite=overwrite)
        await obstore.copy_async(self._store, from_, to, overwrite=overwrite)

    @mended
    def sign(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:
        """Return URLs that anybody can use for a while."""
        return obstore.sign(self._store, method, list(paths), expires_in)

    @mended_async
    async def sign_async(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:
        """Return URLs that anybody can use for a while."""
        return await obstore.sign_async(self._store, method, list(paths), expires_in)


def _options(asked: Asked) -> Any:  # noqa: ANN401 (obstore's GetOptions, which has no public name)
    """Return options as obstore takes them: those that are asked for."""
    options = {name: value for name, value in asked._asdict().items() if value}
    wanted = asked.range
    if wanted is not None:
        if wanted.start < 0:
            options["range"] = {"suffix": -wanted.start}
        else:
            options["range"] = {"offset": wanted.start} if wanted.end is None else (wanted.start, wanted.end)
    return options


def _bounds(wanted: Sequence[Range]) -> Any:  # noqa: ANN401 (two keywords)
    return {"starts": [one.start for one in wanted], "ends": [one.end or 0 for one in wanted]}


def connect(config: StoreConfig) -> Connection:
    """Make an obstore store that knows the configuration, and nothing from the environment.

    Raises:
        StoreError: The process was forked from one that used obstore.
        NotSupportedError: obstore refuses the configuration.
    """
    if _started_in and os.getpid() not in _started_in:
        raise StoreError(
            "obstore was used before this process was forked, and its threads did not come along; start workers with "
            "spawn or forkserver, or use a store first in the worker",
            backend="obstore",
        )
    arguments = translate(config, "obstore", strict=False).values
    for key in FETCHED:
        arguments["config"].pop(dialect.name_of(key), None)
    for name in ("proxy_url", "proxy_excludes"):
        arguments.get("client_options", {}).pop(name, None)
    proxy = proxy_for(host_of(config), config.client_options)
    if proxy is not None:
        arguments["client_options"]["proxy_url"] = proxy
    provider = provider_of(config)
    if provider is not None:
        arguments["credential_provider"] = provider
    mending = Mending(config, provider)
    refusal: BaseException | None = None
    try:
        with without_environment():
            store = ObstoreS3Store(**arguments)
    except BaseException as error:  # noqa: BLE001 (a panic, too)
        refusal = mending.error(error, Call("obstore", "connect", None))
    if refusal is not None:
        raise NotSupportedError(str(refusal), backend="obstore") if isinstance(refusal, StoreError) else refusal
    _started_in.add(os.getpid())
    backend = ObstoreBackend(store, config, mending)
    return Connection(backend, backend, store)
