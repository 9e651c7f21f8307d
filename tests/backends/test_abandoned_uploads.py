"""Uploads that end before they are complete: nothing is left behind, and nothing is written."""

from __future__ import annotations

import asyncio
import io
import os
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from s3config import S3Store
from s3config.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from faulting import Faults
    from http_messages import Request
    from servers import Server

PART = 5 * 1024 * 1024
PIECE = b"x" * PART
SOON = 15.0
"""Seconds, after which something hangs."""


class OwnError(Exception):
    """What a caller's own content raises."""


class Site:
    """A bucket of MiniStack behind a proxy."""

    def __init__(self, server: Server, proxy: Faults, backend: str) -> None:
        """Make a bucket, and remember what was in it: nothing."""
        self.server = server
        self.proxy = proxy
        self.bucket = server.make_bucket()
        self.s3 = server.client()
        keys: Any = {**server.settings(), "endpoint": proxy.endpoint, "retry_config": {"max_retries": 0}}
        self.store = S3Store(self.bucket, backend=backend, **keys)

    def left(self) -> tuple[list[str], list[str]]:
        """Return the objects and the unfinished uploads of the bucket."""
        found = self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", ())
        return [item["Key"] for item in found], self.server.uploads(self.bucket)


@pytest.fixture(params=["obstore", "boto3"])
def site(request: pytest.FixtureRequest, ministack: Server, faults: Callable[[str], Faults]) -> Site:
    """Make a bucket for each backend that uploads."""
    return Site(ministack, faults(ministack.endpoint), request.param)


def _put(store: S3Store, *args: Any, **kwargs: Any) -> Any:
    return store.put("new", *args, **kwargs)


def _put_async(store: S3Store, *args: Any, **kwargs: Any) -> Any:
    return asyncio.run(store.put_async("new", *args, **kwargs))


