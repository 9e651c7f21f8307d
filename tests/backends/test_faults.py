"""What a store does on a bad line: a proxy before MiniStack resets, stalls, truncates and refuses."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from s3config import S3Store
from s3config.errors import AlreadyExistsError, NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from faulting import Faults
    from http_messages import Request
    from servers import Server

    from s3config.results import ListStream

PART = 5 * 1024 * 1024
OLD = b"old" * 40_000
LARGE = bytes(range(256)) * 8 * 5 * 1024
"""Two parts."""
SMALL = b"small" * 1000
FOREVER = 1000
PATIENCE = 0.5
"""Of the client, in seconds."""
SLACK = 4.0
"""What a slow machine may need in addition, in seconds."""
BACKENDS = ("obstore", "boto3")


@cache
def _client(server: Server) -> Any:
    return server.client()


class Site:
    """A bucket of MiniStack behind a proxy, and an object in it."""

    def __init__(self, server: Server, proxy: Faults, backend: str) -> None:
        """Make both."""
        self.server = server
        self.proxy = proxy
        self.backend = backend
        self.s3 = _client(server)
        self.bucket = f"faults-{secrets.token_hex(6)}"
        self.s3.create_bucket(Bucket=self.bucket)
        self.s3.put_object(Bucket=self.bucket, Key="old", Body=OLD)

    def store(self, retries: int = 0, **keys: Any) -> S3Store:
        """Return a store behind the proxy that tries again so many times, without a long wait where it can be said."""
        retry: dict[str, Any] = {"max_retries": retries}
        if self.backend == "obstore":
            retry["backoff"] = {"init_backoff": "1ms", "max_backoff": "2ms"}
        given = {**self.server.settings(), "endpoint": self.proxy.endpoint, "retry_config": retry, **keys}
        return S3Store(self.bucket, backend=self.backend, **given)

    def paths(self) -> list[str]:
        """Return what is in the bucket."""
        return [item["Key"] for item in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", ())]

    def content(self, path: str) -> bytes | None:
        """Return what an object holds; `None` if there is none."""
        try:
            body: bytes = self.s3.get_object(Bucket=self.bucket, Key=path)["Body"].read()
        except self.s3.exceptions.NoSuchKey:
            return None
        return body

    def uploads(self) -> list[str]:
        """Return the uploads that were begun and not ended."""
        return self.server.uploads(self.bucket)


@pytest.fixture(params=BACKENDS)
def site(request: pytest.FixtureRequest, ministack: Server, faults: Callable[[str], Faults]) -> Site:
    """Put a proxy before MiniStack, for each backend with a line."""
    return Site(ministack, faults(ministack.endpoint), request.param)


def _call(store: S3Store, name: str, *args: Any, **kwargs: Any) -> Any:
    return getattr(store, name)(*args, **kwargs)


def _call_async(store: S3Store, name: str, *args: Any, **kwargs: Any) -> Any:
    return asyncio.run(getattr(store, f"{name}_async")(*args, **kwargs))


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Call a method of a store, or its twin for an event loop."""
    return _call if request.param == "sync" else _call_async


def _read(store: S3Store, path: str, how: str) -> bytes:
    """Read an object in one of the ways in which that can be done."""
    match how:
        case "bytes":
            return store.get(path).bytes()
        case "buffer":
            return bytes(store.get(path).buffer())
        case "stream":
            return b"".join(store.get(path).stream(1000))
        case "get_range":
            return store.get_range(path, start=10, length=60_000)
        case "get_ranges":
            return b"".join(store.get_ranges(path, starts=[0, 50_000], lengths=[10_000, 20_000]))
        case "option":
            return store.get(path, options={"range": {"offset": 7}}).bytes()
    raise AssertionError(how)


