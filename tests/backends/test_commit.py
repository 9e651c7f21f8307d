"""Conditions kept by leases in a DynamoDB table, against MiniStack's DynamoDB."""

from __future__ import annotations

import asyncio
import json
import secrets
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from s3config import S3Store
from s3config.errors import AlreadyExistsError, InvalidConfigError, NotFoundError, PreconditionError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from faulting import Faults
    from recording import Recorder
    from servers import Server

KEYS = (("path", "S", "HASH"), ("etag", "S", "RANGE"))
BODY = b"new"
HOUR = 3600
FIRST_TAKES_OVER = 0.3
"""Seconds until a lease of 100 ms may be taken over."""


class Site:
    """A bucket and a table of MiniStack."""

    def __init__(self, server: Server, keys: tuple[tuple[str, str, str], ...] = KEYS) -> None:
        """Make both."""
        self.server = server
        self.s3 = server.client()
        self.dynamodb = server.client("dynamodb")
        self.bucket = server.make_bucket()
        self.table = f"leases-{secrets.token_hex(6)}"
        self.dynamodb.create_table(
            TableName=self.table,
            KeySchema=[{"AttributeName": name, "KeyType": role} for name, _, role in keys],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind, _ in keys],
            BillingMode="PAY_PER_REQUEST",
        )

    def store(self, backend: str, milliseconds: int | None = None, table: str | None = None, **keys: Any) -> S3Store:
        """Return a store whose conditions are kept by the table."""
        value = f"dynamo:{table or self.table}" + ("" if milliseconds is None else f":{milliseconds}")
        given = {**self.server.settings(), "conditional_put": value, "copy_if_not_exists": value, **keys}
        return S3Store(self.bucket, backend=backend, **given)

    def items(self) -> list[dict[str, dict[str, str]]]:
        """Return what is in the table."""
        found: list[dict[str, dict[str, str]]] = self.dynamodb.scan(TableName=self.table, ConsistentRead=True)["Items"]
        return found

    def hold(self, path: str, milliseconds: int, *, e_tag: str = "*", generation: int = 0) -> None:
        """Write the lease of another writer."""
        numbers = {"generation": generation, "timeout": milliseconds, "ttl": int(time.time()) + HOUR}
        item = {"path": {"S": path}, "etag": {"S": e_tag}, **{name: {"N": str(n)} for name, n in numbers.items()}}
        self.dynamodb.put_item(TableName=self.table, Item=item)

    def objects(self) -> dict[str, bytes]:
        """Return what is in the bucket."""
        keys = [item["Key"] for item in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", ())]
        return {key: self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys}


@pytest.fixture
def site(ministack: Server) -> Site:
    """Make a bucket and a table for one test."""
    return Site(ministack)


@pytest.fixture(params=["obstore", "boto3"])
def backend(request: pytest.FixtureRequest) -> str:
    """Name each backend that leases stand above."""
    return str(request.param)


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Call a method of a store, or its twin for an event loop."""
    if request.param == "sync":
        return lambda store, name, *args, **kwargs: getattr(store, name)(*args, **kwargs)
    return lambda store, name, *args, **kwargs: asyncio.run(getattr(store, f"{name}_async")(*args, **kwargs))


CREATES: dict[str, Callable[[Callable[..., Any], S3Store], Any]] = {
    "put": lambda call, store: call(store, "put", "new", BODY, mode="create"),
    "copy": lambda call, store: call(store, "copy", "source", "new", overwrite=False),
    "rename": lambda call, store: call(store, "rename", "source", "new", overwrite=False),
}
"""The calls that make an object only where there is none."""


@pytest.fixture(params=CREATES)
def create(request: pytest.FixtureRequest, site: Site, call: Callable[..., Any]) -> Callable[[S3Store], Any]:
    """Make the object `new`, with one of the calls that do so."""
    if request.param != "put":
        site.s3.put_object(Bucket=site.bucket, Key="source", Body=BODY)
    make = CREATES[request.param]
    return lambda store: make(call, store)


def test_create_writes_a_record(site: Site, backend: str, create: Callable[[S3Store], Any]) -> None:
    """The record has the five attributes of object_store's protocol, and the object is there."""
    before = int(time.time())
    create(site.store(backend))
    (item,) = site.items()
    ttl = int(item.pop("ttl")["N"])
    assert item == {"path": {"S": "new"}, "etag": {"S": "*"}, "generation": {"N": "0"}, "timeout": {"N": "20000"}}
    assert before + HOUR <= ttl <= int(time.time()) + HOUR
    assert site.objects()["new"] == BODY


@pytest.mark.parametrize(("name", "there"), [("copy", True), ("rename", False)])
def test_the_source_of_a_copy_stays(
    site: Site, backend: str, call: Callable[..., Any], name: str, *, there: bool
) -> None:
    """A copy leaves its source where it is, and a rename does not."""
    site.s3.put_object(Bucket=site.bucket, Key="source", Body=BODY)
    CREATES[name](call, site.store(backend))
    assert there is ("source" in site.objects())


def test_milliseconds_are_written(site: Site, backend: str) -> None:
    """The length of a lease is the one behind the table's name."""
    site.store(backend, 1500).put("new", BODY, mode="create")
    assert [item["timeout"] for item in site.items()] == [{"N": "1500"}]


def test_update_writes_the_etag(site: Site, backend: str, call: Callable[..., Any]) -> None:
    """The record of an update names the ETag that is replaced, as S3 writes it; the result names the new one."""
    store = site.store(backend)
    old = store.put("new", b"old")["e_tag"]
    result = call(store, "put", "new", BODY, mode={"e_tag": old})
    assert [("new", old)] == [(item["path"]["S"], item["etag"]["S"]) for item in site.items()]
    assert site.objects() == {"new": BODY}
    assert store.head("new")["e_tag"] == result["e_tag"]


def test_create_keeps_what_is_stored_with_it(site: Site, backend: str, call: Callable[..., Any]) -> None:
    """Attributes and tags go with a conditional put, too."""
    call(site.store(backend), "put", "new", BODY, mode="create", attributes={"Content-Type": "x/y"}, tags={"a": "b"})
    assert site.s3.head_object(Bucket=site.bucket, Key="new")["ContentType"] == "x/y"
    tags = site.s3.get_object_tagging(Bucket=site.bucket, Key="new")["TagSet"]
    assert tags == [{"Key": "a", "Value": "b"}]


def test_create_reads_iterators(site: Site, backend: str, call: Callable[..., Any]) -> None:
    """Content that comes in pieces is written whole."""
    call(site.store(backend), "put", "new", iter([b"n", b"e", b"w"]), mode="create")
    assert site.objects() == {"new": BODY}


def test_an_async_iterator_is_created(site: Site, backend: str) -> None:
    """So is that of an asynchronous iterator."""

    async def pieces() -> Any:
        for piece in (b"n", b"e", b"w"):
            yield piece

    asyncio.run(site.store(backend).put_async("new", pieces(), mode="create"))
    assert site.objects() == {"new": BODY}


def test_create_over_an_object(site: Site, backend: str, create: Callable[[S3Store], Any]) -> None:
    """An object that is there is refused at once, is kept, and the table is not touched."""
    site.s3.put_object(Bucket=site.bucket, Key="new", Body=b"old")
    before = site.objects()
    with pytest.raises(AlreadyExistsError, match="'new'") as caught:
        create(site.store(backend))
    assert ([], before) == (site.items(), site.objects())
    assert (412, backend) == (caught.value.status, caught.value.backend)


@pytest.mark.parametrize("present", [b"other", None])
def test_update_of_another_object(site: Site, backend: str, call: Callable[..., Any], present: bytes | None) -> None:
    """An object with another ETag, or none at all, is not replaced, and the table is not touched."""
    if present is not None:
        site.s3.put_object(Bucket=site.bucket, Key="new", Body=present)
    before = site.objects()
    with pytest.raises(PreconditionError, match="'new'"):
        call(site.store(backend), "put", "new", BODY, mode={"e_tag": '"0123"'})
    assert ([], before) == (site.items(), site.objects())


def test_overwrite_takes_no_lease(site: Site, backend: str, call: Callable[..., Any]) -> None:
    """What has no condition leaves the table alone."""
    store = site.store(backend)
    call(store, "put", "new", BODY)
    call(store, "copy", "new", "copied")
    call(store, "rename", "copied", "renamed")
    assert (site.items(), site.objects()) == ([], {"new": BODY, "renamed": BODY})


def test_the_source_is_missing(site: Site, backend: str, call: Callable[..., Any]) -> None:
    """A copy of nothing is an error, and makes nothing."""
    with pytest.raises(NotFoundError):
        call(site.store(backend), "copy", "source", "new", overwrite=False)
    assert site.objects() == {}


@pytest.mark.flaky(reruns=2)
def test_a_lease_is_waited_for(site: Site, backend: str, create: Callable[[S3Store], Any]) -> None:
    """A lease that another holds is taken over after three times its own length, one generation on."""
    site.hold("new", 100, generation=4)
    began = time.monotonic()
    create(site.store(backend, 2000))
    assert FIRST_TAKES_OVER <= time.monotonic() - began < FIRST_TAKES_OVER + 3
    (item,) = site.items()
    assert (item["generation"], item["timeout"]) == ({"N": "5"}, {"N": "2000"})
    assert site.objects()["new"] == BODY


@pytest.mark.flaky(reruns=2)
def test_a_lease_of_an_update_is_waited_for(site: Site, backend: str, call: Callable[..., Any]) -> None:
    """So is that of an update, of which there is one for each ETag."""
    store = site.store(backend, 2000)
    old = store.put("new", b"old")["e_tag"]
    site.hold("new", 100, e_tag=str(old))
    began = time.monotonic()
    call(store, "put", "new", BODY, mode={"e_tag": old})
    assert time.monotonic() - began >= FIRST_TAKES_OVER
    assert [item["generation"] for item in site.items()] == [{"N": "1"}]


@pytest.mark.flaky(reruns=2)
def test_an_object_appears_while_waiting(
    site: Site, backend: str, create: Callable[[S3Store], Any], faults: Callable[[str], Faults]
) -> None:
    """The waiter looks again, and says so when the holder has written, long before the lease may be taken over."""
    site.hold("new", 60_000)
    proxy = faults(site.server.endpoint)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(create, site.store(backend, endpoint=proxy.endpoint))
        while proxy.counts["passed"] < 5:  # first look, refused lease, and looks again
            assert not waiting.done()
        site.s3.put_object(Bucket=site.bucket, Key="new", Body=b"theirs")
        wrote = time.monotonic()
        with pytest.raises(AlreadyExistsError):
            waiting.result(30)
    assert time.monotonic() - wrote < 5
    assert [item["generation"] for item in site.items()] == [{"N": "0"}]
    assert site.objects()["new"] == b"theirs"


def test_an_object_changes_while_waiting(site: Site, backend: str, faults: Callable[[str], Faults]) -> None:
    """The waiter of an update says so when another has replaced the object."""
    old = site.store(backend).put("new", b"old")["e_tag"]
    site.hold("new", 60_000, e_tag=str(old))
    proxy = faults(site.server.endpoint)
    with ThreadPoolExecutor(1) as pool:
        store = site.store(backend, endpoint=proxy.endpoint)
        waiting = pool.submit(store.put, "new", BODY, mode={"e_tag": old})
        while proxy.counts["passed"] < 5:
            assert not waiting.done()
        site.s3.put_object(Bucket=site.bucket, Key="new", Body=b"theirs")
        with pytest.raises(PreconditionError):
            waiting.result(30)
    assert site.objects() == {"new": b"theirs"}


def test_a_waiter_looks_ten_times_a_second(site: Site, backend: str, faults: Callable[[str], Faults]) -> None:
    """The object is looked at every 100 ms while a lease is waited for."""
    site.hold("new", 300)
    proxy = faults(site.server.endpoint)
    site.store(backend, 20_000, endpoint=proxy.endpoint).put("new", BODY, mode="create")
    assert 7 <= proxy.counts["passed"] <= 14  # look, refused, about nine looks, lease, put


@pytest.mark.flaky(reruns=2)
def test_other_leases_do_not_matter(site: Site, backend: str) -> None:
    """The lease of another object, or of another ETag, holds nobody up."""
    site.hold("other", 60_000)
    site.hold("new", 60_000, e_tag='"0123"')
    began = time.monotonic()
    site.store(backend).put("new", BODY, mode="create")
    assert time.monotonic() - began < 10


@pytest.mark.flaky(reruns=2)
def test_a_waiting_task_can_be_cancelled(site: Site, backend: str) -> None:
    """A task that is cancelled while it waits ends soon, and nothing is written afterwards."""
    site.hold("new", 1000)

    async def cancelled() -> float:
        task = asyncio.create_task(site.store(backend).put_async("new", BODY, mode="create"))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    assert asyncio.run(cancelled()) < 1  # `run` waits for the threads
    assert site.objects() == {}


def race(writers: list[Callable[[], Any]]) -> list[type[Exception] | None]:
    """Call all at the same moment, and return what each raised."""
    start = threading.Barrier(len(writers))

    def write(writer: Callable[[], Any]) -> type[Exception] | None:
        start.wait()
        try:
            writer()
        except Exception as error:  # noqa: BLE001
            return type(error)
        return None

    with ThreadPoolExecutor(len(writers)) as pool:
        return list(pool.map(write, writers))


def test_a_race_of_creates(site: Site, backend: str) -> None:
    """Of sixteen that create the same object at the same time, exactly one does."""
    stores = [site.store(backend) for _ in range(16)]
    outcomes = race([lambda n=n: stores[n].put("new", b"%d" % n, mode="create") for n in range(16)])  # type: ignore[misc]
    assert outcomes.count(AlreadyExistsError) == 15
    assert {"new": b"%d" % outcomes.index(None)} == site.objects()


def test_a_race_in_an_event_loop(site: Site, backend: str) -> None:
    """So it is among the tasks of one event loop."""
    store = site.store(backend)

    async def all_at_once() -> Any:
        puts = [store.put_async("new", b"%d" % n, mode="create") for n in range(16)]
        return await asyncio.gather(*puts, return_exceptions=True)

    outcomes = asyncio.run(all_at_once())
    winners = [n for n, outcome in enumerate(outcomes) if not isinstance(outcome, BaseException)]
    assert sum(isinstance(outcome, AlreadyExistsError) for outcome in outcomes) == 15
    assert {"new": b"%d" % winners[0]} == site.objects()


def test_a_race_of_updates(site: Site, backend: str) -> None:
    """Of sixteen that replace the same object, exactly one does."""
    store = site.store(backend)
    old = store.put("new", b"old")["e_tag"]
    writers: list[Any] = [lambda n=n: store.put("new", b"%d" % n, mode={"e_tag": old}) for n in range(16)]
    outcomes = race(writers)
    assert outcomes.count(PreconditionError) == 15
    assert {"new": b"%d" % outcomes.index(None)} == site.objects()


def test_a_race_of_copies(site: Site, backend: str) -> None:
    """Of sixteen that copy to the same place, exactly one does."""
    for n in range(16):
        site.s3.put_object(Bucket=site.bucket, Key=f"source/{n}", Body=b"%d" % n)
    store = site.store(backend)
    outcomes = race([lambda n=n: store.copy(f"source/{n}", "new", overwrite=False) for n in range(16)])  # type: ignore[misc]
    assert outcomes.count(AlreadyExistsError) == 15
    assert b"%d" % outcomes.index(None) == site.objects()["new"]


def test_a_race_for_a_dead_lease(site: Site, backend: str) -> None:
    """Of eight that wait for the lease of a writer that is gone, exactly one takes it over."""
    site.hold("new", 100)
    store = site.store(backend)
    outcomes = race([lambda n=n: store.put("new", b"%d" % n, mode="create") for n in range(8)])  # type: ignore[misc]
    assert outcomes.count(AlreadyExistsError) == 7
    assert [item["generation"] for item in site.items()] == [{"N": "1"}]


def test_writing_outlasts_the_lease(site: Site, backend: str, faults: Callable[[str], Faults]) -> None:
    """A put that takes longer than its lease is not called a success, for another may have written as well."""
    proxy = faults(site.server.endpoint)
    proxy.stall("PUT", seconds=0.5)
    with pytest.raises(StoreError, match="200 ms") as caught:
        site.store(backend, 200, endpoint=proxy.endpoint).put("new", BODY, mode="create")
    assert StoreError is type(caught.value)


def test_a_late_writer_overwrites_nothing(site: Site, backend: str, faults: Callable[[str], Faults]) -> None:
    """A put that hangs until another has taken over its lease does not replace what the other wrote.

    object_store gives up a write when its lease ends, well before another may take it over.
    """
    proxy = faults(site.server.endpoint)
    proxy.stall("PUT", seconds=2)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(site.store(backend, 200, endpoint=proxy.endpoint).put, "new", b"late", mode="create")
        while not site.items():
            assert not late.done()
        site.store(backend).put("new", BODY, mode="create")
        with pytest.raises(StoreError):
            late.result(30)
    assert site.objects() == {"new": BODY}


BROKEN = {
    "path is a number": (("path", "N", "HASH"), ("etag", "S", "RANGE")),
    "other names": (("id", "S", "HASH"), ("sort", "S", "RANGE")),
}


@pytest.mark.parametrize("keys", BROKEN.values(), ids=BROKEN)
def test_a_table_of_another_kind(
    ministack: Server, backend: str, call: Callable[..., Any], keys: tuple[tuple[str, str, str], ...]
) -> None:
    """A table with other keys is refused, and nothing is written."""
    site = Site(ministack, keys)
    with pytest.raises(StoreError, match=site.table) as caught:
        call(site.store(backend), "put", "new", BODY, mode="create")
    assert (StoreError, {}) == (type(caught.value), site.objects())


def test_no_table(site: Site, backend: str, create: Callable[[S3Store], Any]) -> None:
    """A table that does not exist is named, and nothing is written."""
    before = site.objects()
    with pytest.raises(StoreError, match="no-such-table") as caught:
        create(site.store(backend, table="no-such-table"))
    error = caught.value
    assert (StoreError, 400, "ResourceNotFoundException") == (type(error), error.status, error.code)
    assert "conditional_put" in error.keys or "copy_if_not_exists" in error.keys
    assert before == site.objects()


def test_a_record_of_another_kind(site: Site, backend: str) -> None:
    """A record that is no lease is an error, not an endless wait."""
    site.dynamodb.put_item(TableName=site.table, Item={"path": {"S": "new"}, "etag": {"S": "*"}})
    with pytest.raises(StoreError, match=site.table):
        site.store(backend).put("new", BODY, mode="create")
    assert site.objects() == {}


def test_no_permission(site: Site, backend: str, create: Callable[[S3Store], Any]) -> None:
    """A user who may write objects and no records gets one clear error, and nothing is written."""
    iam, user = site.server.client("iam"), f"user-{secrets.token_hex(4)}"
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="s3", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    pair: Any = {"access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"]}
    before = site.objects()
    try:
        with pytest.raises(StoreError, match=site.table) as caught:
            create(site.store(backend, **pair))
    finally:
        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=user, PolicyName="s3")
        iam.delete_user(UserName=user)
    assert before == site.objects()
    assert key["SecretAccessKey"] not in str(caught.value)


