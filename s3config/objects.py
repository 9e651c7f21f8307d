"""The words of store operations: paths, what is known of an object, and what a call returns; obspec's names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, TypedDict, cast

from s3config.errors import InvalidPathError

if TYPE_CHECKING:
    from datetime import datetime

_LONGEST_KEY = 1024

Attributes = Mapping[str, str]
"""Headers that are stored with an object, such as `Content-Type`, and its metadata under other names."""
Content = IO[bytes] | Path | bytes | bytearray | memoryview | Iterable[bytes]


class ObjectMeta(TypedDict):
    """What is known of an object."""

    path: str
    last_modified: datetime
    size: int
    """In bytes."""
    e_tag: str | None
    version: str | None


class PutResult(TypedDict):
    """What identifies the object that was written."""

    e_tag: str | None
    version: str | None


class UpdateVersion(TypedDict, total=False):
    """The object that `put` may replace, and no other."""

    e_tag: str | None
    version: str | None


PutMode = Literal["create", "overwrite"] | UpdateVersion


class ListStream(Iterator[Sequence[ObjectMeta]]):
    """The objects of a listing, a chunk at a time."""

    def __init__(self, chunks: Iterable[Sequence[ObjectMeta]]) -> None:
        """Read lazily from these chunks."""
        self._chunks = iter(chunks)

    def __iter__(self) -> ListStream:
        """Return itself."""
        return self

    def __next__(self) -> Sequence[ObjectMeta]:
        """Return the next chunk."""
        return next(self._chunks)

    def collect(self) -> list[ObjectMeta]:
        """Return all objects that are left, in one list."""
        return [meta for chunk in self for meta in chunk]


class GetResult:
    """An object that was fetched.

    Attributes:
        meta: What is known of the object.
        attributes: Headers that are stored with it.
        range: First byte, and the one behind the last, of what was fetched.
    """

    def __init__(self, data: bytes, meta: ObjectMeta, attributes: Attributes) -> None:
        """Hold the bytes of the whole object."""
        self._data = data
        self.meta = meta
        self.attributes = attributes
        self.range = (0, len(data))

    def bytes(self) -> bytes:
        """Return the content."""
        return self._data

    def buffer(self) -> memoryview:
        """Return the content without a copy."""
        return memoryview(self._data)

    def stream(self, min_chunk_size: int = 10 * 1024 * 1024) -> Iterator[memoryview]:
        """Yield the content in pieces.

        Args:
            min_chunk_size: Size of all pieces but the last, in bytes.
        """
        whole = self.buffer()
        return (whole[start : start + min_chunk_size] for start in range(0, len(whole), min_chunk_size))

    def __iter__(self) -> Iterator[memoryview]:
        """Yield the content in pieces of 10 MiB."""
        return self.stream()


def check_path(path: str) -> str:
    """Return the path of an object if it can be one.

    Raises:
        InvalidPathError: It is empty, not text, too long, or has an empty, `.` or `..` part.
    """
    if not isinstance(path, str):
        raise InvalidPathError(f"a path is text, not {type(path).__name__}")
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        raise InvalidPathError(f"the path {path!a} is not valid Unicode; write it again") from None
    if size > _LONGEST_KEY:
        raise InvalidPathError(f"the path has {size} bytes; S3 allows {_LONGEST_KEY}")
    if not path or any(part in ("", ".", "..") for part in path.split("/")):
        raise InvalidPathError(
            f"the path {path!r} has an empty part, `.` or `..`; write it as a/b/c, without a slash at its ends"
        )
    return path


def read_content(file: object) -> bytes:
    """Read what `put` takes: bytes or a buffer, an open file, the path of one, or an iterable of bytes.

    Raises:
        TypeError: It is nothing of this.
    """
    if isinstance(file, bytes | bytearray | memoryview):
        return bytes(file)
    if isinstance(file, Path):
        return file.read_bytes()
    if hasattr(file, "read"):
        return bytes(cast("IO[bytes]", file).read())
    if isinstance(file, Iterable) and not isinstance(file, str):
        return b"".join(bytes(part) for part in file)
    raise TypeError(f"put takes bytes, a file, a path or an iterable of bytes, not {type(file).__name__}")


def e_tag_of(data: bytes) -> str:
    """Return the ETag that S3 gives to an object that was uploaded whole: its MD5 in quotes."""
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