async def _read_async(store: S3Store, path: str, how: str) -> bytes:
    match how:
        case "bytes":
            return await (await store.get_async(path)).bytes_async()
        case "buffer":
            return bytes(await (await store.get_async(path)).buffer_async())
        case "stream":
            return b"".join([bytes(piece) async for piece in (await store.get_async(path)).stream(1000)])
        case "get_range":
            return await store.get_range_async(path, start=10, length=60_000)
        case "get_ranges":
            return b"".join(await store.get_ranges_async(path, starts=[0, 50_000], lengths=[10_000, 20_000]))
        case "option":
            return await (await store.get_async(path, options={"range": {"offset": 7}})).bytes_async()
    raise AssertionError(how)


READINGS = {
    "bytes": OLD,
    "buffer": OLD,
    "stream": OLD,
    "get_range": OLD[10:60_010],
    "get_ranges": OLD[:10_000] + OLD[50_000:70_000],
    "option": OLD[7:],
}
"""The ways to read, and what comes of each."""


@pytest.fixture(params=["sync", "async"])
def read(request: pytest.FixtureRequest) -> Callable[[S3Store, str, str], bytes]:
    """Read an object, or do so in an event loop."""
    if request.param == "sync":
        return _read
    return lambda store, path, how: asyncio.run(_read_async(store, path, how))


def _listed(call: Callable[..., Any], store: S3Store) -> Any:
    return store.list().collect() if call is _call else asyncio.run(store.list().collect_async())


OPERATIONS: dict[str, Callable[[Callable[..., Any], S3Store], Any]] = {
    "put": lambda call, store: call(store, "put", "new", SMALL),
    "create": lambda call, store: call(store, "put", "new", SMALL, mode="create"),
    "parts": lambda call, store: call(store, "put", "new", LARGE, chunk_size=PART, max_concurrency=1),
    "get": lambda call, store: call(store, "get", "old"),
    "get_range": lambda call, store: call(store, "get_range", "old", start=0, end=9),
    "get_ranges": lambda call, store: call(store, "get_ranges", "old", starts=[0], ends=[9]),
    "head": lambda call, store: call(store, "head", "old"),
    "list": _listed,
    "list_with_delimiter": lambda call, store: call(store, "list_with_delimiter"),
    "copy": lambda call, store: call(store, "copy", "old", "new"),
    "rename": lambda call, store: call(store, "rename", "old", "new"),
    "delete": lambda call, store: call(store, "delete", "old"),
    "delete_many": lambda call, store: call(store, "delete", ["old", "older"]),
}
"""Every operation that asks the server."""


@pytest.mark.parametrize("retries", [0, 2])
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_error_of_the_server(site: Site, call: Callable[..., Any], name: str, retries: int) -> None:
    """A request that fails is sent again as often as configured, then the server's answer is told; nothing changes."""
    site.proxy.status(500, code="InternalError", times=FOREVER)
    with pytest.raises(StoreError) as caught:
        OPERATIONS[name](call, site.store(retries))
    error = caught.value
    code = None if name == "head" else "InternalError"  # the answer to HEAD has no body
    assert (type(error), error.status, error.code, error.backend) == (StoreError, 500, code, site.backend)
    assert site.proxy.counts == {"status": retries + 1}
    assert (site.paths(), site.uploads()) == (["old"], [])


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in {"create", "delete", "delete_many"}])
def test_a_broken_line(site: Site, call: Callable[..., Any], name: str) -> None:
    """A request whose connection breaks is sent again as often as configured; the error has no status."""
    if name == "parts":
        site.proxy.reset(lambda request: "partNumber" in request.query, times=FOREVER)
    site.proxy.reset(times=0 if name == "parts" else FOREVER)
    with pytest.raises(StoreError) as caught:
        OPERATIONS[name](call, site.store(2))
    error = caught.value
    assert (type(error), error.status, error.code) == (StoreError, None, None)
    assert site.proxy.counts["reset"] % 3 == 0  # of parts there may be two at the same time
    assert (site.paths(), site.uploads()) == (["old"], [])


