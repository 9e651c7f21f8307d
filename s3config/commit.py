"""Conditions that are kept by leases in a DynamoDB table, for stores without conditional requests.

The protocol and the table are those of object_store 0.11 and 0.12 (`aws::DynamoCommit`), so that its writers and ours
keep out of each other's way. The table has the partition key `path` (string) and the sort key `etag` (string); time to
live may be switched on for `ttl`.
"""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from s3config.backends import connect
from s3config.config.secrets import secrets_of
from s3config.contents import read_whole, read_whole_async
from s3config.errors import AlreadyExistsError, MissingDependencyError, NotFoundError, PreconditionError, StoreError
from s3config.failures import Call, failure
from s3config.fetching import provider_of
from s3config.operations import Connection
from s3config.providers import match_host
from s3config.stopping import Stop
from s3config.vocabulary import is_dynamo

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.backends import Chosen
    from s3config.config import StoreConfig
    from s3config.objects import AsyncContent, Content, PutOptions, PutResult
    from s3config.operations import Operations

LEASE = 20_000
"""How long a lease is valid if the table's name is followed by nothing, in milliseconds."""
_SKEW = 3
"""A lease is taken over when this many times its length has gone by, for clocks do not run alike."""
_RETENTION = 60 * 60
"""How long a record is kept by a table that has time to live, in seconds."""
_INTERVAL = 0.1
"""Time between two looks at the object while another writer has the lease, in seconds."""
_CONFLICT = "ConditionalCheckFailedException"
_Result = TypeVar("_Result")


class _Lease(NamedTuple):
    acquired: float
    generation: int
    seconds: float


class _Taken(NamedTuple):
    by: _Lease


class Table(NamedTuple):
    """A table that keeps leases."""

    name: str
    milliseconds: int
    client: Any
    """A DynamoDB client of boto3's."""
    writing: Operations
    """Operations that end with the lease, so that no late writer comes after the next one."""
    secrets: tuple[str, ...]
    """What must not be shown, whatever the service answers."""


def _table_of(
    value: str | None,
    client: Any,  # noqa: ANN401 (boto3 makes classes at run time)
    bounded: Callable[[int], Operations],
    secrets: tuple[str, ...],
) -> Table | None:
    """Read `dynamo:<table>[:<milliseconds>]`; `None` for other values."""
    if value is None or not is_dynamo(value):
        return None
    name = value.removeprefix("dynamo:")
    if not name.startswith("arn:"):
        name, _, length = name.partition(":")
        milliseconds = int(length or LEASE)
    else:
        milliseconds = LEASE
    return Table(name, milliseconds, client, bounded(milliseconds), secrets)


class Committing:
    """Operations of a backend whose conditional writes hold a lease; the others are the backend's own."""

    def __init__(self, operations: Operations, for_put: Table | None, for_copy: Table | None) -> None:
        """Stand above a backend's operations."""
        self._operations = operations
        self._for_put = for_put
        self._for_copy = for_copy

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return the backend's own operation."""
        return getattr(self._operations, name)

    def put(self, path: str, file: Content, options: PutOptions, stop: Stop | None = None) -> PutResult:
        """Write an object; under a condition, while a lease is held."""
        mode = options["mode"]
        if mode == "overwrite" or self._for_put is None:
            return self._operations.put(path, file, options)
        body = read_whole(file)
        e_tag = mode.get("e_tag") if isinstance(mode, dict) else None
        plain: PutOptions = {**options, "mode": "overwrite", "use_multipart": False}
        table = self._for_put
        condition = _Condition(self._operations, table, "put", path, e_tag, stop or Stop())
        return condition.holding(lambda: table.writing.put(path, body, plain))

    def copy(self, from_: str, to: str, *, overwrite: bool, stop: Stop | None = None) -> None:
        """Copy an object; if it must not overwrite, while a lease is held."""
        if overwrite or self._for_copy is None:
            self._operations.copy(from_, to, overwrite=overwrite)
            return
        table = self._for_copy
        condition = _Condition(self._operations, table, "copy", to, None, stop or Stop())
        condition.holding(lambda: table.writing.copy(from_, to, overwrite=True))


