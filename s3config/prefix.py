"""A store below a prefix of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.objects import check_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s3config.objects import Attributes, Content, GetResult, ListStream, ObjectMeta, PutMode, PutResult
    from s3config.store import S3Store


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

    def put(
        self, path: str, file: Content, *, attributes: Attributes | None = None, mode: PutMode = "overwrite"
    ) -> PutResult:
        """Write an object; see `S3Store.put`."""
        return self.store.put(self._below(path), file, attributes=attributes, mode=mode)

    def get(self, path: str) -> GetResult:
        """Fetch an object; see `S3Store.get`."""
        found = self.store.get(self._below(path))
        found.meta = self._meta(found.meta)
        return found

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object; see `S3Store.head`."""
        return self._meta(self.store.head(self._below(path)))

    def list(self, prefix: str | None = None, *, offset: str | None = None, chunk_size: int = 50) -> ListStream:
        """List objects; see `S3Store.list`."""
        below = self._below(prefix.rstrip("/")) if prefix else self.prefix
        behind = f"{self.prefix}/{offset}" if offset else None
        chunks = self.store.list(below, offset=behind, chunk_size=chunk_size)
        return type(chunks)([self._meta(meta) for meta in chunk] for chunk in chunks)

    def delete(self, paths: str | Sequence[str]) -> None:
        """Delete one object or several; see `S3Store.delete`."""
        self.store.delete([self._below(path) for path in ([paths] if isinstance(paths, str) else paths)])

    def copy(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object below the prefix; see `S3Store.copy`."""
        self.store.copy(self._below(from_), self._below(to), overwrite=overwrite)

    def __repr__(self) -> str:
        """Name the store and the prefix."""
        return f"PrefixStore({self.store!r}, {self.prefix!r})"