@pytest.mark.parametrize("name", ["create", "delete", "delete_many"])
def test_a_broken_line_once(site: Site, call: Callable[..., Any], name: str) -> None:
    """Without retries every operation asks once."""
    site.proxy.reset(times=FOREVER)
    with pytest.raises(StoreError) as caught:
        OPERATIONS[name](call, site.store(0))
    assert (type(caught.value), site.proxy.counts) == (StoreError, {"reset": 1})


@pytest.mark.parametrize(("status", "code"), [(503, "SlowDown"), (503, "ServiceUnavailable"), (500, "InternalError")])
def test_a_server_that_recovers(site: Site, status: int, code: str) -> None:
    """A request that fails once succeeds with the next try."""
    site.proxy.status(status, code=code)
    assert site.store(2).get("old").bytes() == OLD
    assert site.proxy.counts == {"status": 1, "passed": 1}


def test_slow_down_explains_itself(site: Site) -> None:
    """The error names the settings that let it try longer."""
    site.proxy.status(503)
    with pytest.raises(StoreError, match="max_retries") as caught:
        site.store().get("old")
    assert (caught.value.status, caught.value.code, caught.value.operation) == (503, "SlowDown", "get")
    assert caught.value.keys[0] == "max_retries"


def test_a_listing_explains_itself(site: Site) -> None:
    """So does that of a listing, though it comes later than the call: it says where the setting was written."""
    site.proxy.status(503)
    with pytest.raises(StoreError, match="max_retries is set by") as caught:
        site.store().list().collect()
    assert caught.value.keys[0] == "max_retries"


def _is_part(request: Request) -> bool:
    return "partNumber" in request.query


def _is_completion(request: Request) -> bool:
    return request.method == "POST" and "uploadId" in request.query


OVERCOME: dict[str, Callable[[Faults, Any], None]] = {
    "reset": lambda proxy, which: proxy.reset(which),
    "lose_answer": lambda proxy, which: proxy.lose_answer(which),
    "reset_midupload": lambda proxy, which: proxy.reset_midupload(which),
    "status": lambda proxy, which: proxy.status(500, which, code="InternalError"),
}


@pytest.mark.parametrize("fault", OVERCOME)
@pytest.mark.parametrize("name", ["put", "parts"])
def test_a_put_gets_through(site: Site, call: Callable[..., Any], name: str, fault: str) -> None:
    """One fault during a put is overcome by a second try, and the object is whole."""
    OVERCOME[fault](site.proxy, "PUT")
    OPERATIONS[name](call, site.store(2))
    assert site.proxy.counts[fault] == 1
    assert site.content("new") == (SMALL if name == "put" else LARGE)
    assert site.uploads() == []


@pytest.mark.parametrize("fault", ["reset", "lose_answer", "status"])
def test_a_completion_gets_through(site: Site, call: Callable[..., Any], fault: str) -> None:
    """So is one fault while the parts are put together, even if the server has done so."""
    OVERCOME[fault](site.proxy, _is_completion)
    OPERATIONS["parts"](call, site.store(2))
    assert (site.proxy.counts[fault], site.content("new"), site.uploads()) == (1, LARGE, [])


def test_a_lost_answer_to_a_completion(site: Site, call: Callable[..., Any]) -> None:
    """It is no missing object; obstore can only tell that the upload is gone, and boto3 that the line broke."""
    site.proxy.lose_answer(_is_completion)
    with pytest.raises(StoreError) as caught:
        OPERATIONS["parts"](call, site.store())
    assert (type(caught.value), caught.value.code) in {(StoreError, None), (StoreError, "NoSuchUpload")}
    assert (site.content("new"), site.uploads()) == (LARGE, [])


def test_a_lost_answer_to_a_create(site: Site, call: Callable[..., Any]) -> None:
    """Who wrote the object is not told that somebody else did."""
    site.proxy.lose_answer("PUT")
    outcome: Any = None
    try:
        OPERATIONS["create"](call, site.store(2))
    except StoreError as error:
        outcome = type(error)
    assert outcome is not AlreadyExistsError
    assert site.content("new") == SMALL