class CommittingInThreads:
    """The same for an event loop: conditional writes are done in a thread, the others by the backend."""

    def __init__(self, committing: Committing, connection: Connection) -> None:
        """Stand above a backend's operations."""
        self._committing = committing
        self._operations = connection.asynchronous

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return the backend's own operation."""
        return getattr(self._operations, name)

    async def put_async(self, path: str, file: AsyncContent, options: PutOptions) -> PutResult:
        """Write an object; under a condition, while a lease is held."""
        if options["mode"] == "overwrite":
            return await self._operations.put_async(path, file, options)
        body = await read_whole_async(file)
        return await _stoppable(lambda stop: self._committing.put(path, body, options, stop))

    async def copy_async(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object; if it must not overwrite, while a lease is held."""
        if overwrite:
            await self._operations.copy_async(from_, to, overwrite=True)
        else:
            await _stoppable(lambda stop: self._committing.copy(from_, to, overwrite=False, stop=stop))


async def _stoppable(write: Callable[[Stop], _Result]) -> _Result:
    """Write in a thread; if the task is cancelled, a writer that waits for a lease gives up."""
    stop = Stop()
    task = asyncio.ensure_future(asyncio.to_thread(write, stop))
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        raise


class _Condition(NamedTuple):
    """What must hold of an object while it is written: it has an ETag, or it is not there."""

    operations: Operations
    table: Table
    operation: str
    path: str
    e_tag: str | None
    stop: Stop

    def holding(self, write: Callable[[], _Result]) -> _Result:
        """Write while a lease is held, and the condition with it."""
        self._check()
        previous: _Lease | None = None
        while True:
            found = self._acquire(previous)
            if isinstance(found, _Lease):
                return self._write_in_time(found, write)
            previous = self._outwait(found.by)

    def _check(self) -> None:
        about = {"operation": self.operation, "path": self.path, "status": 412}
        try:
            present = self.operations.head(self.path)
        except NotFoundError:
            if self.e_tag is None:
                return
            raise PreconditionError(f"{self.operation} {self.path!r}: there is no object to replace", **about) from None  # type: ignore[arg-type]
        if self.e_tag is None:
            raise AlreadyExistsError(f"{self.operation} {self.path!r}: there is an object already", **about)  # type: ignore[arg-type]
        if present["e_tag"] != self.e_tag:
            raise PreconditionError(f"{self.operation} {self.path!r}: the object has another ETag", **about)  # type: ignore[arg-type]

    def _acquire(self, previous: _Lease | None) -> _Lease | _Taken:
        """Write a record of our own, or take over the one that was there too long."""
        from botocore.exceptions import BotoCoreError, ClientError

        generation = 0 if previous is None else previous.generation + 1
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(#pk)"}
        if previous is not None:
            condition = {
                "ConditionExpression": "attribute_exists(#pk) AND generation = :g",
                "ExpressionAttributeValues": {":g": {"N": str(previous.generation)}},
            }
        item = {
            "path": {"S": self.path},
            "etag": {"S": self.e_tag or "*"},
            "generation": {"N": str(generation)},
            "timeout": {"N": str(self.table.milliseconds)},
            "ttl": {"N": str(int(time.time()) + _RETENTION)},
        }
        acquired = time.monotonic()
        try:
            self.table.client.put_item(
                TableName=self.table.name, Item=item, ExpressionAttributeNames={"#pk": "path"},
                ReturnValuesOnConditionCheckFailure="ALL_OLD", **condition,
            )  # fmt: skip
        except ClientError as error:
            if error.response["Error"].get("Code") != _CONFLICT:
                raise self._failure(error.response["Error"].get("Message", ""), error.response) from None
            old: Any = error.response.get("Item")
            return _Taken(_lease_in(old) or self._no_lease())
        except BotoCoreError as error:
            raise self._failure(str(error), {}) from None
        return _Lease(acquired, generation, self.table.milliseconds / 1000)

    def _failure(self, text: str, response: Any) -> StoreError:  # noqa: ANN401
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        call = Call("DynamoDB", self.operation, self.path)
        code = response.get("Error", {}).get("Code")
        said = f"table {self.table.name}: {text}"
        return failure(call, said, kind=StoreError, status=status, code=code, secrets=self.table.secrets)

    def _no_lease(self) -> _Lease:
        raise StoreError(
            f"{self.operation} {self.path!r}: table {self.table.name} refuses without the record that is there; "
            "its service knows no ReturnValuesOnConditionCheckFailure",
            operation=self.operation, path=self.path, backend="DynamoDB",
        )  # fmt: skip

    def _outwait(self, lease: _Lease) -> _Lease:
        """Wait until the condition fails, for another has written, or the lease may be taken over."""
        while True:
            self._check()
            if time.monotonic() - lease.acquired > lease.seconds * _SKEW:
                return lease
            self.stop.wait(_INTERVAL)

    def _write_in_time(self, lease: _Lease, write: Callable[[], _Result]) -> _Result:
        self.stop.check()
        try:
            written = write()
        except StoreError:
            if time.monotonic() > lease.acquired + lease.seconds:
                raise self._too_late("writing was ended with") from None
            raise
        if time.monotonic() > lease.acquired + lease.seconds:
            raise self._too_late("another writer may have written, too, for writing outlasted")
        return written

    def _too_late(self, what: str) -> StoreError:
        return StoreError(
            f"{self.operation} {self.path!r}: {what} its lease of {self.table.milliseconds} ms; make it longer",
            operation=self.operation, path=self.path, keys=("conditional_put", "copy_if_not_exists"),
        )  # fmt: skip


def _lease_in(item: Any) -> _Lease | None:  # noqa: ANN401 (what DynamoDB answers)
    try:
        return _Lease(time.monotonic(), int(item["generation"]["N"]), int(item["timeout"]["N"]) / 1000)
    except (TypeError, KeyError, ValueError):
        return None


def connected(chosen: Chosen, config: StoreConfig) -> Connection:
    """Connect to a backend, and put leases above it where a configuration asks for them.

    Raises:
        MissingDependencyError: boto3, which talks to DynamoDB, is not installed.
    """
    connection = connect(chosen, config)
    if not is_dynamo(config.conditional_put) and not is_dynamo(config.copy_if_not_exists):
        return connection
    try:
        from s3config.clients import client_of
    except ImportError:
        raise MissingDependencyError("dynamo:<table> needs boto3; pip install 's3config[boto3]'") from None
    client = client_of(config, provider_of(config), "dynamodb", _endpoint(config))

    def bounded(milliseconds: int) -> Operations:
        return connect(chosen, _within(config, timedelta(milliseconds=milliseconds))).operations

    secrets = secrets_of(config)
    for_put = _table_of(config.conditional_put, client, bounded, secrets)
    for_copy = _table_of(config.copy_if_not_exists, client, bounded, secrets)
    committing = Committing(connection.operations, for_put, for_copy)
    return Connection(committing, CommittingInThreads(committing, connection), connection.native)


def _within(config: StoreConfig, lease: timedelta) -> StoreConfig:
    """Return a configuration whose requests end with a lease, and are not repeated."""
    options, retries = config.client_options, config.retry_config
    times = {
        name: min(getattr(options, name) or lease, lease) for name in ("timeout", "connect_timeout", "read_timeout")
    }
    return config.model_copy(
        update={
            "client_options": options.model_copy(update=times),
            "retry_config": retries.model_copy(update={"max_retries": 0}),
        }
    )


def _endpoint(config: StoreConfig) -> str | None:
    """Return where DynamoDB is: beside S3 at an endpoint of one's own, as object_store has it, else AWS's."""
    host = urlsplit(config.endpoint or "").hostname
    match = match_host(host) if host else None
    return None if match is not None and match.provider.id == "aws" else config.endpoint
