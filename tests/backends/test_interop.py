"""Leases of ours and of obstore 0.3.0, whose object_store still knew DynamoDB, in one table of MiniStack."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

import pinned
import pytest

from s3config import S3Store
from s3config.errors import AlreadyExistsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from servers import Server

PEER = "0.3.0"
ROUNDS = 8
"""How often each race is run."""
WRITERS = 4
"""Of each kind, in a race."""
LEASE = 20_000
"""In milliseconds, so long that nobody takes over the lease of a writer that lives."""
DEAD_LEASE = 1000
"""In milliseconds, of a writer that is gone."""

PROGRAM = """
import json, sys
from concurrent.futures import ThreadPoolExecutor

import obstore
from obstore.store import S3Store

assert obstore.__version__ == "0.3.0", obstore.__version__
told = json.loads(sys.argv[1])
store = S3Store(**told)


def do(order):
    try:
        if order["call"] == "put":
            obstore.put(store, order["path"], order["body"].encode(), mode="create")
        else:
            obstore.copy(store, order["source"], order["path"], overwrite=False)
    except Exception as error:
        return type(error).__name__
    return "done"


with ThreadPoolExecutor(8) as pool:
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(list(pool.map(do, json.loads(line)))), flush=True)
"""
"""Reads lists of orders, does those of a list at the same time, and writes their outcomes."""


class Table:
    """A bucket, and a table for its leases, of MiniStack."""

    def __init__(self, server: Server) -> None:
        """Make both."""
        self.server = server
        self.s3 = server.client()
        self.dynamodb = server.client("dynamodb")
        self.bucket = server.make_bucket()
        self.name = f"leases-{secrets.token_hex(6)}"
        self.dynamodb.create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "path", "KeyType": "HASH"}, {"AttributeName": "etag", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("path", "etag")],
            BillingMode="PAY_PER_REQUEST",
        )

    def settings(self, milliseconds: int) -> dict[str, Any]:
        """Return what leads here."""
        leases = f"dynamo:{self.name}:{milliseconds}"
        return {**self.server.settings(), "conditional_put": leases, "copy_if_not_exists": leases}

    def record(self, path: str) -> dict[str, dict[str, str]] | None:
        """Return the record of an object that was to be created."""
        key = {"path": {"S": path}, "etag": {"S": "*"}}
        item: dict[str, dict[str, str]] | None
        item = self.dynamodb.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")
        return item

    def content(self, path: str) -> str:
        """Return what an object holds."""
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=path)["Body"].read()
        return body.decode()

    def write(self, path: str, body: str) -> None:
        """Write an object without a lease."""
        self.s3.put_object(Bucket=self.bucket, Key=path, Body=body.encode())

    def remove(self, path: str) -> None:
        """Take the object away, as if its writer had got a lease and gone before it wrote."""
        self.s3.delete_object(Bucket=self.bucket, Key=path)


class Ours:
    """Writers of s3config."""

    def __init__(self, table: Table, milliseconds: int, backend: str) -> None:
        """Make a store."""
        self._store = S3Store(table.bucket, backend=backend, **table.settings(milliseconds))
        self._pool = ThreadPoolExecutor(WRITERS)

    def _do(self, order: dict[str, str]) -> str:
        try:
            if order["call"] == "put":
                self._store.put(order["path"], order["body"].encode(), mode="create")
            else:
                self._store.copy(order["source"], order["path"], overwrite=False)
        except AlreadyExistsError as error:
            return type(error).__name__
        return "done"

    def do(self, orders: list[dict[str, str]]) -> list[str]:
        """Do these at the same time."""
        return list(self._pool.map(self._do, orders))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the threads."""
        self._pool.shutdown()


class Theirs:
    """Writers of obstore 0.3.0, in a process of their own."""

    def __init__(self, table: Table, milliseconds: int, python: Path) -> None:
        """Start the process, and wait until it is ready."""
        told = {"bucket": table.bucket, **table.settings(milliseconds), "client_options": {"allow_http": True}}
        arguments = [str(python), "-I", "-c", PROGRAM, json.dumps(told)]
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PATH": os.defpath}
        )
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._process.stdout is not None
        line: str = self._process.stdout.readline()
        return line.strip()

    def do(self, orders: list[dict[str, str]]) -> list[str]:
        """Do these at the same time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()
        outcomes: list[str] = json.loads(self._read())
        return outcomes

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.__exit__(None, None, None)


Writers = Ours | Theirs


@pytest.fixture(scope="module")
def peer() -> Path:
    """Return the Python of an environment that holds obstore 0.3.0."""
    return pinned.environment("obstore", f"obstore=={PEER}", PEER)


@pytest.fixture
def table(ministack: Server) -> Table:
    """Make a bucket and a table for one test."""
    return Table(ministack)


@pytest.fixture(params=["obstore", "boto3"])
def ours(request: pytest.FixtureRequest, table: Table) -> Iterator[Ours]:
    """Write with each backend of ours."""
    with Ours(table, LEASE, request.param) as writers:
        yield writers


@pytest.fixture
def theirs(table: Table, peer: Path) -> Iterator[Theirs]:
    """Write with obstore 0.3.0."""
    with Theirs(table, LEASE, peer) as writers:
        yield writers


@pytest.fixture(params=["put", "copy"])
def order(request: pytest.FixtureRequest, table: Table) -> Callable[[str, str], dict[str, str]]:
    """Tell a writer to create an object with this content."""

    def make(path: str, body: str) -> dict[str, str]:
        if request.param == "copy":
            table.write(f"source/{body}", body)
        return {"call": request.param, "path": path, "body": body, "source": f"source/{body}"}

    return make


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_who_comes_first_wins(table: Table, ours: Ours, theirs: Theirs, order: Any, first: str) -> None:
    """The second is told that there is an object already, and the object is the first one's."""
    earlier, later = (ours, theirs) if first == "ours" else (theirs, ours)
    assert earlier.do([order("new", "first")]) == ["done"]
    assert later.do([order("new", "second")]) == ["AlreadyExistsError"]
    assert table.content("new") == "first"


