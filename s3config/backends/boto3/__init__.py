"""boto3: everything from the same configuration; for an event loop, in threads."""

from __future__ import annotations

import re
from datetime import UTC
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from s3config.backends import OURS
from s3config.backends.boto3.copying import copy_if_not_exists
from s3config.backends.boto3.mending import Mending
from s3config.backends.boto3.reading import PARAMETERS, Boto3Body, is_partial, meta_of
from s3config.backends.boto3.uploading import upload
from s3config.clients import client_of
from s3config.conditions import check_conditions
from s3config.contents import as_buffer, parts_of, read_whole
from s3config.dialects import boto3 as dialect
from s3config.errors import MissingDependencyError, NotSupportedError, StoreError
from s3config.fetching import provider_of
from s3config.mending import mended, mended_steps
from s3config.objects import ListResult, ObjectMeta, PutResult
from s3config.operations import Connection
from s3config.ranges import NOTHING_ASKED, cut, joined
from s3config.threads import InThreads
from s3config.vocabulary import by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from s3config.config import StoreConfig
    from s3config.objects import Content, Method, PutOptions
    from s3config.ranges import Asked, Range

SUPPORT = {
    **dialect.KEYS,
    **OURS,
    "conditional_put": by("IfNoneMatch= and IfMatch=, or a lock in DynamoDB above it"),
    "copy_if_not_exists": by("requests of our own, or a lock in DynamoDB above it"),
    "default_headers": by("added to every request before it is signed"),
    "disable_system_certificates": by("verify=, a bundle without botocore's own"),
    "root_certificate": by("verify=, a bundle with botocore's own and this"),
    "timeout": by("read_timeout and connect_timeout, for it has no limit for a whole request"),
    "user_agent": by("the header, before the request is signed"),
}
_BATCH = 1000
"""Most objects of one DeleteObjects request. Source: Amazon S3 API Reference."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What the XML of that request cannot hold. Source: XML 1.0, section 2.2."""
_SIGNED = {"GET": "get_object", "PUT": "put_object", "HEAD": "head_object", "DELETE": "delete_object"}