@pytest.fixture(params=["sync", "async"])
def put(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Write an object, or do so in an event loop."""
    return _put if request.param == "sync" else _put_async


def _is_part(request: Request) -> bool:
    return "partNumber" in request.query


def _is_completion(request: Request) -> bool:
    return request.method == "POST" and "uploadId" in request.query


def _is_abort(request: Request) -> bool:
    return request.method == "DELETE"


def _raising(pieces: int, error: BaseException) -> Iterator[bytes]:
    for _ in range(pieces):
        yield PIECE
    raise error


class RaisingFile(io.RawIOBase):
    """A file on a disk that fails."""

    def __init__(self, pieces: int) -> None:
        """Fail after so many pieces."""
        self._left = pieces * PART

    def readable(self) -> bool:
        """Say that it is for reading."""
        return True

    def seekable(self) -> bool:
        """Say that it can be sought in, which some clients do to learn the size."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go nowhere."""
        return 4 * PART if whence == io.SEEK_END else offset

    def tell(self) -> int:
        """Be at the beginning."""
        return 0

    def read(self, size: int = -1) -> bytes:
        """Read, or fail."""
        if self._left <= 0:
            raise OwnError("the disk fails")
        size = PART if size < 0 else min(size, self._left)
        self._left -= size
        return b"x" * size


@pytest.mark.parametrize("pieces", [0, 1, 3])
def test_a_generator_raises(site: Site, put: Callable[..., Any], pieces: int) -> None:
    """The generator's own error comes out, whenever it comes."""
    with pytest.raises(OwnError, match="midway"):
        put(site.store, _raising(pieces, OwnError("midway")))
    assert site.left() == ([], [])


@pytest.mark.parametrize("pieces", [0, 1, 3])
def test_a_file_raises(site: Site, put: Callable[..., Any], pieces: int) -> None:
    """So does that of a file."""
    with pytest.raises(OwnError, match="the disk fails"):
        put(site.store, RaisingFile(pieces))
    assert site.left() == ([], [])


def test_a_pipe_is_a_file(site: Site, put: Callable[..., Any]) -> None:
    """A file that cannot be sought in is read to its end."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(b"piped")
    with os.fdopen(reading, "rb") as file:
        put(site.store, file)
    assert site.store.get("new").bytes() == b"piped"


@pytest.mark.parametrize("pieces", [0, 1, 3])
def test_an_async_iterator_raises(site: Site, pieces: int) -> None:
    """So does that of an asynchronous iterator."""

    async def raising() -> AsyncIterator[bytes]:
        for _ in range(pieces):
            yield PIECE
        raise OwnError("midway")

    with pytest.raises(OwnError, match="midway"):
        _put_async(site.store, raising())
    assert site.left() == ([], [])


@pytest.mark.parametrize("mode", ["create", {"e_tag": '"0123"'}])
def test_a_generator_raises_under_a_condition(site: Site, put: Callable[..., Any], mode: Any) -> None:
    """Content that fails is not put under a condition either."""
    with pytest.raises(OwnError, match="midway"):
        put(site.store, _raising(1, OwnError("midway")), mode=mode)
    assert site.left() == ([], [])


def test_a_generator_raises_without_parts(site: Site, put: Callable[..., Any]) -> None:
    """Nor is it put whole."""
    with pytest.raises(OwnError, match="midway"):
        put(site.store, _raising(2, OwnError("midway")), use_multipart=False)
    assert site.left() == ([], [])


@pytest.mark.parametrize("wrong", ["text", 7, None])
def test_a_generator_of_something_else(site: Site, put: Callable[..., Any], wrong: Any) -> None:
    """What is no bytes is a `TypeError`, also after pieces that were."""
    with pytest.raises(TypeError):
        put(site.store, iter([PIECE, PIECE, wrong]))
    assert site.left() == ([], [])


def test_an_object_is_kept(site: Site, put: Callable[..., Any]) -> None:
    """An upload that fails leaves the object as it was."""
    site.store.put("new", b"old")
    with pytest.raises(OwnError):
        put(site.store, _raising(3, OwnError("midway")))
    assert site.store.get("new").bytes() == b"old"
    assert site.left() == (["new"], [])


def test_interrupted(site: Site) -> None:
    """Control-C in a generator comes out as it is."""
    with pytest.raises(KeyboardInterrupt):
        _put(site.store, _raising(3, KeyboardInterrupt()))
    assert site.left() == ([], [])


def test_a_generator_is_closed(site: Site) -> None:
    """A generator of an upload that fails is not asked for more than a few pieces."""
    site.proxy.status(500, _is_part, code="InternalError", times=10**6)
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        while asked < 200:
            asked += 1
            yield PIECE

    with pytest.raises(StoreError):
        _put(site.store, endless(), max_concurrency=2)
    assert asked < 200
    assert site.left() == ([], [])


@pytest.mark.parametrize("which", [_is_part, _is_completion], ids=["part", "completion"])
@pytest.mark.parametrize("status", [400, 403, 500, 501])
def test_the_server_refuses(site: Site, put: Callable[..., Any], which: Any, status: int) -> None:
    """The server's refusal comes out, and the parts are removed."""
    site.proxy.status(status, which, code="InvalidPart", times=10**6)
    with pytest.raises(StoreError) as caught:
        put(site.store, PIECE * 2)
    assert (caught.value.status, caught.value.code, caught.value.operation) == (status, "InvalidPart", "put")
    assert site.left() == ([], [])


@pytest.mark.parametrize("which", [_is_part, _is_completion], ids=["part", "completion"])
def test_the_parts_cannot_be_removed(site: Site, put: Callable[..., Any], which: Any) -> None:
    """The first error comes out, with a note on the parts that are left; obstore has only the abort's to tell."""
    site.proxy.status(403, which, code="AccessDenied", times=10**6)
    site.proxy.status(500, _is_abort, code="InternalError", times=10**6)
    with pytest.raises(StoreError) as caught:
        put(site.store, PIECE * 2)
    if site.store.backend == "obstore":
        assert (caught.value.status, caught.value.code) == (500, "InternalError")
    else:
        assert (caught.value.status, caught.value.code) == (403, "AccessDenied")
        assert "list_multipart_uploads" in "".join(caught.value.__notes__)
    assert site.left() == ([], ["new"])


def test_the_parts_of_a_generator_cannot_be_removed(site: Site, put: Callable[..., Any]) -> None:
    """So does the caller's own error."""
    site.proxy.status(500, _is_abort, code="InternalError", times=10**6)
    with pytest.raises(OwnError, match="midway") as caught:
        put(site.store, _raising(3, OwnError("midway")))
    if site.store.backend != "obstore":
        assert "list_multipart_uploads" in "".join(caught.value.__notes__)


def _copy(store: S3Store) -> None:
    store.copy("source", "new", overwrite=False)


@pytest.mark.flaky(reruns=2)
def test_a_copy_that_must_not_overwrite(ministack: Server, put: Callable[..., Any], site: Site) -> None:
    """A copy in parts whose completion is refused leaves no upload behind."""
    keys: Any = {**ministack.settings(), "endpoint": site.proxy.endpoint, "copy_if_not_exists": "multipart"}
    store = S3Store(site.bucket, backend=site.store.backend, retry_config={"max_retries": 0}, **keys)
    store.put("source", b"x")
    site.proxy.status(403, _is_completion, code="AccessDenied", times=10**6)
    with pytest.raises(StoreError):
        _copy(store) if put is _put else asyncio.run(store.copy_async("source", "new", overwrite=False))
    assert site.left() == (["source"], [])


async def _until(reached: Callable[[], bool]) -> None:
    """Wait until the proxy has seen something, of which it tells no event loop."""
    async with asyncio.timeout(SOON):
        while not reached():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def _cancelled(site: Site, content: Any, reached: Callable[[], bool], **kwargs: Any) -> float:
    """Cancel a put when something is reached; return how long it then takes."""
    task = asyncio.create_task(site.store.put_async("new", content, **kwargs))
    await _until(reached)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, SOON)
    took = time.monotonic() - began
    assert site.left() == ([], [])
    return took


