"""How long a store waits, how often it tries again, and how it keeps its connections."""

from __future__ import annotations

import socket
import time
import warnings
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from loopback import Loopback

from s3config import S3Store
from s3config.errors import ConfigWarning, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from faulting import Faults
    from recording import Recorder

BACKENDS = ("boto3", "obstore")
each_backend = pytest.mark.parametrize("backend", BACKENDS)
LONG = 8.0
"""Seconds that nobody who is told to give up soon needs, even on a busy machine."""
QUICK: dict[str, Any] = {"init_backoff": "1ms", "max_backoff": "2ms"}
"""boto3 waits as long as it does, and says so with a warning."""


def _store(backend: str, endpoint: str, **settings: Any) -> S3Store:
    pair = {"access_key_id": "AKIAPATIENCE", "secret_access_key": "secret"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConfigWarning)
        return S3Store("bkt", backend=backend, endpoint=endpoint, **{**pair, **settings})


@contextmanager
def _lasting(least: float, most: float) -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert least <= time.monotonic() - begun <= most


RETRIES: dict[str, dict[str, Any]] = {
    "max_retries": {"max_retries": 2},
    "in retry_config": {"retry_config": {"max_retries": 2}},
    "max_attempts": {"max_attempts": 3},
}


@each_backend
@pytest.mark.parametrize("status", [500, 503])
def test_no_retries(recorder: Recorder, backend: str, status: int) -> None:
    """Without retries a request is made once."""
    recorder.answer(status=status)
    with pytest.raises(StoreError):
        _store(backend, recorder.endpoint, max_retries=0).get("k")
    assert len(recorder.requests) == 1


@each_backend
@pytest.mark.parametrize("settings", RETRIES.values(), ids=RETRIES)
def test_retries(recorder: Recorder, backend: str, settings: dict[str, Any]) -> None:
    """A request is tried again as often as is said, and no more."""
    recorder.answer(status=503)
    backoff = QUICK if "retry_config" not in settings else {}
    with pytest.raises(StoreError):
        _store(backend, recorder.endpoint, **settings, **backoff).get("k")
    assert len(recorder.requests) == 3


@each_backend
def test_a_retry_that_helps(recorder: Recorder, backend: str) -> None:
    """Who tries again gets what is there then, and what was put is whole."""
    recorder.answer(status=503, times=1)
    _store(backend, recorder.endpoint, max_retries=2, **QUICK).put("k", b"content")
    assert [request.body for request in recorder.requests] == [b"content"] * 2


@each_backend
@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_final(recorder: Recorder, backend: str, status: int) -> None:
    """What would be refused again is not tried again."""
    recorder.answer(status=status)
    with pytest.raises(StoreError):
        _store(backend, recorder.endpoint, max_retries=5, **QUICK).get("k")
    assert len(recorder.requests) == 1


STALLS: dict[str, dict[str, Any]] = {
    "read_timeout": {"read_timeout": "300ms"},
    "timeout": {"timeout": "300ms"},
    "timeout is shorter": {"timeout": "300ms", "read_timeout": "60s"},
    "read_timeout is shorter": {"timeout": "60s", "read_timeout": "300ms"},
}


@each_backend
@pytest.mark.parametrize("settings", STALLS.values(), ids=STALLS)
def test_a_server_that_stalls(
    recorder: Recorder, faults: Callable[[str], Faults], backend: str, settings: dict[str, Any]
) -> None:
    """A server that says nothing is given up after the time that is said, not before and not much later."""
    proxy = faults(recorder.endpoint)
    proxy.stall()
    store = _store(backend, proxy.endpoint, max_retries=0, **settings)
    with _lasting(0.25, LONG), pytest.raises(StoreError):
        store.get("k")
    assert proxy.counts["stall"] == 1


@each_backend
def test_a_stall_is_tried_again(recorder: Recorder, faults: Callable[[str], Faults], backend: str) -> None:
    """A request that is given up is tried again."""
    proxy = faults(recorder.endpoint)
    proxy.stall()
    store = _store(backend, proxy.endpoint, max_retries=1, read_timeout="300ms", **QUICK)
    assert bytes(store.get("k").bytes()) == b"hello world"
    assert dict(proxy.counts) == {"stall": 1, "passed": 1}


