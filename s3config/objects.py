"""The words of store operations: what is known of an object, and what calls take and return; obspec's names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypedDict

from s3config.errors import InvalidPathError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import IO

    from typing_extensions import Buffer

    Attributes = Mapping[str, str]
    Content = IO[bytes] | Path | Buffer | Iterable[Buffer]
    AsyncContent = Content | AsyncIterable[Buffer]

_LONGEST_KEY = 1024
_SURELY_SHORT = _LONGEST_KEY // 4
STANDARD_ATTRIBUTES = (
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Type",
)
"""The attributes that are headers of HTTP; any other name is the object's own metadata."""

Method = Literal["GET", "PUT", "HEAD", "DELETE"]
"""What a signed URL may be used for."""


class ObjectMeta(TypedDict):
    """What is known of an object."""

    path: str
    last_modified: datetime
    size: int
    """In bytes."""
    e_tag: str | None
    version: str | None


class ListResult(TypedDict):
    """What is directly below a prefix."""

    common_prefixes: Sequence[str]
    """Prefixes with something below them, as directories."""
    objects: Sequence[ObjectMeta]


class PutResult(TypedDict):
    """What identifies the object that was written."""

    e_tag: str | None
    version: str | None


class UpdateVersion(TypedDict, total=False):
    """The object that `put` may replace, and no other."""

    e_tag: str | None
    version: str | None


PutMode = Literal["create", "overwrite"] | UpdateVersion


class OffsetRange(TypedDict):
    """All bytes from an offset on."""

    offset: int


class SuffixRange(TypedDict):
    """The last bytes."""

    suffix: int


class GetOptions(TypedDict, total=False):
    """What `get` may ask for besides the path."""

    if_match: str | None
    """An ETag, several separated by commas, or `*`: else `PreconditionError`."""
    if_none_match: str | None
    """An ETag, several separated by commas, or `*`: `NotModifiedError` if it is the object's."""
    if_modified_since: datetime | None
    """`NotModifiedError` if the object is not newer. HTTP dates have whole seconds."""
    if_unmodified_since: datetime | None
    """`PreconditionError` if the object is newer."""
    range: tuple[int, int] | Sequence[int] | OffsetRange | SuffixRange
    """First byte and the one behind the last, an offset, or a suffix."""
    version: str | None
    """Version of the object, in a bucket that keeps them."""
    head: bool
    """Whether only what is known of the object is fetched, without its content."""


class PutOptions(TypedDict):
    """How an object is written."""

    attributes: Attributes | None
    tags: Mapping[str, str] | None
    mode: PutMode
    use_multipart: bool | None
    """Whether the content goes in parts; `None` for those of more than one chunk."""
    chunk_size: int
    """Size of a part, in bytes; at least 5 MiB at S3, but for the last."""
    max_concurrency: int
    """Most parts that are sent at the same time."""


def check_path(path: str) -> str:
    """Return the path of an object if it can be one.

    Raises:
        InvalidPathError: It is empty, not text, too long, or has an empty, `.` or `..` part.
    """
    if not isinstance(path, str):
        raise InvalidPathError(f"a path is text, not {type(path).__name__}")
    if len(path) > _SURELY_SHORT or not path.isascii():
        _check_size(path)
    parts = path.split("/")
    if "" in parts or "." in parts or ".." in parts:
        raise InvalidPathError(
            f"the path {path!r} has an empty part, `.` or `..`; write it as a/b/c, without a slash at its ends"
        )
    return path


def _check_size(path: str) -> None:
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        raise InvalidPathError(f"the path {path!a} is not valid Unicode; write it again") from None
    if size > _LONGEST_KEY:
        raise InvalidPathError(f"the path has {size} bytes; S3 allows {_LONGEST_KEY}")


def check_prefix(prefix: str | None) -> str | None:
    """Return a prefix as a path without a slash at its end; `None` for the whole store.

    Raises:
        InvalidPathError: No object can have this prefix.
    """
    if prefix is None or prefix == "":
        return None
    return check_path(prefix.removesuffix("/") if isinstance(prefix, str) else prefix)


def check_paths(paths: str | Sequence[str]) -> list[str]:
    """Return one path or several as a list.

    Raises:
        InvalidPathError: No object can have one of them.
    """
    if isinstance(paths, str):
        return [check_path(paths)]
    if isinstance(paths, bytes) or not isinstance(paths, Iterable):
        raise InvalidPathError(f"paths are text, one or several, not {type(paths).__name__}")
    return [check_path(path) for path in paths]


def check_offset(offset: str | None) -> str | None:
    """Return where a listing begins; it needs not be the path of an object.

    Raises:
        InvalidPathError: It is not text, or not valid Unicode.
    """
    if offset is None or (isinstance(offset, str) and offset.isascii()):
        return offset
    if not isinstance(offset, str):
        raise InvalidPathError(f"an offset is text, not {type(offset).__name__}")
    _check_size(offset)
    return offset
