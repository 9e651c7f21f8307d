"""What `put` takes, checked, and cut into parts where a backend wants parts."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from s3config.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.objects import AsyncContent, Attributes, Buffer, Content, PutMode, PutOptions

PART = 5 * 1024 * 1024
"""Size of a part, in bytes, if none is asked for: the least that S3 takes, and obstore's figure."""
CONCURRENCY = 12
"""Most parts at the same time, if nothing is asked for; obstore's figure."""


def check_content(file: object, *, awaitable: bool = False) -> None:
    """Refuse what `put` cannot write.

    Raises:
        TypeError: It is nothing of what `put` takes.
        OSError: It is the path of a file that cannot be read.
    """
    if isinstance(file, str):
        raise TypeError("put takes bytes, not text; encode it, or pass pathlib.Path for a file")
    if isinstance(file, Path):
        with file.open("rb"):
            return
    if isinstance(file, AsyncIterable) and not isinstance(file, Iterable) and not awaitable:
        raise TypeError("put takes no asynchronous iterable; use put_async")
    if hasattr(file, "read") or isinstance(file, Iterable) or (awaitable and isinstance(file, AsyncIterable)):
        return
    try:
        memoryview(cast("bytes", file))
    except TypeError:
        message = f"put takes bytes, a file, a path or an iterable of bytes, not {type(file).__name__}"
        raise TypeError(message) from None


def put_options(  # noqa: PLR0917 (the keywords of `put`, in their order)
    attributes: Attributes | None,
    tags: dict[str, str] | None,
    mode: PutMode | None,
    use_multipart: bool | None,  # noqa: FBT001 (obspec's)
    chunk_size: int,
    max_concurrency: int,
) -> PutOptions:
    """Check how an object is to be written.

    Raises:
        InvalidRequestError: A value is one that no request can carry.
    """
    if mode is None:
        mode = "overwrite"
    if mode not in ("create", "overwrite") and not (isinstance(mode, dict) and set(mode) <= {"e_tag", "version"}):
        raise InvalidRequestError(f"mode is 'overwrite', 'create' or {{'e_tag': ...}}, not {mode!r}")
    if isinstance(mode, dict) and not any(mode.values()):
        raise InvalidRequestError("the version to replace has neither e_tag nor version; head returns them")
    if chunk_size < 1 or max_concurrency < 1:
        raise InvalidRequestError("chunk_size and max_concurrency are 1 or more")
    for what, given in (("attributes", attributes), ("tags", tags)):
        if given and any(not isinstance(text, str) for pair in given.items() for text in pair):
            raise InvalidRequestError(f"the names and values of {what} are text")
    return {
        "attributes": attributes,
        "tags": tags,
        "mode": mode,
        "use_multipart": use_multipart,
        "chunk_size": chunk_size,
        "max_concurrency": max_concurrency,
    }


def as_buffer(file: object) -> Buffer | None:
    """Return what is bytes already; `None` for a file or an iterable."""
    if isinstance(file, bytes | bytearray | memoryview):
        return file
    if isinstance(file, Path) or hasattr(file, "read") or isinstance(file, AsyncIterable):
        return None
    try:
        return memoryview(cast("bytes", file)).cast("B")
    except TypeError:
        return None


def parts_of(file: Content, size: int, proceed: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """Cut content into parts of a size, the last one smaller; there is always one, if only an empty one.

    Args:
        file: What `put` takes.
        size: In bytes.
        proceed: Called before each part; it may raise to end the upload.
    """
    held = bytearray()
    sent = False
    for piece in _pieces(file, size):
        held += piece
        while len(held) >= size:
            proceed()
            yield bytes(memoryview(held)[:size])
            del held[:size]
            sent = True
    if held or not sent:
        proceed()
        yield bytes(held)


def _pieces(file: Content, size: int) -> Iterator[Buffer]:
    whole = as_buffer(file)
    if whole is not None:
        view = memoryview(whole).cast("B")
        yield from (view[start : start + size] for start in range(0, len(view), size))
    elif isinstance(file, Path):
        with file.open("rb") as opened:
            yield from _read(opened, size)
    elif hasattr(file, "read"):
        yield from _read(cast("IO[bytes]", file), size)
    else:
        yield from cast("Iterable[Buffer]", file)


def _read(file: IO[bytes], size: int) -> Iterator[bytes]:
    while piece := file.read(size):
        if isinstance(piece, str):
            raise TypeError("the file was opened for text; open it with mode 'rb'")
        yield piece


def read_whole(file: Content) -> bytes:
    """Read content to its end."""
    whole = as_buffer(file)
    if whole is not None:
        return bytes(whole)
    return b"".join(bytes(piece) for piece in _pieces(file, PART))


async def read_whole_async(file: AsyncContent) -> bytes:
    """Read content to its end."""
    if isinstance(file, AsyncIterable) and not isinstance(file, Iterable):
        return b"".join([bytes(piece) async for piece in file])
    return read_whole(cast("Any", file))