def test_cancelled_while_an_iterator_waits(site: Site) -> None:
    """A task that waits for its own iterator ends at once."""
    closed = False

    async def waiting() -> AsyncIterator[bytes]:
        nonlocal closed
        try:
            for _ in range(3):
                yield PIECE
            await asyncio.Event().wait()
        finally:
            closed = True

    reached = _sent(site, 3)
    asyncio.run(_cancelled(site, waiting(), reached))
    assert closed
    assert site.left() == ([], [])


def test_cancelled_before_the_first_piece(site: Site) -> None:
    """So does one that has got nothing yet."""
    asked = threading.Event()

    async def waiting() -> AsyncIterator[bytes]:
        asked.set()
        await asyncio.Event().wait()
        yield PIECE

    asyncio.run(_cancelled(site, waiting(), asked.is_set))
    assert site.left() == ([], [])


def test_cancelled_with_a_generator(site: Site) -> None:
    """A task that sends what a generator makes ends after the parts that are on their way."""

    def endless() -> Iterator[bytes]:
        while True:
            yield PIECE

    asyncio.run(_cancelled(site, endless(), _sent(site, 3), max_concurrency=2))
    assert site.left() == ([], [])


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "async iterator"])
def test_cancelled_while_it_is_sent(site: Site, tmp_path: Path, kind: str) -> None:
    """A task whose parts are on their way ends without an object, and without an upload."""
    site.proxy.stall(_is_part, seconds=0.3, times=10**6)
    asyncio.run(_cancelled(site, _content(kind, tmp_path), _stalled(site), chunk_size=PART, max_concurrency=2))
    assert site.left() == ([], [])


@pytest.mark.parametrize("kind", ["bytes", "path", "async iterator"])
def test_cancelled_while_it_is_completed(site: Site, tmp_path: Path, kind: str) -> None:
    """A task whose parts are put together ends; the object is there whole, or not at all, and stays so."""
    site.proxy.stall(_is_completion, seconds=0.3, times=10**6)

    async def cancelled() -> None:
        task = asyncio.create_task(site.store.put_async("new", _content(kind, tmp_path)))
        await _until(_stalled(site))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, SOON)

    asyncio.run(cancelled())
    objects, uploads = site.left()
    assert uploads == []
    if objects:
        assert site.s3.head_object(Bucket=site.bucket, Key="new")["ContentLength"] == 4 * PART
    assert site.left() == (objects, [])


def test_cancelled_put_of_one_request(site: Site) -> None:
    """A put of one request that is cancelled before the server has it does not succeed later."""
    site.proxy.stall("PUT", seconds=0.5)

    async def cancelled() -> bool:
        task = asyncio.create_task(site.store.put_async("new", b"small"))
        await _until(_stalled(site))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, SOON)
        return bool(site.left()[0])

    was_there = asyncio.run(cancelled())
    objects, uploads = site.left()
    assert (was_there, uploads) == (bool(objects), [])


def test_timed_out(site: Site) -> None:
    """`asyncio.timeout` ends an upload like a cancellation."""
    site.proxy.stall(_is_part, seconds=0.3, times=10**6)

    async def put() -> None:
        async with asyncio.timeout(0.2):
            await site.store.put_async("new", PIECE * 20, chunk_size=PART, max_concurrency=1)

    with pytest.raises(TimeoutError):
        asyncio.run(put())
    assert site.left() == ([], [])


def test_one_of_two_is_cancelled(site: Site) -> None:
    """The other upload of the same event loop is complete."""

    async def both() -> None:
        async with asyncio.timeout(SOON):
            other = asyncio.create_task(site.store.put_async("other", PIECE * 3))
            task = asyncio.create_task(site.store.put_async("new", _endless_async()))
            await _until(_sent(site, 3))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await other

    asyncio.run(both())
    assert site.left() == (["other"], [])


async def _endless_async() -> AsyncIterator[bytes]:
    while True:
        yield PIECE
        await asyncio.sleep(0)


def _sent(site: Site, requests: int) -> Callable[[], bool]:
    return lambda: site.proxy.counts["passed"] >= requests


def _stalled(site: Site) -> Callable[[], bool]:
    return lambda: site.proxy.counts["stall"] >= 1


def _content(kind: str, folder: Path) -> Any:
    """Return four parts."""
    whole = PIECE * 4
    if kind == "bytes":
        return whole
    if kind == "file":
        return io.BytesIO(whole)
    if kind == "path":
        path = folder / "content"
        path.write_bytes(whole)
        return path

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield PIECE

    return pieces()