class Boto3Backend:
    """Operations with a client of boto3's."""

    def __init__(self, client: Any, config: StoreConfig, mending: Mending) -> None:  # noqa: ANN401 (made at run time)
        """Use a client.

        Args:
            client: A client of boto3's.
            config: The configuration, for what is said with each operation.
            mending: Makes our errors of boto3's.
        """
        self._client = client
        self._config = config
        self.mending = mending
        self._payer = dialect.payer(config)
        self._writing = {**dialect.encryption(config), **self._payer}
        self._reading = {**dialect.customer_key(config), **self._payer}
        self._checksum = dialect.checksum(config)

    def _target(self, path: str) -> dict[str, Any]:
        return {"Bucket": self._config.bucket, "Key": path}

    @mended
    def put(self, path: str, file: Content, options: PutOptions) -> PutResult:
        """Write an object."""
        mode = options["mode"]
        if mode != "overwrite" and self._config.conditional_put == "disabled":
            raise NotSupportedError(f"put {path!r}: conditional_put is disabled", operation="put", path=path)
        if mode == "overwrite" and options["use_multipart"] is not False:
            answer = self._put_in_parts(path, file, options)
        else:
            answer = self._put_whole(path, read_whole(file), options)
        return PutResult(e_tag=answer.get("ETag"), version=answer.get("VersionId"))

    def _put_whole(self, path: str, body: Any, options: PutOptions) -> dict[str, Any]:  # noqa: ANN401
        condition: dict[str, str | None] = {}
        mode = options["mode"]
        if mode == "create":
            condition = {"IfNoneMatch": "*"}
        elif isinstance(mode, dict):
            condition = {"IfMatch": mode.get("e_tag")}
        answer: dict[str, Any] = self._client.put_object(
            **self._target(path), Body=body, **self._stored(options), **self._writing, **self._checksum, **condition
        )
        return answer

    def _put_in_parts(self, path: str, file: Content, options: PutOptions) -> dict[str, Any]:
        size = options["chunk_size"]
        whole = as_buffer(file)
        if not options["use_multipart"] and whole is not None and memoryview(whole).nbytes <= size:
            return self._put_whole(path, whole if isinstance(whole, bytes) else bytes(whole), options)
        parts = parts_of(file, size)
        first = list(islice(parts, 2))
        if not options["use_multipart"] and len(first) == 1:
            return self._put_whole(path, first[0], options)
        return upload(
            self._client,
            self._target(path),
            chain(first, parts),
            create={**self._stored(options), **self._writing, **self._checksum},
            part={**self._reading, **self._checksum},
            complete=self._reading,
            max_concurrency=options["max_concurrency"],
        )

    def _stored(self, options: PutOptions) -> dict[str, Any]:
        """Return what is stored with an object: attributes and tags."""
        content_type = self._config.client_options.default_content_type
        arguments: dict[str, Any] = {} if content_type is None else {"ContentType": content_type}
        metadata = {}
        for name, value in (options["attributes"] or {}).items():
            if name.lower() in PARAMETERS:
                arguments[PARAMETERS[name.lower()]] = value
            else:
                metadata[name.lower()] = value
        if metadata:
            arguments["Metadata"] = metadata
        if options["tags"] and not self._config.disable_tagging:
            arguments["Tagging"] = urlencode(options["tags"], quote_via=quote)
        return arguments

    @mended
    def get(self, path: str, asked: Asked) -> Boto3Body:
        """Fetch an object, or a part of it."""
        return self._fetch(path, asked)

    def _fetch(self, path: str, asked: Asked) -> Boto3Body:
        arguments = self._target(path)
        if asked is not NOTHING_ASKED:
            arguments.update(_conditions(asked))
        call = self._client.head_object if asked.head else self._client.get_object
        answer = call(**arguments, **self._reading)
        body = Boto3Body(path, answer, self.mending)
        if asked is NOTHING_ASKED:
            return body
        try:
            check_conditions(body.meta, asked)
            if asked.range is not None and not is_partial(answer) and not asked.head:
                message = f"get {path!r}: the store ignores the range and sends the whole object"
                raise NotSupportedError(message, status=answer["ResponseMetadata"]["HTTPStatusCode"])
        except StoreError:
            body.close()
            raise
        return body

    @mended
    def get_range(self, path: str, wanted: Range) -> bytes:
        """Fetch a range."""
        return self._bytes(path, wanted)

    @mended
    def get_ranges(self, path: str, wanted: Sequence[Range]) -> list[bytes]:
        """Fetch ranges, near ones at once."""
        return cut(wanted, [(one, self._bytes(path, one)) for one in joined(wanted)])

    def _bytes(self, path: str, wanted: Range) -> bytes:
        return bytes(self._fetch(path, NOTHING_ASKED._replace(range=wanted)).read())

    @mended
    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        return meta_of(path, self._client.head_object(**self._target(path), **self._reading))

    @mended_steps
    def list(self, prefix: str | None, offset: str | None, chunk_size: int) -> Iterator[Sequence[ObjectMeta]]:
        """List objects; the store is asked for the next thousand when they are wanted."""
        behind = {} if offset is None else {"StartAfter": offset}
        found = (_listed(item) for page in self._pages(prefix, **behind) for item in page.get("Contents", ()))
        while chunk := list(islice(found, chunk_size)):
            yield chunk

    def _pages(self, prefix: str | None, **arguments: str) -> Iterator[dict[str, Any]]:
        if prefix:
            arguments["Prefix"] = f"{prefix}/"
        paginator = self._client.get_paginator("list_objects_v2")
        yield from paginator.paginate(Bucket=self._config.bucket, **arguments, **self._payer)

    @mended
    def list_with_delimiter(self, prefix: str | None) -> ListResult:
        """List what is directly below a prefix."""
        prefixes: list[str] = []
        objects: list[ObjectMeta] = []
        for page in self._pages(prefix, Delimiter="/"):
            prefixes.extend(found["Prefix"].removesuffix("/") for found in page.get("CommonPrefixes", ()))
            objects.extend(_listed(item) for item in page.get("Contents", ()))
        return ListResult(common_prefixes=prefixes, objects=objects)

    @mended
    def delete(self, paths: Sequence[str]) -> None:
        """Delete objects, many with one request where that is allowed."""
        bulk = len(paths) > 1 and not self._config.disable_bulk_delete
        together = [path for path in paths if bulk and not _UNWRITABLE.search(path)]
        for start in range(0, len(together), _BATCH):
            self._delete_many(together[start : start + _BATCH])
        for path in paths if not bulk else filter(_UNWRITABLE.search, paths):
            self._client.delete_object(**self._target(path), **self._payer)

    def _delete_many(self, paths: Sequence[str]) -> None:
        wanted = {"Objects": [{"Key": path} for path in paths], "Quiet": True}
        answer = self._client.delete_objects(Bucket=self._config.bucket, Delete=wanted, **self._payer)
        for refused in answer.get("Errors", ()):
            raise self.mending.refused_part(refused["Key"], refused["Code"], refused.get("Message", ""))

    @mended
    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object."""
        source = {"Bucket": self._config.bucket, "Key": from_}
        arguments = {**self._writing, **_of_source(self._reading)}
        if overwrite:
            self._client.copy_object(**self._target(to), CopySource=source, **arguments)
        else:
            copy_if_not_exists(self._client, self._config, self._target(to), source, arguments)

    @mended
    def sign(self, method: Method, paths: Sequence[str], expires_in: timedelta) -> Sequence[str]:
        """Return URLs that anybody can use for a while."""
        seconds = int(expires_in.total_seconds())
        sign = self._client.generate_presigned_url
        return [sign(_SIGNED[method], self._target(path), ExpiresIn=seconds, HttpMethod=method) for path in paths]


def _conditions(asked: Asked) -> dict[str, Any]:
    given = {
        "IfMatch": asked.if_match,
        "IfNoneMatch": asked.if_none_match,
        "IfModifiedSince": asked.if_modified_since,
        "IfUnmodifiedSince": asked.if_unmodified_since,
        "VersionId": asked.version,
        "Range": None if asked.range is None else asked.range.header,
    }
    return {name: value for name, value in given.items() if value is not None}


def _of_source(reading: dict[str, Any]) -> dict[str, Any]:
    """Return what reads an object that is encrypted with the caller's key, as the source of a copy."""
    return {f"CopySource{name}": value for name, value in reading.items() if name.startswith("SSECustomer")}


def _listed(item: dict[str, Any]) -> ObjectMeta:
    return ObjectMeta(
        path=item["Key"],
        last_modified=item["LastModified"].astimezone(UTC),
        size=item["Size"],
        e_tag=item.get("ETag"),
        version=None,
    )


def connect(config: StoreConfig) -> Connection:
    """Make a client that knows the configuration, and nothing from the environment.

    Raises:
        MissingDependencyError: The checksum needs a library that is not installed.
    """
    if config.checksum_algorithm == "CRC64NVME":
        _need_crt()
    provider = provider_of(config)
    client = client_of(config, provider)
    backend = Boto3Backend(client, config, Mending(config, provider))
    return Connection(backend, InThreads(backend), client)


def _need_crt() -> None:
    from botocore.compat import HAS_CRT

    if not HAS_CRT:
        raise MissingDependencyError(
            "checksum_algorithm=CRC64NVME needs awscrt with boto3; pip install 's3config[boto3]' awscrt"
        )