def _is_second_part(request: Request) -> bool:
    return request.query.get("partNumber") == "2"


FAILING: dict[str, tuple[bytes, Callable[[Faults], None]]] = {
    "parts-reset": (LARGE, lambda proxy: proxy.reset(_is_part, times=FOREVER)),
    "parts-midway": (LARGE, lambda proxy: proxy.reset_midupload(_is_part, times=FOREVER)),
    "second-part": (LARGE, lambda proxy: proxy.status(503, _is_second_part, times=FOREVER)),
    "second-part-stalls": (LARGE, lambda proxy: proxy.stall(_is_second_part, times=FOREVER)),
    "completion-refused": (LARGE, lambda proxy: proxy.status(500, _is_completion, times=FOREVER)),
    "completion-reset": (LARGE, lambda proxy: proxy.reset(_is_completion, times=FOREVER)),
    "completion-200-error": (LARGE, lambda proxy: proxy.status(200, _is_completion, times=FOREVER)),
    "put-midway": (SMALL, lambda proxy: proxy.reset_midupload("PUT", times=FOREVER)),
    "put-refused": (SMALL, lambda proxy: proxy.status(503, "PUT", times=FOREVER)),
    "put-stalls": (SMALL, lambda proxy: proxy.stall("PUT", times=FOREVER)),
}
"""What is put, and how that fails."""


@pytest.mark.parametrize("path", ["old", "new"])
@pytest.mark.parametrize("failing", FAILING)
def test_nothing_partial_is_visible(site: Site, call: Callable[..., Any], path: str, failing: str) -> None:
    """Who reads during and after a put that fails sees what was there before, and no upload is left behind."""
    content, order = FAILING[failing]
    order(site.proxy)
    store = site.store(client_options={"timeout": "700ms"})
    with _reader(site, path) as seen, pytest.raises(StoreError) as caught:
        call(store, "put", path, content, chunk_size=PART)
    assert caught.value.operation == "put"
    before = OLD if path == "old" else None
    assert seen == {_digest(before)}
    assert (site.content(path), site.uploads()) == (before, [])


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


@contextmanager
def _reader(site: Site, path: str) -> Iterator[set[str | None]]:
    """Read an object over and over, at least once before and once after."""
    seen = {_digest(site.content(path))}
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            seen.add(_digest(site.content(path)))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()
        seen.add(_digest(site.content(path)))


def test_a_put_that_succeeds_is_seen_whole(site: Site, call: Callable[..., Any]) -> None:
    """Who reads during a put with broken tries sees the old object or the whole new one."""
    site.proxy.reset_midupload(_is_part)
    site.proxy.lose_answer(_is_completion)
    with _reader(site, "old") as seen:
        call(site.store(3), "put", "old", LARGE, chunk_size=PART)
    assert seen <= {_digest(OLD), _digest(LARGE)}
    assert (site.content("old"), site.uploads()) == (LARGE, [])


@pytest.mark.parametrize("name", ["copy", "rename"])
def test_a_copy_that_fails_late(site: Site, call: Callable[..., Any], name: str) -> None:
    """An error that S3 sends with status 200, after a long copy, is an error, and the source stays."""
    site.proxy.status(200, "PUT", code="InternalError", times=FOREVER)
    with pytest.raises(StoreError):
        OPERATIONS[name](call, site.store())
    assert site.paths() == ["old"]


@pytest.mark.parametrize("how", READINGS)
def test_a_truncated_object(site: Site, read: Callable[[S3Store, str, str], bytes], how: str) -> None:
    """What ends too early is an error, never a shorter object."""
    site.proxy.truncate("GET", times=FOREVER)
    with pytest.raises(StoreError) as caught:
        read(site.store(), "old", how)
    error = caught.value
    assert (type(error), error.path, error.backend) == (StoreError, "old", site.backend)
    assert site.proxy.counts == {"truncate": 1}


