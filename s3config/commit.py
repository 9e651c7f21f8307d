"""Conditions that are kept by leases in a DynamoDB table, for stores without conditional requests.

The protocol and the table are those of object_store 0.11 and 0.12 (`aws::DynamoCommit`), so that its writers and ours
keep out of each other's way. The table has the partition key `path` (string) and the sort key `etag` (string); time to
live may be switched on for `ttl`.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from s3config.contents import read_whole, read_whole_async
from s3config.dialects import is_dynamo
from s3config.errors import AlreadyExistsError, MissingDependencyError, NotFoundError, PreconditionError, StoreError
from s3config.failures import Call, failure
from s3config.fetching import provider_of
from s3config.operations import Connection
from s3config.providers import match_host

if TYPE_CHECKING:
    from collections.abc import Callable

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


def table_of(value: str | None, client: Any) -> Table | None:  # noqa: ANN401 (boto3 makes classes at run time)
    """Read `dynamo:<table>[:<milliseconds>]`; `None` for other values."""
    if value is None or not is_dynamo(value):
        return None
    name = value.removeprefix("dynamo:")
    if not name.startswith("arn:"):
        name, _, milliseconds = name.partition(":")
        return Table(name, int(milliseconds or LEASE), client)
    return Table(name, LEASE, client)


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

    def put(self, path: str, file: Content, options: PutOptions) -> PutResult:
        """Write an object; under a condition, while a lease is held."""
        mode = options["mode"]
        if mode == "overwrite" or self._for_put is None:
            return self._operations.put(path, file, options)
        body = read_whole(file)
        e_tag = mode.get("e_tag") if isinstance(mode, dict) else None
        plain: PutOptions = {**options, "mode": "overwrite", "use_multipart": False}
        condition = _Condition(self._operations, self._for_put, "put", path, e_tag)
        return condition.holding(lambda: self._operations.put(path, body, plain))

    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object; if it must not overwrite, while a lease is held."""
        if overwrite or self._for_copy is None:
            self._operations.copy(from_, to, overwrite=overwrite)
            return
        condition = _Condition(self._operations, self._for_copy, "copy", to, None)
        condition.holding(lambda: self._operations.copy(from_, to, overwrite=True))


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
        return await asyncio.to_thread(self._committing.put, path, body, options)

    async def copy_async(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object; if it must not overwrite, while a lease is held."""
        if overwrite:
            await self._operations.copy_async(from_, to, overwrite=True)
        else:
            await asyncio.to_thread(self._committing.copy, from_, to, overwrite=False)


class _Condition(NamedTuple):
    """What must hold of an object while it is written: it has an ETag, or it is not there."""

    operations: Operations
    table: Table
    operation: str
    path: str
    e_tag: str | None

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
                raise self._failure(str(error), error.response) from None
            old: Any = error.response.get("Item")
            return _Taken(_lease_in(old) or self._no_lease())
        except BotoCoreError as error:
            raise self._failure(str(error), {}) from None
        return _Lease(acquired, generation, self.table.milliseconds / 1000)

    def _failure(self, text: str, response: Any) -> StoreError:  # noqa: ANN401
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        call = Call("DynamoDB", self.operation, self.path)
        return failure(call, f"table {self.table.name}: {text}", kind=StoreError, status=status)

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
            time.sleep(_INTERVAL)

    def _write_in_time(self, lease: _Lease, write: Callable[[], _Result]) -> _Result:
        written = write()
        if time.monotonic() > lease.acquired + lease.seconds:
            raise StoreError(
                f"{self.operation} {self.path!r}: writing took longer than its lease, {self.table.milliseconds} ms, so "
                "that another writer may have written, too; give the table a longer one",
                operation=self.operation, path=self.path, keys=("conditional_put", "copy_if_not_exists"),
            )  # fmt: skip
        return written


def _lease_in(item: Any) -> _Lease | None:  # noqa: ANN401 (what DynamoDB answers)
    try:
        return _Lease(time.monotonic(), int(item["generation"]["N"]), int(item["timeout"]["N"]) / 1000)
    except (TypeError, KeyError, ValueError):
        return None


def with_leases(connection: Connection, config: StoreConfig) -> Connection:
    """Put leases above a backend where a configuration asks for them.

    Raises:
        MissingDependencyError: boto3, which talks to DynamoDB, is not installed.
    """
    if not is_dynamo(config.conditional_put) and not is_dynamo(config.copy_if_not_exists):
        return connection
    try:
        from s3config.clients import client_of
    except ImportError:
        raise MissingDependencyError("dynamo:<table> needs boto3; pip install 's3config[boto3]'") from None
    client = client_of(config, provider_of(config), "dynamodb", _endpoint(config))
    tables = (table_of(config.conditional_put, client), table_of(config.copy_if_not_exists, client))
    committing = Committing(connection.operations, *tables)
    return Connection(committing, CommittingInThreads(committing, connection), connection.native)


def _endpoint(config: StoreConfig) -> str | None:
    """Return where DynamoDB is: beside S3 at an endpoint of one's own, as object_store has it, else AWS's."""
    host = (config.endpoint or "").partition("://")[2].partition("/")[0].partition(":")[0]
    match = match_host(host) if host else None
    return None if match is not None and match.provider.id == "aws" else config.endpoint
