"""A store in this process: complete semantics, no network, gone with its last reference."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from s3config.conditions import check_conditions
from s3config.config import StoreConfig
from s3config.contents import read_whole
from s3config.errors import (
    AlreadyExistsError,
    NotFoundError,
    NotSupportedError,
    PreconditionError,
    StoreError,
)
from s3config.objects import STANDARD_ATTRIBUTES, ListResult, ObjectMeta, PutResult
from s3config.operations import Connection
from s3config.ranges import NOTHING_ASKED, Range
from s3config.spellings import KEYS
from s3config.threads import InThreads
from s3config.vocabulary import HONOURED, by, no

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import timedelta

    from s3config.objects import Attributes, Content, Method, PutMode, PutOptions
    from s3config.ranges import Asked

_NOT_ENCRYPTED = no("objects are kept in this process as they are")
SUPPORT = {
    **dict.fromkeys(KEYS, by("no request leaves the process")),
    "bucket": HONOURED,
    "conditional_put": by("without requests", without=("dynamo",)),
    "copy_if_not_exists": by("without requests", without=("dynamo",)),
    "disable_tagging": HONOURED,
    "default_content_type": HONOURED,
    "server_side_encryption": _NOT_ENCRYPTED,
    "sse_kms_key_id": _NOT_ENCRYPTED,
    "sse_bucket_key_enabled": _NOT_ENCRYPTED,
    "sse_customer_key_base64": _NOT_ENCRYPTED,
}


class _Object(NamedTuple):
    data: bytes
    meta: ObjectMeta
    attributes: dict[str, str]
    tags: dict[str, str]


class _Written(NamedTuple):
    asked: tuple[str, str]
    """The operation, and the path that it was asked for."""
    path: str
    data: bytes
    attributes: dict[str, str]
    tags: dict[str, str]


class _Body(NamedTuple):
    """An object's content, which is there as a whole."""

    data: memoryview
    meta: ObjectMeta
    attributes: dict[str, str]
    range: tuple[int, int]

    def read(self) -> memoryview:
        return self.data

    async def read_async(self) -> memoryview:
        return self.data

    def pieces(self, size: int) -> Iterator[memoryview]:
        return (self.data[start : start + size] for start in range(0, len(self.data), size))

    async def pieces_async(self, size: int) -> AsyncIterator[memoryview]:
        for piece in self.pieces(size):
            yield piece


