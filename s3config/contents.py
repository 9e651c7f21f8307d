"""What `put` takes, checked, and cut into parts where a backend wants parts."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable
from io import TextIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from s3config.errors import InvalidRequestError
from s3config.headers import check_count, checked_attributes, checked_tags, is_header_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

    from s3config.objects import AsyncContent, Attributes, Content, PutMode, PutOptions

PART = 5 * 1024 * 1024
"""Size of a part, in bytes, if none is asked for: the least that S3 takes, and obstore's figure."""
CONCURRENCY = 12
"""Most parts at the same time, if nothing is asked for; obstore's figure."""


_NOTHING_ASKED = (None, None, None, None, PART, CONCURRENCY)
_PLAIN: PutOptions = {
    "attributes": None,
    "tags": None,
    "mode": "overwrite",
    "use_multipart": None,
    "chunk_size": PART,
    "max_concurrency": CONCURRENCY,
}


def check_content(file: object, *, awaitable: bool = False) -> None:
    """Refuse what `put` cannot write.

    Raises:
        TypeError: It is nothing of what `put` takes.
        OSError: It is the path of a file that cannot be read.
    """
    if isinstance(file, bytes):  # nearly always
        return
    if isinstance(file, str):
        raise TypeError("put takes bytes, not text; encode it, or pass pathlib.Path for a file")
    if isinstance(file, Path):
        with file.open("rb"):
            return
    if isinstance(file, TextIOBase):
        raise TypeError("put takes a file of bytes, and this one is of text; open it with mode 'rb'")
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
    if (attributes, tags, mode, use_multipart, chunk_size, max_concurrency) == _NOTHING_ASKED:
        return _PLAIN
    for what, number in (("chunk_size", chunk_size), ("max_concurrency", max_concurrency)):
        check_count(what, number)
    if use_multipart not in (None, True, False) or isinstance(use_multipart, int | float) != isinstance(
        use_multipart, bool
    ):
        raise InvalidRequestError(f"use_multipart is True, False or None, not {use_multipart!r}")
    return {
        "attributes": None if attributes is None else checked_attributes(attributes),
        "tags": None if tags is None else checked_tags(tags),
        "mode": _mode(mode),
        "use_multipart": use_multipart,
        "chunk_size": chunk_size,
        "max_concurrency": max_concurrency,
    }


def _mode(given: PutMode | None) -> PutMode:
    """Return the mode, without what is not known of the version to replace."""
    if given is None or given in ("create", "overwrite"):
        return given or "overwrite"
    if not isinstance(given, dict) or not set(given) <= {"e_tag", "version"}:
        raise InvalidRequestError(f"mode is 'overwrite', 'create' or {{'e_tag': ...}}, not {given!r}")
    e_tag, version = given.get("e_tag"), given.get("version")
    if not is_header_value(e_tag) or not (version is None or is_header_value(version)):
        raise InvalidRequestError("the version to replace has no e_tag that can be sent; head and put return it")
    return {"e_tag": e_tag} if version is None else given


def as_buffer(file: object) -> bytes | memoryview | None:
    """Return what is bytes already; `None` for a file or an iterable."""
    if isinstance(file, bytes):
        return file
    if isinstance(file, Path) or hasattr(file, "read") or isinstance(file, AsyncIterable):
        return None
    try:
        view = memoryview(cast("bytes", file))
    except TypeError:
        return None
    return view.cast("B") if view.contiguous else memoryview(view.tobytes())


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
        held += bytes_of(piece)
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


def bytes_of(piece: object) -> memoryview:
    """Return the bytes of one piece of content.

    Raises:
        TypeError: It is none.
    """
    try:
        return memoryview(cast("bytes", piece))
    except TypeError:
        raise TypeError(f"the content to put yields bytes, not {type(piece).__name__}") from None


def goes_in_parts(file: object, options: PutOptions) -> bool:
    """Tell whether content goes in parts: it is asked for, or it is longer than one, or nobody knows how long it is."""
    if options["use_multipart"] is False or options["mode"] != "overwrite":
        return False
    whole = as_buffer(file)
    return bool(options["use_multipart"]) or whole is None or memoryview(whole).nbytes > options["chunk_size"]


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
    return b"".join(bytes_of(piece) for piece in _pieces(file, PART))


async def read_whole_async(file: AsyncContent) -> bytes:
    """Read content to its end."""
    if isinstance(file, AsyncIterable) and not isinstance(file, Iterable):
        return b"".join([bytes_of(piece) async for piece in file])
    return read_whole(cast("Any", file))
