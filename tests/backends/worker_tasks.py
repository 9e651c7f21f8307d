"""What the tests of workers do in other processes; pools and clusters import it from here."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config import PrefixStore, S3Store, resolve
from s3config.backends import support

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.config import StoreConfig
    from s3config.operations import Connection
    from s3config.resolution import Resolution

Store = S3Store | PrefixStore
Settings = dict[str, Any]

CONTENT = b"0123456789" * 2**20
"""Of the objects `a` and `below/a`: more than a connection holds that nobody reads."""
PATIENCE = 5.0
"""Seconds that a child has for one operation; one that needs them all hangs."""


class Outcome(NamedTuple):
    """What came of an operation in a child: a result, or an error; neither if the child hung."""

    result: object = None
    error: str | None = None
    message: str = ""
    ended: bool = True
    """Whether the child then ended by itself."""


HUNG = Outcome(error="hung", ended=False)


def head(store: Store) -> bytes:
    """Read the first bytes of the object."""
    return store.get_range("a", start=0, end=4)


def head_of(resolution: Resolution, backend: str) -> bytes:
    """Make a store and read the first bytes of the object."""
    return head(S3Store.from_resolution(resolution, backend=backend))


async def _head_async(store: Store) -> bytes:
    return await store.get_range_async("a", start=0, end=4)


def head_in_loop(store: Store) -> bytes:
    """Read the first bytes of the object in an event loop."""
    return asyncio.run(_head_async(store))


def key_id(resolution: Resolution) -> str | None:
    """Tell whose key a process found."""
    return resolution.config.access_key_id


def become(environment: dict[str, str]) -> None:
    """Let a process have this environment and no other."""
    os.environ.clear()
    os.environ.update(environment)


# Pools


def in_pool(method: str, backend: str, settings: Settings) -> tuple[list[bytes], ...]:
    """Let the workers of a pool use a store, one below a prefix, and a resolution."""
    resolution = resolve(**settings)
    return _mapped(method, S3Store.from_resolution(resolution, backend=backend), resolution)


def in_used_pool(method: str, backend: str, settings: Settings) -> tuple[list[bytes], ...]:
    """Do the same with a store that was used."""
    resolution = resolve(**settings)
    store = S3Store.from_resolution(resolution, backend=backend)
    head(store)
    return _mapped(method, store, resolution)


def _mapped(method: str, store: S3Store, resolution: Resolution) -> tuple[list[bytes], ...]:
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        plain = pool.map(head, [store] * 4)
        looped = pool.map(head_in_loop, [PrefixStore(store, "below")] * 4)
        made = pool.map(head_of, [resolution] * 4, [store.backend] * 4)
        return list(plain), list(looped), list(made)


def method_in_pool(method: str, backend: str, settings: Settings) -> bytes:
    """Let a pool call a method of a store."""
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        return pool.submit(S3Store(**settings, backend=backend).get_range, "a", start=0, end=4).result(PATIENCE)


def error_from_pool(method: str, backend: str, settings: Settings) -> BaseException | None:
    """Let a worker fail, and return what the caller is told."""
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        return pool.submit(S3Store(**settings, backend=backend).head, "nothing").exception(PATIENCE)


def in_pool_with_own_environment(
    method: str, backend: str, data: bytes, environment: dict[str, str]
) -> tuple[str | None, bytes, bytes]:
    """Let workers with an environment of their own use what was pickled without secrets: a resolution, and a store."""
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, context, initializer=become, initargs=(environment,)) as pool:
        resolution = pickle.loads(data)  # noqa: S301 (our own)
        store = S3Store.from_resolution(resolution, backend=backend)
        found = pool.submit(key_id, resolution).result(PATIENCE)
        return (
            found,
            pool.submit(head_of, resolution, backend).result(PATIENCE),
            pool.submit(head, store).result(PATIENCE),
        )


# Forks


def _in_child(operation: Callable[[], object], patience: float = PATIENCE) -> Outcome:
    """Fork, do something in the child, and end the child if it does not answer."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def work() -> None:
        try:
            outcome = Outcome(operation())
        except Exception as error:  # noqa: BLE001 (whatever it is, the parent reports it)
            outcome = Outcome(None, type(error).__name__, str(error))
        sending.send(outcome)

    child = context.Process(target=work)
    child.start()
    try:
        outcome: Outcome = receiving.recv() if receiving.poll(patience) else HUNG
        child.join(patience)
        return outcome._replace(ended=child.exitcode == 0)
    finally:
        child.kill()
        child.join()