@pytest.mark.parametrize("how", READINGS)
def test_truncated_once(site: Site, read: Callable[[S3Store, str, str], bytes], how: str) -> None:
    """With retries it is whole or an error, too."""
    site.proxy.truncate("GET")
    try:
        data = read(site.store(2), "old", how)
    except StoreError:
        assert site.backend == "boto3"  # which does not ask again for what it has begun to read
    else:
        assert data == READINGS[how]


def test_a_truncated_stream_begins_right(site: Site) -> None:
    """The pieces before the error are the beginning of the object."""
    site.proxy.truncate("GET")
    pieces: list[memoryview] = []
    stream = site.store().get("old").stream(1000)
    with pytest.raises(StoreError):
        pieces.extend(iter(stream))
    read = b"".join(pieces)
    assert OLD.startswith(read)
    assert len(read) < len(OLD)


def test_a_truncated_object_stays_broken(site: Site) -> None:
    """Asking the same result again is no way to a shorter object."""
    site.proxy.truncate("GET", times=FOREVER)
    result = site.store().get("old")
    for _ in range(2):
        with pytest.raises(StoreError):
            result.bytes()


def test_cut_off_explains_itself(site: Site, read: Callable[[S3Store, str, str], bytes]) -> None:
    """The error of a truncated object names what may help."""
    site.proxy.truncate("GET", times=FOREVER)
    with pytest.raises(StoreError) as caught:
        read(site.store(), "old", "bytes")
    assert "max_retries" in caught.value.keys


@pytest.mark.parametrize("name", ["list", "list_with_delimiter"])
def test_a_truncated_listing(site: Site, call: Callable[..., Any], name: str) -> None:
    """A listing that ends too early is an error, never a shorter listing."""
    site.proxy.truncate("GET", times=FOREVER)
    with pytest.raises(StoreError):
        OPERATIONS[name](call, site.store())


PAGES = 1005
"""More objects than one answer lists."""


@pytest.fixture(scope="module")
def pages(ministack: Server) -> str:
    """Fill a bucket with more objects than one answer lists."""
    bucket = ministack.make_bucket()
    store = S3Store(bucket, backend="obstore", **ministack.settings())  # type: ignore[arg-type]

    async def fill() -> None:
        for start in range(0, PAGES, 100):
            paths = range(start, min(start + 100, PAGES))
            await asyncio.gather(*(store.put_async(f"a/{n:04}", b"") for n in paths))

    asyncio.run(fill())
    return bucket


def _is_later_page(request: Request) -> bool:
    return "continuation-token" in request.query


BROKEN_PAGES: dict[str, Callable[[Faults, int], None]] = {
    "status": lambda proxy, times: proxy.status(500, _is_later_page, code="InternalError", times=times),
    "reset": lambda proxy, times: proxy.reset(_is_later_page, times=times),
    "truncate": lambda proxy, times: proxy.truncate(_is_later_page, times=times),
}


def _collect(call: Callable[..., Any], listing: ListStream, found: list[Any]) -> None:
    async def collect() -> None:
        async for chunk in listing:
            found.extend(chunk)

    if call is not _call:
        asyncio.run(collect())
    for chunk in listing:
        found.extend(chunk)


@pytest.mark.parametrize("fault", BROKEN_PAGES)
def test_a_listing_breaks_off(site: Site, pages: str, call: Callable[..., Any], fault: str) -> None:
    """A fault on a later page is an error after the first page, never the end of the listing."""
    site.bucket = pages
    BROKEN_PAGES[fault](site.proxy, FOREVER)
    listing = site.store().list("a", chunk_size=100)
    found: list[Any] = []
    with pytest.raises(StoreError) as caught:
        _collect(call, listing, found)
    assert caught.value.operation == "list"
    assert [meta["path"] for meta in found] == [f"a/{n:04}" for n in range(len(found))]
    assert len(found) <= 1000