@pytest.fixture
def deaf() -> Iterator[str]:
    """Give the URL of a host that never completes a connection: its queue is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(closing(socket.socket()))
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(closing(socket.socket()))
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield "http://{}:{}".format(*listener.getsockname())


@each_backend
@pytest.mark.parametrize("key", ["connect_timeout", "timeout"])
def test_a_host_that_does_not_connect(deaf: str, backend: str, key: str) -> None:
    """A host that does not take the connection is given up."""
    settings: Any = {key: "300ms"}
    store = _store(backend, deaf, max_retries=0, **settings)
    with _lasting(0.25, LONG), pytest.raises(StoreError):
        store.get("k")


def test_retry_timeout(recorder: Recorder) -> None:
    """No new try is begun when the time for all of them is over; boto3 has no such time, and says so."""
    recorder.answer(status=503)
    waits: Any = {"init_backoff": "50ms", "max_backoff": "50ms", "retry_timeout": "300ms"}
    store = _store("obstore", recorder.endpoint, max_retries=1000, **waits)
    with _lasting(0.25, LONG), pytest.raises(StoreError):
        store.get("k")
    assert 2 < len(recorder.requests) <= 8


BACKOFFS: dict[str, tuple[dict[str, Any], float, float]] = {
    "init_backoff": ({"init_backoff": "200ms", "max_backoff": "200ms"}, 0.8, LONG),
    "max_backoff": ({"init_backoff": "1ms", "max_backoff": "2ms", "backoff_base": 1000}, 0, 0.8),
    "backoff_base": ({"init_backoff": "1ms", "max_backoff": "10s", "backoff_base": 1.01}, 0, 0.8),
}
"""Settings, and the least and the most time that four retries take with them."""


@pytest.mark.parametrize(("settings", "least", "most"), BACKOFFS.values(), ids=BACKOFFS)
def test_backoff(recorder: Recorder, settings: dict[str, Any], least: float, most: float) -> None:
    """The waits between tries are as long as is said; those of boto3 are fixed, and it says so."""
    recorder.answer(status=503)
    store = _store("obstore", recorder.endpoint, max_retries=4, **settings)
    with _lasting(least, most), pytest.raises(StoreError):
        store.get("k")
    assert len(recorder.requests) == 5


_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@contextmanager
def _first_bytes() -> Iterator[tuple[str, list[bytes]]]:
    """Take down the first line of a connection, or the preface and the settings of HTTP/2, and hang up."""
    heard: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            heard.append(stream.readline())
            if heard[0] == _PREFACE[:16]:
                heard.append(stream.read(8))
                frame = stream.read(9)
                heard.append(frame + stream.read(int.from_bytes(frame[:3], "big")))

    with closing(Loopback(handle)) as server:
        yield server.url, heard


def _said_first(**settings: Any) -> bytes:
    with _first_bytes() as (url, heard), pytest.raises(StoreError):
        _store("obstore", url, max_retries=0, **settings).get("k")
    return b"".join(heard)


@pytest.mark.parametrize(
    ("settings", "first"),
    [
        ({}, b"GET /bkt/k HTTP/1.1\r\n"),
        ({"http1_only": True}, b"GET /bkt/k HTTP/1.1\r\n"),
        ({"http2_only": True}, _PREFACE),
    ],
    ids=["unset", "http1_only", "http2_only"],
)
def test_protocol(settings: dict[str, Any], first: bytes) -> None:
    """HTTP/1 is spoken unless HTTP/2 is asked for, which boto3 refuses to be."""
    assert _said_first(**settings).startswith(first)


def test_http2_max_frame_size() -> None:
    """The largest frame is in the first settings of a connection."""
    settings: Any = {"http2_only": True, "http2_max_frame_size": 65_536}
    said = _said_first(**settings)
    assert (5).to_bytes(2, "big") + (65_536).to_bytes(4, "big") in said


@contextmanager
def _counting(recorder: Recorder) -> Iterator[tuple[str, list[int]]]:
    """Let the recorder answer, and count connections."""
    opened: list[int] = []

    def handle(connection: socket.socket) -> None:
        opened.append(1)
        recorder._handle(connection)

    with closing(Loopback(handle)) as server:
        yield server.url, opened


REQUESTS = 8
POOLS: dict[str, tuple[dict[str, Any], tuple[str, ...], bool]] = {
    "unset": ({}, BACKENDS, True),
    "pool_max_idle_per_host": ({"pool_max_idle_per_host": 4}, BACKENDS, True),
    "none is kept": ({"pool_max_idle_per_host": 0}, ("obstore",), False),
    "pool_idle_timeout": ({"pool_idle_timeout": "1h"}, ("obstore",), True),
    "none is kept for long": ({"pool_idle_timeout": "1us"}, ("obstore",), False),
}
"""Settings, who can do this, and whether connections are used again."""


@pytest.mark.parametrize(
    ("backend", "settings", "kept"),
    [(backend, settings, kept) for settings, able, kept in POOLS.values() for backend in able],
    ids=[f"{name}-{backend}" for name, (_, able, _) in POOLS.items() for backend in able],
)
def test_pool(recorder: Recorder, backend: str, settings: dict[str, Any], *, kept: bool) -> None:
    """Connections are used again, as many and as long as is said."""
    with _counting(recorder) as (url, opened):
        store = _store(backend, url, **settings)
        for _ in range(REQUESTS):
            store.get("k").bytes()
        assert kept == (len(opened) < REQUESTS)  # obstore may want one before the last is back in its pool


def test_pool_of_boto3(recorder: Recorder) -> None:
    """boto3 keeps as many connections as is said."""
    store = _store("boto3", recorder.endpoint, pool_max_idle_per_host=7)
    assert store.native.meta.config.max_pool_connections == 7
