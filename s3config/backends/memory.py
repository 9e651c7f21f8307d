"""A store in this process: complete semantics, no network, gone with its last reference."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from s3config.errors import AlreadyExistsError, NotFoundError, PreconditionError
from s3config.objects import GetResult, ListStream, ObjectMeta, PutResult, e_tag_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s3config.config import StoreConfig
    from s3config.objects import Attributes, PutMode


class _Object(NamedTuple):
    data: bytes
    meta: ObjectMeta
    attributes: Attributes


class MemoryBackend:
    """Objects in a dictionary; each instance begins empty."""

    def __init__(self) -> None:
        """Begin without objects."""
        self._objects: dict[str, _Object] = {}
        self._lock = Lock()

    def put(self, path: str, data: bytes, *, attributes: Attributes | None, mode: PutMode) -> PutResult:
        """Write an object, if what is there now allows it.

        Raises:
            AlreadyExistsError: `mode` is `create`, and there is an object.
            PreconditionError: `mode` names a version, and there is another one or none.
        """
        if mode not in ("create", "overwrite") and not isinstance(mode, dict):
            raise ValueError(f"mode is create, overwrite or a version, not {mode!r}")
        e_tag = e_tag_of(data)
        meta = ObjectMeta(path=path, last_modified=datetime.now(UTC), size=len(data), e_tag=e_tag, version=None)
        with self._lock:
            present = self._objects.get(path)
            if mode == "create" and present is not None:
                raise AlreadyExistsError(f"there is an object at {path!r} already")
            if isinstance(mode, dict) and (present is None or present.meta["e_tag"] != mode.get("e_tag")):
                raise PreconditionError(f"the object at {path!r} is not the one that is to be replaced")
            self._objects[path] = _Object(data, meta, dict(attributes or {}))
        return PutResult(e_tag=e_tag, version=None)

    def get(self, path: str) -> GetResult:
        """Fetch an object.

        Raises:
            NotFoundError: There is none.
        """
        found = self._find(path)
        return GetResult(found.data, found.meta.copy(), dict(found.attributes))

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object.

        Raises:
            NotFoundError: There is none.
        """
        return self._find(path).meta.copy()

    def list(self, prefix: str | None, *, offset: str | None, chunk_size: int) -> ListStream:
        """List the objects below a prefix that end at a `/`, those behind `offset` only, as they are now."""
        start = f"{prefix}/" if prefix else ""
        with self._lock:
            found = [
                o.meta.copy() for path, o in self._objects.items() if path.startswith(start) and path > (offset or "")
            ]
        found.sort(key=lambda meta: meta["path"])
        return ListStream(_chunks(found, chunk_size))

    def delete(self, paths: Sequence[str]) -> None:
        """Delete objects; one that does not exist is no error, as at S3."""
        with self._lock:
            for path in paths:
                self._objects.pop(path, None)

    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object with its attributes.

        Raises:
            NotFoundError: There is no object at `from_`.
            AlreadyExistsError: There is one at `to`, and it must not be overwritten.
        """
        found = self._find(from_)
        self.put(to, found.data, attributes=found.attributes, mode="overwrite" if overwrite else "create")

    def _find(self, path: str) -> _Object:
        found = self._objects.get(path)
        if found is None:
            raise NotFoundError(f"there is no object at {path!r}")
        return found


def _chunks(found: list[ObjectMeta], size: int) -> Iterator[list[ObjectMeta]]:
    if size < 1:
        raise ValueError(f"chunk_size is 1 or more, not {size}")
    return (found[start : start + size] for start in range(0, len(found), size))


def connect(config: StoreConfig) -> MemoryBackend:  # noqa: ARG001 (every backend is made from a configuration)
    """Make an empty store."""
    return MemoryBackend()