@pytest.mark.parametrize("fault", BROKEN_PAGES)
def test_a_level_breaks_off(site: Site, pages: str, call: Callable[..., Any], fault: str) -> None:
    """So is one while a level is listed."""
    site.bucket = pages
    BROKEN_PAGES[fault](site.proxy, FOREVER)
    with pytest.raises(StoreError):
        call(site.store(), "list_with_delimiter", "a")


@pytest.mark.parametrize("fault", ["status", "reset"])
def test_a_listing_goes_on(site: Site, pages: str, fault: str) -> None:
    """With retries the listing is whole, and nothing is listed twice."""
    site.bucket = pages
    BROKEN_PAGES[fault](site.proxy, 1)
    paths = [meta["path"] for meta in site.store(2).list("a").collect()]
    assert paths == [f"a/{n:04}" for n in range(PAGES)]
    assert site.proxy.counts == {fault: 1, "passed": 2}


TIMED = ["get", "head", "put", "list", "copy", "delete"]


@pytest.mark.parametrize("key", ["timeout", "read_timeout"])
@pytest.mark.parametrize("name", TIMED)
@pytest.mark.flaky(reruns=2)
def test_a_server_that_is_silent(site: Site, call: Callable[..., Any], name: str, key: str) -> None:
    """A request is given up after the configured time, and not much later."""
    site.proxy.stall(times=FOREVER)
    began = time.monotonic()
    with pytest.raises(StoreError) as caught:
        OPERATIONS[name](call, site.store(client_options={key: "500ms"}))
    assert PATIENCE <= time.monotonic() - began < PATIENCE + SLACK
    assert (type(caught.value), caught.value.code) in {(StoreError, None), (StoreError, "NoSuchUpload")}
    assert site.proxy.counts == {"stall": 1}


@pytest.mark.parametrize("key", ["timeout", "read_timeout"])
@pytest.mark.flaky(reruns=2)
def test_each_try_has_its_time(site: Site, key: str) -> None:
    """The time is that of one try."""
    site.proxy.stall(times=FOREVER)
    began = time.monotonic()
    with pytest.raises(StoreError):
        site.store(1, client_options={key: "500ms"}).get("old")
    assert 2 * PATIENCE <= time.monotonic() - began < 2 * PATIENCE + SLACK
    assert site.proxy.counts == {"stall": 2}


@pytest.mark.parametrize("key", ["timeout", "read_timeout"])
def test_a_timeout_explains_itself(site: Site, key: str) -> None:
    """The error says that time ran out, and where the limit was written."""
    site.proxy.stall(times=FOREVER)
    with pytest.raises(StoreError, match=f"{key} is set by") as caught:
        site.store(client_options={key: "300ms"}).get("old")
    assert key in caught.value.keys


def test_a_slow_server_is_waited_for(site: Site) -> None:
    """Within the time an answer is taken."""
    site.proxy.stall(seconds=0.3)
    assert site.store(client_options={"timeout": "20s"}).get("old").bytes() == OLD


@pytest.mark.flaky(reruns=2)
def test_nobody_accepts(site: Site, call: Callable[..., Any]) -> None:
    """Connecting is given up after `connect_timeout`."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # who comes after these is not answered
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        endpoint = "http://{}:{}".format(*server.getsockname())
        store = site.store(endpoint=endpoint, client_options={"connect_timeout": "500ms"})
        began = time.monotonic()
        with pytest.raises(StoreError):
            call(store, "head", "old")
        assert PATIENCE <= time.monotonic() - began < PATIENCE + SLACK


def test_nobody_listens(site: Site, call: Callable[..., Any]) -> None:
    """A port where nobody listens is said to be one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = "http://{}:{}".format(*server.getsockname())
    with pytest.raises(StoreError) as caught:
        call(site.store(endpoint=endpoint), "head", "old")
    assert "endpoint" in caught.value.keys