def test_records_are_alike(table: Table, ours: Ours, theirs: Theirs, order: Any) -> None:
    """Both write the same attributes, of the same types, with the same values but for the time to live."""
    ours.do([order("ours", "ours")])
    theirs.do([order("theirs", "theirs")])
    mine, yours = table.record("ours"), table.record("theirs")
    assert mine is not None
    assert yours is not None
    lives = [int(record.pop("ttl")["N"]) for record in (mine, yours)]
    assert abs(lives[0] - lives[1]) < 30
    assert {**mine, "path": None} == {**yours, "path": None}


def raced(writers: dict[str, Writers], orders: dict[str, list[dict[str, str]]]) -> dict[str, list[str]]:
    """Let all kinds of writers begin at the same moment."""
    start = threading.Barrier(len(writers))

    def begin(kind: str) -> list[str]:
        start.wait()
        return writers[kind].do(orders[kind])

    with ThreadPoolExecutor(len(writers)) as pool:
        return dict(zip(writers, pool.map(begin, writers), strict=True))


def test_a_race(table: Table, ours: Ours, theirs: Theirs, order: Any) -> None:
    """Of four writers of each kind that create an object at the same time, exactly one does, each time."""
    writers: dict[str, Writers] = {"ours": ours, "theirs": theirs}
    for turn in range(ROUNDS):
        path = f"new/{turn}"
        orders = {kind: [order(path, f"{kind}-{turn}-{n}") for n in range(WRITERS)] for kind in writers}
        outcomes = raced(writers, orders)
        assert Counter(chain.from_iterable(outcomes.values())) == {"done": 1, "AlreadyExistsError": 2 * WRITERS - 1}
        (winner,) = (kind for kind, said in outcomes.items() if "done" in said)
        assert table.content(path) == f"{winner}-{turn}-{outcomes[winner].index('done')}"


@pytest.mark.parametrize("backend", ["obstore", "boto3"])
@pytest.mark.parametrize("dead", ["ours", "theirs"])
@pytest.mark.flaky(reruns=2)
def test_a_lease_that_was_left_behind(table: Table, peer: Path, backend: str, order: Any, dead: str) -> None:
    """A writer that is gone holds the other kind up for three times its lease, and no longer."""
    with Ours(table, DEAD_LEASE, backend) as ours, Theirs(table, DEAD_LEASE, peer) as theirs:
        gone, alive = (ours, theirs) if dead == "ours" else (theirs, ours)
        assert gone.do([order("new", "gone")]) == ["done"]
        table.remove("new")
        began = time.monotonic()
        assert alive.do([order("new", "alive")]) == ["done"]
        assert 3 * DEAD_LEASE / 1000 <= time.monotonic() - began < 10
    record = table.record("new")
    assert record is not None
    assert (record["generation"], table.content("new")) == ({"N": "1"}, "alive")


@pytest.mark.parametrize("backend", ["obstore", "boto3"])
@pytest.mark.flaky(reruns=2)
def test_a_race_for_a_dead_lease(table: Table, peer: Path, backend: str, order: Any) -> None:
    """Of writers of both kinds that wait for a writer that is gone, exactly one takes its lease over."""
    with Ours(table, DEAD_LEASE, backend) as ours, Theirs(table, DEAD_LEASE, peer) as theirs:
        ours.do([order("new", "gone")])
        table.remove("new")
        writers: dict[str, Writers] = {"ours": ours, "theirs": theirs}
        outcomes = raced(writers, {kind: [order("new", f"{kind}-{n}") for n in range(2)] for kind in writers})
    assert Counter(chain.from_iterable(outcomes.values())) == {"done": 1, "AlreadyExistsError": 3}
    record = table.record("new")
    assert record is not None
    assert record["generation"] == {"N": "1"}