@pytest.mark.parametrize("status", [403, 500])
def test_the_table_refuses(site: Site, backend: str, faults: Callable[[str], Faults], status: int) -> None:
    """An error of DynamoDB is one of ours, with its status, and nothing is written."""
    proxy = faults(site.server.endpoint)
    proxy.status(status, "POST", times=100)
    store = site.store(backend, endpoint=proxy.endpoint, retry_config={"max_retries": 0})
    with pytest.raises(StoreError, match=site.table) as caught:
        store.put("new", BODY, mode="create")
    assert (status, {}) == (caught.value.status, site.objects())
    assert proxy.counts["status"] == 1


def test_the_table_does_not_answer(site: Site, backend: str, faults: Callable[[str], Faults]) -> None:
    """A connection that breaks is one of our errors, and nothing is written."""
    proxy = faults(site.server.endpoint)
    proxy.reset("POST", times=100)
    store = site.store(backend, endpoint=proxy.endpoint, retry_config={"max_retries": 0})
    with pytest.raises(StoreError, match=site.table):
        store.put("new", BODY, mode="create")
    assert site.objects() == {}


@pytest.mark.parametrize("key", ["conditional_put", "copy_if_not_exists"])
def test_each_key_is_its_own(site: Site, backend: str, key: str) -> None:
    """A table for puts is not used by copies, and the other way round."""
    put: Any = {"conditional_put": "dynamo:" + site.table, "copy_if_not_exists": "multipart"}
    copy: Any = {"conditional_put": "etag", "copy_if_not_exists": "dynamo:" + site.table}
    store = site.store(backend, **(put if key == "conditional_put" else copy))
    store.put("put", BODY, mode="create")
    store.copy("put", "copied", overwrite=False)
    with pytest.raises(AlreadyExistsError):
        store.put("put", b"", mode="create")
    with pytest.raises(AlreadyExistsError):
        store.copy("put", "copied", overwrite=False)
    assert ["put" if key == "conditional_put" else "copied"] == [item["path"]["S"] for item in site.items()]