@pytest.mark.flaky(reruns=2)
def test_the_time_for_retries(ministack: Server, faults: Callable[[str], Faults]) -> None:
    """Obstore stops trying when `retry_timeout` is over."""
    site = Site(ministack, faults(ministack.endpoint), "obstore")
    site.proxy.status(500, code="InternalError", times=10**6)
    retry = {"max_retries": 10**6, "retry_timeout": "700ms", "init_backoff": "10ms", "max_backoff": "20ms"}
    began = time.monotonic()
    with pytest.raises(StoreError):
        site.store(retry_config=retry).head("old")
    assert 0.5 <= time.monotonic() - began < 0.7 + SLACK
    assert site.proxy.counts["status"] > 5


class Row(NamedTuple):
    """What came of one kind of fault, over the operations."""

    backend: str
    fault: str
    operation: str
    injected: int
    requests: int
    outcome: str


CAMPAIGN: dict[str, Callable[[Faults, int], None]] = {
    "reset": lambda proxy, times: proxy.reset(times=times),
    "lose_answer": lambda proxy, times: proxy.lose_answer(_tells_no_upload, times=times),
    "reset_midupload": lambda proxy, times: proxy.reset_midupload("PUT", times=times),
    "truncate": lambda proxy, times: proxy.truncate("GET", times=times),
    "stall": lambda proxy, times: proxy.stall(times=times),
    "500": lambda proxy, times: proxy.status(500, code="InternalError", times=times),
    "503": lambda proxy, times: proxy.status(503, code="ServiceUnavailable", times=times),
    "SlowDown": lambda proxy, times: proxy.status(503, times=times),
}
RETRIES = 1


def _tells_no_upload(request: Request) -> bool:
    """Leave out what begins an upload: of one whose id never arrives nobody can say that it is to be removed."""
    return "uploads" not in request.query


def test_the_numbers(site: Site) -> None:
    """Every fault, once and for good, with one retry: what is read is right or an error, what is written whole."""
    rows = [
        _row(site, fault, name, times)
        for fault in CAMPAIGN
        for name in ("get", "put", "parts")
        for times in (1, FOREVER)
    ]
    lines = [("backend", "fault", "operation", "faults", "requests", "outcome"), *rows]
    told = "\n".join("".join(f"{cell!s:<16}" for cell in line) for line in lines)
    asked, injected = sum(row.requests for row in rows), sum(row.injected for row in rows)
    total = (
        f"{site.backend}: {injected} faults in {asked} requests, {RETRIES} retry each; uploads left: {site.uploads()}"
    )
    print(f"\n{told}\n{total}")  # noqa: T201 (for `-s`)
    assert {row.outcome for row in rows} == {"right", "StoreError", "untouched"}
    assert site.uploads() == []


def _row(site: Site, fault: str, name: str, times: int) -> Row:
    site.proxy.clear()
    site.s3.delete_object(Bucket=site.bucket, Key="new")
    CAMPAIGN[fault](site.proxy, times)
    store = site.store(RETRIES, client_options={"timeout": "400ms"})
    outcome = "right"
    try:
        if name == "get":
            outcome = "right" if store.get("old").bytes() == OLD else "WRONG"
        else:
            OPERATIONS[name](_call, store)
    except StoreError as error:
        outcome = type(error).__name__
    injected = sum(count for kind, count in site.proxy.counts.items() if kind != "passed")
    requests = site.proxy.counts.total()
    if not injected:
        outcome = "untouched"
    content = {"get": None, "put": SMALL, "parts": LARGE}[name]
    if site.content("new") not in ({content} if outcome in {"right", "untouched"} else {content, None}):
        outcome = "PARTIAL"
    return Row(site.backend, fault, name, injected, requests, outcome)


def test_no_object_is_no_fault(site: Site) -> None:
    """What the server says for good is not asked again."""
    with pytest.raises(NotFoundError):
        site.store(3).get("nothing")
    assert site.proxy.counts == {"passed": 1}