class MemoryBackend:
    """Objects in a dictionary; each instance begins empty.

    An instance is a backend, too: `S3Store(..., backend=instance)` is one of several stores with the same objects.
    """

    SUPPORT = SUPPORT

    def __init__(self, config: StoreConfig | None = None) -> None:
        """Begin without objects."""
        self._config = config or StoreConfig.model_construct()
        self._objects: dict[str, _Object] = {}
        self._lock = Lock()

    def connect(self, config: StoreConfig) -> Connection:
        """Return the same objects under another configuration."""
        other = MemoryBackend(config)
        other._objects, other._lock = self._objects, self._lock
        return Connection(other, InThreads(other), self)

    def put(self, path: str, file: Content, options: PutOptions) -> PutResult:
        """Write an object, if what is there now allows it.

        Raises:
            AlreadyExistsError: The mode is `create`, and there is an object.
            PreconditionError: The mode names a version, and there is another one or none.
            NotSupportedError: Conditions are switched off.
        """
        mode = options["mode"]
        if mode != "overwrite" and self._config.conditional_put == "disabled":
            raise NotSupportedError(f"put {path!r}: conditional_put is disabled", operation="put", path=path)
        data = read_whole(file)
        attributes = _attributes(options["attributes"], self._config.client_options.default_content_type)
        tags = {} if self._config.disable_tagging else dict(options["tags"] or {})
        return self._write(_Written(("put", path), path, data, attributes, tags), mode)

    def _write(self, new: _Written, mode: PutMode) -> PutResult:
        asked, path, data, attributes, tags = new
        e_tag = f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
        now = datetime.now(UTC)
        meta = ObjectMeta(path=path, last_modified=now, size=len(data), e_tag=e_tag, version=None)
        with self._lock:
            present = self._objects.get(path)
            if mode == "create" and present is not None:
                raise _refusal(AlreadyExistsError, *asked, f"there is an object at {path!r} already", 412)
            if isinstance(mode, dict) and (present is None or present.meta["e_tag"] != mode.get("e_tag")):
                raise _refusal(PreconditionError, *asked, "the object is not the one to be replaced", 412)
            self._objects[path] = _Object(data, meta, attributes, tags)
        return PutResult(e_tag=e_tag, version=None)

    def get(self, path: str, asked: Asked) -> _Body:
        """Fetch an object, if it is as asked.

        Raises:
            NotFoundError: There is none.
            PreconditionError: It is another one than was asked for.
            NotModifiedError: It is the one that the caller has.
            InvalidRequestError: It ends before the range begins.
        """
        return self._get(path, asked, "get")

    def _get(self, path: str, asked: Asked, operation: str) -> _Body:
        found = self._find(path, operation)
        if asked.version is not None:  # there are none here
            raise _refusal(NotFoundError, operation, path, f"there is no version {asked.version!r}", 404)
        check_conditions(found.meta, asked)
        size = len(found.data)
        begin, end = (0, size) if asked.range is None else asked.range.within(size)
        data = memoryview(b"" if asked.head else found.data[begin:end])
        return _Body(data, found.meta.copy(), found.attributes, (begin, end))

    def get_range(self, path: str, wanted: Range) -> bytes:
        """Fetch a range."""
        return bytes(self._get(path, NOTHING_ASKED._replace(range=wanted), "get_range").data)

    def get_ranges(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges."""
        return [bytes(self._get(path, NOTHING_ASKED._replace(range=one), "get_ranges").data) for one in wanted]

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        return self._find(path, "head").meta.copy()

    def list(self, prefix: str | None, offset: str | None, chunk_size: int) -> Iterator[Sequence[ObjectMeta]]:
        """List objects, as they are when the first chunk is asked for."""
        found = [meta for meta in self._below(prefix) if meta["path"].encode() > (offset or "").encode()]
        yield from (found[start : start + chunk_size] for start in range(0, len(found), chunk_size))

    def list_with_delimiter(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        start = len(prefix) + 1 if prefix else 0
        objects = []
        prefixes: dict[str, None] = {}
        for meta in self._below(prefix):
            name, slash, _ = meta["path"][start:].partition("/")
            if slash:
                prefixes[meta["path"][:start] + name] = None
            else:
                objects.append(meta)
        return ListResult(common_prefixes=list(prefixes), objects=objects)

    def _below(self, prefix: str | None) -> Sequence[ObjectMeta]:
        start = f"{prefix}/" if prefix else ""
        with self._lock:
            found = [item.meta.copy() for path, item in self._objects.items() if path.startswith(start)]
        return sorted(found, key=lambda meta: meta["path"].encode())  # S3 sorts by the bytes of UTF-8

    def delete(self, paths: Sequence[str]) -> None:
        """Delete objects."""
        with self._lock:
            for path in paths:
                self._objects.pop(path, None)

    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object with its attributes and tags."""
        found = self._find(from_, "copy")
        written = _Written(("copy", from_), to, found.data, found.attributes, found.tags)
        self._write(written, "overwrite" if overwrite else "create")

    def sign(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:  # noqa: ARG002
        """Refuse: nobody else can reach the store.

        Raises:
            NotSupportedError: Always.
        """
        raise NotSupportedError("sign: a store in memory has no URLs", operation="sign", backend="memory")

    def _find(self, path: str, operation: str) -> _Object:
        found = self._objects.get(path)
        if found is None:
            raise _refusal(NotFoundError, operation, path, "there is no object", 404)
        return found


def _attributes(given: Attributes | None, content_type: str | None) -> dict[str, str]:
    """Return attributes as S3 gives them back: its headers as they are, metadata in lower case."""
    standard = {name.lower(): name for name in STANDARD_ATTRIBUTES}
    attributes = {} if content_type is None else {"Content-Type": content_type}
    for name, value in (given or {}).items():
        attributes[standard.get(name.lower(), name.lower())] = value
    return attributes


def _refusal(kind: type[StoreError], operation: str, path: str, why: str, status: int) -> StoreError:
    return kind(f"{operation} {path!r}: {why}", operation=operation, path=path, backend="memory", status=status)


def connect(config: StoreConfig) -> Connection:
    """Make an empty store."""
    backend = MemoryBackend(config)
    return Connection(backend, InThreads(backend), backend)