@pytest.mark.parametrize("key", ["conditional_put", "copy_if_not_exists"])
def test_memory_refuses(key: str) -> None:
    """A store in memory has no table, and says so when it is built."""
    keys: Any = {key: "dynamo:table"}
    with pytest.raises(InvalidConfigError, match=key):
        S3Store("bucket", backend="memory", region="us-east-1", skip_signature=True, **keys)


WITHOUT_BOTO3 = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"boto3", "botocore"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
from s3config import S3Store

keys = {"region": "us-east-1", "access_key_id": "AKIDEXAMPLE", "secret_access_key": "secret"}
endpoint = {"endpoint": "http://127.0.0.1:1"}
plain = S3Store("bucket", backend="obstore", **keys, **endpoint)
print(type(plain.native).__module__.partition(".")[0])
try:
    leased = S3Store("bucket", backend="obstore", conditional_put="dynamo:leases", **keys, **endpoint)
    leased.put("a", b"", mode="create")
except Exception as error:
    print(type(error).__name__, error)
"""
"""A program that runs as if boto3 were not installed."""


def test_boto3_is_not_installed() -> None:
    """Without boto3 the obstore backend works, and leases name the extra that is missing."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_BOTO3], capture_output=True, text=True, check=True, timeout=60)
    first, second = done.stdout.splitlines()
    assert first == "obstore"
    assert second.startswith("MissingDependencyError ")
    assert "s3config[boto3]" in second


@pytest.mark.parametrize("backend", ["obstore", "boto3"])
def test_what_the_table_repeats_is_hidden(recorder: Recorder, backend: str) -> None:
    """A service that repeats a secret in its refusal does not bring it into the error."""
    secret = "kK8/fW+2pQ=zzTopSecretOfTheTable77xx1234"
    recorder.answer("HEAD", 404)
    answer = json.dumps({"__type": "ValidationException", "message": f"what is {secret}?"}).encode()
    recorder.answer("POST", 400, {"Content-Type": "application/x-amz-json-1.0"}, answer)
    store = S3Store(
        "bucket", endpoint=recorder.endpoint, access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key=secret,
        conditional_put="dynamo:locks", backend=backend,
    )  # fmt: skip
    with pytest.raises(StoreError, match="table locks") as caught:
        store.put("a", b"", mode="create")
    assert secret not in str(caught.value)
    assert caught.value.code == "ValidationException"