def _pickled(store: S3Store) -> S3Store:
    again: S3Store = pickle.loads(pickle.dumps(store))  # noqa: S301 (our own)
    return again


def forked_before_use(backend: str, settings: Settings) -> tuple[Outcome, bytes]:
    """Use a store in a child, and then in its parent, which did not use it before."""
    store = S3Store(**settings, backend=backend)
    return _in_child(lambda: head(store)), head(store)


def forked_after_use(backend: str, settings: Settings, which: str) -> tuple[Outcome, bytes]:
    """Use a store, fork, use a store in the child, then the first one again in the parent."""
    store = S3Store(**settings, backend=backend)
    unused = S3Store(**settings, backend=backend)
    head(store)
    operations: dict[str, Callable[[], object]] = {
        "inherited": lambda: head(store),
        "inherited, in a loop": lambda: head_in_loop(store),
        "inherited, below a prefix": lambda: head(PrefixStore(store, "below")),
        "inherited, its native": lambda: str(store.native),
        "inherited, unused": lambda: head(unused),
        "pickled": lambda: head(_pickled(store)),
        "pickled, in a loop": lambda: head_in_loop(_pickled(store)),
        "new": lambda: head(S3Store(**settings, backend=backend)),
        "new, of other settings": lambda: head(
            S3Store(**settings, backend=backend, client_options={"user_agent": "other"})
        ),
    }
    return _in_child(operations[which]), head(store)


def forked_while_reading(backend: str, settings: Settings, which: str) -> tuple[Outcome, bytes]:
    """Begin to read in the parent, fork, go on in the child, then in the parent."""
    store = S3Store(**settings, backend=backend)
    result, stream, listing = store.get("a"), store.get("a").stream(), store.list(chunk_size=1)
    pieces: dict[str, Callable[[], object]] = {
        "result": result.bytes,
        "stream": lambda: b"".join(bytes(piece) for piece in stream),
        "listing": lambda: [meta["path"] for chunk in listing for meta in chunk],
    }
    return _in_child(pieces[which]), result.bytes()


def pool_forked_after_use(backend: str, settings: Settings) -> BaseException | bytes:
    """Use a store, and then let a pool fork, as pools do without being told otherwise before Python 3.14."""
    store = S3Store(**settings, backend=backend)
    head(store)
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    try:
        future = pool.submit(head, store)
        return future.exception(PATIENCE) or future.result()
    finally:
        for process in pool._processes.values():
            process.kill()
        pool.shutdown()


def fork_after_boto3(settings: Settings) -> tuple[Outcome, bytes]:
    """Use boto3, fork, and use obstore for the first time in the child."""
    store = S3Store(**settings, backend="boto3")
    head(store)
    return _in_child(lambda: head(S3Store(**settings, backend="obstore"))), head(store)


class _Slow:
    """A backend that connects when it is allowed to."""

    def __init__(self) -> None:
        self.SUPPORT = support("memory")
        self.connecting, self.allowed = threading.Event(), threading.Event()

    def connect(self, config: StoreConfig) -> Connection:
        """Wait, then refuse."""
        self.connecting.set()
        self.allowed.wait()
        raise ValueError(config.bucket)


def hanging_child() -> Outcome:
    """Let a child do what it never ends."""
    return _in_child(threading.Event().wait, patience=0.5)


def forked_while_connecting(backend: str, settings: Settings) -> tuple[Outcome, bytes]:
    """Fork while another thread connects another store."""
    slow = _Slow()
    other = S3Store("other", backend=slow)

    def connect() -> None:
        with suppress(ValueError):
            str(other.native)

    thread = threading.Thread(target=connect)
    thread.start()
    slow.connecting.wait()
    store = S3Store(**settings, backend=backend)
    outcome = _in_child(lambda: head(store))
    slow.allowed.set()
    thread.join()
    return outcome, head(store)
